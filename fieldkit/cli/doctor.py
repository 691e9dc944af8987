"""Looking a project and its shared folder over, in a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.domain.health import Weight
from fieldkit.store import Store
from fieldkit.sync.health import in_words, look_over, summary
from fieldkit.words import _


def doctor(project: Path, folder: Path | None) -> int:
    """Say what was found, and return 1 where something is broken."""
    with shown(_("Looking the project over")) as tell:
        found = look_over(project, folder, tell)
    console = Console(highlight=False, soft_wrap=True)
    console.print(in_words(found), markup=False)
    console.print(summary(found), markup=False)
    return int(any(finding.weight is Weight.BROKEN for finding in found))


def rebuild(project: Path) -> None:
    """Make all that a project shows anew from its journal."""
    with Store.open(project) as store:
        store.rebuild()
    Console(highlight=False, soft_wrap=True).print(
        _("Everything was made anew from the journal of {project}.").format(project=project.name),
        markup=False,
    )
