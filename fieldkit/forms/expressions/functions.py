"""The functions that expressions may call, one line each in FUNCTIONS.

Source: ODK XForms specification, "XPath functions"; XPath 1.0, section 4. Where JavaRosa and ODK Web Forms differ,
JavaRosa is followed. Functions that must see more than values (`if`, `position` of a node, `indexed-repeat`, the name
of a choice) are in `evaluation`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from fieldkit.forms import dates
from fieldkit.forms.expressions import digests, geo, names, numbers, regexes, shuffle, texts
from fieldkit.forms.expressions.lookup import pulldata, search
from fieldkit.forms.expressions.texts import of_text, of_texts
from fieldkit.forms.expressions.values import (
    NAN,
    Value,
    boolean,
    holds_others,
    is_number,
    kind_of,
    number,
    string,
    told,
    unpacked,
)
from fieldkit.forms.model import Scope, World


class Function(NamedTuple):
    """A function with the least and the most it may be given; `most` None is any number.

    A scoped one is given the scope first. A volatile one may answer differently each time.
    """

    call: Callable[..., Value]
    least: int = 1
    most: int | None = 1
    scoped: bool = False
    volatile: bool = False


def _today(world: World) -> str:
    return dates.Day(world.today().isoformat())


def _date(value: Value) -> Value:
    if isinstance(value, float):
        return value if math.isnan(value) else dates.day_of(value)
    text = string(value)
    return dates.day_in(text) or (dates.day_of(number(text)) if is_number(text) else "")


def _date_time(value: Value) -> Value:
    if isinstance(value, float):
        return value if math.isnan(value) else dates.moment_of(value)
    moment = dates.moment_in(string(value))
    if isinstance(moment, datetime):
        return dates.write_moment(dates.here(moment))
    return _date(value)


def _decimal_date_time(value: Value) -> Value:
    moment, text = _number_by_type(value), string(value)
    if moment is not None:
        return moment
    return dates.instant(text) if text else ""


def _decimal_time(scope: Scope, value: Value) -> Value:
    moment, text = _number_by_type(value), string(value)
    if moment is not None:
        return moment - math.floor(moment) if math.isfinite(moment) else NAN
    if not text:
        return ""
    clock = dates.clock_of(text, scope.world.today())
    return NAN if clock is None else dates.part_of_day(clock)


def _number_by_type(value: Value) -> float | None:
    """Return a number, or the answer of a question for one; None for any other text, whatever it says."""
    first = "" if isinstance(value, bool) else told(value)[0]
    return first if isinstance(first, float) else None


def _format_date(value: Value, pattern: Value) -> str:
    if isinstance(value, float):
        # A whole number is a day, as in `today() + 1`; anything else was a moment once.
        value = dates.day_of(value) if value.is_integer() else dates.moment_of(value)
    moment = dates.moment_in(string(value))
    return "" if moment is None else dates.formatted(moment, string(pattern))


def _uuid(scope: Scope, length: Value | None = None) -> str:
    if length is None:
        return fresh_uuid(scope.world)
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    wanted = number(length)
    return "".join(scope.world.random.choices(letters, k=int(wanted))) if 0 < wanted < 10_000 else ""


def fresh_uuid(world: World) -> str:
    """Return an id that nothing else has."""
    return str(UUID(int=world.random.getrandbits(128), version=4))


def _once(scope: Scope, value: Value) -> Value:
    kept, beginning = scope.origin, scope.world.beginning
    if not kept.text or not kept.relevant or (beginning and kept in beginning):
        if beginning is not None:
            beginning.add(kept)
        return value
    # A draft that is opened again holds texts alone: what was a claim or a number is one again.
    kind = kind_of(unpacked(value)) if kept.kind is str else kept.kind
    if kind is bool:
        return kept.text == "1"
    return number(kept.text) if kind is float else [kept]


def _here(function: Callable[[Value], Value]) -> Callable[..., Value]:
    """Return a function that takes the node where it stands when it is given nothing."""

    def called(scope: Scope, value: Value | None = None) -> Value:
        return function([scope.node] if value is None else value)

    return called


def _from_world(function: Callable[[World], Value]) -> Callable[[Scope], Value]:
    """Return a function that asks the world and nothing else."""
    return lambda scope: function(scope.world)


def _count(nodes: Value) -> float:
    return float(len(nodes)) if isinstance(nodes, list) else NAN


def _count_said(nodes: Value) -> float:
    """Count the nodes that hold anything: a text, or other elements."""
    return (
        float(sum(bool(node.said()) or holds_others(node) for node in nodes))
        if isinstance(nodes, list)
        else NAN
    )


def _last(scope: Scope) -> float:
    return float(scope.size)


def _not(value: Value) -> bool:
    return not boolean(value)


def _itext(scope: Scope, name: Value) -> str:
    return scope.world.itext(string(name), scope)


FUNCTIONS: dict[str, Function] = {
    # text
    "string": Function(_here(string), 0, scoped=True),
    "concat": Function(texts.concat, 0, None),
    "join": Function(texts.join, 1, None),
    "substr": Function(texts.substr, 2, 3),
    "substring": Function(texts.substring, 2, 3),
    "substring-before": Function(of_texts(texts.before), 2, 2),
    "substring-after": Function(of_texts(texts.after), 2, 2),
    "translate": Function(texts.translate, 3, 3),
    "string-length": Function(_here(lambda value: float(len(string(value)))), 0, scoped=True),
    "normalize-space": Function(_here(texts.normalized), 0, scoped=True),
    "contains": Function(of_texts(lambda text, part: part in text), 2, 2),
    "starts-with": Function(of_texts(str.startswith), 2, 2),
    "ends-with": Function(of_texts(str.endswith), 2, 2),
    "uuid": Function(_uuid, 0, scoped=True, volatile=True),
    "digest": Function(digests.digest, 2, 3),
    "extract-signed": Function(digests.signed, 2, 2),
    "base64-decode": Function(digests.decoded),
    # claims
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "not": Function(_not),
    "boolean": Function(boolean),
    "boolean-from-string": Function(of_text(lambda text: text.lower() in ("true", "1"))),
    "regex": Function(regexes.matches, 2, 2),
    "checklist": Function(numbers.checklist, 2, None),
    "weighted-checklist": Function(numbers.weighted_checklist, 2, None),
    "coalesce": Function(numbers.first_said, 1, None),
    "once": Function(_once, scoped=True),
    # numbers
    "number": Function(_here(number), 0, scoped=True),
    "int": Function(numbers.whole),
    "round": Function(numbers.rounded, 1, 2),
    "floor": Function(numbers.floor),
    "ceiling": Function(numbers.ceiling),
    "abs": Function(numbers.of_numbers(math.fabs)),
    "sum": Function(numbers.total),
    "min": Function(numbers.least, 1, None),
    "max": Function(numbers.most, 1, None),
    "pow": Function(numbers.of_numbers(numbers.power), 2, 2),
    "sqrt": Function(numbers.of_numbers(math.sqrt)),
    "exp": Function(numbers.of_numbers(math.exp)),
    "exp10": Function(numbers.of_numbers(numbers.power_of_ten)),
    "log": Function(numbers.of_numbers(numbers.log)),
    "log10": Function(numbers.of_numbers(numbers.log10)),
    "sin": Function(numbers.of_numbers(math.sin)),
    "cos": Function(numbers.of_numbers(math.cos)),
    "tan": Function(numbers.of_numbers(math.tan)),
    "asin": Function(numbers.of_numbers(math.asin)),
    "acos": Function(numbers.of_numbers(math.acos)),
    "atan": Function(numbers.of_numbers(math.atan)),
    "atan2": Function(numbers.of_numbers(math.atan2), 2, 2),
    "pi": Function(lambda: math.pi, 0, 0),
    "random": Function(_from_world(lambda world: world.random.random()), 0, 0, scoped=True, volatile=True),
    # nodes
    "count": Function(_count),
    "count-non-empty": Function(_count_said),
    "last": Function(_last, 0, 0, scoped=True),
    "randomize": Function(shuffle.randomize, 1, 2, scoped=True),
    "id": Function(names.by_id, scoped=True),
    "lang": Function(names.speaks, scoped=True),
    "name": Function(names.name, 0, scoped=True),
    "local-name": Function(names.local_name, 0, scoped=True),
    "namespace-uri": Function(names.namespace, 0, scoped=True),
    # what was chosen
    "selected": Function(of_texts(texts.is_selected), 2, 2),
    "selected-at": Function(texts.selected_at, 2, 2),
    "count-selected": Function(of_text(lambda text: float(len(text.split())))),
    # lists
    "pulldata": Function(pulldata, 4, 4, scoped=True),
    "search": Function(search, 1, 6, scoped=True),
    # days and moments
    "today": Function(_from_world(_today), 0, 0, scoped=True, volatile=True),
    "now": Function(_from_world(lambda world: dates.write_moment(world.now())), 0, 0, scoped=True, volatile=True),
    "date": Function(_date),
    "date-time": Function(_date_time),
    "decimal-date-time": Function(_decimal_date_time),
    "decimal-time": Function(_decimal_time, scoped=True),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
    # places
    "area": Function(geo.area),
    "enclosed-area": Function(geo.area),
    "distance": Function(geo.distance, 1, None),
    "geofence": Function(geo.geofence, 2, 2),
    "intersects": Function(geo.crosses_itself),
    # translations, and the form itself
    "jr:itext": Function(_itext, scoped=True),
    "version": Function(names.version, 0, 0, scoped=True),
}  # fmt: skip
"""Every function by its name, besides those in `evaluation`."""
