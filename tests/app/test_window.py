"""Claims about the window of an open project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.groups.page import GroupsPage
from fieldkit.app.interviews.page import InterviewsPage
from fieldkit.app.overview.page import OverviewPage
from fieldkit.app.project import OpenProject
from fieldkit.app.rooms import SECTIONS
from fieldkit.app.sync.page import SyncPage
from fieldkit.app.window import PAGES, MainWindow
from fieldkit.domain import Group, GroupType, Interview, Person
from fieldkit.edits import people, projects
from fieldkit.errors import FieldkitError
from fieldkit.settings import Settings
from tests.app.conftest import unnamed

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def project(store):
    return OpenProject(store, Settings(person="Amina"))  # the window closes it


@pytest.fixture
def window(qtbot: QtBot, project: OpenProject, show) -> MainWindow:
    people.add_group(project.store, "Tuesday Tots", GroupType(id="t"))
    return show(MainWindow(project))


def test_every_page_is_reached_by_its_number(qtbot: QtBot, window: MainWindow) -> None:
    for at, kind in enumerate(PAGES):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + at), CTRL)

        assert isinstance(window._stack.currentWidget(), kind)


def test_arrows_in_the_sidebar_turn_the_pages(qtbot: QtBot, window: MainWindow) -> None:
    window._nav.setFocus()

    qtbot.keyClick(window._nav, Qt.Key.Key_Down)

    assert isinstance(window._stack.currentWidget(), GroupsPage)


def test_a_page_is_built_when_it_is_first_shown_and_once(window: MainWindow) -> None:
    assert list(window._pages) == [0]

    page = window.go(GroupsPage)
    window.go(OverviewPage)

    assert window.go(GroupsPage) is page


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.__name__)
def test_everything_that_can_be_operated_has_a_name(qtbot: QtBot, window: MainWindow, kind) -> None:
    window.go(kind)
    qtbot.waitUntil(lambda: not window.project.busy)

    assert unnamed(window) == []


def test_everything_in_an_interview_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    (group,) = window.project.store.find(Group)
    projects.begin(window.project.store)
    window.begin_interview(group.id)
    tabs = window.findChild(QTabWidget)

    without_name: list[str] = []
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        qtbot.waitUntil(lambda: not window.project.busy)
        without_name += unnamed(window)

    assert tabs.count() == len(SECTIONS)
    assert without_name == []


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.__name__)
def test_every_page_fits_a_small_laptop(window: MainWindow, kind) -> None:
    window.go(kind)

    least = window.minimumSizeHint()

    assert (least.width() <= 1200, least.height() <= 660) == (True, True), least


def test_undo_takes_back_the_last_deed_and_says_which(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)

    assert window.project.store.find(Group) == []
    assert "Undone: Add a group" in said(window)

    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)

    assert [group.name for group in window.project.store.find(Group)] == ["Tuesday Tots"]
    assert "Done again: Add a group" in said(window)


def test_what_is_large_is_taken_back_and_done_again_beside_the_windows_work(
    qtbot: QtBot, window: MainWindow
) -> None:
    store = window.project.store
    before = store.find(Person)
    store.write("Add many", *(Person(name=f"Person {n}") for n in range(400)))

    window.undo()
    assert "Taking it back…" in said(window)
    window.undo()  # waits for nobody, and takes nothing else back
    qtbot.waitUntil(lambda: "Undone: Add many" in said(window), timeout=20_000)
    undone = store.find(Person)
    window.redo()
    qtbot.waitUntil(lambda: "Done again: Add many" in said(window), timeout=20_000)

    assert undone == before
    assert len(store.find(Person)) == len(before) + 400


def test_the_menu_names_what_would_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    window.name_deeds()
    assert window.undo_action.text() == "&Undo: Add a group"
    assert window.redo_action.text() == "&Redo"

    window.undo()
    window.name_deeds()

    assert window.redo_action.text() == "&Redo: Add a group"


def said(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_a_deed_is_said_to_be_saved(window: MainWindow) -> None:
    people.add_person(window.project.store, "Bo")

    assert "Saved on this laptop at" in said(window)
    assert "Amina" in said(window)


def test_what_a_person_can_mend_shows_in_the_banner(window: MainWindow) -> None:
    def full(_store: object) -> None:
        raise FieldkitError("The disk is full.")

    window.project.attempt(full)

    assert window.banner.isVisible()


def test_an_interview_begins_from_its_group(qtbot: QtBot, window: MainWindow) -> None:
    (group,) = window.project.store.find(Group)

    page = window.go(GroupsPage)
    assert isinstance(page, GroupsPage)
    page.interview_wanted.emit(group.id)

    assert isinstance(window._stack.currentWidget(), InterviewsPage)
    assert [i.group_id for i in window.project.store.find(Interview)] == [group.id]


def test_the_overview_leads_to_the_next_step(qtbot: QtBot, window: MainWindow) -> None:
    page = window.go(OverviewPage)
    assert isinstance(page, OverviewPage)

    page.page_wanted.emit("sync")

    assert isinstance(window._stack.currentWidget(), SyncPage)


def test_closing_lets_go_of_the_file(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()

    assert window.project.store.path
    with type(window.project.store).open(window.project.store.path) as again:
        assert len(again.find(Group)) == 1


def test_it_mirrors_for_who_reads_from_right_to_left(qapp, qtbot: QtBot, window: MainWindow) -> None:
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: window._nav.mapTo(window, window._nav.rect().topLeft()).x() > window.width() / 2)
