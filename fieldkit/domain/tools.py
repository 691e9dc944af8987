"""Tools, what groups use now, and how well each would fit."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple
from unicodedata import normalize

from sqlmodel import Field

from fieldkit.domain.record import Record, Said, same_id


class Need(Record):
    """Something a group wants to get done, such as `Bookings and tickets`."""

    name: str = ""


class Tool(Record):
    """An entry of the catalogue. `source` says where its facts come from; `K` marks what is unverified."""

    searched: ClassVar = ("name", "what")

    name: str = ""
    kind: str = ""
    what: str = ""
    licence: str = ""
    hosting: str = ""
    owner: str = ""
    cost_model: str = ""
    replaces: str = ""
    data_export: str = ""
    federation: str = ""
    source: str = ""


class Criterion(Record):
    """What a tool is judged by, with a question to ask and three anchors on the scale from 0 to 4."""

    name: str = ""
    question: str = ""
    anchor_0: str = ""
    anchor_2: str = ""
    anchor_4: str = ""


class Standing(StrEnum):
    """What a score says besides points."""

    SCORED = "scored"
    UNKNOWN = "don't know"
    NOT_APPLICABLE = "doesn't apply"
    DEAL_BREAKER = "deal-breaker"


class Evidence(StrEnum):
    """What a score rests on."""

    HEARD = "heard about it"
    SEEN = "saw it"
    TRIED = "tried it"
    USED = "uses it"


class Score(Said):
    """One scorer's judgement of one tool by one criterion in one interview."""

    together = (("points", "standing", "evidence"),)

    tool_id: str = Field(default="", index=True)
    criterion_id: str = ""
    scorer_id: str = ""
    points: int | None = None
    """0 to 4 where `standing` is scored; else None."""
    standing: str = Standing.UNKNOWN
    evidence: str = Evidence.HEARD


class Ranking(Said):
    """The place, 1 for the most important, that a group gave to a criterion."""

    criterion_id: str = ""
    place: int = 0


class ToolUse(Said):
    """What a group uses now for a need."""

    need_id: str = ""
    tool_id: str = ""
    importance: int = 0
    """0 not at all, 3 we stop without it."""
    cost_per_year: int | None = None
    """In whole pounds."""
    since: str = ""
    """A year, or as they said it."""


def score_id(interview_id: str, tool_id: str, criterion_id: str, scorer_id: str) -> str:
    """Return the id of a scorer's score: the same wherever it is written."""
    return same_id("score", interview_id, tool_id, criterion_id, scorer_id)


def tool_id(name: str) -> str:
    """Return the id of the tool that people call by this name: the same wherever it is added."""
    return same_id("tool", called(name))


def called(name: str) -> str:
    """Return a tool's name without what is no matter when it is typed: capitals, blanks, and how accents are coded."""
    return " ".join(normalize("NFKC", name).casefold().split())


KNOWN_ENOUGH = 0.6
"""The share of the weight that known criteria must carry before a fit is shown."""


class Fit(NamedTuple):
    """How well a tool fits, from 0 to 100, with the range that the unknowns leave open.

    `value` is None where too little is known. `deal_breaker` puts the tool in a band of its own.
    """

    value: float | None
    low: float
    high: float
    known: float
    """The share of the weight that known criteria carry, 0 to 1."""
    deal_breaker: bool


def weights(places: Sequence[int]) -> list[float]:
    """Return rank-order-centroid weights, summing to 1, for places 1 to n; equal places share.

    Source: Barron & Barrett 1996, w(k) = (1/n) * sum(1/i for i in k..n).
    """
    n = len(places)
    centroid = [sum(1 / i for i in range(k, n + 1)) / n for k in range(1, n + 1)]
    order = sorted(places)
    shared = {p: [centroid[i] for i, q in enumerate(order) if q == p] for p in set(places)}
    return [sum(shared[p]) / len(shared[p]) for p in places]


def fit(scores: Sequence[Score], weight: dict[str, float]) -> Fit:
    """Return one scorer's fit of one tool, from its scores and the weight of each criterion.

    Fit = sum of weight x points over 4 x the sum of weights, over the known criteria. *Don't know* is an
    interval from 0 to 4 and never a middle value; *doesn't apply* drops the criterion.

    Raises:
        ValueError: none of the criteria that apply has any weight.
    """
    applying = [s for s in scores if s.standing != Standing.NOT_APPLICABLE]
    total = sum(weight.get(s.criterion_id, 0.0) for s in applying)
    if total <= 0:
        raise ValueError("no criterion that applies has any weight")
    known = [s for s in applying if s.standing in (Standing.SCORED, Standing.DEAL_BREAKER)]
    carried = sum(weight.get(s.criterion_id, 0.0) for s in known)
    reached = sum(weight.get(s.criterion_id, 0.0) * (s.points or 0) for s in known)
    return Fit(
        value=100 * reached / (4 * carried) if carried >= KNOWN_ENOUGH * total else None,
        low=100 * reached / (4 * total),
        high=100 * (reached + 4 * (total - carried)) / (4 * total),
        known=carried / total,
        deal_breaker=any(s.standing == Standing.DEAL_BREAKER for s in known),
    )
