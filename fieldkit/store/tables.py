"""The tables show what the journal holds: records, answers and the words that search looks through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from sqlalchemy import Connection

from fieldkit.domain import KINDS, Record
from fieldkit.domain.change import WHOLE, Cell, Change, Op, Value, winner
from fieldkit.domain.surveys import ANSWER
from fieldkit.errors import FieldkitError
from fieldkit.store import journal
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
        first = error.errors()[0]
        raise FieldkitError(
            _("{field} cannot be {value}: {reason}.").format(
                field=".".join(str(part) for part in first["loc"]), value=first["input"], reason=first["msg"]
            )
        ) from error
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


def _readers(kind: type[Record]) -> dict[str, Callable[[str], Any]]:
    return {name: _reader(field.annotation) for name, field in kind.model_fields.items()}


def _reader(annotation: Any) -> Callable[[str], Any]:
    options = get_args(annotation) if get_origin(annotation) is UnionType else (annotation,)
    if date in options:
        return str  # SQLite keeps days as text
    return int if int in options or bool in options else str


_READERS = {table: _readers(kind) for table, kind in KINDS.items()}
_DEFAULTS = {table: kind().model_dump(mode="json") for table, kind in KINDS.items()}


# Reading


def read(db: Connection, kind: type[Record], where: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return the rows of a kind that meet a condition, in the order of their ids."""
    names = ", ".join(kind.model_fields)
    rows = db.exec_driver_sql(f'SELECT {names} FROM "{table_of(kind)}" WHERE {where} ORDER BY id', values)
    return [dict(row) for row in rows.mappings()]


def interviews_of(db: Connection) -> dict[str, str]:
    """Return, for every record said in an interview, the interview's id; deleted records too."""
    found: dict[str, str] = {}
    for table, kind in KINDS.items():
        if "interview_id" in kind.model_fields:
            rows = db.exec_driver_sql(f'SELECT id, interview_id FROM "{table}"')
            found.update({row[0]: row[1] for row in rows})
    return found


# Showing


def show(db: Connection, cells: Iterable[Cell]) -> None:
    """Make the tables say what the journal says about these cells. Cells of no known field wait in the journal."""
    touched = list(cells)
    if not touched:
        return
    rows = {(cell.table, cell.record) for cell in touched}
    standing = journal.standing(db, [*touched, *(Cell(*row, WHOLE) for row in rows)])
    shown: dict[tuple[str, str], dict[str, Value]] = {}
    for cell, changes in standing.items():
        change = winner(changes)
        if change.op in (Op.REDACTED, Op.ERASE):
            continue
        if cell.field == WHOLE:
            shown.setdefault((cell.table, cell.record), {})["deleted"] = Value(
                Op.SET, str(int(change.op == Op.DELETE and not _edited_since(db, change)))
            )
        else:
            shown.setdefault((cell.table, cell.record), {})[cell.field] = Value(change.op, change.value)
    _show_answers(db, shown)
    _show_records(db, shown)


def _edited_since(db: Connection, deletion: Change) -> bool:
    # An edit outlives a deletion that did not know of it: the person decides, see `contested`.
    return bool(journal.unseen(db, deletion))


def _show_answers(db: Connection, shown: Mapping[tuple[str, str], dict[str, Value]]) -> None:
    answers = [
        (record, path, value)
        for (table, record), fields in shown.items()
        if table == ANSWER
        for path, value in fields.items()
    ]
    empty = [(record, path) for record, path, value in answers if value.op == Op.EMPTY]
    journal.many(db, "DELETE FROM answer WHERE submission_id = ? AND path = ?", empty)
    journal.many(
        db,
        "INSERT INTO answer VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        ((record, path, value.text) for record, path, value in answers if value.op == Op.SET),
    )


def _show_records(db: Connection, shown: Mapping[tuple[str, str], dict[str, Value]]) -> None:
    batches: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    for (table, record), fields in shown.items():
        readers = _READERS.get(table, {})
        known = {
            n: _read_value(readers[n], v, _DEFAULTS[table][n]) for n, v in fields.items() if n in readers
        }
        if known:
            names = tuple(sorted(known))
            batches.setdefault((table, names), []).append((record, *(known[name] for name in names)))
    for (table, names), rows in batches.items():
        _upsert(db, table, names, rows)
        searched = KINDS[table].searched
        if not set(names).isdisjoint({*searched, "deleted"}) and searched:
            _index(db, table, [row[0] for row in rows])


def _read_value(reader: Callable[[str], Any], value: Value, default: Any) -> Any:
    if value.op == Op.EMPTY:
        return default
    try:
        return reader(value.text)
    except ValueError:
        # Another version wrote what this one cannot read; the journal keeps it for the upgrade.
        return default


def _upsert(db: Connection, table: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    rest = {n: v for n, v in _DEFAULTS[table].items() if n not in names and n != "id"}
    columns = ", ".join(["id", *names, *rest])
    marks = ", ".join("?" * (1 + len(names) + len(rest)))
    takes = ", ".join(f"{name} = excluded.{name}" for name in names)
    journal.many(
        db,
        f'INSERT INTO "{table}" ({columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {takes}',
        ((*row, *rest.values()) for row in rows),
    )


def _index(db: Connection, table: str, records: list[str]) -> None:
    words = " || char(10) || ".join(KINDS[table].searched)
    journal.many(db, "DELETE FROM search WHERE rowid = ?", ((_place(record),) for record in records))
    journal.many(
        db,
        f'INSERT INTO search (rowid, tbl, row, text) SELECT ?, ?, id, {words} FROM "{table}"'
        " WHERE id = ? AND deleted = 0",
        ((_place(record), table, record) for record in records),
    )


def _place(record: str) -> int:
    """Return where a record's words lie in the index, worked out rather than looked up."""
    return int.from_bytes(blake2b(record.encode(), digest_size=8).digest(), signed=True)


# Forgetting


def forget(db: Connection, records: Iterable[str]) -> None:
    """Take erased records out of every table, and the bytes that only they pointed at."""
    rows = [(record,) for record in records]
    journal.many(db, "INSERT OR IGNORE INTO forgotten SELECT sha256 FROM attachment WHERE id = ?", rows)
    for table in KINDS:
        journal.many(db, f'DELETE FROM "{table}" WHERE id = ?', rows)
    journal.many(db, "DELETE FROM answer WHERE submission_id = ?", rows)
    journal.many(db, "DELETE FROM search WHERE rowid = ?", ((_place(record),) for (record,) in rows))
    db.exec_driver_sql(
        "DELETE FROM blob WHERE sha256 IN (SELECT sha256 FROM forgotten)"
        " AND sha256 NOT IN (SELECT sha256 FROM attachment UNION SELECT sha256 FROM formfile)"
    )


def clear(db: Connection) -> None:
    """Empty every table that the journal can fill again."""
    for table in KINDS:
        db.exec_driver_sql(f'DELETE FROM "{table}"')
    db.exec_driver_sql("DELETE FROM answer")
    db.exec_driver_sql("DELETE FROM search")


def find_words(db: Connection, words: str, limit: int) -> list[tuple[str, str, str]]:
    """Return table, record and a passage with the hits in [brackets], best first."""
    query = " ".join('"' + word.replace('"', '""') + '"*' for word in words.split())
    if not query:
        return []
    rows = db.exec_driver_sql(
        "SELECT tbl, row, snippet(search, 2, '[', ']', '…', 16) FROM search WHERE search MATCH ?"
        " ORDER BY rank LIMIT ?",
        (query, limit),
    )
    return [(table, record, snippet) for table, record, snippet in rows]
