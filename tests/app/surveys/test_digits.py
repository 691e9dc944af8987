"""Which digit chooses which choice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from fieldkit.app.surveys.digits import digits
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.forms import Response
from tests.app.conftest import Show
from tests.forms.tables import form

SCALE = """
| survey  |                |        |        |
|         | type           | name   | label  |
|         | select_one ten | likely | Likely |
| choices |                |        |        |
|         | list_name      | name   | label  |
|         | ten            | n0     | 0      |
|         | ten            | n1     | 1      |
|         | ten            | n2     | 2      |
"""


@pytest.mark.parametrize(
    ("words", "keys", "shown"),
    [
        (["A well", "A tap"], ("1", "2"), True),
        (["1–5", "6–15"], ("1", "2"), True),
        (["2 people", "1 person"], ("1", "2"), True),
        (["0", "1", "10"], ("0", "1", ""), False),
        (["1. Never", "2. Often"], ("1", "2"), False),
        (["0 - none", "5 – all"], ("0", "5"), False),
        (["1 - 5", "6 - 15"], ("1", "2"), True),
        (["1", "2", "No answer"], ("1", "2", "3"), True),
        (["10", "20"], ("1", "2"), True),
        (["3", "3"], ("1", "2"), True),
        ([], (), True),
        ([f"Town {n}" for n in range(11)], (*"123456789", "", ""), True),
    ],
)
def test_a_digit_means_the_number_that_is_written_there(
    words: list[str], keys: tuple[str, ...], shown: bool
) -> None:
    assert digits(words) == (keys, shown)


def test_on_a_scale_the_key_gives_the_number_that_was_said(tmp_path: Path, show: Show) -> None:
    response = Response(form(tmp_path, SCALE))
    row = QuestionRow(response.asked("/likely"), 0, lambda _name: None)
    row.answered.connect(response.answer)
    show(row)
    row.setFocus()

    QTest.keyClick(row.findChildren(QRadioButton)[0], Qt.Key.Key_1)

    assert response.asked("/likely").value == "n1"
    assert [button.text() for button in row.findChildren(QRadioButton)] == ["0", "1", "2"]
