"""The operators of expressions: each makes one closure of those of its operands."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from fieldkit.forms.expressions.axes import in_order
from fieldkit.forms.expressions.paths import Evaluate, Number, only_nodes
from fieldkit.forms.expressions.values import NAN, Value, boolean, comparing, equal, unequal
from fieldkit.forms.model import Scope


def _and(*claims: Evaluate) -> Evaluate:
    if len(claims) == 2:
        one, other = claims
        return lambda scope: boolean(one(scope)) and boolean(other(scope))
    return lambda scope: all(boolean(claim(scope)) for claim in claims)


def _or(*claims: Evaluate) -> Evaluate:
    if len(claims) == 2:
        one, other = claims
        return lambda scope: boolean(one(scope)) or boolean(other(scope))
    return lambda scope: any(boolean(claim(scope)) for claim in claims)


def _plus(*values: Number) -> Number:
    if len(values) == 2:
        left, right = values
        return lambda scope: left(scope) + right(scope)
    return lambda scope: sum(value(scope) for value in values)


def _minus(left: Number, right: Number) -> Number:
    return lambda scope: left(scope) - right(scope)


def _times(left: Number, right: Number) -> Number:
    return lambda scope: left(scope) * right(scope)


def _divided(left: Number, right: Number) -> Number:
    def quotient(scope: Scope) -> float:
        above, below = left(scope), right(scope)
        if below:
            return above / below
        return (
            NAN
            if math.isnan(above) or not above
            else math.copysign(math.inf, above) * math.copysign(1.0, below)
        )

    return quotient


def _remainder(left: Number, right: Number) -> Number:
    def remainder(scope: Scope) -> float:
        above, below = left(scope), right(scope)
        return math.fmod(above, below) if below and math.isfinite(above) else NAN

    return remainder


def _negative(value: Number) -> Number:
    return lambda scope: -value(scope)


def _union(*parts: Evaluate) -> Evaluate:
    return lambda scope: in_order([node for part in parts for node in only_nodes(part(scope))])


def _compared(compare: Callable[[Value, Value], bool]) -> Callable[[Evaluate, Evaluate], Evaluate]:
    return lambda left, right: lambda scope: compare(left(scope), right(scope))


def _less(left: Number, right: Number) -> Evaluate:
    return lambda scope: left(scope) < right(scope)


def _at_most(left: Number, right: Number) -> Evaluate:
    return lambda scope: left(scope) <= right(scope)


def _more(left: Number, right: Number) -> Evaluate:
    return lambda scope: left(scope) > right(scope)


def _at_least(left: Number, right: Number) -> Evaluate:
    return lambda scope: left(scope) >= right(scope)


ARITHMETIC: dict[str, Callable[..., Number]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "div": _divided,
    "mod": _remainder,
    "negative": _negative,
}
"""What makes a number of numbers."""

COMPARISONS: dict[str, Callable[[Number, Number], Evaluate]] = {
    "<": _less,
    "<=": _at_most,
    ">": _more,
    ">=": _at_least,
}
"""What compares two numbers."""

OPERATIONS: dict[str, Callable[..., Evaluate]] = {
    "or": _or,
    "and": _and,
    "=": _compared(equal),
    "!=": _compared(unequal),
    "<": _compared(comparing(operator.lt)),
    "<=": _compared(comparing(operator.le)),
    ">": _compared(comparing(operator.gt)),
    ">=": _compared(comparing(operator.ge)),
    "|": _union,
}
"""What takes any values: of several nodes, any may compare so."""
