"""The questionnaire as a whole: languages, versions, files, the end of it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton

from fieldkit.app.fields import Line
from fieldkit.app.surveys.languages import direction
from fieldkit.domain import Attachment, GroupType, Submission
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import consent, history, interviews, people, surveys
from tests.app.conftest import unnamed
from tests.app.surveys.conftest import wait_for_filler
from tests.app.surveys.everything import everything
from tests.forms.tables import form

SPOKEN = """
| survey |               |        |                   |                      |                    |
|        | type          | name   | label::English (en) | label::العربية (ar) | required |
|        | begin_group   | water  | Water             | ماء                  |          |
|        | text          | source | Where from?       | من أين؟              | yes      |
|        | begin_repeat  | person | Person            | شخص                  |          |
|        | text          | role   | Role              | دور                  |          |
|        | end_repeat    |        |                   |                      |          |
|        | end_group     |        |                   |                      |          |
| settings |             |        |                   |                      |                    |
|        | form_title    | form_id | version          | default_language     |                    |
|        | Water         | water   | 1                | English (en)         |                    |
"""

COUNTED = """
| survey |         |        |             |             |
|        | type    | name   | label       | calculation |
|        | integer | adults | How many?   |             |
|        | integer | chairs | How many chairs? | ${adults} * 2 |
"""


@pytest.fixture
def interview(store):
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


@pytest.fixture
def section(store, interview, tmp_path, opened):
    surveys.add_form(store, form(tmp_path, SPOKEN))
    return opened(interview)


def kept(store) -> dict[str, str]:
    (submission,) = store.find(Submission)
    return store.answers(submission.id)


def button(widget, name: str) -> QPushButton:
    return next(
        b
        for b in widget.findChildren(QPushButton)
        if name in (b.text(), b.accessibleName()) and b.isVisible()
    )


def test_what_is_typed_survives_a_change_of_language_and_the_page_turns_round(section, store, qtbot):
    filler = section._filler
    filler._sheet.lead_to("/water/source")
    qtbot.keyClicks(QApplication.focusWidget(), "A well")

    filler._speak("العربية (ar)")

    assert kept(store)["/water/source"] == "A well"
    assert filler.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert filler._sheet.here == "/water/source"
    assert filler._sheet.questions()[0]._words.text().startswith("من أين؟")


@pytest.mark.parametrize(
    ("language", "side"),
    [
        ("Arabic (ar)", Qt.LayoutDirection.RightToLeft),
        ("Hebrew (he)", Qt.LayoutDirection.RightToLeft),
        ("Dari (fa-AF)", Qt.LayoutDirection.RightToLeft),
        ("Urdu (ur)", Qt.LayoutDirection.RightToLeft),
        ("French (fr)", Qt.LayoutDirection.LeftToRight),
        ("العربية", Qt.LayoutDirection.LeftToRight),
    ],
)
def test_the_tag_of_a_language_says_from_which_side_it_runs(tmp_path, language, side):
    latin = "| survey | | | |\n| | type | name | label |\n| | text | a | Where? |"

    assert direction(form(tmp_path, latin), language) == side


def test_without_a_tag_the_first_words_say_it(tmp_path):
    arabic = "| survey | | | |\n| | type | name | label::arabic |\n| | text | a | من أين؟ |"

    assert direction(form(tmp_path, arabic), "arabic") == Qt.LayoutDirection.RightToLeft


def press(filler, qtbot, name: str) -> None:
    """Scroll to a button and click on it."""
    qtbot.waitUntil(lambda: filler._sheet.whole)
    wanted = button(filler, name)
    filler._sheet.ensureWidgetVisible(wanted)
    QApplication.processEvents()
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)


def test_instances_change_places_by_their_buttons(section, store, qtbot):
    filler = section._filler
    assert filler._response.instances("/water/person")
    filler._sheet.lead_to("/water/person[00000001]")
    for role in ("Baker", "Smith"):
        if role == "Smith":
            press(filler, qtbot, "Add another: Person")
        qtbot.keyClicks(QApplication.focusWidget(), role)
        filler._sheet.save()

    press(filler, qtbot, "Move down: Person")

    paths = filler._response.instances("/water/person")
    assert [kept(store)[f"{path}/role"] for path in paths] == ["Smith", "Baker"]


def test_what_is_missing_leads_to_its_question_and_then_the_form_is_finished(section, store, qtbot):
    filler = section._filler
    button(filler, "Check the answers").click()

    assert filler._faults._list.model().rowCount() == 1
    filler._faults._list.setFocus()
    qtbot.keyClick(filler._faults._list, Qt.Key.Key_Return)
    assert filler._sheet.here == "/water/source"

    qtbot.keyClicks(QApplication.focusWidget(), "A well")
    filler._sheet.save()
    button(filler, "Finish the questionnaire").click()
    assert store.find(Submission)[0].finished

    former = store.find(Submission)[0].instance_id
    filler._answer("/water/source", "A tap", False)
    assert not store.find(Submission)[0].finished
    assert kept(store)["/meta/deprecatedID"] == former


def test_a_finished_questionnaire_is_not_read_anew_under_the_hands_of_who_edits_it(
    store, interview, tmp_path, opened
):
    surveys.add_form(store, form(tmp_path, COUNTED))
    section = opened(interview)
    filler = section._filler
    filler._answer("/adults", "2", False)
    filler._finish()
    assert store.find(Submission)[0].finished

    filler._answer("/chairs", "7", False)

    assert kept(store)["/chairs"] == filler._response.answers()["/chairs"] == "7"
    assert kept(store)["/meta/deprecatedID"] == filler._response.deprecated_id


def test_completing_the_interview_finishes_its_questionnaire(section, store, interview):
    section._filler._answer("/water/source", "A well", False)
    consent.answer(store, interview, Scope.HOLD, Answer.YES, on=date(2026, 11, 3))

    interviews.complete(store, interview)

    assert store.find(Submission)[0].finished


def test_a_draft_goes_on_with_a_newer_version_and_shows_what_that_does_not_ask(
    section, store, project, tmp_path, qtbot
):
    section._filler._answer("/water/source", "A well", False)
    newer = SPOKEN.replace("| source |", "| origin |").replace("| 1   ", "| 2   ")
    surveys.add_form(store, form(tmp_path, newer))
    section._show_form(section._chooser.value)
    wait_for_filler(section, qtbot)

    qtbot.mouseClick(button(section, "Go on with version 2"), Qt.MouseButton.LeftButton)
    wait_for_filler(section, qtbot)

    assert "1 answer" in section._filler._kept._fold.text()
    section._filler._kept._fold.click()
    assert section._filler._kept._words.text() == "water › source: A well"
    assert kept(store)["/water/source"] == "A well"


def test_a_file_is_kept_in_one_step_with_its_answer_and_goes_with_it(store, interview, tmp_path, opened):
    surveys.add_form(store, everything(tmp_path))
    section = opened(interview)
    filler = section._filler
    filler.lead_to("/g5/photo")
    row = next(row for row in filler._sheet.questions() if row.path == "/g5/photo")
    picture = QImage(30, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        picture.setPixelColor(0, 0, Qt.GlobalColor.blue if name == "first" else Qt.GlobalColor.green)
        picture.save(str(tmp_path / name / "well.png"))

    row._answer.take(tmp_path / "first" / "well.png")
    assert kept(store)["/g5/photo"] == "well.png"
    assert not row._answer._picture.pixmap().isNull()

    row._answer.take(tmp_path / "second" / "well.png")
    assert kept(store)["/g5/photo"].startswith("well-")
    assert [file.name for file in store.find(Attachment)] == [kept(store)["/g5/photo"]]

    history.undo(store)
    assert [file.name for file in store.find(Attachment)] == ["well.png"] == [kept(store)["/g5/photo"]]

    row._answer._take_out()
    assert store.find(Attachment) == []


def test_walking_through_every_kind_of_question_opens_no_other_window(store, interview, tmp_path, opened):
    surveys.add_form(store, everything(tmp_path))
    section = opened(interview)

    for at in range(len(section._filler._pages)):
        section._filler._go_to(at)
        QApplication.processEvents()
        assert section.isActiveWindow()
        assert section._filler._sheet.here
        assert unnamed(section) == []


def test_a_hint_too_long_for_its_line_is_told_in_brief_and_by_the_pointer(show):
    line = show(Line())
    line.show_hint("A whole number, such as 12", "12")
    line.setFixedWidth(400)
    assert (line.placeholderText(), line.toolTip()) == ("A whole number, such as 12", "")

    line.setFixedWidth(90)

    assert (line.placeholderText(), line.toolTip()) == ("12", "A whole number, such as 12")


def test_questions_stand_side_by_side_where_the_form_says_so(store, interview, tmp_path, opened):
    surveys.add_form(store, everything(tmp_path))
    section = opened(interview)
    filler = section._filler
    filler.lead_to("/grid/street")
    QApplication.processEvents()

    street, number, town, country = filler._sheet.questions()

    assert street.y() == number.y() < town.y() == country.y()
    assert street.width() > 2 * number.width()
    assert abs(town.width() - country.width()) <= 2
