"""Taking in what others sent: each file is read once, proved, and taken in together with a few more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Set
from typing import NamedTuple

from fieldkit.store import File, Run, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Entry, Folder
from fieldkit.sync.outcome import Outcome
from fieldkit.words import _

Tell = Callable[[float], None]
Stopped = Callable[[], bool]
_AT_ONCE = 20_000
"""So many changes are taken in at once: the longest that somebody who types has to wait for."""


def fetch(store: Store, folder: Folder, outcome: Outcome, tell: Tell, stopped: Stopped) -> None:
    """Take in every file of changes that is not in the journal yet."""
    for portion in _portions(_news(_here(store), folder, outcome, tell), stopped):
        outcome.received += store.apply(*portion)


def fill(store: Store, folder: Folder, tell: Tell, stopped: Stopped) -> None:
    """Take every file of changes into a project that was made just now; what is the matter with one, `fetch` tells."""
    store.fill(_portions(_news(_here(store), folder, Outcome(), tell), stopped))


class _Here(NamedTuple):
    """What is known on this laptop before the first file is read."""

    project: str
    files: Mapping[str, File]
    writers: Set[str]
    """The names under which it has ever written."""


def _here(store: Store) -> _Here:
    return _Here(store.project_id, store.parcels.files(), store.parcels.writers())


def _portions(
    news: Iterator[tuple[File, Run | None]], stopped: Stopped
) -> Iterator[tuple[list[Run], list[File]]]:
    runs: list[Run] = []
    files: list[File] = []
    for file, run in news:
        if stopped():
            return
        files.append(file)
        if run:
            runs.append(run)
        if sum(len(run.seq) for run in runs) >= _AT_ONCE:
            yield runs, files
            runs, files = [], []
    if files:
        yield runs, files


def _news(here: _Here, folder: Folder, outcome: Outcome, tell: Tell) -> Iterator[tuple[File, Run | None]]:
    """Yield the whole files that are new by name, size or time, each with what is new in it."""
    contents = {file.sha256 for file in here.files.values()}
    new = [entry for entry in folder.parcels() if not unchanged(here.files.get(entry.name), entry)]
    for number, entry in enumerate(new):
        tell(number / len(new))
        content = folder.read_parcel(entry.name)
        file = seen(entry, content, erasures=0)
        if file.sha256 in contents:
            # A copy, or the same file with another time: nothing new in it, but perhaps something erased.
            yield file, None
            continue
        try:
            parcel = journal.read(content)
        except journal.IncompleteError as error:
            if (
                entry.name.partition("/")[0] not in here.writers
            ):  # Our own we write again ourselves, in a moment.
                outcome.waiting.append(
                    _("{name}, line {line}: {reason}").format(
                        name=entry.name, line=error.line, reason=error.reason
                    )
                )
            continue
        if parcel.project != here.project:
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
