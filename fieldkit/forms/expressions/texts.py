"""What expressions do with texts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from fieldkit.forms.expressions.numbers import rounded
from fieldkit.forms.expressions.values import Value, number, string, texts

_BLANKS = re.compile(r"[ \t\n\x0b\f\r]+")


def of_text(function: Callable[[str], Value]) -> Callable[[Value], Value]:
    """Return a function of a text as one of any value."""
    return lambda value: function(string(value))


def of_texts(function: Callable[[str, str], Value]) -> Callable[[Value, Value], Value]:
    """Return a function of two texts as one of any two values."""
    return lambda one, other: function(string(one), string(other))


def concat(*values: Value) -> str:
    """Join all texts; of nodes, that of each."""
    return "".join(text for value in values for text in texts(value))


def join(glue: Value, *values: Value) -> str:
    """Join all texts with another between them."""
    return string(glue).join(text for value in values for text in texts(value))


def substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Count from 0, `end` not taken; negative ones count from the end, and what is no number is 0."""
    text = string(value)
    first, last = _place(start, text), len(text) if end is None else _place(end, text)
    return text[first:last]


def _place(value: Value, text: str) -> int:
    whole = _whole(value)
    return max(whole + len(text), 0) if whole < 0 else whole


def _whole(value: Value) -> int:
    x = number(value)
    return 0 if math.isnan(x) else int(max(-1e9, min(x, 1e9)))


def substring(value: Value, start: Value, length: Value | None = None) -> str:
    """Count from 1, and round what is given (XPath 1.0, 4.2)."""
    text, first = string(value), rounded(start)
    last = float("inf") if length is None else first + rounded(length)
    return "".join(letter for place, letter in enumerate(text, 1) if first <= place < last)


def before(text: str, mark: str) -> str:
    """Return what stands before a mark."""
    return text[: max(text.find(mark), 0)]


def after(text: str, mark: str) -> str:
    """Return what stands behind a mark."""
    return text[text.find(mark) + len(mark) :] if mark in text else ""


def translate(value: Value, these: Value, those: Value) -> str:
    """Put letters in the place of letters; those without a partner go."""
    into = string(those)
    table: dict[str, str] = {}
    for at, letter in enumerate(string(these)):
        table.setdefault(letter, into[at] if at < len(into) else "")
    return "".join(table.get(letter, letter) for letter in string(value))


def normalized(value: Value) -> str:
    """Make every stretch of blanks one space; a no-break space is a letter, as in Java."""
    return _BLANKS.sub(" ", string(value)).strip(" ")


def is_selected(text: str, choice: str) -> bool:
    """Tell whether a choice is among those chosen; a blank one is where nothing was."""
    wanted = choice.strip()
    return f" {wanted} " in f" {text} " or wanted in text.split()


def selected_at(value: Value, place: Value) -> str:
    """Return the choice at a place, from 0; what is no number is 0."""
    chosen, at = string(value).split(), _whole(place)
    return chosen[at] if 0 <= at < len(chosen) else ""
