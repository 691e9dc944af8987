"""Who was approached, and what came of it."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from fieldkit.analysis.disclosure import TOTAL, Counts, suppress, threshold
from fieldkit.analysis.frames import Frames, Outcome

OUTCOMES = tuple(str(outcome) for outcome in Outcome)
TOOK_PART = (TOTAL, str(Outcome.TOOK_PART))
"""The number that every other page of a report tells, or none does."""


class Coverage(NamedTuple):
    """How far the fieldwork reached. All but `counts` is for the team, not for publication."""

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
    """By type of group and outcome, fit to publish; the type is empty where it is not kept."""


def coverage(frames: Frames) -> Coverage:
    """Return who was approached and what came of it."""
    interviews = frames.interviews
    pooled = interviews[interviews["pooled"]]
    gone = _gone(frames)
    heard = interviews[interviews["heard"]]
    known = {*frames.groups["id"]}
    days = [held for held in heard["held_on"] if isinstance(held, date)]
    return Coverage(
        approached=len(pooled) + gone,
        heard=len(heard),
        groups=len({*heard["group_id"]}),
        apart=len(interviews) - len(pooled),
        without_group=sum(group not in known for group in pooled["group_id"]),
        first=min(days, default=None),
        last=max(days, default=None),
        counts=_by_type(frames, gone),
    )


def _gone(frames: Frames) -> int:
    """Return how many interviews were taken back and erased: what they were of is not kept."""
    return len({*frames.withdrawals["of_interview"]} - {*frames.interviews["id"]})


def _by_type(frames: Frames, gone: int) -> Counts:
    """Return the conversations by type and outcome; a type with any sensitive group is treated as sensitive."""
    pooled = frames.interviews[frames.interviews["pooled"]]
    types: list[str] = sorted({*pooled["type"], *([""] if gone else [])})
    sensitive = {name: bool(pooled.loc[pooled["type"] == name, "sensitive"].any()) for name in types}
    counted = Counter(zip(pooled["type"], pooled["outcome"], strict=True))
    counted["", str(Outcome.WITHDREW)] += gone
    least = {name: threshold(sensitive[name]) for name in types}
    return suppress(counted, types, OUTCOMES, least, kept={TOOK_PART})
