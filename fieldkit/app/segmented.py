"""A few answers side by side, of which one is chosen by a click, the arrows or a letter of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

CHOSEN = "✓\u2009"
"""What stands before the chosen answer, for colour is never the only sign."""
_PADDING = 20
"""What edge and padding take of the width, in the dress of a button."""


class Option(NamedTuple):
    """One answer. `keys` are the signs that choose it while any of the answers has the focus."""

    value: str
    words: str
    keys: str = ""
    description: str = ""


class Segmented(QWidget):
    """Answers side by side. `chosen` comes only when a person chose."""

    chosen = Signal(str)
    signed = Signal()
    """One was chosen by its sign, new or not, so that the hands may go on to the next question."""

    def __init__(self, options: Sequence[Option], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._options = list(options)
        self._value: str | None = None
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        for number, option in enumerate(options):
            button = Segment(option.words)
            button.setAccessibleName(f"{name}: {option.words}")
            button.setAccessibleDescription(option.description)
            button.setToolTip(option.description)
            self._group.addButton(button, number)
            row.addWidget(button)
        self.setAccessibleName(name)
        self.setFocusProxy(self._group.button(0))
        self._group.buttonClicked.connect(self._say)

    @property
    def value(self) -> str | None:
        """The value of the answer that is chosen; None where none is."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Show this answer as chosen, or none."""
        self._value = value
        # An exclusive group would keep its last button down.
        self._group.setExclusive(False)
        for option, button in zip(self._options, self._group.buttons(), strict=True):
            button.setChecked(option.value == value)
        self._group.setExclusive(True)
        self.setFocusProxy(self._group.checkedButton() or self._group.button(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the sign of an answer."""
        sign = event.text().casefold()
        number = next((n for n, o in enumerate(self._options) if sign and sign in o.keys), None)
        if number is None or not self.isEnabled():
            super().keyPressEvent(event)
            return
        button = self._group.button(number)
        button.setFocus()
        button.click()
        self.signed.emit()

    @Slot(QAbstractButton)
    def _say(self, button: QAbstractButton) -> None:
        value = self._options[self._group.id(button)].value
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)


class Segment(QPushButton):
    """One answer; wide enough for its mark, so that choosing moves nothing."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        self.setObjectName("segment")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.toggled.connect(self._mark)

    def sizeHint(self) -> QSize:
        """Return the size with the mark, whether it is there or not."""
        self.ensurePolished()
        size = super().sizeHint()
        marked = self.fontMetrics().horizontalAdvance(CHOSEN + self._words) + _PADDING
        picture = 0 if self.icon().isNull() else self.iconSize().width() + 4
        return QSize(marked + picture, size.height())

    @Slot(bool)
    def _mark(self, chosen: bool) -> None:
        self.setText(CHOSEN + self._words if chosen else self._words)
