"""Whatever system call fails, or is the last: what was said to be saved is there, and the folder misleads nobody."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crash.desk import Desk
from tests.crash.recovery import wrong_after
from tests.crash.stories import STORIES
from tests.crash.victim import WAYS, Point, cut, traced

pytestmark = pytest.mark.crash

POINTS = int(os.environ.get("FIELDKIT_CRASH_POINTS", "1"))
"""How many places of each system call are tried, spread over the story; 0 tries every one."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk that `lay_again` puts back as it was."""
    if not shutil.which("strace"):
        pytest.skip("needs strace; as root, `python3 dev.py crash` installs it")
    monkeypatch.setenv("FIELDKIT_DATA", "")
    desk = Desk(tmp_path / "desk")
    desk.lay()
    desk.path.rename(tmp_path / "laid")
    return desk


def lay_again(desk: Desk) -> None:
    shutil.rmtree(desk.path, ignore_errors=True)
    shutil.copytree(desk.path.with_name("laid"), desk.path)


def sample(points: Sequence[Point]) -> list[Point]:
    """Return so many points of each system call as are to be tried."""
    by_call: dict[str, list[Point]] = {}
    for point in points:
        by_call.setdefault(point.call, []).append(point)
    steps = {call: max(1, len(found) // POINTS) if POINTS else 1 for call, found in by_call.items()}
    return [point for call, found in by_call.items() for point in found[steps[call] // 2 :: steps[call]]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("story", STORIES)
def test_what_was_saved_is_there_and_nothing_is_half_done(story: str, way: str, desk: Desk, tmp_path: Path):
    lay_again(desk)
    tried = sample(traced(story, desk, tmp_path / "trace"))

    faults: dict[Point, str] = {}
    for point in tried:
        lay_again(desk)
        end = cut(story, desk, point, way)
        wrong = end.raised or wrong_after(story, desk, end.saved)
        if wrong:
            faults[point] = wrong

    assert faults == {}
    assert len(tried) > 3
