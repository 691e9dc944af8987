"""The sheets of a workbook: those that are missing, and those that are misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.workbooks.findings import Finding, Place, fault, warning
from fieldkit.forms.workbooks.meant import like
from fieldkit.forms.workbooks.rows import SHEETS, Workbook
from fieldkit.words import _, listed


def survey_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find that there is no sheet `survey`, or nothing in it."""
    survey = workbook["survey"]
    if survey.rows:
        return
    if survey.columns:
        yield warning(
            "survey-empty",
            Place("survey"),
            _("There is no question in it."),
            _("Write the first question into row 2, beneath the names of the columns."),
        )
        return
    if any(name.lower() == "survey" for name in workbook.names):
        yield fault(
            "column-missing",
            Place("survey", 1),
            _("The first row is empty, and with it the names of the columns."),
            _("Write type, name and label into row 1, or delete the empty rows above them."),
        )
        return
    yield fault(
        "sheet-missing",
        Place(""),
        _("The workbook has no sheet “survey”, which holds the questions."),
        _meant("survey", workbook) or _("Add one with the columns type, name and label."),
    )


def choices_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find that questions have lists of choices, and no sheet holds them."""
    for sheet, wanted in (
        ("choices", [row for row in workbook.survey if row.kind.from_sheet]),
        ("external_choices", [row for row in workbook.survey if row.kind.word == "select_one_external"]),
    ):
        if wanted and not workbook[sheet].rows:
            yield fault(
                "sheet-missing",
                wanted[0].row.place("type"),
                _("The workbook has no choices for this: the sheet “{sheet}” is missing, or empty.").format(
                    sheet=sheet
                ),
                _meant(sheet, workbook) or _("Add one with the columns list_name, name and label."),
            )


def misspelt(workbook: Workbook) -> Iterator[Finding]:
    """Find sheets that are not there, where another has nearly the name."""
    for sheet in ("settings", "entities"):
        if similar := [] if workbook[sheet].columns else _similar(sheet, workbook):
            yield warning(
                "sheet-misspelt",
                Place(similar[0]),
                _("This sheet is not read. Was “{sheet}” meant?").format(sheet=sheet),
                _("Correct its name; or put “_” before it, if it is a sheet of your own."),
            )


CHECKS = (survey_missing, choices_missing, misspelt)


def _meant(sheet: str, workbook: Workbook) -> str:
    similar = _similar(sheet, workbook)
    if not similar:
        return ""
    named = listed([f"“{name}”" for name in similar])
    return _("Rename {similar} to “{sheet}”, if that is what was meant.").format(similar=named, sheet=sheet)


def _similar(sheet: str, workbook: Workbook) -> list[str]:
    others = [n for n in workbook.names if n.lower() not in SHEETS and not n.startswith("_")]
    # `settings` and `setting` count as near, `survey` and `summary` do not.
    return [name for name in others if like(name, frozenset({sheet}))]
