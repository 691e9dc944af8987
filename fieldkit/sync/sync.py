"""Carry journals between this laptop and the shared folder. What a cell then holds, `domain.change` decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from pathlib import Path

from fieldkit.domain import Attachment, FormFile
from fieldkit.domain.consent import Reach
from fieldkit.errors import EmptyFolderError, FolderError
from fieldkit.store import Store
from fieldkit.sync.fetching import fetch, fill
from fieldkit.sync.folder import Folder, Marker
from fieldkit.sync.forgetting import taken_back, unconfirmed
from fieldkit.sync.heads import Head, compared, heads, own_head, written
from fieldkit.sync.outcome import Outcome
from fieldkit.sync.patience import Patience, StoppedError
from fieldkit.sync.publishing import publish, reaches_of
from fieldkit.sync.redacting import redact
from fieldkit.sync.reseeding import reseed
from fieldkit.words import _

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]


def sync(
    store: Store,
    path: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    fresh: bool = False,
) -> Outcome:
    """Send what this laptop wrote and may send, and take in what the others sent.

    With `cancelled`, a folder that does not answer is given up after a minute, or as soon as somebody wants to stop.
    `fresh` says that an empty folder is meant to be used although this project has synced before: what others had sent
    is then written there again, too.

    Raises:
        FolderError: the folder is not there, does not answer, belongs to another project, or cannot be written. The
            project is safe.
    """
    tell, stopped = progress or _untold, cancelled or _never
    outcome = Outcome()
    # Only whoever can stop it waits beside the folder: see `patience`.
    folder = Folder(path, Patience(stopped) if cancelled else None)
    with suppress(StoppedError):
        _carry(store, folder, outcome, tell, stopped, fresh=fresh)
    outcome.conflicts = store.disputes()
    outcome.unknown = store.unknown()
    outcome.clocks = store.wrong_clocks()
    outcome.renamed = store.renamed()
    if outcome.renamed:
        store.told_renamed()
    tell(1.0, _("Done"))
    return outcome


def _carry(
    store: Store, folder: Folder, outcome: Outcome, tell: Progress, stopped: Cancelled, *, fresh: bool
) -> None:
    _claim(store, folder, fresh=fresh)
    tell(0.05, _("Reading what the others sent"))
    fetch(
        store,
        folder,
        outcome,
        lambda part: tell(0.05 + 0.65 * part, _("Reading what the others sent")),
        stopped,
    )
    if not stopped():
        outcome.erased = redact(store, folder)
    if not stopped():
        tell(0.7, _("Sending what is new here"))
        publish(store, folder, outcome)
        folder.sweep(store.parcels.writers())
        if fresh:
            reseed(store, folder)
    if not stopped():
        tell(0.9, _("Carrying attachments"))
        others = heads(store, folder)
        lacks = _carry_attachments(store, folder, outcome, {one for head in others for one in head.lacks})
        if not stopped():
            _compare(store, folder, outcome, others, lacks)


def _compare(
    store: Store, folder: Folder, outcome: Outcome, others: Sequence[Head], lacks: frozenset[str]
) -> None:
    """Say what this laptop holds, shows and lacks, and hear what the others do."""
    own = own_head(store, others, lacks)
    folder.write_head(own.writer, written(own))
    outcome.findings = [*compared(store, own, others), *unconfirmed(taken_back(store, others))]
    if outcome.findings or outcome.waiting:
        outcome.orphans = store.orphans()


def _untold(_fraction: float, _words: str) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


def join(
    folder: Path, path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Store:
    """Make a project file on this laptop from a shared folder, and return it open.

    With `cancelled` it waits for the folder as `sync` does.

    Raises:
        FolderError: the folder is not there or does not answer, or no fieldkit project lies in it.
        StoppedError: it was stopped; nothing is left of the project file, for half a project is none.
        ProjectError: the project file cannot be made.
    """
    shared = Folder(folder, Patience(cancelled) if cancelled else None)
    marker = shared.marker()
    if marker is None:
        raise FolderError(
            _("No fieldkit project lies in {folder}.").format(folder=folder),
            _("Choose the folder that holds fieldkit-project.csv, or wait until it has synced."),
        )
    _apart(path, shared)
    tell, stopped = progress or _untold, cancelled or _never
    store = Store.create(path, project_id=marker.project)
    try:
        fill(
            store,
            shared,
            lambda part: tell(0.9 * part, _("Reading what the others sent")),
            stopped,
        )
        _go_on(stopped)
        sync(store, folder, lambda part, words: tell(0.9 + 0.1 * part, words), cancelled)
        _go_on(stopped)
    except BaseException:
        store.discard()
        raise
    return store


def _go_on(stopped: Cancelled) -> None:
    if stopped():
        raise StoppedError


def _claim(store: Store, folder: Folder, *, fresh: bool) -> None:
    """See to it that the folder is this project's."""
    marker = folder.marker()
    if store.path:
        _apart(store.path, folder)
    if marker is None:
        if store.parcels.sealed() and not fresh:
            kind = EmptyFolderError if folder.is_empty() else FolderError
            raise kind(
                _("The shared folder is empty, though this project has synced before. Nothing was changed."),
                _(
                    "Look whether it is the right one and has finished syncing. If it is meant to be new, say so."
                ),
            )
        folder.claim(Marker(store.project_id, store.created))
    elif marker.project != store.project_id:
        raise FolderError(
            _("This folder belongs to another project. Nothing was changed."),
            _("Choose the folder of this project, or an empty one."),
        )


def _apart(project: Path, folder: Folder) -> None:
    if folder.surrounds(project):
        raise FolderError(
            _("The project file would lie inside the shared folder, where sync programs could damage it."),
            _("Keep the project file in a folder of its own, such as Documents."),
        )


# Attachments


def _carry_attachments(store: Store, folder: Folder, outcome: Outcome, asked: Set[str]) -> frozenset[str]:
    """Fetch what has come whole, write what the folder lacks, and return what may be asked for of others.

    The folder's files are known by their size. One that others `asked` for is read, for it may be mangled all the same:
    then whoever has it writes it again.
    """
    for sha256 in store.parcels.forgotten_files():
        folder.remove_attachment(sha256)
    awaited: set[str] = set()
    for sha256 in store.attachments.missing():
        content = folder.attachment(sha256)
        if content is None:
            awaited.add(sha256)
        else:
            store.attachments.receive(sha256, content)
    outcome.awaited = len(awaited)
    attached = [*store.find(FormFile), *store.find(Attachment)]
    lacking = [file for file in attached if file.sha256 in awaited or not _has(folder, file, asked)]
    reaches = reaches_of(store, (file.interview_id for file in lacking if isinstance(file, Attachment)))
    going = [
        file
        for file in lacking
        if isinstance(file, FormFile) or reaches.get(file.interview_id) == Reach.EVERYTHING
    ]
    for file in going:
        content = store.attachments.take(file.sha256)
        if content is not None:
            folder.write_attachment(file.sha256, content)
    return frozenset(file.sha256 for file in going if file.sha256 in awaited)


def _has(folder: Folder, file: FormFile | Attachment, asked: Set[str]) -> bool:
    there = folder.has_attachment(file.sha256, file.size)
    return there and (file.sha256 not in asked or folder.attachment(file.sha256) is not None)
