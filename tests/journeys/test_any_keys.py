"""Whatever keys somebody presses in whatever real form: nothing breaks, and what is on the page is in the project."""

from __future__ import annotations

import random
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.filler import Filler
from fieldkit.domain import GroupType, Submission, SurveyForm
from fieldkit.edits import interviews, people, surveys
from fieldkit.errors import FieldkitError
from fieldkit.forms import load
from fieldkit.settings import Settings
from fieldkit.store import Store
from tests.conftest import SHARED

KEYS_PRESSED = 120
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
KEYS = [
    *[(Qt.Key.Key_Return, NONE)] * 12,
    *[(Qt.Key.Key_Tab, NONE)] * 6,
    *[(Qt.Key.Key_Space, NONE)] * 5,
    *[(Qt.Key.Key_Down, NONE)] * 3,
    *[(Qt.Key.Key_PageDown, CTRL)] * 3,
    *[(Qt.Key.Key_Up, NONE), (Qt.Key.Key_Delete, NONE), (Qt.Key.Key_Backspace, NONE), (Qt.Key.Key_Backtab, SHIFT)] * 2,
    *[(key, NONE) for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right)],
    (Qt.Key.Key_PageUp, CTRL),
    (Qt.Key.Key_K, CTRL | SHIFT),
]  # fmt: skip
"""Those with which a questionnaire is filled, as often as somebody may press them."""
TYPED = "1", "2", "3", "7", "42", "-1", "2.5", "as they said", "2026-11-03", "09:30", "51.5 -0.12", "x", "a,b"
FORMS = sorted(
    path
    for path in (SHARED / "corpus" / "xforms" / "forms").glob("*.x*")
    if not path.name.endswith(".xform.xml")
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Store]:
    monkeypatch.setenv("FIELDKIT_CONFIG", str(tmp_path / "config"))
    # Whoever is asked for a file has none, and nothing of another program opens here.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kwargs: ("", ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    with Store.create(tmp_path / "Round.fieldkit", "Round") as made:
        people.sit_down(made, people.add_person(made, "Amina"))
        yield made


@pytest.fixture
def project(store: Store) -> Generator[OpenProject]:
    made = OpenProject(store, Settings(person="Amina"))
    yield made
    made.close()


@pytest.mark.skipif(not FORMS, reason="needs the real forms in a folder named 'shared' beside the checkout")
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_what_is_on_the_page_is_in_the_project(path: Path, project: OpenProject, qtbot: QtBot) -> None:
    try:
        form = load(path)
    except FieldkitError:
        return  # It has faults of its own, which `form check` tells.
    store = project.store
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    survey_form = surveys.add_form(store, form)
    filler = _shown(project, interview.id, survey_form, qtbot)
    faults: list[FieldkitError] = []
    project.faulted.connect(faults.append)
    chance = random.Random(1)

    for _each in range(KEYS_PRESSED):
        _press_something(filler, chance, qtbot)
        assert _kept(store) == _on_the_page(filler)
    project.end_typing()

    assert _kept(store) == _on_the_page(filler)
    assert faults == []


def _shown(project: OpenProject, interview: str, survey_form: SurveyForm, qtbot: QtBot) -> Filler:
    filler = Filler(project, interview, survey_form, surveys.opened_form(project.store, survey_form))
    qtbot.addWidget(filler)
    filler.resize(1140, 720)
    filler.show()
    qtbot.waitExposed(filler)
    return filler


def _press_something(filler: Filler, chance: random.Random, qtbot: QtBot) -> None:
    at = _with_the_keys(filler)
    if chance.random() < 0.35:
        qtbot.keyClicks(at, chance.choice(TYPED))
    else:
        qtbot.keyClick(at, *chance.choice(KEYS))
    QApplication.processEvents()


def _with_the_keys(filler: Filler) -> QWidget:
    at = QApplication.activePopupWidget() or QApplication.focusWidget()
    if at is None:
        filler.activateWindow()
        filler.setFocus()
    return at or QApplication.focusWidget() or filler


def _kept(store: Store) -> dict[str, str]:
    return {
        path: text
        for submission in store.find(Submission)
        for path, text in store.answers(submission.id).items()
        if text
    }


def _on_the_page(filler: Filler) -> dict[str, str]:
    # Before the first answer there is nothing to keep.
    begun = filler._sitting.submission
    return {path: text for path, text in filler._response.answers().items() if text} if begun else {}
