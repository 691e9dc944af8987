"""What pyxform says when it refuses a workbook, in words for the author.

A sentence that is not among the `sayings` is passed on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldkit.forms.workbooks.converter import Refusal
from fieldkit.forms.workbooks.findings import Finding, Place, fault
from fieldkit.forms.workbooks.rows import Workbook
from fieldkit.forms.workbooks.sayings import SAYINGS, Saying
from fieldkit.words import _

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_CELL = re.compile(r"On the '(\w+)' sheet, the '([^']*)' value(?: '[^']*')? is (?:invalid|problematic)\.\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_LEARN_MORE = re.compile(r"\s*Learn more: \S+")


def told(refusal: Refusal, workbook: Workbook) -> list[Finding]:
    """Return what pyxform found, in our words and with its place. There may be several, one on each line."""
    return [_one(line, refusal, workbook) for line in _parts(refusal.said)]


def _parts(said: str) -> Iterator[str]:
    # Of choices alone, pyxform tells all duplicates at once.
    starts = [found.start() for found in _ROW.finditer(said)] or [0]
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(said)], strict=True):
        yield said[start:end].strip()


def _one(said: str, refusal: Refusal, workbook: Workbook) -> Finding:
    plain = " ".join(said.split())
    for saying in SAYINGS:
        if found := re.search(saying.pattern, plain):
            gaps = {name: (text or "").replace("'", "") for name, text in found.groupdict().items()}
            place = _place(plain, saying, gaps, workbook)
            return fault(saying.code, place, saying.sentence().format(**gaps), saying.remedy().format(**gaps))
    if not plain:
        row = refusal.row or _row_of(refusal.name, workbook)
        return fault(
            "not-convertible",
            Place("survey", row),
            _("Something here cannot be converted."),
            _("Compare the row with one that works, or remove it and write it anew."),
        )
    row, sheet = _ROW.search(plain), _SHEET.search(plain)
    left = _LEARN_MORE.sub("", _CELL.sub("", _ROW.sub("", plain))).strip()
    return fault(
        "not-convertible",
        Place(sheet[1] if sheet else "survey", int(row[1]) if row else 0),
        left[:1].upper() + left[1:],
        _("Mend or remove what this speaks of."),
    )


def _place(said: str, saying: Saying, gaps: dict[str, str], workbook: Workbook) -> Place:
    row, sheet, cell = _ROW.search(said), _SHEET.search(said), _CELL.search(said)
    column = re.sub(r" \((?:value|label)\)$", "", cell[2]) if cell else saying.column
    where = sheet[1] if sheet else saying.sheet
    number = int(row[1]) if row else 0
    if not number and where == "survey":
        number = _row_of(gaps.get("other", ""), workbook) or _row_of(gaps.get("name", ""), workbook)
        number = number or _row_with(saying, said, workbook)
    return Place(where, number, column)


def _row_of(name: str, workbook: Workbook) -> int:
    found = workbook.names_of_questions.get(name)
    return found.number if found else 0


def _row_with(saying: Saying, said: str, workbook: Workbook) -> int:
    """Return the first row of the survey with a parameter that is spoken of; 0 where there is none."""
    spoken = set(re.findall(r"[a-z][\w-]*", said))
    for row in workbook.survey if saying.column == "parameters" else ():
        if spoken & set(re.findall(r"([\w-]+)\s*=", row.row.text("parameters"))):
            return row.number
    return 0
