"""Quotes with consent, and by which nobody is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.analysis.quotes import chosen, quotes, reveals

SAID = "Ask us after the festival, then it is the AGM."


def told(fieldwork, *codes):
    return quotes(fieldwork.frames, codes or ("CAP-1",))


def test_a_quote_needs_consent_to_be_quoted_in_a_report(fieldwork):
    fieldwork.name(fieldwork.visit(), "CAP-1", SAID)
    fieldwork.name(fieldwork.visit(scopes=("hold", "team", "quote_team")), "CAP-1", SAID)

    found = told(fieldwork)

    assert ([q.group_id for q in found.told], found.without_consent) == (["g01"], 1)


def test_what_was_withdrawn_is_not_told_and_not_counted(fieldwork):
    fieldwork.name(fieldwork.visit(status="withdrawn"), "CAP-1", SAID)

    assert told(fieldwork) == ([], 0, 0)


def test_our_own_words_for_theirs_are_no_quote(fieldwork):
    fieldwork.name(fieldwork.visit(), "CAP-1", SAID, wording="paraphrase")

    assert told(fieldwork).told == []


def test_quotes_of_codes_that_are_not_told_are_withheld(fieldwork):
    fieldwork.name(fieldwork.visit(), "CAP-2", SAID)

    assert told(fieldwork, "CAP-1").told == []


@pytest.mark.parametrize(
    "text",
    [
        "Write to mina@example.org about it.",
        "Call me on 0161 496 0000 after six.",
        "We are in M15 5DD and nobody comes.",
        "Find us as @playgroup_hulme there.",
        "It is all on www.example.org anyway.",
        "The group of the I01 has no time.",
    ],
)
def test_a_quote_that_names_or_leads_to_somebody_is_withheld(fieldwork, text):
    fieldwork.name(fieldwork.visit(), "CAP-1", text)

    assert (told(fieldwork).told, told(fieldwork).revealing) == ([], 1)


def test_the_place_of_a_group_is_a_name_too(fieldwork):
    fieldwork.name(fieldwork.visit(), "CAP-1", "In Hulme there is no time for it.")
    fieldwork.records = [r.but(place="Hulme") if r.id == "g01" else r for r in fieldwork.records]

    assert told(fieldwork).revealing == 1


@given(st.sampled_from([SAID, "We have 12 people and 3 hours.", "In 2026 it cost 400 pounds a year."]))
def test_plain_words_and_numbers_reveal_nothing(text):
    assert not reveals(text, {"Hulme", "Al"})


@pytest.mark.parametrize(("alike", "source"), [(4, "A community group"), (5, "2 volunteers, Playgroup")])
def test_a_role_and_kind_are_told_only_where_enough_share_them(fieldwork, alike, source):
    for interview in fieldwork.visits_by(alike):
        fieldwork.name(interview, "CAP-1", SAID)

    assert {q.source for q in told(fieldwork).told} == {source}


@pytest.mark.parametrize(("alike", "source"), [(9, "A community group"), (10, "2 volunteers, Trans group")])
def test_for_sensitive_kinds_it_takes_twice_as_many(fieldwork, alike, source):
    for interview in fieldwork.visits_by(alike, kind="trans"):
        fieldwork.name(interview, "CAP-1", SAID)

    assert {q.source for q in told(fieldwork).told} == {source}


def test_each_group_speaks_once_and_the_choice_is_the_same_each_time(fieldwork):
    first, second = fieldwork.visits_by(2)
    for interview, code in ((first, "CAP-1"), (first, "CAP-2"), (second, "CAP-1")):
        fieldwork.name(interview, code, SAID)

    every = told(fieldwork, "CAP-1", "CAP-2").told

    assert [q.group_id for q in chosen(every, 5)] == ["g01", "g02"]
    assert len(chosen(every, 1)) == 1
    assert chosen(every[::-1], 1)[0].group_id == chosen(every, 1)[0].group_id
