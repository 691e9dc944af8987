"""Days and moments as forms write them, and as numbers: days since 1 January 1970.

A day is a civil day and knows no offset. A moment has one, and is read on this laptop's clock: so its day is the one
on which people here lived it, and days and moments compare as people expect. Only `instant`, for
decimal-date-time(), counts from midnight UTC.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Self

_EPOCH = date(1970, 1, 1).toordinal()
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}(?::?\d{2})?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Day(str):
    """A day as text, `2026-11-03`. Where a moment was cut down to it, it remembers the moment."""

    __slots__ = ("moment",)

    def __new__(cls, text: str, moment: datetime | None = None) -> Self:
        """Make a day of its text."""
        day = super().__new__(cls, text)
        day.moment = moment
        return day


def read_moment(text: str) -> date | datetime | None:
    """Return the day or moment that a text such as `2026-11-03` or `2026-11-03T09:30:00.000+01:00` names."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day
        return datetime.combine(day, _time(found[4], found[5], found[6], found[7], found[8]))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time of day that a text such as `09:30` or `09:30:00.000+01:00` names."""
    found = _CLOCK.fullmatch(text.strip())
    try:
        return _time(found[1], found[2], found[3], found[4], found[5]) if found else None
    except ValueError:
        return None


def _time(hour: str, minute: str, second: str | None, fraction: str | None, offset: str | None) -> time:
    microsecond = int((fraction or "0").ljust(6, "0"))
    return time(int(hour), int(minute), int(second or 0), microsecond, _offset(offset))


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError(text)
    minutes += int(text[1:3]) * 60
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def write_moment(moment: datetime) -> str:
    """Return a moment as XForms writes it, to the millisecond; with its offset where it has one."""
    return moment.isoformat(timespec="milliseconds")


def here(moment: datetime) -> datetime:
    """Return a moment on this laptop's clock; one without an offset is on it already."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        # Some systems know no local time before 1970.
        return moment


def days(text: str) -> float | None:
    """Return the number of a day or moment, as days and parts of days here; None where the text is neither.

    Only what is written in full counts: `2026-1-5` is a day to those who ask for one, but no number.
    """
    if len(text) < 10 or text[4] != "-" or text[7] != "-":
        return None
    if len(text) == 10:
        # Most are written so, and are looked at very often.
        try:
            return float(date.fromisoformat(text).toordinal() - _EPOCH)
        except ValueError:
            return None
    moment = read_moment(text)
    if not isinstance(moment, datetime):
        return None
    moment = here(moment)
    return moment.toordinal() - _EPOCH + part_of_day(moment.time())


def part_of_day(clock: time) -> float:
    """Return which part of the day has gone by at a time."""
    return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / 86400


def moment_in(text: str) -> date | datetime | None:
    """Return the day or moment of a text; of a day that a moment was cut down to, the moment."""
    return text.moment if isinstance(text, Day) and text.moment else read_moment(text)


def instant(text: str) -> float:
    """Return how many days have gone by since midnight UTC of 1 January 1970; NaN where there is no moment."""
    moment = moment_in(text)
    if moment is None:
        return math.nan
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    try:
        return (moment.astimezone(UTC) - _START) / timedelta(days=1)
    except (OSError, OverflowError, ValueError):
        return (moment.replace(tzinfo=UTC) - _START) / timedelta(days=1)


def clock_of(text: str, today: date) -> time | None:
    """Return the time of day here of a moment, or of a time of today; None where the text is neither."""
    moment = moment_in(text)
    if moment is None:
        clock = read_time(text)
        moment = datetime.combine(today, clock) if clock else None
    if isinstance(moment, datetime):
        return here(moment).time()
    return None if moment is None else time()


def day_in(text: str) -> Day | None:
    """Return the day of a day or moment, as it was here; None where the text is neither."""
    if isinstance(text, Day):
        return text
    moment = read_moment(text)
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return Day(here(moment).date().isoformat(), moment)
    return Day(moment.isoformat())


def day_of(number: float) -> str:
    """Return the day with this number, cut off at its point, as `2026-11-03`; blank where there is none."""
    try:
        return Day(date.fromordinal(int(number) + _EPOCH).isoformat())
    except (ValueError, OverflowError):
        return ""


def moment_of(number: float) -> str:
    """Return the moment so many days after midnight UTC of 1 January 1970; blank where there is none."""
    try:
        return write_moment(here(_START + timedelta(days=number)))
    except (ValueError, OverflowError):
        return ""


def formatted(moment: date | datetime, pattern: str) -> str:
    """Return a day or moment in the shape that a pattern such as `%e %b %Y` gives.

    Source: ODK XForms specification, format-date and format-date-time.
    """
    moment = here(moment) if isinstance(moment, datetime) else datetime.combine(moment, time())
    return re.sub(r"%(.)", lambda found: _field(moment, found[1]), pattern)


def _field(moment: datetime, letter: str) -> str:
    fields = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "a": _WEEKDAYS[moment.weekday()],
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "%": "%",
    }
    return fields.get(letter, f"%{letter}")
