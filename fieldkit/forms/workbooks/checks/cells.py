"""Cells that say something, and not what their author thinks: a date in place of a name, an error, a wasted word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldkit.forms.types import TYPES, Type
from fieldkit.forms.workbooks.converter import is_worked_out
from fieldkit.forms.workbooks.findings import Finding, warning
from fieldkit.forms.workbooks.rows import Surveyed, Workbook
from fieldkit.forms.xforms.failed import failed
from fieldkit.words import _

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_NAMES = {"survey": ("name",), "choices": ("name", "list_name"), "external_choices": ("name", "list_name")}
_READ: dict[str, Type] = {
    "int": TYPES["integer"], "integer": TYPES["integer"], "decimal": TYPES["decimal"], "range": TYPES["range"],
    "date": TYPES["date"], "time": TYPES["time"], "dateTime": TYPES["datetime"], "datetime": TYPES["datetime"],
    "geopoint": TYPES["geopoint"], "geotrace": TYPES["geotrace"], "geoshape": TYPES["geoshape"],
}  # fmt: skip
_WAITING = {"constraint_message": "constraint", "required_message": "required"}
"""The columns that say nothing without another."""


def errors(workbook: Workbook) -> Iterator[Finding]:
    """Find what a spreadsheet writes where a formula fails."""
    for sheet in workbook.sheets.values():
        for row in sheet.rows:
            for column, text in row.cells.items():
                if failed(text):
                    yield warning(
                        "cell-with-error",
                        row.place(column.name)._replace(column=column.header),
                        _("A formula failed here, and “{text}” counts as what the cell says.").format(
                            text=text
                        ),
                        _("Mend the formula, or write the value itself."),
                    )


def dates_for_names(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that a spreadsheet has made a date of, such as 1-5 or MAR1."""
    for sheet, columns in _NAMES.items():
        for row in workbook[sheet].rows:
            for name in columns:
                if _MOMENT.fullmatch(row.text(name)):
                    yield warning(
                        "name-is-date",
                        row.place(name),
                        _("The spreadsheet has made a date of this: it counts as “{text}”.").format(
                            text=row.text(name)
                        ),
                        _("Format the cell as text, and write it anew."),
                    )


def defaults(workbook: Workbook) -> Iterator[Finding]:
    """Find a default that is no answer to its question."""
    for row in workbook.survey:
        text = row.row.text("default")
        if not text or not row.asks or "${" in text or is_worked_out(text, row.kind.word):
            continue
        if wrong := _wrong(row, text, workbook):
            yield warning(
                "default-no-answer",
                row.row.place("default"),
                _("“{text}” is no answer to this question.").format(text=text),
                wrong,
            )


def _wrong(row: Surveyed, text: str, workbook: Workbook) -> str:
    """Return what would be an answer; blank where the text is one."""
    if row.kind.from_sheet and row.kind.list_name in workbook.lists:
        names = {choice.text("name") for choice in workbook.lists[row.kind.list_name]}
        values = [text] if row.kind.word == "select_one" else text.split()
        other = {"other"} if row.kind.other else set[str]()
        return "" if names | other >= set(values) else _("Write the name of a choice, not its label.")
    kind = _READ.get(row.kind.word)
    if kind is None:
        return ""
    try:
        kind.read(text)
    except ValueError:
        return kind.wrong()
    return ""


def idle(workbook: Workbook) -> Iterator[Finding]:
    """Find a cell that does nothing where it stands."""
    for row in workbook.survey:
        if row.kind.ends or not row.kind.written:
            continue
        # A place on a map may be drawn upon the choices of a list.
        chooses = row.kind.chooses or "reference-geometry" in row.row.text("parameters")
        chooses = chooses or row.kind.word.startswith("select")
        remedies = {
            "choice_filter": "" if chooses else _("Only questions with choices have a filter."),
            "repeat_count": "" if row.kind.begins in ("repeat", "loop") else _("Only repeats have a count."),
            **{
                name: "" if row.row.text(other) else _("It is shown with a “{name}” only.").format(name=other)
                for name, other in _WAITING.items()
            },
        }
        for name, remedy in remedies.items():
            if remedy and row.row.text(name):
                yield warning("cell-idle", row.row.place(name), _("Nothing comes of this cell."), remedy)


CHECKS = (errors, dates_for_names, defaults, idle)
