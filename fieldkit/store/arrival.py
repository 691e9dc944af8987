"""The one road into the journal, for one change or a million: numbers for names, lines, then what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Any, NamedTuple

from sqlalchemy import Connection

from fieldkit.domain.change import Change
from fieldkit.store import erasure, journal
from fieldkit.store.journal import INTERVIEW_FIELD, many
from fieldkit.store.run import Run, runs_of

_INTO_CHANGE = (
    "INSERT OR IGNORE INTO change (writer, seq, suffix, stamp, deed, record, field, op, saw, value, parcel)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


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
    records = journal.records(
        db, chain.from_iterable(zip(run.table, run.record, strict=True) for run in runs)
    )
    fields = journal.fields(db, chain.from_iterable(run.field for run in runs))
    for run in runs:
        many(db, _INTO_CHANGE, _lines(run, journal.writer(db, run.writer), records, fields, ours))
    count = db.exec_driver_sql("SELECT count(*) FROM change WHERE n > ?", (before,)).scalar_one()
    if count:
        _find_standing(db, before)
    return Taken(before, count, records)


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
    for table in ("standing", "awaited", "said"):
        db.exec_driver_sql(f"DELETE FROM {table}")
    _find_standing(db, 0)


def take_out(db: Connection, before: int, last: int) -> None:
    """Take the lines that others wrote out of this stretch of the journal; orders to forget stay."""
    db.exec_driver_sql(
        "DELETE FROM change WHERE n > ? AND n <= ? AND parcel IS NULL AND op NOT IN ('e', 'x')",
        (before, last),
    )


# What stands


def _find_standing(db: Connection, before: int) -> None:
    """Let the changes after this line stand, and those no longer that they overrule."""
    db.exec_driver_sql(
        "INSERT OR IGNORE INTO said SELECT value, record FROM change WHERE n > ? AND field = ? AND op = 's'",
        (before, INTERVIEW_FIELD),
    )
    db.exec_driver_sql(
        "INSERT INTO standing (record, field, change) SELECT record, field, n FROM change c WHERE n > ? AND NOT EXISTS"
        " (SELECT 1 FROM awaited a"
        " WHERE a.writer = c.writer AND a.seq = c.seq AND a.suffix = c.suffix AND a.field = c.field)",
        (before,),
    )
    db.exec_driver_sql(
        "DELETE FROM awaited WHERE EXISTS (SELECT 1 FROM change c"
        " WHERE c.writer = awaited.writer AND c.seq = awaited.seq AND c.suffix = awaited.suffix AND c.n > ?)",
        (before,),
    )
    seen = list(_seen(db, before))
    many(
        db,
        "DELETE FROM standing WHERE record = ?4 AND field = ?5"
        " AND change = (SELECT n FROM change WHERE writer = ?1 AND seq = ?2 AND suffix = ?3)",
        seen,
    )
    many(
        db,
        "INSERT OR IGNORE INTO awaited SELECT ?1, ?2, ?3, ?5 WHERE ?4 NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM change WHERE writer = ?1 AND seq = ?2 AND suffix = ?3)",
        seen,
    )
    _choose_shown(db, before)


def _seen(db: Connection, before: int) -> Iterator[tuple[int, str, str, int, int]]:
    """Yield what changes after this line saw: writer, seq and suffix, and the cell in which they saw it."""
    numbers: dict[str, int] = {}
    rows = db.exec_driver_sql(
        "SELECT writer, record, field, saw FROM change WHERE n > ? AND saw != ''", (before,)
    )
    for own, record, field, saw in rows.fetchall():
        for id_ in saw.split():
            name, seq, suffix = journal.parts(id_)
            if name and name not in numbers:
                numbers[name] = journal.writer(db, name)
            yield numbers[name] if name else own, seq, suffix, record, field


def _choose_shown(db: Connection, before: int) -> None:
    """Of several changes that stand in a cell show the latest, then the one with the greatest id: `winner`."""
    rows = db.exec_driver_sql(
        "SELECT s.record, s.field, s.change, s.shown, h.stamp, w.name || '.' || h.seq || '.' || h.suffix"
        " FROM (SELECT DISTINCT s.record, s.field FROM change c CROSS JOIN standing s"
        "  ON s.record = c.record AND s.field = c.field AND s.change != c.n WHERE c.n > ?) t"
        " CROSS JOIN standing s ON s.record = t.record AND s.field = t.field"
        " CROSS JOIN change h ON h.n = s.change CROSS JOIN writer w ON w.n = h.writer"
        " WHERE s.shown = 0 OR EXISTS"
        " (SELECT 1 FROM standing o WHERE o.record = s.record AND o.field = s.field AND o.change != s.change)",
        (before,),
    )
    cells: dict[tuple[int, int], list[tuple[str, str, int, int]]] = {}
    for record, field, change, shown, stamp, id_ in rows:
        cells.setdefault((record, field), []).append((stamp, id_, change, shown))
    many(
        db,
        "UPDATE standing SET shown = ? WHERE record = ? AND field = ? AND change = ?",
        (
            (int(one == max(several)), *cell, one[2])
            for cell, several in cells.items()
            for one in several
            if one[3] != (one == max(several))
        ),
    )
