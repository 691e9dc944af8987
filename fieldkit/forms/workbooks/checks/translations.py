"""Questionnaires in several languages: what is missing in which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldkit.forms.workbooks.checks.labels import shown
from fieldkit.forms.workbooks.findings import Finding, Place, warning
from fieldkit.forms.workbooks.rows import TRANSLATED, Sheet, Workbook
from fieldkit.words import _, listed

_CODE = re.compile(r".*\(([a-zA-Z]{2,3}(?:-[\w-]+)?)\)")
_MOST = 10
"""How many rows of one language and column are named; the rest is counted."""


def columns_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a language with labels and no hints, where another has both."""
    sheets = [workbook["survey"], workbook["choices"]]
    default = workbook.settings.text("default_language")
    everywhere = [language for sheet in sheets for language in _languages(sheet) if language]
    for sheet in sheets:
        there = {(column.name, column.language) for column in sheet.columns if column.name in TRANSLATED}
        own = _languages(sheet)
        # A sheet that names no language speaks the default one.
        spoken = {*own, default} if "" in own else {*own}
        languages = [*own, *(language for language in dict.fromkeys(everywhere) if language not in spoken)]
        for language in languages if own and set(languages) != {""} else ():
            names = [
                n for n in dict.fromkeys(name for name, _l in sorted(there)) if (n, language) not in there
            ]
            if names:
                yield warning(
                    "translation-column-missing",
                    Place(sheet.name, 1),
                    _("In {language}, the columns {columns} are missing.").format(
                        language=_named(language, workbook), columns=listed([f"“{name}”" for name in names])
                    ),
                    _("Add {column}.").format(
                        column=listed([f"“{n}::{language}”" if language else f"“{n}”" for n in names])
                    ),
                )


def cells_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a text that is there in one language and not in another."""
    unseen = {("survey", row.number) for row in workbook.survey if row.asks and not shown(row)}
    for sheet in (workbook["survey"], workbook["choices"]):
        by_name = {
            name: [column for column in sheet.columns if column.name == name]
            for name in dict.fromkeys(column.name for column in sheet.columns if column.name in TRANSLATED)
        }
        for columns in by_name.values():
            for column in columns if len(columns) > 1 else ():
                rows = [
                    row
                    for row in sheet.rows
                    if column not in row.cells
                    and any(other in row.cells for other in columns)
                    and (sheet.name, row.number) not in unseen
                ]
                for row in rows[:_MOST]:
                    yield warning(
                        "translation-missing",
                        Place(sheet.name, row.number, column.header),
                        _("“{text}” has no {column} in {language}.").format(
                            text=_short(row.text(column.name)),
                            column=column.name,
                            language=_named(column.language, workbook),
                        ),
                        _("Translate it; people see a dash instead."),
                    )
                if len(rows) > _MOST:
                    yield warning(
                        "translation-missing",
                        Place(sheet.name, rows[_MOST].number, column.header),
                        _("{count} more rows, from this one on, have no {column} in {language}.").format(
                            count=len(rows) - _MOST,
                            column=column.name,
                            language=_named(column.language, workbook),
                        ),
                        _("Translate them, or remove the language."),
                    )


def default_unknown(workbook: Workbook) -> Iterator[Finding]:
    """Find that the form is to open in none of its languages."""
    default = workbook.settings.text("default_language")
    known = {column.language for sheet in workbook.sheets.values() for column in sheet.columns} - {""}
    if default and known and default not in known:
        yield warning(
            "default-language-unknown",
            workbook.settings.place("default_language"),
            _("The form is to open in “{language}”, and no column is in that language.").format(
                language=default
            ),
            _("Write it as in the headers, such as {known}.").format(
                known=listed([f"“{k}”" for k in sorted(known)])
            ),
        )


def codes(workbook: Workbook) -> Iterator[Finding]:
    """Find languages that are named without the code by which programs know them."""
    languages: dict[str, tuple[str, str]] = {}
    for sheet in (workbook["survey"], workbook["choices"]):
        for column in sheet.columns:
            if column.language not in ("", "default"):
                languages.setdefault(column.language, (sheet.name, column.header))
    default = workbook.settings.text("default_language")
    if default and default != "default" and default not in languages:
        languages[default] = ("settings", "default_language")
    for language, (sheet, header) in languages.items():
        if not _CODE.fullmatch(language):
            yield warning(
                "language-without-code",
                Place(sheet, 1, header),
                _(
                    "The language “{language}” has no code, by which its direction and dates are known."
                ).format(language=language),
                _("Write it with one, such as “French (fr)”."),
            )


def other(workbook: Workbook) -> Iterator[Finding]:
    """Find `or_other`, which brings words in English alone."""
    languages = {column.language for name in ("survey", "choices") for column in workbook[name].columns}
    if languages <= {""}:
        return
    for row in workbook.survey:
        if row.kind.other:
            yield warning(
                "or-other-untranslated",
                row.row.place("type"),
                _("“or_other” adds “Other” and “Specify other.” in English only."),
                _("Add a choice “other” and a text question after it, each in all languages."),
            )


CHECKS = (columns_missing, cells_missing, default_unknown, codes, other)


def _languages(sheet: Sheet) -> list[str]:
    return list(dict.fromkeys(column.language for column in sheet.columns if column.name in TRANSLATED))


def _named(language: str, workbook: Workbook) -> str:
    default = workbook.settings.text("default_language")
    return f"“{language or default}”" if language or default else _("the language without a name")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
