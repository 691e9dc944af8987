"""One page of a questionnaire on screen. What is there already stays while the form changes around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from fieldkit.app.parts import card
from fieldkit.app.style import GAP
from fieldkit.app.surveys.answer import Media
from fieldkit.app.surveys.heading import Heading
from fieldkit.app.surveys.illustrated import Illustrated
from fieldkit.app.surveys.outline import Page, Row
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Asked, Question

AT_FIRST_MS = 16
"""How long rows are made before the page is shown; the rest is made while nobody waits."""
BETWEEN_MS = 8
"""How long rows are made between two events of the window."""
_COLUMNS = 12
"""What shares of the width are rounded to."""

Key = tuple[str, str]


class Sheet(QScrollArea):
    """One page of a questionnaire: a card with a heading and a row for each question."""

    answered = Signal(str, str, bool)
    given = Signal(str, str, bytes)
    led_on = Signal()
    """As in QuestionRow."""
    adding = Signal(str)
    removing = Signal(str)
    moving = Signal(str, int)
    """As in Heading."""

    def __init__(self, ask: Callable[[str], Asked], media: Media, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._media = media
        self._wanted: tuple[Row, ...] = ()
        self._rows: dict[Key, QWidget] = {}
        self._shape: list[tuple[QWidget, float]] = []
        self._lines: list[int] = []
        """The line of the grid that each of them stands in."""
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._make_more)
        self._title = Words("cardtitle")
        frame, self._column = card()
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        self._illustrated = Illustrated(media)
        self._column.addWidget(self._illustrated)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._column.addLayout(self._grid)
        self._below: QWidget | None = None
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
        self._below = widget

    def show_page(self, page: Page) -> None:
        """Show a page: rows that stay are kept with the cursor in them, others come and go."""
        self._title.say(page.title)
        self._illustrated.show_media(page.media)
        # A repeat has a heading of its own, for the sake of its buttons.
        first = page.rows[0].shown
        self._title.setVisible(isinstance(first.item, Question) or bool(first.key) or not first.label)
        self._wanted = page.rows
        keys = {row.key for row in page.rows}
        for key in [key for key in self._rows if key not in keys]:
            _drop(self._rows.pop(key))
        for row in page.rows:
            heading = self._rows.get(row.key)
            if isinstance(heading, Heading):
                heading.show_row(row)
        self._make(AT_FIRST_MS)

    def empty(self) -> None:
        """Let all rows go, so that the next page is made from nothing: in another language, say."""
        self._place(())
        for widget in self._rows.values():
            _drop(widget)
        self._rows, self._wanted = {}, ()

    def show_questions(self, paths: Iterable[str]) -> None:
        """Ask again for these questions, as far as they are on screen."""
        for path in paths:
            row = self._rows.get((Question.__name__, path))
            if isinstance(row, QuestionRow):
                row.show_asked(self._ask(path))

    def questions(self) -> list[QuestionRow]:
        """Return the rows that can be answered, from top to bottom."""
        self._make()
        rows = (self._rows[row.key] for row in self._wanted)
        return [row for row in rows if isinstance(row, QuestionRow) and row.can_be_answered]

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

    def lead_to(self, path: str) -> bool:
        """Lead the hands to the question at a path, or the first beneath it; False where it is not on this page."""
        row = next((row for row in self.questions() if f"{row.path}/".startswith(f"{path}/")), None)
        if row is not None:
            self.focus_on(row)
        return row is not None

    def lead_to_first(self) -> None:
        """Lead the hands to the first question; only so much of the page is made as that needs."""
        made = (self._rows.get(row.key) for row in self._wanted)
        first = next((row for row in made if isinstance(row, QuestionRow) and row.can_be_answered), None)
        first = first or next(iter(self.questions()), None)
        if first is not None:
            self.focus_on(first)

    def focus_on(self, row: QuestionRow) -> None:
        """Lead the hands to a question and bring it into view."""
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(row)

    @property
    def here(self) -> str:
        """The path of the question that has the hands; blank where none has."""
        focus = QApplication.focusWidget()
        rows = (row for row in self._rows.values() if isinstance(row, QuestionRow))
        return next((row.path for row in rows if focus is not None and row.isAncestorOf(focus)), "")

    def save(self) -> None:
        """Let what is typed be saved now."""
        for row in list(self._rows.values()):
            if isinstance(row, QuestionRow):
                row.save()

    # Making rows: those in sight at once, and the others while nobody waits.

    @Slot()
    def _make_more(self) -> None:
        self._make(BETWEEN_MS)

    def _make(self, patience_ms: int | None = None) -> None:
        """Make the rows that are wanted, as many as there is patience for; then put all at their places."""
        since = QElapsedTimer()
        since.start()
        made = False
        for row in self._wanted:
            if row.key in self._rows:
                continue
            if made and patience_ms is not None and since.elapsed() >= patience_ms:
                self._later.start()
                break
            self._rows[row.key] = self._made(row)
            made = True
        self._place([row for row in self._wanted if row.key in self._rows])

    def _made(self, row: Row) -> QWidget:
        if isinstance(row.shown.item, Question):
            made = QuestionRow(self._ask(row.shown.path), row.depth, self._media)
            made.answered.connect(self.answered)
            made.given.connect(self.given)
            made.led_on.connect(self.led_on)
            made.laid_anew.connect(self._order_all)
            return made
        heading = Heading(row, self._media)
        heading.adding.connect(self.adding)
        heading.removing.connect(self.removing)
        heading.moving.connect(self.moving)
        return heading

    def _place(self, rows: Sequence[Row]) -> None:
        """Put the rows that are made into the grid, where they do not stand as they should already."""
        shape = [(self._rows[row.key], row.share) for row in rows]
        if shape == self._shape:
            return
        same = next((n for n, (a, b) in enumerate(zip(self._shape, shape, strict=False)) if a != b), None)
        begin = min(len(self._shape), len(shape)) if same is None else same
        # Rows that share a line are put anew from its beginning.
        while begin and begin < len(shape) and shape[begin][1] < 1 and shape[begin - 1][1] < 1:
            begin -= 1
        for widget, _share in self._shape[begin:]:
            self._grid.removeWidget(widget)
        del self._lines[begin:]
        line, used = (self._lines[-1] + 1 if self._lines else 0), 0
        for widget, share in shape[begin:]:
            span = max(1, round(share * _COLUMNS))
            if used and used + span > _COLUMNS:
                line, used = line + 1, 0
            self._grid.addWidget(widget, line, used, 1, span)
            self._lines.append(line)
            if isinstance(widget, QuestionRow):
                widget.stand_alone(share == 1)
            # At once, and not with the next event: only what is shown can take the focus.
            widget.show()
            line, used = (line + 1, 0) if used + span >= _COLUMNS else (line, used + span)
        self._shape = shape
        self._order([widget for widget, _share in shape[max(0, begin - 1) :]])

    @Slot()
    def _order_all(self) -> None:
        self._order([widget for widget, _share in self._shape])

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
        if before is not None and self._below is not None:
            QWidget.setTabOrder(before, self._below)


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
