"""How well tools fit, and how sure their order is."""

from __future__ import annotations

from datetime import date

import pytest

from fieldkit.analysis.fit import CLEAR, disputes, fits


def test_the_fit_of_a_group_is_that_of_its_weights_worked_by_hand(fieldwork):
    interview = fieldwork.visit()
    fieldwork.rank(interview, "F1", "F2", "F3", "F4")
    fieldwork.score(interview, "ours", 4, 2, 0, 0)

    (ours,) = fits(fieldwork.frames, 1)

    # Rank-order centroid of four: 25/48, 13/48, 7/48, 3/48.
    assert ours.median == pytest.approx(100 * (4 * 25 + 2 * 13) / (4 * 48))


def test_without_a_ranking_all_criteria_weigh_the_same(fieldwork):
    fieldwork.score(fieldwork.visit(), "ours", 4, 2, 2, 0)

    assert fits(fieldwork.frames, 1)[0].median == pytest.approx(50)


def test_what_is_unknown_is_a_range_and_no_middle(fieldwork):
    fieldwork.score(fieldwork.visit(), "ours", 4, 4, 4, None)

    (ours,) = fits(fieldwork.frames, 1)

    assert ours.median == pytest.approx(100)
    assert ours.band == (pytest.approx(75), pytest.approx(100))


def test_a_tool_of_which_too_little_is_known_is_not_shown(fieldwork):
    fieldwork.score(fieldwork.visit(), "ours", 4, 4, None, None)

    assert fits(fieldwork.frames, 1) == []


def test_a_tool_that_too_few_groups_judged_is_not_shown(fieldwork):
    for interview in fieldwork.visits_by(4):
        fieldwork.score(interview, "ours", 4, 4, 4, 4)

    assert fits(fieldwork.frames, 5) == []
    assert len(fits(fieldwork.frames, 4)) == 1


def test_only_interviews_that_count_are_heard(fieldwork):
    fieldwork.score(fieldwork.visit(scopes=("hold",)), "ours", 4, 4, 4, 4)

    assert fits(fieldwork.frames, 1) == []


def test_scorers_of_one_interview_are_averaged_and_their_disputes_counted(fieldwork):
    interview = fieldwork.visit()
    fieldwork.score(interview, "ours", 4, 4, 4, 4)
    fieldwork.score(interview, "ours", 2, 2, 2, 3, scorer="ben")

    assert fits(fieldwork.frames, 1)[0].median == pytest.approx((100 + 100 * 9 / 16) / 2)
    assert disputes(fieldwork.frames) == 3


def test_the_latest_interview_of_a_group_counts(fieldwork):
    fieldwork.score(fieldwork.visit(held=date(2026, 3, 1)), "ours", 0, 0, 0, 0)
    later = fieldwork.visit(held=date(2026, 9, 1))
    fieldwork.score(later, "ours", 4, 4, 4, 4)
    same = [r.but(group_id="g01") if r.id == later else r for r in fieldwork.records]

    fieldwork.records = same

    (ours,) = fits(fieldwork.frames, 1)
    assert (ours.median, ours.groups) == (pytest.approx(100), 1)


def test_what_counts_is_the_gain_over_what_the_group_uses_now(fieldwork):
    for interview, points in zip(fieldwork.visits_by(3), (4, 3, 2), strict=True):
        fieldwork.score(interview, "ours", points, points, points, points)
        fieldwork.score(interview, "theirs", 2, 2, 2, 2)
        fieldwork.use(interview, "theirs")

    by_name = {tool.name: tool for tool in fits(fieldwork.frames, 1)}

    assert (by_name["Ours"].gain, by_name["Ours"].gain_groups) == (pytest.approx(25), 3)
    assert (by_name["Theirs"].users, by_name["Theirs"].gain) == (3, None)


def test_a_deal_breaker_for_half_of_the_groups_puts_a_tool_last_whatever_its_points(fieldwork):
    for at, interview in enumerate(fieldwork.visits_by(4)):
        fieldwork.score(interview, "ours", 4, 4, 4, "deal-breaker" if at < 2 else 4)
        fieldwork.score(interview, "theirs", 1, 1, 1, 1)

    first, last = fits(fieldwork.frames, 1)

    assert (first.name, last.name, last.ruled_out) == ("Theirs", "Ours", True)


def test_a_tool_that_always_leads_is_clear_first(fieldwork):
    for interview in fieldwork.visits_by(5):
        fieldwork.score(interview, "ours", 4, 4, 3, 4)
        fieldwork.score(interview, "theirs", 1, 2, 1, 1)

    first, second = fits(fieldwork.frames, 1)

    assert (first.name, first.first, second.first) == ("Ours", 1.0, 0.0)


def test_two_tools_that_differ_only_in_the_weights_are_not_clear(fieldwork):
    for interview in fieldwork.visits_by(5):
        fieldwork.score(interview, "ours", 4, 0, 4, 0)
        fieldwork.score(interview, "theirs", 0, 4, 0, 4)

    each = fits(fieldwork.frames, 1)

    assert all(tool.first < CLEAR for tool in each)
    assert sum(tool.first for tool in each) == pytest.approx(1)


def test_the_draws_are_the_same_each_time(fieldwork):
    for interview in fieldwork.visits_by(3):
        fieldwork.rank(interview, "F2", "F1")
        fieldwork.score(interview, "ours", 4, None, 2, 3)
        fieldwork.score(interview, "theirs", 3, 3, None, 2)

    assert fits(fieldwork.frames, 1) == fits(fieldwork.frames, 1)
