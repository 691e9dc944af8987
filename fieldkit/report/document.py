"""What a report is made of: plain values that know no page, no ink and no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How loudly a paragraph speaks."""

    BODY = "body"
    LEAD = "lead"
    SMALL = "small"


class Align(StrEnum):
    """Where a column's text stands."""

    LEFT = "left"
    RIGHT = "right"


class Look(StrEnum):
    """How a table cell is set."""

    PLAIN = "plain"
    STRONG = "strong"
    QUOTE = "quote"
    """The people's own words."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and what they mean."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, without the marks around it, and who they are in words that do not give them away."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number worth a glance, such as `12 of 20`, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of at most four numbers."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """Something to act on or to bear in mind; `note` is set small beneath, such as the evidence it rests on."""

    title: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `note` is set small beneath its text."""

    text: str
    note: str = ""
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width, relative to the other columns."""

    title: str
    share: float = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a caption. The first cell of each row names the row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of ranked dots.

    `value` is where the dot stands, `low` to `high` its interval (a whisker), `band` a wider range behind it
    (a pale bar), all on the axis of the figure; None draws nothing. `text` stands at the right, `strong` rows
    are in the accent colour, `open` dots are rings: the sign of another kind, such as a tool in use now.
    """

    label: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    band: tuple[float, float] | None = None
    strong: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """Ranked dots with intervals on an axis from 0 to `most`."""

    title: str
    alt: str
    rows: tuple[Dot, ...]
    most: float
    axis: str
    """What the axis counts, such as `groups`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """One row of centred stacked bars: counts from mildest to worst, or None where they are not published."""

    label: str
    counts: tuple[int, ...] | None
    text: str


@dataclass(frozen=True, slots=True)
class Stacks:
    """Centred stacked bars: the milder half of the levels to the left of the middle, the graver to the right."""

    title: str
    alt: str
    levels: tuple[str, ...]
    """From mildest to worst, an even number."""
    rows: tuple[Stack, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of numbers shown as shades; None is a value that is not published, NaN one that does not exist."""

    title: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    most: float
    """The value with the strongest shade."""
    note: str = ""


Figure = Dots | Stacks | Heat
Block = Paragraph | Bullets | Terms | Quote | KeyFigures | Callout | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; a section inside a section is one level down."""

    title: str
    body: tuple[Block | Section, ...]
    kicker: str = ""
    """A word or two above the title that says what kind of page this is, such as `Summary`."""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `facts` are the lines of the cover, such as who asked and when."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    summary: Section | None = None
    """What stands before the contents, on one page."""
    kicker: str = ""
    language: str = "en-GB"
    """A language tag that reading software knows."""
    running: str = ""
    """What stands at the foot of every page."""


def blocks(sections: tuple[Section, ...]) -> Iterator[Block]:
    """Yield every block of the sections in reading order."""
    for section in sections:
        for part in section.body:
            if isinstance(part, Section):
                yield from blocks((part,))
            else:
                yield part
