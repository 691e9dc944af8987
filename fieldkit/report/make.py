"""From a project to the PDF for funders, in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from fieldkit.analysis.frames import frames, rows
from fieldkit.report import needs, pdf
from fieldkit.store import Store
from fieldkit.words import _

Progress = Callable[[float, str], None]


class Made(NamedTuple):
    """A report as it was made: where it is, and what it rests on."""

    path: Path
    title: str
    interviews: tuple[str, ...]
    """Ids of the interviews that count in it."""
    sha256: str


def make(
    store: Store, path: Path, tell: Progress, stopped: Callable[[], bool] = lambda: False
) -> Made | None:
    """Write the report on needs there; None where it was stopped, and then nothing is written.

    Raises:
        FileError: it cannot be written.
    """
    tell(0.2, _("Reading the interviews"))
    tables = frames(store)
    if stopped():
        return None
    tell(0.4, _("Counting, and hiding what is too small to show"))
    document = needs.document(tables)
    if stopped():
        return None
    tell(0.6, _("Setting the pages"))
    pdf.render(document, path)
    heard = tuple(str(row["id"]) for row in rows(tables.interviews) if row["heard"])
    tell(1.0, _("Done"))
    return Made(path, document.title, heard, hashlib.sha256(path.read_bytes()).hexdigest())
