"""The cells of an Excel workbook as they lie there, whoever made it and however it was damaged."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from fieldkit.errors import FileError
from fieldkit.words import _

Cell = str | int | float | bool | date | datetime | time | timedelta | None

LARGEST = 1 << 30
"""Bytes that a workbook may hold once unpacked: more is a file made to hurt, or no survey."""
MOST_ROWS, MOST_CELLS = 1_048_576, 100_000_000
"""Excel has no more rows; and a sheet may hold no more cells, blank ones among them, than a laptop can bear."""
_FORMULA = re.compile(rb"<f[ >/]")
_CHUNK = 1 << 20
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a workbook holds what XML cannot, such as CR. Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring)."""


class Row(NamedTuple):
    """A row that holds anything, counted as in the sheet."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """Return the cell of a column; None where the row ends before it, or says nothing there."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its headings, which are its first row that holds anything, and the rows beneath."""

    title: str
    headings: tuple[str, ...]
    """Blank where a column has none."""
    rows: tuple[Row, ...]
    uncounted: frozenset[tuple[int, int]] = frozenset()
    """Where a formula stands and not what comes of it, as row and column; the first column is 0."""
    repeat: str = ""
    """The name of the repeat whose rows it has, where its title says more than that; with `~2`, the second of that
    name."""


def sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook that hold anything.

    Raises:
        FileError: it is no Excel workbook (.xlsx), or one that cannot be read to its end.
    """
    if not path.is_file():
        raise unreadable(path, _("there is no such file"))
    try:
        with path.open("rb") as file:
            formulas = _looked_into(path, file)
            read = _read(file)
            bare = _formulas_without_result(file) if formulas else {}
    except FileError:
        raise
    except OSError as error:
        raise unreadable(path, error.strerror or _("it is no workbook, or a damaged one")) from error
    except zipfile.BadZipFile as error:
        raise unreadable(path, _("it is no workbook, or only part of one")) from error
    except Exception as error:  # whatever zipfile, expat and openpyxl raise for a file that is none of theirs
        raise unreadable(path, _("it is no workbook, or a damaged one")) from error
    if not read:
        raise unreadable(path, _("there is nothing in it"))
    return [Sheet(title, *_parted(rows), bare.get(title, frozenset())) for title, rows in read.items()]


def unreadable(path: Path, reason: str) -> FileError:
    """Return the error that says why a file holds no answers that can be read."""
    return FileError(
        _("“{name}” cannot be read as collected answers. Nothing was taken in.").format(name=path.name),
        _("Download the answers once more as an Excel workbook (.xlsx), and choose that file."),
        faults=[_("“{name}”: {reason}.").format(name=path.name, reason=reason.rstrip("."))],
    )


def _looked_into(path: Path, file: BinaryIO) -> bool:
    """Tell whether any cell is a formula, having looked that the file is whole and of a sane size."""
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST:
            raise unreadable(path, _("it is far too large"))
        return any(_holds_formula(parts, n) for n in parts.namelist() if n.startswith("xl/worksheets/"))


def _holds_formula(parts: zipfile.ZipFile, name: str) -> bool:
    end = b""
    with parts.open(name) as part:
        while chunk := part.read(_CHUNK):
            if _FORMULA.search(end + chunk):
                return True
            end = chunk[-3:]
    return False


def _opened(file: BinaryIO, *, results: bool) -> Workbook:
    with warnings.catch_warnings():
        # openpyxl warns of looks and extensions that it leaves out: no answers are among them.
        warnings.simplefilter("ignore")
        return load_workbook(file, read_only=True, data_only=results)


def _read(file: BinaryIO) -> dict[str, list[Row]]:
    """Return the rows of each sheet that hold anything."""
    workbook = _opened(file, results=True)
    try:
        found = {sheet.title: list(_rows(sheet)) for sheet in _worksheets(workbook)}
    finally:
        workbook.close()
    return {title: rows for title, rows in found.items() if rows}


def _worksheets(workbook: Workbook) -> Iterator[ReadOnlyWorksheet]:
    for sheet in workbook.worksheets:
        if isinstance(sheet, ReadOnlyWorksheet):  # pyright: ignore[reportUnnecessaryIsInstance]  # stubs know one kind
            # Some programs write that a sheet is one cell large, and openpyxl would believe it.
            sheet.reset_dimensions()
            yield sheet


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[Row]:
    cells: Iterable[tuple[Cell, ...]] = sheet.iter_rows(values_only=True)  # pyright: ignore[reportAssignmentType]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seen = 0
        for number, row in enumerate(cells, 1):
            seen += len(row)
            if number > MOST_ROWS or seen > MOST_CELLS:
                raise ValueError(f"{number} rows and {seen} cells")
            if any(cell not in (None, "") for cell in row):
                yield Row(number, tuple(map(_unescaped, row)))


def _unescaped(cell: Cell) -> Cell:
    if isinstance(cell, str) and "_x" in cell:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    return cell


def _formulas_without_result(file: BinaryIO) -> dict[str, frozenset[tuple[int, int]]]:
    """Return, by sheet, the cells with a formula that no program has worked out yet."""
    results, formulas = _opened(file, results=True), _opened(file, results=False)
    try:
        return {
            worked_out.title: frozenset(_bare(worked_out, written))
            for worked_out, written in zip(_worksheets(results), _worksheets(formulas), strict=True)
        }
    finally:
        results.close()
        formulas.close()


def _bare(worked_out: ReadOnlyWorksheet, written: ReadOnlyWorksheet) -> Iterator[tuple[int, int]]:
    pairs = zip(worked_out.iter_rows(), written.iter_rows(), strict=True)
    for number, (results, formulas) in enumerate(pairs, 1):
        for column, (result, formula) in enumerate(zip(results, formulas, strict=True)):
            if formula.data_type == "f" and result.value is None:
                yield number, column


def _parted(rows: list[Row]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    headings = tuple("" if cell is None else str(cell).strip() for cell in rows[0].cells)
    return headings, tuple(islice(rows, 1, None))
