"""Characters, which our spans count, and the UTF-16 units in which Qt counts a text."""

from __future__ import annotations

from os.path import commonprefix

from fieldkit.domain.coding import Span

_BEYOND = 0xFFFF
"""A character above this takes two units: emoji, some old scripts."""


def units(text: str, characters: int) -> int:
    """Return the place in Qt's units of a place in characters."""
    return characters + sum(ord(sign) > _BEYOND for sign in text[:characters])


def characters(text: str, units: int) -> int:
    """Return the place in characters of a place in Qt's units; one amid a character counts as before it."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def span_of(text: str, start: int, end: int) -> Span:
    """Return the stretch between two places in Qt's units, in either order."""
    return Span(characters(text, min(start, end)), characters(text, max(start, end)))


def replaced(before: str, after: str) -> tuple[Span, str]:
    """Return what to replace, and by what, to turn one text into the other: as little as possible, in one place."""
    head = len(commonprefix([before, after]))  # noqa: RUF071  character by character is what is meant
    rest = min(len(before), len(after)) - head
    tail = min(len(commonprefix([before[::-1], after[::-1]])), rest)  # noqa: RUF071  as above
    return Span(head, len(before) - tail), after[head : len(after) - tail]
