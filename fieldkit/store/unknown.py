"""What a newer fieldkit wrote: it waits in the journal until this one is upgraded."""

from __future__ import annotations

from fieldkit.domain import KINDS
from fieldkit.domain.change import WHOLE
from fieldkit.domain.surveys import ANSWER
from fieldkit.store.database import Connection

_KNOWN = {WHOLE, *(name for kind in KINDS.values() for name in kind.model_fields)}


def count(db: Connection) -> int:
    """Return how many cells hold what this version cannot show: they are of a kind or field that it does not know."""
    rows = db.execute("SELECT n, name FROM field WHERE name NOT LIKE '/%'")
    fields = [str(number) for number, name in rows if name not in _KNOWN]
    rows = db.execute("SELECT DISTINCT tbl FROM record")
    tables = [table for (table,) in rows if table not in KINDS and table != ANSWER]
    if not fields and not tables:
        return 0
    of_tables = f"SELECT n FROM record WHERE tbl IN ({', '.join('?' * len(tables))})"
    return int(
        db.value(
            "SELECT count(*) FROM change WHERE stands = 2"
            f" AND (field IN ({', '.join(fields)}) OR record IN ({of_tables}))",
            tuple(tables),
        )
    )
