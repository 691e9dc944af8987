"""The real merge comes to what the rules come to when they are written down a second time, without the store."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import permutations
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fieldkit.domain import Group
from fieldkit.domain.change import WHOLE, Cell, Change, Value
from fieldkit.store import Store
from fieldkit.store.database import Connection
from tests.store.oracle import Line, deleted, heads, in_conflict, shown

RECORDS, FIELDS = ("shed", "tots"), ("name", "place")
laptops, records, fields = st.integers(0, 2), st.sampled_from(RECORDS), st.sampled_from(FIELDS)


def line_of(change: Change) -> Line:
    place = (change.cell.record, change.cell.field)
    return Line(change.id, change.stamp, place, change.op, change.value, frozenset(change.saw))


def differing(store: Store, lines: Sequence[Line]) -> list[str]:
    """Return where a project says something else than the rules do."""
    groups = {group.id: group for group in store.find(Group, deleted=[False, True])}
    conflicts = {(c.cell.record, c.cell.field) for c in store.conflicts()}
    found: list[str] = []
    for record in {line.place[0] for line in lines}:
        if groups[record].deleted != deleted(lines, record):
            found.append(f"{record} is {groups[record].deleted}ly deleted")
        for field in FIELDS:
            cell, place = Cell("group", record, field), (record, field)
            stands = {change.id for change in store.standing([cell]).get(cell, [])}
            if stands != {line.id for line in heads(lines).get(place, ())}:
                found.append(f"in {place} stand {stands}")
            if getattr(groups[record], field) != shown(lines, place):
                found.append(f"in {place} shows {getattr(groups[record], field)}")
        found += [
            f"{place} is wrongly (not) in conflict"
            for place in ((record, field) for field in (*FIELDS, WHOLE))
            if (place in conflicts) != in_conflict(lines, place)
        ]
    return found


class Laptops(RuleBasedStateMachine):
    """Three laptops write and hand each other any of their changes, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.stores = [Store.create(None) for _each in range(3)]
        self.known: list[dict[str, Line]] = [{}, {}, {}]

    def teardown(self) -> None:
        for store in self.stores:
            store.close()

    def _write(self, at: int, cell: Cell, value: Value) -> None:
        before = heads(self.known[at].values())
        all_of = {h.id for place, found in before.items() if place[0] == cell.record for h in found}
        # With a deletion goes what was not sent yet: it has seen that, too.
        for change in self.stores[at].write_cells("Write", {cell: value}):
            line = line_of(change)
            here = {head.id for head in before.get(line.place, ())}
            assert line.saw == (all_of if line.place[1] == WHOLE else here)
            self.known[at][line.id] = line
            all_of.add(line.id)

    @rule(at=laptops, record=records, field=fields, value=st.sampled_from("abc"))
    def write(self, at: int, record: str, field: str, value: str) -> None:
        self._write(at, Cell("group", record, field), Value("s", value))

    @rule(at=laptops, record=records, op=st.sampled_from("du"))
    def delete_or_restore(self, at: int, record: str, op: str) -> None:
        self._write(at, Cell("group", record, WHOLE), Value(op))

    @rule(from_=laptops, to=laptops, chance=st.randoms(use_true_random=False))
    def hand_over(self, from_: int, to: int, chance: Random) -> None:
        some = [change for change in self.stores[from_].changes() if chance.random() < 0.7]
        chance.shuffle(some)
        self.stores[to].apply([*some, *some[::2]])
        self.known[to].update((change.id, line_of(change)) for change in some)

    @invariant()
    def every_laptop_says_what_the_rules_say(self) -> None:
        for store, known in zip(self.stores, self.known, strict=True):
            assert differing(store, list(known.values())) == []


Laptops.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLaptops = Laptops.TestCase


@cache
def six_changes() -> tuple[Change, ...]:
    """Return six changes with a conflict, its settlement, a deletion and an edit that this did not see."""
    with Store.create(None) as one, Store.create(None) as other:
        name = Cell("group", "shed", "name")
        first = one.write_cells("Write", {name: Value("s", "Shed")})
        other.apply(first)
        apart = other.write_cells("Write", {name: Value("s", "Men's shed")})
        here = one.write_cells("Write", {name: Value("s", "The shed")})
        one.apply(apart)
        settled = one.write_cells("Settle", {name: Value("s", "The men's shed")})
        one.parcels.seal(one.parcels.unsealed(), "nonce")  # What was not sent would go with the deletion.
        gone = one.write_cells("Delete", {Cell("group", "shed", WHOLE): Value("d")})
        edit = other.write_cells("Write", {Cell("group", "shed", "place"): Value("s", "Norwich")})
        return (*first, *apart, *here, *settled, *gone, *edit)


def test_all_orders_of_six_changes_come_to_the_same() -> None:
    changes = six_changes()
    assert len(changes) == 6
    with Store.create(None) as created:
        empty = _raw(created).serialize()

    for order in permutations(changes):
        with Store(None) as store:
            _raw(store).deserialize(empty)
            for change in order:
                store.apply([change])
            assert differing(store, [line_of(change) for change in order]) == []


def _raw(store: Store) -> Connection:
    assert store._database._only
    return store._database._only
