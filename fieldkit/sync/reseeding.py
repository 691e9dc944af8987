"""Bringing back into a folder what others sent and what is lost there: every laptop holds everybody's journal."""

from __future__ import annotations

import secrets

from fieldkit import __version__
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Folder
from fieldkit.sync.publishing import in_runs


def reseed(store: Store, folder: Folder) -> int:
    """Write what others have, or should have, and no whole file of the folder holds; return how many changes.

    They go out under the names of those who wrote them, in files like theirs. Our own are there already, unless
    `publish` has missed some.
    """
    count = 0
    for run in in_runs(list(store.parcels.beside(_in_folder(store, folder)))):
        writer = run[0].writer
        parcel = Parcel(0, writer, secrets.token_hex(8), "", "", __version__, FORMAT)
        content = journal.written(store.project_id, parcel, run)
        folder.write_parcel(f"{writer}/{journal.name_of(content, journal.read(content).run)}", content)
        count += len(run)
    return count


def _in_folder(store: Store, folder: Folder) -> set[str]:
    found: set[str] = set()
    for entry in folder.parcels():
        try:
            file = journal.read(folder.read_parcel(entry.name))
        except journal.IncompleteError:
            continue
        if file.project == store.project_id:
            found.update(file.run.ids())
    return found
