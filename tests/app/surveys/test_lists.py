"""Lists too long to be seen at once, up to the file of all villages of a country."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.app.surveys import offers
from fieldkit.app.surveys.lists import OneOfMany, SomeOfMany
from fieldkit.app.surveys.offers import MOST_SHOWN, Offers, Search
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.forms import Offered, Response
from tests.app.conftest import Show
from tests.forms.tables import form

VILLAGES = 3000
ASKED = """
| survey |                                            |         |          |
|        | type                                       | name    | label    |
|        | select_one_from_file villages.csv          | village | Village? |
|        | select_multiple_from_file villages.csv     | others  | Others?  |
"""


@pytest.fixture
def response(tmp_path: Path) -> Response:
    rows = "".join(f"v{n},Straße {n:04d}\n" for n in range(VILLAGES))
    (tmp_path / "villages.csv").write_text(f"name,label\n{rows}", "utf-8")
    return Response(form(tmp_path, ASKED))


def row_of(response: Response, path: str, show: Show) -> QuestionRow:
    row = QuestionRow(response.asked(path), 0, lambda _name: None)

    def answer(path: str, text: str, _typing: bool) -> None:
        response.answer(path, text)
        row.show_asked(response.asked(path))

    row.answered.connect(answer)
    show(row)
    row.setFocus()
    return row


@pytest.fixture
def one(response: Response, show: Show) -> OneOfMany:
    row = row_of(response, "/village", show)
    (made,) = row.findChildren(OneOfMany)
    return made


def keys(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def press(*pressed: Qt.Key) -> None:
    for key in pressed:
        QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key)


def words(model: Offers) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_the_words_of_very_many_are_looked_through_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(offers, "BETWEEN_MS", 0)
    search = Search()
    choices = [Offered(f"v{n}", f"Straße {n}", {}) for n in range(1000)]
    search.search_in(choices)

    search.look_for("STRASSE 9")

    assert len(search.places) < 111
    qtbot.waitUntil(lambda: len(search.places) == 111)
    search.look_for(" strasse 99")
    assert search.places == [99, *range(990, 1000)]
    search.look_for("")
    assert search.places == range(1000)


def test_only_so_many_are_shown_and_the_last_line_says_so(qapp: QApplication) -> None:
    model = Offers(ticks=True)
    choices = [Offered(f"v{n}", f"Village {n}", {}) for n in range(MOST_SHOWN + 1)]

    model.offer(choices)
    assert model.rowCount() == MOST_SHOWN + 1
    assert "more" in words(model)[-1]
    assert model.flags(model.index(MOST_SHOWN)) == Qt.ItemFlag.NoItemFlags
    assert not model.setData(model.index(MOST_SHOWN), True, Qt.ItemDataRole.CheckStateRole)

    model.offer(choices, [7, 250])
    assert words(model) == ["Village 7", "Village 250"]


def test_what_is_found_is_taken_with_the_arrow_and_enter(one: OneOfMany, response: Response) -> None:
    keys("2999")
    assert words(one._found) == ["Straße 2999"]

    press(Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert response.answers()["/village"] == "v2999"
    assert one._edit.text() == "Straße 2999"


def test_a_village_beyond_those_that_are_shown_is_told_by_its_words(
    one: OneOfMany, response: Response
) -> None:
    keys("strasse 2998")
    press(Qt.Key.Key_Escape, Qt.Key.Key_Return)

    assert response.answers()["/village"] == "v2998"
    assert one._edit.text() == "Straße 2998"


def test_an_arrow_opens_a_long_list_and_takes_nothing(one: OneOfMany, response: Response) -> None:
    response.answer("/village", "v2000")
    one.show_asked(response.asked("/village"))

    press(Qt.Key.Key_Down)

    assert one._list.view().isVisible()
    assert response.answers()["/village"] == "v2000"
    one._list.hidePopup()


def test_ticks_are_those_of_what_was_found(response: Response, show: Show) -> None:
    row = row_of(response, "/others", show)
    (some,) = row.findChildren(SomeOfMany)

    keys("1234")
    some._list.setFocus()
    press(Qt.Key.Key_Space)

    assert response.answers()["/others"] == "v1234"
    assert "Straße 1234" in some._chosen.text()
