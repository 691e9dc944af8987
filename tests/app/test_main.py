"""Claims about the way from the first click to the open project."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldkit import settings
from fieldkit.app.main import Front
from fieldkit.app.welcome import Welcome
from fieldkit.domain import Person
from fieldkit.edits import people
from fieldkit.settings import Settings
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.app.conftest import unnamed

HEAVY = (
    "pandas",
    "numpy",
    "reportlab",
    "openpyxl",
    "pyxform",
    "pypdfium2",
    "fieldkit.analysis",
    "fieldkit.report",
)
FIRST = f"""
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from fieldkit.app.main import Front
front = Front(app)
front.begin()
front.welcome.grab()
loaded = [name for name in {(*HEAVY, "sqlmodel", "sqlalchemy", "pydantic", "typer")!r} if name in sys.modules]
assert not loaded, loaded
import fieldkit.app.window
loaded = [name for name in {HEAVY!r} if name in sys.modules]
assert not loaded, loaded
"""


@pytest.fixture
def front(qapp: QApplication, qtbot: QtBot, tmp_path: Path):
    settings.save(Settings(projects_folder=str(tmp_path / "projects")))
    made = Front(qapp)
    made.begin()
    yield made
    for window in (made.window, made.welcome):
        if window:
            window.close()
            window.deleteLater()
    made.deleteLater()


def named(front: Front, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(
        lambda: front.window is not None or front.welcome._stack.currentIndex() == 2, timeout=30_000
    )
    front.welcome.person.clear()
    qtbot.keyClicks(front.welcome.person, name)
    qtbot.keyClick(front.welcome.person, Qt.Key.Key_Return)


def test_the_first_paint_needs_nothing_but_qt_and_no_heavy_library_comes_with_the_window(
    tmp_path: Path,
) -> None:
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FIELDKIT_CONFIG": str(tmp_path)}

    run = subprocess.run(
        [sys.executable, "-c", FIRST],
        env=surroundings,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr


def test_a_new_project_takes_its_name_and_who_you_are(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    qtbot.keyClicks(front.welcome.name, "Reading/rooms?")
    assert "Reading rooms.fieldkit" in front.welcome._where.text()
    qtbot.keyClick(front.welcome.name, Qt.Key.Key_Return)
    named(front, qtbot, "Amina")

    assert front.window
    store = front.window.project.store
    assert store.path == tmp_path / "projects" / "Reading rooms.fieldkit"
    assert store.project.name == "Reading/rooms?"
    assert store.get(Person, store.person).name == "Amina"
    assert settings.load().recent == (str(store.path),)


def test_the_second_project_does_not_ask_again_who_you_are(qtbot: QtBot, front: Front) -> None:
    front.settings = Settings(person="Amina", projects_folder=front.settings.projects_folder)

    qtbot.keyClicks(front.welcome.name, "Second")
    qtbot.keyClick(front.welcome.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.window is not None, timeout=30_000)

    store = front.window.project.store
    assert store.get(Person, store.person).name == "Amina"


def test_a_shared_folder_is_joined_as_one_of_its_people(
    qtbot: QtBot, front: Front, tmp_path: Path, store: Store
) -> None:
    folder = tmp_path / "Shared round"
    folder.mkdir()
    people.add_person(store, "Bo")
    sync(store, folder)

    front.welcome.join(folder)
    qtbot.waitUntil(lambda: front.welcome._stack.currentIndex() == 2, timeout=30_000)
    bo = next(b for b in front.welcome.findChildren(QPushButton) if b.text() == "Bo")
    qtbot.mouseClick(bo, Qt.MouseButton.LeftButton)

    joined = front.window.project.store
    assert joined.project_id == store.project_id
    assert [p.name for p in joined.find(Person, id=joined.person)] == ["Bo"]
    assert len(joined.find(Person)) == 2


def test_joining_can_be_stopped_and_leaves_nothing_behind(
    qtbot: QtBot, front: Front, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Shared round"
    folder.mkdir()
    people.add_person(store, "Bo")
    sync(store, folder)
    pressed = threading.Event()
    fill = Store.fill

    def slow(*args: object) -> int:
        pressed.wait(20)
        return fill(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "fill", slow)
    front.welcome.join(folder)
    stop = next(b for b in front.welcome.findChildren(QPushButton) if b.text() == "Stop")
    assert stop.isVisible()
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not stop.isEnabled()
    pressed.set()
    qtbot.waitUntil(lambda: front.welcome._stack.currentIndex() == 0, timeout=20_000)

    assert list((tmp_path / "projects").iterdir()) == []
    assert not front.welcome.banner.isVisible()
    front.welcome.join(folder)
    qtbot.waitUntil(lambda: front.welcome._stack.currentIndex() == 2, timeout=30_000)


def test_what_is_opened_cannot_be_stopped_for_it_is_there_already(
    qtbot: QtBot, front: Front, tmp_path: Path
) -> None:
    Store.create(tmp_path / "Known.fieldkit", "Known").close()
    front.open(tmp_path / "Known.fieldkit")
    stop = next(b for b in front.welcome.findChildren(QPushButton) if b.text() == "Stop")

    assert not stop.isVisible()
    qtbot.waitUntil(lambda: front.welcome._stack.currentIndex() == 2, timeout=30_000)


def test_what_cannot_be_opened_is_said_on_the_first_view(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    front.open(tmp_path / "gone.fieldkit")
    qtbot.waitUntil(front.welcome.banner.isVisible, timeout=10_000)

    assert front.welcome._stack.currentIndex() == 0


def test_a_known_project_is_one_click_away_and_another_can_be_chosen_from_it(
    qtbot: QtBot, qapp: QApplication, front: Front, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "Known.fieldkit", "Known") as store:
        people.sit_down(store, people.add_person(store, "Amina"))
    front.welcome.close()
    front.welcome.deleteLater()
    front.settings = front.settings.opened(tmp_path / "Known.fieldkit")
    front.begin()
    known = next(b for b in front.welcome.findChildren(QPushButton) if b.accessibleName() == "Open Known")

    qtbot.mouseClick(known, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: front.window is not None, timeout=10_000)
    assert front.welcome is None
    front.window.switched.emit()

    assert front.window is None
    assert front.welcome.isVisible()
    with Store.open(tmp_path / "Known.fieldkit"):
        pass  # the window has let go of it


def test_the_proposed_file_never_overwrites_another(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Tots.fieldkit").write_bytes(b"")
    welcome = Welcome(Settings(projects_folder=str(tmp_path)))
    qtbot.addWidget(welcome)

    qtbot.keyClicks(welcome.name, "Tots")

    assert welcome._proposed() == tmp_path / "Tots 2.fieldkit"


def test_everything_on_the_first_views_has_a_name(qtbot: QtBot, show) -> None:
    welcome = show(Welcome(Settings()))
    assert unnamed(welcome) == []

    welcome.ask_who([("a", "Ash")], "Bo")

    assert unnamed(welcome) == []
