"""What is found in a workbook: faults, which keep it from being used, and warnings, which do not."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from fieldkit.forms.form import Form
from fieldkit.words import _


class Severity(StrEnum):
    """Whether a questionnaire can be used in spite of it."""

    FAULT = "fault"
    WARNING = "warning"


class Place(NamedTuple):
    """A cell of a workbook. Rows are counted as in the sheet; 0 means none in particular."""

    sheet: str
    row: int = 0
    column: str = ""
    """Its header, as the workbook has it."""

    def said(self, sentence: str) -> str:
        """Return the sentence with its place before it."""
        where = self.words()
        return _("{place}: {sentence}").format(place=where, sentence=sentence) if where else sentence

    def words(self) -> str:
        """Return the place in words; blank where it is the whole file."""
        if not self.sheet:
            return ""
        if not self.row and not self.column:
            return _("Sheet “{sheet}”").format(sheet=self.sheet)
        if not self.row:
            return _("Sheet “{sheet}”, column “{column}”").format(sheet=self.sheet, column=self.column)
        if not self.column:
            return _("Sheet “{sheet}”, row {row}").format(sheet=self.sheet, row=self.row)
        return _("Sheet “{sheet}”, row {row}, column “{column}”").format(
            sheet=self.sheet, row=self.row, column=self.column
        )


class Finding(NamedTuple):
    """Something an author will want to know of their workbook."""

    severity: Severity
    code: str
    """Its kind, such as `name-missing`. Codes stay as they are: programs tell findings apart by them."""
    place: Place
    sentence: str
    remedy: str = ""

    @property
    def said(self) -> str:
        """The place, the sentence and the remedy as one line."""
        return self.place.said(f"{self.sentence} {self.remedy}".strip())


class Examined(NamedTuple):
    """What came of reading a file: the form, unless it cannot be used, and all that was found."""

    form: Form | None
    findings: list[Finding]


def fault(code: str, place: Place, sentence: str, remedy: str = "") -> Finding:
    """Return a finding that keeps the questionnaire from being used."""
    return Finding(Severity.FAULT, code, place, sentence, remedy)


def warning(code: str, place: Place, sentence: str, remedy: str = "") -> Finding:
    """Return a finding in spite of which the questionnaire can be used."""
    return Finding(Severity.WARNING, code, place, sentence, remedy)


def faults_in(findings: list[Finding]) -> list[Finding]:
    """Return those that keep the questionnaire from being used."""
    return [finding for finding in findings if finding.severity is Severity.FAULT]
