"""What a cell of a workbook says, as the text that XForms stores for a type of question."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from fieldkit.exchange.workbook import Cell
from fieldkit.forms import TYPES
from fieldkit.forms.dates import write_moment
from fieldkit.forms.expressions.values import numeral
from fieldkit.forms.xforms.failed import failed
from fieldkit.words import _

_MOMENTS = frozenset({"datetime", "start", "end"})
_DAY_ZERO = date(1899, 12, 31)
"""Up to this day, a moment of Excel is a time of the day and nothing else."""
_MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001  a time of the day, wherever that is
_CLAIMS = {"1": True, "true": True, "0": False, "false": False}


class UnsayableError(ValueError):
    """A cell holds what no answer can hold; its text says why."""


def text_of(cell: Cell, type_name: str) -> str:
    """Return the text of a cell for a question of a type: nothing of it is lost, and text stays as it is.

    Raises:
        UnsayableError: no answer can say it.
    """
    if isinstance(cell, str) and failed(cell):
        raise UnsayableError(_("Excel could not work it out and says {error}").format(error=cell.strip()))
    return "" if cell is None else _WRITERS[type(cell)](cell, type_name)


def readable(text: str, type_name: str) -> bool:
    """Tell whether a text is an answer of this type; a blank one always is."""
    if not text:
        return True
    try:
        TYPES[type_name].read(text)
    except ValueError:
        return False
    return True


def chosen(cell: Cell, choice: str) -> bool | None:
    """Return whether a choice's own column says that it was chosen; None where the column says nothing.

    Raises:
        UnsayableError: it says neither yes nor no.
    """
    if cell is None or cell == "":
        return None
    said = text_of(cell, "text").strip().lower()
    # 0 and 1 go before the choice's own name: a choice may itself be called 0.
    claims = {choice.lower(): True, "yes": True, "no": choice == "no", **_CLAIMS}
    if said not in claims:
        raise UnsayableError(_("“{text}” is neither yes nor no").format(text=said))
    return claims[said]


def _number(cell: float) -> str:
    if not math.isfinite(cell):
        raise UnsayableError(_("it is no number that can be written down"))
    return numeral(cell)


def _moment(cell: datetime, type_name: str) -> str:
    if type_name == "time" and cell.date() <= _DAY_ZERO:
        return TYPES["time"].write(cell.time())
    if type_name not in _MOMENTS and cell.time() == time():
        return cell.date().isoformat()
    return write_moment(cell)


def _span(cell: timedelta, type_name: str) -> str:
    if type_name == "time" and timedelta() <= cell < timedelta(days=1):
        return TYPES["time"].write((_MIDNIGHT + cell).time())
    raise UnsayableError(_("it is a length of time, {span}, and no answer says that").format(span=cell))


_WRITERS: dict[type, Callable[[Any, str], str]] = {
    str: lambda cell, _type: cell,
    bool: lambda cell, _type: "true" if cell else "false",
    int: lambda cell, _type: str(cell),
    float: lambda cell, _type: _number(cell),
    datetime: _moment,
    date: lambda cell, _type: cell.isoformat(),
    time: lambda cell, _type: TYPES["time"].write(cell),
    timedelta: _span,
}
