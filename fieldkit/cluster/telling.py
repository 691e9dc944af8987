"""What of the standing changes may be told, as far as the people agreed; and records as rows that people read."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from functools import cache

import pandas as pd

from fieldkit.cluster.rules import FREE, TEXT, Table, differing, empty
from fieldkit.domain import KINDS, Consent
from fieldkit.domain.change import WHOLE, Op
from fieldkit.domain.consent import TRAVELLING_STATUS, Answer, Reach, reach
from fieldkit.domain.surveys import ANSWER
from fieldkit.exchange.tables import fields_of, text_of
from fieldkit.store.tables import holds_number

CONSENT = ["interview_id", "scope", "answer"]
REACH = ["interview", "reach"]
ANSWERS = ["submission_id", "path", "value"]
_BOUND = ["interview", ANSWER, *(name for name in KINDS if name not in FREE)]
"""What is said in an interview, and must not go out where nobody knows in which one."""


# Consent


def consents(heads: Table) -> Table:
    """Return what was agreed: `interview_id`, `scope` and `answer` of each consent; yes and no apart are a no."""
    rows = rows_of(heads.assign(reach=Reach.EVERYTHING), "consent")
    apart = differing(heads[(heads["table"] == "consent") & (heads["field"] == "answer")])
    return rows.assign(answer=rows["answer"].mask(rows["id"].isin(apart["record"]), Answer.NO))[CONSENT]


def reaches(consents: Table) -> Table:
    """Return how far each interview may travel, given all of its consents."""
    said = [
        (interview, str(_reach(tuple(zip(group["scope"], group["answer"], strict=True)))))
        for interview, group in consents.groupby("interview_id")
    ]
    return pd.DataFrame(said, columns=REACH).astype(TEXT)


@cache
def _reach(said: tuple[tuple[str, str], ...]) -> Reach:
    return reach(Consent(scope=scope, answer=answer) for scope, answer in said)


def reaching(heads: Table, reaches: Table) -> Table:
    """Return the same rows with the `reach` of the interview of each; EVERYTHING for what was said in none."""
    told = heads.merge(reaches, on="interview", how="left")
    free = (told["interview"] == "") & ~told["table"].isin(_BOUND)
    return told.assign(reach=told["reach"].fillna(Reach.NOTHING).mask(free, Reach.EVERYTHING))


def held_back(heads: Table) -> Table:
    """Return the interviews that tell their status at the most."""
    rows = _wide(heads[heads["reach"] != Reach.EVERYTHING], "interview")
    return rows.index.to_frame(index=False, name="record").astype(TEXT)


def may_be_told(rows: Table) -> Table:
    """Return those cells, or rows of conflicts, whose content may go to the team."""
    table, field = (rows.get(f"in_{name}", rows[name]) for name in ("table", "field"))
    bare = (table == "interview") & field.isin([WHOLE, *TRAVELLING_STATUS])
    status = (rows["reach"] == Reach.STATUS) & ((table == "consent") | bare)
    return rows[(rows["reach"] == Reach.EVERYTHING) | status]


# Tables for people


def no_rows(table: str) -> Table:
    """Return the table of a kind of record, or of the answers, without rows."""
    return empty(ANSWERS if table == ANSWER else fields_of(KINDS[table]))


def table(heads: Table, table: str) -> Table:
    """Return the rows of a kind of record, or the answers, as far as they may be told to the team."""
    return _answers(heads) if table == ANSWER else rows_of(heads, table)


def rows_of(heads: Table, table: str) -> Table:
    """Return one row for each record of a kind that may be told, each field as text.

    A value that this version cannot read is as good as none.
    """
    kind = KINDS[table]
    released = heads[(heads["reach"] == Reach.EVERYTHING) | _bears_status(heads)]
    wide = _wide(released, table)
    blank = kind().model_dump(mode="python")
    for field in fields_of(kind)[1:]:
        if holds_number(kind, field):
            wide[field] = wide[field].where(
                wide[field].map(_is_whole, na_action="ignore").fillna(False).astype(bool)
            )
        wide[field] = wide[field].fillna(text_of(blank[field]))
    if table == "interview":
        bare = wide.index.isin(released.loc[released["reach"] == Reach.STATUS, "record"])
        wide.loc[bare, [name for name in wide.columns if name not in TRAVELLING_STATUS]] = ""
    return wide.rename_axis("id").reset_index()[fields_of(kind)].astype(TEXT)


def _bears_status(heads: Table) -> Table:
    return (heads["reach"] == Reach.STATUS) & heads["table"].isin(["interview", "consent"])


def _wide(heads: Table, table: str) -> Table:
    """Return the records of a kind that are not deleted: a row for each, a column for each field that was set."""
    fields = fields_of(KINDS[table])[1:]
    known = (heads["table"] == table) & heads["field"].isin([WHOLE, *KINDS[table].model_fields])
    mine = heads[known & heads["shown"] & ~heads["deleted"]]
    said = mine[mine["op"] == Op.SET].pivot(index="record", columns="field", values="value")
    return said.reindex(index=sorted(mine["record"].unique()), columns=fields)


def _is_whole(text: str) -> bool:
    """Tell whether SQLite reads a text as the whole number that it says."""
    try:
        return str(int(text)) == text and -(2**63) <= int(text) < 2**63
    except ValueError:
        return False


def _answers(heads: Table) -> Table:
    there = heads.loc[heads["table"] == "submission", "record"].unique()
    told = (heads["table"] == ANSWER) & (heads["op"] == Op.SET) & heads["shown"] & ~heads["deleted"]
    rows = heads[told & (heads["reach"] == Reach.EVERYTHING) & heads["record"].isin(there)]
    return rows[["record", "field", "value"]].set_axis(ANSWERS, axis="columns").sort_values(ANSWERS[:2])
