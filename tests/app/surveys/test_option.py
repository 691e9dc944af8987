"""Choices with marks, many words, pictures and sounds, and what goes with the title of a group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QRadioButton

from fieldkit.app.segmented import Segment
from fieldkit.app.surveys.played import Player
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.words import Words
from fieldkit.domain import GroupType
from fieldkit.edits import interviews, people, surveys
from fieldkit.forms import Response
from fieldkit.store import Store
from tests.app.conftest import Show, unnamed
from tests.app.surveys.conftest import Opened
from tests.forms.tables import form

LONG = "Only when the pump at the far end of the street has been mended and somebody has the key to its door"
FORM = f"""
| survey  |                |        |           |            |              |              |
|         | type           | name   | label     | appearance | media::image | media::audio |
|         | begin_group    | wells  | Wells     |            | well.png     | well.mp3     |
|         | select_one src | source | From?     |            |              |              |
|         | select_one src | lined  | How?      | likert     |              |              |
|         | end_group      |        |           |            |              |              |
| choices |                |        |           |            |              |              |
|         | list_name      | name   | label     | media::audio |            |              |
|         | src            | well   | A **deep** well | well.mp3 |          |              |
|         | src            | tap    | A tap     |            |              |              |
|         | src            | pump   | {LONG}    |            |              |              |
"""


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the laptop was asked to play."""
    names: list[str] = []

    def open_url(url: QUrl) -> bool:
        names.append(Path(url.toLocalFile()).name)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return names


@pytest.fixture
def row(tmp_path: Path, show: Show) -> QuestionRow:
    """Return the row of the first question, its answers going to the engine as on the page."""
    response = Response(form(tmp_path, FORM))
    made = QuestionRow(response.asked("/wells/source"), 0, lambda _name: b"ID3")

    def answer(path: str, text: str, _typing: bool) -> None:
        response.answer(path, text)
        made.show_asked(response.asked(path))

    made.answered.connect(answer)
    show(made)
    return made


def button(row: QuestionRow, name: str) -> QAbstractButton:
    return next(b for b in row.findChildren(QRadioButton) if b.accessibleName() == name)


def words(row: QuestionRow, beginning: str) -> Words:
    return next(w for w in row.findChildren(Words) if w.accessibleName().startswith(beginning))


def test_a_choice_shows_its_marks_and_is_named_without_them(row: QuestionRow) -> None:
    told = words(row, "A deep well")

    assert "<b>deep</b>" in told.text()
    assert button(row, "A deep well").text() == "1)"
    assert button(row, "A tap").text() == "2)  A tap"
    assert not unnamed(row)


def test_a_click_on_the_words_chooses(row: QuestionRow) -> None:
    QTest.mouseClick(words(row, "A deep well"), Qt.MouseButton.LeftButton)

    assert button(row, "A deep well").isChecked()
    assert button(row, "A deep well").hasFocus()


def test_digits_and_arrows_choose_among_all_of_them(row: QuestionRow) -> None:
    row.setFocus()
    QTest.keyClick(button(row, "A deep well"), Qt.Key.Key_1)
    QTest.keyClick(button(row, "A deep well"), Qt.Key.Key_Down)
    assert button(row, "A tap").isChecked()

    QTest.keyClick(button(row, "A tap"), Qt.Key.Key_Down)
    assert button(row, LONG).isChecked()


def test_many_words_break_where_the_page_is_narrow(row: QuestionRow) -> None:
    row.resize(320, 600)
    QTest.qWait(50)

    told = next(w for w in row.findChildren(Words) if w.text() == LONG)
    assert row.minimumSizeHint().width() <= 320
    assert told.mapTo(row, QPoint(told.width(), 0)).x() <= 320
    assert told.height() > 2 * told.fontMetrics().height()


def test_the_sound_of_a_choice_is_played_by_its_button(row: QuestionRow, played: list[str]) -> None:
    (player,) = row.findChildren(Player)

    player.click()

    assert played == ["well.mp3"]
    assert player.accessibleName() == "Play A deep well"
    assert player.focusPolicy() & Qt.FocusPolicy.TabFocus


ARABIC = """
| survey  |                |        |                 |            |
|         | type           | name   | label           | appearance |
|         | select_one src | source | من أين الماء؟    |            |
|         | select_one pic | which  | Which?          | no-buttons |
| choices |                |        |                 |              |
|         | list_name      | name   | label           | media::image |
|         | src            | tap    | حنفية            |              |
|         | pic            | can    | Can             | can.png      |
|         | pic            | jug    | Jug             | jug.png      |
"""


def test_the_number_stands_on_the_right_of_words_that_run_from_there(tmp_path: Path, show: Show) -> None:
    response = Response(form(tmp_path, ARABIC))
    row = QuestionRow(response.asked("/source"), 0, lambda _name: None)
    show(row)

    assert button(row, "حنفية").text() == "\u200f1)  حنفية"


def test_pictures_without_buttons_stand_side_by_side(tmp_path: Path, show: Show) -> None:
    response = Response(form(tmp_path, ARABIC))
    row = QuestionRow(response.asked("/which"), 0, lambda _name: _picture())
    show(row)

    can, jug = row.findChildren(Segment)

    assert not can.icon().isNull()
    assert can.y() == jug.y()
    assert can.width() < row.width() // 2
    assert can.width() > can.fontMetrics().horizontalAdvance("1)  Can") + can.iconSize().width()


def test_a_choice_without_a_button_keeps_its_words_when_it_is_chosen(tmp_path: Path, show: Show) -> None:
    response = Response(form(tmp_path, ARABIC))
    row = QuestionRow(response.asked("/which"), 0, lambda _name: None)
    show(row)
    can, jug = row.findChildren(Segment)

    can.click()

    assert (can.text(), jug.text()) == ("✓\u20091)  Can", "2)  Jug")


def test_the_marks_of_choices_in_a_line_are_shown_under_them(tmp_path: Path, show: Show) -> None:
    response = Response(form(tmp_path, FORM))
    lined = QuestionRow(response.asked("/wells/lined"), 0, lambda _name: None)
    show(lined)

    assert "<b>deep</b>" in words(lined, "A deep well").text()
    assert [b.text() for b in lined.findChildren(QRadioButton)] == ["", "", ""]


def test_the_picture_and_the_sound_of_a_group_go_with_its_title(
    store: Store, tmp_path: Path, opened: Opened, played: list[str]
) -> None:
    group = people.add_group(store, "Fridge", GroupType(name="Food"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    surveys.add_form(store, form(tmp_path, FORM))
    for name, content in (("well.png", _picture()), ("well.mp3", b"ID3")):
        (tmp_path / name).write_bytes(content)
        surveys.put_file(store, tmp_path / name)

    section = opened(interview)

    title = next(w for w in section.findChildren(Words) if w.objectName() == "cardtitle")
    picture = next(p for p in section.findChildren(QLabel) if p.accessibleName() == "Picture: well.png")
    player = next(p for p in section.findChildren(QPushButton) if p.text() == "▶ Play well.mp3")
    assert (title.text(), picture.isVisible(), player.isVisible()) == ("Wells", True, True)
    player.click()
    assert played == ["well.mp3"]


def _picture() -> bytes:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]  the stubs want bytes
    return bytes(held.data().data())


def test_words_along_a_line_of_choices_stay_over_them_where_words_run_from_the_right(
    tmp_path: Path, show: Show
) -> None:
    response = Response(form(tmp_path, FORM))
    lined = QuestionRow(response.asked("/wells/lined"), 0, lambda _name: None)
    show(lined)

    lined.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    along = [w for w in lined.findChildren(Words) if w.objectName() == "sub" and w.isVisible()]
    assert along
    assert all(words.alignment() & Qt.AlignmentFlag.AlignHCenter for words in along)
