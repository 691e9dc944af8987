"""Which sheet of a workbook of collected answers holds which table of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fieldkit.errors import FileError
from fieldkit.exchange.columns import Table, numbered
from fieldkit.exchange.headings import Headings
from fieldkit.exchange.workbook import Sheet
from fieldkit.forms.workbooks.findings import Place
from fieldkit.words import _, ngettext

_TITLE_LENGTH = 31
"""Excel cuts the names of sheets after so many characters."""
_CUT = re.compile(r"(.{10,})\.\.\.(?: \([0-9]+\))?")
"""How KoboToolbox cuts them. Source: formpack, `utils/string.py`."""


def matched(
    path: Path, of_form: Sequence[Table], headings: Headings, found: list[Sheet], unplaced: list[str]
) -> dict[str, Sheet]:
    """Return the sheet of each table: repeats by their name, submissions where most headings are questions.

    Sheets that hold none are told to `unplaced`.

    Raises:
        FileError: no sheet holds submissions.
    """
    matched: dict[str, Sheet] = {}
    left: list[Sheet] = []
    titles = {table.repeat: _titles(table, number) for table, number in numbered(of_form)}
    for sheet in found:
        meant = [t for t in of_form if t.repeat and _called(sheet.repeat or sheet.title, titles[t.repeat])]
        if len(meant) > 1:
            meant = _best(headings, meant, sheet)
        if len(meant) == 1 and meant[0].repeat not in matched:
            matched[meant[0].repeat] = sheet
        else:
            left.append(sheet)
    known = {sheet.title: _known(headings, of_form[0], sheet) for sheet in left}
    main = max(left, key=lambda sheet: known[sheet.title], default=None)
    if main is None or not known[main.title]:
        raise no_answers(
            path, [_("Sheet “{sheet}”: no heading is a question.").format(sheet=s.title) for s in found]
        )
    left.remove(main)
    unplaced.extend(
        Place(sheet.title, 0).said(
            ngettext(
                "{count} row was left out: no repeat of this form has the name of the sheet.",
                "{count} rows were left out: no repeat of this form has the name of the sheet.",
                len(sheet.rows),
            ).format(count=len(sheet.rows))
        )
        for sheet in left
    )
    return {"": main, **matched}


def no_answers(path: Path, faults: list[str]) -> FileError:
    """Return the error that says that a file holds no answers to a questionnaire, and why."""
    return FileError(
        _("“{name}” holds no answers to this questionnaire. Nothing was taken in.").format(name=path.name),
        _("Choose the questionnaire it was collected with, in the version that they answered."),
        faults,
    )


def _titles(table: Table, number: int) -> set[str]:
    """Return the names that a sheet with this repeat's rows may have, cut or whole.

    `number` says which one it is of those called alike; 0 for one alone.
    """
    last = table.repeat.rpartition("/")[2]
    names = {*(table.repeat.strip("/").replace("/", sep) for sep in ".-_:")}
    names.add(f"{last}~{number}" if number else last)
    return names | {name[:_TITLE_LENGTH] for name in names}


def _called(title: str, names: set[str]) -> bool:
    """Tell whether a sheet's title is one of these names, or what KoboToolbox makes of a long one."""
    cut = _CUT.fullmatch(title)
    return title in names or bool(cut and any(name.startswith(cut[1]) for name in names))


def _best(headings: Headings, tables: Sequence[Table], sheet: Sheet) -> list[Table]:
    """Return those of these tables that know the most headings of a sheet: titles that were cut may be alike."""
    known = {table.repeat: _known(headings, table, sheet) for table in tables}
    return [table for table in tables if known[table.repeat] == max(known.values())]


def _known(headings: Headings, table: Table, sheet: Sheet) -> int:
    return sum(column.question is not None for column in headings.placed(table, sheet.headings))
