"""Days, months, years and times of day as people type them, and as they are stored and shown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from fieldkit.forms.dates import read_moment, read_time

_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})(?:-\d{1,2})?|(\d{1,2})[-/.](\d{4})")
_WHOLE = re.compile(r"(\S+?)(?:\s+|[Tt])(\d{1,2}[:.h]\d{2}.*)")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)


def meant_day(text: str) -> str:
    """Return a day as it is stored, where the text is one; dots part day, month and year in this order."""
    typed = text.strip()
    dotted, run = _DOTTED.fullmatch(typed), _RUN.fullmatch(typed)
    if dotted:
        return f"{dotted[3]}-{int(dotted[2]):02d}-{int(dotted[1]):02d}"
    return f"{run[1]}-{run[2]}-{run[3]}" if run else text


def meant_month(text: str) -> str:
    """Return the first day of the month that a text is, also of `11/2026`."""
    found = _MONTH.fullmatch(text.strip())
    if not found:
        return text
    return f"{found[1] or found[4]}-{int(found[2] or found[3]):02d}-01"


def meant_year(text: str) -> str:
    """Return the first day of the year that a text is."""
    typed = text.strip()
    return f"{typed}-01-01" if len(typed) == 4 and typed.isdecimal() else text


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


def moment(day: str, clock: str) -> str:
    """Return a day and a time as one answer; a part that is missing stays open, and the form says so."""
    if not day and not clock:
        return ""
    if day_in(day) is None or not clock:
        return f"{day}T{clock}" if clock else day
    known = read_time(clock)
    if known is None:
        return f"{day}T{clock}"
    # As in Collect, a moment is that of this laptop's part of the world.
    naive = time(known.hour, known.minute, known.second)
    at = datetime.combine(date.fromisoformat(day), naive).astimezone()
    return at.isoformat(timespec="milliseconds")


def parted(text: str) -> tuple[str, str]:
    """Return the day and the time of a moment that is typed or pasted whole; one that is no day stays as it is."""
    found = _WHOLE.fullmatch(text.strip())
    return (found[1], found[2]) if found else (text, "")


def day_in(value: str) -> date | None:
    """Return the day that an answer tells; None where it tells none."""
    known = read_moment(value)
    return known.date() if isinstance(known, datetime) else known


def clock_in(value: str) -> str:
    """Return the time of day in an answer with both, or what stands in its place."""
    known = read_moment(value)
    return known.timetz().isoformat() if isinstance(known, datetime) else value.partition("T")[2]


def now() -> datetime:
    """Return the time it is here."""
    return datetime.now(tz=UTC).astimezone()
