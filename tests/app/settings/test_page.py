"""Claims about the settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldkit import settings
from fieldkit.app.project import OpenProject
from fieldkit.app.settings.page import SettingsPage
from fieldkit.domain import Person
from fieldkit.edits import people


@pytest.fixture
def page(project: OpenProject, show) -> SettingsPage:
    people.add_person(project.store, "Bo")
    return show(SettingsPage(project))


def test_the_projects_purpose_saves_itself(qtbot: QtBot, page: SettingsPage, project: OpenProject) -> None:
    with qtbot.waitSignal(project.changed):
        qtbot.keyClicks(page._fields["purpose"], "Find out what stands in the way")

    assert project.store.project.purpose == "Find out what stands in the way"
    assert project.store.project.name == "Reading rooms"


def test_what_is_still_being_typed_is_saved_when_the_project_closes(
    qtbot: QtBot, page: SettingsPage, project: OpenProject
) -> None:
    qtbot.keyClicks(page._fields["asked_by"], "The Tenpenny Trust")

    project.end_typing()

    assert project.store.project.asked_by == "The Tenpenny Trust"


def test_somebody_else_sits_down(qtbot: QtBot, page: SettingsPage, project: OpenProject) -> None:
    page._person.setFocus()
    qtbot.keyClicks(page._person, "Bo")
    with qtbot.waitSignal(project.settings_changed):
        qtbot.keyClick(page._person, Qt.Key.Key_Space)
        qtbot.keyClick(page._person.view(), Qt.Key.Key_Return)

    assert project.store.get(Person, project.store.person).name == "Bo"
    assert settings.load().person == "Bo"


def test_dark_is_chosen_and_remembered(qtbot: QtBot, page: SettingsPage, project: OpenProject) -> None:
    page._look.setCurrentIndex(page._look.findData("dark"))
    with qtbot.waitSignal(project.settings_changed):
        page._look.activated.emit(page._look.currentIndex())

    assert settings.load().look == "dark"


def test_somebody_new_sits_down_at_the_laptop(qtbot, project, store, show):
    page = show(SettingsPage(project))

    qtbot.keyClicks(page._other, "Bo")
    qtbot.keyClick(page._other, Qt.Key.Key_Return)

    assert store.get(Person, store.person).name == "Bo"
    assert page._person.currentText() == "Bo"
    assert page._other.text() == ""
