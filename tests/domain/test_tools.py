"""How well a tool fits, with what is unknown left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain import Score
from fieldkit.domain.tools import Standing, fit, weights

EVEN = {"F01": 1.0, "F02": 1.0, "F03": 1.0, "F04": 1.0, "F05": 1.0}


def scores(**points: int | Standing) -> list[Score]:
    return [
        Score(criterion_id=criterion, standing=value)
        if isinstance(value, Standing)
        else Score(criterion_id=criterion, points=value, standing=Standing.SCORED)
        for criterion, value in points.items()
    ]


def test_fit_is_the_weighted_share_of_the_points_that_could_be_had():
    assert fit(scores(F01=4, F02=2), {"F01": 3.0, "F02": 1.0}).value == pytest.approx(87.5)


def test_an_unknown_opens_a_range_and_is_never_a_middle_value():
    known = fit(scores(F01=4, F02=4, F03=4, F04=Standing.UNKNOWN), EVEN)

    assert known.value == pytest.approx(100)
    assert (known.low, known.high) == (pytest.approx(75), pytest.approx(100))


def test_too_little_known_gives_a_range_and_no_figure():
    known = fit(scores(F01=4, F02=Standing.UNKNOWN), EVEN)

    assert known.value is None
    assert (known.low, known.high) == (50, 100)


def test_what_does_not_apply_counts_for_nothing():
    assert fit(scores(F01=2, F02=Standing.NOT_APPLICABLE), EVEN) == fit(scores(F01=2), EVEN)


def test_a_deal_breaker_is_said_whatever_the_points():
    breaker = Score(criterion_id="F02", points=0, standing=Standing.DEAL_BREAKER)

    assert fit([*scores(F01=4), breaker], EVEN).deal_breaker


def test_without_any_weight_there_is_no_fit():
    with pytest.raises(ValueError, match="weight"):
        fit(scores(F01=Standing.NOT_APPLICABLE), EVEN)


def test_rank_order_centroids_of_four_are_as_published():
    # Barron & Barrett 1996, table 1.
    assert weights([1, 2, 3, 4]) == pytest.approx([0.5208, 0.2708, 0.1458, 0.0625], abs=1e-4)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_weights_sum_to_one_and_equal_places_weigh_the_same(places: list[int]):
    given_ = weights(places)

    assert sum(given_) == pytest.approx(1)
    assert len({(place, round(weight, 12)) for place, weight in zip(places, given_, strict=True)}) == len(
        set(places)
    )
