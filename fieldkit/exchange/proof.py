"""Is everything still there? A workbook of collected answers beside what a project says of it, cell for cell."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from fieldkit.exchange.frames import INSTANCE, SUBMISSION
from fieldkit.exchange.odk import Heard, texts
from fieldkit.exchange.source import SourceRow, source
from fieldkit.forms import Form
from fieldkit.words import _


@dataclass
class Compared:
    """How much was compared, and every difference, as a sentence."""

    cells: int = 0
    columns: int = 0
    tables: int = 0
    differences: list[str] = field(default_factory=list[str])


def compare(form: Form, path: Path, frames: Mapping[str, pd.DataFrame]) -> Compared:
    """Compare each cell of a workbook that answers a question with these tables; rows of theirs alone count too.

    Raises:
        FileError: the workbook cannot be read, or holds no answers to this form.
    """
    compared = Compared()
    there = {name: _by_place(frame) for name, frame in frames.items()}
    columns: set[tuple[str, str]] = set()
    for row in source(form, path).rows:
        cells = there[row.table.name].pop((row.key, row.instance), None)
        if cells is None:
            compared.differences.append(_said(row, _("the row is missing")))
        else:
            columns |= {(row.table.name, heading) for heading in _compare(row, cells, compared)}
    compared.differences.extend(
        _("{table}: {key} {instance} is not in the workbook.").format(table=name, key=key, instance=instance)
        for name, rows in there.items()
        for key, instance in rows
    )
    compared.columns, compared.tables = len(columns), len({name for name, _heading in columns})
    return compared


def _compare(row: SourceRow, cells: dict[str, str], compared: Compared) -> list[str]:
    """Compare a row of the workbook with its cells by column; return the columns that both have."""
    names = row.table.columns()
    expected = {names[question.path]: text for question, text in texts(row, Heard())}
    for name, text in cells.items():
        if name not in expected and text:
            compared.differences.append(
                _said(row, _("“{column}” is not in the workbook").format(column=name))
            )
        elif name in expected and text != expected[name]:
            compared.differences.append(_said(row, _("“{column}” differs").format(column=name)))
    compared.cells += len(expected)
    return list(expected)


def _said(row: SourceRow, what: str) -> str:
    said = _("{table}, row {number} of the sheet: {what}.")
    return said.format(table=row.table.name, number=row.row.number, what=what)


def _by_place(frame: pd.DataFrame) -> dict[tuple[str, str], dict[str, str]]:
    """Return the cells of each row by column; rows by submission and instance."""
    rows: list[dict[str, str]] = frame.to_dict(orient="records")  # pyright: ignore[reportAssignmentType]  # texts alone
    return {(row.pop(SUBMISSION), row.pop(INSTANCE)): row for row in rows}
