"""One page of a questionnaire on screen. What is there already stays while the form changes around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from fieldkit.app.parts import card
from fieldkit.app.style import GAP
from fieldkit.app.surveys.answer import Media
from fieldkit.app.surveys.grid import Grid
from fieldkit.app.surveys.heading import Heading
from fieldkit.app.surveys.illustrated import Illustrated
from fieldkit.app.surveys.outline import Page, Row, can_grow
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Asked, Question, Repeat

AT_FIRST_MS = 16
"""How long rows are made before the page is shown; the rest is made while nobody waits."""
BETWEEN_MS = 8
"""How long rows are made between two events of the window."""
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
        """The rows that are made, by their keys: some of those that are wanted, until there was time for all."""
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._make_more)
        self._below: QWidget | None = None
        self._title = Words("cardtitle")
        self._card, column = card()
        column.setSpacing(0)
        column.addWidget(self._title)
        self._illustrated = Illustrated(media)
        column.addWidget(self._illustrated)
        self._grid = Grid(column)
        inside = QWidget()
        inside.setObjectName("plain")
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, GAP // 2, 0)
        self._inside.addWidget(self._card)
        self._inside.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the first question that has no answer yet, so that whoever comes here can go on."""
        super().focusInEvent(event)
        waiting = self._first(row for row in self._wanted if self._waits(row)) or self._first(self._wanted)
        if waiting:
            self.focus_on(waiting)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget under the card."""
        self._below = widget
        self._inside.insertWidget(1, widget)
        self._grid.end_with(widget)

    def show_page(self, page: Page) -> None:
        """Show a page: rows that stay are kept with the cursor in them, others come and go."""
        self._title.say(page.title)
        self._illustrated.show_media(page.media)
        # A repeat has a heading of its own, for the sake of its buttons.
        first = page.rows[0].shown
        self._title.setVisible(not isinstance(first.item, Repeat) or bool(first.key) or not first.label)
        self._wanted = page.rows
        keys = {row.key for row in page.rows}
        for key in [key for key in self._rows if key not in keys]:
            _drop(self._rows.pop(key))
        for row in page.rows:
            heading = self._rows.get(row.key)
            if isinstance(heading, Heading):
                heading.show_row(row)
        self._make(AT_FIRST_MS)
        self._place()

    def empty(self) -> None:
        """Let all rows go, so that the next page is made from nothing: in another language, say."""
        self._grid.place(())
        for widget in self._rows.values():
            _drop(widget)
        self._rows, self._wanted = {}, ()

    def show_questions(self, paths: Iterable[str]) -> None:
        """Ask again for these questions, as far as they are on screen."""
        for path in paths:
            row = self._rows.get(_key(path))
            if isinstance(row, QuestionRow):
                row.show_asked(self._ask(path))

    def questions(self) -> list[QuestionRow]:
        """Return the rows that can be answered, from top to bottom, all of them made by then."""
        rows = [self._row(row) for row in self._wanted]
        self._place()
        _lay_out()
        return [row for row in rows if isinstance(row, QuestionRow) and row.can_be_answered]

    def go(self, step: int) -> bool:
        """Lead the hands to the next question or the one before; False where there is none on this page."""
        here = self.here
        at = next((n for n, row in enumerate(self._wanted) if here and row.key == _key(here)), None)
        onward = (
            self._wanted if at is None else self._wanted[at + 1 :] if step > 0 else self._wanted[:at][::-1]
        )
        row = self._first(onward)
        if row is not None:
            self.focus_on(row)
        return row is not None

    def lead_to(self, path: str) -> bool:
        """Lead the hands to the question at a path, or the first beneath it; False where it is not on this page."""
        rows = [row for row in self._wanted if f"{row.shown.path}/".startswith(f"{path}/")]
        row = self._first(rows)
        if row is not None:
            self.focus_on(row)
        elif rows:
            # It can only be read.
            self._place()
            self.ensureWidgetVisible(self._row(rows[0]))
        return row is not None

    def lead_to_first(self) -> None:
        """Lead the hands to the first question; where there is none, to what stands under the card."""
        first = self._first(self._wanted)
        if first is not None:
            self.focus_on(first)
        elif self._below is not None:
            self._below.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_on(self, row: QuestionRow) -> None:
        """Lead the hands to a question and bring it into view."""
        row.setFocus(Qt.FocusReason.TabFocusReason)
        _lay_out()
        self.ensureWidgetVisible(row)

    @property
    def here(self) -> str:
        """The path of the question that has the hands; blank where none has."""
        row = self._with_hands()
        return row.path if row else ""

    @property
    def growing(self) -> str:
        """The path of the repeat that gets one more: the innermost around the hands, else the first; blank without."""
        repeats = [
            row.shown.path
            for row in self._wanted
            if isinstance(row.shown.item, Repeat) and not row.shown.key and can_grow(row.shown.item)
        ]
        around = [path for path in repeats if self.here.startswith(f"{path}[")]
        return max(around, key=len, default=next(iter(repeats), ""))

    @property
    def whole(self) -> bool:
        """Whether all rows of the page are made."""
        return all(row.key in self._rows for row in self._wanted)

    def save(self) -> None:
        """Let what is typed be saved now."""
        for row in list(self._rows.values()):
            if isinstance(row, QuestionRow):
                row.save()

    # Making rows: those in sight at once, what somebody is led to when it is, and the others while nobody waits.

    def _first(self, rows: Iterable[Row]) -> QuestionRow | None:
        """Return the first of these that can be answered. Only as many are made as it takes to find it."""
        for row in rows:
            made = self._row(row)
            if isinstance(made, QuestionRow) and made.can_be_answered:
                self._place()
                return made
        return None

    def _make(self, patience_ms: int) -> None:
        """Make the rows that are wanted, at least one and as many as there is patience for."""
        since = QElapsedTimer()
        since.start()
        for row in self._wanted:
            if row.key not in self._rows:
                self._row(row)
                if since.elapsed() >= patience_ms:
                    break
        if not self.whole:
            self._later.start()

    @Slot()
    def _make_more(self) -> None:
        """Make some of the rows out of sight. They are put to their places together, since that moves all others."""
        self._make(BETWEEN_MS)
        if self.whole:
            self._place()

    def _place(self) -> None:
        """Put the rows that are made at their places. Who is at work in one does not see it move."""
        held = self._with_hands()
        before = self._height_of(held) if held else 0
        made = [(self._rows[row.key], row.share) for row in self._wanted if row.key in self._rows]
        stayed = [widget for widget, _share in made[: self._grid.place(made)]]
        if held and held not in stayed:
            _lay_out()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._height_of(held) - before)

    def _with_hands(self) -> QuestionRow | None:
        focus = QApplication.focusWidget()
        rows = (row for row in self._rows.values() if isinstance(row, QuestionRow))
        return next((row for row in rows if focus is not None and row.isAncestorOf(focus)), None)

    def _height_of(self, row: QWidget) -> int:
        """Return how far below the upper edge of what is seen a row begins."""
        return row.mapTo(self.viewport(), QPoint()).y()

    def _waits(self, row: Row) -> bool:
        """Tell whether a row is a question that has no answer yet, or a wrong one."""
        if not isinstance(row.shown.item, Question):
            return False
        asked = self._ask(row.shown.path)
        return not asked.typed or bool(asked.error)

    def _row(self, row: Row) -> QWidget:
        """Return the widget of a row, made now where it is not yet."""
        made = self._rows.get(row.key)
        if made is None:
            made = self._rows[row.key] = self._made(row)
            # What a row wears is found out now, one row after the other, and not for all when they are shown.
            for part in (made, *made.findChildren(QWidget)):
                part.ensurePolished()
            width = self._grid.geometry().width()
            made.resize(width, made.heightForWidth(width))
        return made

    def _made(self, row: Row) -> QWidget:
        if isinstance(row.shown.item, Question):
            made = QuestionRow(self._ask(row.shown.path), row.depth, self._media, self._card)
            made.answered.connect(self.answered)
            made.given.connect(self.given)
            made.led_on.connect(self.led_on)
            made.laid_anew.connect(self._grid.order)
            return made
        heading = Heading(row, self._media, self._card)
        heading.adding.connect(self.adding)
        heading.removing.connect(self.removing)
        heading.moving.connect(self.moving)
        return heading


def _key(path: str) -> Key:
    return Question.__name__, path


def _lay_out() -> None:
    """Give all that is on the page its room now, and not some events later: what is led to must be in view."""
    # The card learns what its rows need, then what it stands in, then what scrolls that: Qt tells one at a time.
    for _pass in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
