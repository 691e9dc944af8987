"""Looking a project and its shared folder over, in a terminal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.domain.health import Finding, Weight
from fieldkit.errors import ProjectError
from fieldkit.store import Store
from fieldkit.store.health import examine, on_a_copy
from fieldkit.sync.health import examine as examine_folder
from fieldkit.words import _

_MARKS = {Weight.WELL: _("well  "), Weight.LOOK: _("look  "), Weight.BROKEN: _("broken")}


def doctor(project: Path, folder: Path | None) -> int:
    """Say what was found, and return 1 where something is broken."""
    with shown(_("Looking the project over")) as tell:
        found = examine(project, tell=tell)
    if folder:
        # Where the project cannot be opened, that has been said.
        with suppress(ProjectError), shown(_("Looking the folder over")) as tell, on_a_copy(project) as store:
            found += examine_folder(store, folder, tell)
    console = Console(highlight=False, soft_wrap=True)
    for finding in found:
        console.print(_line(finding), markup=False)
    broken = any(finding.weight is Weight.BROKEN for finding in found)
    if not broken:
        well = all(finding.weight is Weight.WELL for finding in found)
        console.print(_("All is well.") if well else _("Nothing is broken."), markup=False)
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
