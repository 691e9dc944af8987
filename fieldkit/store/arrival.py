"""The one road into the journal, for one change or a million: numbers for names, lines, then what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Any, NamedTuple

from fieldkit.domain.change import Change
from fieldkit.store import erasure, journal, unknown
from fieldkit.store.database import Connection
from fieldkit.store.journal import INTERVIEW_FIELD, many
from fieldkit.store.run import Run, runs_of

_INTO_CHANGE = (
    "INSERT OR IGNORE INTO change"
    " (writer, seq, suffix, stamp, deed, record, field, op, saw, value, parcel) VALUES "
)
_LINE = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LINES = 32
"""So many lines go in by one statement, which takes a third less time than one by one."""


class Taken(NamedTuple):
    """What was new."""

    before: int
    """The number of the last line of the journal before."""
    new: int
    records: dict[tuple[str, str], int]
    """The number of each record that was written about, by its table and id."""


def take(db: Connection, arrivals: Iterable[Change | Run], *, ours: bool) -> Taken:
    """Take changes into the journal; our own wait there to be sent.

    Nothing of an erased record gets as far as the disk.
    """
    before = journal.last(db)
    runs = erasure.obey(db, runs_of(arrivals))
    unknown.note(db, runs, before)
    records = journal.records(
        db, chain.from_iterable(zip(run.table, run.record, strict=True) for run in runs)
    )
    fields = journal.fields(db, chain.from_iterable(run.field for run in runs))
    for run in runs:
        _write(db, list(_lines(run, journal.writer(db, run.writer), records, fields, ours)))
    count = db.value("SELECT count(*) FROM change WHERE n > ?", (before,))
    if count:
        _find_standing(db, before)
    return Taken(before, count, records)


def _write(db: Connection, lines: list[tuple[Any, ...]]) -> None:
    whole = len(lines) - len(lines) % _LINES
    values = chain.from_iterable(lines[:whole])
    many(db, _INTO_CHANGE + ", ".join([_LINE] * _LINES), zip(*[values] * (11 * _LINES), strict=True))
    many(db, _INTO_CHANGE + _LINE, lines[whole:])


def _lines(
    run: Run, writer: int, records: dict[tuple[str, str], int], fields: dict[str, int], ours: bool
) -> Iterator[tuple[Any, ...]]:
    return zip(
        repeat(writer),
        run.seq,
        run.suffix,
        run.stamp,
        run.deed,
        map(records.__getitem__, zip(run.table, run.record, strict=True)),
        map(fields.__getitem__, run.field),
        run.op,
        run.saw,
        run.value,
        repeat(0 if ours else None),
    )


def stand_anew(db: Connection) -> None:
    """Work out from nothing which changes stand."""
    for table in ("awaited", "said"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE change SET stands = 2 WHERE stands != 2")
    _find_standing(db, 0)


def take_out(db: Connection, before: int, last: int) -> None:
    """Take the lines that others wrote out of this stretch of the journal; orders to forget stay."""
    db.execute(
        "DELETE FROM change WHERE n > ? AND n <= ? AND parcel IS NULL AND op NOT IN ('e', 'x')",
        (before, last),
    )


# What stands


def _find_standing(db: Connection, before: int) -> None:
    """Of the changes after this line and those that they overrule let those stand that no other overrules.

    A change may arrive after the one that overrules it: until then it is awaited.
    """
    db.execute(
        "INSERT OR IGNORE INTO said SELECT value, record FROM change WHERE n > ? AND field = ? AND value != ''",
        (before, INTERVIEW_FIELD),
    )
    db.execute(
        "UPDATE change SET stands = 0 WHERE n > ? AND EXISTS (SELECT 1 FROM awaited a WHERE a.writer = change.writer"
        " AND a.seq = change.seq AND a.suffix = change.suffix AND a.field = change.field)",
        (before,),
    )
    db.execute(
        "DELETE FROM awaited WHERE (writer, seq, suffix) IN (SELECT writer, seq, suffix FROM change WHERE n > ?)",
        (before,),
    )
    db.execute(_NAME_NEW_WRITERS, (before,))
    db.execute(_LOOK_UP_SEEN, (before,))
    db.execute(
        "UPDATE change SET stands = 0 FROM seen"
        " WHERE change.n = seen.n AND change.record = seen.record AND change.field = seen.field"
    )
    db.execute("INSERT OR IGNORE INTO awaited SELECT writer, seq, suffix, field FROM seen WHERE n IS NULL")
    db.execute("DROP TABLE seen")
    db.execute(_CHOOSE_SHOWN, (before,))


_SEEN = """
    FROM change c, json_each('["' || replace(c.saw, ' ', '","') || '"]') id WHERE c.n > ? AND c.saw != ''
"""
"""The ids that changes after some line saw."""
_NAME_NEW_WRITERS = f"""
    INSERT OR IGNORE INTO writer (name)
    SELECT DISTINCT substr(id.value, 1, instr(id.value, '.') - 1) {_SEEN} AND id.value NOT LIKE '.%'
"""
_LOOK_UP_SEEN = f"""
    CREATE TEMP TABLE seen AS
    WITH named AS (
        SELECT iif(id.value LIKE '.%', c.writer,
            (SELECT n FROM writer WHERE name = substr(id.value, 1, instr(id.value, '.') - 1))) AS writer,
        substr(id.value, instr(id.value, '.') + 1) AS rest, c.record, c.field {_SEEN}),
    parted AS (
        SELECT writer, CAST(rest AS INTEGER) AS seq, substr(rest, instr(rest, '.') + 1) AS suffix, record, field
        FROM named)
    SELECT p.*, (
        SELECT n FROM change o WHERE o.writer = p.writer AND o.seq = p.seq AND o.suffix = p.suffix) AS n
    FROM parted p
"""
"""What changes after some line saw: parts of an id, the cell in which it was seen, and its line if it has arrived."""
# Of several changes that stand in a cell the latest shows, then the one with the greatest id: `domain.change.winner`.
_CHOOSE_SHOWN = """
    UPDATE change SET stands = chosen.stands FROM (
        SELECT s.n, 1 + (s.n = first_value(s.n) OVER (
            PARTITION BY s.record, s.field
            ORDER BY s.stamp DESC, w.name || '.' || s.seq || '.' || s.suffix DESC)) AS stands
        FROM (
            -- By its number: the index of cells would be read from end to end.
            SELECT DISTINCT c.record, c.field FROM change c NOT INDEXED CROSS JOIN change o
            ON o.record = c.record AND o.field = c.field WHERE c.n > ? AND o.n != c.n AND o.stands > 0) cell
        CROSS JOIN change s ON s.record = cell.record AND s.field = cell.field AND s.stands > 0
        CROSS JOIN writer w ON w.n = s.writer) chosen
    WHERE change.n = chosen.n AND change.stands != chosen.stands
"""
