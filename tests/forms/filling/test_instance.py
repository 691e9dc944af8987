"""Filled forms as the XML that ODK servers and clients pass on."""

from __future__ import annotations

from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest

from fieldkit.errors import FormError
from fieldkit.forms import Form, Response, parse
from fieldkit.forms.filling.instance import read_instance, write_instance
from tests.forms.tables import form, opened

HOUSEHOLD = """
| survey |
|        | type         | name   | label  | relevant      | calculation |
|        | text         | town   | Town   |               |             |
|        | text         | street | Street | ${town} != '' |             |
|        | begin_repeat | person | Person |               |             |
|        | text         | name   | Name   |               |             |
|        | integer      | age    | Age    |               |             |
|        | end_repeat   |        |        |               |             |
|        | calculate    | oldest |        |               | max(${age}) |
| settings |
|          | form_id   | version |
|          | household | 7       |
"""


def filled(form: Form) -> Response:
    response = opened(form)
    response.answer("/town", "Gao & Co")
    response.answer("/street", "<1>")
    for name, age in [("Awa", "31"), ("Bo", "")]:
        response.add("/person")
        person = response.instances("/person")[-1]
        response.answer(f"{person}/name", name)
        response.answer(f"{person}/age", age)
    return response


def test_what_was_written_is_read_back_with_nothing_changed(tmp_path: Path) -> None:
    household = form(tmp_path, HOUSEHOLD)
    written = write_instance(filled(household))

    cells = read_instance(household, written)

    assert write_instance(opened(household, cells)) == written
    assert cells == read_instance(household, written)
    assert sorted(cells.values()) == sorted(opened(household, cells).answers().values())


def test_a_submission_names_its_form_version_and_itself(tmp_path: Path) -> None:
    response = Response(form(tmp_path, HOUSEHOLD), random=Random(1), instance_id="uuid:1")

    root = ET.fromstring(write_instance(response))

    assert (root.tag, root.get("id"), root.get("version")) == ("data", "household", "7")
    assert root.findtext("meta/instanceID") == "uuid:1"


def test_what_is_not_relevant_is_left_out_at_the_end(tmp_path: Path) -> None:
    response = filled(form(tmp_path, HOUSEHOLD))

    response.answer("/town", "")

    assert ET.fromstring(write_instance(response)).find("street") is None
    assert response.answers()["/street"] == "<1>"


def test_a_revised_submission_names_the_one_it_takes_the_place_of(tmp_path: Path) -> None:
    household = form(tmp_path, HOUSEHOLD)
    sent = Response(household, instance_id="uuid:1").answers()

    response = opened(household, sent)
    changed = response.revise("uuid:2")

    assert changed.cells == {"/meta/instanceID": "uuid:2", "/meta/deprecatedID": "uuid:1"}
    meta = ET.fromstring(write_instance(opened(household, response.answers()))).find("meta")
    assert meta is not None
    assert [(inner.tag, inner.text) for inner in meta] == [
        ("instanceID", "uuid:2"),
        ("deprecatedID", "uuid:1"),
    ]


def test_an_answer_that_the_form_does_not_know_is_kept(tmp_path: Path) -> None:
    household = form(tmp_path, HOUSEHOLD)

    cells = read_instance(household, "<data><town>Gao</town><old><well>2</well></old></data>")

    assert opened(household, cells).answers()["/old/well"] == "2"


def test_names_keep_their_namespaces() -> None:
    own = parse(
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:f="http://www.w3.org/2002/xforms"><head><f:model><f:instance>'
        '<taps xmlns="http://taps.example" id="taps"><many>2</many></taps></f:instance></f:model></head><body/></html>'
    )

    written = write_instance(opened(own)).decode()

    assert 'xmlns="http://taps.example"><many>2</many></taps>' in written
    assert read_instance(own, written) == {"/many": "2"}


@pytest.mark.parametrize("xml", ["", "<data>", "<other/>", "<data>\x00</data>"])
def test_what_is_no_submission_of_this_form_is_refused_in_a_sentence(tmp_path: Path, xml: str) -> None:
    household = form(tmp_path, HOUSEHOLD)

    with pytest.raises(FormError, match="submission"):
        read_instance(household, xml)
