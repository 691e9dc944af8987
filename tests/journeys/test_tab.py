"""By Tab alone everything is reached: from top to bottom, each stop with a name, none of them empty."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.interviews.room import Room
from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.app.window import PAGES, AnyPage, MainWindow
from fieldkit.domain import GroupType, Interview
from fieldkit.edits import interviews, people, projects
from fieldkit.store import Store

_MOST = 80


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[MainWindow]:
    """Return the window of a new project with one interview, on the screen of a small laptop."""
    monkeypatch.setenv("FIELDKIT_CONFIG", str(tmp_path / "config"))
    store = Store.create(tmp_path / "Rooms.fieldkit", "Rooms")
    projects.begin(store)
    people.sit_down(store, people.add_person(store, "Amina"))
    group = people.add_group(store, "Fridge", store.find(GroupType)[0])
    interviews.begin(store, group, held_on=date(2026, 11, 3))
    shown = MainWindow(OpenProject(store))
    shown.resize(1366, 768)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    yield shown
    shown.close()
    shown.deleteLater()


def stops(window: QWidget) -> list[QWidget]:
    """Return where Tab stops, from where the hands are and once around."""
    found: list[QWidget] = []
    for _ in range(_MOST):
        here = QApplication.focusWidget()
        assert here is not None
        if here in found:
            return found
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not come around")


def named(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    assert told is not None
    return told.text(QAccessible.Text.Name)


@pytest.mark.parametrize("kind", PAGES)
def test_each_stop_of_a_page_has_a_name_and_something_to_do(window: MainWindow, kind: AnyPage) -> None:
    window.go(kind)
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + PAGES.index(kind)), Qt.KeyboardModifier.ControlModifier)

    found = stops(window)

    assert len(found) > 2
    assert [type(stop).__name__ for stop in found if not named(stop)] == []
    assert not [stop for stop in found if type(stop) is QScrollArea or not stop.isVisible()]


def test_what_comes_next_is_reached_before_what_stands_under_it(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    heights = [stop.mapTo(window, QPoint(0, 0)).y() for stop in stops(window)[1:]]

    assert heights == sorted(heights)
    assert len(heights) > 1


@pytest.mark.parametrize("section", range(5))
def test_each_stop_of_an_interview_has_a_name(window: MainWindow, qtbot: QtBot, section: int) -> None:
    (interview,) = window.project.store.find(Interview)
    window.open_interview(interview.id)
    (room,) = window.findChildren(Room)

    room.go_to(section)
    qtbot.waitUntil(lambda: not window.project.busy)

    found = stops(window)
    assert [type(stop).__name__ for stop in found if not named(stop)] == []
    assert not [stop for stop in found if type(stop) in (QScrollArea, QAbstractScrollArea)]


def test_after_the_last_question_comes_the_way_to_the_next_page(window: MainWindow, qtbot: QtBot) -> None:
    (interview,) = window.project.store.find(Interview)
    window.open_interview(interview.id)
    (room,) = window.findChildren(Room)
    room.go_to(1)
    (questionnaire,) = window.findChildren(QuestionnaireSection)
    qtbot.waitUntil(lambda: not window.project.busy)
    leading = next(b for b in questionnaire.findChildren(QPushButton) if b.text().startswith("Next: "))
    QTest.qWait(100)  # rows out of sight are made once nobody waits

    found = stops(window)

    rows = [stop for stop in found[: found.index(leading)] if questionnaire.isAncestorOf(stop)]
    assert len(rows) > 5
    assert found[0] is rows[0]
