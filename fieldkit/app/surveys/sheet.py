"""One page of a questionnaire on screen. What is there already stays while the form changes around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.parts import card, label
from fieldkit.app.style import GAP
from fieldkit.app.surveys.outline import Page, Row
from fieldkit.app.surveys.questions import STEP, QuestionRow
from fieldkit.forms import Asked, Question, Repeat
from fieldkit.words import _


class Sheet(QScrollArea):
    """One page of a questionnaire: a card with a heading and a row for each question."""

    answered = Signal(str, str, bool)
    """As in QuestionRow."""
    adding = Signal(str)
    """The path of a repeat that is to have one more."""
    removing = Signal(str)
    """The path of an instance that is to go."""

    def __init__(self, ask: Callable[[str], Asked], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._rows: dict[tuple[str, str], QWidget] = {}
        self._title = label("", "cardtitle", wraps=True)
        frame, self._column = card()
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        inside = QWidget()
        inside.setObjectName("plain")
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, GAP // 2, 0)
        self._inside.addWidget(frame)
        self._inside.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the first question that has no answer yet, so that whoever comes here can go on."""
        super().focusInEvent(event)
        rows = self.questions()
        waiting = next((row for row in rows if row.waits), next(iter(rows), None))
        if waiting:
            self.focus_on(waiting)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget under the card."""
        self._inside.insertWidget(1, widget)

    def show_page(self, page: Page) -> None:
        """Show a page: rows that stay are kept with the cursor in them, others come and go."""
        self._title.setText(page.title)
        keys = [row.key for row in page.rows]
        for key in [key for key in self._rows if key not in set(keys)]:
            self._drop(self._rows.pop(key))
        for at, row in enumerate(page.rows):
            widget = self._rows.get(row.key)
            if widget is None:
                widget = self._rows[row.key] = self._made(row)
            # The title is the first of the column.
            if self._column.indexOf(widget) != at + 1:
                self._column.insertWidget(at + 1, widget)
                # At once, and not with the next event: only what is shown can take the focus.
                widget.show()
        self._order(self._rows[key] for key in keys)

    def show_questions(self, paths: Iterable[str]) -> None:
        """Ask again for these questions, as far as they are on screen."""
        for path in paths:
            row = self._rows.get((Question.__name__, path))
            if isinstance(row, QuestionRow):
                row.show_asked(self._ask(path))

    def questions(self) -> list[QuestionRow]:
        """Return the rows that can be answered, from top to bottom."""
        rows = [row for row in self._rows.values() if isinstance(row, QuestionRow) and row.can_be_answered]
        return sorted(rows, key=self._column.indexOf)

    def go(self, step: int) -> bool:
        """Lead the hands to the next question or the one before; False where there is none on this page."""
        rows = self.questions()
        here = QApplication.focusWidget()
        at = next((n for n, row in enumerate(rows) if here is not None and row.isAncestorOf(here)), None)
        to = 0 if at is None else at + step
        if not 0 <= to < len(rows):
            return False
        self.focus_on(rows[to])
        return True

    def focus_on(self, row: QuestionRow) -> None:
        """Lead the hands to a question and bring it into view."""
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(row)

    def save(self) -> None:
        """Let what is typed be saved now."""
        for row in self.questions():
            row.save()

    def _made(self, row: Row) -> QWidget:
        if isinstance(row.shown.item, Question):
            made = QuestionRow(self._ask(row.shown.path), row.depth)
            made.answered.connect(self.answered)
            return made
        heading = Heading(row)
        heading.adding.connect(self.adding)
        heading.removing.connect(self.removing)
        return heading

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _order(self, rows: Iterable[QWidget]) -> None:
        """Let Tab go from top to bottom, whenever the rows were made."""
        before: QWidget | None = None
        for row in rows:
            for widget in row.findChildren(QWidget):
                # Tab passes by the choices that are not chosen, but another may be chosen later. A calendar
                # that unfolds is a window of its own.
                if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.window() is row.window():
                    if before is not None:
                        QWidget.setTabOrder(before, widget)
                    before = widget


class Heading(QFrame):
    """The head of a group within a page, of a repeat with its button to add, or of an instance with one to remove."""

    adding = Signal(str)
    removing = Signal(str)

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        shown = row.shown
        self._path = shown.path
        self.button = QPushButton()
        line = QHBoxLayout(self)
        line.setContentsMargins(row.depth * STEP, GAP, 0, 4)
        line.addWidget(label(shown.label, "fieldname" if shown.key else "cardtitle", wraps=True), 1)
        line.addWidget(self.button)
        repeat = shown.item if isinstance(shown.item, Repeat) else None
        self.button.setVisible(repeat is not None and not repeat.fixed and not repeat.count)
        name = shown.label or _("this")
        if shown.key:
            self.button.setText(_("Remove"))
            self.button.setAccessibleName(_("Remove {name}").format(name=name))
            self.button.clicked.connect(self._remove)
        else:
            self.button.setText(_("Add another"))
            self.button.setAccessibleName(_("Add another: {name}").format(name=name))
            self.button.clicked.connect(self._add)

    @Slot()
    def _add(self) -> None:
        self.adding.emit(self._path)

    @Slot()
    def _remove(self) -> None:
        self.removing.emit(self._path)
