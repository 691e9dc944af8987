"""What people write about groups, and what a newer fieldkit writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.domain.change import WHOLE, Cell, Value
from fieldkit.edits import history as undoing

if TYPE_CHECKING:
    from tests.simulation.history import History
    from tests.simulation.laptop import Laptop

GROUPS = ("tots", "shed", "choir")
FIELDS = ("name", "place", "colour")
"""The last one is of a newer fieldkit: this one has no place for it."""
BUSY = Cell("group", "shed", "name")
NEWER = (
    (Cell("group", "tots", "colour"), "q"),
    (Cell("vehicle", "bus", "seats"), "s"),
    (Cell("vehicle", "bus", WHOLE), "q"),
)
"""What only a newer fieldkit writes: fields, kinds of records and operations that this one does not know."""


def write(history: History, laptop: Laptop, cell: Cell | None = None) -> None:
    """Write into a field of a group; into any, unless one is given."""
    cell, words = cell or _cell(history), history.words()
    history.save(laptop, lambda: laptop.store.write_cells("Write", {cell: Value("s", words)}))


def type_on(history: History, laptop: Laptop) -> None:
    """Write into a field, rest, and go on: one deed as long as it is not sent."""
    cell = _cell(history)
    for _each in range(3):
        words = history.words()
        history.save(
            laptop,
            lambda words=words: laptop.store.write_cells("Type", {cell: Value("s", words)}, typing=True),
        )
        if history.chance.random() < 0.3:
            laptop.syncs()


def write_the_same(history: History, laptop: Laptop) -> None:
    """Write what others may write as well."""
    cell = _cell(history)
    history.save(laptop, lambda: laptop.store.write_cells("Write", {cell: Value("s", "the same")}))


def _cell(history: History) -> Cell:
    """Return what is written into: as often as not the one that all have something to say about."""
    if history.chance.random() < 0.4:
        return BUSY
    return Cell("group", history.chance.choice(GROUPS), history.chance.choice(FIELDS))


def write_as_newer(history: History, laptop: Laptop) -> None:
    """Write what this fieldkit has no place for."""
    words = history.words()
    cells = {cell: Value(op, words) for cell, op in history.chance.sample(NEWER, 2)}
    history.save(laptop, lambda: laptop.store.write_cells("Write", cells))
    history.happens("something unknown is written")


def upgrade(history: History, laptop: Laptop) -> None:
    """Make all tables anew, as whoever gets the next fieldkit does."""
    history.happens("an older fieldkit is upgraded" if laptop.older else "a laptop is upgraded")
    laptop.upgrade()


def delete(history: History, laptop: Laptop) -> None:
    """Delete a group, or bring it back."""
    group = history.chance.choice(laptop.groups())
    history.save(laptop, lambda: laptop.store.write("Delete", group.but(deleted=not group.deleted)))


def undo(history: History, laptop: Laptop) -> None:
    """Undo the last deed."""
    history.save(laptop, lambda: undoing.undo(laptop.store))
