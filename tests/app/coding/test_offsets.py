from hypothesis import given
from hypothesis import strategies as st

from fieldkit.app.coding.offsets import characters, replaced, span_of, units

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, st.data())
def test_a_place_is_the_same_place_there_and_back(text, data):
    place = data.draw(st.integers(0, len(text)))

    assert characters(text, units(text, place)) == place


@given(TEXTS)
def test_the_end_in_units_is_the_length_that_qt_counts(text):
    assert units(text, len(text)) == len(text.encode("utf-16-le")) // 2


def test_a_selection_drawn_backwards_is_the_same_stretch():
    assert span_of("😀 no money", 11, 6) == (5, 10)


@given(TEXTS, TEXTS)
def test_replacing_the_stretch_that_differs_gives_the_other_text(before, after):
    span, new = replaced(before, after)

    assert before[: span.start] + new + before[span.end :] == after
