"""From the store to a PDF, off the window's thread."""

from __future__ import annotations

from pathlib import Path

from fieldkit.app.task import Task
from fieldkit.store import Store
from fieldkit.words import _


def make(store: Store, path: Path, task: Task) -> Path | None:
    """Write the needs report there and return the path; None where the task was stopped."""
    task.report(0.0, _("Getting ready"))
    from fieldkit.analysis.frames import frames
    from fieldkit.report import needs, pdf

    task.report(0.2, _("Reading the interviews"))
    tables = frames(store)
    if task.cancelled:
        return None
    task.report(0.4, _("Counting, and hiding what is too small to show"))
    document = needs.document(tables)
    if task.cancelled:
        return None
    task.report(0.6, _("Setting the pages"))
    pdf.render(document, path)
    task.report(1.0, _("Done"))
    return path
