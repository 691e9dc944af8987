"""A change is a cell that took a value; what a cell holds follows from the set of its changes alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

WHOLE = "*"
"""The field that stands for a record as a whole: deleted, restored or erased."""


MOST_BYTES = 8 << 20
"""No value is longer than this, in bytes of UTF-8: whatever reads a cell can hold it."""


class Cell(NamedTuple):
    """One field of one record. `table` is the kind's permanent name, or `answer`."""

    table: str
    record: str
    field: str


class Op(StrEnum):
    """What a change does to its cell."""

    SET = "s"
    EMPTY = "n"
    DELETE = "d"
    RESTORE = "u"
    ERASE = "e"
    """An order to forget the record on every device, for ever."""
    REDACTED = "x"
    """What is left of a change whose value was erased."""


class Value(NamedTuple):
    """What a cell is to hold: an operation and its text."""

    op: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell took a value, at a time, on a device, overruling the changes seen there.

    `stamp` is a reading of the hybrid logical clock. `deed` numbers the step of work it belongs to, as the `seq`
    of that step's first change. `saw` holds the ids of all the changes that stood in the cell when it was
    written; a deletion also saw those that stood in the record's other cells.
    """

    writer: str
    seq: int
    suffix: str
    stamp: str
    deed: int
    cell: Cell
    op: str
    value: str = ""
    saw: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Unique even where two laptops write under one name, by the random suffix."""
        return f"{self.writer}.{self.seq}.{self.suffix}"


class Conflict(NamedTuple):
    """A cell that people wrote apart, with the changes that stand side by side, the one that shows first."""

    cell: Cell
    heads: tuple[Change, ...]
    sides: tuple[tuple[Change, ...], ...]
    """For each head all that was written with it and says something only together with it, the head included."""


def kept(conflict: Conflict, at: int) -> dict[Cell, Value]:
    """Return what cells are to hold so that side `at` of a conflict is kept."""
    if conflict.heads[at].cell != conflict.cell:
        # An edit that a deletion did not see: the record it is in stays.
        return {conflict.cell: Value(Op.RESTORE)}
    return {change.cell: Value(change.op, change.value) for change in conflict.sides[at]}


def heads(changes: Iterable[Change]) -> frozenset[Change]:
    """Return the changes of one cell that no other overrules, whatever their order and repetition."""
    known = set(changes)
    overruled = {seen for change in known for seen in change.saw}
    return frozenset(change for change in known if change.id not in overruled)


def winner(standing: Iterable[Change]) -> Change:
    """Return the change that shows: the latest stamp among those that stand, then the greatest id."""
    return max(standing, key=lambda change: (change.stamp, change.id))


def differ(standing: Iterable[Change]) -> bool:
    """Tell whether the changes that stand say different things; the same value written apart is no conflict."""
    return len({(change.op, change.value) for change in standing}) > 1
