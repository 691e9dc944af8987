"""Who has no terminal looks the project and its folder over in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from fieldkit.app.look_over import LookOver
from fieldkit.app.project import OpenProject
from fieldkit.app.window import MainWindow
from fieldkit.sync import sync
from tests.app.conftest import Show, unnamed
from tests.making import a_group


def looked_over(qtbot: QtBot, window: MainWindow) -> LookOver:
    window.look_over()
    (dialog,) = window.findChildren(LookOver)
    qtbot.waitUntil(dialog._copy.isEnabled, timeout=20_000)
    return dialog


def shared(project: OpenProject, tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    a_group(project.store)
    sync(project.store, folder)
    project.remember(project.settings.sharing(project.store.project_id, str(folder)))
    return folder


def test_what_is_broken_in_the_shared_folder_comes_first_and_can_be_copied(
    qtbot: QtBot, project: OpenProject, show: Show, tmp_path: Path
) -> None:
    folder = shared(project, tmp_path)
    (parcel,) = (path for path in folder.glob("journal/*/*.csv") if path.name != "head.csv")
    parcel.write_bytes(parcel.read_bytes()[:-90])
    window = show(MainWindow(project))
    assert isinstance(window, MainWindow)

    dialog = looked_over(qtbot, window)
    dialog.copy()

    (told,) = dialog.findChildren(QTextBrowser)
    words = told.toPlainText()
    assert parcel.name in words
    assert words.index(parcel.name) < words.index("The project file is whole.")
    assert parcel.name in QGuiApplication.clipboard().text()
    assert not unnamed(dialog)
    window.close()


def test_a_project_that_is_not_shared_is_looked_over_too_and_escape_goes_back(
    qtbot: QtBot, project: OpenProject, show: Show
) -> None:
    window = show(MainWindow(project))
    assert isinstance(window, MainWindow)

    dialog = looked_over(qtbot, window)

    (told,) = dialog.findChildren(QTextBrowser)
    assert "The project file is whole." in told.toPlainText()
    assert told.hasFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.close()


def test_who_leaves_meanwhile_hears_no_more_of_it(qtbot: QtBot, project: OpenProject, show: Show) -> None:
    window = show(MainWindow(project))
    assert isinstance(window, MainWindow)
    window.look_over()
    (dialog,) = window.findChildren(LookOver)

    dialog.reject()

    qtbot.waitUntil(lambda: not project.busy)
    assert not window.findChildren(LookOver)
    window.close()
