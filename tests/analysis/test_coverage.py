"""Who was approached, and what came of it."""

from __future__ import annotations

from datetime import date

from fieldkit.analysis.coverage import coverage
from fieldkit.analysis.disclosure import TOTAL
from fieldkit.domain.consent import Withdrawal


def test_everybody_approached_is_counted_once_and_funders_apart(fieldwork):
    fieldwork.visits_by(12)
    fieldwork.visits_by(6, status="declined")
    fieldwork.visit(kind="fund")

    found = coverage(fieldwork.frames)

    assert (found.approached, found.heard, found.groups, found.apart) == (18, 12, 12, 1)
    assert found.counts.shown[TOTAL, TOTAL] == 18
    assert "Funder" not in found.counts.rows


def test_few_refusals_are_hidden_and_cannot_be_worked_out(fieldwork):
    fieldwork.visits_by(20)
    fieldwork.visits_by(2, status="declined")

    shown = coverage(fieldwork.frames).counts.shown

    assert shown["Playgroup", "did not"] is None
    assert shown[TOTAL, "took part"] == 20
    assert shown[TOTAL, TOTAL] is None


def test_why_is_told_only_where_no_reason_is_rare(fieldwork):
    fieldwork.visits_by(20)
    fieldwork.visits_by(6, status="declined")
    fieldwork.visits_by(3, status="draft")

    shown = coverage(fieldwork.frames).reasons.shown

    assert shown[TOTAL, "did not"] == 9
    assert shown["draft", "did not"] is None
    assert shown["declined", "did not"] in {None, 6}


def test_nothing_is_told_of_why_where_even_the_sum_is_hidden(fieldwork):
    fieldwork.visits_by(20)
    fieldwork.visits_by(2, status="declined")

    assert {*coverage(fieldwork.frames).reasons.shown.values()} == {None}


def test_what_was_taken_back_is_counted_though_nothing_of_it_is_left(fieldwork):
    fieldwork.visits_by(20)
    fieldwork.records += [Withdrawal(of_interview=f"x{n}", withdrawn_on=date(2026, 5, 1)) for n in range(6)]

    found = coverage(fieldwork.frames)

    assert (found.approached, found.heard) == (26, 20)


def test_what_the_whole_report_tells_is_the_last_to_be_hidden(fieldwork):
    fieldwork.visits_by(31)
    fieldwork.visits_by(15, kind="trans")
    fieldwork.visits_by(5, status="declined")
    fieldwork.visit(kind="trans", status="declined")

    shown = coverage(fieldwork.frames).counts.shown

    assert shown[TOTAL, "took part"] == 46
    assert (shown["Playgroup", "took part"], shown["Trans group", "took part"]) == (31, 15)
    assert (shown["Trans group", "did not"], shown[TOTAL, "did not"], shown[TOTAL, TOTAL]) == (
        None,
        None,
        None,
    )


def test_sensitive_kinds_are_shown_from_ten_on(fieldwork):
    fieldwork.visits_by(9, kind="trans")
    fieldwork.visits_by(30)

    shown = coverage(fieldwork.frames).counts.shown

    assert shown["Trans group", "took part"] is None


def test_the_days_are_those_of_what_counts(fieldwork):
    fieldwork.visit(held=date(2026, 3, 2))
    fieldwork.visit(held=date(2026, 6, 9))
    fieldwork.visit(held=date(2027, 1, 1), status="draft")

    found = coverage(fieldwork.frames)

    assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 6, 9))


def test_nobody_yet_is_nobody(fieldwork):
    found = coverage(fieldwork.frames)

    assert (found.approached, found.groups, found.first) == (0, 0, None)
