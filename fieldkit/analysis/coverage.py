"""Who was approached, and what came of it."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from fieldkit.analysis.disclosure import Counts, suppress, threshold
from fieldkit.analysis.frames import Frames, Outcome

OUTCOMES = tuple(str(outcome) for outcome in Outcome)


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
    """By type of group and outcome, fit to publish."""


def coverage(frames: Frames) -> Coverage:
    """Return who was approached and what came of it."""
    interviews = frames.interviews
    pooled = interviews[interviews["pooled"]]
    heard = interviews[interviews["heard"]]
    known = {*frames.groups["id"]}
    days = [held for held in heard["held_on"] if isinstance(held, date)]
    return Coverage(
        approached=len(pooled),
        heard=len(heard),
        groups=len({*heard["group_id"]}),
        apart=len(interviews) - len(pooled),
        without_group=sum(group not in known for group in pooled["group_id"]),
        first=min(days, default=None),
        last=max(days, default=None),
        counts=_by_type(frames),
    )


def _by_type(frames: Frames) -> Counts:
    """Return the conversations by type and outcome; a type with any sensitive group is treated as sensitive."""
    pooled = frames.interviews[frames.interviews["pooled"]]
    types = sorted({*pooled["type"]})
    sensitive = {name: bool(pooled.loc[pooled["type"] == name, "sensitive"].any()) for name in types}
    counted = Counter(zip(pooled["type"], pooled["outcome"], strict=True))
    return suppress(counted, types, OUTCOMES, {name: threshold(sensitive[name]) for name in types})
