"""What stands, in a table of changes: the rules of `docs/journal-format.md` as operations on whole records.

Each table here holds all there is of its records, and some of these only: what becomes of a record depends on no
other one. So a table may lie in parts on many machines, and be as large as all of them together.
"""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd

from fieldkit.domain import KINDS, Said
from fieldkit.domain.change import WHOLE, Op
from fieldkit.domain.surveys import ANSWER

FREE = [name for name, kind in KINDS.items() if not issubclass(kind, Said)]
"""The kinds of record that are said in no interview; an interview is its own."""
Table: TypeAlias = Any
"""A `pandas.DataFrame`: pandas says too little of what comes out of its operations to check it."""
TEXT = "string[pyarrow]"
CELL = ["table", "record", "field"]
CHANGE = [*CELL, "op", "value", "stamp", "id", "saw"]
"""`saw` holds whole ids, parted by blanks."""
HEAD = [*CHANGE, "interview", "shown", "deleted"]
"""A change that stands: in which interview it was said, whether it shows, whether its record is deleted."""
CONFLICT = [*CELL, "place", "in_table", "in_field", "op", "value", "stamp", "id", "reach"]
"""What several people wrote into a cell, the one that shows at place 0.

Only beside a deletion was it written into another cell, `in_table` and `in_field`: what an edit outlived it with.
"""


def empty(columns: Sequence[str], **types: str) -> Table:
    """Return a table with these columns and no rows; all columns hold text but for those of other types."""
    return pd.DataFrame({name: pd.Series([], dtype=types.get(name, TEXT)) for name in columns})


def no_heads(*more: str) -> Table:
    """Return the table that `stand` fills, without rows, with more columns of text."""
    return empty([*HEAD, *more], shown="bool", deleted="bool")


def no_conflicts() -> Table:
    """Return the table that `conflicts` fills, without rows."""
    return empty(CONFLICT, place="int64")


# Forgetting


def ordered(changes: Table) -> Table:
    """Return the records that an order, or the traces of one, say to forget."""
    return changes.loc[changes["op"].isin([Op.ERASE, Op.REDACTED]), ["record"]].drop_duplicates()


def said_in(changes: Table, interviews: Table) -> Table:
    """Return the records of which anybody ever said that they belong to one of these interviews."""
    said = changes["field"] == "interview_id"
    return changes.loc[said & changes["value"].isin(interviews["record"]), ["record"]].drop_duplicates()


# Standing


def stand(changes: Table, erased: Table) -> Table:
    """Return the changes that stand in the cells of all records that are not erased, as HEAD says."""
    kept = changes[~changes["record"].isin(erased["record"])].drop_duplicates("id")
    heads = _shown(_without(kept, _overruled(kept), [*CELL, "id"]))
    # Answers are part of their submission, whose id they bear as their record.
    heads["owner"] = heads["table"].where(heads["table"] != ANSWER, "submission")
    heads = heads.merge(_interviews(heads), on=["owner", "record"], how="left")
    heads["interview"] = heads["interview"].fillna("")
    heads = heads.merge(_deleted(heads), on=["owner", "record"], how="left", indicator="gone")
    heads["deleted"] = heads["gone"] == "both"
    return heads[HEAD]


def _overruled(changes: Table) -> Table:
    """Return what other changes of the same cell had seen."""
    return _seen(changes)[[*CELL, "seen"]].rename(columns={"seen": "id"})


def _seen(changes: Table) -> Table:
    """Return each change once for each that it saw, whose id is in `seen`."""
    some = changes[changes["saw"] != ""]
    return some.assign(seen=some["saw"].astype(object).str.split()).explode("seen").astype({"seen": TEXT})


def _without(rows: Table, others: Table, on: list[str]) -> Table:
    """Return the rows that are not among these others, going by some columns."""
    told = rows.merge(others[on].drop_duplicates(), on=on, how="left", indicator="among")
    return told[told["among"] == "left_only"].drop(columns="among").reset_index(drop=True)


def _shown(standing: Table) -> Table:
    """Tell of several changes in a cell the latest as shown, then the one with the greatest id."""
    several = standing[standing.duplicated(CELL, keep=False)].sort_values(["stamp", "id"])
    hidden = several[several.duplicated(CELL, keep="last")]
    return standing.assign(shown=~standing.index.isin(hidden.index))


def _interviews(heads: Table) -> Table:
    """Return in which interview each record was said, as far as it was said in one; an interview is its own."""
    names = heads.loc[
        (heads["field"] == "interview_id") & heads["shown"] & (heads["op"] == Op.SET),
        ["owner", "record", "value"],
    ].rename(columns={"value": "interview"})
    own = heads.loc[heads["owner"] == "interview", ["owner", "record"]].drop_duplicates()
    return pd.concat([names[~names["owner"].isin(FREE)], own.assign(interview=own["record"])])


def _deleted(heads: Table) -> Table:
    """Return the records that are deleted: an edit outlives a deletion that did not know of it."""
    deletions = _deletions(heads)
    deletions = deletions[deletions["shown"] & ~deletions["id"].isin(_outlived(heads)["deletion"])]
    return deletions[["owner", "record"]].drop_duplicates()


def _deletions(heads: Table) -> Table:
    return heads[(heads["field"] == WHOLE) & (heads["op"] == Op.DELETE)]


def _outlived(heads: Table) -> Table:
    """Return the edits of deleted records that whoever deleted these had not seen, each with the id of the deletion."""
    deletions = _deletions(heads)
    saw = _seen(deletions)[["id", "seen"]].rename(columns={"id": "deletion", "seen": "id"})
    named = deletions[["table", "record", "id"]].rename(columns={"table": "of", "id": "deletion"})
    edits = heads[heads["field"] != WHOLE].merge(named, on="record")
    return _without(edits, saw, ["deletion", "id"])


# Conflicts


def conflicts(heads: Table) -> Table:
    """Return what people wrote apart and nobody has settled yet, as CONFLICT says; `reach` is as in `heads`.

    Who made a record is no matter of dispute, nor is anything in a record that is deleted by somebody who had seen
    all of it.
    """
    beside = differing(heads)
    # Of several people who deleted a record apart, the one whose deletion shows speaks for all.
    agreed = _without(_deletions(heads[heads["shown"]]), beside, CELL)
    outlived = _outlived(heads)
    outlived = outlived[outlived["deletion"].isin(agreed["id"])]
    contested = agreed["id"].isin(outlived["deletion"])
    beside = beside[~beside["record"].isin(agreed.loc[~contested, "record"])]
    edits = outlived.assign(
        in_table=outlived["table"], table=outlived["of"], in_field=outlived["field"], field=WHOLE
    )
    whole = pd.concat([beside, agreed[contested]])
    rows = pd.concat([whole.assign(in_table=whole["table"], in_field=whole["field"]), edits])
    # A deletion shows before the edits that it did not know of, however late these are.
    rows = rows.assign(edit=rows["field"] != rows["in_field"]).sort_values(
        [*CELL, "edit", "stamp", "id"], ascending=[True] * 4 + [False] * 2
    )
    return rows.assign(place=rows.groupby(CELL).cumcount())[CONFLICT]


def differing(heads: Table) -> Table:
    """Return what stands in cells where it says different things; the same value written apart is no conflict."""
    several = heads[heads.duplicated(CELL, keep=False) & (heads["field"] != "made_by")]
    said = several.drop_duplicates([*CELL, "op", "value"])
    return several.merge(said.loc[said.duplicated(CELL), CELL].drop_duplicates(), on=CELL)
