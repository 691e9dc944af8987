"""A history can be found broken, and played again."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.simulation.history import History
from tests.simulation.mutants import MUTANTS, NETS
from tests.simulation.playing import play


def test_a_change_that_was_saved_and_is_nowhere_is_found(tmp_path: Path):
    history = History(7, tmp_path)
    assert history.play() == ""

    group = next(change for change in history.claims.saved.values() if change.cell.table == "group")
    history.claims.saved["lost"] = dataclasses.replace(group, seq=999, value="lost")

    assert "should stand" in history.claims.broken(history.laptops)


@pytest.mark.parametrize("name", [*MUTANTS, *NETS])
def test_each_defect_can_still_be_planted(name: str) -> None:
    planted = {**MUTANTS, **NETS}[name]
    if planted is None:
        return
    spec = find_spec(planted.module)
    assert spec and spec.origin

    source = Path(spec.origin).read_text("utf-8")

    assert source.count(planted.words) == 1
    compile(source.replace(planted.words, planted.become), spec.origin, "exec")


def test_a_seed_plays_the_same_history_whatever_was_played_before_it_and_where():
    elsewhere = "from tests.simulation.playing import play; print(play(3).trace)"

    after_another = [play(seed).trace for seed in (2, 3, 3)]
    fresh = subprocess.run([sys.executable, "-c", elsewhere], capture_output=True, text=True, check=True)

    assert after_another[1] == after_another[2] == fresh.stdout.strip() != after_another[0]
