"""Taking in what others sent: each file is read once, proved, and taken in together with a few more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Set
from time import perf_counter
from typing import NamedTuple

from fieldkit.store import BrokenOffError, File, Run, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Entry, Folder
from fieldkit.sync.outcome import Outcome
from fieldkit.sync.patience import StoppedError
from fieldkit.words import _

Tell = Callable[[float], None]
Stopped = Callable[[], bool]
_FILLED_AT_ONCE, _MOST_AT_ONCE = 5_000, 20_000
"""So many changes go at once into a new project, and at most into one at which somebody works: more need memory."""
_HELD_S = 0.2
"""So long, in seconds, the project file may be kept from somebody who types."""


def fetch(store: Store, folder: Folder, outcome: Outcome, tell: Tell, stopped: Stopped) -> None:
    """Take in every file of changes that is not in the journal yet, while others go on working."""
    pace = _Pace()
    for runs, files in _portions(_news(_here(store), folder, outcome, tell), pace, stopped):
        began = perf_counter()
        outcome.received += store.apply(runs, files)
        pace.learn(sum(len(run.seq) for run in runs), perf_counter() - began)


def fill(store: Store, folder: Folder, tell: Tell, stopped: Stopped) -> None:
    """Take every file of changes into a project that was made just now; what is the matter with one, `fetch` tells.

    Raises:
        StoppedError: it was stopped, and nothing was taken in.
    """
    news = _news(_here(store), folder, Outcome(), tell)
    try:
        store.fill(_portions(news, _Pace(_FILLED_AT_ONCE), stopped), stopped)
    except BrokenOffError as error:
        raise StoppedError from error


class _Pace:
    """Finds out how many changes may be taken in at once: as many as this laptop manages in `_HELD_S`."""

    def __init__(self, most: int = 2_000) -> None:
        self.most = most

    def learn(self, changes: int, seconds: float) -> None:
        """Learn how long so many changes took."""
        managed = int(changes * _HELD_S / seconds)
        if changes:
            # Fewer would take much longer on the whole, for each portion is brought to the disk by itself.
            self.most = max(1_000, min(managed, 2 * self.most, _MOST_AT_ONCE))


class _Here(NamedTuple):
    """What is known on this laptop before the first file is read."""

    project: str
    files: Mapping[str, File]
    writers: Set[str]
    """The names under which it has ever written."""


def _here(store: Store) -> _Here:
    return _Here(store.project_id, store.parcels.files(), store.parcels.writers())


def _portions(
    news: Iterator[tuple[File, Run | None]], pace: _Pace, stopped: Stopped
) -> Iterator[tuple[list[Run], list[File]]]:
    runs: list[Run] = []
    files: list[File] = []
    for piece, file in _pieces(news, pace):
        if stopped():
            return
        if piece:
            runs.append(piece)
        if file:
            files.append(file)
        if sum(len(run.seq) for run in runs) >= pace.most:
            yield runs, files
            runs, files = [], []
    if files:
        yield runs, files


def _pieces(news: Iterator[tuple[File, Run | None]], pace: _Pace) -> Iterator[tuple[Run | None, File | None]]:
    """Yield what is new piece by piece, with the last one the file: only then it counts as read."""
    for file, run in news:
        pieces = list(run.parted(pace.most)) if run else [None]
        yield from ((piece, None) for piece in pieces[:-1])
        yield pieces[-1], file


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
