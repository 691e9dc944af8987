"""Files dropped on the window are looked at, merged by one button, and taken out again by undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.sync.merging import MergeCard
from fieldkit.app.window import MainWindow
from fieldkit.domain import Group, Person
from fieldkit.edits import people
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.app.conftest import unnamed
from tests.making import a_group

Show = Callable[[QWidget], QWidget]


def mailed(store: Store, tmp_path: Path, more: int = 0) -> Path:
    """Return a folder of files that another laptop, Ben's, has sent, with so many people more."""
    folder = tmp_path / "shared"
    folder.mkdir()
    sync(store, folder)
    with join(folder, tmp_path / "ben" / "ben.fieldkit") as other:
        people.sit_down(other, people.add_person(other, "Ben"))
        a_group(other, "Shed Three")
        other.write("Add many", *(Person(name=f"Person {number}") for number in range(more)))
        sync(other, folder)
    return folder


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def shown_in(card: MergeCard) -> list[list[str]]:
    table = card.findChild(QTableWidget)
    assert table
    return [
        [item.text() if (item := table.item(row, at)) else "" for at in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_dropped_files_are_shown_then_merged_and_undone(
    qtbot: QtBot, project: OpenProject, show: Show, tmp_path: Path
):
    folder = mailed(project.store, tmp_path)
    window = MainWindow(project)
    show(window)

    drop(window, folder)
    card = window.findChild(MergeCard)
    assert card
    qtbot.waitUntil(lambda: any(row[1] == "Ben" for row in shown_in(card)))
    assert project.store.find(Group) == []
    qtbot.waitUntil(card._merge.hasFocus)
    qtbot.keyClick(card._merge, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [group.name for group in project.store.find(Group)] == ["Shed Three"])
    qtbot.waitUntil(card._leave.hasFocus)
    assert card._sum.text().endswith("changes were merged. Undo takes it out again.")
    assert (card._leave.text(), card._merge.isVisible()) == ("Close", False)
    window.undo()

    assert project.store.find(Group) == []
    qtbot.waitUntil(lambda: not card.isVisible())


def test_files_may_be_looked_at_again_after_a_merge(
    qtbot: QtBot, project: OpenProject, show: Show, tmp_path: Path
):
    folder = mailed(project.store, tmp_path)
    card = MergeCard(project)
    show(card)
    card.look([folder])
    qtbot.waitUntil(card._merge.hasFocus)
    card.merge()
    qtbot.waitUntil(card._leave.hasFocus)

    card.look([folder])
    qtbot.waitUntil(lambda: len(shown_in(card)) > 0 and not project.busy)

    assert (card._leave.text(), card._merge.isVisible()) == ("Leave it", True)
    a_group(project.store)
    assert card.isVisible()


def test_what_brings_nothing_cannot_be_merged(qtbot: QtBot, project: OpenProject, show: Show, tmp_path: Path):
    folder = tmp_path / "shared"
    folder.mkdir()
    a_group(project.store)
    sync(project.store, folder)
    card = MergeCard(project)
    show(card)

    card.look([folder])
    qtbot.waitUntil(lambda: len(shown_in(card)) > 0 and not project.busy)

    assert not card._merge.isEnabled()
    assert "nothing new" in card._sum.text()


def test_who_stops_a_merge_is_back_where_they_were(
    qtbot: QtBot, project: OpenProject, show: Show, tmp_path: Path
):
    folder = mailed(project.store, tmp_path, more=5_000)
    card = MergeCard(project)
    show(card)
    card.look([folder])
    qtbot.waitUntil(card._merge.hasFocus, timeout=20_000)

    card.merge()
    assert card._leave.text() == "Stop"
    card.leave()

    qtbot.waitUntil(lambda: not card.isVisible())
    assert not project.busy
    assert project.store.find(Group) == []


def test_each_control_has_a_name(qtbot: QtBot, project: OpenProject, show: Show):
    card = MergeCard(project)
    show(card)

    assert unnamed(card) == []
