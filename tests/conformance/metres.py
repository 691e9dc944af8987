"""How metres are compared: what was recorded to the centimetre says no more than that."""

from __future__ import annotations

import re

_MEASURED = re.compile(r"\s*(?:area|distance)\((?:[^()]|\([^()]*\))*\)\s*")
_TO_THE_CENTIMETRE = re.compile(r"-?\d+(?:\.\d{1,2})?")


def same_metres(expression: str, ours: float, theirs: object) -> bool:
    """Tell whether an expression is one `area()` or `distance()`, and ours rounds to exactly what was recorded.

    ODK Web Forms rounds both to centimetres. Whatever was worked out otherwise is compared in full.
    """
    told = str(theirs)
    if not _MEASURED.fullmatch(expression) or not _TO_THE_CENTIMETRE.fullmatch(told):
        return False
    return f"{ours:.2f}" == f"{float(told):.2f}"
