"""Taking erased words out of the files of the shared folder, whoever wrote these."""

from __future__ import annotations

from fieldkit.store import Store
from fieldkit.sync import journal
from fieldkit.sync.fetching import seen
from fieldkit.sync.folder import Entry, Folder

_FEW = 20
"""So many ids are looked for one by one, before a file is taken apart."""


def redact(store: Store, folder: Folder) -> int:
    """Look through the files that may hold words erased since they were last looked through; return how many did."""
    last = store.parcels.erasures()
    known = store.parcels.files()
    count = 0
    for entry in folder.parcels() if last else ():
        file = known.get(entry.name)
        if file and file.erasures == last:
            continue
        content = folder.read_parcel(entry.name)
        erased = store.parcels.erased(since=file.erasures if file else 0)
        if file and len(erased) <= _FEW and not _holds(content, erased):
            store.parcels.admit(seen(entry, content, last))
        elif file or _is_mangled(content):
            count += _redact_file(store, folder, entry, content, last)
    return count


def _holds(content: bytes, erased: set[str]) -> bool:
    return any(id_.encode() in content for id_ in erased)


def _is_mangled(content: bytes) -> bool:
    try:
        journal.read(content)
    except journal.IncompleteError:
        return True
    return False


def _redact_file(store: Store, folder: Folder, entry: Entry, content: bytes, last: int) -> bool:
    """Put a file's redacted twin in its place; tell whether there was anything to take out.

    A mangled file has no twin and cannot be read by anybody, but for its words. It goes: were it whole, its name would
    go as well, and whoever wrote it has what else was in it.
    """
    erased = store.parcels.erased()
    try:
        twin = journal.redacted(content, erased, seen(entry, content, last).sha256[:16])
    except journal.IncompleteError:
        if not _holds(content, erased):
            return False
        folder.remove_parcel(entry.name)
        store.parcels.dismiss(entry.name)
        return True
    if twin is None:
        store.parcels.admit(seen(entry, content, last))
        return False
    run = journal.read(twin).run
    name = f"{run.writer}/{journal.name_of(twin, run)}"
    folder.write_parcel(name, twin)
    if name != entry.name:
        folder.remove_parcel(entry.name)
    # Should the old file come back from a stick, it must count as new.
    store.parcels.dismiss(entry.name)
    written = folder.parcel(name)
    if written:
        store.parcels.admit(seen(written, twin, last))
    return True
