"""Records that several people deleted apart, while others went on editing them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from fieldkit.domain import Group
from fieldkit.domain.change import Change, Op, kept
from fieldkit.edits import history
from fieldkit.store import Store

TOTS = Group(id="tots", name="Tots")


@pytest.fixture
def laptops() -> Iterator[list[Store]]:
    """Return three laptops that know of one group."""
    with ExitStack() as opened:
        stores = [opened.enter_context(Store.create(None)) for _each in range(3)]
        tell(stores, stores[0].write("Begin", TOTS))
        yield stores


def tell(stores: list[Store], *news: list[Change]) -> None:
    """Let all laptops have all of this news."""
    for store in stores:
        store.apply([change for written in news for change in written])


def deleted_by(*stores: Store) -> list[list[Change]]:
    """Delete the group on each of these laptops as it is there."""
    return [store.write("Delete", store.get(Group, TOTS.id).but(deleted=True)) for store in stores]


def test_an_edit_outlives_the_deletions_of_two_people_who_did_not_know_of_it(laptops: list[Store]):
    ash, bea, cato = laptops
    edit = cato.write("Move", TOTS.but(place="Diss"))

    tell(laptops, edit, *deleted_by(ash, bea))

    for laptop in laptops:
        assert laptop.find(Group) == [TOTS.but(place="Diss")]
        (conflict,) = laptop.conflicts()
        assert [head.op for head in conflict.heads] == [Op.DELETE, Op.SET]
        assert laptop.disputes() == 1


@pytest.mark.parametrize(("side", "left"), [(0, []), (1, [TOTS.but(place="Diss")])])
def test_whoever_settles_for_a_side_settles_it_against_both_deletions(
    laptops: list[Store], side: int, left: list[Group]
):
    ash, bea, cato = laptops
    edit = cato.write("Move", TOTS.but(place="Diss"))
    tell(laptops, edit, *deleted_by(ash, bea))
    (conflict,) = cato.conflicts()

    tell(laptops, history.settle(cato, kept(conflict, side)))

    for laptop in laptops:
        assert (laptop.find(Group), laptop.conflicts(), laptop.disputes()) == (left, [], 0)


def test_nothing_is_in_dispute_in_a_record_that_two_people_deleted_who_knew_all_of_it(laptops: list[Store]):
    ash, bea, _cato = laptops
    tell(laptops, ash.write("Move", TOTS.but(place="Diss")), bea.write("Move", TOTS.but(place="Ely")))
    assert ash.disputes() == 1

    tell(laptops, *deleted_by(ash, bea))

    for laptop in laptops:
        assert (laptop.find(Group), laptop.conflicts(), laptop.disputes()) == ([], [], 0)
