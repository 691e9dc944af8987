"""Records that came before what they belong to: they wait, and show once it has come."""

from __future__ import annotations

from fieldkit.domain import KINDS
from fieldkit.domain.surveys import ANSWER
from fieldkit.store.database import Connection

_PARENTS = {"interview_id": "interview", "group_id": "group"}
"""The fields that name what a record belongs to, and the kind of that."""


def count(db: Connection) -> int:
    """Return how many records belong to an interview, a group or a filled questionnaire that has not arrived."""
    found = db.value(
        f"SELECT count(*) FROM record r WHERE r.tbl = '{ANSWER}' AND r.id NOT IN (SELECT id FROM erased)"
        " AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = r.id)"
    )
    for table, kind in KINDS.items():
        for field in _PARENTS.keys() & kind.model_fields.keys():
            found += db.value(
                f"SELECT count(*) FROM \"{table}\" k WHERE k.deleted = 0 AND k.{field} != ''"
                f' AND NOT EXISTS (SELECT 1 FROM "{_PARENTS[field]}" p WHERE p.id = k.{field})'
            )
    return int(found)
