"""The text of one note, which saves itself, with the marked passages drawn under the words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QHideEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from fieldkit.app.coding.marks import Mark
from fieldkit.app.coding.offsets import replaced, span_of, units
from fieldkit.app.fields import PAUSE_MS
from fieldkit.app.project import OpenProject
from fieldkit.app.style import tokens
from fieldkit.domain import Interview, Note
from fieldkit.domain.change import Cell, differ
from fieldkit.domain.coding import Span
from fieldkit.domain.identifiers import Identifier
from fieldkit.edits import interviews
from fieldkit.words import _


class NoteEditor(QPlainTextEdit):
    """The text of one note. It saves itself whenever the typing rests, on leaving it and on hiding.

    What somebody else wrote into the note is shown as it comes, unless that would take words from under the
    person's hands. Then nothing of theirs is overwritten: `parted` is emitted, and the next words that are typed
    go on in a note of our own.
    """

    moved_on = Signal(str)
    """From now on this writes into another note, whose id this is."""
    parted = Signal(bool)
    """Whether somebody else wrote this note too, so that two versions stand side by side."""

    def __init__(self, project: OpenProject, note: Note, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._note = note
        self._marks: list[QTextEdit.ExtraSelection] = []
        self._named: list[tuple[Identifier, QTextCursor]] = []
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.setAccessibleName(_("Notes"))
        self.setPlaceholderText(_("Write down what you hear. It saves itself."))
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.save)
        self._begin_with(note)

    @property
    def note(self) -> Note:
        """The note as it was last saved or shown here."""
        return self._note

    def open(self, note: Note) -> None:
        """Show another note; what was typed into the one before is saved."""
        self.save()
        self._begin_with(note)

    def text(self) -> str:
        """Return what is written here now."""
        # toPlainText would turn hard spaces into plain ones, and so change what nobody touched.
        return self.document().toRawText().replace("\u2029", "\n")

    def span(self) -> Span:
        """Return the stretch that is selected, in characters."""
        cursor = self.textCursor()
        return span_of(self.text(), cursor.selectionStart(), cursor.selectionEnd())

    def typed(self) -> bool:
        """Tell whether something is written here that is not saved yet."""
        return self.text() != self._note.text

    @Slot()
    def save(self) -> None:
        """Save the text where it differs from what was saved."""
        self._pause.stop()
        if not self.typed():
            return
        if self._stands_apart():
            self._move_on()
        else:
            # Known as ours before the news of it comes back: it would look like somebody else's.
            before, self._note = self._note, self._note.but(text=self.text())
            saved = self._project.attempt(interviews.write_note, before, self._note.text)
            self._note = before if saved is None else self._stored()

    @Slot()
    def take_in(self) -> None:
        """Show what the note holds now, unless that would take words from under the person's hands."""
        stored = self._stored()
        apart = self._stands_apart()
        if stored.text != self._note.text and not self.typed() and not (apart and self.hasFocus()):
            self._show_text(stored.text)
            self._note = stored
        self.parted.emit(apart)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Draw the marked passages: a tint under coded ones, a dashed line under the people's own words."""
        self._marks = [self._drawn(mark) for mark in marks]
        self._draw()

    def show_named(self, named: Sequence[Identifier]) -> None:
        """Draw a wave under what may name somebody; under the mouse it says what could stand there instead."""
        self._named = [(one, self._cursor(one.span)) for one in named]
        self._draw()

    def next_named(self) -> Identifier | None:
        """Return what may name somebody at the cursor, else after it, else the first in the text."""
        at = self.textCursor().selectionStart()
        ahead = (one for one, where in self._named if where.selectionEnd() >= at)
        return next(ahead, self._named[0][0] if self._named else None)

    def go_to(self, span: Span) -> None:
        """Select a stretch and bring it into view."""
        self.setTextCursor(self._cursor(span))
        self.ensureCursorVisible()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what was typed."""
        super().focusOutEvent(event)
        self.save()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what was typed."""
        super().hideEvent(event)
        self.save()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say under the mouse what could stand instead of what may name somebody."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.cursorForPosition(event.pos()).position()
            under = [o for o, where in self._named if where.selectionStart() <= at <= where.selectionEnd()]
            QToolTip.showText(event.globalPos(), told(under[0]) if under else "", self)
            return True
        return super().viewportEvent(event)

    def _begin_with(self, note: Note) -> None:
        self._note = note
        self.setPlainText(note.text)
        self.document().clearUndoRedoStacks()
        self._pause.stop()

    def _stored(self) -> Note:
        # An interview may come without a note; the one that stands in is saved with its first words.
        known = self._project.store.find(Note, id=self._note.id, deleted=(False, True))
        return next(iter(known), self._note)

    def _stands_apart(self) -> bool:
        cell = Cell("note", self._note.id, "text")
        heads = self._project.store.standing([cell]).get(cell, [])
        return differ(heads) or (self.typed() and self._stored().text != self._note.text)

    def _move_on(self) -> None:
        """Keep both: what others wrote stays in the note as it is, and ours goes on in a note of its own."""
        known = self._project.store.find(Interview, id=self._note.interview_id)
        note = self._project.attempt(interviews.add_note, known[0], self.text()) if known else None
        if note is not None:
            self._note = note
            self.moved_on.emit(note.id)

    def _show_text(self, text: str) -> None:
        # Only what differs is replaced, so that the cursor and the selection stay where they are.
        span, new = replaced(self.text(), text)
        self._cursor(span).insertText(new)
        # Ctrl+Z takes back one's own typing, never what somebody else wrote.
        self.document().clearUndoRedoStacks()
        self._pause.stop()

    def _cursor(self, span: Span) -> QTextCursor:
        text = self.text()
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(text, span.start))
        cursor.setPosition(units(text, span.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _draw(self) -> None:
        self.setExtraSelections([*self._marks, *(self._waved(where) for _one, where in self._named)])

    def _waved(self, where: QTextCursor) -> QTextEdit.ExtraSelection:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(tokens().danger))
        look.setBackground(QColor(tokens().warn_bg))
        drawn = QTextEdit.ExtraSelection()
        drawn.cursor = where  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        drawn.format = look  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        return drawn

    def _drawn(self, mark: Mark) -> QTextEdit.ExtraSelection:
        look = QTextCharFormat()
        look.setUnderlineColor(QColor(tokens().warn if mark.own_words else tokens().accent))
        if mark.own_words:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        else:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            look.setBackground(QColor(tokens().sel))
        drawn = QTextEdit.ExtraSelection()
        drawn.cursor = self._cursor(mark.span)  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        drawn.format = look  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        return drawn


def told(one: Identifier) -> str:
    """Return in words what may name somebody, and what could stand there instead."""
    return _("“{words}” may name somebody; {proposal} could stand here instead.").format(
        words=one.text, proposal=one.proposal
    )
