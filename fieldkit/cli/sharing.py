"""Syncing and joining, from a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.store import Store
from fieldkit.sync import Outcome
from fieldkit.sync import join as join_folder
from fieldkit.sync import sync as sync_folder
from fieldkit.words import _, ngettext


def sync(project: Path, folder: Path, fresh: bool) -> None:
    """Sync one project file with a shared folder and say what came and went."""
    with Store.open(project) as store, shown(_("Syncing")) as tell:
        outcome = sync_folder(store, folder, tell, fresh=fresh)
    console = Console(highlight=False)
    for line in said(outcome):
        console.print(line, markup=False)


def join(folder: Path, project: Path) -> None:
    """Make a project file from a shared folder."""
    with join_folder(folder, project) as store:
        name = store.project.name
    Console(highlight=False).print(
        _("“{name}” is now on this laptop: {project}").format(name=name, project=project), markup=False
    )


def said(outcome: Outcome) -> list[str]:
    """Return what a sync did, a sentence a line."""
    lines = [
        _("{sent} changes sent, {received} received.").format(sent=outcome.sent, received=outcome.received),
    ]
    if outcome.held_back:
        lines.append(
            ngettext(
                "{count} interview stays on this laptop, for want of consent.",
                "{count} interviews stay on this laptop, for want of consent.",
                outcome.held_back,
            ).format(count=outcome.held_back)
        )
    if outcome.conflicts:
        lines.append(
            ngettext(
                "{count} thing was written differently on two laptops and waits to be settled.",
                "{count} things were written differently on two laptops and wait to be settled.",
                outcome.conflicts,
            ).format(count=outcome.conflicts)
        )
    if outcome.erased:
        lines.append(
            ngettext(
                "{count} file in the shared folder was rid of words that were taken back.",
                "{count} files in the shared folder were rid of words that were taken back.",
                outcome.erased,
            ).format(count=outcome.erased)
        )
    if outcome.awaited:
        lines.append(_("{count} attachments have not arrived yet.").format(count=outcome.awaited))
    lines += [
        _("Not whole yet, and read again next time: {file}").format(file=file) for file in outcome.waiting
    ]
    return lines
