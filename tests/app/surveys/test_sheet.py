"""A long page: what is needed of it is there at once, and what comes later moves nothing under the hands."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from fieldkit.app.surveys.outline import pages
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.sheet import Sheet
from fieldkit.forms import Response
from tests.forms.tables import form

LONG = 24
CHOICES = "".join(
    f"|         | yes       | {n}    | {'A long answer that needs some room, ' * 3}{n} |\n" for n in range(4)
)


@pytest.fixture
def response(tmp_path):
    questions = "".join(f"|        | select_one yes | q{n} | Question {n}? |\n" for n in range(LONG))
    return Response(
        form(
            tmp_path,
            f"| survey |      |      |       |\n|        | type | name | label |\n{questions}"
            f"| choices |           |      |       |\n|         | list_name | name | label |\n{CHOICES}",
        )
    )


@pytest.fixture
def sheet(response, show, monkeypatch):
    # A laptop so slow that a row is all there is patience for.
    monkeypatch.setattr("fieldkit.app.surveys.sheet.AT_FIRST_MS", 0)
    monkeypatch.setattr("fieldkit.app.surveys.sheet.BETWEEN_MS", 0)
    made = Sheet(response.asked, lambda _name: None)
    (page,) = pages(response.form.children, response.children, "Long")
    show(made)
    made.show_page(page)
    return made


def made_of(sheet) -> list[str]:
    return [row.path for row in sheet._rows.values() if isinstance(row, QuestionRow)]


def test_the_rows_out_of_sight_come_while_nobody_waits(sheet, qtbot):
    assert not sheet.whole

    qtbot.waitUntil(lambda: sheet.whole)

    assert len(made_of(sheet)) == LONG
    assert all(row.isVisible() for row in sheet.questions())


def test_who_is_led_down_a_long_page_need_not_wait_for_all_of_it(sheet):
    assert sheet.lead_to("/q20")

    assert sheet.here == "/q20"
    assert len(made_of(sheet)) < 4


def test_enter_needs_only_the_next_question(sheet):
    sheet.lead_to_first()

    assert sheet.go(1)

    assert sheet.here == "/q1"
    assert len(made_of(sheet)) < 4


def test_what_comes_later_does_not_move_the_question_under_the_hands(sheet, qtbot):
    sheet.lead_to("/q20")
    row = sheet._rows["Question", "/q20"]
    qtbot.waitUntil(lambda: sheet.whole)

    assert row.isAncestorOf(QApplication.focusWidget())
    top = row.mapTo(sheet.viewport(), QPoint()).y()
    assert top >= 0
    assert top + row.height() <= sheet.viewport().height()


def test_the_last_question_of_a_page_that_is_not_made_yet_comes_into_view(sheet, qtbot):
    sheet.lead_to(f"/q{LONG - 1}")
    qtbot.waitUntil(lambda: sheet.whole)
    sheet.lead_to_first()
    sheet.lead_to(f"/q{LONG - 1}")

    row = sheet._rows["Question", f"/q{LONG - 1}"]
    assert row.mapTo(sheet.viewport(), QPoint()).y() + row.height() <= sheet.viewport().height()


def test_what_is_on_the_page_has_its_room_at_once(sheet):
    rows = sheet.questions()

    tight = [(row.path, row.height(), row.heightForWidth(row.width())) for row in rows]
    assert [each for each in tight if each[1] < each[2]] == []
    assert sheet.widget().height() > sheet.viewport().height()


def test_tab_goes_from_top_to_bottom_whatever_was_made_first(sheet, qtbot):
    sheet.lead_to("/q2")
    qtbot.waitUntil(lambda: sheet.whole)
    sheet.lead_to_first()

    passed = [sheet.here]
    for _ in range(4):
        QApplication.focusWidget().focusNextPrevChild(True)
        passed.append(sheet.here)

    assert passed == ["/q0", "/q1", "/q2", "/q3", "/q4"]
