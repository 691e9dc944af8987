"""Days, times of day, and both together: typed as people write them, or picked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QPushButton, QWidgetAction

from fieldkit.app.parts import Line, label
from fieldkit.app.surveys.answer import Answer, Media, wished
from fieldkit.app.surveys.calendars import CALENDARS
from fieldkit.app.surveys.lines import LineAnswer
from fieldkit.forms import Asked
from fieldkit.forms.dates import read_moment, read_time
from fieldkit.words import _

_DAY_WIDTH = 210
_TIME_WIDTH = 110
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})(?:-\d{1,2})?|(\d{1,2})[-/.](\d{4})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)


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

    def hint(self) -> str:
        """Return an example."""
        return _("A day, such as 2026-11-03")

    def meant(self, text: str) -> str:
        """Return the day that was typed, also as `3.11.2026` or `20261103`."""
        return meant_day(text)

    def show_asked(self, asked: Asked) -> None:
        """Show the day in the line and in the calendar."""
        super().show_asked(asked)
        self._unfold.setEnabled(not asked.readonly)
        self._today.setEnabled(not asked.readonly)
        known = _day(asked.typed)
        self._unfold.show_day(known)
        if self._reading:
            self._beside.setText(self._reading.beside(known))
            self._beside.setVisible(bool(self._beside.text()))

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        self.answered.emit(date(picked.year(), picked.month(), picked.day()).isoformat(), False)

    @Slot()
    def _take_today(self) -> None:
        self.answered.emit(_now().date().isoformat(), False)


class MonthAnswer(LineAnswer):
    """A month of a year. Source: ODK documentation, "month-year": stored as its first day."""

    def build(self, asked: Asked) -> None:
        """Lay out the line."""
        super().build(asked)
        self.line.setFixedWidth(_DAY_WIDTH)

    def hint(self) -> str:
        """Return an example."""
        return _("A month, such as 2026-11")

    def worded(self, value: str) -> str:
        """Return the month alone."""
        return value[:7] if _day(value) else value

    def meant(self, text: str) -> str:
        """Return the first day of the month that was typed, also as `11/2026`."""
        found = _MONTH.fullmatch(text.strip())
        if not found:
            return text
        return f"{found[1] or found[4]}-{int(found[2] or found[3]):02d}-01"


class YearAnswer(MonthAnswer):
    """A year, stored as its first day."""

    def hint(self) -> str:
        """Return an example."""
        return _("A year, such as 2026")

    def worded(self, value: str) -> str:
        """Return the year alone."""
        return value[:4] if _day(value) else value

    def meant(self, text: str) -> str:
        """Return the first day of the year that was typed."""
        typed = text.strip()
        return f"{typed}-01-01" if len(typed) == 4 and typed.isdecimal() else text


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

    def hint(self) -> str:
        """Return an example."""
        return _("A time, such as 09:30")

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
        self.answered.emit(f"{_now():%H:%M}", False)


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
        """Return the day that was typed with the time that stands beside it."""
        return _moment(meant_day(text), meant_time(self._time.text()))

    def show_asked(self, asked: Asked) -> None:
        """Show the day and the time."""
        # The time first: what the line of the day means hangs on it.
        moment = read_moment(asked.typed)
        clock = moment.timetz().isoformat() if isinstance(moment, datetime) else asked.typed.partition("T")[2]
        self._time.setReadOnly(asked.readonly)
        if not (self._time.hasFocus() and meant_time(self._time.text()) == worded_time(clock)):
            self._time.show_text(worded_time(clock))
        super().show_asked(asked)

    def save(self) -> None:
        """Say what was typed in either."""
        super().save()
        self._time.save()

    @Slot(str)
    def _say_time(self, text: str) -> None:
        self.answered.emit(_moment(meant_day(self.line.text()), meant_time(text)), True)

    @Slot()
    def _tidy_time(self) -> None:
        self._time.show_text(worded_time(meant_time(self._time.text())))

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        day = date(picked.year(), picked.month(), picked.day()).isoformat()
        self.answered.emit(_moment(day, meant_time(self._time.text())), False)

    @Slot()
    def _take_today(self) -> None:
        self.answered.emit(_now().isoformat(timespec="minutes"), False)


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


def meant_day(text: str) -> str:
    """Return a day as it is stored, where the text is one; dots part day, month and year in this order."""
    typed = text.strip()
    dotted, run = _DOTTED.fullmatch(typed), _RUN.fullmatch(typed)
    if dotted:
        return f"{dotted[3]}-{int(dotted[2]):02d}-{int(dotted[1]):02d}"
    return f"{run[1]}-{run[2]}-{run[3]}" if run else text


def meant_time(text: str) -> str:
    """Return a time of day as it is stored, where the text is one."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return text.strip()
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else text.strip()


def worded_time(value: str) -> str:
    """Return a stored time of day as people write it."""
    known = read_time(value)
    if known is None:
        return value
    return f"{known:%H:%M:%S}" if known.second else f"{known:%H:%M}"


def _moment(day: str, clock: str) -> str:
    """Return a day and a time as one answer; a part that is missing stays open, and the form says so."""
    if not day and not clock:
        return ""
    if _day(day) is None or not clock:
        return f"{day}T{clock}" if clock else day
    known = read_time(clock)
    if known is None:
        return f"{day}T{clock}"
    # As in Collect, a moment is that of this laptop's part of the world.
    naive = time(known.hour, known.minute, known.second)
    at = datetime.combine(date.fromisoformat(day), naive).astimezone()
    return at.isoformat(timespec="milliseconds")


def _day(value: str) -> date | None:
    moment = read_moment(value)
    return moment.date() if isinstance(moment, datetime) else moment


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


def day_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of a day, as exact as its appearance wants it."""
    wishes = wished(asked)
    if "month-year" in wishes:
        return MonthAnswer(asked, media)
    return (YearAnswer if "year" in wishes else DayAnswer)(asked, media)
