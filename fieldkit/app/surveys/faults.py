"""What is missing or wrong in a questionnaire, as a list that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.parts import label
from fieldkit.forms import Asked
from fieldkit.forms.markdown import plain
from fieldkit.words import _, ngettext

Index = QModelIndex | QPersistentModelIndex


class Found(QAbstractListModel):
    """Questions with what is to be said of their answers."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._faults: list[Asked] = []

    def show_faults(self, faults: Sequence[Asked]) -> None:
        """Show these."""
        self.beginResetModel()
        self._faults = list(faults)
        self.endResetModel()

    def path(self, row: int) -> str:
        """Return the path of the question in a row."""
        return self._faults[row].path

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent and parent.isValid() else len(self._faults)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the question, or what is said of it."""
        if not index.isValid():
            return None
        fault = self._faults[index.row()]
        words = plain(fault.label) or fault.question.name
        if role == Qt.ItemDataRole.DisplayRole:
            # Our words keep their own direction within a list that runs the other way.
            return f"{words}\n\u2068{fault.error}\u2069"
        both = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return f"{words}: {fault.error}" if role in both else None


class Faults(QWidget):
    """The list, hidden until somebody asks for it."""

    chosen = Signal(str)
    """The path of the question to go to."""
    finishing = Signal()
    """Nothing is missing or wrong, and somebody says that the questionnaire is filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._said = label("", "strong", wraps=True)
        self._found = Found(self)
        self._list = QListView()
        self._list.setModel(self._found)
        self._list.setWordWrap(True)
        self._list.setSpacing(3)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("What is missing or wrong"))
        self._finish = QPushButton(_("Finish the questionnaire"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._said)
        column.addWidget(self._finish)
        column.addWidget(self._list, 1)
        self._finish.clicked.connect(self.finishing)
        self._list.activated.connect(self._choose)
        self._list.clicked.connect(self._choose)
        self.hide()

    def show_faults(self, faults: Sequence[Asked], *, finished: bool) -> None:
        """Show these; where there are none, offer to say that the questionnaire is filled, unless it is `finished`."""
        self._found.show_faults(faults)
        count = len(faults)
        self._said.setText(
            ngettext("{n} answer is missing or wrong", "{n} answers are missing or wrong", count).format(
                n=count
            )
            if count
            else _("✓ This questionnaire is finished")
            if finished
            else _("✓ Nothing is missing or wrong")
        )
        self._list.setVisible(count > 0)
        self._finish.setVisible(not count and not finished)
        self.setFocusProxy(self._list if count else self._finish)
        if count:
            self._list.setCurrentIndex(self._found.index(0))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter finish; where it has led to a question by now, keep it from leading on to the next one."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self._finish.hasFocus():
            self.finishing.emit()

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._found.path(index.row()))
