"""The head of a group within a page, of a repeat with its button to add, or of an instance."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.style import GAP
from fieldkit.app.surveys.answer import Media
from fieldkit.app.surveys.illustrated import Illustrated
from fieldkit.app.surveys.outline import Row, can_grow
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
    moving = Signal(str, int)
    """The path of an instance that is to go elsewhere among its like, and its place there, from 1."""

    def __init__(self, row: Row, media: Media, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        shown = row.shown
        self._depth = row.depth
        self._path = shown.path
        self._number = row.number
        self._up: QPushButton | None = None
        self._down: QPushButton | None = None
        self._words = Words("fieldname" if shown.key else "cardtitle")
        self._illustrated = Illustrated(media)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._line = QHBoxLayout()
        self._line.addWidget(self._words, 1)
        self._column.addLayout(self._line)
        self._column.addWidget(self._illustrated)
        self._indent()
        repeat = shown.item if isinstance(shown.item, Repeat) else None
        if repeat is not None and can_grow(repeat):
            self._offer_deeds(plain(shown.label) or _("this"), instance=bool(shown.key))
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        """Show the words as they are now; an instance says which it is."""
        label = row.shown.label
        self._number = row.number
        self._words.say(f"{label} {row.number}".strip() if row.shown.key else label)
        self._words.setVisible(bool(label) or bool(row.shown.key))
        self._illustrated.show_media(row.shown.media)
        if self._up and self._down:
            self._up.setEnabled(row.number > 1)
            self._down.setEnabled(row.number < row.of)

    def changeEvent(self, event: QEvent) -> None:
        """Set it in from the side where the words begin."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._indent()

    def _indent(self) -> None:
        inwards = self._depth * STEP
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._column.setContentsMargins(0 if right else inwards, GAP, inwards if right else 0, 4)

    def _offer_deeds(self, name: str, *, instance: bool) -> None:
        if not instance:
            added = self._offer(_("Add another"), _("Add another: {name}").format(name=name), self._add)
            added.setToolTip(_("Ctrl+Enter does this from any question"))
            return
        self._up = self._offer("▲", _("Move up: {name}").format(name=name), self._raise)
        self._down = self._offer("▼", _("Move down: {name}").format(name=name), self._lower)
        self._offer(_("Remove"), _("Remove {name}").format(name=name), self._remove)

    def _offer(self, words: str, name: str, deed: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(deed)
        self._line.addWidget(button)
        return button

    @Slot()
    def _raise(self) -> None:
        self.moving.emit(self._path, self._number - 1)

    @Slot()
    def _lower(self) -> None:
        self.moving.emit(self._path, self._number + 1)

    @Slot()
    def _add(self) -> None:
        self.adding.emit(self._path)

    @Slot()
    def _remove(self) -> None:
        self.removing.emit(self._path)
