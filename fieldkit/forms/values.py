"""The values of expressions, text, number, claim and nodes, and how one becomes the other.

Source: XPath 1.0, sections 3 and 4, in the dialect of ODK: a day is a text that counts as its number, and what is
missing or not relevant counts as blank.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import Decimal

from fieldkit.forms.dates import Day, day_in, day_of, days, moment_of, read_moment
from fieldkit.forms.model import Node

Value = str | float | bool | list[Node]

NAN = float("nan")
_NUMBER = re.compile(r"\s*-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)\s*")
"""With a point or, as JavaRosa reads it too, with a comma."""
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
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e16:
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Value) -> float:
    """Return a value as a number: a day as its days since 1970, and NaN for any other text, blank too."""
    if isinstance(value, list):
        value = value[0].said() if value else ""
    if not isinstance(value, str):
        return float(value)
    if value.isdecimal() and value.isascii():
        return float(value)
    if _NUMBER.fullmatch(value):
        return float(value.replace(",", "."))
    day = days(value.strip())
    return NAN if day is None else day


def is_number(text: str) -> bool:
    """Tell whether a text is a number written out."""
    return _NUMBER.fullmatch(text) is not None


def boolean(value: Value) -> bool:
    """Return whether a value holds: a text that is not blank, a number other than 0, any node but one blank answer."""
    if isinstance(value, float):
        return value != 0.0 and not math.isnan(value)
    if isinstance(value, list) and len(value) == 1 and not holds_others(value[0]):
        text = value[0].said()
        # An answer that is a claim by its type means what it says; of any other, "false" is a text like all.
        return bool(text) and not (text in ("0", "false") and _is_claim(value[0]))
    return bool(value)


def _is_claim(node: Node) -> bool:
    return node.definition is not None and node.definition.bind_type == "boolean"


def holds_others(node: Node) -> bool:
    """Tell whether there are elements in a node."""
    return bool(node.children) and any(below.name[:1] not in ("@", "#", "?") for below in node.children)


def texts(value: Value) -> list[str]:
    """Return the text of each node, or the one text of any other value."""
    return [node.said() for node in value] if isinstance(value, list) else [string(value)]


def stored(value: Value, bind_type: str) -> str:
    """Return what an expression came to as an answer of this type, as XForms stores it; blank where it is NaN."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return "" if math.isnan(value) else _STORED.get(bind_type, numeral)(value)
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
        if type(right) is str:
            return left[0].said() == right
        if type(right) is float:
            return abs(number(left) - right) < _CLOSE
    return _any_pair(left, right, operator.eq)


def unequal(left: Value, right: Value) -> bool:
    """Tell whether two values differ; of nodes, whether any does. It is not the opposite of `equal`."""
    if type(right) is str and isinstance(left, list) and len(left) == 1:
        return left[0].said() != right
    return _any_pair(left, right, operator.ne)


def _any_pair(left: Value, right: Value, agree: Callable[[object, object], bool]) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return agree(*_as_days(left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return agree(boolean(left), boolean(right))
    if isinstance(left, float) or isinstance(right, float):
        return any(agree(a, a if _same(a, b) else b) for a in _numbers(left) for b in _numbers(right))
    if isinstance(left, Day) or isinstance(right, Day):
        return any(agree(*_as_days(a, b)) for a in _words(left) for b in _words(right))
    return any(agree(a, b) for a in _words(left) for b in _words(right))


def _same(a: float, b: float) -> bool:
    return abs(a - b) < _CLOSE


def _as_days(left: str, right: str) -> tuple[str, str]:
    # A day and a moment are the same if the moment is on that day.
    if isinstance(left, Day) or isinstance(right, Day):
        return day_in(left) or left, day_in(right) or right
    return left, right


def _words(value: Value) -> list[str]:
    # Nothing there counts as blank: so it is in Collect, and so people write `${x} = ''`.
    if isinstance(value, Day):
        return [value]
    return texts(value) or [""]


def _numbers(value: Value) -> list[float]:
    if isinstance(value, list):
        return [number(text) for text in _words(value)]
    return [number(value)]


def comparing(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    """Return `compare` for values: by number, and of nodes whether any pair compares so."""

    def compared(left: Value, right: Value) -> bool:
        if _several(left) or _several(right):
            return any(compare(a, b) for a in _numbers(left) for b in _numbers(right))
        return compare(number(left), number(right))

    return compared


def _several(value: Value) -> bool:
    return isinstance(value, list) and len(value) > 1
