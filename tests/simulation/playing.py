"""Plays one history, and says how it went."""

from __future__ import annotations

import gc
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.simulation.history import History


class Played(NamedTuple):
    """How a history went: its seed, what went wrong, what it did in short, and what happened how often."""

    seed: int
    wrong: str
    trace: str
    happened: Counter[str]


def play(seed: int, spared: tuple[str, ...] = ()) -> Played:
    """Play one history on a disk of its own, in memory where the system has one; `spared` are deeds left out."""
    _keep_what_was_imported()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as desk:
        history = History(seed, Path(desk), spared)
        try:
            wrong = history.play()
        except Exception as error:  # whatever breaks in a history is a finding, with its seed
            wrong = f"{type(error).__name__}: {error}"
        return Played(seed, wrong, history.trace.hexdigest(), history.happened)


@cache
def _keep_what_was_imported() -> None:
    """Let Python not look again and again through what stays anyway, nor all the time through the rest.

    It would take a seventh of the time.
    """
    gc.freeze()
    gc.set_threshold(100_000)
