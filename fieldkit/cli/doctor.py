"""Looking a project and its shared folder over, in a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.domain.health import Finding, Weight
from fieldkit.store import Store
from fieldkit.store.health import examine
from fieldkit.sync.health import examine as examine_folder
from fieldkit.words import _

_MARKS = {Weight.WELL: _("well  "), Weight.LOOK: _("look  "), Weight.BROKEN: _("broken")}


def doctor(project: Path, folder: Path | None) -> int:
    """Say what was found, and return 1 where something is broken."""
    with shown(_("Looking the project over")) as tell:
        found = examine(project, tell=tell)
    if folder and not any(finding.weight is Weight.BROKEN for finding in found):
        with shown(_("Looking the folder over")) as tell, Store.open(project) as store:
            found += examine_folder(store, folder, tell)
    console = Console(highlight=False, soft_wrap=True)
    for finding in found:
        console.print(_line(finding), markup=False)
    broken = any(finding.weight is Weight.BROKEN for finding in found)
    if not broken:
        console.print(_("Nothing is broken, and nothing is lost."), markup=False)
    return int(broken)


def rebuild(project: Path) -> None:
    """Make all that a project shows anew from its journal."""
    with Store.open(project) as store:
        store.rebuild()
    Console(highlight=False, soft_wrap=True).print(
        _("Everything was made anew from the journal of {project}.").format(project=project.name),
        markup=False,
    )


def _line(finding: Finding) -> str:
    said = f"{_MARKS[finding.weight]}  {finding.sentence}"
    return f"{said}\n        {finding.hint}" if finding.hint else said
