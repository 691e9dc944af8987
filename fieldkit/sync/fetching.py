"""Taking in what others sent: each file is read once, proved, and taken in together with a few more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from fieldkit.store import File, Run, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Entry, Folder
from fieldkit.sync.outcome import Outcome
from fieldkit.words import _

_AT_ONCE = 20_000
"""So many changes are taken in at once: the longest that somebody who types has to wait for."""


def fetch(
    store: Store, folder: Folder, outcome: Outcome, tell: Callable[[float], None], stopped: Callable[[], bool]
) -> None:
    """Take in every file of changes that is not in the journal yet."""
    runs: list[Run] = []
    files: list[File] = []
    for file, run in _news(store, folder, outcome, tell):
        if stopped():
            return
        runs.append(run)
        files.append(file)
        if sum(len(run.seq) for run in runs) >= _AT_ONCE:
            outcome.received += store.apply(runs, files)
            runs, files = [], []
    if files:
        outcome.received += store.apply(runs, files)


def _news(
    store: Store, folder: Folder, outcome: Outcome, tell: Callable[[float], None]
) -> Iterator[tuple[File, Run]]:
    """Yield the whole files that are new by name, size or time, and whose content is new too."""
    known, own = store.parcels.files(), store.parcels.writers()
    contents = {file.sha256 for file in known.values()}
    new = [entry for entry in folder.parcels() if not unchanged(known.get(entry.name), entry)]
    for number, entry in enumerate(new):
        tell(number / len(new))
        content = folder.read_parcel(entry.name)
        file = seen(entry, content, erasures=0)
        if file.sha256 in contents:
            # A copy, or the same file with another time: nothing new in it, but perhaps something erased.
            store.parcels.admit(file)
            continue
        try:
            parcel = journal.read(content)
        except journal.IncompleteError as error:
            if entry.name.partition("/")[0] not in own:  # Our own we write again ourselves, in a moment.
                outcome.waiting.append(
                    _("{name}, line {line}: {reason}").format(
                        name=entry.name, line=error.line, reason=error.reason
                    )
                )
            continue
        if parcel.project != store.project_id:
            outcome.waiting.append(_("{name}: it belongs to another project").format(name=entry.name))
            continue
        contents.add(file.sha256)
        yield file, parcel.run


def unchanged(file: File | None, entry: Entry) -> bool:
    """Tell whether a file is as it was when it was last read, as far as its size and time say."""
    return file is not None and (file.size, file.changed) == (entry.size, entry.changed)


def seen(entry: Entry, content: bytes, erasures: int) -> File:
    """Return how a file is to be remembered."""
    return File(entry.name, hashlib.sha256(content).hexdigest(), entry.size, entry.changed, erasures)
