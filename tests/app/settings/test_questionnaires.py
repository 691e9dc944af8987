"""Questionnaires are added from a file, and faulty ones say all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.settings.findings import FindingsDialog, FindingsModel
from fieldkit.app.settings.questionnaires import Questionnaires
from fieldkit.domain import FormFile, SurveyForm
from fieldkit.edits import surveys
from fieldkit.errors import FormError
from fieldkit.forms import Finding, Place, Severity
from fieldkit.shipped import shipped
from fieldkit.store import Store
from tests.app.conftest import Show, unnamed
from tests.forms.tables import form, workbook


def test_an_xlsform_is_added_and_listed(qtbot: QtBot, project: OpenProject, store: Store, show: Show):
    card = show(Questionnaires(project))
    assert isinstance(card, Questionnaires)

    with qtbot.waitSignal(project.changed, timeout=20_000):
        card.add(shipped("forms", "community-technology.xlsx"))

    (form,) = store.find(SurveyForm)
    assert form.form_id == "community_technology"
    qtbot.waitUntil(
        lambda: form.title in [line.text() for line in card.findChildren(QLabel) if line.isVisible()]
    )
    assert not unnamed(card)


def test_a_file_that_is_no_questionnaire_changes_nothing_and_says_why(
    qtbot: QtBot, project: OpenProject, store: Store, show: Show, tmp_path: Path
):
    letter = tmp_path / "letter.xlsx"
    letter.write_text("Dear all", encoding="utf-8")
    card = show(Questionnaires(project))
    assert isinstance(card, Questionnaires)

    with qtbot.waitSignal(project.faulted, timeout=20_000) as faulted:
        card.add(letter)

    (error,) = faulted.args
    assert isinstance(error, FormError)
    assert error.sentence
    assert error.hint
    assert store.find(SurveyForm) == []


FAULTY = """
| survey |
|        | type           | name | label | relevant |
|        | select_one yes | a b  | One   |          |
|        | integer        | c    | Two   | ${d} > 1 |
"""
DOUBTFUL = """
| survey |
|        | type | name | label |
|        | text | a    | A     |
"""


def _dialog(card: Questionnaires) -> FindingsDialog | None:
    return next(iter(card.findChildren(FindingsDialog)), None)


def test_a_faulty_questionnaire_opens_a_list_with_rows_and_is_not_added(
    qtbot: QtBot, project: OpenProject, store: Store, show: Show, tmp_path: Path
):
    card = show(Questionnaires(project))
    assert isinstance(card, Questionnaires)

    card.add(workbook(tmp_path, FAULTY))

    qtbot.waitUntil(lambda: _dialog(card) is not None, timeout=20_000)
    dialog = _dialog(card)
    assert dialog
    qtbot.waitExposed(dialog)
    model = dialog.table.model()
    rows = [
        [str(model.index(row, column).data()) for column in range(4)]
        for row in range(model.rowCount(QModelIndex()))
    ]
    assert rows[:3] == [
        ["Fault", "survey", "2", "type"],
        ["Fault", "survey", "2", "name"],
        ["Fault", "survey", "3", "relevant"],
    ]
    assert "form.xlsx" in dialog.windowTitle()
    assert store.find(SurveyForm) == []
    assert not unnamed(dialog)
    dialog.close()


def test_the_list_is_read_copied_and_closed_by_keyboard(
    qtbot: QtBot, project: OpenProject, show: Show, tmp_path: Path
):
    card = show(Questionnaires(project))
    assert isinstance(card, Questionnaires)
    card.add(workbook(tmp_path, FAULTY))
    qtbot.waitUntil(lambda: _dialog(card) is not None, timeout=20_000)
    dialog = _dialog(card)
    assert dialog
    qtbot.waitUntil(dialog.isActiveWindow)

    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    spoken = dialog.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert spoken == f"Fault. {copied[4].removeprefix('Fault: ')}"
    assert copied[3].startswith("Fault: Sheet “survey”, row 2, column “type”: ")
    assert not dialog.isVisible()


def test_the_list_is_printed_as_a_table():
    findings = [
        Finding(
            Severity.FAULT,
            "name-missing",
            Place("survey", 7, "name"),
            "The name is <missing>.",
            "Give it one.",
        ),
        Finding(Severity.WARNING, "version-missing", Place("settings"), "The form has no version."),
    ]
    dialog = FindingsDialog("“water.xlsx” cannot be used yet", "Correct it.", findings)

    text = dialog.document().toPlainText()

    assert "“water.xlsx” cannot be used yet" in text
    assert "The name is <missing>. Give it one." in text
    assert text.index("Row") < text.index("7")
    dialog.deleteLater()


def test_what_is_doubtful_is_added_and_can_be_looked_at(
    qtbot: QtBot, project: OpenProject, store: Store, show: Show, tmp_path: Path
):
    card = show(Questionnaires(project))
    assert isinstance(card, Questionnaires)
    with qtbot.waitSignal(project.changed, timeout=20_000):
        card.add(workbook(tmp_path, DOUBTFUL))

    button = next(b for b in card.findChildren(QPushButton) if "things to know" in b.text())
    qtbot.waitUntil(button.isVisible)
    qtbot.keyClick(button, Qt.Key.Key_Space)

    dialog = _dialog(card)
    assert dialog
    assert "was added" in dialog.windowTitle()
    assert len(store.find(SurveyForm)) == 1
    dialog.close()


def test_the_model_of_findings_keeps_to_the_rules(qtmodeltester: ModelTester):
    findings = [Finding(Severity.FAULT, "name-missing", Place("survey", 7, "name"), "The name is missing.")]

    qtmodeltester.check(FindingsModel(findings))


def test_a_missing_list_is_named_until_it_is_chosen(
    qtbot: QtBot,
    project: OpenProject,
    store: Store,
    show: Show,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    table = "| survey |\n| | type | name | label |\n| | select_one_from_file towns.csv | town | Town |"
    surveys.add_form(store, form(tmp_path, table))
    (tmp_path / "towns.csv").write_text("name,label\nn,Norwich\n", encoding="utf-8")
    card = show(Questionnaires(project))
    assert isinstance(card, Questionnaires)
    assert "Missing: towns.csv" in lines(card)
    chosen = ([str(tmp_path / "towns.csv")], "")
    monkeypatch.setattr(
        "fieldkit.app.settings.questionnaires.QFileDialog.getOpenFileNames", lambda *_: chosen
    )

    card.choose_files()

    qtbot.waitUntil(lambda: "Missing: towns.csv" not in lines(card))
    assert [file.name for file in store.find(FormFile)] == ["towns.csv"]


def lines(card: Questionnaires) -> list[str]:
    return [line.text() for line in card.findChildren(QLabel) if line.isVisible()]
