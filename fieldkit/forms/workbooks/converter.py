"""pyxform behind one door: a workbook's cells become an XForm, or why they do not."""

from __future__ import annotations

from types import TracebackType
from typing import Any, NamedTuple

from pyxform import aliases  # pyright: ignore[reportMissingTypeStubs]  # pyxform ships none, here and below
from pyxform.constants import NSMAP  # pyright: ignore[reportMissingTypeStubs]
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # pyright: ignore[reportMissingTypeStubs]
from pyxform.utils import (  # pyright: ignore[reportMissingTypeStubs]
    default_is_dynamic,  # pyright: ignore[reportUnknownVariableType]
)
from pyxform.xls2xform import convert  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from fieldkit.forms.workbooks.reading import Cells

TYPES = frozenset({*QUESTION_TYPE_DICT, *aliases.settings_header, "image", "audit"})
"""The types that take no list, as they are written."""

PREFIXES = frozenset(name.partition(":")[2] for name in NSMAP)
"""The prefixes of names that every form has."""

_SHOWN = {
    "string": "text", "int": "number", "decimal": "number", "date": "date", "dateTime": "date", "geopoint": "place",
    "geotrace": "place", "geoshape": "place",
}  # fmt: skip


class Converted(NamedTuple):
    """The XForm of a workbook, and the `itemsets.csv` that its sheet `external_choices` becomes; blank without one."""

    xml: str
    itemsets: bytes


class Refusal(NamedTuple):
    """Why pyxform refuses a workbook: what it says, or where it broke when it says nothing."""

    said: str
    row: int = 0
    name: str = ""


def converted(cells: Cells) -> Converted | Refusal:
    """Return the XForm of a workbook, or why there is none."""
    try:
        result = convert(cells.as_pyxform(), validate=False)
        return Converted(result.xform, (result.itemsets or "").encode())
    except (
        Exception
    ) as error:  # pyxform raises bare TypeError, KeyError and the like for many a slip in a sheet
        if type(error).__module__.startswith("pyxform"):
            return Refusal(str(error))
        return Refusal("", *_where(error.__traceback__))


def shown_as(kind: str) -> str:
    """Return what a type of question shows: text, number, date, place, image or range; blank for all others."""
    said: Any = QUESTION_TYPE_DICT.get(kind, {})  # pyright: ignore[reportUnknownMemberType]
    control, bind = said.get("control", {}), said.get("bind", {})
    if control.get("tag") == "upload":
        return "image" if control.get("mediatype") == "image/*" else ""
    if control.get("tag") == "range":
        return "range"
    return (
        _SHOWN.get(bind.get("type", ""), "") if control.get("tag") == "input" and "note" not in kind else ""
    )


def is_worked_out(default: str, kind: str) -> bool:
    """Tell whether a default is an expression, not an answer."""
    return bool(default_is_dynamic(default, kind))


def _where(trace: TracebackType | None) -> tuple[int, str]:
    """Return the row that pyxform was at when it broke, or the name of the question."""
    row, name = 0, ""
    while trace:
        seen = trace.tb_frame.f_locals
        if isinstance(found := seen.get("row_number"), int):
            row = found
        if isinstance(found := getattr(seen.get("self"), "name", None), str):
            name = found
        trace = trace.tb_next
    return row, name
