"""Answers as CSV files, as ODK Central exports them: UTF-8, commas, one file for each repeat.

Source: ODK Central, `lib/data/briefcase.js`; RFC 4180.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from fieldkit.exchange.formulas import GUARDED, MARK, runs
from fieldkit.exchange.released import Filled
from fieldkit.exchange.tabulated import Tabulated, file_names


def write(
    folder: Path, stem: str, told: Tabulated, filled: Iterable[Filled], tick: Callable[[int], None]
) -> None:
    """Write the tables as files into a folder."""
    names = file_names(told.tables, stem)
    headings = {table.repeat: told.headings(table) for table in told.tables}
    with ExitStack() as stack:
        writers = {
            table.repeat: csv.writer(
                stack.enter_context(
                    (folder / f"{names[table.repeat]}.csv").open("w", encoding="utf-8", newline="")
                )
            )
            for table in told.tables
        }
        for repeat, writer in writers.items():
            writer.writerow([*headings[repeat], GUARDED])
        for row in told.rows(filled, tick):
            repeat = row.line.table.repeat
            cells = [*row.before, *row.texts, *row.after]
            writers[repeat].writerow(_guarded(cells, headings[repeat]))


def _guarded(cells: list[str], headings: Iterable[str]) -> list[str]:
    """Return cells that no spreadsheet runs, and last which of them were given the mark."""
    at_risk = [place for place, cell in enumerate(cells) if cell and cell[0] not in _HARMLESS and runs(cell)]
    if not at_risk:
        return [*cells, ""]
    named = list(headings)
    for place in at_risk:
        cells[place] = MARK + cells[place]
    return [*cells, " ".join(named[place] for place in at_risk)]


_HARMLESS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
"""Most cells begin with one of these, and need no closer look."""
