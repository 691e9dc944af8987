"""Things put in an order: Alt and the arrows move one up or down, or it is dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.style import GAP
from fieldkit.words import _

_LINE = 26
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Ordering(QWidget):
    """A short list in order. `ordered` comes only when a person moved something."""

    ordered = Signal(list)
    """The ids in their new order."""

    def __init__(self, name: str, parent: QWidget | None = None, *, at_least: int = 0) -> None:
        """Make a list of which so many rows are in sight where room is short; all of them where it is 0."""
        super().__init__(parent)
        self.setObjectName("plain")
        self._at_least = at_least
        self._items: list[tuple[str, str]] = []
        self._words = QStringListModel(self)
        self._list = _Rows()
        self._list.setModel(self._words)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setAccessibleName(name)
        self._list.setSpacing(4)
        self._list.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self._list.installEventFilter(self)
        self._list.viewport().installEventFilter(self)
        self._dragged = False
        self._up = QPushButton(_("Move up"))
        self._down = QPushButton(_("Move down"))
        buttons = QVBoxLayout()
        buttons.addWidget(self._up)
        buttons.addWidget(self._down)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(self._list, 1)
        row.addLayout(buttons)
        self.setFocusProxy(self._list)
        self._up.clicked.connect(self._raise)
        self._down.clicked.connect(self._lower)

    def show_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Show these, as id and words, in this order; the current place stays current."""
        at = max(self._list.currentIndex().row(), 0)
        self._items = list(items)
        self._words.setStringList([f"{n}. {words}" for n, (_id, words) in enumerate(items, start=1)])
        self._list.show_rows(len(items), self._at_least or len(items))
        self._list.setCurrentIndex(self._words.index(min(at, len(items) - 1)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the current one with Alt and an arrow, or as it is dragged."""
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
        if watched is self._list.viewport() and isinstance(event, QMouseEvent) and self._drag(event):
            return True
        return super().eventFilter(watched, event)

    def _drag(self, event: QMouseEvent) -> bool:
        """Let the current one follow the pointer; its new place counts once the button is let go."""
        if event.type() == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            over = self._list.indexAt(event.position().toPoint())
            step = over.row() - self._list.currentIndex().row()
            if over.isValid() and step:
                self._dragged = self._shift(step) or self._dragged
            return True
        if event.type() == QEvent.Type.MouseButtonRelease and self._dragged:
            self._dragged = False
            self._tell()
        return False

    @Slot()
    def _raise(self) -> None:
        self._move(-1)

    @Slot()
    def _lower(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        if self._shift(step):
            self._tell()

    def _shift(self, step: int) -> bool:
        """Put the current one elsewhere; False where there is no such place."""
        at = self._list.currentIndex().row()
        if not 0 <= at + step < len(self._items):
            return False
        items = list(self._items)
        items.insert(at + step, items.pop(at))
        self._list.setCurrentIndex(self._words.index(at + step))
        self.show_items(items)
        return True

    def _tell(self) -> None:
        self.ordered.emit([item for item, _words in self._items])


class _Rows(QListView):
    """A list that is as high as its rows, and scrolls where there is less room."""

    def show_rows(self, rows: int, at_least: int) -> None:
        """Take the height of so many rows, and at least of so many."""
        whole = _height(max(2, rows))
        self.setMaximumHeight(whole)
        self.setMinimumHeight(min(whole, _height(at_least)))

    def sizeHint(self) -> QSize:
        """Wish for all rows."""
        return QSize(super().sizeHint().width(), self.maximumHeight())


def _height(rows: int) -> int:
    return _LINE * rows + 8
