"""Where the rows of a workbook of collected answers go in the form, and what has no place there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from fieldkit.exchange.cells import UnsayableError, text_of
from fieldkit.exchange.columns import Table, tables
from fieldkit.exchange.formulas import GUARDED
from fieldkit.exchange.headings import Column, Headings, bookkeeping
from fieldkit.exchange.matching import matched, no_answers
from fieldkit.exchange.sheets import content_of, sheets
from fieldkit.exchange.workbook import Row, Sheet
from fieldkit.forms import Form
from fieldkit.forms.workbooks.findings import Place
from fieldkit.words import _, ngettext

KEYS = (
    "meta/rootUuid",
    "_uuid",
    "KEY",
    "uuid",
    "instanceID",
    "meta/instanceID",
    "meta.instanceID",
    "__id",
    "_id",
)
"""The columns that may tell submissions apart wherever they go, the best first.

KoboToolbox changes `_uuid` whenever a submission is edited; `meta/rootUuid` stays what `_uuid` was at first.
"""
LINKS = (("_index", "_parent_index"), ("index", "_parent_index"), ("KEY", "PARENT_KEY"))
"""The columns by which a row names the one it belongs to: there, and here."""
LINKS_TO_SUBMISSIONS = (*LINKS, ("_uuid", "_submission__uuid"), ("_id", "_submission__id"), ("uuid", "uuid"))


class SourceRow(NamedTuple):
    """A row of a sheet and where it goes: `instance` is the path of an instance, blank for a submission."""

    table: Table
    sheet: Sheet
    row: Row
    columns: Sequence[Column]
    key: str
    instance: str


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a workbook, each with its place in the form; and, sentence by sentence, what has none."""

    rows: list[SourceRow] = field(default_factory=list[SourceRow])
    unplaced: list[str] = field(default_factory=list[str])
    sheets: dict[str, int] = field(default_factory=dict[str, int])


def source(form: Form, path: Path) -> Source:
    """Return the rows of a workbook, or of CSV files, with their places in the form.

    Raises:
        FileError: it is neither, it is damaged, or it holds no answers to this form.
    """
    of_form = tables(form)
    headings = Headings(form, of_form)
    read_sheets = sheets(path)
    if any(s.title == "survey" and {"type", "name"} <= set(s.headings) for s in read_sheets):
        raise no_answers(path, [_("The sheet “survey” is that of a questionnaire.")])
    found = Source(sheets={sheet.title: len(sheet.rows) for sheet in read_sheets})
    by_table = matched(path, of_form, headings, read_sheets, found.unplaced)
    homes: dict[str, _Homes] = {}
    for table in of_form:
        if table.repeat in by_table:
            sheet = by_table[table.repeat]
            columns = headings.placed(table, sheet.headings)
            found.unplaced.extend(_without_place(sheet, columns))
            if table.repeat:
                rows = _instances(table, sheet, columns, homes, by_table, found.unplaced)
            else:
                rows = _submissions(table, sheet, columns, path, found.unplaced)
            placed = list(rows)
            found.rows.extend(placed)
            homes[table.repeat] = _Homes(sheet, placed)
    return found


def _without_place(sheet: Sheet, columns: Sequence[Column]) -> Iterator[str]:
    left_out = [column for column in columns if column.question is None and column.heading != GUARDED]
    counts = {c.place: sum(row.at(c.place) not in (None, "") for row in sheet.rows) for c in left_out}
    kept_by_servers = [c.heading for c in left_out if bookkeeping(c.heading) and counts[c.place]]
    if kept_by_servers:
        yield Place(sheet.title, 0).said(
            _("the server's bookkeeping was left out: {columns}.").format(columns=", ".join(kept_by_servers))
        )
    for column in left_out:
        if not bookkeeping(column.heading):
            count = counts[column.place]
            if count or column.heading:
                said = ngettext(
                    "column “{column}” was left out with {count} value: {reason}.",
                    "column “{column}” was left out with {count} values: {reason}.",
                    count,
                )
                name = column.heading or str(column.place + 1)
                yield Place(sheet.title, 0).said(said.format(column=name, count=count, reason=column.reason))
    width = len(columns)
    for row in sheet.rows:
        for place, cell in enumerate(row.cells[width:], width + 1):
            if cell not in (None, ""):
                yield Place(sheet.title, row.number, str(place)).said(_("the column has no heading."))
    for number, place in sorted(sheet.uncounted):
        name = sheet.headings[place] if place < width else str(place + 1)
        said = _(
            "it is a formula whose result is not in the file. Open it in Excel, save it, and choose it again."
        )
        yield Place(sheet.title, number, name).said(said)


# Submissions and what belongs to them


class _Homes:
    """The rows that others may belong to, by what they are called in each column."""

    def __init__(self, sheet: Sheet, placed: Sequence[SourceRow]) -> None:
        self.sheet = sheet
        self._placed = {row.row.number: row for row in placed}

    def called(self, column: int) -> dict[str, list[SourceRow | None]]:
        """Return the rows by what this column says of them; None for a row that was itself left out."""
        found: defaultdict[str, list[SourceRow | None]] = defaultdict(list)
        for row in self.sheet.rows:
            found[_said(row, column)].append(self._placed.get(row.number))
        return dict(found)


def _submissions(
    table: Table, sheet: Sheet, columns: Sequence[Column], path: Path, unplaced: list[str]
) -> Iterator[SourceRow]:
    name, keys = _keys(sheet, path)
    rows: dict[str, int] = {}
    if not name:
        unplaced.append(
            Place(sheet.title, 0).said(
                _(
                    "its rows have no key of their own, such as _uuid. A changed copy of this file would count as new."
                )
            )
        )
    for row in sheet.rows:
        key = keys[row.number]
        if key in rows:
            said = _("the row was left out: “{key}” is already the key of row {row}.")
            unplaced.append(Place(sheet.title, row.number, name).said(said.format(key=key, row=rows[key])))
        else:
            rows[key] = row.number
            yield SourceRow(table, sheet, row, columns, key, "")


def _keys(sheet: Sheet, path: Path) -> tuple[str, dict[int, str]]:
    """Return the name of the column that tells rows apart, and the key of each row.

    Where no column does, a row is known by the bytes of its file and its place there.
    """
    for name in KEYS:
        if name in sheet.headings:
            keys = {row.number: _said(row, sheet.headings.index(name)) for row in sheet.rows}
            if name == KEYS[0]:
                keys = {number: key.removeprefix("uuid:") for number, key in keys.items()}
            if all(keys.values()):
                return name, keys
    digest = hashlib.sha256(content_of(path)).hexdigest()[:16]
    return "", {row.number: f"{digest}-{row.number}" for row in sheet.rows}


def _said(row: Row, column: int) -> str:
    try:
        return text_of(row.at(column), "text").strip()
    except UnsayableError:
        return ""


def _instances(
    table: Table,
    sheet: Sheet,
    columns: Sequence[Column],
    homes: Mapping[str, _Homes],
    by_table: Mapping[str, Sheet],
    unplaced: list[str],
) -> Iterator[SourceRow]:
    around = by_table.get(table.parent)
    link = _link(table, around, sheet) if around else None
    if around is None or link is None:
        said = _("its rows were left out: nothing says which rows of “{sheet}” they belong to.")
        unplaced.append(
            Place(sheet.title, 0).said(said.format(sheet=around.title if around else table.parent))
        )
        return
    there, here = link
    called = homes[table.parent].called(around.headings.index(there))
    places: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in sheet.rows:
        name = _said(row, sheet.headings.index(here))
        owners = called.get(name, []) if name else []
        placed = [owner for owner in owners if owner]
        if len(placed) != 1:
            reason = _orphaned(name, around.title, there, owners)
            unplaced.append(Place(sheet.title, row.number, here).said(reason))
            continue
        owner = placed[0]
        places[owner.key, owner.instance] += 1
        place = places[owner.key, owner.instance]
        own = table.repeat.removeprefix(owner.table.repeat)
        yield SourceRow(table, sheet, row, columns, owner.key, f"{owner.instance}{own}[{place:06d}]")


def _link(table: Table, around: Sheet, sheet: Sheet) -> tuple[str, str] | None:
    pairs = LINKS if table.parent else LINKS_TO_SUBMISSIONS
    return next((p for p in pairs if p[0] in around.headings and p[1] in sheet.headings), None)


def _orphaned(name: str, sheet: str, column: str, owners: Sequence[SourceRow | None]) -> str:
    if not name:
        return _("the row was left out: it does not say which row of “{sheet}” it belongs to.").format(
            sheet=sheet
        )
    if not owners:
        said = _("the row was left out: no row of “{sheet}” has “{name}” in the column “{column}”.")
    elif not any(owners):
        said = _("the row was left out, as was the row of “{sheet}” with “{name}” in the column “{column}”.")
    else:
        said = _("the row was left out: several rows of “{sheet}” have “{name}” in the column “{column}”.")
    return said.format(sheet=sheet, name=name, column=column)
