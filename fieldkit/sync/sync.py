"""Carry journals between this laptop and the shared folder. What a cell then holds, `domain.change` decides."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fieldkit import __version__
from fieldkit.domain import Attachment, Consent, FormFile, Person
from fieldkit.domain.change import Change, Op
from fieldkit.domain.consent import TRAVELLING_STATUS, Reach, reach
from fieldkit.errors import FolderError
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Folder, Marker
from fieldkit.sync.outcome import Outcome
from fieldkit.words import _

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]
_ROWS = 5_000
"""A parcel holds no more changes than this, unless one deed alone has more: a deed is never split."""


def sync(
    store: Store,
    path: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    fresh: bool = False,
) -> Outcome:
    """Send what this laptop wrote and may send, and take in what the others sent.

    `fresh` says that an empty folder is meant to be used although this project has synced before.

    Raises:
        FolderError: the folder is not there, belongs to another project, or cannot be written. The project is safe.
    """
    tell, stopped = progress or _untold, cancelled or _never
    folder = _ours(store, path, fresh)
    outcome = Outcome()
    tell(0.05, _("Reading what the others sent"))
    _fetch(store, folder, outcome, tell, stopped)
    if not stopped():
        tell(0.7, _("Sending what is new here"))
        _publish(store, folder, outcome)
    if not stopped():
        tell(0.9, _("Carrying attachments"))
        _carry_attachments(store, folder, outcome)
    outcome.conflicts = len(store.conflicts())
    tell(1.0, _("Done"))
    return outcome


def _untold(_fraction: float, _words: str) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


def join(folder: Path, path: Path) -> Store:
    """Make a project file on this laptop from a shared folder, and return it open.

    Raises:
        FolderError: the folder is not there, or no fieldkit project lies in it.
        ProjectError: the project file cannot be made.
    """
    marker = Folder(folder).marker()
    if marker is None:
        raise FolderError(
            _("No fieldkit project lies in {folder}.").format(folder=folder),
            _("Choose the folder that holds fieldkit-project.csv, or wait until it has synced."),
        )
    _apart(path, folder)
    store = Store.create(path, project_id=marker.project)
    try:
        sync(store, folder)
    except BaseException:
        store.discard()
        raise
    return store


def _ours(store: Store, path: Path, fresh: bool) -> Folder:
    folder = Folder(path)
    marker = folder.marker()
    if store.path:
        _apart(store.path, path)
    if marker is None:
        if store.parcels.sealed() and not fresh:
            raise FolderError(
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
    return folder


def _apart(project: Path, folder: Path) -> None:
    if project.resolve().is_relative_to(folder.resolve()):
        raise FolderError(
            _("The project file would lie inside the shared folder, where sync programs could damage it."),
            _("Keep the project file in a folder of its own, such as Documents."),
        )


# Taking in


def _fetch(store: Store, folder: Folder, outcome: Outcome, tell: Progress, stopped: Cancelled) -> None:
    known, own = store.parcels.admitted(), store.parcels.writers()
    files = [(name, content, hashlib.sha256(content).hexdigest()) for name, content in folder.parcels()]
    new = [file for file in files if file[2] not in known]
    for number, (name, content, sha256) in enumerate(new):
        if stopped():
            return
        tell(0.05 + 0.6 * number / len(new), _("Reading what the others sent"))
        try:
            parcel = journal.read(content)
        except journal.IncompleteError as error:
            if name.partition("/")[0] in own:
                continue  # We write it again ourselves, in a moment.
            outcome.waiting.append(
                _("{name}, line {line}: {reason}").format(name=name, line=error.line, reason=error.reason)
            )
            continue
        if parcel.project != store.project_id:
            outcome.waiting.append(_("{name}: it belongs to another project").format(name=name))
            continue
        outcome.received += len(store.apply(parcel.changes, [(sha256, name)]))
    # An erasure, ours or one just read, makes every file suspect again: see `journal.erase`.
    read = store.parcels.admitted()
    outcome.erased = _redact(store, folder, [file for file in files if file in new or file[2] not in read])


def _redact(store: Store, folder: Folder, files: Sequence[tuple[str, bytes, str]]) -> int:
    """Take erased words out of whatever files still hold them, whoever wrote those; return how many did."""
    erased = store.parcels.erased()
    count = 0
    for name, content, sha256 in files if erased else ():
        try:
            twin = journal.redacted(content, erased, sha256[:16])
        except journal.IncompleteError:
            continue
        if twin is None:
            continue
        parcel = journal.read(twin)
        twin_name = journal.name_of(twin, parcel.changes)
        folder.write_parcel(parcel.writer, twin_name, twin)
        folder.remove_parcel(name)
        # Should the old file come back from a stick, it must count as new.
        store.parcels.dismiss(sha256)
        store.parcels.admit(hashlib.sha256(twin).hexdigest(), f"{parcel.writer}/{twin_name}")
        count += 1
    return count


# Sending


def _publish(store: Store, folder: Folder, outcome: Outcome) -> None:
    store.parcels.thin()
    travelling = _travelling(store, outcome)
    for run in _runs(travelling):
        store.parcels.seal(run, secrets.token_hex(8))
    outcome.sent = len(travelling)
    parcels = store.parcels.sealed()
    if not parcels:
        return  # Whoever only reads needs no right to write.
    present = {name for name, content in folder.parcels() if journal.bears_its_hash(name, content)}
    redacted = store.parcels.redacted()
    for parcel in (_cleansed(parcel) if parcel.number in redacted else parcel for parcel in parcels):
        if not parcel.name or f"{parcel.writer}/{parcel.name}" not in present:
            _keep_in_folder(store, folder, parcel, present)
    person = next(iter(store.find(Person, id=store.person)), Person())
    folder.write_head(
        store.writer,
        [("person", person.name), ("app", __version__), ("format", str(FORMAT)), ("writer", store.writer)],
    )


def _cleansed(parcel: Parcel) -> Parcel:
    """Return a parcel as its redacted twin, which is written and named anew; one that is a twin stays."""
    return parcel._replace(nonce="", orig=parcel.name[-20:-4], name="") if parcel.nonce else parcel


def _keep_in_folder(store: Store, folder: Folder, parcel: Parcel, present: set[str]) -> None:
    """Write one of our parcels, or its redacted twin, unless the folder has it under that name."""
    changes = store.parcels.changes(parcel)
    content = journal.written(store.project_id, parcel, changes)
    parcel = parcel._replace(name=journal.name_of(content, changes))
    if f"{parcel.writer}/{parcel.name}" not in present:
        folder.write_parcel(parcel.writer, parcel.name, content)
    store.parcels.update(parcel)
    store.parcels.admit(hashlib.sha256(content).hexdigest(), f"{parcel.writer}/{parcel.name}")


def _travelling(store: Store, outcome: Outcome) -> list[Change]:
    """Return our unsent changes that consent lets go, counting the interviews it holds back."""
    interviews = store.parcels.interviews()
    reaches = _reaches(store)
    held: set[str] = set()
    travelling: list[Change] = []
    for change in store.parcels.unsealed():
        interview = (
            change.cell.record if change.cell.table == "interview" else interviews.get(change.cell.record)
        )
        if _may_travel(change, interview, reaches):
            travelling.append(change)
        elif interview:
            held.add(interview)
    outcome.held_back = len(held)
    return travelling


def _may_travel(change: Change, interview: str | None, reaches: dict[str, Reach]) -> bool:
    if change.op == Op.ERASE:
        return True
    if change.op == Op.REDACTED:
        return False  # Erased before it was ever sent: nothing to say.
    if interview is None:
        return True
    match reaches.get(interview, Reach.NOTHING):
        case Reach.EVERYTHING:
            return True
        case Reach.STATUS:
            of_interview = change.cell.table == "interview" and change.cell.field in TRAVELLING_STATUS
            return of_interview or change.cell.table == "consent"
        case Reach.NOTHING:
            return False


def _runs(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield the changes in runs for one file each: of one writer, of whole deeds, and not too long."""
    run: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.writer, change.deed, change.seq)):
        same_deed = bool(run) and (run[-1].writer, run[-1].deed) == (change.writer, change.deed)
        if run and not same_deed and (run[-1].writer != change.writer or len(run) >= _ROWS):
            yield run
            run = []
        run.append(change)
    if run:
        yield run


# Attachments


def _carry_attachments(store: Store, folder: Folder, outcome: Outcome) -> None:
    for sha256 in store.parcels.forgotten_files():
        folder.remove_attachment(sha256)
    for sha256 in store.attachments.missing():
        content = folder.attachment(sha256)
        if content is None:
            outcome.awaited += 1
        else:
            store.attachments.keep(content)
    reaches = _reaches(store)
    for attachment in store.find(Attachment):
        content = store.attachments.take(attachment.sha256)
        if content is not None and reaches.get(attachment.interview_id) == Reach.EVERYTHING:
            folder.write_attachment(attachment.sha256, content)
    for file in store.find(FormFile):
        content = store.attachments.take(file.sha256)
        if content is not None:
            folder.write_attachment(file.sha256, content)


def _reaches(store: Store) -> dict[str, Reach]:
    """Return how far each interview may travel; one without any consent is not there."""
    consents: dict[str, list[Consent]] = {}
    for consent in store.find(Consent):
        consents.setdefault(consent.interview_id, []).append(consent)
    return {interview: reach(said) for interview, said in consents.items()}
