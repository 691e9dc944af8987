"""What came of replaying one case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple


class Verdict(StrEnum):
    """How a case came out."""

    PASSED = "passed"
    KNOWN = "known difference"
    """It differs on purpose: `why` begins with the name of its line in `docs/xforms-policy.md`."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """It says nothing about us: upstream itself marks it as wrong, or it cannot be replayed here."""


class Outcome(NamedTuple):
    """A case by its id, how it came out, and why where it did not pass."""

    case: str
    verdict: Verdict
    why: str = ""


Case = dict[str, Any]
"""One line of a file of cases."""
Replay = Callable[[Case], Outcome]
Replays = Callable[[Path], Iterator[Outcome]]
"""Replays all the cases of one file (or folder)."""
