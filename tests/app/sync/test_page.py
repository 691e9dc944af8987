"""Claims about sharing with the team, with two real laptops and a real folder."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.sync.disputes import disputes
from fieldkit.app.sync.page import SyncPage
from fieldkit.app.sync.settling import DisputeCard
from fieldkit.domain import Group, GroupType
from fieldkit.edits import people
from fieldkit.store import Store
from fieldkit.sync import join, sync

TYPE = GroupType(id="t", name="Food")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def page(project: OpenProject, show) -> SyncPage:
    return show(SyncPage(project))


@pytest.fixture
def other(project: OpenProject, folder: Path, tmp_path: Path) -> Generator[Store]:
    """Return another laptop of the same project, with Bo at it, who wrote apart from us."""
    group = people.add_group(project.store, "Fridge", TYPE)
    sync(project.store, folder)
    with join(folder, tmp_path / "other" / "project.fieldkit") as store:
        people.sit_down(store, people.add_person(store, "Bo"))
        people.save_group(store, store.get(Group, group.id).but(place="Diss"))
        people.save_group(project.store, group.but(place="Norwich"))
        sync(store, folder)
        yield store


def ready(qtbot: QtBot, page: SyncPage) -> None:
    qtbot.waitUntil(lambda: page._task is None and not page._project.busy, timeout=20_000)


def test_a_folder_is_chosen_once_and_synced_with(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path
) -> None:
    people.add_group(project.store, "Fridge", TYPE)
    assert page._body.currentIndex() == 0

    page.share(folder)
    ready(qtbot, page)

    assert page._outcome.text().startswith("Sent: ")
    assert project.settings.shared_folders == {project.store.project_id: str(folder)}
    assert project.store.project_id in project.settings.last_sync
    assert list(folder.glob("journal/*/*.csv"))


def test_what_others_wrote_arrives_by_the_shortcut(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path, other: Store
) -> None:
    people.add_group(other, "Bridge", TYPE)
    sync(other, folder)
    project.remember(project.settings.sharing(project.store.project_id, str(folder)))

    qtbot.keyClick(page, Qt.Key.Key_F5)
    ready(qtbot, page)

    assert {group.name for group in project.store.find(Group)} == {"Fridge", "Bridge"}
    assert "Received: " in page._outcome.text()


def test_what_two_wrote_apart_stands_side_by_side_and_one_is_kept(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path, other: Store
) -> None:
    page.share(folder)
    ready(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.findChildren(DisputeCard)))
    (card,) = page.findChildren(DisputeCard)
    sides = {side.words: (side.who, side.here) for side in card._dispute.sides}
    assert card._dispute.where == "Group “Fridge”: place"
    assert sides == {"Diss": ("Bo", False), "Norwich": ("Amina", True)}

    keep = next(b for b in card.findChildren(QPushButton) if "Diss" in b.accessibleDescription())
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page._apart.isVisible())

    assert [group.place for group in project.store.find(Group)] == ["Diss"]
    assert disputes(project.store) == []


def test_what_came_by_a_folder_that_is_not_known_here_is_shown_and_a_folder_asked_for(
    qtbot: QtBot, page: SyncPage, project: OpenProject, other: Store, folder: Path
) -> None:
    sync(project.store, folder)
    qtbot.waitUntil(lambda: page._body.currentIndex() == 1)

    assert page._where.text() == "None is chosen on this laptop yet."
    assert page._change.text() == "Choose…"
    page.share(folder)
    ready(qtbot, page)
    assert (page._where.text(), page._change.text()) == (str(folder), "Change…")


def test_a_folder_that_is_gone_is_said_and_nothing_is_lost(
    qtbot: QtBot, page: SyncPage, project: OpenProject, tmp_path: Path
) -> None:
    with qtbot.waitSignal(project.faulted) as faulted:
        page.share(tmp_path / "unplugged")

    assert faulted.args[0].hint
    assert page._sync.isEnabled()


def test_an_empty_folder_where_there_was_a_full_one_is_only_used_when_told_so(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path, tmp_path: Path
) -> None:
    people.add_group(project.store, "Fridge", TYPE)
    sync(project.store, folder)
    empty = tmp_path / "empty"
    empty.mkdir()

    with qtbot.waitSignal(project.faulted):
        page.share(empty)
    assert list(empty.iterdir()) == []
    qtbot.mouseClick(page._begin_anew, Qt.MouseButton.LeftButton)
    ready(qtbot, page)

    assert list(empty.glob("journal/*/*.csv"))


def test_a_stopped_sync_says_so(qtbot: QtBot, page: SyncPage, folder: Path) -> None:
    page.share(folder)
    page.cancel()
    ready(qtbot, page)

    assert page._outcome.text().startswith("Stopped.")
