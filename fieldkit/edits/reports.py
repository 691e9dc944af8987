"""Deeds about reports that leave the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fieldkit.domain.record import same_id
from fieldkit.domain.reports import IssuedReport
from fieldkit.store import Store
from fieldkit.words import _


def issue(store: Store, title: str, interviews: Sequence[str], sha256: str, *, on: date) -> IssuedReport:
    """Write down that a report was given out, and on which interviews it rests.

    The same PDF given out again is one record.
    """
    report = IssuedReport(
        id=same_id("report", sha256),
        title=title,
        issued_on=on,
        interview_ids=" ".join(sorted(interviews)),
        sha256=sha256,
    )
    store.write(_("Give out a report"), report)
    return report
