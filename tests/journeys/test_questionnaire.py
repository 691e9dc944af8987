"""A real needs assessment of more than five hundred rows, filled from end to end by keyboard alone."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.filler import Filler
from fieldkit.app.window import MainWindow
from fieldkit.domain import GroupType, Submission
from fieldkit.edits import interviews, people, surveys
from fieldkit.forms import load
from fieldkit.settings import Settings
from fieldkit.store import Store
from tests.journeys.interviewer import Interviewer


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Store]:
    monkeypatch.setenv("FIELDKIT_CONFIG", str(tmp_path / "config"))
    with Store.create(tmp_path / "Round.fieldkit", "Round") as made:
        people.sit_down(made, people.add_person(made, "Amina"))
        yield made


def test_the_reach_form_is_filled_by_keyboard_and_leaves_no_fault(shared, store, qtbot):
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    surveys.add_form(store, load(shared / "corpus" / "reach_msna" / "form.xlsx"))
    project = OpenProject(store, Settings(person="Amina"))
    window = MainWindow(project)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.open_interview(interview.id)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.findChild(Filler) is not None)
    filler = window.findChild(Filler)
    assert filler
    qtbot.waitUntil(filler.isVisible)

    interviewer = Interviewer(filler)
    interviewer.fill()
    interviewer.press(Qt.Key.Key_Return)

    (submission,) = store.find(Submission)
    kept = store.answers(submission.id)
    assert filler._response.faults() == []
    assert submission.finished
    assert len([path for path in kept if path.endswith("]") and "/roster[" in path]) == 3
    assert kept == {path: text for path, text in filler._response.answers().items() if text}
    assert len(set(interviewer.seen)) > 120
    assert window.isActiveWindow()
    project.close()
