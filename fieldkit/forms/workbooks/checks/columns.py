"""The columns of a sheet: those that are missing, there twice, misspelt, or mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.workbooks.findings import Finding, Place, fault, warning
from fieldkit.forms.workbooks.meant import like
from fieldkit.forms.workbooks.rows import COLUMNS, TRANSLATED, Column, Sheet, Workbook, columns_of
from fieldkit.words import _, listed

_NEEDED = {"survey": ("type",), "choices": ("list_name", "name")}
_NAMES = {sheet: frozenset(names) for sheet, names in COLUMNS.items()}
_OWN = ("note", "comment", "remark", "$", "kobo--", "_")
"""How columns begin that authors and Kobo keep for themselves."""
_NEVER_ALONE = ("bind", "control", "body", "instance", "actions", "attribute")
_PASSED_ON = ("bind", "body", "control", "instance", "attribute", "media", "choice_filter")
_TITLE_ROWS = 10
"""How far down the names of the columns are looked for, where a title stands above them."""
_MOST = 10
"""How many columns of the author's own are named; the rest is counted."""
LONGEST = 32_767
"""How many characters a cell may hold, as in Excel."""


def missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a column without which nothing can be read."""
    for sheet, names in _NEEDED.items():
        found = workbook[sheet]
        for name in names:
            there = found.rows or (sheet == "survey" and found.columns)
            if there and not found.has(name):
                yield fault(
                    "column-missing",
                    Place(sheet, 1, name),
                    _("The column “{name}” is missing.").format(name=name),
                    _remedy(found, name),
                )


def _remedy(sheet: Sheet, missing: str) -> str:
    for row in sheet.rows[:_TITLE_ROWS]:
        if missing in (text.strip().lower() for text in row.cells.values()):
            return _("The names of the columns are in row {row}: delete the rows above.").format(
                row=row.number
            )
    meant = next((column.header for column in sheet.columns if _is(column.header, missing)), "")
    return _("Rename the column “{meant}”.").format(meant=meant) if meant else _("Add it to the first row.")


def _is(header: str, name: str) -> bool:
    # A list, too, is what people call the name of one.
    return bool(like(header, frozenset({name}))) or (
        name == "list_name" and header.lower() in ("list", "listname")
    )


def twice(workbook: Workbook) -> Iterator[Finding]:
    """Find two columns that are the same one under two names, such as relevant and relevance."""
    for sheet in workbook.sheets.values():
        seen: dict[tuple[str, str], Column] = {}
        for column in sheet.columns:
            other = seen.setdefault((column.name, column.language), column)
            if other is not column and column.name != "form_id":  # which of the two counts, `settings` tells
                yield fault(
                    "column-twice",
                    Place(sheet.name, 1, column.header),
                    _("“{one}” and “{other}” are two names of the same column.").format(
                        one=other.header, other=column.header
                    ),
                    _("Remove or rename one of them."),
                )


def misspelt(workbook: Workbook) -> Iterator[Finding]:
    """Find a column that means nothing, whose name is nearly that of one that does."""
    for sheet in (workbook[name] for name in ("survey", "choices", "settings")):
        there = {column.name for column in sheet.columns}
        for column in _unknown(sheet):
            if meant := _meant(column, sheet, there):
                yield warning(
                    "column-misspelt",
                    Place(sheet.name, 1, column.header),
                    _("This column is not read. Was “{meant}” meant?").format(meant=meant),
                    _("Correct its name."),
                )


def unknown(workbook: Workbook) -> Iterator[Finding]:
    """Find columns that mean nothing at all."""
    for sheet in (workbook[name] for name in ("survey", "settings")):
        there = {column.name for column in sheet.columns}
        left = [column.header for column in _unknown(sheet) if not _meant(column, sheet, there)]
        if left:
            yield warning(
                "column-unknown",
                Place(sheet.name, 1, left[0] if len(left) == 1 else ""),
                _("Nothing is done with {columns}.").format(columns=listed(_some(left))),
                _("That is fine for remarks of your own."),
            )


def impossible(workbook: Workbook) -> Iterator[Finding]:
    """Find a column of the choices that no expression could name."""
    for column in workbook["choices"].columns:
        if column.name != "list_name" and " " in column.name.strip() and not column.language:
            yield warning(
                "column-name-impossible",
                Place("choices", 1, column.header),
                _("A column of choices whose name has spaces is not read."),
                _("Write “_” instead of spaces, if a choice_filter is to use it."),
            )


def unfinished(workbook: Workbook) -> Iterator[Finding]:
    """Find columns that say too little, such as `bind` alone, or too much, such as `label::French::plural`."""
    for sheet in (workbook["survey"], workbook["choices"], workbook["settings"]):
        for column in sheet.columns:
            if column.header.lower() in _NEVER_ALONE:
                remedy = _(
                    "Write what it is about after it, such as “{column}::relevant”, or remove the column."
                )
            elif _parts_left_over(column, sheet):
                remedy = _("Write the name and, for texts, one language: “label::French (fr)”.")
            else:
                continue
            yield fault(
                "column-unreadable",
                Place(sheet.name, 1, column.header),
                _("The column “{column}” cannot be read.").format(column=column.header),
                remedy.format(column=column.header),
            )


def _parts_left_over(column: Column, sheet: Sheet) -> bool:
    parts = [part.strip().lower() for part in column.header.split("::")]
    if parts[0] in ("bind", "control", "body", "media") and len(parts) > 1:
        parts = parts[1:]
    name = columns_of(sheet.name, parts[:1])[0].name
    known = name in COLUMNS[sheet.name] or parts[0] in ("instance", "attribute")
    return known and len(parts) > (2 if name in TRANSLATED or name == parts[0] == "instance" else 1)


def too_long(workbook: Workbook) -> Iterator[Finding]:
    """Find a cell that holds more than any text of a questionnaire."""
    for sheet in workbook.sheets.values():
        for row in sheet.rows:
            for column, text in row.cells.items():
                if len(text) > LONGEST:
                    yield fault(
                        "cell-too-long",
                        Place(sheet.name, row.number, column.header),
                        _("The cell holds {count:,} characters, far more than any text here needs.").format(
                            count=len(text)
                        ),
                        _("Shorten it."),
                    )


CHECKS = (missing, twice, misspelt, unknown, impossible, unfinished)


def _unknown(sheet: Sheet) -> Iterator[Column]:
    for column in sheet.columns:
        known = column.name in COLUMNS[sheet.name]
        wrapped = any(column.header.lower().startswith((f"{word}::", f"{word}:")) for word in _PASSED_ON)
        if not known and not wrapped and not column.header.lower().startswith(_OWN):
            yield column


def _some(headers: list[str]) -> list[str]:
    named = [f"“{name}”" for name in headers[:_MOST]]
    return [*named, _("{count} more").format(count=len(headers) - _MOST)] if headers[_MOST:] else named


def _meant(column: Column, sheet: Sheet, there: set[str]) -> str:
    first = column.header.partition(":")[0].strip().replace(" ", "_")
    near = like(first, _NAMES[sheet.name])
    # In choices, a column near one that is there already is one of the author's own, for a choice_filter.
    return "" if near in there and "::" not in column.header else near
