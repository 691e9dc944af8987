"""Expressions that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.expressions.expression import ExpressionError
from fieldkit.forms.expressions.reading import read
from fieldkit.forms.workbooks.checks.references import REFERENCE
from fieldkit.forms.workbooks.findings import Finding, Place, fault
from fieldkit.forms.workbooks.rows import Workbook
from fieldkit.words import _

EXPRESSIONS = {
    "survey": (
        "relevant", "constraint", "calculation", "choice_filter", "repeat_count", "required", "read_only",
    ),
    "settings": ("instance_name",),
    "entities": ("entity_id", "create_if", "update_if"),
}  # fmt: skip
YES_OR_NO = {"yes", "no", "true", "false", "true()", "false()"}


def unreadable(workbook: Workbook) -> Iterator[Finding]:
    """Find an expression that is none."""
    for sheet, names in EXPRESSIONS.items():
        for row in workbook[sheet].rows:
            for column, text in row.cells.items():
                if column.name in names and text.lower() not in YES_OR_NO:
                    yield from _unreadable(Place(sheet, row.number, column.header), text)


def _unreadable(place: Place, text: str) -> Iterator[Finding]:
    try:
        read(REFERENCE.sub(lambda found: f" {found[1] or 'x'} ".replace("last-saved#", ""), straight(text)))
    except ExpressionError as error:
        yield fault(
            "expression-unreadable",
            place,
            error.sentence,
            error.hint or _("Correct the expression."),
        )


def straight(text: str) -> str:
    """Return the text with straight quotes, as the converter makes them."""
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})


CHECKS = (unreadable,)
