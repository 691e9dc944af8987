"""Small parts that pages are laid out of: areas, heads, what stands where nothing is yet, and buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.style import GAP, MARGIN, icon, label

_READABLE = 500
"""The width of words that stand alone on a page."""


class Card(QFrame):
    """A framed area with a column to fill."""

    def __init__(self, name: str = "card", margin: int = GAP, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(GAP // 2)


def card(name: str = "card", margin: int = GAP) -> tuple[QFrame, QVBoxLayout]:
    """Return a framed area and the column to fill it."""
    made = Card(name, margin)
    return made, made.column


def plain() -> QWidget:
    """Return an area that only holds others together."""
    area = QWidget()
    area.setObjectName("plain")
    return area


class Scroll(QScrollArea):
    """An area that scrolls up and down. Tab passes it by, and leads to what is in it."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def emptied(column: QLayout) -> None:
    """Take everything out of a layout."""
    while item := column.takeAt(0):
        gone = item.widget()
        if gone:
            gone.hide()
            gone.deleteLater()


def page_column(page: QWidget) -> QVBoxLayout:
    """Return the column of a page, with the margins that every page has."""
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, MARGIN - 6, MARGIN, MARGIN - 6)
    column.setSpacing(GAP)
    return column


class Header(QWidget):
    """The head of a page: its title, a line that says what is there, and its buttons."""

    def __init__(self, title: str, buttons: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._line = label("", "sub")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "h1"))
        words.addWidget(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, line: str) -> None:
        """Show this line under the title."""
        self._line.setText(line)


class Empty(QWidget):
    """What a page shows where there is nothing yet: what belongs here, and what to do next."""

    def __init__(
        self,
        drawing: str,
        title: str,
        words: str,
        button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        middle = Qt.AlignmentFlag.AlignHCenter
        picture = QLabel()
        picture.setPixmap(icon(drawing, size=44).pixmap(44, 44))
        said = label(words, "sub", wraps=True)
        said.setAlignment(middle)
        said.setMaximumWidth(_READABLE)
        held = QHBoxLayout()  # alone in a row, it may grow as high as its words need
        held.addStretch(1)
        held.addWidget(said, _READABLE)
        held.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(GAP // 2)
        column.addStretch(2)
        column.addWidget(picture, 0, middle)
        column.addWidget(label(title, "cardtitle"), 0, middle)
        column.addLayout(held)
        if button:
            column.addSpacing(GAP // 2)
            column.addWidget(button, 0, middle)
        column.addStretch(3)


class ActionButton(QPushButton):
    """A button that is the face of an action: its words, its shortcut and whether it can be done now."""

    def __init__(self, action: QAction, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._action = action
        self.clicked.connect(self._trigger)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _trigger(self) -> None:
        self._action.trigger()

    @Slot()
    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self._action.toolTip()} ({keys})" if keys else self._action.toolTip())


class Fold(QPushButton):
    """A line that unfolds what is under it; a sign before its words says which way it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fold")
        self.setCheckable(True)
        self._words = ""
        self.toggled.connect(self._show)

    def say(self, words: str) -> None:
        """Say this."""
        self._words = words
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Point the other way where words run from the right."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._show()

    @Slot()
    def _show(self) -> None:
        onward = "▸" if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else "◂"
        self.setText(f"{'▾' if self.isChecked() else onward} {self._words}".replace("&", "&&"))
        self.setAccessibleName(self._words)


def action(
    parent: QWidget, text: str, deed: Callable[[], object], keys: str | QKeySequence.StandardKey = ""
) -> QAction:
    """Return an action of a page or window, with its shortcut at work while that is on screen."""
    made = QAction(text, parent)
    made.triggered.connect(deed)
    if keys:
        made.setShortcut(QKeySequence(keys))
        # Of a hidden page Qt takes no shortcut, so the same keys may serve several pages.
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    parent.addAction(made)
    return made
