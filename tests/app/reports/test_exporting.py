"""Claims about giving answers to other programs from the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.reports.exporting import ExportDialog
from fieldkit.app.reports.page import ReportsPage
from fieldkit.exchange.odk import read
from fieldkit.forms import Form
from tests.exchange.books import visit
from tests.exchange.filling import stored


@pytest.fixture
def form(project: OpenProject, tmp_path: Path) -> Form:
    form = visit(tmp_path)
    stored(project.store, form, {f"uuid:{n}": {"/place": "Diss"} for n in range(30)})
    return form


def test_answers_are_written_and_the_outcome_is_said(
    qtbot: QtBot, project: OpenProject, show, form: Form, tmp_path: Path
) -> None:
    dialog = show(ExportDialog(project))

    dialog.export(tmp_path / "a.zip")
    qtbot.waitUntil(lambda: "written" in dialog._said.text(), timeout=20_000)

    assert len(read(form, tmp_path / "a.zip").rows) == 30
    assert dialog._said.text() == f"30 filled questionnaires were written.\nSaved as {tmp_path / 'a.zip'}"


def test_partners_get_nothing_without_consent_and_that_is_said(
    qtbot: QtBot, project: OpenProject, show, form: Form, tmp_path: Path
) -> None:
    dialog = show(ExportDialog(project))
    qtbot.keyClick(dialog._readers, Qt.Key.Key_Down)

    with qtbot.waitSignal(project.faulted, timeout=20_000):
        dialog.export(tmp_path / "a.zip")

    assert "did not agree that partners get them" in dialog._said.text()
    assert not (tmp_path / "a.zip").exists()


def test_escape_stops_the_writing_before_it_closes(
    qtbot: QtBot, project: OpenProject, show, form: Form, tmp_path: Path
) -> None:
    dialog = show(ExportDialog(project))

    dialog.export(tmp_path / "a.zip")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)

    assert dialog.isVisible()
    assert dialog._said.text() == "Stopped. Nothing was written."
    assert not (tmp_path / "a.zip").exists()


def test_where_nothing_was_answered_there_is_nothing_to_export(
    qtbot: QtBot, project: OpenProject, show
) -> None:
    page = show(ReportsPage(project))

    page._export.trigger()

    dialog = page.findChild(ExportDialog)
    assert not dialog._go.isEnabled()
    assert dialog._said.text() == "No questionnaire has been answered yet."
    dialog.close()
