"""The tables show what the journal holds: records, answers and the words that search looks through."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from fieldkit.domain import KINDS, Record
from fieldkit.domain.change import MOST_BYTES, WHOLE, Cell, Op, Value
from fieldkit.domain.record import refusal
from fieldkit.errors import FieldkitError
from fieldkit.store import journal
from fieldkit.store.database import Connection
from fieldkit.words import _


def table_of(kind: type[Record]) -> str:
    """Return the permanent name of a kind of record."""
    return kind.__name__.lower()


# Records and their cells


def cells_of(record: Record) -> dict[Cell, Value]:
    """Return what a record says, cell by cell.

    Raises:
        FieldkitError: a field holds what it cannot hold.
    """
    kind = type(record)
    try:
        checked = kind.model_validate(record.model_dump(warnings=False))
    except ValidationError as error:
        raise refusal(error) from error
    table = table_of(kind)
    cells = {
        Cell(table, checked.id, name): written(getattr(checked, name))
        for name in kind.model_fields
        if name not in ("id", "deleted")
    }
    cells[Cell(table, checked.id, WHOLE)] = Value(Op.DELETE if checked.deleted else Op.RESTORE)
    return cells


def written(value: Any) -> Value:
    """Return the exact text of a value, as the journal keeps it."""
    if value is None:
        return Value(Op.EMPTY)
    if isinstance(value, bool):
        return Value(Op.SET, str(int(value)))
    if isinstance(value, date):
        return Value(Op.SET, value.isoformat())
    return Value(Op.SET, clean(str(value)))


def clean(text: str) -> str:
    """Return the text without what neither SQLite nor UTF-8 can hold: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def check_lengths(cells: Mapping[Cell, Value]) -> None:
    """See to it that every value is short enough for a cell.

    Raises:
        FieldkitError: one is not.
    """
    for cell, value in cells.items():
        # No character takes more than four bytes: most are not even looked through.
        if len(value.text) > MOST_BYTES // 4 and len(value.text.encode()) > MOST_BYTES:
            raise FieldkitError(
                _(
                    "{field} is longer than {n} MiB, so it was not saved. Everything before it is safe."
                ).format(field=cell.field.rpartition("/")[2], n=MOST_BYTES >> 20),
                _("Shorten it, or attach it to the interview as a file."),
            )


# Reading


def read(db: Connection, kind: type[Record], where: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return the rows of a kind that meet a condition, in the order of their ids."""
    names = ", ".join(kind.model_fields)
    rows = db.execute(f'SELECT {names} FROM "{table_of(kind)}" WHERE {where} ORDER BY id', values)
    return [dict(zip(kind.model_fields, row, strict=True)) for row in rows]


def count(db: Connection, kind: type[Record], where: str, values: tuple[Any, ...]) -> int:
    """Return how many rows of a kind meet a condition."""
    return int(db.value(f'SELECT count(*) FROM "{table_of(kind)}" WHERE {where}', values))


def interviews_of(db: Connection, records: Iterable[str]) -> dict[str, str]:
    """Return the interview's id of each of these records that was said in one; deleted records too."""
    wanted = sorted(set(records))
    # One statement for all kinds, however many ids: SQLite keeps it ready.
    said = " UNION ALL ".join(
        f'SELECT k.id, k.interview_id FROM json_each(?1) wanted CROSS JOIN "{table}" k ON k.id = wanted.value'
        for table, kind in KINDS.items()
        if "interview_id" in kind.model_fields
    )
    return dict(db.execute(said, (json.dumps(wanted),)).fetchall()) if wanted else {}


# Showing


def show(db: Connection, records: Mapping[str, Mapping[str, int]]) -> None:
    """Make the tables say what the journal says about these records, given as numbers by table and id.

    Fields and kinds that this version does not know wait in the journal.
    """
    numbers = _field_numbers(db)
    for table, of_table in records.items():
        if table not in KINDS:
            continue
        rows = [(number,) for number in of_table.values()]
        journal.many(db, _shown(table, numbers(table), "r.n = ?1"), rows)
        if KINDS[table].searched:
            journal.many(db, _no_longer_found(table), rows)
            journal.many(db, _found(table, "r.n = ?1"), rows)


def show_all(db: Connection) -> None:
    """Make the tables say what the journal says, from nothing."""
    for table in (*KINDS, "search"):
        db.execute(f'DELETE FROM "{table}"')
    numbers = _field_numbers(db)
    # Of most kinds many projects have no record, and to prepare these statements takes longer than to run them then.
    there = {table for (table,) in db.execute("SELECT DISTINCT tbl FROM record")}
    for table in (table for table in KINDS if table in there):
        db.execute(_shown(table, numbers(table), f"r.tbl = '{table}'"))
        if KINDS[table].searched:
            db.execute(_found(table, f"r.tbl = '{table}'"))


def _field_numbers(db: Connection) -> Callable[[str], tuple[int, ...]]:
    """Return what tells the numbers of a table's fields, in their order; 0 for those that nobody has written yet."""
    rows = db.execute("SELECT name, n FROM field WHERE name NOT LIKE '/%'")
    known = {str(row[0]): int(row[1]) for row in rows}
    return lambda table: tuple(known.get(name, 0) for name in KINDS[table].model_fields)


@cache
def _shown(table: str, numbers: tuple[int, ...], which: str) -> str:
    """Return what shows some records as their standing changes say, given the numbers of their fields."""
    kind = KINDS[table]
    fields = {
        name: number
        for name, number in zip(kind.model_fields, numbers, strict=True)
        if name not in ("id", "deleted")
    }
    columns = ", ".join(f'"{name}"' for name in fields)
    takes = ", ".join(f'"{name}" = excluded."{name}"' for name in fields)
    known = ", ".join(str(number) for number in (journal.WHOLE_FIELD, *fields.values()))
    # A plus, for otherwise SQLite would look up each field by itself; in the order in which a table grows at its end.
    return (
        f'INSERT INTO "{table}" (id, deleted, {columns})'
        f" SELECT r.id, CASE WHEN max(c.field = {journal.WHOLE_FIELD} AND c.op = 'd') THEN NOT EXISTS ({_EDITED_SINCE})"
        " ELSE 0 END,"
        f" {', '.join(_column(kind, name, number) for name, number in fields.items())}"
        " FROM record r CROSS JOIN change c ON c.record = r.n AND c.stands = 2"
        f" WHERE {which} AND +c.field IN ({known}) AND r.id NOT IN (SELECT id FROM erased) GROUP BY r.n"
        " ORDER BY r.id"
        f" ON CONFLICT (id) DO UPDATE SET deleted = excluded.deleted, {takes}"
    )


# An edit outlives a deletion that did not know of it: the person decides, see `conflicts.find`.
_EDITED_SINCE = """
    SELECT 1 FROM change deletion JOIN record same ON same.id = r.id
    JOIN change edit ON edit.record = same.n AND edit.field != 1 AND edit.stands > 0
    JOIN writer w ON w.n = edit.writer
    WHERE deletion.record = r.n AND deletion.field = 1 AND deletion.op = 'd' AND deletion.stands = 2 AND instr(
        ' ' || deletion.saw || ' ',
        ' ' || iif(edit.writer = deletion.writer, '', w.name) || '.' || edit.seq || '.' || edit.suffix || ' ') = 0
"""


def _column(kind: type[Record], name: str, number: int) -> str:
    """Return what reads a field out of its cell: a value that this version cannot read is as good as none.

    `number` is 0 where nobody has written the field yet.
    """
    default = kind.model_fields[name].default
    said = (
        "NULL"
        if default is None
        else str(int(default))
        if isinstance(default, int)
        else _quoted(str(default))
    )
    if not number:
        return said
    value, readable = "c.value", ""
    if holds_number(kind, name):
        value = "CAST(c.value AS INTEGER)"
        readable = f" AND CAST({value} AS TEXT) = c.value"
    elif date in _options(kind, name):
        readable = " AND date(c.value) = c.value"
    return f"coalesce(max(CASE WHEN c.field = {number} AND c.op = 's'{readable} THEN {value} END), {said})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def holds_number(kind: type[Record], field: str) -> bool:
    """Tell whether a field holds a whole number or a claim, and not text or a day."""
    options = _options(kind, field)
    return int in options or bool in options


def _options(kind: type[Record], field: str) -> tuple[Any, ...]:
    annotation = kind.model_fields[field].annotation
    return get_args(annotation) if get_origin(annotation) is UnionType else (annotation,)


def _found(table: str, which: str) -> str:
    """Return what lets search find the words of some records."""
    return (
        f"INSERT INTO search (rowid, text) SELECT r.n, {_words(table)} FROM {_searched(table)}"
        f" WHERE {which} AND NOT EXISTS (SELECT 1 FROM search WHERE rowid = r.n)"
    )


def _no_longer_found(table: str) -> str:
    """Return what takes out of search the words that the record with some number does not hold any more."""
    words = f"SELECT {_words(table)} FROM {_searched(table)} WHERE r.n = ?1"
    return f"DELETE FROM search WHERE rowid = ?1 AND text IS NOT ({words})"


def _words(table: str) -> str:
    return " || char(10) || ".join(f'k."{name}"' for name in KINDS[table].searched)


def _searched(table: str) -> str:
    return f'record r CROSS JOIN "{table}" k ON k.id = r.id AND k.deleted = 0'


# Searching


def find_words(db: Connection, words: str, limit: int) -> list[tuple[str, str, str]]:
    """Return table, record and a passage with the hits in [brackets], best first."""
    query = " ".join('"' + word.replace('"', '""') + '"*' for word in words.split())
    if not query:
        return []
    rows = db.execute(
        "SELECT r.tbl, r.id, snippet(search, 0, '[', ']', '…', 16) FROM search JOIN record r ON r.n = search.rowid"
        " WHERE search MATCH ? ORDER BY rank LIMIT ?",
        (query, limit),
    )
    return [(table, record, snippet) for table, record, snippet in rows]
