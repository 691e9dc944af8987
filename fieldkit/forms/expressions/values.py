"""The values of expressions, text, number, claim and nodes, and how one becomes the other.

Source: XPath 1.0, sections 3 and 4, in the dialect of ODK: a day is a text that counts as its number, and what is
missing or not relevant counts as blank.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from fieldkit.forms.dates import Day, day_in, day_of, days, moment_of, read_moment
from fieldkit.forms.model import Node

Value = str | float | bool | list[Node]

NAN = float("nan")
_NUMBER = re.compile(r"\s*-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)\s*")
"""With a point or, as JavaRosa reads it too, with a comma."""
_NUMERIC = {"int", "integer", "long", "decimal", "double", "float"}
_CLOSE = 1e-12
"""Numbers that differ by less are equal, as in Collect: 0.1 + 0.2 = 0.3."""


def string(value: Value) -> str:
    """Return a value as text; of several nodes, the first speaks."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return value[0].said() if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return numeral(value)


def numeral(number: float) -> str:
    """Return a number as XPath writes it: no exponent, and no point where it is whole."""
    if number.is_integer() and abs(number) < 1e16:
        return str(int(number))
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Value) -> float:
    """Return a value as a number: a day as its days since 1970, and NaN for any other text, blank too."""
    if type(value) is float:
        return value
    if isinstance(value, list):
        return number_in(value[0]) if value else NAN
    return _number_of(value) if isinstance(value, str) else float(value)


def number_in(node: Node) -> float:
    """Return what a node says as a number."""
    if node.kind is bool:
        return float(node.text == "1")
    text = node.said() if node.children else node.text
    # Nearly all are whole numbers: these need no closer look.
    return float(text) if text.isdecimal() and text.isascii() else _number_of(text)


def _number_of(text: str) -> float:
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    day = days(text.strip()) if text else None
    return NAN if day is None else day


def is_number(text: str) -> bool:
    """Tell whether a text is a number written out."""
    return _NUMBER.fullmatch(text) is not None


def boolean(value: Value) -> bool:
    """Return whether a value holds: a text that is not blank, a number other than 0, any node but one answer.

    One answer holds as what it is: a number that is 0 does not, as in Collect, nor does a claim that was denied.
    """
    if isinstance(value, float):
        return value != 0.0 and not math.isnan(value)
    if isinstance(value, list) and len(value) == 1 and not holds_others(value[0]):
        node = value[0]
        if not _is_text(node):
            return boolean(_typed(node))
        text = node.said()
        return bool(text) and not (text in ("0", "false") and _is_claim(node))
    return bool(value)


def _is_claim(node: Node) -> bool:
    # Of any other answer, "false" is a text like all.
    return node.definition is not None and node.definition.bind_type == "boolean"


def holds_others(node: Node) -> bool:
    """Tell whether there are elements in a node."""
    return bool(node.children) and any(below.name[:1] not in ("@", "#", "?") for below in node.children)


def texts(value: Value) -> list[str]:
    """Return the text of each node, or the one text of any other value."""
    return [node.said() for node in value] if isinstance(value, list) else [string(value)]


def unpacked(value: Value) -> str | float | bool:
    """Return a value itself, and of nodes what the first one is: a claim, a number, or its text."""
    if isinstance(value, list):
        return _typed(value[0]) if value else ""
    return value


def kind_of(value: str | float | bool) -> type:
    """Return what a text comes from that such a value is stored as."""
    return bool if isinstance(value, bool) else float if isinstance(value, float) else str


def stored(value: Value, bind_type: str) -> str:
    """Return what an expression came to as an answer of this type, as XForms stores it; blank where it is NaN."""
    if isinstance(value, float):
        return "" if math.isnan(value) else _STORED.get(bind_type, numeral)(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    text = string(value)
    if bind_type == "int" and math.isfinite(number(text)):
        return _whole(number(text))
    if bind_type == "date" and read_moment(text):
        return text[:10]
    # A day forgets the moment that it came from: the form must go on alike when it is opened again.
    return str(text)


def _whole(value: float) -> str:
    return numeral(float(math.trunc(value)) if math.isfinite(value) else value)


_STORED = {"int": _whole, "date": day_of, "dateTime": moment_of}


def equal(left: Value, right: Value) -> bool:
    """Tell whether two values are equal; of nodes, whether any is."""
    if isinstance(left, list) and len(left) == 1:
        # A question and a constant: what nearly every condition compares.
        if type(right) is str and _is_text(left[0]):
            return left[0].said() == right
        if type(right) is float and left[0].kind is not bool:
            return abs(number(left) - right) < _CLOSE
    return _any_pair(left, right, operator.eq)


def unequal(left: Value, right: Value) -> bool:
    """Tell whether two values differ; of nodes, whether any does. It is not the opposite of `equal`."""
    if type(right) is str and isinstance(left, list) and len(left) == 1 and _is_text(left[0]):
        return left[0].said() != right
    return _any_pair(left, right, operator.ne)


def _any_pair(left: Value, right: Value, agree: Callable[[object, object], bool]) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return agree(boolean(left), boolean(right))
    return any(agree(*_alike(a, b)) for a in told(left) for b in told(right))


def told(value: Value) -> Sequence[str | float | bool]:
    """Return what a value is when it is compared: of each node its text, or the number or claim that it is."""
    if isinstance(value, str | bool):
        return [value]
    if isinstance(value, list):
        # Nothing there counts as blank: so it is in Collect, and so people write `${x} = ''`.
        return [_typed(node) for node in value] or [""]
    return [float(value)]


def _typed(node: Node) -> str | float | bool:
    if node.kind is bool:
        return node.text == "1"
    text = node.said()
    return number(text) if text and not _is_text(node) else text


def _is_text(node: Node) -> bool:
    return node.kind is str and (node.definition is None or node.definition.bind_type not in _NUMERIC)


def _alike(left: str | float | bool, right: str | float | bool) -> tuple[str | float, str | float]:
    """Make two things one can compare: both claims, numbers or days where one is such; else they are texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left), boolean(right)
    if not isinstance(left, str) or not isinstance(right, str):
        one, other = number(left), number(right)
        return (one, one) if abs(one - other) < _CLOSE else (one, other)
    if isinstance(left, Day) or isinstance(right, Day):
        # A day and a moment are the same if the moment is on that day.
        return day_in(left) or left, day_in(right) or right
    return left, right


def _numbers(value: Value) -> list[float]:
    if isinstance(value, list):
        return [number([node]) for node in value] or [NAN]
    return [number(value)]


def comparing(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    """Return `compare` for values: by number, and of nodes whether any pair compares so."""

    def compared(left: Value, right: Value) -> bool:
        if (isinstance(left, list) and len(left) > 1) or (isinstance(right, list) and len(right) > 1):
            return any(compare(a, b) for a in _numbers(left) for b in _numbers(right))
        return compare(number(left), number(right))

    return compared
