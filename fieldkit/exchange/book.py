"""Answers as an Excel workbook: the same tables as sheets, and KoboToolbox's columns that say what belongs to what.

Texts are written as texts: none of them is ever a formula. Source: KoboToolbox help, "Repeat groups in exported
data"; ECMA-376, part 1, 18.3.1.4.
"""

# XlsxWriter ships its types in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldkit.errors import FileError
from fieldkit.exchange.columns import Table
from fieldkit.exchange.released import Filled
from fieldkit.exchange.tabulated import Tabulated, Written, file_names
from fieldkit.forms.expressions.values import numeral
from fieldkit.words import _

INDEX, PARENT_INDEX, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
LONGEST, MOST_COLUMNS, MOST_ROWS, LONGEST_TITLE = 32_767, 16_384, 1_048_576, 31
"""What Excel can hold: characters in a cell, columns, rows, characters in the name of a sheet."""
_NUMBERS = frozenset({"integer", "decimal", "range"})
_DIGITS = 15
"""Excel forgets what a number says beyond so many digits."""
_UNFIT_FOR_TITLES = str.maketrans("[]:*?/\\", "_______")


def write(
    path: Path, stem: str, told: Tabulated, filled: Iterable[Filled], tick: Callable[[int], None]
) -> None:
    """Write the tables as sheets of one workbook.

    Raises:
        FileError: Excel cannot hold it.
    """
    options = {
        # Rows go to the disk as they come: what is larger than a laptop's memory fits.
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_urls": False,
        "strings_to_formulas": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        as_text = workbook.add_format({"quote_prefix": True})
        sheets = {
            table.repeat: _Sheet(workbook.add_worksheet(title), told, table, parent, as_text)
            for table, title, parent in _titled(told.tables, stem)
        }
        index: dict[str, int] = {}
        for row in told.rows(filled, tick):
            repeat, key = row.line.table.repeat, row.line.key
            if not repeat:
                index.clear()
            index[key] = sheets[repeat].add(row, index.get(row.line.parent_key, 0))


def _titled(of_form: Sequence[Table], stem: str) -> Iterator[tuple[Table, str, str]]:
    """Yield each table with the title of its sheet and that of the sheet it belongs to."""
    titles: dict[str, str] = {}
    taken = Counter[str]()
    for table in of_form:
        name = stem if not table.repeat else file_names(of_form, "")[table.repeat]
        title = name.translate(_UNFIT_FOR_TITLES).strip("'")[:LONGEST_TITLE] or "main"
        taken[title.lower()] += 1
        if taken[title.lower()] > 1:
            # Excel cuts titles and takes capitals for the same.
            ending = f"~{taken[title.lower()]}"
            title = title[: LONGEST_TITLE - len(ending)] + ending
        titles[table.repeat] = title
        yield table, title, titles[table.parent] if table.repeat else ""


class _Sheet:
    """One sheet while it is written."""

    def __init__(self, sheet: Worksheet, told: Tabulated, table: Table, parent: str, as_text: Format) -> None:
        self._sheet = sheet
        self._numeric = tuple(field.type in _NUMBERS for field in told.fields[table.repeat])
        self._parent = parent
        self._as_text = as_text
        self._rows = 0
        headings = [*told.headings(table), INDEX, *([PARENT_TABLE, PARENT_INDEX] if table.repeat else [])]
        if len(headings) > MOST_COLUMNS:
            raise _too_much(_("it has more than {most} columns").format(most=MOST_COLUMNS))
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading)
        sheet.freeze_panes(1, 0)

    def add(self, row: Written, parent_index: int) -> int:
        """Write a row and return its index, from 1."""
        self._rows += 1
        if self._rows >= MOST_ROWS:
            raise _too_much(_("it has more than {most} rows").format(most=MOST_ROWS))
        start = self._texts(0, row.before)
        for at, (numeric, text) in enumerate(zip(self._numeric, row.texts, strict=True), start):
            if numeric and text and _exact(text):
                self._sheet.write_number(self._rows, at, float(text))
            elif text:
                self._text(at, text)
        self._link(self._texts(start + len(self._numeric), row.after), parent_index)
        return self._rows

    def _texts(self, at: int, texts: Sequence[str]) -> int:
        """Write texts side by side, and return the column after the last."""
        for place, text in enumerate(texts, at):
            if text:
                self._text(place, text)
        return at + len(texts)

    def _text(self, at: int, text: str) -> None:
        if len(text) > LONGEST:
            raise _too_much(_("an answer is longer than {most} characters").format(most=LONGEST))
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes this for markup of its own, unless it comes in pieces.
            self._sheet.write_rich_string(self._rows, at, text[:1], text[1:2], text[2:])
            return
        # Marked as a text, it stays one when somebody edits the cell.
        self._sheet.write_string(self._rows, at, text, None if text[0].isalnum() else self._as_text)

    def _link(self, at: int, parent_index: int) -> None:
        self._sheet.write_number(self._rows, at, self._rows)
        if self._parent:
            self._sheet.write_string(self._rows, at + 1, self._parent)
            self._sheet.write_number(self._rows, at + 2, parent_index)


def _exact(text: str) -> bool:
    """Tell whether a number in a cell says this text again, with its zeros and digits."""
    if len(text) > _DIGITS or not text.isascii():
        return False
    try:
        return numeral(float(text)) == text
    except ValueError:
        return False


def _too_much(reason: str) -> FileError:
    return FileError(
        _("Excel cannot hold this: {reason}. Nothing was written.").format(reason=reason),
        _("Export the answers as CSV instead."),
    )
