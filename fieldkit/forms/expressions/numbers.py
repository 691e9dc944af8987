"""What expressions do with numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal

from fieldkit.forms.expressions.values import NAN, Value, boolean, number, string


def rounded(value: Value, places: Value = 0.0) -> float:
    """Round halves up, as XPath does: -1.5 becomes -1. A number of places that is none counts as 0."""
    x, digits = number(value), number(places)
    if math.isnan(digits):
        digits = 0.0
    if not math.isfinite(x) or not abs(digits) < 300:
        return x
    shifted = Decimal(repr(x)).scaleb(int(digits))
    whole = float((shifted + Decimal("0.5")).to_integral_value(ROUND_FLOOR).scaleb(-int(digits)))
    return whole or math.copysign(0.0, x)


def whole(value: Value) -> float:
    """Return a number without what is behind its point."""
    x = number(value)
    return float(math.trunc(x)) if math.isfinite(x) else x


def floor(value: Value) -> float:
    """Return the next whole number below."""
    x = number(value)
    return float(math.floor(x)) if math.isfinite(x) else x


def ceiling(value: Value) -> float:
    """Return the next whole number above."""
    x = number(value)
    return float(math.ceil(x)) if math.isfinite(x) else x


def said(values: Sequence[Value]) -> list[float]:
    """Return the numbers of all values but blank answers: who has not been asked yet shall not spoil the sum."""
    each: list[Value] = []
    for value in values:
        each += [[node] for node in value] if isinstance(value, list) else [value]
    return [number(one) for one in each if string(one)]


def total(value: Value) -> float:
    """Return the sum of nodes."""
    if not isinstance(value, list):
        return number(value)
    return math.fsum(number([node]) for node in value if node.said())


def least(*values: Value) -> float:
    """Return the least number; NaN where there is none, or something that is no number."""
    numbers = said(values)
    return NAN if not numbers or any(map(math.isnan, numbers)) else min(numbers)


def most(*values: Value) -> float:
    """Return the greatest number; NaN where there is none, or something that is no number."""
    numbers = said(values)
    return NAN if not numbers or any(map(math.isnan, numbers)) else max(numbers)


def of_numbers(function: Callable[..., float]) -> Callable[..., float]:
    """Return a function of numbers as one of any values; NaN where it has no answer."""

    def calculated(*values: Value) -> float:
        try:
            return float(function(*(number(value) for value in values)))
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return NAN

    return calculated


def power(base: float, exponent: float) -> float:
    """Return a power; NaN where it is no real number, or hangs on what is none."""
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return NAN
    if base == 0 and exponent < 0:
        return math.inf
    result: object = base**exponent
    return result if isinstance(result, float) else NAN


def power_of_ten(exponent: float) -> float:
    """Return a power of ten."""
    return power(10.0, exponent)


def log(x: float) -> float:
    """Return the natural logarithm."""
    return math.log(x) if x else -math.inf


def log10(x: float) -> float:
    """Return the logarithm to the base of ten."""
    return math.log10(x) if x else -math.inf


def checklist(least: Value, most: Value, *claims: Value) -> bool:
    """Tell whether so many claims hold; a negative limit is none."""
    return _weighed(least, most, [(boolean(claim), 1.0) for claim in claims])


def weighted_checklist(least: Value, most: Value, *claims: Value) -> bool:
    """Tell whether the claims that hold weigh so much; each is followed by its weight, or a set by one of weights."""
    pairs: list[tuple[bool, float]] = []
    for claim, weight in zip(claims[::2], claims[1::2], strict=False):
        if isinstance(claim, list) and isinstance(weight, list) and len(claim) > 1:
            pairs += [(boolean([one]), number([other])) for one, other in zip(claim, weight, strict=False)]
        else:
            pairs.append((boolean(claim), number(weight)))
    return _weighed(least, most, pairs)


def _weighed(least: Value, most: Value, claims: list[tuple[bool, float]]) -> bool:
    weight = sum(weight for holds, weight in claims if holds)
    low, high = number(least), number(most)
    return (low < 0 or weight >= low) and (high < 0 or weight <= high)


def first_said(*values: Value) -> Value:
    """Return the first value that is neither blank nor NaN; the last one where all are."""
    return next((value for value in values if _says_something(value)), values[-1])


def _says_something(value: Value) -> bool:
    return not math.isnan(value) if isinstance(value, float) else string(value) != ""
