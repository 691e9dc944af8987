"""Claims about where errors meet."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app.faults import Banner, Faults, SlipDialog, report
from fieldkit.app.task import Task
from fieldkit.errors import FieldkitError, FileError

SECRET = "Amina said she sleeps there"


@pytest.fixture
def faults() -> Generator[Faults]:
    made = Faults()
    made.install()
    yield made
    made.remove()


class Clumsy(QObject):
    """A page whose slot goes wrong."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    @Slot()
    def slip(self) -> None:
        raise self.error


def clicked(qtbot: QtBot, page: Clumsy) -> None:
    button = QPushButton("go")
    qtbot.addWidget(button)
    button.clicked.connect(page.slip)
    button.click()


@pytest.mark.qt_no_exception_capture
def test_a_slip_in_a_slot_is_reported_and_the_app_goes_on(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.waitSignal(faults.slipped) as slipped:
        clicked(qtbot, Clumsy(KeyError(SECRET)))

    assert "KeyError" in slipped.args[0]
    assert "slip" in slipped.args[0]


@pytest.mark.qt_no_exception_capture
def test_what_a_person_can_mend_is_told_from_a_slot_too(qtbot: QtBot, faults: Faults) -> None:
    error = FieldkitError("The disk is full.", "Free some space.")

    with qtbot.waitSignal(faults.mendable) as mendable:
        clicked(qtbot, Clumsy(error))

    assert mendable.args == [error]


@pytest.mark.qt_no_exception_capture
def test_a_slip_on_another_thread_is_told_on_the_windows(qtbot: QtBot, faults: Faults) -> None:
    def slip() -> None:
        raise RuntimeError(SECRET)

    with qtbot.waitSignal(faults.slipped) as slipped:
        thread = threading.Thread(target=slip)
        thread.start()
        thread.join()

    assert "RuntimeError" in slipped.args[0]


@pytest.mark.qt_no_exception_capture
def test_a_slip_in_a_destructor_is_reported(qtbot: QtBot, faults: Faults) -> None:
    class Leaving:
        def __del__(self) -> None:
            raise OSError(SECRET)

    with qtbot.waitSignal(faults.slipped) as slipped:
        Leaving()

    assert "OSError" in slipped.args[0]


def test_afterwards_the_interpreter_is_as_it_was(qtbot: QtBot) -> None:
    before = sys.excepthook, sys.unraisablehook, threading.excepthook
    faults = Faults()
    faults.install()

    faults.remove()

    assert (sys.excepthook, sys.unraisablehook, threading.excepthook) == before


def test_a_report_holds_no_word_of_anybodys(qtbot: QtBot) -> None:
    def work(_task: Task) -> None:
        note = SECRET
        raise ValueError(note)

    task = Task(work)

    with qtbot.waitSignal(task.failed) as failed:
        task.start()
    said = report(failed.args[0])

    assert "ValueError" in said
    assert "app/task.py" in said
    assert "Amina" not in said
    assert "/home" not in said
    assert __file__.rpartition("/")[0] not in said


def page_with_banner(show) -> tuple[QWidget, Banner]:
    page = QWidget()
    banner = Banner()
    column = QVBoxLayout(page)
    column.addWidget(banner)
    column.addWidget(QPushButton("below"))
    show(page)
    return page, banner


def test_the_banner_says_sentence_and_hint_and_escape_sends_it_away(qtbot: QtBot, show) -> None:
    page, banner = page_with_banner(show)

    banner.show_error(FieldkitError("The disk is full.", "Free some space."))
    assert banner.isVisible()
    assert banner.accessibleName() == "The disk is full.\nFree some space."
    qtbot.keyClick(page, Qt.Key.Key_Escape)

    assert not banner.isVisible()


def test_the_banner_lists_every_fault_of_a_file(qtbot: QtBot, show) -> None:
    _, banner = page_with_banner(show)

    banner.show_error(FileError("It cannot be used.", "Mend it.", ["row 2: no label", "row 9: no name"]))

    assert banner._places.toPlainText() == "row 2: no label\nrow 9: no name"


def test_the_report_can_be_copied(qtbot: QtBot, show) -> None:
    dialog = show(SlipDialog("fieldkit 1\nKeyError"))
    copy = next(button for button in dialog.findChildren(QPushButton) if "Copy" in button.text())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)

    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "fieldkit 1\nKeyError"
