"""How well tools would fit, beside what groups use now, and how sure we can be of their order."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean, median
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fieldkit.analysis.frames import Frames, rows
from fieldkit.domain import Score
from fieldkit.domain.tools import Fit, Standing, fit, weights

DRAWS: Final = 2000
SEED: Final = 20260301
CLEAR: Final = 0.8
"""The share of draws that a tool must lead to be called clear first."""
APART: Final = 2
"""Scorers whose points differ by this much or more disagree."""


class GroupFit(NamedTuple):
    """What one group's scorers made of one tool, on average: a Fit, and whether the group uses it now."""

    group_id: str
    fit: Fit
    in_use: bool


class ToolFit(NamedTuple):
    """What the groups made of one tool, from 0 to 100. Fit to publish where `groups` is large enough."""

    tool_id: str
    name: str
    groups: int
    """Those who know enough about it for a fit."""
    median: float
    low: float
    """The quartiles of the groups."""
    high: float
    band: tuple[float, float]
    """The medians of what the unknowns leave open."""
    deal_breakers: int
    """Of these groups, those to whom something about it is a deal-breaker."""
    users: int
    """Of these groups, those who use it now."""
    sensitive: bool
    """Whether all of these groups are of a sensitive kind."""
    gain: float | None
    """The median of its fit less that of what the group uses now; None where no group scored both."""
    gain_groups: int
    ruled_out: bool
    """Whether it is a deal-breaker to half of the groups or more, and to enough of them to be told: then points
    do not rank it."""
    first: float = 0.0
    """The share of draws in which it leads."""


def fits(frames: Frames, fewest: int) -> list[ToolFit]:
    """Return the tools that at least `fewest` groups know enough about, best median first, those ruled out last.

    For each group the latest interview in which it judged the tool counts.
    """
    names = dict(zip(frames.tools["id"], frames.tools["name"], strict=True))
    sensitive = set(frames.scores.loc[frames.scores["sensitive"], "group_id"])
    judgements = _judgements(frames)
    by_tool = {tool: _group_fits(frames, judgements, tool) for tool in judgements}
    found = [
        _tool_fit(
            tool, names[tool], [g for g in groups if g.fit.value is not None], by_tool, sensitive, fewest
        )
        for tool, groups in by_tool.items()
        if tool in names and sum(g.fit.value is not None for g in groups) >= fewest
    ]
    ranked = sorted(found, key=lambda tool: (tool.ruled_out, -tool.median, tool.name))
    lead = _lead(frames, judgements, [tool.tool_id for tool in ranked if not tool.ruled_out])
    return [tool._replace(first=lead.get(tool.tool_id, 0.0)) for tool in ranked]


def disputes(frames: Frames) -> int:
    """Return on how many criteria of a tool scorers of one interview are APART points from each other or more."""
    scored = frames.scores[frames.scores["heard"] & (frames.scores["standing"] == Standing.SCORED)]
    points: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row in rows(scored):
        points[row["interview_id"], row["tool_id"], row["criterion_id"]].append(int(row["points"] or 0))
    return sum(max(given) - min(given) >= APART for given in points.values())


class _Judgement(NamedTuple):
    """The latest word of one group on one tool: its scores by scorer, and the interview's weights and places."""

    by_scorer: dict[str, list[Score]]
    places: dict[str, int]


Judgements = dict[str, dict[str, _Judgement]]
"""By tool and group."""


def _judgements(frames: Frames) -> Judgements:
    held = {row["id"]: str(row["held_on"] or "") for row in rows(frames.interviews)}
    latest: dict[tuple[str, str], tuple[str, str]] = {}
    scores: defaultdict[tuple[str, str], dict[str, list[Score]]] = defaultdict(dict)
    for row in rows(frames.scores[frames.scores["heard"]]):
        tool, interview = row["tool_id"], row["interview_id"]
        when = (held[interview], interview)
        latest[tool, row["group_id"]] = max(latest.get((tool, row["group_id"]), ("", "")), when)
        score = Score(**{name: row[name] for name in Score.model_fields})
        scores[tool, interview].setdefault(score.scorer_id, []).append(score)
    found: Judgements = {}
    for (tool, group), (_when, interview) in sorted(latest.items()):
        places = _places(frames, interview)
        found.setdefault(tool, {})[group] = _Judgement(scores[tool, interview], places)
    return found


def _places(frames: Frames, interview: str) -> dict[str, int]:
    """Return the place of every criterion: as ranked, and all that were not ranked together at the end."""
    ranked = frames.rankings[frames.rankings["interview_id"] == interview]
    given = {row["criterion_id"]: int(row["place"]) for row in rows(ranked) if row["place"]}
    last = max(given.values(), default=0) + 1
    return {criterion: given.get(criterion, last) for criterion in frames.criteria["id"]}


def _group_fits(frames: Frames, judgements: Judgements, tool: str) -> list[GroupFit]:
    heard = frames.uses[frames.uses["heard"]]
    used = set(zip(heard["group_id"], heard["tool_id"], strict=True))
    found: list[GroupFit] = []
    for group, judgement in judgements[tool].items():
        weight = dict(zip(judgement.places, weights(list(judgement.places.values())), strict=True))
        each = [fit(scores, weight) for scores in judgement.by_scorer.values() if _weighs(scores, weight)]
        if each:
            found.append(GroupFit(group, _mean(each), (group, tool) in used))
    return found


def _weighs(scores: Sequence[Score], weight: Mapping[str, float]) -> bool:
    return any(s.standing != Standing.NOT_APPLICABLE and weight.get(s.criterion_id, 0) > 0 for s in scores)


def _mean(each: Sequence[Fit]) -> Fit:
    values = [one.value for one in each if one.value is not None]
    return Fit(
        value=fmean(values) if values else None,
        low=fmean(one.low for one in each),
        high=fmean(one.high for one in each),
        known=fmean(one.known for one in each),
        deal_breaker=any(one.deal_breaker for one in each),
    )


def _tool_fit(
    tool: str,
    name: str,
    groups: list[GroupFit],
    by_tool: Mapping[str, list[GroupFit]],
    sensitive: set[str],
    fewest: int,
) -> ToolFit:
    values = [g.fit.value or 0.0 for g in groups]
    low, high = np.percentile(values, [25, 75])
    gains = _gains(tool, groups, by_tool)
    broken = sum(g.fit.deal_breaker for g in groups)
    return ToolFit(
        tool_id=tool,
        name=name,
        groups=len(groups),
        median=median(values),
        low=float(low),
        high=float(high),
        band=(median(g.fit.low for g in groups), median(g.fit.high for g in groups)),
        deal_breakers=broken,
        ruled_out=broken >= fewest and 2 * broken >= len(groups),
        users=sum(g.in_use for g in groups),
        sensitive={g.group_id for g in groups} <= sensitive,
        gain=median(gains) if gains else None,
        gain_groups=len(gains),
    )


def _gains(tool: str, groups: list[GroupFit], by_tool: Mapping[str, list[GroupFit]]) -> list[float]:
    """Return, for each group that does not use the tool, by how much it beats the best of what the group uses."""
    now: dict[str, float] = {}
    for other, others in by_tool.items():
        for one in others:
            if other != tool and one.in_use and one.fit.value is not None:
                now[one.group_id] = max(now.get(one.group_id, 0.0), one.fit.value)
    return [
        g.fit.value - now[g.group_id]
        for g in groups
        if g.fit.value is not None and not g.in_use and g.group_id in now
    ]


def _lead(frames: Frames, judgements: Judgements, tools: Sequence[str]) -> dict[str, float]:
    """Return the share of draws in which each tool has the best median over its groups.

    A draw takes for each group: weights at random among all that keep the group's ranking, one of its scorers,
    and for each unknown any number of points from 0 to 4. The mean of such weights is the rank-order centroid
    with which the fit itself is reckoned.
    """
    if len(tools) < 2:
        return {}
    random = np.random.default_rng(SEED)
    criteria = list(frames.criteria["id"])
    shares = {
        group: _drawn_weights(random, judgements, group, criteria) for group in _groups(judgements, tools)
    }
    medians: list[NDArray[np.float64]] = []
    for tool in tools:
        drawn = [_drawn(random, j, shares[group], criteria) for group, j in judgements[tool].items()]
        medians.append(np.median([one for one in drawn if one is not None], axis=0))
    every = np.array(medians)
    best = every >= every.max(axis=0) - 1e-9
    shares_of_lead = (best / best.sum(axis=0)).mean(axis=1)
    return {tool: float(share) for tool, share in zip(tools, shares_of_lead, strict=True)}


def _groups(judgements: Judgements, tools: Sequence[str]) -> list[str]:
    return sorted({group for tool in tools for group in judgements[tool]})


def _drawn_weights(
    random: np.random.Generator, judgements: Judgements, group: str, criteria: Sequence[str]
) -> NDArray[np.float64]:
    """Return one row of weights for each draw, falling with the place; the order of equal places is drawn too."""
    places = next(by_group[group].places for by_group in judgements.values() if group in by_group)
    raw = random.exponential(size=(DRAWS, len(criteria)))
    falling = -np.sort(-raw / raw.sum(axis=1, keepdims=True), axis=1)
    order = np.array([places[criterion] for criterion in criteria]) + random.random((DRAWS, len(criteria)))
    ranks = order.argsort(axis=1).argsort(axis=1)
    return np.take_along_axis(falling, ranks, axis=1)


def _drawn(
    random: np.random.Generator, judgement: _Judgement, shares: NDArray[np.float64], criteria: Sequence[str]
) -> NDArray[np.float64] | None:
    """Return the fit in each draw; None where too little is known to show one, as in the fit itself."""
    weight = dict(zip(judgement.places, weights(list(judgement.places.values())), strict=True))
    usable = [
        s for s in judgement.by_scorer.values() if _weighs(s, weight) and fit(s, weight).value is not None
    ]
    if not usable:
        return None
    each = np.array([_one_scorer(random, scores, shares, criteria) for scores in usable])
    return each[random.integers(0, len(usable), DRAWS), np.arange(DRAWS)]


def _one_scorer(
    random: np.random.Generator, scores: Sequence[Score], shares: NDArray[np.float64], criteria: Sequence[str]
) -> NDArray[np.float64]:
    by_criterion: dict[str, Any] = {
        s.criterion_id: s for s in scores if s.standing != Standing.NOT_APPLICABLE
    }
    at = [n for n, criterion in enumerate(criteria) if criterion in by_criterion]
    points = random.integers(0, 5, (DRAWS, len(at))).astype(float)
    for column, n in enumerate(at):
        score = by_criterion[criteria[n]]
        if score.standing != Standing.UNKNOWN:
            points[:, column] = score.points or 0
    weight = shares[:, at]
    return 100 * (weight * points).sum(axis=1) / (4 * weight.sum(axis=1))
