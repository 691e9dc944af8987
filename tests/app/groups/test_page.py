"""Claims about the page of groups."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.app.groups.page import GroupsPage
from fieldkit.app.project import OpenProject
from fieldkit.domain import Group, GroupType
from fieldkit.edits import history, people

TOTS = GroupType(id="GT03", name="Parent and child group", sensitive=True)
FOOD = GroupType(id="GT14", name="Food sharing and mutual aid")


@pytest.fixture
def page(project: OpenProject, show) -> GroupsPage:
    project.store.write("types", TOTS, FOOD)
    return show(GroupsPage(project))


def groups(project: OpenProject) -> list[Group]:
    return sorted(project.store.find(Group), key=lambda group: group.name)


def test_the_first_group_is_added_by_keyboard_alone(
    qtbot: QtBot, page: GroupsPage, project: OpenProject
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page._panel._name, "Tuesday Tots")
    qtbot.keyClick(page._panel._name, Qt.Key.Key_Tab)
    qtbot.keyClicks(page._panel._type, "Parent")
    qtbot.keyClick(page._panel._name, Qt.Key.Key_Return)

    (group,) = groups(project)
    assert (group.name, group.type_id, group.sensitive) == ("Tuesday Tots", "GT03", True)
    assert page._table.current == group


def test_a_group_without_a_name_is_not_added(qtbot: QtBot, page: GroupsPage, project: OpenProject) -> None:
    page.begin()

    with qtbot.waitSignal(project.faulted) as faulted:
        page._panel.add()

    assert faulted.args[0].sentence == "The name is empty."
    assert groups(project) == []


def test_a_group_saves_itself_when_typing_rests(qtbot: QtBot, page: GroupsPage, project: OpenProject) -> None:
    people.add_group(project.store, "Tots", TOTS)
    page._table.selectRow(0)

    with qtbot.waitSignal(project.changed):
        qtbot.keyClicks(page._panel._place, "Norwich")

    assert groups(project)[0].place == "Norwich"


def test_typed_text_is_saved_at_once_when_another_group_is_chosen(
    qtbot: QtBot, page: GroupsPage, project: OpenProject
) -> None:
    people.add_group(project.store, "A", TOTS)
    people.add_group(project.store, "B", TOTS)
    page._table.selectRow(0)
    qtbot.keyClicks(page._panel._assets, "a big kettle")

    page._table.selectRow(1)

    assert [group.assets for group in groups(project)] == ["a big kettle", ""]
    assert page._panel._assets.toPlainText() == ""


def test_the_change_of_somebody_else_shows_but_not_over_what_is_being_typed(
    qtbot: QtBot, page: GroupsPage, project: OpenProject
) -> None:
    group = people.add_group(project.store, "Tots", TOTS)
    page._table.selectRow(0)
    qtbot.keyClicks(page._panel._place, "Nor")

    people.save_group(project.store, group.but(place="Diss", assets="a hall"))

    assert page._panel._assets.toPlainText() == "a hall"
    assert page._panel._place.text() == "Nor"


def test_the_filter_finds_by_type_and_place(qtbot: QtBot, page: GroupsPage, project: OpenProject) -> None:
    people.add_group(project.store, "Tots", TOTS, place="Norwich")
    people.add_group(project.store, "Fridge", FOOD, place="Norwich")

    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page._find, "norwich food")

    assert page._table.records.rowCount() == 1
    assert page._table.records.record(0).name == "Fridge"


def test_undoing_the_only_group_shows_again_how_to_begin(page: GroupsPage, project: OpenProject) -> None:
    people.add_group(project.store, "Tots", TOTS)
    page._table.selectRow(0)

    history.undo(project.store)

    assert page._body.currentIndex() == 0


def test_an_interview_is_wanted_by_button_and_by_enter(
    qtbot: QtBot, page: GroupsPage, project: OpenProject
) -> None:
    group = people.add_group(project.store, "Tots", TOTS)
    page._table.selectRow(0)
    button = next(b for b in page.findChildren(QPushButton) if b.text().startswith("New interview"))

    with qtbot.waitSignal(page.interview_wanted) as by_button:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page._table.setFocus()
    with qtbot.waitSignal(page.interview_wanted) as by_enter:
        qtbot.keyClick(page._table, Qt.Key.Key_Return)

    assert by_button.args == by_enter.args == [group.id]
