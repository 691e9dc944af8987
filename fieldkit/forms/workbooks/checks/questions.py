"""What single questions lack or have too much of."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.workbooks.findings import Finding, fault, warning
from fieldkit.forms.workbooks.rows import Workbook
from fieldkit.words import _


def calculation_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a calculate that works out nothing."""
    for row in workbook.survey:
        default = row.row.text("default")
        dynamic = "${" in default or "(" in default
        if row.kind.word == "calculate" and not row.row.text("calculation") and not dynamic:
            yield fault(
                "calculation-missing",
                row.row.place("calculation"),
                _("There is nothing to calculate."),
                _("Write the expression into the column calculation, such as ${a} + ${b}."),
            )


def disabled(workbook: Workbook) -> Iterator[Finding]:
    """Find a column of old forms that takes rows out."""
    for row in workbook["survey"].rows:
        if row.text("disabled"):
            yield warning(
                "row-disabled",
                row.place("disabled"),
                _("The column “disabled” is one of old forms; not every tool heeds it."),
                _("Remove the row, or write false() into its column relevant."),
            )


def pictures(workbook: Workbook) -> Iterator[Finding]:
    """Find pictures that travel at full size."""
    for row in workbook.survey:
        if row.kind.word in ("image", "photo") and "max-pixels" not in row.row.text("parameters").lower():
            yield warning(
                "picture-unlimited",
                row.row.place("parameters"),
                _("Pictures are taken at full size, which fills the disk and slows down sending."),
                _("Write max-pixels=1024 into the column parameters, unless every detail counts."),
            )


def external_without_filter(workbook: Workbook) -> Iterator[Finding]:
    """Find a list of another sheet that is not narrowed down."""
    for row in workbook.survey:
        if row.kind.word == "select_one_external" and not row.row.text("choice_filter"):
            yield warning(
                "choice-filter-missing",
                row.row.place("choice_filter"),
                _("select_one_external is meant for long lists that a choice_filter narrows down."),
                _("Write a choice_filter, or use select_one and the sheet “choices”."),
            )


CHECKS = (calculation_missing, disabled, pictures, external_without_filter)
