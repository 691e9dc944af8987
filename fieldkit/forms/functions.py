"""The functions that expressions may call, one line each in FUNCTIONS.

Source: ODK XForms specification, "XPath functions"; XPath 1.0, section 4. Where JavaRosa and ODK Web Forms differ,
JavaRosa is followed. Functions that must see more than values (`if`, `position` of a node, `indexed-repeat`, the name
of a choice) are in `evaluation`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from typing import NamedTuple
from uuid import UUID

from fieldkit.forms import dates
from fieldkit.forms.lookup import pulldata, search
from fieldkit.forms.model import Node, Scope, World
from fieldkit.forms.values import NAN, Value, boolean, number, string, texts


class Function(NamedTuple):
    """A function with the least and the most it may be given; `most` None is any number.

    A scoped one is given the scope first. A volatile one may answer differently each time.
    """

    call: Callable[..., Value]
    least: int = 1
    most: int | None = 1
    scoped: bool = False
    volatile: bool = False


def _said(value: Value) -> list[str]:
    return [text for text in texts(value) if text]


def _numbers(values: Sequence[Value]) -> list[float]:
    # Blank answers are skipped: who has not been asked yet shall not spoil the sum.
    return [
        number(text)
        for value in values
        for text in (_said(value) if isinstance(value, list) else [string(value)])
    ]


def _sum(value: Value) -> float:
    return math.fsum(_numbers([value])) if isinstance(value, list) else number(value)


def _least(*values: Value) -> float:
    numbers = _numbers(values)
    return NAN if not numbers or any(map(math.isnan, numbers)) else min(numbers)


def _most(*values: Value) -> float:
    numbers = _numbers(values)
    return NAN if not numbers or any(map(math.isnan, numbers)) else max(numbers)


def _round(value: Value, places: Value = 0.0) -> float:
    """Round halves up, as XPath does: -1.5 becomes -1."""
    x, digits = number(value), number(places)
    if not math.isfinite(x) or not abs(digits) < 300:
        return x
    shifted = Decimal(repr(x)).scaleb(int(digits))
    return float((shifted + Decimal("0.5")).to_integral_value(ROUND_FLOOR).scaleb(-int(digits)))


def _whole(value: Value) -> float:
    x = number(value)
    return float(math.trunc(x)) if math.isfinite(x) else x


def _floor(value: Value) -> float:
    x = number(value)
    return float(math.floor(x)) if math.isfinite(x) else x


def _ceiling(value: Value) -> float:
    x = number(value)
    return float(math.ceil(x)) if math.isfinite(x) else x


def _maths(function: Callable[..., float]) -> Callable[..., float]:
    def calculated(*values: Value) -> float:
        try:
            return float(function(*(number(value) for value in values)))
        except (ValueError, OverflowError, ZeroDivisionError):
            return NAN

    return calculated


def _power(base: float, exponent: float) -> float:
    result: object = base**exponent
    return result if isinstance(result, float) else NAN


def _power_of_ten(exponent: float) -> float:
    return _power(10.0, exponent)


def _substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Count from 0, `end` not taken; negative ones count from the end."""
    text, first = string(value), number(start)
    last = len(text) if end is None else number(end)
    if not math.isfinite(first) or not math.isfinite(last):
        return ""
    return text[int(first) : int(last)]


def _substring(value: Value, start: Value, length: Value | None = None) -> str:
    """Count from 1, and round what is given (XPath 1.0, 4.2)."""
    text, first = string(value), _round(start)
    last = math.inf if length is None else first + _round(length)
    return "".join(letter for place, letter in enumerate(text, 1) if first <= place < last)


def _before(text: str, mark: str) -> str:
    return text[: max(text.find(mark), 0)]


def _after(text: str, mark: str) -> str:
    return text[text.find(mark) + len(mark) :] if mark in text else ""


def _translate(value: Value, these: Value, those: Value) -> str:
    into = string(those)
    table: dict[str, str] = {}
    for at, letter in enumerate(string(these)):
        table.setdefault(letter, into[at] if at < len(into) else "")
    return "".join(table.get(letter, letter) for letter in string(value))


def _selected_at(value: Value, place: Value) -> str:
    chosen, at = string(value).split(), number(place)
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _regex(value: Value, pattern: Value) -> bool:
    """Tell whether the whole text has this shape."""
    shape = pattern_of(string(pattern))
    return bool(shape and shape.fullmatch(string(value)))


@cache
def pattern_of(text: str) -> re.Pattern[str] | None:
    """Return a pattern ready for use; None where it is none."""
    try:
        return re.compile(text)
    except re.error:
        return None


def _checklist(least: Value, most: Value, *claims: Value) -> bool:
    return _weighed(least, most, [(boolean(claim), 1.0) for claim in claims])


def _weighted_checklist(least: Value, most: Value, *claims: Value) -> bool:
    return _weighed(
        least,
        most,
        [(boolean(claim), number(weight)) for claim, weight in zip(claims[::2], claims[1::2], strict=False)],
    )


def _weighed(least: Value, most: Value, claims: list[tuple[bool, float]]) -> bool:
    total = sum(weight for holds, weight in claims if holds)
    low, high = number(least), number(most)
    return (low < 0 or total >= low) and (high < 0 or total <= high)


def _first_said(*values: Value) -> Value:
    return next((value for value in values if string(value) not in ("", "NaN")), "")


def _join(glue: Value, *values: Value) -> str:
    return string(glue).join(text for value in values for text in texts(value))


def _date(value: Value) -> str:
    if isinstance(value, float):
        return dates.day_of(value)
    text = string(value)
    moment = dates.read_moment(text)
    if moment is not None:
        return f"{moment:%Y-%m-%d}".rjust(10, "0")
    return dates.day_of(number(text)) if number(text) == number(text) else ""


def _date_time(value: Value) -> str:
    if isinstance(value, float):
        return dates.moment_of(value)
    text = string(value)
    if dates.read_moment(text) is not None:
        return text
    return dates.moment_of(number(text)) if number(text) == number(text) else ""


def _decimal_time(value: Value) -> float:
    text = string(value)
    moment = dates.read_time(text.partition("T")[2] or text)
    if moment is None:
        return NAN
    return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86400


def _format_date(value: Value, pattern: Value) -> str:
    return dates.formatted(_date_time(value) if isinstance(value, float) else string(value), string(pattern))


def _digest(value: Value, name: Value, encoding: Value = "base64") -> str:
    algorithm = string(name).lower().replace("-", "")
    if algorithm not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return ""
    digest = hashlib.new(algorithm, string(value).encode(), usedforsecurity=False).digest()
    return digest.hex() if string(encoding).lower() == "hex" else base64.b64encode(digest).decode()


def _decoded(value: Value) -> str:
    try:
        return base64.b64decode(string(value), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _uuid(scope: Scope, length: Value | None = None) -> str:
    if length is None:
        return fresh_uuid(scope.world)
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    wanted = number(length)
    return "".join(scope.world.random.choices(letters, k=int(wanted))) if 0 < wanted < 10_000 else ""


def fresh_uuid(world: World) -> str:
    """Return an id that nothing else has."""
    return str(UUID(int=world.random.getrandbits(128), version=4))


def _once(scope: Scope, value: Value) -> str:
    return scope.origin.text or string(value)


def _randomize(scope: Scope, nodes: Value, seed: Value | None = None) -> Value:
    """Shuffle as every ODK client does with the same seed; without one, alike for as long as the form is open.

    Source: ODK XForms specification, randomize(): Park–Miller and an inside-out Fisher–Yates.
    """
    if not isinstance(nodes, list):
        return nodes
    state = _seed(f"{scope.world.seed}{scope.origin.path}" if seed is None else string(seed)) % 2147483647
    state = state if state > 0 else state + 2147483646
    shuffled: list[Node] = []
    for at, node in enumerate(nodes):
        state = state * 16807 % 2147483647
        place = int((state - 1) / 2147483646 * (at + 1))
        shuffled.append(node)
        shuffled[at], shuffled[place] = shuffled[place], node
    return shuffled


def _seed(text: str) -> int:
    if not text.strip():
        return 0
    value = number(text)
    if math.isfinite(value):
        return int(value)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def _name(scope: Scope, nodes: Value | None = None) -> str:
    if nodes is None:
        return scope.node.name
    return nodes[0].name if isinstance(nodes, list) and nodes else ""


def _of(function: Callable[[str], Value]) -> Callable[[Value], Value]:
    """Return a function of a text as one of any value."""
    return lambda value: function(string(value))


def _of_two(function: Callable[[str, str], Value]) -> Callable[[Value, Value], Value]:
    """Return a function of two texts as one of any two values."""
    return lambda one, other: function(string(one), string(other))


def _here(function: Callable[[Value], Value]) -> Callable[..., Value]:
    """Return a function that takes the node where it stands when it is given nothing."""

    def called(scope: Scope, value: Value | None = None) -> Value:
        return function([scope.node] if value is None else value)

    return called


def _from_world(function: Callable[[World], Value]) -> Callable[[Scope], Value]:
    """Return a function that asks the world and nothing else."""
    return lambda scope: function(scope.world)


def _concat(*values: Value) -> str:
    return "".join(text for value in values for text in texts(value))


def _count(nodes: Value) -> float:
    return float(len(nodes)) if isinstance(nodes, list) else NAN


def _count_said(nodes: Value) -> float:
    """Count the nodes that hold anything: a text, or other nodes."""
    return float(sum(bool(node.children or node.text) for node in nodes)) if isinstance(nodes, list) else NAN


def _last(scope: Scope) -> float:
    return float(scope.size)


def _not(value: Value) -> bool:
    return not boolean(value)


def _itext(scope: Scope, name: Value) -> str:
    return scope.world.itext(string(name), scope)


def _log(x: float) -> float:
    return math.log(x) if x else -math.inf


def _log10(x: float) -> float:
    return math.log10(x) if x else -math.inf


FUNCTIONS: dict[str, Function] = {
    # text
    "string": Function(_here(string), 0, scoped=True),
    "concat": Function(_concat, 0, None),
    "join": Function(_join, 1, None),
    "substr": Function(_substr, 2, 3),
    "substring": Function(_substring, 2, 3),
    "substring-before": Function(_of_two(_before), 2, 2),
    "substring-after": Function(_of_two(_after), 2, 2),
    "translate": Function(_translate, 3, 3),
    "string-length": Function(_here(lambda value: float(len(string(value)))), 0, scoped=True),
    "normalize-space": Function(_here(lambda value: " ".join(string(value).split())), 0, scoped=True),
    "contains": Function(_of_two(lambda text, part: part in text), 2, 2),
    "starts-with": Function(_of_two(str.startswith), 2, 2),
    "ends-with": Function(_of_two(str.endswith), 2, 2),
    "uuid": Function(_uuid, 0, scoped=True, volatile=True),
    "digest": Function(_digest, 2, 3),
    "base64-decode": Function(_decoded),
    # claims
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "not": Function(_not),
    "boolean": Function(boolean),
    "boolean-from-string": Function(_of(lambda text: text.lower() in ("true", "1"))),
    "regex": Function(_regex, 2, 2),
    "checklist": Function(_checklist, 2, None),
    "weighted-checklist": Function(_weighted_checklist, 2, None),
    "coalesce": Function(_first_said, 1, None),
    "once": Function(_once, scoped=True),
    # numbers
    "number": Function(_here(number), 0, scoped=True),
    "int": Function(_whole),
    "round": Function(_round, 1, 2),
    "floor": Function(_floor),
    "ceiling": Function(_ceiling),
    "abs": Function(_maths(math.fabs)),
    "sum": Function(_sum),
    "min": Function(_least, 1, None),
    "max": Function(_most, 1, None),
    "pow": Function(_maths(_power), 2, 2),
    "sqrt": Function(_maths(math.sqrt)),
    "exp": Function(_maths(math.exp)),
    "exp10": Function(_maths(_power_of_ten)),
    "log": Function(_maths(_log)),
    "log10": Function(_maths(_log10)),
    "sin": Function(_maths(math.sin)),
    "cos": Function(_maths(math.cos)),
    "tan": Function(_maths(math.tan)),
    "asin": Function(_maths(math.asin)),
    "acos": Function(_maths(math.acos)),
    "atan": Function(_maths(math.atan)),
    "atan2": Function(_maths(math.atan2), 2, 2),
    "pi": Function(lambda: math.pi, 0, 0),
    "random": Function(_from_world(lambda world: world.random.random()), 0, 0, scoped=True, volatile=True),
    # nodes
    "count": Function(_count),
    "count-non-empty": Function(_count_said),
    "last": Function(_last, 0, 0, scoped=True),
    "randomize": Function(_randomize, 1, 2, scoped=True),
    "name": Function(_name, 0, scoped=True),
    "local-name": Function(_name, 0, scoped=True),
    # what was chosen
    "selected": Function(_of_two(lambda text, choice: choice.strip() in text.split()), 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(_of(lambda text: float(len(text.split())))),
    # lists
    "pulldata": Function(pulldata, 4, 4, scoped=True),
    "search": Function(search, 1, 6, scoped=True),
    # days and moments
    "today": Function(_from_world(lambda world: world.today().isoformat()), 0, 0, scoped=True, volatile=True),
    "now": Function(_from_world(lambda world: dates.write_moment(world.now())), 0, 0, scoped=True, volatile=True),
    "date": Function(_date),
    "date-time": Function(_date_time),
    "decimal-date-time": Function(number),
    "decimal-time": Function(_decimal_time),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
    # translations
    "jr:itext": Function(_itext, scoped=True),
}  # fmt: skip
"""Every function by its name, besides those in `evaluation`."""
