"""What groups use now: the incumbents, with what they cost and how much hangs on them."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any, NamedTuple

from fieldkit.analysis.barriers import sensitive_groups
from fieldkit.analysis.disclosure import threshold
from fieldkit.analysis.frames import Frames, rows

VITAL = 3
"""The importance of a tool without which the group stops."""


class InUse(NamedTuple):
    """A tool that enough groups use to be told."""

    tool_id: str
    name: str
    groups: int
    vital: int | None
    """Of these, those who stop without it; None where that or the rest is too few to tell."""
    cost: float | None
    """The median of what they pay in a year, in pounds; None where too few said."""
    cost_groups: int


class Uses(NamedTuple):
    """The tools in use, most used first, and how many further ones too few use to be told."""

    told: list[InUse]
    rare: int


def uses(frames: Frames) -> Uses:
    """Return what the groups that count use now."""
    names = dict(zip(frames.tools["id"], frames.tools["name"], strict=True))
    sensitive = sensitive_groups(frames)
    by_tool: defaultdict[str, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for row in rows(frames.uses[frames.uses["heard"]]):
        if row["tool_id"] in names:
            by_tool[row["tool_id"]].setdefault(row["group_id"], []).append(row)
    told = [
        _in_use(tool, names[tool], groups)
        for tool, groups in by_tool.items()
        if len(groups) >= threshold(set(groups) <= sensitive)
    ]
    return Uses(sorted(told, key=lambda use: (-use.groups, use.name)), len(by_tool) - len(told))


def _in_use(tool: str, name: str, groups: dict[str, list[dict[str, Any]]]) -> InUse:
    fewest = threshold(sensitive=False)
    vital = sum(any(row["importance"] >= VITAL for row in each) for each in groups.values())
    paid = [
        [row["cost_per_year"] for row in each if row["cost_per_year"] is not None] for each in groups.values()
    ]
    costs = [sum(each) for each in paid if each]
    return InUse(
        tool_id=tool,
        name=name,
        groups=len(groups),
        vital=vital if min(vital, len(groups) - vital) >= fewest else None,
        cost=median(costs) if len(costs) >= fewest else None,
        cost_groups=len(costs) if len(costs) >= fewest else 0,
    )
