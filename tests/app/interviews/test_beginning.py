"""Beginning an interview with a group that is not there yet, and completing one whose questionnaire is not whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.app.fields import Line
from fieldkit.app.groups.page import GroupsPage
from fieldkit.app.interviews.chooser import GroupChooser
from fieldkit.app.interviews.page import InterviewsPage
from fieldkit.app.interviews.room import Room
from fieldkit.app.project import OpenProject
from fieldkit.app.window import MainWindow
from fieldkit.domain import GroupType, Interview
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import consent, interviews, people, surveys
from fieldkit.store import Store
from tests.app.conftest import Show
from tests.forms.tables import form

DAY = date(2026, 11, 3)
NAMED = "| survey | | | | |\n| | type | name | label | required |\n| | text | name | Name | yes |\n"


def test_whoever_is_with_a_new_group_is_led_to_add_it(qtbot: QtBot, project: OpenProject, show: Show) -> None:
    window = show(MainWindow(project))
    assert isinstance(window, MainWindow)
    page = window.go(InterviewsPage)
    assert isinstance(page, InterviewsPage)
    page.new.trigger()
    (chooser,) = page.findChildren(GroupChooser)

    next(b for b in chooser.findChildren(QPushButton) if b.text() == "Another group…").click()

    groups = window.go(GroupsPage)
    name = next(line for line in groups.findChildren(Line) if line.accessibleName() == "Name")
    qtbot.waitUntil(name.hasFocus)
    window.close()


def test_a_complete_interview_says_that_its_questionnaire_is_not(
    project: OpenProject, store: Store, show: Show, tmp_path: Path
) -> None:
    group = people.add_group(store, "Fridge", GroupType(name="Food"))
    interview = interviews.begin(store, group, held_on=DAY)
    surveys.begin(store, interview, surveys.add_form(store, form(tmp_path, NAMED)))
    consent.answer(store, interview, Scope.HOLD, Answer.YES, on=DAY)
    room = show(Room(project, interview.id, []))

    next(b for b in room.findChildren(QPushButton) if b.text() == "Complete").click()

    assert store.get(Interview, interview.id).status == "complete"
    (said,) = (words for words in room.findChildren(QLabel) if words.objectName() == "warn")
    assert said.isVisible()
    assert "questionnaire is not" in said.text()
