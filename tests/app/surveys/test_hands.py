"""A questionnaire by keyboard alone: the hands are always somewhere, and Enter does what a person expects of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from fieldkit.app.surveys.filler import Filler
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.domain import GroupType
from fieldkit.edits import interviews, people, surveys
from fieldkit.store import Store
from tests.app.surveys.conftest import Opened
from tests.forms.tables import form

ROUND = """
| survey |                    |         |           |          |              |              |
|        | type               | name    | label     | readonly | constraint   | appearance   |
|        | begin_group        | g       | About     |          |              |              |
|        | begin_group        | inner   | Inner     |          |              |              |
|        | text               | who     | Who?      |          |              |              |
|        | end_group          |         |           |          |              |              |
|        | select_one yn      | known   | Known?    | true()   |              |              |
|        | datetime           | cut     | Last cut? |          |              |              |
|        | text               | more    | More?     |          |              | multiline    |
|        | end_group          |         |           |          |              |              |
|        | begin_group        | ages    | Ages      |          |              |              |
|        | integer            | age     | Age?      |          | . < 120      |              |
|        | end_group          |         |           |          |              |              |
|        | begin_repeat       | member  | Member    |          |              |              |
|        | text               | name    | Name?     |          |              |              |
|        | end_repeat         |         |           |          |              |              |
|        | begin_group        | last    | Last      |          |              |              |
|        | note               | bye     | Thanks    |          |              |              |
|        | end_group          |         |           |          |              |              |
| choices |           |       |       |
|         | list_name | name  | label |
|         | yn        | yes   | Yes   |
"""


@pytest.fixture
def section(store: Store, tmp_path: Path, opened: Opened) -> QuestionnaireSection:
    surveys.add_form(store, form(tmp_path, ROUND))
    group = people.add_group(store, "Fridge", GroupType(name="Food"))
    section = opened(interviews.begin(store, group, held_on=date(2026, 11, 3)))
    assert section._filler
    section._filler._go_to(0)
    return section


@pytest.fixture
def filler(section: QuestionnaireSection) -> Filler:
    assert section._filler
    return section._filler


def at() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at(), key, modifier)


def title(filler: Filler) -> str:
    return filler._pages[filler._list.currentIndex().row()].title


def test_a_page_that_begins_with_a_group_has_its_own_title_too(filler: Filler) -> None:
    assert filler._sheet._title.isVisible()
    assert filler._sheet._title.text() == "About"


def test_enter_passes_by_what_is_only_to_be_read(filler: Filler) -> None:
    filler.lead_to("/g/inner/who")

    press(Qt.Key.Key_Return)

    assert filler._sheet.here == "/g/cut"


def test_enter_goes_from_a_day_to_its_time(filler: Filler) -> None:
    filler.lead_to("/g/cut")
    QTest.keyClicks(at(), "3.11.2026")

    press(Qt.Key.Key_Return)
    QTest.keyClicks(at(), "930")
    press(Qt.Key.Key_Return)

    assert filler._sheet.here == "/g/more"
    assert filler._ask("/g/cut").value.startswith("2026-11-03T09:30:00")


def test_a_moment_typed_whole_into_the_day_is_one(filler: Filler) -> None:
    filler.lead_to("/g/cut")
    QTest.keyClicks(at(), "2026-11-03 14:20")

    press(Qt.Key.Key_Return)

    assert filler._sheet.here == "/g/more"
    assert filler._ask("/g/cut").value.startswith("2026-11-03T14:20:00")


def test_enter_on_the_way_to_the_next_page_goes_there(filler: Filler) -> None:
    filler.lead_to("/g/more")
    press(Qt.Key.Key_Tab)
    assert isinstance(at(), QPushButton)

    press(Qt.Key.Key_Return)

    assert title(filler) == "Ages"


def test_a_wrong_answer_is_shown_before_its_page_turns(filler: Filler) -> None:
    filler.lead_to("/ages/age")
    QTest.keyClicks(at(), "300")

    press(Qt.Key.Key_Return)
    assert title(filler) == "Ages"
    assert filler._sheet.here == "/ages/age"

    press(Qt.Key.Key_Return)
    assert title(filler) == "Member"


def test_ctrl_and_enter_add_to_the_repeat_under_the_hands(filler: Filler) -> None:
    filler.lead_to("/member[00000001]/name")
    assert "Ctrl+Enter" in filler._keys.text()

    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert len(filler._response.instances("/member")) == 2
    assert filler._sheet.here.startswith(filler._response.instances("/member")[1])


def test_what_the_keys_do_is_told_within_the_width_of_a_small_screen(filler: Filler) -> None:
    for page in range(len(filler._pages)):
        filler._go_to(page)
        QApplication.processEvents()
        assert filler.minimumSizeHint().width() < 800


def test_enter_on_the_button_of_a_repeat_adds_to_it(filler: Filler) -> None:
    filler.lead_to("/member[00000001]/name")
    adding = next(b for b in filler.findChildren(QPushButton) if b.accessibleName() == "Add another: Member")
    adding.setFocus()

    press(Qt.Key.Key_Return)

    assert len(filler._response.instances("/member")) == 2


def test_on_a_page_without_questions_the_hands_are_on_the_way_on(filler: Filler) -> None:
    filler.lead_to("/member[00000001]/name")

    press(Qt.Key.Key_Return)

    assert title(filler) == "Last"
    assert at() is filler._next
    press(Qt.Key.Key_Return)
    assert filler._faults.isVisible()


def test_a_check_puts_the_hands_on_what_it_found(filler: Filler) -> None:
    filler._answer("/ages/age", "300", False)
    filler.lead_to("/g/inner/who")

    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return)

    assert filler._sheet.here == "/ages/age"
