"""Every kind of record keeps the promises that the journal relies on."""

from __future__ import annotations

from datetime import date
from types import UnionType
from typing import get_args

import pytest

from fieldkit.domain import KINDS, Group, Record
from fieldkit.domain.record import same_id


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_has_a_default_since_cells_arrive_one_by_one(kind: type[Record]):
    assert kind.model_validate({}).id


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_holds_only_what_a_csv_cell_can_say(kind: type[Record]):
    for name, field in kind.model_fields.items():
        options = (
            get_args(field.annotation) if isinstance(field.annotation, UnionType) else (field.annotation,)
        )
        assert set(options) <= {str, int, bool, date, type(None)}, name


def test_a_copy_with_other_values_leaves_the_record_alone():
    group = Group(name="Tots")

    renamed = group.but(name="Tuesday Tots")

    assert (group.name, renamed.name, renamed.id) == ("Tots", "Tuesday Tots", group.id)


def test_the_same_parts_give_the_same_id_on_every_laptop():
    assert (
        same_id("consent", "i1", "team")
        == same_id("consent", "i1", "team")
        != same_id("consent", "i1team", "")
    )
