"""Figures as marks: inside the sheet, readable, and true to the numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.report.charts import Circle, Line, Rect, Text, broken, draw, ticks
from fieldkit.report.document import Dot, Dots, Heat, Stack, Stacks
from fieldkit.report.look import ACCENT, INK, LEVELS, MUTED, PAPER, RAMP, TINT, contrast, text_on

WIDTH = 480.0


def measure(text, face, size):
    return len(text) * size * 0.55


def circles(drawing):
    return [mark for mark in drawing.marks if isinstance(mark, Circle)]


def words(drawing):
    return [mark.words for mark in drawing.marks if isinstance(mark, Text)]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_dots_stand_in_the_order_of_their_values(values):
    rows = tuple(Dot(f"row {n}", value, str(value)) for n, value in enumerate(values))

    placed = [circle.x for circle in circles(draw(Dots("", "", rows, 40, "groups"), WIDTH, measure))]

    assert sorted(range(len(values)), key=lambda n: placed[n]) == sorted(
        range(len(values)), key=lambda n: values[n]
    )


@given(st.text(min_size=1, max_size=120), st.integers(1, 46))
def test_everything_stays_on_the_sheet(label, value):
    figure = Dots("", "", (Dot(label, value, f"{value} of 46", 0, 46, (0, 46)),), 46, "groups")

    drawing = draw(figure, WIDTH, measure)

    for mark in drawing.marks:
        if isinstance(mark, Rect):
            assert 0 <= mark.x <= mark.x + mark.width <= WIDTH
        elif isinstance(mark, Line):
            assert 0 <= min(mark.x1, mark.x2) <= max(mark.x1, mark.x2) <= WIDTH
        assert mark.y <= drawing.height if isinstance(mark, Circle | Rect | Text) else True


def test_a_row_without_a_value_has_a_name_and_no_dot():
    drawing = draw(Dots("", "", (Dot("Trust", None, "too few"),), 20, "groups"), WIDTH, measure)

    assert circles(drawing) == []
    assert {"Trust", "too few"} <= set(words(drawing))


def test_a_tool_in_use_now_is_a_ring_and_the_first_is_in_the_accent():
    rows = (Dot("Ours", 70, "70", strong=True), Dot("Theirs", 55, "55", open=True))

    first, ring = circles(draw(Dots("", "", rows, 100, "fit"), WIDTH, measure))

    assert first.fill == ACCENT
    assert (ring.fill, ring.edge) == (PAPER, INK)


def test_stacked_bars_meet_at_the_middle():
    rows = (Stack("a", (5, 6, 7, 12), ""), Stack("b", (0, 8, 9, 7), ""))
    drawing = draw(Stacks("", "", ("w", "x", "y", "z"), rows), WIDTH, measure)
    bars = [mark for mark in drawing.marks if isinstance(mark, Rect) and mark.height > 12]
    centre = next(mark.x1 for mark in drawing.marks if isinstance(mark, Line))

    ends = {round(bar.x + bar.width, 6) for bar in bars if bar.fill == LEVELS[1]}
    starts = {round(bar.x, 6) for bar in bars if bar.fill == LEVELS[2]}

    assert ends == starts == {round(centre, 6)}


def test_what_is_not_published_is_said_and_not_shaded():
    figure = Heat("", "", ("1", "2"), (("a", (9, math.nan)), ("b", (None, 4))), 9)

    drawing = draw(figure, WIDTH, measure)

    assert words(drawing).count("hidden") == 1
    assert len([mark for mark in drawing.marks if isinstance(mark, Rect) and mark.fill in RAMP]) == 2


@pytest.mark.parametrize("colour", [*RAMP, *LEVELS, ACCENT, TINT, PAPER])
def test_text_can_be_read_on_every_ground(colour):
    assert contrast(text_on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", [INK, MUTED, ACCENT])
def test_text_colours_can_be_read_on_paper_and_tint(colour):
    assert contrast(colour, PAPER) >= 4.5
    assert contrast(colour, TINT) >= 4.5


def test_contrast_is_that_of_the_published_examples():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.integers(1, 3000))
def test_an_axis_has_few_round_ticks_within_its_range(most):
    places = ticks(most)

    assert 2 <= len(places) <= 7
    assert places[0] == 0
    assert places[-1] <= most


@given(st.text(max_size=200), st.integers(1, 30))
def test_breaking_a_text_loses_no_letter_and_no_line_is_too_wide(text, most):
    lines = broken(text, most, len)

    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(len(line) <= most for line in lines)
