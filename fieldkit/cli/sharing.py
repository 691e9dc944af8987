"""Syncing and joining, from a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.store import Store
from fieldkit.sync import join as join_folder
from fieldkit.sync import sync as sync_folder
from fieldkit.words import _


def sync(project: Path, folder: Path, fresh: bool) -> None:
    """Sync one project file with a shared folder and say what came and went."""
    with Store.open(project) as store, shown(_("Syncing")) as tell:
        outcome = sync_folder(store, folder, tell, fresh=fresh)
    console = Console(highlight=False)
    for line in outcome.in_words():
        console.print(line, markup=False)


def join(folder: Path, project: Path) -> None:
    """Make a project file from a shared folder."""
    with join_folder(folder, project) as store:
        name = store.project.name
    Console(highlight=False).print(
        _("“{name}” is now on this laptop: {project}").format(name=name, project=project), markup=False
    )
