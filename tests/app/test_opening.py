"""What is laid out to be looked at lies there no longer than somebody may look at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fieldkit.app.opening import Desk, clear_away

_LAYS_AND_ENDS = """
import os
from fieldkit.app.opening import Desk
desk = Desk()
print(desk.lay("board.png", b"CANARY"), flush=True)
os._exit(1)
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDKIT_CACHE", str(tmp_path / "cache"))


def test_what_lay_there_when_fieldkit_was_killed_goes_when_it_starts_next(tmp_path: Path):
    killed = subprocess.run(
        [sys.executable, "-c", _LAYS_AND_ENDS], capture_output=True, text=True, check=False
    )
    copy = Path(killed.stdout.strip())
    assert copy.read_bytes() == b"CANARY"

    clear_away()

    assert list((tmp_path / "cache" / "desks").iterdir()) == []


def test_what_another_window_has_laid_out_stays(tmp_path: Path):
    desk = Desk()
    copy = desk.lay("board.png", b"CANARY")

    clear_away()
    assert copy.read_bytes() == b"CANARY"
    desk.clear()

    assert list((tmp_path / "cache" / "desks").iterdir()) == []


def test_where_nothing_was_ever_laid_out_there_is_nothing_to_clear_away(tmp_path: Path):
    clear_away()

    assert not (tmp_path / "cache").exists()
