"""Claims about a shared folder that does not answer: the window goes on, and closes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.sync.page import SyncPage
from fieldkit.sync import sync

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes in the file system")


@pytest.fixture
def hanging(project: OpenProject, tmp_path: Path) -> Generator[Path]:
    """Return a shared folder in which one file holds whoever reads it."""
    folder = tmp_path / "shared"
    folder.mkdir()
    sync(project.store, folder)
    pipe = folder / "journal" / "wzzzzzzzzzz" / "0000001-0000001-0123456789abcdef.csv"
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    before = set(threading.enumerate())
    yield folder
    handle = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    pipe.unlink()
    os.close(handle)
    for thread in {*threading.enumerate()} - before:
        if thread.daemon:
            thread.join(timeout=10)


def test_a_sync_that_hangs_blocks_nothing_and_stops_at_a_click(
    qtbot: QtBot, project: OpenProject, show: Callable[[QWidget], QWidget], hanging: Path
) -> None:
    page = SyncPage(project)
    show(page)
    ticks: list[int] = []
    timer = QTimer(page, interval=10)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()

    page.share(hanging)
    qtbot.wait(500)
    assert len(ticks) > 10
    assert project.busy
    stop = next(button for button in page.findChildren(QPushButton) if button.text() == "Stop")
    stop.click()

    qtbot.waitUntil(lambda: not project.busy, timeout=5_000)


def test_a_project_closes_while_its_folder_hangs(
    qtbot: QtBot, project: OpenProject, show: Callable[[QWidget], QWidget], hanging: Path
) -> None:
    page = SyncPage(project)
    show(page)
    page.share(hanging)
    qtbot.wait(200)

    with qtbot.waitSignal(project.closed, timeout=5_000):
        project.close()
