"""Which keys do what, as far as they work where somebody is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldkit import __version__
from fieldkit.app.style import label
from fieldkit.app.table import Index, Titled
from fieldkit.words import _


class Keyed(NamedTuple):
    """A deed and its keys, both as people read them."""

    keys: str
    deed: str


def keys_of(window: QWidget) -> list[Keyed]:
    """Return the keys of a window that work now: those of its menus and of what is on the screen."""
    found: dict[str, Keyed] = {}
    for action in window.findChildren(QAction):
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and action.isVisible() and _works_now(action):
            deed = action.text().replace("&", "").rstrip("…")
            found.setdefault(keys, Keyed(keys, deed))
    return list(found.values())


def _works_now(action: QAction) -> bool:
    return any(
        isinstance(held, QMenu) or (isinstance(held, QWidget) and held.isVisible())
        for held in action.associatedObjects()
    )


class Keys(Titled):
    """The keys as a table."""

    def __init__(self, keys: Sequence[Keyed], parent: QWidget | None = None) -> None:
        super().__init__([_("Keys"), _("What they do")], parent)
        self._keys = keys

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent and parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the keys, or what they do."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._keys[index.row()][index.column()]
        return ": ".join(self._keys[index.row()]) if role == Qt.ItemDataRole.AccessibleTextRole else None


class KeysDialog(QDialog):
    """The keys that work where somebody is, and which fieldkit this is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        table = QTableView()
        table.setModel(Keys(keys_of(window), self))
        table.setAccessibleName(_("Keys"))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(label(_("These work where you are now. Tab leads to everything else."), "sub"))
        column.addWidget(table, 1)
        column.addWidget(label(_("fieldkit {version}").format(version=__version__), "sub"))
        column.addWidget(buttons)
        self.resize(460, 480)
        table.setFocus()
