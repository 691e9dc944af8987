"""Forgetting for ever: whom an order concerns, and what goes with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fieldkit.domain import KINDS
from fieldkit.domain.change import Op
from fieldkit.store import journal
from fieldkit.store.database import Connection
from fieldkit.store.journal import many
from fieldkit.store.run import Run

_HASH = re.compile(r"[0-9a-f]{64}")
"""What may be remembered of a file that is forgotten: nothing that anybody could read."""
REMAINS = "remains"
"""Remembers that something erased may still lie in free pages, in the log or in backups: the number of the last."""


def obey(db: Connection, runs: Sequence[Run]) -> Sequence[Run]:
    """Carry out the orders to erase that lie in arriving changes, and return these without what is forgotten.

    An erased interview takes with it all that was said in it, known now or arriving later. A redacted change is
    itself an order, so that a record is forgotten even where the order was lost.
    """
    known = journal.erased(db)
    ordered = {record for run in runs for record in _ordered(run)}
    if not known and not ordered:
        return runs
    ordered |= {record for run in runs for record in _said_in(run, known | ordered)}
    ordered |= _known_to_be_said_in(db, ordered - known)
    _forget(db, ordered - known)
    gone = known | ordered
    _forget_files(db, (sha256 for run in runs for sha256 in _files(run, gone)))
    return [_redacted(run, gone) for run in runs]


def _ordered(run: Run) -> Iterable[str]:
    if Op.ERASE not in run.op and Op.REDACTED not in run.op:
        return ()
    return [record for record, op in zip(run.record, run.op, strict=True) if op in (Op.ERASE, Op.REDACTED)]


def _said_in(run: Run, interviews: set[str]) -> Iterable[str]:
    lines = zip(run.record, run.field, run.value, strict=True)
    return [record for record, field, value in lines if field == "interview_id" and value in interviews]


def _known_to_be_said_in(db: Connection, interviews: Iterable[str]) -> set[str]:
    said: set[str] = set()
    for interview in interviews:
        rows = db.execute(
            "SELECT r.id FROM said s JOIN record r ON r.n = s.record WHERE s.interview = ?", (interview,)
        )
        said.update(id_ for (id_,) in rows)
    return said


def _files(run: Run, gone: set[str]) -> Iterable[str]:
    if "attachment" not in run.table:
        return ()
    lines = zip(run.record, run.field, run.value, strict=True)
    return [
        value
        for record, field, value in lines
        if field == "sha256" and record in gone and _HASH.fullmatch(value)
    ]


def _redacted(run: Run, gone: set[str]) -> Run:
    if gone.isdisjoint(run.record):
        return run
    ops = [
        Op.REDACTED if record in gone and op != Op.ERASE else op
        for record, op in zip(run.record, run.op, strict=True)
    ]
    values = ["" if op == Op.REDACTED else value for op, value in zip(ops, run.value, strict=True)]
    return run._replace(op=ops, value=values)


def _forget(db: Connection, gone: Iterable[str]) -> None:
    """Take these records out of the journal, every table and the index, and the bytes that only they pointed at."""
    rows = [(id_,) for id_ in sorted(gone)]
    if not rows:
        return
    # All of them at once: while a new project is filled there is no index to find the lines of each. Emptied and not
    # dropped: whenever a temporary table comes or goes, SQLite prepares every statement anew.
    db.execute("CREATE TEMP TABLE IF NOT EXISTS gone (id TEXT PRIMARY KEY)")
    many(db, "INSERT INTO gone VALUES (?)", rows)
    theirs = "record IN (SELECT n FROM record WHERE id IN (SELECT id FROM gone))"
    db.execute("INSERT OR IGNORE INTO erased (id) SELECT id FROM gone ORDER BY id")
    journal.set_meta(db, REMAINS, str(db.value("SELECT max(n) FROM erased")))
    db.execute(
        "INSERT OR IGNORE INTO forgotten SELECT value FROM change"
        f" WHERE {theirs} AND op = 's' AND field = (SELECT n FROM field WHERE name = 'sha256')"
        " AND length(value) = 64 AND value NOT GLOB '*[^0-9a-f]*'"
    )
    db.execute(f"UPDATE change SET op = 'x', value = '' WHERE {theirs} AND op NOT IN ('e', 'x')")
    db.execute(f"DELETE FROM said WHERE {theirs}")
    # Not of every kind: to prepare these statements would take longer than to run them.
    kinds = db.execute("SELECT DISTINCT tbl FROM record WHERE id IN (SELECT id FROM gone)").fetchall()
    for table in (table for (table,) in kinds if table in KINDS):
        db.execute(f'DELETE FROM "{table}" WHERE id IN (SELECT id FROM gone)')
    db.execute("DELETE FROM search WHERE rowid IN (SELECT n FROM record WHERE id IN (SELECT id FROM gone))")
    db.execute("DELETE FROM gone")
    _forget_files(db, ())


def _forget_files(db: Connection, hashes: Iterable[str]) -> None:
    many(db, "INSERT OR IGNORE INTO forgotten VALUES (?)", ((sha256,) for sha256 in hashes))
    db.execute(
        "DELETE FROM blob WHERE sha256 IN (SELECT sha256 FROM forgotten)"
        " AND sha256 NOT IN (SELECT sha256 FROM attachment UNION SELECT sha256 FROM formfile)"
    )
