"""A box to tick, and what needs no answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox

from fieldkit.app.parts import label
from fieldkit.app.surveys.answer import Answer
from fieldkit.forms import Asked
from fieldkit.words import _


class TickAnswer(Answer):
    """One box to tick. Source: XLSForm reference, "acknowledge": ticked is `OK`."""

    def build(self, asked: Asked) -> None:
        """Lay out the box."""
        self._box = QCheckBox(_("OK"))
        self._box.setAccessibleName(asked.label)
        self._box.clicked.connect(self._say)
        self.column.addWidget(self._box)
        self.setFocusProxy(self._box)

    def show_asked(self, asked: Asked) -> None:
        """Show whether it is ticked."""
        self._box.setEnabled(not asked.readonly)
        self._box.setChecked(asked.value == "OK")

    @Slot(bool)
    def _say(self, ticked: bool) -> None:
        self.answered.emit("OK" if ticked else "", False)


class NoAnswer(Answer):
    """Nothing to answer: words to read, or a value that the form works out."""

    def build(self, asked: Asked) -> None:
        """Lay out the value."""
        self._value = label("", "strong", wraps=True)
        self._value.setAccessibleName(asked.label)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self._value)

    def show_asked(self, asked: Asked) -> None:
        """Show the value where there is one."""
        self._value.setText(asked.value)
        self._value.setVisible(bool(asked.value))
