"""Questionnaires are added from a file, and faulty ones say all that is wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.settings.questionnaires import Questionnaires
from fieldkit.domain import SurveyForm
from fieldkit.errors import FormError
from fieldkit.shipped import shipped
from fieldkit.store import Store
from tests.app.conftest import Show, unnamed


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
