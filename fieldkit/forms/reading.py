"""A file becomes a workbook. What it may cost is bounded, whatever is in it.

Source of the Markdown and CSV forms: pyxform, `md_to_dict` and `csv_to_dict`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fieldkit.forms.findings import Finding
from fieldkit.forms.parts import noticed, unpacked, unreadable
from fieldkit.forms.rows import SHEETS, Column, Row, Sheet, Workbook, columns_of
from fieldkit.words import _

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md")
LARGEST_FILE = 50_000_000
"""In bytes; the largest workbooks seen in the field have a tenth of it."""
MOST_ROWS = 200_000


class Cells(NamedTuple):
    """What pyxform reads from a workbook, and what it needs to convert it: rows by header, sheet by sheet."""

    sheets: Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, str]]]]
    names: Sequence[str]
    stem: str

    def as_pyxform(self) -> dict[str, Any]:
        """Return it as pyxform takes it. It is a copy: pyxform changes what it is given."""
        taken: dict[str, Any] = {"sheet_names": list(self.names), "fallback_form_name": self.stem}
        for name, (headers, rows) in self.sheets.items():
            taken[name] = [dict(row) for row in rows]
            taken[f"{name}_header"] = [dict.fromkeys(headers)] if headers else []
        return taken


def read(path: Path) -> tuple[Cells, Workbook]:
    """Return what is in a workbook: as pyxform takes it, and as its rows.

    Raises:
        FormError: it cannot be read.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise unreadable(path, _("it is no workbook"))
    sized(path)
    packed = path.suffix.lower() in (".xlsx", ".xlsm")
    parts = unpacked(path) if packed else {}
    cells = _cells(path)
    return cells, workbook_of(cells, list(noticed(parts, cells.sheets)))


def workbook_of(cells: Cells, noticed: Sequence[Finding] = ()) -> Workbook:
    """Return the workbook that has these cells."""
    sheets = {name: _sheet(name, headers, rows) for name, (headers, rows) in cells.sheets.items()}
    return Workbook(sheets, cells.names, noticed)


def _sheet(name: str, headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Sheet:
    columns = columns_of(name, headers)
    by_header = {column.header: column for column in columns}
    said = [Row(name, number, _said(row, by_header)) for number, row in enumerate(rows, 2)]
    return Sheet(name, columns, [row for row in said if row.cells])


def _said(row: Mapping[str, str], columns: Mapping[str, Column]) -> dict[Column, str]:
    return {
        columns.get(header) or Column(header, header): text
        for header, value in row.items()
        if (text := str(value).strip())
    }


def sized(path: Path) -> None:
    """See that a file is there and not too large to be read.

    Raises:
        FormError: it is not.
    """
    if not path.is_file():
        raise unreadable(path, _("there is no such file"))
    try:
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(path, error.strerror or "") from error
    if size > LARGEST_FILE:
        raise unreadable(path, _("it is far larger than any questionnaire"))


def _cells(path: Path) -> Cells:
    # Reading with pyxform's own reader means that a row counts here if and only if it counts when converted.
    from pyxform.errors import PyXFormError  # pyright: ignore[reportMissingTypeStubs]
    from pyxform.xls2json_backends import (  # pyright: ignore[reportMissingTypeStubs]
        get_xlsform,  # pyright: ignore[reportUnknownVariableType]  # it also takes a bare dict
    )

    try:
        # Its text formats are told apart by trial, which takes a letter for a form: the ending decides.
        found = get_xlsform(path, file_type=path.suffix.lower())
    except OSError as error:
        raise unreadable(path, error.strerror or _("it is no workbook, or a damaged one")) from error
    except PyXFormError as error:
        twice = re.match(r"Duplicate column header: (.*)", str(error), re.DOTALL)
        reason = _twice(path, twice[1].strip()) if twice else _("it is no workbook, or a damaged one")
        raise unreadable(path, reason) from error
    except Exception as error:  # whatever zipfile, openpyxl and xlrd raise for a file that is none of theirs
        raise unreadable(path, _("it is no workbook, or a damaged one")) from error
    sheets = {
        name: (_headers(getattr(found, f"{name}_header")), _named(getattr(found, name)))
        for name in SHEETS
        if getattr(found, f"{name}_header") or getattr(found, name)
    }
    if sum(len(rows) for _headers_of, rows in sheets.values()) > MOST_ROWS:
        raise unreadable(path, _("it has more than {count} rows").format(count=MOST_ROWS))
    return Cells(sheets, found.sheet_names or (), path.stem)


def _twice(path: Path, header: str) -> str:
    """Return where a column is twice, for which pyxform stops without saying where."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True)
        for name in book.sheetnames:
            first = next(iter(book[name].iter_rows(max_row=1, values_only=True)), ())
            if [str(cell or "").strip() for cell in first].count(header) > 1:
                return _("its sheet “{sheet}” has the column “{name}” twice").format(sheet=name, name=header)
    return _("one of its sheets has the column “{name}” twice").format(name=header)


def _headers(found: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [header for header in found[0] if header not in (None, "None", "")] if found else []


def _named(rows: Sequence[Mapping[str | None, str]] | None) -> list[dict[str, str]]:
    # In Markdown, a column without a name has the name None.
    return [{header: text for header, text in row.items() if header} for row in rows or ()]
