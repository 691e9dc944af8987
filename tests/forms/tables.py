"""Forms as people read them: Markdown tables, one for each sheet, written to a real workbook and loaded from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import openpyxl

from fieldkit.forms import Form, Response, load

TODAY = date(2026, 11, 3)
NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def workbook(folder: Path, tables: str, name: str = "form.xlsx") -> Path:
    """Write tables such as `| survey |`, `| | type | name |` to a workbook and return its path.

    The first cell of a line names a sheet; lines without one are rows of the sheet named last.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = None
    for line in filter(None, map(str.strip, tables.splitlines())):
        first, *rest = [cell.strip() for cell in line.strip("|").split("|")]
        if first:
            sheet = book.create_sheet(first)
        elif sheet is not None:
            sheet.append([cell or None for cell in rest])
    path = folder / name
    book.save(path)
    return path


def form(folder: Path, tables: str) -> Form:
    return load(workbook(folder, tables))


def opened(form: Form, answers: dict[str, str] | None = None, language: str | None = None) -> Response:
    """Open a form on 3 November 2026 at 9:30, with chances that fall the same every time."""
    return Response(form, answers, language=language, today=lambda: TODAY, now=lambda: NOW, random=Random(7))
