"""Who writes notes alone is never told that somebody else wrote them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldkit.app.coding.editor import NoteEditor
from fieldkit.app.coding.notes import NotesSection
from fieldkit.app.project import OpenProject
from fieldkit.domain import GroupType, Note
from fieldkit.edits import interviews, people
from fieldkit.store import Store
from tests.app.conftest import Show


def test_what_one_person_types_in_several_goes_is_never_said_to_be_somebody_elses(
    qtbot: QtBot, project: OpenProject, store: Store, show: Show
) -> None:
    group = people.add_group(store, "Tuesday Tots", GroupType(name="Parent and child group"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    section = show(NotesSection(project, interview.id))
    (editor,) = section.findChildren(NoteEditor)
    parted: list[bool] = []
    editor.parted.connect(parted.append)

    for words in ("We have", " no", " time."):
        QTest.keyClicks(editor, words)
        editor.save()
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: store.find(Note)[0].text == "We have no time")

    assert parted
    assert not any(parted)
    warnings = [words for words in section.findChildren(QLabel) if words.objectName() == "warn"]
    assert not any(words.isVisible() for words in warnings)
