"""How well a tool fits so far, in words."""

from __future__ import annotations

from fieldkit.domain import Criterion, Ranking, Score
from fieldkit.domain.tools import KNOWN_ENOUGH, Evidence, Fit, Standing, fit, weights
from fieldkit.store import Store
from fieldkit.words import _


def weight_of(store: Store, interview_id: str) -> dict[str, float]:
    """Return the weight of each criterion as the group ranked them; unranked ones share the last place."""
    criteria = store.find(Criterion)
    placed = {r.criterion_id: r.place for r in store.find(Ranking, interview_id=interview_id)}
    places = [placed.get(criterion.id, len(criteria) + 1) for criterion in criteria]
    return dict(zip((c.id for c in criteria), weights(places), strict=True))


def fit_so_far(store: Store, interview_id: str, tool_id: str) -> Fit | None:
    """Return the fit by the scores of the person at this laptop; None where no criterion applies at all.

    A criterion without a score is one of which nothing is known.
    """
    known = {
        score.criterion_id: score
        for score in store.find(Score, interview_id=interview_id, tool_id=tool_id, scorer_id=store.person)
    }
    scores = [
        known.get(criterion.id) or Score(criterion_id=criterion.id, standing=Standing.UNKNOWN)
        for criterion in store.find(Criterion)
    ]
    if all(score.standing == Standing.NOT_APPLICABLE for score in scores):
        return None
    return fit(scores, weight_of(store, interview_id))


def in_words(found: Fit | None) -> str:
    """Return a fit as it is said on screen: its value and what the unknowns leave open."""
    if found is None:
        return _("None of these criteria applies.")
    if found.deal_breaker:
        return _("A deal-breaker rules it out, whatever its points. {points}").format(points=_points(found))
    return _points(found)


def _points(found: Fit) -> str:
    if found.value is None:
        return _(
            "Not enough is known yet: {known} % of what matters is scored, and it takes {enough} %."
        ).format(known=round(100 * found.known), enough=round(100 * KNOWN_ENOUGH))
    value, low, high = round(found.value), round(found.low), round(found.high)
    if low == high:
        return _("Fits {value} of 100.").format(value=value)
    return _("Fits {value} of 100; with what is not known, between {low} and {high}.").format(
        value=value, low=low, high=high
    )


EVIDENCE = {
    Evidence.HEARD: lambda: _("heard about it"),
    Evidence.SEEN: lambda: _("saw it"),
    Evidence.TRIED: lambda: _("tried it"),
    Evidence.USED: lambda: _("use it"),
}
"""What a score rests on, in words."""
