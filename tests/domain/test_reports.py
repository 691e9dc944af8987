"""Which reports no longer hold."""

from __future__ import annotations

from datetime import date

from fieldkit.domain import IssuedReport, Withdrawal
from fieldkit.domain.reports import stale


def test_a_report_that_rests_on_a_withdrawn_interview_is_stale_and_the_latest_comes_first():
    autumn = IssuedReport(issued_on=date(2026, 10, 1), interview_ids="i1 i2")
    winter = IssuedReport(issued_on=date(2026, 12, 1), interview_ids="i1 i3")
    other = IssuedReport(issued_on=date(2026, 12, 2), interview_ids="i4 i11")

    assert stale([autumn, winter, other], [Withdrawal(of_interview="i1")]) == [winter, autumn]
    assert stale([autumn, winter, other], []) == []
