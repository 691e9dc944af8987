"""Issues as they may be told."""

from __future__ import annotations

from fieldkit.analysis.barriers import barriers, themes
from fieldkit.analysis.disclosure import release
from fieldkit.analysis.register import recommended, register
from fieldkit.domain import Recommendation

BOOK = {"CAP": "", "CAP-1": "CAP", "CAP-2": "CAP", "CAP-3": "CAP", "CAP-4": "CAP"}


def released(fieldwork):
    return release(barriers(fieldwork.frames), themes(fieldwork.frames), BOOK)


def told(fieldwork):
    return register(fieldwork.frames, released(fieldwork))


def named_by(fieldwork, count, code="CAP-1"):
    visits = fieldwork.visits_by(count)
    for interview in visits:
        fieldwork.name(interview, code)
    return visits


def test_an_issue_about_what_enough_groups_named_is_told_with_its_objection(fieldwork):
    first, *_rest = named_by(fieldwork, 5)
    fieldwork.issue(
        first, "CAP-1", 2, title="No lift", objection="“Not up those stairs.”", alteration="Build one"
    )

    (issue,) = told(fieldwork).told

    assert (issue.title, issue.barrier, issue.objection) == ("No lift", "Capacity 1", "Not up those stairs.")


def test_an_issue_about_what_few_named_stands_under_the_theme_without_its_objection(fieldwork):
    first, *_rest = named_by(fieldwork, 6)
    fieldwork.issue(first, "CAP-2", 2, title="No lift", objection="Not up those stairs.")

    (issue,) = told(fieldwork).told

    assert (issue.barrier, issue.objection) == ("Room to take part", "")


def test_an_issue_about_what_too_few_named_even_as_a_theme_is_held_back(fieldwork):
    first, *_rest = named_by(fieldwork, 3)
    fieldwork.issue(first, "CAP-1", 3, title="No lift")

    assert told(fieldwork) == ([], 1, 0, 0)


def test_an_issue_that_names_a_group_is_held_back(fieldwork):
    first, *_rest = named_by(fieldwork, 5)
    fieldwork.issue(first, "CAP-1", 3, title="The Group of the i02 has the key")

    assert told(fieldwork) == ([], 0, 1, 0)


def test_the_same_issue_of_many_groups_is_told_once_with_all_its_evidence(fieldwork):
    visits = named_by(fieldwork, 5)
    for at, interview in enumerate(visits):
        fieldwork.issue(
            interview, "CAP-1", at % 4, title="No lift. ", alteration="Build one", segment_id=f"s{at}"
        )

    (issue,) = told(fieldwork).told

    assert (issue.groups, issue.matters, issue.evidence) == (5, 3, ("s0", "s1", "s2", "s3", "s4"))


def test_an_issue_is_told_without_consent_to_quote_only_where_many_share_it(fieldwork):
    silent = fieldwork.visits_by(5, scopes=("hold", "team"))
    for interview in silent[:4]:
        fieldwork.issue(interview, "CAP-1", 1, title="No lift", objection="No.")
    fieldwork.name(silent[4], "CAP-1")
    assert told(fieldwork) == ([], 0, 0, 4)

    fieldwork.issue(silent[4], "CAP-1", 1, title="No lift", objection="No.")
    assert [(issue.groups, issue.objection) for issue in told(fieldwork).told] == [(5, "")]


def test_a_recommendation_rests_on_what_may_be_told_and_else_on_the_theme(fieldwork):
    named_by(fieldwork, 6)
    named_by(fieldwork, 2, "CAP-2")
    fieldwork.records.append(Recommendation(text="Pay for hours", by="funder", code_ids="CAP-1 CAP-2"))

    (one,) = recommended(fieldwork.frames, released(fieldwork))

    assert [(barrier.name, barrier.count) for barrier in one.rests_on] == [
        ("Room to take part", 8),
        ("Capacity 1", 6),
    ]
    assert len(one.evidence) == 6
