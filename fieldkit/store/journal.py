"""The journal in SQL: what was written, and what stands in each cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import getitem
from typing import Any

from fieldkit.domain.change import WHOLE, Cell, Change
from fieldkit.store.database import Connection
from fieldkit.store.run import change_of, shortened

WHOLE_FIELD, INTERVIEW_FIELD, MADE_BY_FIELD = 1, 2, 3
"""The numbers that every project file gives to the fields `*`, `interview_id` and `made_by`: see the fourth step."""
_CHANGES = (
    "SELECT w.name, c.seq, c.suffix, c.stamp, c.deed, r.tbl, r.id, f.name, c.op, c.saw, c.value"
    " FROM {source} JOIN writer w ON w.n = c.writer JOIN record r ON r.n = c.record JOIN field f ON f.n = c.field"
)
_KNOWN_AS = "writer = (SELECT n FROM writer WHERE name = ?) AND seq = CAST(? AS INTEGER) AND suffix = ?"
_STANDS_IN = (
    "c.n IN (SELECT s.n FROM json_each(?) cell CROSS JOIN record r CROSS JOIN field f CROSS JOIN change s"
    " ON s.record = r.n AND s.field = f.n WHERE s.stands > 0 AND r.tbl = json_extract(cell.value, '$[0]')"
    " AND r.id = json_extract(cell.value, '$[1]') AND f.name = json_extract(cell.value, '$[2]'))"
)
"""The changes `c` that stand in any of these cells."""
_WITH_IDS = (
    "c.n IN (SELECT s.n FROM json_each(?) id CROSS JOIN writer w ON w.name = json_extract(id.value, '$[0]')"
    " CROSS JOIN change s ON s.writer = w.n AND s.seq = CAST(json_extract(id.value, '$[1]') AS INTEGER)"
    " AND s.suffix = json_extract(id.value, '$[2]'))"
)
"""The changes `c` with any of these ids, given in parts."""
_OF_DEED = "c.writer = (SELECT n FROM writer WHERE name = ?) AND c.deed = ? AND c.parcel IS NOT NULL"
_OURS = "SELECT value FROM meta WHERE name LIKE 'writer%'"


_ROWS = 64
_ASKED_AT_ONCE = 1_000
"""So many ids are looked up by one statement."""


def many(db: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run one statement for each row; nothing for no rows."""
    db.executemany(sql, rows)


def insert(db: Connection, into: str, line: str, columns: Sequence[Sequence[Any]]) -> None:
    """Insert rows that are given column by column. `line` has one mark for each column, as in `(?, ?, 0)`.

    Several go in by one statement, which takes a third less time than one by one.
    """
    width, height = len(columns), len(columns[0])
    cells: list[Any] = [None] * (width * height)
    for at, column in enumerate(columns):
        cells[at::width] = column
    whole = height // _ROWS * _ROWS * width
    # To prepare so long a statement takes longer than to put a few rows in.
    if whole:
        many(db, into + ", ".join([line] * _ROWS), _batched(cells[:whole], width * _ROWS))
    many(db, into + line, _batched(cells[whole:], width))


def _batched(cells: Sequence[Any], count: int) -> Iterator[tuple[Any, ...]]:
    """Return so many cells at a time. Python has this from 3.12 on."""
    return zip(*[iter(cells)] * count, strict=True)


# What this file remembers about itself


def meta(db: Connection, name: str) -> str:
    """Return what this file remembers under a name; an empty text where it remembers nothing."""
    return str(db.value("SELECT value FROM meta WHERE name = ?", (name,)) or "")


def set_meta(db: Connection, name: str, value: str) -> None:
    """Remember something about this file that does not travel."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def writers(db: Connection) -> set[str]:
    """Return the names under which this laptop has ever written into this project."""
    return {name for (name,) in db.execute(_OURS)}


# Names and their numbers


def writer(db: Connection, name: str) -> int:
    """Return a writer's number, given now where there was none."""
    db.execute("INSERT OR IGNORE INTO writer (name) VALUES (?)", (name,))
    return int(db.value("SELECT n FROM writer WHERE name = ?", (name,)))


def fields(db: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of these fields, given now where there were none."""
    wanted = [(name,) for name in dict.fromkeys(names)]
    many(db, "INSERT OR IGNORE INTO field (name) VALUES (?)", wanted)
    find_number = db.execute
    return {
        name: find_number("SELECT n FROM field WHERE name = ?", (name,)).fetchone()[0] for (name,) in wanted
    }


class Records(dict[str, "Numbers"]):
    """The numbers of records, by table and then by id, as far as they were asked for."""

    def __init__(self, db: Connection) -> None:
        super().__init__()
        self._db = db
        self._last = 0
        self._new: list[tuple[str, str]] = []

    def numbers(self, tables: Sequence[str], ids: Sequence[str]) -> list[int]:
        """Return the number of each record, given now where it had none."""
        self._last = self._greatest()
        found = self._of(tables, ids)
        if self._new and not self._given():
            found = self._of(tables, ids)
        self._new.clear()
        return found

    def __missing__(self, table: str) -> Numbers:
        self[table] = numbers = Numbers(partial(self._guess, table))
        return numbers

    def _of(self, tables: Sequence[str], ids: Sequence[str]) -> list[int]:
        return list(map(getitem, map(self.__getitem__, tables), ids))

    def _guess(self, table: str, id_: str) -> int:
        """Return the number that a record will have unless it has one already."""
        self._new.append((table, id_))
        return self._last + len(self._new)

    def _given(self) -> bool:
        """Give new records their numbers, and tell whether these were the ones guessed."""
        insert(
            self._db,
            "INSERT OR IGNORE INTO record (tbl, id) VALUES ",
            "(?, ?)",
            tuple(zip(*self._new, strict=True)),
        )
        if self._greatest() == self._last + len(self._new):
            return True
        for at in range(0, len(self._new), _ASKED_AT_ONCE):
            ids = [id_ for _table, id_ in self._new[at : at + _ASKED_AT_ONCE]]
            marks = ", ".join("?" * len(ids))
            for table, id_, number in self._db.execute(
                f"SELECT tbl, id, n FROM record WHERE id IN ({marks})", ids
            ):
                if id_ in self.get(table, ()):
                    self[table][id_] = number
        return False

    def _greatest(self) -> int:
        return int(self._db.value("SELECT coalesce(max(n), 0) FROM record"))


class Numbers(dict[str, int]):
    """The numbers of one table's records by their ids; `guess` makes them up meanwhile."""

    def __init__(self, guess: Callable[[str], int]) -> None:
        super().__init__()
        self._guess = guess

    def __missing__(self, id_: str) -> int:
        self[id_] = number = self._guess(id_)
        return number


# Changes


def last(db: Connection) -> int:
    """Return the number of the newest line of the journal; 0 for an empty one."""
    return int(db.value("SELECT coalesce(max(n), 0) FROM change"))


def news(db: Connection, before: int, writer: str) -> tuple[str, bool]:
    """Return the latest stamp after this line of the journal, and whether anybody wrote there under our name."""
    stamp, foreign = db.execute(
        "SELECT coalesce(max(stamp), ''), coalesce(max(writer = (SELECT n FROM writer WHERE name = ?)), 0)"
        " FROM change WHERE n > ?",
        (writer, before),
    ).fetchone()
    return stamp, bool(foreign)


def people(db: Connection) -> dict[str, str]:
    """Return the id of the person at each laptop, by its writer's name.

    The records of a laptop say who made them; before the first, whoever was last added there has sat down.
    """
    added = db.execute(
        "SELECT w.name, p.id FROM person p CROSS JOIN record r ON r.id = p.id AND r.tbl = 'person'"
        " CROSS JOIN change c ON c.record = r.n CROSS JOIN writer w ON w.n = c.writer ORDER BY c.n"
    )
    made = db.execute(
        "SELECT name, person FROM (SELECT name, (SELECT value FROM change c"
        " WHERE c.writer = w.n AND c.field = ? AND c.value != '' ORDER BY c.seq DESC LIMIT 1) AS person"
        " FROM writer w) WHERE person IS NOT NULL",
        (MADE_BY_FIELD,),
    )
    return {writer: person for rows in (added, made) for writer, person in rows}


def last_stamp(db: Connection, writer: str = "") -> str:
    """Return the latest stamp, of one writer or, which takes longer, of all; blank where there is none."""
    if not writer:
        return str(db.value("SELECT coalesce(max(stamp), '') FROM change"))
    return str(
        db.value(
            "SELECT stamp FROM change WHERE writer = (SELECT n FROM writer WHERE name = ?) ORDER BY seq DESC LIMIT 1",
            (writer,),
        )
        or ""
    )


def last_seq(db: Connection, writer: str) -> int:
    """Return the number of a writer's newest change; 0 where there is none."""
    return int(
        db.value(
            "SELECT coalesce(max(seq), 0) FROM change WHERE writer = (SELECT n FROM writer WHERE name = ?)",
            (writer,),
        )
    )


def find(db: Connection, where: str, values: tuple[Any, ...] = ()) -> list[Change]:
    """Return the changes `c` that meet a condition, in the order in which they came."""
    rows = db.execute(f"{_CHANGES.format(source='change c')} WHERE {where} ORDER BY c.n", values)
    return [change_of(row) for row in rows]


def of_record(db: Connection, record: str, since: int = 0) -> list[Change]:
    """Return all that was ever written about a record, after line `since` of the journal."""
    return find(db, "c.record IN (SELECT n FROM record WHERE id = ?) AND c.n > ?", (record, since))


def of_deed(db: Connection, writer: str, deed: int) -> list[Change]:
    """Return the changes that a deed of this laptop left."""
    return find(db, _OF_DEED, (writer, deed))


def count_of_deed(db: Connection, writer: str, deed: int) -> int:
    """Return how many changes a deed of this laptop left."""
    return int(db.value(f"SELECT count(*) FROM change c WHERE {_OF_DEED}", (writer, deed)))


def by_ids(db: Connection, ids: Iterable[str]) -> list[Change]:
    """Return the changes with these ids, as far as they have arrived."""
    wanted = [parts(id_) for id_ in dict.fromkeys(ids)]
    return [
        change
        for at in range(0, len(wanted), _ASKED_AT_ONCE)
        for change in find(db, _WITH_IDS, (json.dumps(wanted[at : at + _ASKED_AT_ONCE]),))
    ]


# What stands


def standing(db: Connection, cells: Iterable[Cell]) -> dict[Cell, list[Change]]:
    """Return the changes that stand in each of these cells; cells that were never written are left out.

    The one that shows comes last. The field WHOLE asks for the changes of the record as a whole, not for all of its
    cells.
    """
    found: dict[Cell, list[Change]] = {}
    wanted = list(cells)
    for at in range(0, len(wanted), _ASKED_AT_ONCE):
        for change in find(db, _STANDS_IN, (json.dumps(wanted[at : at + _ASKED_AT_ONCE]),)):
            found.setdefault(change.cell, []).append(change)
    return {cell: sorted(found[cell], key=by_time) for cell in wanted if cell in found}


def standing_of(db: Connection, record: str) -> list[Change]:
    """Return every change that stands in any cell of a record."""
    return find(
        db,
        "c.n IN (SELECT s.n FROM record r JOIN change s ON s.record = r.n WHERE r.id = ? AND s.stands > 0)",
        (record,),
    )


def unseen(db: Connection, deletion: Change) -> list[Change]:
    """Return the changes to a deleted record that whoever deleted it had not seen."""
    saw = {*deletion.saw, deletion.id}
    others = standing_of(db, deletion.cell.record)
    found = [change for change in others if change.id not in saw and change.cell.field != WHOLE]
    return sorted(found, key=by_time)


def is_unsent(db: Connection, change: Change) -> bool:
    """Tell whether a change has not been sent yet, or never will."""
    return bool(db.value(f"SELECT 1 FROM change WHERE {_KNOWN_AS} AND parcel <= 0", parts(change.id)))


def by_time(change: Change) -> tuple[str, str]:
    """Sort by this what stands side by side: whatever shows comes last, see `winner`."""
    return change.stamp, change.id


def erased(db: Connection) -> set[str]:
    """Return the ids of the records that are forgotten for ever."""
    return {id_ for (id_,) in db.execute("SELECT id FROM erased")}


def replace(db: Connection, before: Change, after: Change) -> None:
    """Let an unsent change of our own take a newer value in its place."""
    db.execute(
        f"UPDATE change SET suffix = ?, stamp = ?, op = ?, value = ? WHERE {_KNOWN_AS} AND parcel = 0",
        (after.suffix, after.stamp, after.op, after.value, *parts(before.id)),
    )


def bind(db: Connection, ids: Iterable[str], parcel: int) -> None:
    """Let our changes with these ids, so far unsent, be part of a parcel."""
    many(
        db,
        f"UPDATE change SET parcel = ? WHERE {_KNOWN_AS} AND parcel = 0",
        ((parcel, *parts(id_)) for id_ in ids),
    )


def unbind(db: Connection, ids: Iterable[str]) -> None:
    """Let our changes with these ids be unsent again."""
    many(db, f"UPDATE change SET parcel = 0 WHERE {_KNOWN_AS} AND parcel > 0", map(parts, ids))


def overrule(db: Connection, saw: Mapping[str, Sequence[str]]) -> None:
    """Let our changes with these ids overrule what is named here."""
    many(
        db,
        f"UPDATE change SET saw = ? WHERE {_KNOWN_AS}",
        ((shortened(id_.partition(".")[0], ids), *parts(id_)) for id_, ids in saw.items()),
    )


def parts(id_: str) -> tuple[str, str, str]:
    """Return an id as writer, seq and suffix; an id of this form alone names a change."""
    writer, _dot, rest = id_.partition(".")
    seq, _dot, suffix = rest.partition(".")
    return writer, seq, suffix
