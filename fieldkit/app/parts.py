"""Small parts that pages are built of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.style import GAP, MARGIN, icon, label
from fieldkit.words import _

_READABLE = 500
"""The width of words that stand alone on a page."""
_BEARING = 3
"""What a line keeps free on either side of its words."""
PAUSE_MS = 400
"""How long the keys rest before typed text saves itself."""


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


def add_field(column: QBoxLayout, name: str, control: QWidget, hint: str = "") -> None:
    """Add a control under its name. An & in the name marks the key that leads there."""
    title = label(name, "fieldname")
    title.setBuddy(control)
    control.setAccessibleName(name.replace("&", ""))
    box = QVBoxLayout()
    box.setSpacing(4)
    box.addWidget(title)
    if hint:
        control.setAccessibleDescription(hint)
        box.addWidget(label(hint, "sub", wraps=True))
    box.addWidget(control)
    column.addLayout(box)


class Find(QLineEdit):
    """A line of words to look for, with a glass before it and a cross to empty it."""

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint or name)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition).setText(name)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(_("Empty: {name}").format(name=name))


class Line(QLineEdit):
    """A line of text that says when the typing rests, and at once when it is left."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._say)
        self._hints = ("", "")
        self.textEdited.connect(self._wait)
        self.editingFinished.connect(self.save)

    def show_hint(self, whole: str, brief: str) -> None:
        """Show in the empty line what to type; the brief words where the whole ones would be cut."""
        self._hints = (whole, brief)
        self._fit_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the hint as there is room for now; the pointer tells the rest."""
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        whole, brief = self._hints
        if not whole:
            self.setPlaceholderText("")
            return
        framed = QStyleOptionFrame()
        self.initStyleOption(framed)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, framed, self)
        fits = self.fontMetrics().horizontalAdvance(whole) + 2 * _BEARING <= room.width()
        self.setPlaceholderText(whole if fits else brief)
        self.setToolTip("" if fits else whole)

    def show_text(self, text: str) -> None:
        """Show what is saved, unless somebody is typing here."""
        if not self._pause.isActive() and self.text() != text:
            self.setText(text)

    @Slot()
    def save(self) -> None:
        """Say now what was typed, if anything was."""
        if self._pause.isActive():
            self._pause.stop()
            self._say()

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot()
    def _say(self) -> None:
        self.written.emit(self.text())


class Text(QPlainTextEdit):
    """Lines of text that say when the typing rests, and at once when they are left. Tab leaves."""

    written = Signal(str)

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._say)
        self.textChanged.connect(self._wait)
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 26)

    def show_text(self, text: str) -> None:
        """Show what is saved, unless somebody is typing here."""
        if not self._pause.isActive() and self.toPlainText() != text:
            self._shown = text
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save at once when the field is left."""
        super().focusOutEvent(event)
        self.save()

    @Slot()
    def save(self) -> None:
        """Say now what was typed, if anything was."""
        if self._pause.isActive():
            self._pause.stop()
            self._say()

    @Slot()
    def _wait(self) -> None:
        if self.toPlainText() != self._shown:
            self._pause.start()

    @Slot()
    def _say(self) -> None:
        self._shown = self.toPlainText()
        self.written.emit(self._shown)


class Choice(QComboBox):
    """One of several, each known by an id. `chosen` comes only when a person chose."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setPlaceholderText(_("Not chosen yet"))
        self.activated.connect(self._say)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these, as id and words; what was chosen stays chosen if it is still there."""
        before = self.value
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.show_value(before)

    def show_value(self, value: str) -> None:
        """Show the one with this id, or none."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change an answer."""
        event.ignore()

    @property
    def value(self) -> str:
        """The id of what is chosen; empty where nothing is."""
        return str(self.currentData() or "")

    @Slot()
    def _say(self) -> None:
        self.chosen.emit(self.value)
