"""A history can be found broken."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tests.simulation.history import History


def test_a_change_that_was_saved_and_is_nowhere_is_found(tmp_path: Path):
    history = History(7, tmp_path)
    assert history.play() == ""

    group = next(change for change in history.claims.saved if change.cell.table == "group")
    history.claims.saved.append(dataclasses.replace(group, seq=999, value="lost"))

    assert "should stand" in history.claims.broken(history.laptops)
