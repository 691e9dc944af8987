"""Places that a form would have a phone note by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from fieldkit.app.fields import Line
from fieldkit.app.surveys.filler import Filler
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.domain import GroupType, Submission
from fieldkit.edits import filling, interviews, people, surveys
from fieldkit.store import Store
from tests.app.surveys.conftest import Opened
from tests.forms.tables import form

NOTED = """
| survey |                     |        |        |         |
|        | type                | name   | label  | trigger |
|        | start-geopoint      | began  |        |         |
|        | text                | well   | Well?  |         |
|        | background-geopoint | at_well |       | ${well} |
"""


@pytest.fixture
def section(store: Store, tmp_path: Path, opened: Opened) -> QuestionnaireSection:
    surveys.add_form(store, form(tmp_path, NOTED))
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    return opened(interview)


@pytest.fixture
def filler(section: QuestionnaireSection) -> Filler:
    assert section._filler
    return section._filler


def test_a_place_that_nobody_gave_is_told_and_stops_nobody(filler: Filler, store: Store) -> None:
    box = filler._placed
    assert box.isVisible()
    assert box._fold.text() == "▸ Where this was asked: 1 place was not given"
    assert not box._inside.isVisible()

    filler._answer("/well", "the old one", False)

    assert box._fold.text() == "▸ Where this was asked: 2 places were not given"
    assert filler._response.faults() == []
    (submission,) = store.find(Submission)
    filling.finish(store, submission, filler._response)


def test_a_place_is_given_at_any_time_and_shown_as_it_was_understood(filler: Filler, store: Store) -> None:
    filler._answer("/well", "the old one", False)
    filler._placed._fold.click()
    first, second = (answer.findChildren(Line)[0] for answer in filler._placed._answers.values())
    assert second.accessibleName() == "at well"

    QTest.keyClicks(first, "51°30'N 0°7'W")
    filler._placed.save()

    (submission,) = store.find(Submission)
    assert store.answers(submission.id)["/began"].startswith("51.5 -0.11")
    assert any("° north" in said.text() for said in filler._placed.findChildren(QLabel))
    assert filler._placed._fold.text() == "▾ Where this was asked: 1 place was not given"


def test_by_keyboard_the_box_leads_into_itself(filler: Filler) -> None:
    fold = filler._placed._fold
    fold.setFocus()

    QTest.keyClick(fold, Qt.Key.Key_Return)

    (line,) = (answer.findChildren(Line)[0] for answer in filler._placed._answers.values())
    assert QApplication.focusWidget() is line
    assert fold.accessibleName() == "Where this was asked: 1 place was not given"
    fold.setFocus()
    QTest.keyClick(fold, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is line


def test_a_form_that_notes_no_place_shows_no_box(store: Store, tmp_path: Path, opened: Opened) -> None:
    surveys.add_form(store, form(tmp_path, "| survey |\n| | type | name | label |\n| | text | a | A |"))
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    section = opened(interview)

    assert section._filler
    assert not section._filler._placed.isVisible()
