"""Counting who named what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.analysis.barriers import barriers, themes, together, wilson


def test_a_group_counts_once_however_often_it_names_a_barrier(fieldwork):
    first, second = fieldwork.visits_by(2)
    for interview, code in ((first, "CAP-1"), (first, "CAP-1"), (second, "CAP-1"), (second, "CAP-2")):
        fieldwork.name(interview, code)

    assert [(b.code_id, b.count, b.of) for b in barriers(fieldwork.frames)] == [
        ("CAP-1", 2, 2),
        ("CAP-2", 1, 2),
    ]


def test_an_issue_names_its_barrier_as_a_passage_does(fieldwork):
    first, second = fieldwork.visits_by(2)
    fieldwork.name(first, "CAP-1")
    fieldwork.issue(second, "CAP-1", 3)

    assert barriers(fieldwork.frames)[0].count == 2


def test_interviews_that_do_not_count_name_nothing(fieldwork):
    fieldwork.name(fieldwork.visit(scopes=()), "CAP-1")

    assert barriers(fieldwork.frames) == []


def test_a_theme_holds_the_groups_of_all_its_codes_once(fieldwork):
    first, second = fieldwork.visits_by(2)
    for interview, code in ((first, "CAP-1"), (first, "CAP-2"), (second, "CAP")):
        fieldwork.name(interview, code)

    assert [(t.code_id, t.count) for t in themes(fieldwork.frames)] == [("CAP", 2)]


def test_severity_is_the_worst_each_group_said(fieldwork):
    first, second = fieldwork.visits_by(2)
    for interview, matters in ((first, 1), (first, 3), (second, 0)):
        fieldwork.issue(interview, "CAP-1", matters)

    assert barriers(fieldwork.frames)[0].severity == (1, 0, 0, 1)


def test_pairs_count_the_groups_that_named_both(fieldwork):
    first, second = fieldwork.visits_by(2)
    for interview, code in ((first, "CAP-1"), (first, "CAP-2"), (second, "CAP-1")):
        fieldwork.name(interview, code)

    assert together(barriers(fieldwork.frames)) == {
        ("CAP-1", "CAP-1"): 2,
        ("CAP-1", "CAP-2"): 1,
        ("CAP-2", "CAP-2"): 1,
    }


def test_there_is_an_interval_only_from_twenty_groups_on(fieldwork):
    for interview in fieldwork.visits_by(19):
        fieldwork.name(interview, "CAP-1")
    assert barriers(fieldwork.frames)[0].interval is None

    fieldwork.visit()
    assert barriers(fieldwork.frames)[0].interval == wilson(19, 20)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(count, of, low, high):
    interval = wilson(count, of)

    assert interval == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_stays_a_share(pair):
    count, of = pair

    low, high = wilson(count, of)

    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


@pytest.mark.parametrize(("count", "of"), [(1, 0), (-1, 5), (6, 5)])
def test_a_share_of_nothing_is_refused(count, of):
    with pytest.raises(ValueError, match="share"):
        wilson(count, of)
