"""F1 lists the keys that work where somebody is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QTableView

from fieldkit.app.groups.page import GroupsPage
from fieldkit.app.interviews.page import InterviewsPage
from fieldkit.app.keys import Keyed, Keys, KeysDialog, keys_of
from fieldkit.app.project import OpenProject
from fieldkit.app.window import MainWindow
from tests.app.conftest import Show, unnamed


def test_the_keys_of_the_page_on_screen_are_listed_and_those_of_others_are_not(
    project: OpenProject, show: Show
) -> None:
    window = show(MainWindow(project))
    assert isinstance(window, MainWindow)
    window.go(InterviewsPage)

    window.go(GroupsPage)

    assert Keyed("Ctrl+G", "New group") in keys_of(window)
    assert Keyed("Ctrl+Z", "Undo") in keys_of(window)
    assert "Ctrl+N" not in [keyed.keys for keyed in keys_of(window)]
    window.go(InterviewsPage)
    assert Keyed("Ctrl+N", "New interview") in keys_of(window)
    window.close()


def test_f1_shows_them_and_escape_goes_back(project: OpenProject, show: Show) -> None:
    window = show(MainWindow(project))

    QTest.keyClick(window, Qt.Key.Key_F1)

    (dialog,) = window.findChildren(KeysDialog)
    (table,) = dialog.findChildren(QTableView)
    assert table.model().rowCount() > 5
    assert not unnamed(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.close()


def test_the_table_of_keys_is_a_sound_model() -> None:
    model = Keys([Keyed("F1", "Keys")])

    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    assert model.index(0, 1).data() == "Keys"
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "F1: Keys"
