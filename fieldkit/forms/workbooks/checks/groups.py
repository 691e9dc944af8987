"""Groups and repeats: each begin has its end."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.workbooks.findings import Finding, fault, warning
from fieldkit.forms.workbooks.rows import Surveyed, Workbook
from fieldkit.words import _

DEEPEST = 50
"""How many groups may lie within each other."""


def unmatched(workbook: Workbook) -> Iterator[Finding]:
    """Find a group or repeat that does not end, or ends without having begun."""
    opened: list[Surveyed] = []
    for row in workbook.survey:
        if row.kind.begins:
            opened.append(row)
        elif row.kind.ends and opened and opened[-1].kind.begins == row.kind.ends:
            opened.pop()
        elif row.kind.ends:
            yield _not_begun(row, opened)
            if any(other.kind.begins == row.kind.ends for other in opened):
                # It ends one further out; those within were left open.
                while opened[-1].kind.begins != row.kind.ends:
                    yield _not_ended(opened.pop())
                opened.pop()
    for row in opened:
        yield _not_ended(row)


def _not_begun(row: Surveyed, opened: list[Surveyed]) -> Finding:
    remedy = (
        _("The {kind} of row {row} is still open: end that first.").format(
            kind=opened[-1].kind.begins, row=opened[-1].number
        )
        if opened
        else _("Remove the row, or put it where it belongs.")
    )
    return fault(
        "group-not-begun",
        row.row.place("type"),
        _("This ends a {kind} that was not begun here.").format(kind=row.kind.ends),
        remedy,
    )


def _not_ended(row: Surveyed) -> Finding:
    return fault(
        "group-not-ended",
        row.row.place("type"),
        _("This {kind} does not end.").format(kind=row.kind.begins),
        _("Add a row “end_{kind}” after its last question.").format(kind=row.kind.begins),
    )


def empty(workbook: Workbook) -> Iterator[Finding]:
    """Find a group with nothing in it."""
    for row, following in zip(workbook.survey, workbook.survey[1:], strict=False):
        if row.kind.begins and following.kind.ends:
            yield warning(
                "group-empty",
                row.row.place("type"),
                _("There is nothing in this {kind}.").format(kind=row.kind.begins),
                _("Put questions between its begin and end, or remove both rows."),
            )


def too_deep(workbook: Workbook) -> Iterator[Finding]:
    """Find groups that lie within each other without end."""
    for row in workbook.survey:
        if row.kind.begins and row.around.count("/") > DEEPEST:
            yield fault(
                "group-too-deep",
                row.row.place("type"),
                _("More than {count} groups lie within each other here.").format(count=DEEPEST),
                _("End some of them before."),
            )
            return


CHECKS = (unmatched, empty)
