"""Bringing back into a folder what others sent and what is lost there: every laptop holds everybody's journal."""

from __future__ import annotations

import secrets

from fieldkit import __version__
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Folder
from fieldkit.sync.publishing import in_runs


def reseed(store: Store, folder: Folder) -> int:
    """Write what this laptop has from others and no whole file of the folder holds; return how many changes.

    They go out under the names of those who wrote them, in files like theirs.
    """
    there = _in_folder(store, folder)
    count = 0
    for writer in sorted(store.parcels.others()):
        lost = [change for change in store.parcels.of_other(writer) if change.id not in there]
        for run in in_runs(lost):
            parcel = Parcel(0, writer, secrets.token_hex(8), "", "", __version__, FORMAT)
            content = journal.written(store.project_id, parcel, run)
            folder.write_parcel(f"{writer}/{journal.name_of(content, journal.read(content).run)}", content)
        count += len(lost)
    return count


def _in_folder(store: Store, folder: Folder) -> set[str]:
    found: set[str] = set()
    for entry in folder.parcels():
        try:
            file = journal.read(folder.read_parcel(entry.name))
        except journal.IncompleteError:
            continue
        if file.project == store.project_id:
            found.update(change.id for change in file.changes)
    return found
