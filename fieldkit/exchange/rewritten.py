"""What a spreadsheet makes of a cell without being asked: 00123 becomes 123, 2026-09-14 becomes 14/09/26."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import permutations
from unicodedata import normalize

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"([+-]?)[$£€]?([0-9][0-9., '\u00a0\u202f]*)(?:[eE]([+-]?[0-9]{1,3}))?(\s?%)?")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]*)?")
_GROUPED = re.compile(r"([0-9]{1,3}(?:[., '\u00a0\u202f][0-9]{3})+)([.,][0-9]+)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]0+)?)?(\s?[ap]m)?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{1,4}(?:[-/. ]+(?:[0-9]{1,4}|[a-z]+\.?)){1,2}\.?|[a-z]+[-/. ]?[0-9]{1,4}")
_MOMENT = re.compile(r"(.+?)[t ]([0-9]{1,2}:.+)")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?\Z")
_NO_VALUE = re.compile(r"#+|#[A-Z/0]+[!?]?|Err:[0-9]+")
_CLAIMS = {
    "true": True, "wahr": True, "vrai": True, "1": True,
    "false": False, "falsch": False, "faux": False, "0": False,
}  # fmt: skip
_DIGITS = 5
"""So many digits of a number a spreadsheet shows at the least, such as `1.2346E+11`."""
_MOST = Decimal("1.79769313486232E+308")
"""No spreadsheet knows a greater number."""
_LOST = "?\ufffd"
"""What stands for a letter that another encoding lacks."""


def rewrites(was: str, now: str) -> bool:
    """Tell whether a spreadsheet, rather than a person, may have made the second text of the first.

    Excel and LibreOffice read numbers, dates, times and claims of truth out of a text and write them in their own
    way, mostly in that of the country. What they mean by it is looked at, in whatever order of day and month.
    """
    if _plainly(was) == _plainly(now) or _NO_VALUE.fullmatch(now) or _letters_lost(was, now):
        return True
    before, after = _plainly(was).lower(), _plainly(now).lower()
    return (
        _same_number(before, after)
        or not _days(before).isdisjoint(_days(after))
        or (_time(before) is not None and _time(before) == _time(after))
        or _same_moment(before, after)
        or (before in _CLAIMS and after in _CLAIMS and _CLAIMS[before] == _CLAIMS[after])
    )


def _plainly(text: str) -> str:
    return normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _letters_lost(was: str, now: str) -> bool:
    if len(was) != len(now) or not set(now) & set(_LOST):
        return False
    return all(a == b or (b in _LOST and not a.isascii()) for a, b in zip(was, now, strict=True))


def _same_number(was: str, now: str) -> bool:
    """Tell whether two texts may be one number, the second perhaps rounded."""
    return any(
        a == b or (_DIGITS <= _digits(b) < _digits(a) and _rounded(a, _digits(b)) == b)
        for a in _numbers(was)
        for b in _numbers(now)
    )


def _numbers(text: str) -> set[Decimal]:
    """Return the numbers that a text may be: a comma or point may part decimals, or thousands."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return set()
    sign, digits, power, percent = found.groups()
    readings: set[str] = set()
    if _DECIMAL.fullmatch(digits):
        readings.add(digits.replace(",", "."))
    if grouped := _GROUPED.fullmatch(digits):
        thousands, decimals = grouped.groups()
        readings.add(re.sub(r"[^0-9]", "", thousands) + (decimals or "").replace(",", "."))
    factor = Decimal(10) ** int(power or 0) / (100 if percent else 1)
    return {min(Decimal(sign + reading) * factor, _MOST) for reading in readings}


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _rounded(number: Decimal, digits: int) -> Decimal:
    return Decimal(f"{number:.{digits - 1}E}")


def _days(text: str) -> set[date]:
    """Return the days that a text may name, in any order of day, month and year; without a year, those of this one."""
    text = _MIDNIGHT.sub("", text)
    if not _DAY.fullmatch(text):
        return set()
    parts = [_part(part) for part in re.findall(r"[0-9]+|[a-z]+", text)]
    if None in parts or not 2 <= len(parts) <= 3:
        return set()
    numbers = [part for part in parts if part is not None]
    # Without a year it is taken for this one's, or, such as `Mar 26`, for the first of a month.
    left: list[list[int]] = [[]] if len(numbers) == 3 else [[date.today().year], [1]]  # noqa: DTZ011  # as the spreadsheet does
    found: set[date] = set()
    for year, month, day in (order for rest in left for order in permutations([*numbers, *rest], 3)):
        for century in (0, 1900, 2000) if year < 100 else (0,):
            try:
                found.add(date(year + century, month, day))
            except ValueError:
                continue
    return found


def _part(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None


def _same_moment(was: str, now: str) -> bool:
    one, other = _MOMENT.fullmatch(was), _MOMENT.fullmatch(now)
    if not one or not other or _time(one[2]) is None:
        return False
    return _time(one[2]) == _time(other[2]) and not _days(one[1]).isdisjoint(_days(other[1]))


def _time(text: str) -> tuple[int, int, int] | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second, half = found.groups()
    if half:
        hour = int(hour) % 12 + (12 if "p" in half else 0)
    return int(hour), int(minute), int(second or 0)
