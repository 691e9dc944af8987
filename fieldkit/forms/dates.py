"""Days and moments as forms write them, and as numbers: days since 1 January 1970.

A date is a civil day and knows no offset. A moment keeps its offset, and its number counts from midnight UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_EPOCH = date(1970, 1, 1).toordinal()
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}(?::?\d{2})?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
    minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def write_moment(moment: datetime) -> str:
    """Return a moment as XForms writes it, to the millisecond; with its offset where it has one."""
    return moment.isoformat(timespec="milliseconds")


def days(text: str) -> float | None:
    """Return the number of a day or moment; None where the text is neither."""
    if len(text) < 8 or text[4] != "-":
        return None
    moment = read_moment(text)
    if moment is None:
        return None
    whole = moment.toordinal() - _EPOCH
    if not isinstance(moment, datetime):
        return float(whole)
    offset = moment.utcoffset() or timedelta()
    return whole + (
        moment.replace(tzinfo=None) - datetime.combine(moment.date(), time()) - offset
    ) / timedelta(days=1)


def day_of(number: float) -> str:
    """Return the day with this number as `2026-11-03`; blank where there is none."""
    try:
        return date.fromordinal(int(number // 1) + _EPOCH).isoformat()
    except (ValueError, OverflowError):
        return ""


def moment_of(number: float) -> str:
    """Return the moment with this number, in UTC; blank where there is none."""
    try:
        return write_moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number))
    except (ValueError, OverflowError):
        return ""


def formatted(text: str, pattern: str) -> str:
    """Return a day or moment in the shape that a pattern such as `%e %b %Y` gives; blank where it is neither.

    Source: ODK XForms specification, format-date and format-date-time.
    """
    moment = read_moment(text)
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
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
