"""Syncing and joining, from a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.edits.identifiers import Named, in_notes
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.sync import join as join_folder
from fieldkit.sync import look as look_at
from fieldkit.sync import merge as merge_files
from fieldkit.sync import sync as sync_folder
from fieldkit.words import _, day, ngettext


def sync(project: Path, folder: Path, fresh: bool) -> None:
    """Sync one project file with a shared folder and say what came and went."""
    with Store.open(project) as store, shown(_("Syncing")) as tell:
        named = in_notes(store)
        outcome = sync_folder(store, folder, tell, _never, fresh=fresh)
    console = Console(highlight=False, soft_wrap=True)
    for line in [*outcome.in_words(), *_in_words(named)]:
        console.print(line, markup=False)


def _never() -> bool:
    """Nobody stops it but by Ctrl+C; yet a folder that does not answer is not waited for without end."""
    return False


def _in_words(named: Sequence[Named]) -> list[str]:
    if not named:
        return []
    said = ngettext(
        "{count} thing in the notes that were sent may name somebody:",
        "{count} things in the notes that were sent may name somebody:",
        len(named),
    )
    lines = [
        _("  {day}, {group}: {words}").format(
            day=day(one.interview.held_on), group=one.group, words=one.identifier.text
        )
        for one in named
    ]
    return [said.format(count=len(named)), *lines]


def merge(files: Sequence[Path], project: Path, only_look: bool) -> None:
    """Say what files bring, one by one, and merge them unless somebody only wants to look."""
    with Store.open(project) as store:
        with shown(_("Looking at the files")) as tell:
            brought = look_at(store, files, tell)
        console = Console(highlight=False, soft_wrap=True)
        for one in brought:
            console.print(one.in_words(), markup=False)
        if only_look:
            console.print(_("Nothing was changed."), markup=False)
            return
        merged = merge_files(store, files)
    console.print(merged.in_words(), markup=False)


def merge_with_dask(folders: Sequence[Path], project: Path | None, scheduler: str, to: Path | None) -> None:
    """Turn a shared folder into tables on many machines, and say what came of it.

    Raises:
        FieldkitError: it was said otherwise, or the cluster is not fit for it. Nothing was written.
    """
    from fieldkit.cluster import merge as merge_there

    if len(folders) != 1 or project is not None or to is None:
        raise FieldkitError(
            _("Dask turns one shared folder into tables, and not into a project file."),
            _("Type: fieldkit merge --engine dask FOLDER --to country.parquet (or .sqlite)"),
        )
    with shown(_("Merging")) as tell:
        merged = merge_there(folders[0], to, scheduler, tell)
    console = Console(highlight=False, soft_wrap=True)
    for line in merged.in_words():
        console.print(line, markup=False)
    console.print(_("The tables: {path}").format(path=to), markup=False)


def join(folder: Path, project: Path) -> None:
    """Make a project file from a shared folder."""
    with shown(_("Fetching the project")) as tell, join_folder(folder, project, tell, _never) as store:
        name = store.project.name
    Console(highlight=False).print(
        _("“{name}” is now on this laptop: {project}").format(name=name, project=project), markup=False
    )
