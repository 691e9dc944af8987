"""Passages stay with their words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.coding import Span, carried, found_again, overlap

TEXT = "We are forty on a good Tuesday. Nobody has the login."
TUESDAY = Span(TEXT.index("forty"), TEXT.index("."))


def after(edited: str) -> str:
    span = carried(TEXT, edited, TUESDAY)
    return edited[span.start : span.end]


def test_words_added_before_a_passage_move_it():
    assert after("Ash: " + TEXT) == "forty on a good Tuesday"


def test_words_added_behind_a_passage_leave_it():
    assert after(TEXT + " Not even Sol.") == "forty on a good Tuesday"


def test_words_added_inside_a_passage_make_it_longer():
    assert after(TEXT.replace("good", "really good")) == "forty on a really good Tuesday"


def test_words_taken_out_of_a_passage_make_it_shorter():
    assert after(TEXT.replace("good ", "")) == "forty on a Tuesday"


def test_words_typed_right_before_a_passage_do_not_join_it():
    assert after(TEXT.replace("forty", "about forty")) == "forty on a good Tuesday"


def test_a_passage_that_is_wholly_deleted_shrinks_to_nothing():
    assert after("We are. Nobody has the login.") == ""


@given(st.text("ab ", max_size=12), st.text("ab ", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_carried_passage_always_lies_inside_the_text(before: str, later: str, one: int, other: int):
    start, end = sorted((min(one, len(before)), min(other, len(before))))

    span = carried(before, later, Span(start, end))

    assert 0 <= span.start <= span.end <= len(later)


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=20))
def test_text_around_a_passage_may_change_without_touching_its_words(head: str, quote: str, tail: str):
    before, later = f"{head}«{quote}»{tail}", f"new {head}«{quote}»{tail}"

    span = carried(before, later, Span(len(head), len(head) + len(quote) + 2))

    assert later[span.start : span.end] == f"«{quote}»"


def test_a_quote_is_found_at_the_place_nearest_to_where_it_was():
    assert found_again("no time, no money, no time", "no time", Span(17, 24)) == Span(19, 26)
    assert found_again("no money", "no time", Span(0, 7)) is None


def test_stretches_that_only_touch_do_not_overlap():
    assert overlap(Span(0, 5), Span(4, 9))
    assert not overlap(Span(0, 5), Span(5, 9))
