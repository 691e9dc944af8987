"""A figure becomes lines, boxes, circles and words: what any painter can draw, on paper or on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan

from fieldkit.report.document import Dot, Dots, Figure, Heat, Stack, Stacks
from fieldkit.report.look import (
    ACCENT,
    BODY,
    INK,
    LEVELS,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    SOFT,
    TINT,
    Face,
    shade,
    text_on,
)
from fieldkit.words import _

Measure = Callable[[str, Face, float], float]
"""Tells how wide a text is in a face at a size, in points."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 0.6


@dataclass(frozen=True, slots=True)
class Rect:
    """A box by its upper left corner, filled or with an edge or both."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle by its middle."""

    x: float
    y: float
    radius: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words; `y` is the base line, `anchor` is `start`, `middle` or `end`."""

    x: float
    y: float
    words: str
    size: float = BODY
    colour: str = INK
    face: Face = Face.TEXT
    anchor: str = "start"


Mark = Line | Rect | Circle | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks on a sheet of this size, in points; the origin is the upper left corner and y grows downward."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def draw(figure: Figure, width: float, measure: Measure) -> Drawing:
    """Return the drawing of a figure at this width; its title and note are the page's business."""
    match figure:
        case Dots():
            return _dots(figure, width, measure)
        case Stacks():
            return _stacks(figure, width, measure)
        case Heat():
            return _heat(figure, width, measure)


ROW = 25.0
LINE_HEIGHT = 14.0
GAP = 10.0


def _dots(figure: Dots, width: float, measure: Measure) -> Drawing:
    labels = _Labels(figure.rows, 0.36 * width, measure)
    right = max((measure(row.text, Face.STRONG, BODY) for row in figure.rows), default=0.0) + GAP
    left = labels.width + GAP
    span = width - left - right - 6

    def x(value: float) -> float:
        return left + 6 + value / figure.most * (span - 6)

    height = sum(labels.height(row.label) for row in figure.rows)
    marks: list[Mark] = []
    for tick in ticks(figure.most):
        marks += [
            Line(x(tick), 0, x(tick), height, RULE, 0.5),
            Text(x(tick), height + 13, f"{tick:g}", SMALL, MUTED, anchor="middle"),
        ]
    marks.append(Text(x(figure.most) + 12, height + 13, figure.axis, SMALL, MUTED))
    top = 0.0
    for row in figure.rows:
        tall = labels.height(row.label)
        middle = top + tall / 2
        marks += labels.marks(
            row.label, left - GAP, middle, Face.STRONG if row.strong else Face.TEXT, anchor="end"
        )
        marks += _dot(row, middle, x)
        marks.append(Text(width - right + GAP, middle + 4, row.text, BODY, INK, Face.STRONG))
        top += tall
    return Drawing(width, height + 18, tuple(marks))


def _dot(row: Dot, middle: float, x: Callable[[float], float]) -> Iterable[Mark]:
    colour = ACCENT if row.strong else SOFT
    if row.band is not None:
        low, high = x(row.band[0]), x(row.band[1])
        yield Rect(low, middle - 5, max(high - low, 1), 10, TINT, SOFT, 2)
    if row.low is not None and row.high is not None:
        low, high = x(row.low), x(row.high)
        yield Line(low, middle, high, middle, INK, 1.1)
        yield Line(low, middle - 3.5, low, middle + 3.5, INK, 1.1)
        yield Line(high, middle - 3.5, high, middle + 3.5, INK, 1.1)
    if row.value is not None:
        yield Circle(x(row.value), middle, 5, PAPER if row.open else colour, INK if row.open else PAPER)


def ticks(most: float) -> list[float]:
    """Return three to six round places on an axis from 0 to `most`."""
    steps = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 5000)
    step = next((s for s in steps if most / s <= 5.5), steps[-1])
    return [float(at) for at in range(0, int(most) + 1, step)]


BAR = 16.0


def _stacks(figure: Stacks, width: float, measure: Measure) -> Drawing:
    labels = _Labels(figure.rows, 0.36 * width, measure)
    right = max((measure(row.text, Face.TEXT, SMALL) for row in figure.rows), default=0.0) + GAP
    left = labels.width + GAP
    half = len(figure.levels) // 2
    sides = [(sum(row.counts[:half]), sum(row.counts[half:])) for row in figure.rows if row.counts]
    most_left = max((side[0] for side in sides), default=0)
    most_right = max((side[1] for side in sides), default=0)
    unit = (width - left - right) / max(most_left + most_right, 1)
    centre = left + most_left * unit
    marks, top = _legend(figure.levels, measure, width)
    start = top
    for row in figure.rows:
        tall = labels.height(row.label)
        middle = top + tall / 2
        marks += labels.marks(row.label, left - GAP, middle, Face.TEXT, anchor="end")
        marks += _bar(row, half, centre, unit, middle, measure)
        marks.append(Text(width, middle + 4, row.text, SMALL, MUTED, anchor="end"))
        top += tall
    marks.append(Line(centre, start, centre, top, INK, 0.8))
    return Drawing(width, top + 4, tuple(marks))


def _legend(levels: tuple[str, ...], measure: Measure, width: float) -> tuple[list[Mark], float]:
    """Return the names of the levels with their colours, in lines as wide as the figure, and where they end."""
    marks: list[Mark] = []
    x, y = 0.0, 10.0
    for level, colour in zip(levels, _colours(len(levels)), strict=True):
        wide = 16 + measure(level, Face.TEXT, SMALL) + 18
        if x + wide > width and x:
            x, y = 0.0, y + LINE_HEIGHT
        marks += [Rect(x, y - 8, 10, 10, colour, "", 2), Text(x + 15, y, level, SMALL, MUTED)]
        x += wide
    return marks, y + 10


def _colours(count: int) -> tuple[str, ...]:
    return LEVELS if count == len(LEVELS) else (LEVELS[0], LEVELS[-1])


def _bar(
    row: Stack, half: int, centre: float, unit: float, middle: float, measure: Measure
) -> Iterable[Mark]:
    if row.counts is None:
        return
    x = centre - sum(row.counts[:half]) * unit
    for count, colour in zip(row.counts, _colours(len(row.counts)), strict=True):
        wide = count * unit
        if count:
            yield Rect(x, middle - BAR / 2, wide, BAR, colour)
        if count and wide > measure(str(count), Face.STRONG, SMALL) + 4:
            yield Text(x + wide / 2, middle + 3.2, str(count), SMALL, text_on(colour), Face.STRONG, "middle")
        x += wide


CELL = 26.0


def _heat(figure: Heat, width: float, measure: Measure) -> Drawing:
    labels = _Labels([_Named(name) for name, _values in figure.rows], 0.42 * width, measure)
    left = labels.width + GAP
    wide = min((width - left) / max(len(figure.columns), 1), 64.0)
    marks: list[Mark] = []
    for at, column in enumerate(figure.columns):
        marks.append(Text(left + wide * (at + 0.5), 10, column, SMALL, MUTED, Face.STRONG, "middle"))
    top = 17.0
    for name, values in figure.rows:
        tall = max(CELL, labels.height(name))
        marks += labels.marks(name, 0, top + tall / 2, Face.TEXT)
        for at, value in enumerate(values):
            marks += _shaded(value, figure.most, left + wide * at, top, wide, tall)
        top += tall
    return Drawing(width, top + 2, tuple(marks))


def _shaded(value: float | None, most: float, x: float, y: float, wide: float, tall: float) -> Iterable[Mark]:
    if value is None:
        yield Rect(x + 1, y + 1, wide - 2, tall - 2, PAPER, RULE, 2)
        yield Text(x + wide / 2, y + tall / 2 + 3.2, _("hidden"), SMALL, MUTED, Face.SLANTED, "middle")
    elif not isnan(value):
        colour = shade(value, most)
        yield Rect(x + 1, y + 1, wide - 2, tall - 2, colour, "", 2)
        yield Text(x + wide / 2, y + tall / 2 + 4, f"{value:g}", BODY, text_on(colour), Face.STRONG, "middle")


@dataclass(frozen=True, slots=True)
class _Named:
    label: str


class _Labels:
    """The names of rows, broken into lines where they are too long for their column."""

    def __init__(self, rows: Iterable[Dot | Stack | _Named], most: float, measure: Measure) -> None:
        self._lines = {
            row.label: broken(row.label, most, lambda t: measure(t, Face.STRONG, BODY)) for row in rows
        }
        every = [line for lines in self._lines.values() for line in lines]
        self.width = max((measure(line, Face.STRONG, BODY) for line in every), default=0.0)

    def height(self, label: str) -> float:
        return max(ROW, len(self._lines[label]) * LINE_HEIGHT + 8)

    def marks(self, label: str, x: float, middle: float, face: Face, anchor: str = "start") -> Iterable[Text]:
        lines = self._lines[label]
        first = middle + 4 - (len(lines) - 1) * LINE_HEIGHT / 2
        for at, line in enumerate(lines):
            yield Text(x, first + at * LINE_HEIGHT, line, BODY, INK, face, anchor)


def broken(text: str, most: float, wide: Callable[[str], float]) -> list[str]:
    """Return the text in lines no wider than `most`, broken between words; a longer word is broken within."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer) <= most:
            lines[-1] = longer
        else:
            lines += _pieces(word, most, wide)
    return lines or [""]


def _pieces(word: str, most: float, wide: Callable[[str], float]) -> list[str]:
    """Return the parts of a word, each no wider than `most` or a single letter."""
    cut = len(word)
    while cut > 1 and wide(word[:cut]) > most:
        cut -= 1
    rest = word[cut:]
    return [word[:cut], *(_pieces(rest, most, wide) if rest else [])]
