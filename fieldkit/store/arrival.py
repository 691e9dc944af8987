"""The one road into the journal, for one change or a million: numbers for names, lines, then what stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from fieldkit.domain.change import Change
from fieldkit.store import erasure, journal, unknown
from fieldkit.store.database import Connection, indexed_at_last
from fieldkit.store.journal import INTERVIEW_FIELD, Records
from fieldkit.store.run import Run, runs_of

_INTO_CHANGE = (
    "INSERT OR IGNORE INTO change"
    " (seq, suffix, stamp, deed, record, field, op, saw, value, writer, parcel) VALUES "
)
_CELLS = 9
_SEEN_WRITERS = re.compile(r"(?<![.0-9a-z])[0-9a-z]+(?=\.)")
"""The names in ids that were seen; a writer's own ids begin with a point."""
_KNOWN_AT_ONCE = 150_000
"""So many records keep their numbers at hand while a journal is filled; each takes about 200 bytes."""


class Taken(NamedTuple):
    """What was new."""

    before: int
    """The number of the last line of the journal before."""
    new: int
    records: Records
    """The records that were written about, with their numbers."""


def take(db: Connection, arrivals: Iterable[Change | Run], *, ours: bool) -> Taken:
    """Take changes into the journal; our own wait there to be sent.

    Nothing of an erased record gets as far as the disk.
    """
    before, records = journal.last(db), Records(db)
    _put(db, erasure.obey(db, runs_of(arrivals)), records, before, ours=ours)
    count = db.value("SELECT count(*) FROM change WHERE n > ?", (before,))
    if count:
        _find_standing(db, before)
    return Taken(before, count, records)


def fill(db: Connection, portions: Iterable[Sequence[Run]]) -> str:
    """Take what others sent into a journal in which nothing stands yet, and return the latest stamp.

    What stands is worked out once, at the end. An index that is made of all lines at once takes half of the time of
    one that grows with each of them.
    """
    with indexed_at_last(db, "change"):
        latest = _put_portions(db, portions)
        _find_overruled(db, 0)
    _choose_shown(db, 0)
    return latest


def _put_portions(db: Connection, portions: Iterable[Sequence[Run]]) -> str:
    records, latest = Records(db), ""
    for runs in portions:
        _put(db, erasure.obey(db, runs), records, journal.last(db), ours=False)
        if sum(map(len, records.values())) > _KNOWN_AT_ONCE:
            records.clear()
        latest = max([latest, *(max(run.stamp) for run in runs)])
    return latest


def _put(db: Connection, runs: Sequence[Run], records: Records, before: int, *, ours: bool) -> None:
    """Write lines into the journal after the one before; those that are there already stay as they are."""
    unknown.note(db, runs, before)
    fields = journal.fields(db, chain.from_iterable(run.field for run in runs))
    for run in runs:
        by = journal.writer(db, run.writer)
        # In the order in which their files come, for an index grows fastest at its end.
        for name in sorted(set(_SEEN_WRITERS.findall(" ".join(run.saw)))):
            journal.writer(db, name)
        line = f"({'?, ' * _CELLS}{by}, {'0' if ours else 'NULL'})"
        columns = (
            run.seq,
            run.suffix,
            run.stamp,
            run.deed,
            records.numbers(run.table, run.record),
            list(map(fields.__getitem__, run.field)),
            run.op,
            run.saw,
            run.value,
        )
        journal.insert(db, _INTO_CHANGE, line, columns)
    _note_said(db, before)


def _note_said(db: Connection, before: int) -> None:
    """Note of the lines after this one what was said in which interview."""
    db.execute(
        "INSERT OR IGNORE INTO said SELECT value, record FROM change WHERE n > ? AND field = ? AND value != ''",
        (before, INTERVIEW_FIELD),
    )


def stand_anew(db: Connection) -> None:
    """Work out from nothing which changes stand."""
    for table in ("awaited", "said"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE change SET stands = 2 WHERE stands != 2")
    _note_said(db, 0)
    _find_standing(db, 0)


def take_out(db: Connection, before: int, last: int) -> None:
    """Take what others wrote out of this stretch of the journal; orders to forget stay, and what remains then."""
    db.execute(
        "DELETE FROM change WHERE n > ? AND n <= ? AND parcel IS NULL AND op NOT IN ('e', 'x')"
        " AND record NOT IN (SELECT n FROM record WHERE tbl = 'withdrawal')",
        (before, last),
    )


# What stands


def _find_standing(db: Connection, before: int) -> None:
    """Of the changes after this line and those that they overrule let those stand that no other overrules.

    A change may arrive after the one that overrules it: until then it is awaited.
    """
    if before:
        _overrule_awaited(db, before)
    _find_overruled(db, before)
    _choose_shown(db, before)


def _overrule_awaited(db: Connection, before: int) -> None:
    """Overrule what came after this line and was known before it came to be overruled."""
    arrived = (
        "FROM change c CROSS JOIN awaited a ON a.writer = c.writer AND a.seq = c.seq AND a.suffix = c.suffix"
        " WHERE c.n > ?"
    )
    db.execute(
        f"UPDATE change SET stands = 0 WHERE n IN (SELECT c.n {arrived} AND c.field = a.field)", (before,)
    )
    db.execute(
        f"DELETE FROM awaited WHERE (writer, seq, suffix) IN (SELECT a.writer, a.seq, a.suffix {arrived})",
        (before,),
    )


def _find_overruled(db: Connection, before: int) -> None:
    # OR FAIL, for SQLite then keeps no copy of every page it comes by; what fails is taken back as a whole anyway.
    db.execute(_PARTED)
    db.execute(_SEEN)
    db.execute(_PART, {"before": before})
    db.execute(_LOOK_UP)
    db.execute("UPDATE OR FAIL change SET stands = 0 WHERE n IN (SELECT n FROM seen)")
    db.execute("INSERT OR IGNORE INTO awaited SELECT writer, seq, suffix, field FROM seen WHERE n IS NULL")
    db.execute("DELETE FROM parted")
    db.execute("DELETE FROM seen")


def _choose_shown(db: Connection, before: int) -> None:
    db.execute(_CHOOSE_SHOWN.format(cells=_CELLS_TOUCHED if before else _CELLS_OF_SEVERAL), (before,))


# Emptied and not dropped: whenever a temporary table comes or goes, SQLite prepares every statement anew.
_PARTED = "CREATE TEMP TABLE IF NOT EXISTS parted (writer, seq, suffix, record, field)"
"""What changes after some line saw, in parts, and in which cell."""
_SEEN = "CREATE TEMP TABLE IF NOT EXISTS seen (writer, seq, suffix, field, n)"
"""What of it is of that cell, and its line if it has arrived."""
# Most changes saw one other: its id is taken apart as it is, several go through a list first. MATERIALIZED, for
# SQLite would work each part out anew wherever it is named. In the order of the journal's own index, for what lies side
# by side there is found without going through the file to and fro.
_PART = """
    INSERT INTO parted
    WITH saw AS (
        SELECT writer, record, field, saw AS id FROM change WHERE n > :before AND saw != '' AND instr(saw, ' ') = 0
        UNION ALL
        SELECT writer, record, field, id.value
        FROM change, json_each('["' || replace(saw, ' ', '","') || '"]') id WHERE n > :before AND instr(saw, ' ') > 0),
    named AS MATERIALIZED (
        SELECT writer AS by, substr(id, 1, instr(id, '.') - 1) AS name, substr(id, instr(id, '.') + 1) AS rest,
        record, field FROM saw)
    SELECT coalesce(w.n, p.by) AS writer, CAST(p.rest AS INTEGER) AS seq,
    substr(p.rest, instr(p.rest, '.') + 1) AS suffix, p.record, p.field
    FROM named p LEFT JOIN writer w ON w.name = p.name ORDER BY 1, 2, 3
"""
_LOOK_UP = """
    INSERT INTO seen SELECT p.writer, p.seq, p.suffix, p.field, o.n
    FROM parted p LEFT JOIN change o ON o.writer = p.writer AND o.seq = p.seq AND o.suffix = p.suffix
    WHERE o.n IS NULL OR (o.record = p.record AND o.field = p.field)
"""
# By its number: the index of cells would be read from end to end.
_CELLS_TOUCHED = """
    SELECT DISTINCT c.record, c.field FROM change c NOT INDEXED CROSS JOIN change o
    ON o.record = c.record AND o.field = c.field WHERE c.n > ? AND o.n != c.n AND o.stands > 0
"""
_CELLS_OF_SEVERAL = """
    SELECT record, field FROM change WHERE n > ? AND stands > 0 GROUP BY record, field HAVING count(*) > 1
"""
# Of several changes that stand in a cell the latest shows, then the one with the greatest id: `domain.change.winner`.
_CHOOSE_SHOWN = """
    UPDATE OR FAIL change SET stands = chosen.stands FROM (
        SELECT s.n, 1 + (s.n = first_value(s.n) OVER (
            PARTITION BY s.record, s.field
            ORDER BY s.stamp DESC, w.name || '.' || s.seq || '.' || s.suffix DESC)) AS stands
        FROM ({cells}) cell
        CROSS JOIN change s ON s.record = cell.record AND s.field = cell.field AND s.stands > 0
        CROSS JOIN writer w ON w.n = s.writer) chosen
    WHERE change.n = chosen.n AND change.stands != chosen.stands
"""
