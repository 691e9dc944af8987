"""Before anything is sent: what may name somebody, in the words around it, to be replaced or left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.parts import Card, emptied, plain
from fieldkit.app.style import GAP, label
from fieldkit.domain.identifiers import around
from fieldkit.edits.identifiers import Named
from fieldkit.words import _, day, ngettext

_AT_ONCE = 20
"""How many are shown; more appear as these are dealt with."""


class BeforeSending(Card):
    """The list of what may name somebody in the notes that would travel now. It hides while there is nothing."""

    replaced = Signal(object)
    """Somebody wants this Named replaced."""
    left = Signal(object)
    """This Named stays as it is."""
    sent = Signal()
    """All of it may go as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._named: list[Named] = []
        self._buttons: list[tuple[QPushButton, QPushButton]] = []
        self._count = label("", "sub", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP // 2)
        self._more = label("", "sub")
        self._send = QPushButton(_("Send as it is"))
        self._send.clicked.connect(self.sent)
        below = QHBoxLayout()
        below.addWidget(self._more, 1)
        below.addWidget(self._send)
        self.column.addWidget(label(_("Before you send"), "cardtitle"))
        self.column.addWidget(self._count)
        self.column.addLayout(self._rows)
        self.column.addLayout(below)
        self.hide()

    def show_named(self, named: Sequence[Named]) -> None:
        """List these instead; the keyboard stays in the list where it was there."""
        if [*named] == self._named:
            return
        row, column = self._held()
        self._named = [*named]
        self._buttons.clear()
        emptied(self._rows)
        for one in self._named[:_AT_ONCE]:
            shown = self._row(one)
            self._rows.addWidget(shown)
            shown.show()  # at once, so that it can take the keyboard
        self._count.setText(
            ngettext(
                "{count} thing in your notes may name somebody. The team would read it.",
                "{count} things in your notes may name somebody. The team would read them.",
                len(named),
            ).format(count=len(named))
        )
        more = len(named) - _AT_ONCE
        self._more.setText(_("{count} more follow.").format(count=more) if more > 0 else "")
        self.setVisible(bool(named))
        if self._buttons and row >= 0:
            self._buttons[min(row, len(self._buttons) - 1)][column].setFocus()

    def _held(self) -> tuple[int, int]:
        """Return the row and column of the button that has the keyboard; -1 where none has."""
        for row, buttons in enumerate(self._buttons):
            for column, button in enumerate(buttons):
                if button.hasFocus():
                    return row, column
        return -1, -1

    def _row(self, one: Named) -> QWidget:
        before, after = around(one.note.text, one.identifier.span)
        words = f"{before}“{one.identifier.text}”{after}"
        where = " · ".join(part for part in (one.group, day(one.interview.held_on)) if part)
        row = plain()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(label(words, wraps=True))
        told.addWidget(label(where, "sub", wraps=True))
        line.addLayout(told, 1)
        replace = QPushButton(_("Replace by {proposal}").format(proposal=one.identifier.proposal))
        leave = QPushButton(_("Leave it"))
        replace.clicked.connect(self._replace)
        leave.clicked.connect(self._leave)
        for button in (replace, leave):
            button.setAccessibleDescription(f"{words}. {where}")
            button.setProperty("row", len(self._buttons))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._buttons.append((replace, leave))
        return row

    @Slot()
    def _replace(self) -> None:
        self.replaced.emit(self._named[int(self.sender().property("row"))])

    @Slot()
    def _leave(self) -> None:
        self.left.emit(self._named[int(self.sender().property("row"))])
