"""The main job in the window, by clicks and keys: one interview travels from a laptop into another's report."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldkit import settings
from fieldkit.app.main import Front
from fieldkit.app.window import MainWindow
from fieldkit.domain import Code, Consent, Group, Interview, Note, Passage, Score, Segment, Submission
from fieldkit.domain.interviews import Status
from fieldkit.settings import Settings

W = TypeVar("W", bound=QWidget)
Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL, ALT, SHIFT = Held.ControlModifier, Held.AltModifier, Held.ShiftModifier


class Person:
    """Somebody at a laptop, who sees what is on the screen, clicks and types."""

    def __init__(self, qtbot: QtBot, front: Front) -> None:
        self._qtbot = qtbot
        self._front = front

    @property
    def window(self) -> MainWindow:
        assert self._front.window
        return self._front.window

    @property
    def at(self) -> QWidget:
        """Where the keys go."""
        focused = QApplication.focusWidget()
        assert focused
        return focused

    def type(self, text: str) -> None:
        self._qtbot.keyClicks(self.at, text)
        QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        self._qtbot.keyClick(self.at, key, held)
        QApplication.processEvents()

    def click(self, words: str) -> None:
        """Click the button that bears these words and is there to be clicked."""
        root = self._front.window or self._front.welcome
        assert root
        buttons = [
            b for b in root.findChildren(QPushButton) if b.isVisible() and b.isEnabled() and b.text() == words
        ]
        assert buttons, (
            f"no button “{words}” among {[b.text() for b in root.findChildren(QPushButton) if b.isVisible()]}"
        )
        self._qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def field(self, kind: type[W], name: str) -> W:
        """Return the field that a screen reader would call so."""
        (found,) = [w for w in self.window.findChildren(kind) if w.isVisible() and w.accessibleName() == name]
        return found

    def sees(self, condition: Callable[[], object], seconds: int = 5) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=1000 * seconds)

    def words(self) -> list[str]:
        """Return the lines of text on the screen."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]

    def enters(self) -> None:
        """Wait for the window of a project, and be in it."""
        self.sees(lambda: self._front.window)
        self._qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.sees(self.window.isActiveWindow)


@pytest.fixture
def laptop(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Callable[[str], tuple[Front, Person]]]:
    """Return what opens fieldkit on a laptop of somebody's own."""
    fronts: list[Front] = []

    def opened(name: str) -> tuple[Front, Person]:
        monkeypatch.setenv("FIELDKIT_CONFIG", str(tmp_path / name / "config"))
        settings.save(Settings(projects_folder=str(tmp_path / name / "projects")))
        front = Front(qapp)
        front.begin()
        fronts.append(front)
        assert front.welcome
        qtbot.waitExposed(front.welcome)
        front.welcome.activateWindow()
        qtbot.waitUntil(front.welcome.isActiveWindow)
        return front, Person(qtbot, front)

    yield opened
    for front in fronts:
        if front.window:
            front.window.close()
            front.window.deleteLater()
        front.deleteLater()


def test_one_interview_travels_from_a_laptop_into_a_report(
    laptop: Callable[[str], tuple[Front, Person]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shared = tmp_path / "shared folder"
    shared.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(shared))

    # Ash begins a project, by its name alone.
    _front, ash = laptop("ash")
    ash.type("Autumn round")
    ash.press(Key.Key_Return)
    ash.sees(lambda: _front.welcome and _front.welcome.person.isVisible())
    ash.type("Ash")
    ash.press(Key.Key_Return)
    ash.enters()
    store = ash.window.project.store
    assert store.project.name == "Autumn round"

    # A group.
    ash.press(Key.Key_2, CTRL)
    ash.press(Key.Key_G, CTRL)
    ash.type("Tuesday Tots")

    kind = ash.field(QComboBox, "Type")
    kind.setFocus()
    ash.type("Parent")
    ash.click("Add this group")
    (group,) = store.find(Group)
    assert (group.name, group.type_id, group.sensitive) == ("Tuesday Tots", "GT03", True)

    # An interview: consent by its keys, scope after scope.
    ash.click("New interview with this group")
    (interview,) = store.find(Interview)
    for _scope in range(4):
        ash.press(Key.Key_Y)
    assert {consent.scope for consent in store.find(Consent) if consent.answer == "yes"} >= {"hold", "team"}

    # The questionnaire.
    ash.press(Key.Key_2, ALT)
    ash.press(Key.Key_1)
    ash.sees(lambda: store.find(Submission) and store.answers(store.find(Submission)[0].id))

    # Notes: type, tag by the first letters of a barrier, mark their own words.
    ash.press(Key.Key_3, ALT)
    ash.type("We have no evening left.")
    ash.press(Key.Key_A, CTRL)
    ash.press(Key.Key_T, CTRL)
    ash.type("No ti")
    ash.press(Key.Key_Return)
    (segment,) = store.find(Segment)
    assert (segment.code_id, segment.quote) == ("CAP-TIME", "We have no evening left.")
    assert store.get(Code, segment.code_id).name == "No time"
    ash.press(Key.Key_A, CTRL)
    ash.press(Key.Key_Q, CTRL | SHIFT)
    assert [passage.quote for passage in store.find(Passage)] == ["We have no evening left."]

    # Tool fit, by digits.
    ash.press(Key.Key_4, ALT)
    ash.click("How well a tool fits")
    ash.press(Key.Key_Tab)
    ash.press(Key.Key_Tab)
    ash.press(Key.Key_3)
    assert [score.points for score in store.find(Score)] == [3]

    # Complete, and share.
    ash.press(Key.Key_Return, CTRL | SHIFT)
    assert store.get(Interview, interview.id).status == Status.COMPLETE
    ash.press(Key.Key_4, CTRL)
    ash.click("Choose a folder…")
    ash.sees(lambda: list(shared.glob("journal/*/head.csv")))
    ash.sees(
        lambda: any(b.text() == "Sync now" and b.isEnabled() for b in ash.window.findChildren(QPushButton))
    )

    # Another laptop joins the same folder and sees it.
    _other, bea = laptop("bea")
    bea.click("Join a shared folder…")
    bea.sees(lambda: _other.welcome and _other.welcome.person.isVisible())
    bea.type("Bea")
    bea.press(Key.Key_Return)
    bea.enters()
    hers = bea.window.project.store
    assert hers.get(Interview, interview.id) == store.get(Interview, interview.id)
    assert [note.text for note in hers.find(Note)] == ["We have no evening left."]

    # And makes the report, and looks at it.
    bea.press(Key.Key_5, CTRL)
    bea.click("Make the report")
    bea.sees(lambda: any("1 of " in words for words in bea.words()), seconds=60)
