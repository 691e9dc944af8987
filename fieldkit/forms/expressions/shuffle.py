"""Any order, but the same one for everybody with the same seed.

Source: ODK XForms specification, "randomize": Park and Miller's generator, and an inside-out shuffle by Fisher and
Yates.
"""

from __future__ import annotations

import hashlib
import math

from fieldkit.forms.dates import Day
from fieldkit.forms.expressions.values import Value, is_number, number, string
from fieldkit.forms.model import Node, Scope

_MODULUS = 2147483647
_MULTIPLIER = 16807
_FARTHEST = 2**63 - 1


def randomize(scope: Scope, nodes: Value, seed: Value | None = None) -> Value:
    """Shuffle as every ODK client does with the same seed; without one, alike for as long as the form is open."""
    if not isinstance(nodes, list):
        return nodes
    return shuffled(nodes, seed_of(f"{scope.world.seed}{scope.origin.path}" if seed is None else seed))


def shuffled(nodes: list[Node], seed: int) -> list[Node]:
    """Return the nodes in the order that a seed gives them."""
    # As in Java and JavaScript, the remainder of a negative number is negative.
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    state = state if state > 0 else state + _MODULUS - 1
    found: list[Node] = []
    for at, node in enumerate(nodes):
        state = state * _MULTIPLIER % _MODULUS
        place = int((state - 1) / (_MODULUS - 1) * (at + 1))
        found.append(node)
        found[at], found[place] = found[place], node
    return found


def seed_of(value: Value) -> int:
    """Return the seed that a value is: its number, cut off at the point, or else what its SHA-256 begins with.

    The answer of a question for a day is a number, too; any other text that names a day is none here.
    """
    text = string(value)
    if isinstance(value, bool | float | Day) or not text or is_number(text) or _is_day(value):
        x = number(value)
        return int(max(-_FARTHEST, min(x, _FARTHEST))) if not math.isnan(x) else 0
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def _is_day(value: Value) -> bool:
    definition = value[0].definition if isinstance(value, list) else None
    return definition is not None and definition.bind_type in ("date", "dateTime")
