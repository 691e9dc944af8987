"""The codebook, and the passages of notes that bear its codes."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import StrEnum
from typing import ClassVar, NamedTuple

from sqlmodel import Field

from fieldkit.domain.record import Record, Said


class Code(Record):
    """An entry of the codebook. A barrier tag is a code; a code without a parent is a theme."""

    searched: ClassVar = ("name", "definition")

    parent_id: str = ""
    name: str = ""
    definition: str = ""
    use_when: str = ""
    do_not_use_when: str = ""
    example: str = ""


class Wording(StrEnum):
    """Whether a passage is in the people's own words."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"


class Passage(Said):
    """A stretch of a note marked as the people's own words, or as ours for theirs.

    `start` and `end` count characters of the note's text; `quote` is the text between them, by which the
    passage is found again when the note has changed elsewhere.
    """

    together = (("start", "end", "quote"),)

    note_id: str = Field(default="", index=True)
    start: int = 0
    end: int = 0
    quote: str = ""
    wording: str = Wording.VERBATIM


class Segment(Said):
    """A stretch of a note with a code, by one coder. `start`, `end` and `quote` as in a Passage."""

    searched: ClassVar = ("memo",)
    together = (("start", "end", "quote"),)

    note_id: str = Field(default="", index=True)
    start: int = 0
    end: int = 0
    quote: str = ""
    code_id: str = Field(default="", index=True)
    coder_id: str = ""
    memo: str = ""


class Coding(Said):
    """One coder's word that a note is coded by them to the end: only then do absent codes mean `no`."""

    note_id: str = ""
    coder_id: str = ""
    done: bool = False


class Span(NamedTuple):
    """A stretch of text, in characters; `end` is not part of it."""

    start: int
    end: int


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two stretches share at least one character."""
    return one.start < other.end and other.start < one.end


def found_again(text: str, quote: str, was: Span) -> Span | None:
    """Return where a quote stands in the text now: the place nearest to where it was; None where it is gone."""
    if not quote:
        return None
    places: list[int] = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - was.start))
    return Span(start, start + len(quote))


def carried(before: str, after: str, span: Span) -> Span:
    """Return where a stretch of `before` stands in `after`.

    A stretch keeps the words of it that were kept: it moves with text put before it, grows and shrinks with text
    inside it, and does not take in words typed right at its edges. Where all of it went, it shrinks to nothing.
    """
    blocks = _kept(before, after)
    start = next((b + max(span.start - a, 0) for a, b, size in blocks if a + size > span.start), len(after))
    end = next((b + min(span.end - a, size) for a, b, size in reversed(blocks) if a < span.end), 0)
    return Span(start, max(start, end))


_COMPARED = 4_000_000
"""How much comparing a changed stretch may take, in characters times characters; beyond it counts as all new."""


def _kept(before: str, after: str) -> list[tuple[int, int, int]]:
    """Return the stretches that both texts have, in order, each as its place in both and its size."""
    head = _common_start(before, after)
    tail = min(_common_start(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    blocks = [(0, 0, head)]
    if old and new and len(old) * len(new) <= _COMPARED:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        blocks += [(head + block.a, head + block.b, block.size) for block in matcher.get_matching_blocks()]
    blocks.append((len(before) - tail, len(after) - tail, tail))
    return [block for block in blocks if block[2]]


def _common_start(one: str, other: str) -> int:
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
