"""Reports that were given out, so that it is known which of them no longer hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from fieldkit.domain.consent import Withdrawal
from fieldkit.domain.record import Record


class IssuedReport(Record):
    """A report as it left the team."""

    searched: ClassVar = ("title",)

    title: str = ""
    issued_on: date | None = None
    interview_ids: str = ""
    """Ids of the interviews that it rests on, parted by spaces."""
    sha256: str = ""
    """Of the PDF, so that a copy can be known again."""


def stale(reports: Iterable[IssuedReport], withdrawals: Iterable[Withdrawal]) -> list[IssuedReport]:
    """Return the reports that rest on an interview which was taken back since, the latest first."""
    gone = {withdrawal.of_interview for withdrawal in withdrawals}
    found = [report for report in reports if not gone.isdisjoint(report.interview_ids.split())]
    return sorted(found, key=lambda report: (report.issued_on or date.min, report.id), reverse=True)
