"""Files that people gave are opened where nothing in them can run; of anything else a copy is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.interviews.files import Files
from fieldkit.app.project import OpenProject
from fieldkit.domain import Attachment, GroupType, Interview
from fieldkit.edits import consent, interviews, people
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from tests.app.conftest import Show, unnamed

Give = Callable[[str], QPushButton]


@pytest.fixture
def interview(store: Store) -> Interview:
    group = people.add_group(store, "Tuesday Tots", GroupType(name="Parent and child group"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return what the laptop was asked to open."""
    paths: list[Path] = []

    def open_url(url: QUrl) -> bool:
        paths.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return paths


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a copy is saved when somebody is asked."""
    copy = tmp_path / "copies" / "copy"

    def ask(_parent: QWidget, _title: str, _name: str) -> tuple[str, str]:
        return str(copy), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return copy


@pytest.fixture
def give(qtbot: QtBot, project: OpenProject, interview: Interview, show: Show, tmp_path: Path) -> Give:
    """Return what attaches a file to an interview and returns its button."""
    files = Files(project, interview.id)
    show(files)

    def put(name: str) -> QPushButton:
        given = tmp_path / name
        given.write_bytes(b"MZ")
        files.attach(given)

        def shown() -> list[QPushButton]:
            return [b for b in files.findChildren(QPushButton) if b.text() == name and b.isVisible()]

        qtbot.waitUntil(lambda: len(shown()) == 1)
        return shown()[0]

    return put


@pytest.mark.parametrize("name", ["board.PNG", "said.m4a", "walk.mp4", "rota.pdf", "rota.docx"])
def test_what_can_do_nothing_is_opened(give: Give, opened: list[Path], name: str) -> None:
    button = give(name)

    button.click()

    assert [path.name for path in opened] == [name]
    assert opened[0].read_bytes() == b"MZ"
    assert button.toolTip() == f"Open {name}"
    assert not unnamed(button.window())


def test_what_was_looked_at_does_not_stay_on_the_laptop(
    give: Give, project: OpenProject, opened: list[Path]
) -> None:
    give("board.png").click()

    project.close()

    assert not opened[0].exists()


@pytest.mark.parametrize(
    "name", ["rota.exe", "rota.pdf.desktop", "rota.docm", "rota.html", "rota.m3u", "rota"]
)
def test_what_might_run_on_this_laptop_is_saved_and_not_opened(
    give: Give, opened: list[Path], saved: Path, name: str
) -> None:
    saved.parent.mkdir()
    button = give(name)

    button.click()

    assert opened == []
    assert saved.read_bytes() == b"MZ"
    assert button.toolTip() == f"Save a copy of {name}"


def test_a_copy_that_cannot_be_saved_is_said(give: Give, project: OpenProject, saved: Path) -> None:
    said: list[FieldkitError] = []
    project.faulted.connect(said.append)

    give("rota.exe").click()

    assert not saved.exists()
    assert "still kept with the interview" in str(said[0])


def test_a_file_whose_bytes_are_still_on_their_way_cannot_be_opened(
    project: OpenProject, store: Store, interview: Interview, show: Show
) -> None:
    store.write("Arrived", Attachment(interview_id=interview.id, name="rota.pdf", sha256="a" * 64))

    files = show(Files(project, interview.id))

    (button,) = (b for b in files.findChildren(QPushButton) if b.text() == "rota.pdf")
    assert not button.isEnabled()
    assert "not arrived" in button.toolTip()


def test_what_was_laid_out_to_be_looked_at_goes_when_the_interview_is_taken_back(
    give: Give, opened: list[Path], store: Store, interview: Interview
) -> None:
    give("board.png").click()
    (copy,) = opened
    assert copy.exists()

    consent.withdraw(store, interview, on=interview.held_on or date.min)

    assert not copy.exists()
