"""Days, times of day, and both together: typed as people write them, or picked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QPushButton, QWidgetAction

from fieldkit.app.fields import Line
from fieldkit.app.parts import label
from fieldkit.app.surveys.answer import Answer, Media, wished
from fieldkit.app.surveys.calendars import CALENDARS
from fieldkit.app.surveys.lines import LineAnswer
from fieldkit.app.surveys.moments import (
    clock_in,
    day_in,
    meant_day,
    meant_month,
    meant_time,
    meant_year,
    moment,
    now,
    parted,
    worded_time,
)
from fieldkit.forms import Asked
from fieldkit.words import _

_DAY_WIDTH = 210
_TIME_WIDTH = 110


class DayAnswer(LineAnswer):
    """A day, typed or picked from a calendar."""

    def build(self, asked: Asked) -> None:
        """Lay out the line, today, and the calendar that unfolds beside them."""
        super().build(asked)
        self.column.removeWidget(self.line)
        self.line.setFixedWidth(_DAY_WIDTH)
        self._today = QPushButton(_("Today"))
        self._today.setAccessibleName(_("Today: {question}").format(question=asked.label))
        self._today.clicked.connect(self._take_today)
        self._unfold = Calendar(asked.label)
        self._unfold.picked.connect(self._pick)
        self.row = QHBoxLayout()
        for widget in (self.line, self._today, self._unfold):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        self.column.addLayout(self.row)
        self._unfold.setVisible("no-calendar" not in wished(asked))
        reading = next((CALENDARS[word] for word in wished(asked) if word in CALENDARS), None)
        self._reading = reading
        self._beside = label("", "sub", wraps=True)
        self.column.addWidget(self._beside)
        self._beside.hide()

    def hints(self) -> tuple[str, str]:
        """Return an example."""
        return _("A day, such as 2026-11-03"), "2026-11-03"

    def meant(self, text: str) -> str:
        """Return the day that was typed, also as `3.11.2026` or `20261103`."""
        return meant_day(text)

    def show_asked(self, asked: Asked) -> None:
        """Show the day in the line and in the calendar."""
        super().show_asked(asked)
        self._unfold.setEnabled(not asked.readonly)
        self._today.setEnabled(not asked.readonly)
        known = day_in(asked.typed)
        self._unfold.show_day(known)
        if self._reading:
            self._beside.setText(self._reading.beside(known))
            self._beside.setVisible(bool(self._beside.text()))

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        self.answered.emit(date(picked.year(), picked.month(), picked.day()).isoformat(), False)

    @Slot()
    def _take_today(self) -> None:
        self.answered.emit(now().date().isoformat(), False)


class MonthAnswer(LineAnswer):
    """A month of a year. Source: ODK documentation, "month-year": stored as its first day."""

    def build(self, asked: Asked) -> None:
        """Lay out the line."""
        super().build(asked)
        self.line.setFixedWidth(_DAY_WIDTH)

    def hints(self) -> tuple[str, str]:
        """Return an example."""
        return _("A month, such as 2026-11"), "2026-11"

    def worded(self, value: str) -> str:
        """Return the month alone."""
        return value[:7] if day_in(value) else value

    def meant(self, text: str) -> str:
        """Return the first day of the month that was typed, also as `11/2026`."""
        return meant_month(text)


class YearAnswer(MonthAnswer):
    """A year, stored as its first day."""

    def hints(self) -> tuple[str, str]:
        """Return an example."""
        return _("A year, such as 2026"), "2026"

    def worded(self, value: str) -> str:
        """Return the year alone."""
        return value[:4] if day_in(value) else value

    def meant(self, text: str) -> str:
        """Return the first day of the year that was typed."""
        return meant_year(text)


class TimeAnswer(LineAnswer):
    """A time of day, also typed as `930` or `9.30 pm`."""

    def build(self, asked: Asked) -> None:
        """Lay out the line and a button for the time it is."""
        super().build(asked)
        self.column.removeWidget(self.line)
        self.line.setFixedWidth(_DAY_WIDTH)
        self._now = QPushButton(_("Now"))
        self._now.setAccessibleName(_("Now: {question}").format(question=asked.label))
        self._now.clicked.connect(self._take_now)
        row = QHBoxLayout()
        row.addWidget(self.line)
        row.addWidget(self._now)
        row.addStretch(1)
        self.column.addLayout(row)

    def hints(self) -> tuple[str, str]:
        """Return an example."""
        return _("A time, such as 09:30"), "09:30"

    def worded(self, value: str) -> str:
        """Return the time without seconds where it has none."""
        return worded_time(value)

    def meant(self, text: str) -> str:
        """Return the time that was typed."""
        return meant_time(text)

    def show_asked(self, asked: Asked) -> None:
        """Show the time."""
        super().show_asked(asked)
        self._now.setEnabled(not asked.readonly)

    @Slot()
    def _take_now(self) -> None:
        self.answered.emit(f"{now():%H:%M}", False)


class MomentAnswer(DayAnswer):
    """A day and a time of day, side by side."""

    def build(self, asked: Asked) -> None:
        """Lay out the line of the day, and that of the time after it."""
        super().build(asked)
        self._time = Line()
        self._time.setFixedWidth(_TIME_WIDTH)
        self._time.setPlaceholderText(_("09:30"))
        self._time.setAccessibleName(_("Time of day: {question}").format(question=asked.label))
        self._time.written.connect(self._say_time)
        self._time.editingFinished.connect(self._tidy_time)
        self.line.setAccessibleName(_("Day: {question}").format(question=asked.label))
        self._today.setText(_("Now"))
        self._today.setAccessibleName(_("Now: {question}").format(question=asked.label))
        self.row.insertWidget(1, self._time)

    def worded(self, value: str) -> str:
        """Return the day alone."""
        return value.partition("T")[0]

    def meant(self, text: str) -> str:
        """Return the day that was typed with the time that stands beside it, or that was typed after the day."""
        day, clock = parted(text)
        return moment(meant_day(day), meant_time(clock or self._time.text()))

    def show_asked(self, asked: Asked) -> None:
        """Show the day and the time."""
        # The time first: what the line of the day means hangs on it.
        clock = clock_in(asked.typed)
        self._time.setReadOnly(asked.readonly)
        if not (self._time.hasFocus() and meant_time(self._time.text()) == worded_time(clock)):
            self._time.show_text(worded_time(clock))
        super().show_asked(asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go from the day to a time that is missing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        onward = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if enter and onward and self.line.hasFocus() and self.line.text() and not self._time.text():
            self._time.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Say what was typed in either."""
        super().save()
        self._time.save()

    @Slot(str)
    def _say_time(self, text: str) -> None:
        day, _clock = parted(self.line.text())
        self.answered.emit(moment(meant_day(day), meant_time(text)), True)

    @Slot()
    def _tidy_time(self) -> None:
        self._time.show_text(worded_time(meant_time(self._time.text())))

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        day = date(picked.year(), picked.month(), picked.day()).isoformat()
        self.answered.emit(moment(day, meant_time(self._time.text())), False)

    @Slot()
    def _take_today(self) -> None:
        self.answered.emit(now().isoformat(timespec="minutes"), False)


class Calendar(QPushButton):
    """A button that unfolds a calendar. The calendar is made when it is first wanted: it takes longer than a row."""

    picked = Signal(QDate)

    def __init__(self, question: str) -> None:
        super().__init__(_("Calendar"))
        self.setAccessibleName(_("Calendar for: {question}").format(question=question))
        self._day: date | None = None
        self._shown: QCalendarWidget | None = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._make)
        self.setMenu(self._menu)

    def show_day(self, day: date | None) -> None:
        """Show this day when the calendar unfolds."""
        self._day = day
        if self._shown and day:
            self._shown.setSelectedDate(QDate(day.year, day.month, day.day))

    @Slot()
    def _make(self) -> None:
        if self._shown is None:
            self._shown = QCalendarWidget()
            self._shown.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
            self._shown.setGridVisible(False)
            # It unfolds in a window of its own, which would speak the laptop's language.
            self._shown.setLocale(self.locale())
            holder = QWidgetAction(self._menu)
            holder.setDefaultWidget(self._shown)
            self._menu.addAction(holder)
            self._shown.activated.connect(self._pick)
            self._shown.clicked.connect(self._pick)
        self.show_day(self._day)

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        self._menu.hide()
        self.picked.emit(picked)


def day_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of a day, as exact as its appearance wants it."""
    wishes = wished(asked)
    if "month-year" in wishes:
        return MonthAnswer(asked, media)
    return (YearAnswer if "year" in wishes else DayAnswer)(asked, media)
