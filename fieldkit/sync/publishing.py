"""Sending what is ours: changes are sealed into parcels, and whatever parcel the folder lacks is written."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fieldkit.domain.change import Change, Op
from fieldkit.domain.consent import TRAVELLING_STATUS, Reach, reach
from fieldkit.store import File, Parcel, Store
from fieldkit.sync import journal
from fieldkit.sync.fetching import seen, unchanged
from fieldkit.sync.folder import Folder
from fieldkit.sync.outcome import Outcome

_ROWS = 5_000
_LETTERS = 1_000_000
"""A parcel holds no more changes, and no more text, than this, unless one deed alone has more: none is ever split."""
_SMALL_ONES = 16
"""When so many parcels are smaller than that, they become one."""


def publish(store: Store, folder: Folder, outcome: Outcome) -> None:
    """Seal what may be sent, and see to it that the folder has every parcel of ours, whole."""
    store.parcels.thin()
    travelling, held = _parted(store, store.parcels.unsealed())
    for run in in_runs(travelling):
        store.parcels.seal(run, secrets.token_hex(8))
    # Somebody may have ticked a no meanwhile. From here on that is refused, for what is sealed counts as sent.
    going, held_late = _parted(store, travelling)
    if held_late:
        store.parcels.unseal(set(travelling).difference(going))
    outcome.sent, outcome.held_back = len(going), len(held | held_late)
    _consolidate(store)
    parcels = store.parcels.sealed()
    if not parcels:
        return  # Whoever only reads needs no right to write.
    redacted, sizes, known = store.parcels.redacted(), store.parcels.sizes(), store.parcels.files()
    for parcel in parcels:
        if sizes[parcel.number]:
            _keep_in_folder(store, folder, _cleansed(parcel) if parcel.number in redacted else parcel, known)
    for parcel in parcels:
        if not sizes[parcel.number]:
            # Its changes are in a larger file by now, which is written above.
            if parcel.name:
                folder.remove_parcel(f"{parcel.writer}/{parcel.name}")
                store.parcels.dismiss(f"{parcel.writer}/{parcel.name}")
            store.parcels.drop(parcel)


def _cleansed(parcel: Parcel) -> Parcel:
    """Return a parcel as its redacted twin, which is written and named anew; one that is a twin stays."""
    return parcel._replace(nonce="", orig=journal.hash_in(parcel.name), name="") if parcel.nonce else parcel


def _consolidate(store: Store) -> None:
    """Bind many small parcels into one: a folder of ten thousand files is slow everywhere."""
    sizes, redacted = store.parcels.sizes(), store.parcels.redacted()
    small = [
        parcel
        for parcel in store.parcels.sealed()
        if parcel.writer == store.writer
        and parcel.number not in redacted
        and 0 < sizes[parcel.number] < _ROWS
    ]
    if len(small) < _SMALL_ONES:
        return
    together: list[Parcel] = []
    for parcel in small:
        if sum(sizes[one.number] for one in [*together, parcel]) > _ROWS:
            store.parcels.merge(together, secrets.token_hex(8))
            together = []
        together.append(parcel)
    store.parcels.merge(together, secrets.token_hex(8))


def _keep_in_folder(store: Store, folder: Folder, parcel: Parcel, known: Mapping[str, File]) -> None:
    """Write one of our parcels, or its redacted twin, unless the folder has it whole."""
    if parcel.name and _is_whole(store, folder, parcel, known):
        return
    changes = store.parcels.changes(parcel)
    content = journal.written(store.project_id, parcel, changes)
    parcel = parcel._replace(name=journal.name_of(content, journal.read(content).run))
    name = f"{parcel.writer}/{parcel.name}"
    if not _is_whole(store, folder, parcel, known):
        folder.write_parcel(name, content)
    store.parcels.update(parcel)
    entry = folder.parcel(name)
    if entry:
        store.parcels.admit(file := seen(entry, content, store.parcels.erasures()))
        store.parcels.proved.add(file)


def _is_whole(store: Store, folder: Folder, parcel: Parcel, known: Mapping[str, File]) -> bool:
    """Tell whether the folder has a parcel's file with the content that its name states."""
    name = f"{parcel.writer}/{parcel.name}"
    entry, before = folder.parcel(name), known.get(name)
    if entry is None:
        return False
    if before in store.parcels.proved and unchanged(before, entry):
        return True
    file = seen(entry, folder.read_parcel(name), before.erasures if before else 0)
    if file.sha256[:16] != journal.hash_in(name):
        return False
    store.parcels.admit(file)
    store.parcels.proved.add(file)
    return True


def _parted(store: Store, changes: Sequence[Change]) -> tuple[list[Change], set[str]]:
    """Return those of our changes that consent lets go, and the interviews that it holds back."""
    said_in = store.parcels.interviews(change.cell.record for change in changes)
    interviews = [
        change.cell.record if change.cell.table == "interview" else said_in.get(change.cell.record)
        for change in changes
    ]
    reaches = reaches_of(store, filter(None, interviews))
    held: set[str] = set()
    travelling: list[Change] = []
    for change, interview in zip(changes, interviews, strict=True):
        if _may_travel(change, interview, reaches):
            travelling.append(change)
        elif interview:
            held.add(interview)
    return travelling, held


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


def reaches_of(store: Store, interviews: Iterable[str]) -> dict[str, Reach]:
    """Return how far each of these interviews may travel; one without any consent is not there."""
    return {interview: reach(said) for interview, said in store.consents(interviews).items()}


def in_runs(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield the changes in runs for one file each: of one writer, of whole deeds, and not too long."""
    run: list[Change] = []
    letters = 0
    for change in sorted(changes, key=lambda change: (change.writer, change.deed, change.seq)):
        same_deed = bool(run) and (run[-1].writer, run[-1].deed) == (change.writer, change.deed)
        full = len(run) >= _ROWS or letters >= _LETTERS
        if run and not same_deed and (run[-1].writer != change.writer or full):
            yield run
            run, letters = [], 0
        run.append(change)
        letters += len(change.value)
    if run:
        yield run
