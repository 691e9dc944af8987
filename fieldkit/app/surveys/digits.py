"""Which digit chooses which of several choices: its place, or the number that it is itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MOST = 9
"""From the tenth on, no digit is left."""
_OWN = re.compile(r"\s*(\d+)(?:\s*$|[.):=](?:\s|$)|\s+[-–—=]\s+\D)")
"""A choice that is a number, or begins with one that counts it: `3`, `3. Often`, `3 - Often`, and not `3–5`."""


class Digits(NamedTuple):
    """The digit that chooses each choice, blank where none does, and whether it must be shown before the words."""

    keys: tuple[str, ...]
    shown: bool


def digits(words: Sequence[str]) -> Digits:
    """Return the digits that choose among choices of these words, as screen readers say them.

    Where each is counted in its own words, as on a scale from 0 to 10, the digit means what is written: the key 1
    choosing the 0 that stands first would be a wrong answer that nobody sees.
    """
    own = [found[1] for said in words if (found := _OWN.match(said))]
    if len(own) == len(words) == len(set(own)) and any(len(number) == 1 for number in own):
        return Digits(tuple(number if len(number) == 1 else "" for number in own), shown=False)
    return Digits(tuple(str(at) if at <= MOST else "" for at in range(1, len(words) + 1)), shown=True)
