"""All faults of a workbook that cannot be converted.

pyxform tells of the first fault it meets. What the checks find, and then what pyxform tells of, is mended in a copy
that nobody sees, and the copy is converted again: so the next fault shows, until none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from fieldkit.forms.workbooks.checks import checked, in_order
from fieldkit.forms.workbooks.converter import Converted, Refusal, converted
from fieldkit.forms.workbooks.findings import Finding, faults_in
from fieldkit.forms.workbooks.reading import Cells, workbook_of
from fieldkit.forms.workbooks.rows import Workbook, kind_of
from fieldkit.forms.workbooks.told import told

_ROUNDS = 25
_ROWS = 20_000
"""How many rows are converted in all before the search ends: some ten seconds' work."""
_OF_COLUMN = {"column-unreadable", "column-twice", "column-unknown"}
_OF_NAME = {"name-missing", "name-impossible", "name-twice", "name-reserved"}
_OF_TYPE = {
    "type-missing", "type-unknown", "choice-list-missing", "choice-list-unnamed", "choice-file-unknown",
    "sheet-missing", "table-list-mixed", "loop-without-list",
}  # fmt: skip


class Searched(NamedTuple):
    """Everything that is wrong with a workbook that pyxform refused, warnings among it. There is a fault."""

    findings: list[Finding]
    mended: Converted | None
    """What came of the copy once all of it was mended; None where something was left."""


def all_findings(cells: Cells, workbook: Workbook, refusal: Refusal) -> Searched:
    """Find everything that is wrong with a workbook that pyxform refused."""
    found = checked(workbook)
    if refusal.said or not faults_in(found):
        found += new(told(refusal, workbook), found)
    size = 1 + sum(len(rows) for _headers, rows in cells.sheets.values())
    wrong: Sequence[Finding] = faults_in(found)
    for _round in range(min(_ROUNDS, 1 + _ROWS // size)):
        mended = _mended(cells, wrong)
        if mended == cells:
            break
        cells = mended
        answer = converted(cells)
        if isinstance(answer, Converted):
            return Searched(in_order(found), answer)
        wrong = told(answer, workbook_of(cells))
        # What pyxform says in words of its own may be about the mending, such as a name that is gone now.
        found += new([one for one in wrong if one.code != "not-convertible"], found)
    return Searched(in_order(found), None)


def new(told: Sequence[Finding], known: Sequence[Finding]) -> list[Finding]:
    """Return what is not known yet. Of a cell or row that has a fault, another is most likely the same one."""
    faults = faults_in(list(known))
    places = {fault.place[:2] for fault in faults}
    return [one for one in told if (one.place[:2] not in places if one.place.row else not faults)]


def _mended(cells: Cells, faults: Sequence[Finding]) -> Cells:
    """Return the cells without what the faults are about."""
    sheets = {
        name: (list(headers), [dict(row) for row in rows]) for name, (headers, rows) in cells.sheets.items()
    }
    for finding in faults:
        headers, rows = sheets.get(finding.place.sheet, ([], []))
        if finding.code in _OF_COLUMN:
            _without(finding.place.column, headers, rows)
            continue
        row = rows[finding.place.row - 2] if 0 <= finding.place.row - 2 < len(rows) else {}
        if finding.place.sheet == "survey":
            _mend_question(finding, row, rows)
        elif finding.place.sheet in ("choices", "external_choices"):
            row.clear()
        else:
            row.pop(finding.place.column, None)
    return cells._replace(sheets=sheets)


def _without(column: str, headers: list[str], rows: list[dict[str, Any]]) -> None:
    headers[:] = [header for header in headers if header != column]
    for row in rows:
        row.pop(column, None)


def _mend_question(finding: Finding, row: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    if finding.code == "group-not-begun":
        row.clear()
    elif finding.code == "group-not-ended":
        rows.append({finding.place.column: f"end {kind_of(str(row.get(finding.place.column, ''))).begins}"})
    elif finding.code in _OF_NAME:
        row[finding.place.column] = f"mended_{finding.place.row}"
    elif finding.code == "label-missing":
        row[finding.place.column] = "mended"
    elif finding.code in ("calculation-missing", "choice-filter-missing"):
        row[finding.place.column] = "1"
    elif finding.code in _OF_TYPE:
        row[finding.place.column] = "text"
    else:
        row.pop(finding.place.column, None)
