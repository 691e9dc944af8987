"""A folder that does not answer is given up: a pipe that nobody writes into holds its reader as a dead share does."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldkit.domain import Group
from fieldkit.errors import FolderError
from fieldkit.store import Store
from fieldkit.sync import join, patience, sync
from fieldkit.sync.forgetting import forgetting
from fieldkit.sync.patience import Patience, StoppedError
from tests.making import DAY, a_group, an_interview

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes in the file system")


@contextmanager
def hanging(path: Path) -> Generator[Path]:
    """Let whoever reads this file hang until it is over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    try:
        yield path
    finally:
        # Readers that hang are let go, so that no test leaves a thread behind.
        handle = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        path.unlink()
        os.close(handle)


def never() -> bool:
    return False


def after(seconds: float) -> Callable[[], bool]:
    """Return what wants to stop after so many seconds."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def test_a_folder_that_does_not_answer_is_given_up_with_what_to_do(
    store: Store, other: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    a_group(store)
    sync(store, folder)
    monkeypatch.setattr(patience, "ANSWER_S", 0.3)
    name = "0000001-0000001-0123456789abcdef.csv"
    with hanging(folder / "journal" / "wzzzzzzzzzz" / name):
        with pytest.raises(FolderError, match=r"does not answer.*project is safe") as given_up:
            sync(other, folder, cancelled=never)
        assert "network drive" in given_up.value.hint

    sync(other, folder, cancelled=never)
    assert len(other.find(Group)) == 1


def test_whoever_stops_does_not_wait_for_the_folder(store: Store, folder: Path):
    sync(store, folder)
    with hanging(folder / "journal" / "wzzzzzzzzzz" / "0000001-0000001-0123456789abcdef.csv"):
        began = time.monotonic()
        outcome = sync(store, folder, cancelled=after(0.2))

        assert time.monotonic() - began < 5
        assert outcome.received == 0


def test_joining_gives_up_and_leaves_no_half_made_project(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sync(store, folder)
    monkeypatch.setattr(patience, "ANSWER_S", 0.3)
    with hanging(folder / "journal" / "wzzzzzzzzzz" / "head.csv"):
        with pytest.raises(FolderError, match="does not answer"):
            join(folder, tmp_path / "new" / "project.fieldkit", cancelled=never)

        assert not (tmp_path / "new" / "project.fieldkit").exists()


def test_a_look_at_what_was_taken_back_can_be_stopped(store: Store, folder: Path):
    store.erase(interview := an_interview(store))
    assert interview.held_on == DAY
    sync(store, folder)
    with hanging(folder / "journal" / "wzzzzzzzzzz" / "head.csv"):
        assert forgetting(store, folder, after(0.2)) == ([], [])


def test_a_file_that_arrives_slowly_but_steadily_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patience, "ANSWER_S", 0.3)
    waiting = Patience(never)

    def steadily() -> str:
        for _step in range(6):
            time.sleep(0.1)
            waiting.go_on()
        return "whole"

    assert waiting.wait(steadily) == "whole"


def test_what_the_deed_raises_comes_out_and_no_thread_stays():
    before = threading.active_count()

    def fails() -> None:
        raise TimeoutError("the system's own")

    with pytest.raises(TimeoutError, match="the system's own"):
        Patience(never).wait(fails)
    with pytest.raises(StoppedError):
        Patience(lambda: True).wait(lambda: time.sleep(0.3))
    time.sleep(0.5)
    assert threading.active_count() == before
