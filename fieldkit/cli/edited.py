"""Tables that were edited in a spreadsheet, back into a project, from a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from fieldkit.edits.retyped import take_in
from fieldkit.store import Store
from fieldkit.words import _, ngettext

if TYPE_CHECKING:
    from fieldkit.exchange.edited import Cell, Edited


def take_edits(folder: Path, project: Path, only_look: bool, also_rewritten: bool) -> None:
    """Say what was edited in a folder of tables, and take it in unless somebody only wants to look."""
    from fieldkit.exchange.edited import edits_in

    with Store.open(project) as store:
        edited = edits_in(store, folder, also_rewritten=also_rewritten)
        if not only_look:
            take_in(store, edited.records, edited.answers)
    console = Console(highlight=False, soft_wrap=True)
    for line in _in_words(edited):
        console.print(line, markup=False)
    count = len(edited.cells)
    said = (
        _("Nothing was changed.")
        if only_look or not count
        else ngettext("{n} cell was taken in.", "{n} cells were taken in.", count).format(n=count)
    )
    console.print(said, markup=False)


def _in_words(edited: Edited) -> Iterator[str]:
    yield from (cell.in_words() for cell in edited.cells)
    if edited.rewritten:
        yield _("Left as it is, for a spreadsheet seems to have changed it by itself:")
        yield from _by_column(edited.rewritten)
    if edited.refused:
        yield _("Not taken in:")
        yield from (f"  {sentence}" for sentence in edited.refused)


def _by_column(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield a line for each column, with its first cell: a spreadsheet does the same to each."""
    for _column, group in groupby(sorted(cells, key=_column_of), key=_column_of):
        of_column = list(group)
        yield "  " + ngettext("{n} cell, {first}", "{n} cells, first {first}", len(of_column)).format(
            n=len(of_column), first=of_column[0].in_words()
        )


def _column_of(cell: Cell) -> tuple[str, str]:
    return cell.file, cell.field
