"""The fields in which people type and choose: each tells what was written once the typing rests."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.style import icon, label
from fieldkit.words import _

_BEARING = 3
"""What a line keeps free on either side of its words."""
PAUSE_MS = 400
"""How long the keys rest before typed text saves itself."""


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
