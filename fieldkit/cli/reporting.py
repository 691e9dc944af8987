"""The report, from a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.domain import IssuedReport, Withdrawal
from fieldkit.domain.reports import stale
from fieldkit.edits import reports
from fieldkit.store import Store
from fieldkit.words import _, day


def report(project: Path, to: Path) -> None:
    """Write the report of a project, say where it is, and which earlier ones no longer hold."""
    with Store.open(project) as store, shown(_("Writing the report")) as tell:
        write_report(store, to, tell)
        outdated = stale(store.find(IssuedReport), store.find(Withdrawal))
    console = Console(highlight=False, soft_wrap=True)
    console.print(_("The report: {path}").format(path=to), markup=False)
    for old in outdated:
        line = _("No longer holds, since an interview in it was taken back: “{title}”, given out on {day}.")
        console.print(line.format(title=old.title, day=day(old.issued_on)), markup=False)


def write_report(store: Store, to: Path, tell: Callable[[float, str], None]) -> None:
    """Write the report on community needs as a PDF, and write down that it was given out."""
    from fieldkit.report.make import make

    made = make(store, to, tell)
    assert made, "nobody can stop it here"
    reports.issue(
        store, made.title, made.interviews, made.sha256, on=datetime.now(tz=UTC).astimezone().date()
    )
