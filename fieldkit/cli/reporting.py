"""The report, from a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.store import Store
from fieldkit.words import _


def report(project: Path, to: Path) -> None:
    """Write the report of a project and say where it is."""
    with Store.open(project) as store, shown(_("Writing the report")) as tell:
        write_report(store, to, tell)
    Console(highlight=False, soft_wrap=True).print(_("The report: {path}").format(path=to), markup=False)


def write_report(store: Store, to: Path, tell: Callable[[float, str], None]) -> None:
    """Write the report on community needs as a PDF."""
    from fieldkit.analysis.frames import frames
    from fieldkit.report import needs, pdf

    tell(0.1, _("Counting"))
    document = needs.document(frames(store))
    tell(0.5, _("Setting the pages"))
    pdf.render(document, to)
