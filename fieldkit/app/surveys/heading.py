"""The head of a group within a page, of a repeat with its button to add, or of an instance."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from fieldkit.app.style import GAP
from fieldkit.app.surveys.outline import Row
from fieldkit.app.surveys.row import STEP
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Repeat
from fieldkit.forms.markdown import plain
from fieldkit.words import _


class Heading(QFrame):
    """The words of a group, a repeat or an instance, and the buttons of the latter two."""

    adding = Signal(str)
    """The path of a repeat that is to have one more."""
    removing = Signal(str)
    """The path of an instance that is to go."""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        shown = row.shown
        self._depth = row.depth
        self._path = shown.path
        self._words = Words("fieldname" if shown.key else "cardtitle")
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._words, 1)
        self._indent()
        self.show_row(row)
        repeat = shown.item if isinstance(shown.item, Repeat) else None
        if repeat is None or repeat.fixed or repeat.count:
            return
        name = plain(shown.label) or _("this")
        if shown.key:
            self._offer(_("Remove"), _("Remove {name}").format(name=name), self._remove)
        else:
            self._offer(_("Add another"), _("Add another: {name}").format(name=name), self._add)

    def show_row(self, row: Row) -> None:
        """Show the words as they are now; an instance says which it is."""
        label = row.shown.label
        self._words.say(f"{label} {row.number}".strip() if row.shown.key else label)

    def changeEvent(self, event: QEvent) -> None:
        """Set it in from the side where the words begin."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._indent()

    def _indent(self) -> None:
        inwards = self._depth * STEP
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._line.setContentsMargins(0 if right else inwards, GAP, inwards if right else 0, 4)

    def _offer(self, words: str, name: str, deed: object) -> None:
        button = QPushButton(words)
        button.setAccessibleName(name)
        button.clicked.connect(deed)
        self._line.addWidget(button)

    @Slot()
    def _add(self) -> None:
        self.adding.emit(self._path)

    @Slot()
    def _remove(self) -> None:
        self.removing.emit(self._path)
