"""Taking erased words out of the files of the shared folder, whoever wrote these."""

from __future__ import annotations

from fieldkit.store import Store
from fieldkit.sync import journal
from fieldkit.sync.fetching import seen, unchanged
from fieldkit.sync.folder import Entry, Folder

_FEW = 20
"""So many ids are looked for one by one, before a file is taken apart."""

_MET = "mangled files"
"""What is remembered of them: the hashes of those that held erased words at an earlier sync."""


def redact(store: Store, folder: Folder) -> int:
    """Look through the files that may hold words erased since they were last looked through; return how many did."""
    last = store.parcels.erasures()
    if not last:
        return 0
    known = store.parcels.files()
    mangled = _Mangled(store, folder)
    count = 0
    for entry in folder.parcels():
        file = known.get(entry.name)
        if file and not unchanged(file, entry):
            file = None
        if file and file.erasures == last:
            continue
        content = folder.read_parcel(entry.name)
        erased = store.parcels.erased(since=file.erasures if file else 0)
        if not file:
            # What a sync leaves unread is mangled, came this moment, or belongs to another project.
            count += _holds(content, erased) and _is_mangled(content) and mangled.meet(entry, content, last)
        elif len(erased) <= _FEW and not _holds(content, erased):
            store.parcels.admit(seen(entry, content, last))
        else:
            count += _redact_file(store, folder, entry, content, last, mangled)
    mangled.remember()
    return count


class _Mangled:
    """Files that nobody can read, but for their words: no twin without these can take their place.

    One that holds erased words is left alone when it is met first, as it may still be on its way here, and is removed
    at the next sync that meets it as it was. Whoever wrote it sends what else was in it again.
    """

    def __init__(self, store: Store, folder: Folder) -> None:
        self._store = store
        self._folder = folder
        self._before = frozenset(store.remembered(_MET).split())
        self._now: set[str] = set()

    def meet(self, entry: Entry, content: bytes, last: int) -> bool:
        """Tell whether it is gone now."""
        sha256 = seen(entry, content, last).sha256
        self._now.add(sha256)
        if sha256 not in self._before:
            return False
        self._folder.remove_parcel(entry.name)
        self._store.parcels.dismiss(entry.name)
        return True

    def remember(self) -> None:
        """Remember those met; also the ones of earlier syncs, for a copy may come back and need not be waited for."""
        self._store.remember(_MET, " ".join(sorted(self._before | self._now)))


def _holds(content: bytes, erased: set[str]) -> bool:
    return any(id_.encode() in content for id_ in erased)


def _is_mangled(content: bytes) -> bool:
    try:
        journal.read(content)
    except journal.IncompleteError:
        return True
    return False


def _redact_file(
    store: Store, folder: Folder, entry: Entry, content: bytes, last: int, mangled: _Mangled
) -> bool:
    """Put a file's redacted twin in its place; tell whether there was anything to take out."""
    erased = store.parcels.erased()
    try:
        twin = journal.redacted(content, erased, seen(entry, content, last).sha256[:16])
    except journal.IncompleteError:
        return _holds(content, erased) and mangled.meet(entry, content, last)
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
