"""What a check of a project found: a sentence each, what is safe, and what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Weight(StrEnum):
    """How much a finding matters."""

    WELL = "well"
    LOOK = "look"
    """Nothing is lost, but somebody should look at it."""
    BROKEN = "broken"


class Finding(NamedTuple):
    """One thing that was looked at."""

    weight: Weight
    sentence: str
    hint: str = ""
    """What to do; empty where nothing is to be done."""
