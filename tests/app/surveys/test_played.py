"""Sounds and films of a form are opened with the laptop's own player."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from fieldkit.app.surveys.row import QuestionRow
from fieldkit.forms import Response
from tests.forms.tables import form

SPOKEN = """
| survey |      |      |       |              |
|        | type | name | label | media::audio |
|        | text | well | Well  | well.mp3     |
"""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    paths: list[Path] = []

    def stand_in(url: QUrl) -> bool:
        paths.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", stand_in)
    return paths


def test_a_sound_is_opened_by_the_laptop(tmp_path, show, qtbot, opened):
    asked = Response(form(tmp_path, SPOKEN)).asked("/well")
    row = show(QuestionRow(asked, 0, lambda name: b"ID3" if name.endswith("well.mp3") else None))

    qtbot.mouseClick(row.findChild(QPushButton), Qt.MouseButton.LeftButton)

    (path,) = opened
    assert (path.name, path.read_bytes()) == ("well.mp3", b"ID3")


def test_a_sound_that_is_not_there_is_said_to_be_missing(tmp_path, show, qtbot, opened):
    row = show(QuestionRow(Response(form(tmp_path, SPOKEN)).asked("/well"), 0, lambda _name: None))
    button = row.findChild(QPushButton)

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert opened == []
    assert button.text() == "well.mp3 has not been added to this project yet"


@pytest.mark.parametrize("name", ["well.exe", "well.mp3.desktop", "well"])
def test_what_is_no_sound_is_not_opened(tmp_path, show, qtbot, opened, name):
    table = SPOKEN.replace("well.mp3", name)
    row = show(QuestionRow(Response(form(tmp_path, table)).asked("/well"), 0, lambda _name: b"MZ"))
    button = row.findChild(QPushButton)

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert opened == []
    assert button.text() == f"{name} is neither a sound nor a film"
