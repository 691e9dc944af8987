"""A file becomes a workbook. What it may cost is bounded, whatever is in it.

Source of the Markdown and CSV forms: pyxform, `md_to_dict` and `csv_to_dict`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from fieldkit.errors import FormError
from fieldkit.forms.workbooks.filed import Filed, filed
from fieldkit.forms.workbooks.findings import Finding
from fieldkit.forms.workbooks.parts import noticed, unpacked, unreadable
from fieldkit.forms.workbooks.rows import SHEETS, Column, Row, Sheet, Workbook, columns_of
from fieldkit.forms.workbooks.unseen import without_unseen
from fieldkit.words import _

MOST_ROWS = 90_000
"""So many choices take half a gigabyte and half a minute to convert; lists in files beside a workbook take neither."""


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
    found = filed(path)
    parts = unpacked(path) if found.kind == ".xlsx" else {}
    cells = _cells(path, found)
    sheets, unseen = without_unseen(cells.sheets)
    cells = cells._replace(sheets=sheets)
    return cells, workbook_of(cells, [*unseen, *noticed(parts, cells.sheets)])


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


def _cells(path: Path, found: Filed) -> Cells:
    # Reading with pyxform's own reader means that a row counts here if and only if it counts when converted.
    from pyxform.errors import PyXFormError  # pyright: ignore[reportMissingTypeStubs]
    from pyxform.xls2json_backends import (  # pyright: ignore[reportMissingTypeStubs]
        get_xlsform,  # pyright: ignore[reportUnknownVariableType]  # it also takes a bare dict
    )

    try:
        read = get_xlsform(found.content, file_type=found.kind)
    except PyXFormError as error:
        twice = re.match(r"Duplicate column header: (.*)", str(error), re.DOTALL)
        raise (_heading_twice(path, found, twice[1].strip()) if twice else _damaged(path, found)) from error
    except Exception as error:  # whatever zipfile, openpyxl and xlrd raise for a file that is none of theirs
        raise _heading_no_text(path, found) or _damaged(path, found) from error
    sheets = {
        name: (_headers(getattr(read, f"{name}_header")), _named(getattr(read, name)))
        for name in SHEETS
        if getattr(read, f"{name}_header") or getattr(read, name)
    }
    if sum(len(rows) for _headers_of, rows in sheets.values()) > MOST_ROWS:
        raise unreadable(
            path,
            _("it has more than {count:,} rows").format(count=MOST_ROWS),
            _("Put long lists into .csv files beside it, and use select_one_from_file."),
        )
    return Cells(sheets, read.sheet_names or (), path.stem)


def _damaged(path: Path, found: Filed) -> FormError:
    if found.kind == ".csv":
        return unreadable(
            path,
            _("it is no questionnaire as CSV"),
            _("The first column names the sheet, such as survey, on a line of its own before its rows."),
        )
    if found.kind == ".md":
        return unreadable(path, _("it holds no table with a sheet “survey”, or a row with too many cells"))
    return unreadable(path, _("it is no workbook, or a damaged one"))


def _heading_twice(path: Path, found: Filed, header: str) -> FormError:
    """Return where a column is twice, for which pyxform stops without saying where."""
    remedy = _("Remove or rename one of them.")
    for sheet, cells in _first_rows(found):
        if [str(cell or "").strip() for cell in cells].count(header) > 1:
            reason = _("its sheet “{sheet}” has the column “{name}” twice").format(sheet=sheet, name=header)
            return unreadable(path, reason, remedy)
    return unreadable(path, _("one of its sheets has the column “{name}” twice").format(name=header), remedy)


def _heading_no_text(path: Path, found: Filed) -> FormError | None:
    """Return where a heading is a number or a day, at which pyxform breaks; None where none is."""
    for sheet, cells in _first_rows(found):
        for at, cell in enumerate(cells):
            if cell is not None and not isinstance(cell, str):
                reason = _(
                    "in row 1 of its sheet “{sheet}”, the cell {cell} is no text, and so not the name of a column"
                )
                name = f"{_letters(at)}1"
                return unreadable(
                    path,
                    reason.format(sheet=sheet, cell=name),
                    _("Empty the cell, or write a name into it."),
                )
    return None


def _first_rows(found: Filed) -> Iterator[tuple[str, Sequence[object]]]:
    if found.kind != ".xlsx":
        return
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(found.content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.title.lower() in SHEETS or len(book.sheetnames) == 1:
                yield sheet.title, next(iter(sheet.iter_rows(max_row=1, values_only=True)), ())
    except Exception:
        return


def _letters(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(at + 1)


def _headers(found: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [header for header in found[0] if header not in (None, "None", "")] if found else []


def _named(rows: Sequence[Mapping[str | None, str]] | None) -> list[dict[str, str]]:
    # In Markdown, a column without a name has the name None.
    return [{header: text for header, text in row.items() if header} for row in rows or ()]
