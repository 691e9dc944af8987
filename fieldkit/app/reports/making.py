"""From the store to a PDF, off the window's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.app.task import Task
from fieldkit.store import Store
from fieldkit.words import _

if TYPE_CHECKING:
    from fieldkit.report.make import Made


def make(store: Store, path: Path, task: Task) -> Made | None:
    """Write the needs report there and return what was made; None where the task was stopped."""
    task.report(0.0, _("Getting ready"))
    from fieldkit.report import make as maker

    return maker.make(store, path, task.report, lambda: task.cancelled)
