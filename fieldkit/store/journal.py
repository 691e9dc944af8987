"""The journal in SQL: changes go in, and what stands in each cell follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from fieldkit.domain.change import Cell, Change, Op

_COLUMNS = "id, writer, seq, suffix, stamp, deed, tbl, row, col, op, value, saw"
_INTO = f"INSERT OR IGNORE INTO change ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"
_SELECT = "SELECT writer, seq, suffix, stamp, deed, tbl, row, col, op, value, saw FROM change"


def many(db: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run one statement for each row; nothing for no rows."""
    listed = list(rows)
    if listed:
        db.exec_driver_sql(sql, listed)


def add(db: Connection, changes: Sequence[Change]) -> list[Change]:
    """Put changes into the journal and return those that were new, with erased values already gone."""
    before = last(db)
    gone = erased(db)
    kept = [_redacted(change) if change.cell.record in gone else change for change in changes]
    many(db, _INTO, (_row(change) for change in kept))
    arrived = {id_ for (id_,) in db.exec_driver_sql("SELECT id FROM change WHERE n > ?", (before,))}
    new = list({change.id: change for change in kept if change.id in arrived}.values())
    _overrule(db, new, before)
    return new


def _overrule(db: Connection, new: Sequence[Change], before: int) -> None:
    seen = [(id_, change.cell.field) for change in new for id_ in change.saw]
    many(db, "INSERT OR IGNORE INTO overruled VALUES (?, ?)", seen)
    many(db, "UPDATE change SET head = 0 WHERE id = ? AND col = ? AND head = 1", seen)
    db.exec_driver_sql(
        "UPDATE change SET head = 0 WHERE n > ? AND EXISTS"
        " (SELECT 1 FROM overruled WHERE overruled.id = change.id AND overruled.col = change.col)",
        (before,),
    )


def replace(db: Connection, change: Change) -> None:
    """Let an unsealed change of our own take a newer value in its place."""
    db.exec_driver_sql(
        "UPDATE change SET stamp = ?, op = ?, value = ? WHERE id = ? AND parcel IS NULL",
        (change.stamp, change.op, change.value, change.id),
    )


def meta(db: Connection, name: str) -> str:
    """Return what this file remembers under a name; an empty text where it remembers nothing."""
    return str(db.exec_driver_sql("SELECT value FROM meta WHERE name = ?", (name,)).scalar() or "")


def set_meta(db: Connection, name: str, value: str) -> None:
    """Remember something about this file that does not travel."""
    db.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def last(db: Connection) -> int:
    """Return the number of the newest line of the journal; 0 for an empty one."""
    return int(db.exec_driver_sql("SELECT coalesce(max(n), 0) FROM change").scalar_one())


def stand_anew(db: Connection) -> None:
    """Work out from nothing which changes stand."""
    db.exec_driver_sql("DELETE FROM overruled")
    db.exec_driver_sql("UPDATE change SET head = 1")
    _overrule(db, find(db, "WHERE saw != ''"), 0)


def find(db: Connection, where: str = "", values: tuple[Any, ...] = ()) -> list[Change]:
    """Return the changes that meet a condition, in the order in which they came."""
    return [_change(row) for row in db.exec_driver_sql(f"{_SELECT} {where} ORDER BY n", values)]


def standing(db: Connection, cells: Iterable[Cell]) -> dict[Cell, list[Change]]:
    """Return the changes that stand in each of these cells; cells that were never written are left out.

    The field WHOLE asks for the changes of the record as a whole, not for all of its cells.
    """
    _touch(db, cells)
    rows = db.exec_driver_sql(
        "SELECT c.writer, c.seq, c.suffix, c.stamp, c.deed, c.tbl, c.row, c.col, c.op, c.value, c.saw"
        " FROM temp.touched t CROSS JOIN change c"
        " ON c.row = t.row AND c.col = t.col AND c.tbl = t.tbl AND c.head = 1 ORDER BY c.stamp, c.id"
    )
    found: dict[Cell, list[Change]] = {}
    for row in rows:
        change = _change(row)
        found.setdefault(change.cell, []).append(change)
    return found


def _touch(db: Connection, cells: Iterable[Cell]) -> None:
    db.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS touched (tbl, row, col, PRIMARY KEY (tbl, row, col))")
    db.exec_driver_sql("DELETE FROM temp.touched")
    many(db, "INSERT OR IGNORE INTO temp.touched VALUES (?, ?, ?)", cells)


def of_records(db: Connection, records: Iterable[str]) -> dict[str, list[Change]]:
    """Return, for each record, every change that stands in any of its cells."""
    found: dict[str, list[Change]] = {}
    for record in dict.fromkeys(records):
        found[record] = find(db, "WHERE row = ? AND head = 1", (record,))
    return found


def contested(db: Connection) -> list[Cell]:
    """Return the cells in which several changes stand, and the deletions that somebody's edit did not see.

    Who made a record is no matter of dispute: two people may well have made the same one apart.
    """
    several = db.exec_driver_sql(
        "SELECT tbl, row, col FROM change WHERE head = 1 AND op != 'x' AND col != 'made_by'"
        " GROUP BY row, col, tbl HAVING count(*) > 1 ORDER BY min(stamp)"
    )
    cells = [Cell(*row) for row in several]
    for change in find(db, "WHERE head = 1 AND col = '*' AND op = 'd'"):
        if change.cell not in cells and unseen(db, change):
            cells.append(change.cell)
    return cells


def unseen(db: Connection, deletion: Change) -> list[Change]:
    """Return the changes to a deleted record that whoever deleted it had not seen."""
    saw = set(deletion.saw)
    others = find(db, "WHERE row = ? AND head = 1 AND col != '*'", (deletion.cell.record,))
    return [change for change in others if change.id not in saw]


# Erasure


def erased(db: Connection) -> set[str]:
    """Return the ids of the records that are forgotten for ever."""
    return {row for (row,) in db.exec_driver_sql("SELECT row FROM erased")}


def erase(db: Connection, new: Sequence[Change]) -> set[str]:
    """Carry out the orders to erase that these new changes are or imply; return the records that went.

    An erased interview takes with it all that was said in it, known now or arriving later. A redacted change is
    itself an order, so that a record is forgotten even where the order was lost.
    """
    gone = erased(db)
    orders = {c.cell.record for c in new if c.op in (Op.ERASE, Op.REDACTED)} - gone
    orders |= {
        c.cell.record for c in new if c.cell.field == "interview_id" and c.value in gone | orders
    } - gone
    for record in list(orders):
        said = db.exec_driver_sql(
            "SELECT row FROM change WHERE col = 'interview_id' AND value = ?", (record,)
        )
        orders |= {row for (row,) in said}
    many(db, "INSERT OR IGNORE INTO erased VALUES (?)", ((record,) for record in orders))
    many(
        db,
        "UPDATE change SET op = 'x', value = '' WHERE row = ? AND op != 'e'",
        ((record,) for record in orders),
    )
    if orders:
        # Any file of the shared folder may hold their words, so all of them are looked at again.
        db.exec_driver_sql("DELETE FROM admitted")
    return orders


def _redacted(change: Change) -> Change:
    if change.op == Op.ERASE:
        return change
    return dataclasses.replace(change, op=Op.REDACTED, value="")


def _row(change: Change) -> tuple[Any, ...]:
    return (
        change.id, change.writer, change.seq, change.suffix, change.stamp, change.deed, *change.cell, change.op,
        change.value, " ".join(change.saw),
    )  # fmt: skip


def _change(row: Any) -> Change:
    values: tuple[Any, ...] = tuple(row)
    writer, seq, suffix, stamp, deed, table, record, field, op, value, saw = values
    return Change(
        writer, seq, suffix, stamp, deed, Cell(table, record, field), op, value, tuple(saw.split())
    )  # fmt: skip
