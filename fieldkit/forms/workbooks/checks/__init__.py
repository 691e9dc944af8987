"""Everything that can be wrong with a workbook, found at once. Each room holds one subject, each function one rule.

A fault here explains why a workbook cannot be converted, where pyxform would tell of the first one only. Whether it
can be, pyxform and the engine decide: what they accept is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from fieldkit.forms.workbooks.checks import (
    appearances,
    cells,
    choices,
    columns,
    expressions,
    groups,
    labels,
    meanings,
    names,
    questions,
    references,
    settings,
    sheets,
    translations,
    types,
)
from fieldkit.forms.workbooks.findings import Finding
from fieldkit.forms.workbooks.rows import SHEETS, Workbook
from fieldkit.words import _

Check = Callable[[Workbook], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    *sheets.CHECKS,
    *columns.CHECKS,
    *groups.CHECKS,
    *types.CHECKS,
    *names.CHECKS,
    *questions.CHECKS,
    *labels.CHECKS,
    *references.CHECKS,
    *expressions.CHECKS,
    *meanings.CHECKS,
    *cells.CHECKS,
    *appearances.CHECKS,
    *choices.CHECKS,
    *translations.CHECKS,
    *settings.CHECKS,
)

MOST_OF_A_KIND = 500
"""How many findings of one check are told: nobody reads more, and a sheet of slips would take minutes."""
BOUNDS: tuple[Check, ...] = (columns.too_long, groups.too_deep)
"""What would cost the converter more time or depth than any form is worth."""


def out_of_bounds(workbook: Workbook) -> list[Finding]:
    """Return what has to be mended before anything else can be looked at."""
    return [finding for check in BOUNDS for finding in check(workbook)]


def checked(workbook: Workbook) -> list[Finding]:
    """Return everything that the checks find in a workbook, in the order of its sheets and rows."""
    found = list(workbook.noticed)
    for check in CHECKS:
        told = list(islice(check(workbook), MOST_OF_A_KIND + 1))
        found += told[:MOST_OF_A_KIND]
        if len(told) > MOST_OF_A_KIND:
            found.append(_more(told[-1]))
    return in_order(found)


def _more(first: Finding) -> Finding:
    return first._replace(
        sentence=_("From this row on there is more of this kind. {sentence}").format(sentence=first.sentence),
        remedy=_("Mend those above first, and check again. {remedy}").format(remedy=first.remedy).strip(),
    )


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return the findings in the order of sheets and rows; what is said twice of a place is said once."""
    order = {sheet: at for at, sheet in enumerate(("", *SHEETS))}
    return sorted(
        dict.fromkeys(findings),
        key=lambda finding: (order.get(finding.place.sheet, len(order)), finding.place.row),
    )
