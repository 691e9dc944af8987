"""When, where and with whom, and the files that were given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.app.interviews.details import Details
from fieldkit.app.interviews.files import Files
from fieldkit.app.project import OpenProject
from fieldkit.domain import Attachment, GroupType, Interview
from fieldkit.edits import interviews, people
from fieldkit.store import Store
from tests.app.conftest import Show, unnamed


@pytest.fixture
def interview(store: Store) -> Interview:
    group = people.add_group(store, "Tuesday Tots", GroupType(name="Parent and child group"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


def test_a_day_that_was_never_said_is_not_made_up(
    qtbot: QtBot, project: OpenProject, store: Store, interview: Interview, show: Show
):
    store.write("Not said", interview.but(held_on=None))
    details = Details(project, interview.id)
    details.show_interview(store.get(Interview, interview.id))
    show(details)

    details._place.setFocus()
    qtbot.keyClicks(details._place, "the hall")
    project.end_typing()

    saved = store.get(Interview, interview.id)
    assert (saved.place, saved.held_on) == ("the hall", None)


def test_a_file_is_attached_listed_and_opened_as_it_was(
    qtbot: QtBot, project: OpenProject, store: Store, interview: Interview, show: Show, tmp_path: Path
):
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG and so on")
    files = show(Files(project, interview.id))
    assert isinstance(files, Files)

    files.attach(photo)

    qtbot.waitUntil(
        lambda: "whiteboard.png" in [b.text() for b in files.findChildren(QPushButton) if b.isVisible()]
    )
    (attachment,) = store.find(Attachment)
    laid_out = Path(files.laid_out(attachment.id))
    assert laid_out.read_bytes() == photo.read_bytes()
    assert not unnamed(files)
    project.close()
    assert not laid_out.exists()


def test_a_file_whose_bytes_are_still_on_their_way_cannot_be_opened(
    project: OpenProject, store: Store, interview: Interview, show: Show
):
    store.write("Arrived", Attachment(interview_id=interview.id, name="rota.pdf", sha256="a" * 64))

    files = show(Files(project, interview.id))

    (button,) = [b for b in files.findChildren(QPushButton) if b.text() == "rota.pdf"]
    assert not button.isEnabled()
    assert "not arrived" in button.toolTip()
