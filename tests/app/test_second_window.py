"""Claims about a second window on one project."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldkit.app.groups.page import GroupsPage
from fieldkit.app.main import Front
from fieldkit.app.window import MainWindow
from fieldkit.domain import Group, GroupType
from fieldkit.edits import people
from fieldkit.store import Store


@pytest.fixture
def front(qapp: QApplication, qtbot: QtBot) -> Generator[Front]:
    made = Front(qapp)
    made.begin()
    yield made
    for window in (made.window, made.welcome):
        if window:
            window.close()
            window.deleteLater()


def test_it_opens_to_look_at_with_a_plain_banner_and_saves_nothing(
    qtbot: QtBot, front: Front, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "round.fieldkit", "Norwich round") as first:
        assert first.path
        group = people.add_group(first, "Fridge", GroupType(id="t", name="Food"))
        front.open(first.path)
        qtbot.waitUntil(lambda: front.window is not None and not front.window.project.busy, timeout=20_000)
        window = front.window
        assert window

        words = [told.text() for told in window.banner.findChildren(QLabel)]
        assert window.banner.isVisible()
        assert any("open in another window. Here you can look at it" in text for text in words)
        assert any(told.text() == "Norwich round (only to look at)" for told in window.findChildren(QLabel))
        with qtbot.waitSignal(window.project.faulted):
            window.project.attempt(people.save_group, group.but(place="Ely"))
        window.undo()
        assert first.get(Group, group.id).place == ""
        window.close()


def test_it_shows_what_the_first_wrote_when_somebody_comes_back_to_it_or_with_f5(
    qtbot: QtBot, front: Front, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "round.fieldkit", "Norwich round") as first:
        assert first.path
        kind = GroupType(id="t", name="Food")
        people.add_group(first, "Fridge", kind)
        front.open(first.path)
        qtbot.waitUntil(lambda: front.window is not None and not front.window.project.busy, timeout=20_000)
        window = front.window
        assert window
        window.go(GroupsPage)
        told = " ".join(words.text() for words in window.banner.findChildren(QLabel))
        assert "shows here when you come back, or with F5" in told

        people.add_group(first, "Allotment", kind)
        assert "Allotment" not in names_on(window)
        QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
        assert "Allotment" in names_on(window)

        people.add_group(first, "Choir", kind)
        window.refresh_action.trigger()
        assert "Choir" in names_on(window)
        assert isinstance(window.go(GroupsPage), GroupsPage)
        window.close()


def test_a_window_that_writes_has_nothing_to_refresh(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    with Store.create(tmp_path / "round.fieldkit", "Norwich round") as first:
        people.sit_down(first, people.add_person(first, "Amina"))
    front.open(tmp_path / "round.fieldkit")
    qtbot.waitUntil(lambda: front.window is not None, timeout=20_000)
    window = front.window
    assert window

    assert not window.refresh_action.isVisible()
    assert not window.project.store.written_elsewhere()
    window.close()


def names_on(window: MainWindow) -> list[str]:
    """Return the words of the first column of the list that the page of groups shows."""
    page = window.go(GroupsPage)
    model = page.findChildren(QAbstractItemView)[0].model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]
