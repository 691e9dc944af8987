"""The types of questions: how the text of an answer is read, and how it is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from fieldkit.forms.dates import read_moment, read_time, write_moment
from fieldkit.words import _

MOST = 2**31 - 1
"""The largest whole number that other ODK clients and servers can hold."""

FILES = frozenset({"image", "audio", "video", "file"})
"""The types of questions whose answer is the name of a file."""

PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
"""The types of questions whose answer says where something is."""


class Type(NamedTuple):
    """A type of question.

    `read` raises ValueError where a text is no such answer, and `wrong` then says what one would be. `write` is
    its inverse, and its text the one that XForms stores. `cut` is what is left of a text that is no such answer.
    """

    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    wrong: Callable[[], str] = lambda: _("This answer cannot be read.")
    cut: Callable[[str], str] = lambda _text: ""

    def answer_in(self, text: str) -> str:
        """Return the answer that other ODK clients make of a text: itself, what is left of it, or blank."""
        try:
            self.read(text)
        except ValueError:
            return self.cut(text)
        return text


def _whole(text: str) -> int:
    value = int(text.strip()) if text.strip().lstrip("+-").isdecimal() else _refuse(text)
    return value if abs(value) <= MOST else _refuse(text)


def _cut(text: str) -> str:
    """Return a number without what is behind its point; blank where there is none."""
    try:
        return str(_whole(text.strip().partition(".")[0])) if is_number(text) else ""
    except ValueError:
        return ""


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return _refuse(text)
    return value if value.is_finite() else _refuse(text)


def _plain(value: Decimal) -> str:
    written = format(value, "f")
    # 2.50 is 2.5 in all clients: they hold a number, not how it was typed.
    return written.rstrip("0").rstrip(".") if "." in written else written


def _day(text: str) -> date:
    moment = read_moment(text)
    # A moment names another day elsewhere: no other client takes it for a day.
    return _refuse(text) if moment is None or isinstance(moment, datetime) else moment


def _moment(text: str) -> datetime:
    moment = read_moment(text)
    return moment if isinstance(moment, datetime) else _refuse(text)


def _clock(text: str) -> time:
    moment = read_time(text)
    return _refuse(text) if moment is None else moment


def _write_clock(value: time) -> str:
    return value.isoformat(timespec="milliseconds")


def scale(parameters: Mapping[str, str]) -> tuple[float, float, float] | None:
    """Return start, end and step of a range; None where they are no numbers, or the step leads nowhere."""
    said = [parameters.get(name, "") for name in ("start", "end", "step")]
    if not all(map(is_number, said)):
        return None
    start, end, step = map(float, said)
    return (start, end, step) if step else None


def is_number(text: str) -> bool:
    """Tell whether a text is a number."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def on_scale(value: float, parameters: Mapping[str, str]) -> bool:
    """Tell whether a value is one that a range offers."""
    found = scale(parameters)
    if found is None:
        return True
    start, end, step = found
    steps = (value - start) / step
    return min(start, end) <= value <= max(start, end) and math.isclose(steps, round(steps), abs_tol=1e-6)


class Point(NamedTuple):
    """A place on Earth: degrees, and metres where known."""

    latitude: float
    longitude: float
    altitude: float | None = None
    accuracy: float | None = None


def _point(text: str) -> Point:
    numbers = [float(part) for part in text.split()]
    if not 2 <= len(numbers) <= 4 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return _refuse(text)
    return Point(*numbers)


def _write_point(point: Point) -> str:
    return " ".join(format(Decimal(repr(part)), "f") for part in point if part is not None)


def _points(text: str) -> list[Point]:
    return [_point(part) for part in text.split(";") if part.strip()]


def _some_points(text: str) -> str:
    """Return the places of a way that is too short; blank where they are none."""
    try:
        return _write_points(_points(text))
    except ValueError:
        return ""


def _trace(text: str) -> list[Point]:
    points = _points(text)
    return points if len(points) > 1 else _refuse(text)


def _shape(text: str) -> list[Point]:
    # Collect closes a shape by giving the first place again; others leave it open and mean the same.
    points = _points(text)
    return points if len(points) > 2 else _refuse(text)


def _write_points(points: list[Point]) -> str:
    return "; ".join(_write_point(point) for point in points)


def _one(text: str) -> str:
    return text.strip()


def _refuse(text: str) -> Any:
    raise ValueError(text)


_TEXT = Type()
_ONE = Type(_one)
_SEVERAL = Type(str.split, " ".join)
_FILE = Type(_one)
_MOMENT = Type(_moment, write_moment, lambda: _("Please give a day and a time, such as 2026-11-03T09:30."))
_NUMBER = Type(_decimal, _plain, lambda: _("Please give a number, such as 12 or 2.5."))

TYPES: dict[str, Type] = {
    "text": _TEXT,
    "integer": Type(_whole, str, lambda: _("Please give a whole number, such as 12."), _cut),
    "decimal": _NUMBER,
    "range": _NUMBER,
    "date": Type(_day, date.isoformat, lambda: _("Please give a day, such as 2026-11-03.")),
    "time": Type(_clock, _write_clock, lambda: _("Please give a time, such as 09:30.")),
    "datetime": _MOMENT,
    "select_one": _ONE,
    "select_multiple": _SEVERAL,
    "rank": _SEVERAL,
    "note": _TEXT,
    "acknowledge": _ONE,
    "barcode": _TEXT,
    "geopoint": Type(
        _point, _write_point, lambda: _("Please give latitude and longitude, such as 51.51 -0.12.")
    ),
    "geotrace": Type(
        _trace,
        _write_points,
        lambda: _("Please give two places or more, parted by semicolons."),
        _some_points,
    ),
    "geoshape": Type(
        _shape,
        _write_points,
        lambda: _("Please give three places or more, and the first one again."),
        _some_points,
    ),
    "image": _FILE,
    "audio": _FILE,
    "video": _FILE,
    "file": _FILE,
    "calculate": _TEXT,
    "hidden": _TEXT,
    "start": _MOMENT,
    "end": _MOMENT,
    "today": Type(_day, date.isoformat),
    "deviceid": _TEXT,
    "username": _TEXT,
    "email": _TEXT,
    "phonenumber": _TEXT,
}
"""One line for each type of question, by its name in an XLSForm."""
