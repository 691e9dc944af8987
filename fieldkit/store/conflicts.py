"""What people wrote apart and nobody has settled."""

from __future__ import annotations

from fieldkit.domain.change import Cell, Change, Conflict
from fieldkit.domain.together import together, whole
from fieldkit.store import journal
from fieldkit.store.database import Connection
from fieldkit.store.journal import MADE_BY_FIELD

_APART = (
    "SELECT r.tbl, r.id, f.name FROM change b INDEXED BY change_beside CROSS JOIN change c"
    " ON c.record = b.record AND c.field = b.field AND c.stands = 2 AND (c.op != b.op OR c.value != b.value)"
    " CROSS JOIN record r ON r.n = b.record CROSS JOIN field f ON f.n = b.field"
    " WHERE b.stands = 1 AND b.field != ? AND r.id NOT IN (SELECT id FROM erased)"
)
"""The cells of changes `b` that say something else than the one `c` that shows there.

Who made a record is no matter of dispute: two people may well have made the same one apart.
"""


def find(db: Connection) -> list[Conflict]:
    """Return the conflicts, oldest first; those cells as one of which each says something only beside the others.

    Nothing is in dispute in a record that was deleted by somebody who had seen all of it.
    """
    outlived, gone = _deletions(db)
    rows = db.execute(f"{_APART} ORDER BY b.stamp, r.tbl, r.id, f.name", (MADE_BY_FIELD,))
    first: dict[Cell, Cell] = {}
    for cell in (Cell(*row) for row in rows):
        if cell.record not in gone:
            first.setdefault(whole(cell), cell)
    return [
        *(_conflict(db, cell) for cell in first.values()),
        *(_outlived(db, deletion) for deletion in outlived),
    ]


def count(db: Connection) -> int:
    """Return how many conflicts there are; faster than looking at each."""
    outlived, gone = _deletions(db)
    cells = (Cell(*row) for row in db.execute(_APART, (MADE_BY_FIELD,)))
    return len({whole(cell) for cell in cells if cell.record not in gone}) + len(outlived)


def records(db: Connection, table: str, field: str) -> set[str]:
    """Return the records of a kind in whose field people wrote different things apart."""
    found = db.execute(f"{_APART} AND r.tbl = ? AND f.name = ?", (MADE_BY_FIELD, table, field))
    return {cell[1] for cell in found}


def _conflict(db: Connection, cell: Cell) -> Conflict:
    standing = journal.standing(db, together(cell))
    heads = tuple(reversed(standing[cell]))
    sides = [tuple(_beside(head, standing[each]) for each in standing) for head in heads]
    return Conflict(cell, heads, tuple(sides))


def _beside(head: Change, standing: list[Change]) -> Change:
    """Return what the same deed wrote into another cell; from before cells were written together, what shows there."""
    same = (change for change in standing if (change.writer, change.deed) == (head.writer, head.deed))
    return next(same, standing[-1])


def _outlived(db: Connection, deletion: Change) -> Conflict:
    heads = (deletion, *reversed(journal.unseen(db, deletion)))
    return Conflict(deletion.cell, heads, tuple((head,) for head in heads))


def _deletions(db: Connection) -> tuple[list[Change], set[str]]:
    """Return the deletions that did not see somebody's edit, and the records that are gone.

    Of several people who deleted a record apart, the one whose deletion shows speaks for all.
    """
    deletions = journal.find(
        db,
        "c.n IN (SELECT n FROM change INDEXED BY change_deleted WHERE op = 'd' AND field = 1 AND stands = 2)"
        " AND NOT EXISTS (SELECT 1 FROM change o WHERE o.record = c.record AND o.field = 1 AND o.stands = 1"
        " AND (o.op != c.op OR o.value != c.value))"
        " AND r.id NOT IN (SELECT id FROM erased)",
    )
    outlived = sorted((c for c in deletions if journal.unseen(db, c)), key=journal.by_time)
    return outlived, {c.cell.record for c in deletions} - {c.cell.record for c in outlived}
