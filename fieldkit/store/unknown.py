"""What a newer fieldkit wrote: it waits in the journal until this one is upgraded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from fieldkit.domain import KINDS
from fieldkit.domain.change import WHOLE
from fieldkit.domain.surveys import ANSWER
from fieldkit.store import journal
from fieldkit.store.database import Connection
from fieldkit.store.run import Run

_NOTED = "unknown"


def note(db: Connection, runs: Sequence[Run], before: int) -> None:
    """Remember which kinds and fields that this version does not know come in, after line `before` of the journal."""
    new = _unknown(pair for run in runs for pair in set(zip(run.table, run.field, strict=True)))
    noted = journal.meta(db, _NOTED)
    if new or not noted:
        # A file from before this was noted is looked through once.
        known = _pairs(noted) if noted or not before else _unknown(_all_pairs(db))
        _remember(db, known | new)


def count(db: Connection) -> int:
    """Return how many cells hold what this version cannot show: they are of a kind or field that it does not know."""
    noted = journal.meta(db, _NOTED)
    pairs = _pairs(noted) if noted else _all_pairs(db)
    return sum(
        db.value(
            "SELECT count(*) FROM record r CROSS JOIN change c ON c.record = r.n AND c.stands = 2"
            " WHERE r.tbl = ? AND c.field = (SELECT n FROM field WHERE name = ?)",
            pair,
        )
        for pair in _unknown(pairs)
    )


def _unknown(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(table, field) for table, field in pairs if not _shown(table, field)}


def _shown(table: str, field: str) -> bool:
    return table == ANSWER or (table in KINDS and (field == WHOLE or field in KINDS[table].model_fields))


def _pairs(noted: str) -> set[tuple[str, str]]:
    return {(table, field) for table, field in json.loads(noted or "[]")}


def _all_pairs(db: Connection) -> set[tuple[str, str]]:
    rows = db.execute(
        "SELECT DISTINCT r.tbl, f.name FROM change c JOIN record r ON r.n = c.record JOIN field f ON f.n = c.field"
        " WHERE f.name NOT LIKE '/%'"
    )
    return {(table, field) for table, field in rows}


def _remember(db: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    journal.set_meta(db, _NOTED, json.dumps(sorted(pairs)))
