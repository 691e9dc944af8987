"""A questionnaire is read beside the window's work, and nothing is lost while it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.domain import GroupType, Interview, Submission
from fieldkit.edits import interviews, people, surveys
from fieldkit.errors import FormError
from fieldkit.forms import Form
from fieldkit.store import Store
from tests.app.conftest import Show
from tests.app.surveys.conftest import Opened, wait_for_filler
from tests.forms.tables import form

WATER = """
| survey   |            |         |         |
|          | type       | name    | label   |
|          | text       | well    | Well?   |
| settings |            |         |         |
|          | form_title | form_id | version |
|          | Water      | water   | 1       |
"""
FOOD = WATER.replace("Water      | water  ", "Food       | food   ")


@pytest.fixture
def interview(store: Store, tmp_path: Path) -> Interview:
    surveys.add_form(store, form(tmp_path, WATER))
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


class Slow:
    """A disk that lets a questionnaire be read only when it is told to, and fails where it is told so."""

    def __init__(self, read: Callable[..., Form]) -> None:
        self._read = read
        self.broken = ""
        self.on = threading.Event()
        self.threads: list[threading.Thread] = []

    def __call__(self, *told: object) -> Form:
        self.threads.append(threading.current_thread())
        assert self.on.wait(10)
        if self.broken:
            raise FormError(self.broken, "Update fieldkit.")
        return self._read(*told)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(surveys.read_form)
    monkeypatch.setattr(surveys, "read_form", made)
    yield made
    made.on.set()


@pytest.fixture
def section(project: OpenProject, interview: Interview, show: Show, slow: Slow) -> QuestionnaireSection:
    made = QuestionnaireSection(project, interview.id)
    show(made)
    return made


def said(section: QuestionnaireSection) -> list[str]:
    return [shown.text() for shown in section.findChildren(QLabel) if shown.isVisible() and shown.text()]


def test_the_window_says_what_it_waits_for_and_hands_the_keys_on(
    section: QuestionnaireSection, slow: Slow, store: Store, qtbot: QtBot
) -> None:
    section.setFocus()
    qtbot.waitUntil(lambda: said(section) == ["Opening “Water”…"])
    QTest.keyClicks(section, "the ")

    slow.on.set()
    wait_for_filler(section, qtbot)

    assert threading.main_thread() not in slow.threads
    assert section._filler is not None
    assert section._filler._sheet.here == "/well"
    QTest.keyClicks(QApplication.focusWidget(), "old one")
    section.hide()
    (submission,) = store.find(Submission)
    assert store.answers(submission.id)["/well"] == "the old one"


def test_closing_while_it_is_read_waits_for_it_and_shows_nothing(
    section: QuestionnaireSection, slow: Slow, project: OpenProject
) -> None:
    slow.on.set()

    project.close()
    QApplication.processEvents()

    assert section._filler is None


def test_leaving_the_interview_while_it_is_read_is_no_fault(
    project: OpenProject, interview: Interview, show: Show, slow: Slow, qtbot: QtBot
) -> None:
    made = QuestionnaireSection(project, interview.id)
    show(made)
    made.close()
    made.deleteLater()

    slow.on.set()

    qtbot.waitUntil(lambda: not project.busy)


def test_what_another_laptop_answers_while_it_is_read_is_there(
    section: QuestionnaireSection, slow: Slow, store: Store, interview: Interview, qtbot: QtBot
) -> None:
    (survey_form,) = store.find(surveys.SurveyForm)
    submission = surveys.begin(store, interview, survey_form)
    surveys.answer(store, submission, {"/well": "from elsewhere"})

    slow.on.set()
    wait_for_filler(section, qtbot)

    assert section._filler is not None
    assert section._filler._ask("/well").value == "from elsewhere"


def test_of_two_that_are_chosen_in_turn_the_last_is_shown(
    section: QuestionnaireSection, slow: Slow, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    food = surveys.add_form(store, form(tmp_path, FOOD))
    section._show_form(food.id)

    slow.on.set()
    wait_for_filler(section, qtbot)
    qtbot.waitUntil(lambda: len(slow.threads) == 2)

    assert section._filler is not None
    assert section._filler._form.form_id == "food"
    assert section._chooser.value == food.id


def test_one_that_cannot_be_read_leaves_what_was_there(
    project: OpenProject, store: Store, interview: Interview, tmp_path: Path, opened: Opened, qtbot: QtBot,
    slow: Slow,
) -> None:  # fmt: skip
    slow.on.set()
    section = opened(interview)
    before, shown = section._filler, section._chooser.value
    food = surveys.add_form(store, form(tmp_path, FOOD))
    slow.broken = "This questionnaire was made by a newer fieldkit."

    with qtbot.waitSignal(project.faulted) as told:
        section._show_form(food.id)
        assert before is not None
        assert not before.isVisible()

    assert "newer" in str(told.args[0])
    assert section._filler is before
    assert before.isVisible()
    assert section._chooser.value == shown
