"""Who was approached, and what came of it."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from fieldkit.analysis.disclosure import TOTAL, Counts, suppress, threshold
from fieldkit.analysis.frames import Frames, Outcome

DID_NOT = "did not"
REASONS = tuple(str(outcome) for outcome in Outcome if outcome is not Outcome.TOOK_PART)
TOOK_PART = (TOTAL, str(Outcome.TOOK_PART))
"""The number that every other page of a report tells, or none does."""


class Coverage(NamedTuple):
    """How far the fieldwork reached. All but the last two are for the team, not for publication."""

    approached: int
    """Conversations begun, of groups that are counted together."""
    heard: int
    """Conversations that count."""
    groups: int
    """Groups that count."""
    apart: int
    """Conversations with those who are never pooled, such as funders."""
    without_group: int
    """Conversations that name no group, and so count nowhere."""
    first: date | None
    last: date | None
    counts: Counts
    """By type of group: took part, and DID_NOT; fit to publish. The type is empty where it is not kept."""
    reasons: Counts
    """Why conversations do not count, in the column DID_NOT; fit to publish."""


def coverage(frames: Frames) -> Coverage:
    """Return who was approached and what came of it."""
    interviews = frames.interviews
    pooled = interviews[interviews["pooled"]]
    gone = _gone(frames)
    heard = interviews[interviews["heard"]]
    known = {*frames.groups["id"]}
    days = [held for held in heard["held_on"] if isinstance(held, date)]
    counts = _by_type(frames, gone)
    return Coverage(
        approached=len(pooled) + gone,
        heard=len(heard),
        groups=len({*heard["group_id"]}),
        apart=len(interviews) - len(pooled),
        without_group=sum(group not in known for group in pooled["group_id"]),
        first=min(days, default=None),
        last=max(days, default=None),
        counts=counts,
        reasons=_reasons(frames, gone, counts),
    )


def _gone(frames: Frames) -> int:
    """Return how many interviews were taken back and erased: what they were of is not kept."""
    return len({*frames.withdrawals["of_interview"]} - {*frames.interviews["id"]})


def _by_type(frames: Frames, gone: int) -> Counts:
    """Return the conversations by type and whether they count; a type with any sensitive group is sensitive.

    Why they do not count is told apart, for all types together: in one table nearly every number would be small.
    """
    pooled = frames.interviews[frames.interviews["pooled"]]
    types: list[str] = sorted({*pooled["type"], *([""] if gone else [])})
    sensitive = {name: bool(pooled.loc[pooled["type"] == name, "sensitive"].any()) for name in types}
    counted: Counter[tuple[str, str]] = Counter()
    for kind, outcome in zip(pooled["type"], pooled["outcome"], strict=True):
        counted[kind, outcome if outcome == Outcome.TOOK_PART else DID_NOT] += 1
    counted["", DID_NOT] += gone
    least = {name: threshold(sensitive[name]) for name in types}
    return suppress(
        counted,
        types,
        (str(Outcome.TOOK_PART), DID_NOT),
        least,
        {TOOK_PART},
        {(kind, TOTAL) for kind in types},
    )


def _reasons(frames: Frames, gone: int, counts: Counts) -> Counts:
    """Return why conversations do not count; nothing where not even their sum may be told."""
    if counts.shown.get((TOTAL, DID_NOT)) is None:
        return Counts(REASONS, (DID_NOT,), {(reason, DID_NOT): None for reason in (*REASONS, TOTAL)})
    pooled = frames.interviews[frames.interviews["pooled"]]
    counted = Counter((outcome, DID_NOT) for outcome in pooled["outcome"] if outcome != Outcome.TOOK_PART)
    counted[str(Outcome.WITHDREW), DID_NOT] += gone
    return suppress(
        counted, REASONS, (DID_NOT,), {}, {(TOTAL, DID_NOT)}, {(reason, TOTAL) for reason in REASONS}
    )
