"""Claims about the first page."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.overview.page import OverviewPage
from fieldkit.app.project import OpenProject
from fieldkit.domain import GroupType
from fieldkit.edits import interviews, people


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_it_counts_what_is_there_and_follows_what_happens(project: OpenProject, show) -> None:
    page = show(OverviewPage(project))
    assert said(page).count("0") == 5

    group = people.add_group(project.store, "Tots", GroupType(id="t"))
    people.add_group(project.store, "Fridge", GroupType(id="t"))
    interviews.begin(project.store, group, held_on=date(2026, 9, 14))

    numbers = [text for text in said(page) if text.isdigit()]
    assert numbers == ["2", "1", "1", "0", "0"]


def test_a_steps_button_says_where_it_leads(qtbot: QtBot, project: OpenProject, show) -> None:
    page = show(OverviewPage(project))
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "Go to groups")

    with qtbot.waitSignal(page.page_wanted) as wanted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert wanted.args == ["groups"]


def test_an_interview_is_opened_with_enter(qtbot: QtBot, project: OpenProject, show) -> None:
    group = people.add_group(project.store, "Tots", GroupType(id="t"))
    visit = interviews.begin(project.store, group, held_on=date(2026, 9, 14))
    page = show(OverviewPage(project))
    page._visits.selectRow(0)
    page._visits.setFocus()

    with qtbot.waitSignal(page.interview_wanted) as wanted:
        qtbot.keyClick(page._visits, Qt.Key.Key_Return)

    assert wanted.args == [visit.id]
