"""Looking a shared folder over, without changing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fieldkit.domain.change import Op
from fieldkit.domain.health import Finding, Weight
from fieldkit.errors import FolderError, ProjectError
from fieldkit.store import FORMAT, Store
from fieldkit.store import health as store_health
from fieldkit.sync import journal, strays
from fieldkit.sync.folder import Folder
from fieldkit.sync.forgetting import forgetting, unconfirmed
from fieldkit.sync.heads import compared, heads, own_head
from fieldkit.words import _, listed, ngettext

_OF_OURS = re.compile(r"\d{7,}-\d{7,}-[0-9a-f]{16}\.csv")
_MOST_NAMED = 10
Tell = Callable[[float, str], None]


@dataclass
class _Seen:
    """What the files of changes in a folder turned out to be."""

    whole: int = 0
    damaged: list[str] = field(default_factory=list[str])
    foreign: list[str] = field(default_factory=list[str])
    renamed: int = 0
    """Copies under names that only another program gives."""
    news: int = 0
    """Files that this laptop has not read yet."""
    newer: int = 0
    """Files that a newer fieldkit wrote."""
    kept: set[int] = field(default_factory=set[int])
    """The hashes of the ids of the changes of others that are both in a whole file and in the journal."""
    lost: int = 0
    """Changes that were read once and are not in the journal."""
    altered: int = 0
    """Changes that hold something else in the journal than in their file."""


def look_over(project: Path, folder: Path | None, tell: Tell | None = None) -> list[Finding]:
    """Return what there is to say of a project file and of its shared folder, if it has one. Both are only read."""
    found = store_health.examine(project, tell=tell)
    if folder:
        # Where the project cannot be opened, that has been said.
        with suppress(ProjectError), store_health.on_a_copy(project) as store:
            found += examine(store, folder, tell)
    return found


def summary(found: Sequence[Finding]) -> str:
    """Return what was found as one sentence."""
    broken, to_look_at = (
        sum(finding.weight is weight for finding in found) for weight in (Weight.BROKEN, Weight.LOOK)
    )
    if broken:
        return ngettext("{n} thing is broken.", "{n} things are broken.", broken).format(n=broken)
    if to_look_at:
        return ngettext(
            "Nothing is broken; {n} thing to look at.",
            "Nothing is broken; {n} things to look at.",
            to_look_at,
        ).format(n=to_look_at)
    return _("All is well.")


def in_words(found: Iterable[Finding]) -> str:
    """Return what was found line by line, with what to do below it."""
    marks = {Weight.WELL: _("well  "), Weight.LOOK: _("look  "), Weight.BROKEN: _("broken")}
    lines: list[str] = []
    for weight, sentence, hint in found:
        lines.append(f"{marks[weight]}  {sentence}")
        lines += [f"        {line}" for line in hint.splitlines()]
    return "\n".join(lines)


def examine(store: Store, path: Path, tell: Tell | None = None) -> list[Finding]:
    """Return what there is to say of a shared folder, as this project sees it."""
    folder = Folder(path)
    try:
        marker = folder.marker()
        if marker is None:
            return [_unclaimed(store, folder)]
        if marker.project != store.project_id:
            sentence = _("The folder belongs to another project.")
            return [Finding(Weight.BROKEN, sentence, _("Choose the folder of this project."))]
        seen = _look(store, folder, tell)
        return [
            Finding(Weight.WELL, _("The folder is this project's.")),
            *_files(seen),
            *_journal(seen),
            *_lacking(store, folder, seen),
            *strays.examine(store, folder, more_comes=bool(seen.news or seen.damaged)),
            *_laptops(store, folder),
        ]
    except FolderError as error:
        return [Finding(Weight.BROKEN, error.sentence, error.hint)]


def _unclaimed(store: Store, folder: Folder) -> Finding:
    """Say what a folder is that does not say whose it is."""
    files = len(folder.parcels())
    if not files and not store.parcels.sealed():
        sentence = _("The folder is empty: nobody has synced with it yet.")
        return Finding(Weight.LOOK, sentence, _("Sync, and it is filled."))
    sentence = (
        _("fieldkit-project.csv is not in the folder, though files of changes are.")
        if files
        else _(
            "The folder is empty, though this project has synced before. This laptop still has everything."
        )
    )
    hint = _(
        "Look whether it is the right one and has finished syncing. If it is meant to be used as it is, type `fieldkit"
        " sync --fresh PROJECT FOLDER`: what this laptop has is then written there again."
    )
    return Finding(Weight.LOOK, sentence, hint)


def _look(store: Store, folder: Folder, tell: Tell | None) -> _Seen:
    """Prove every file of changes, and compare what is in it with the journal."""
    seen = _Seen()
    entries = folder.parcels()
    known = {file.sha256 for file in store.parcels.files().values()}
    for number, entry in enumerate(entries):
        if tell:
            tell(number / len(entries), _("Proving {name}").format(name=entry.name))
        content = folder.read_parcel(entry.name)
        try:
            file = journal.read(content)
        except journal.IncompleteError as error:
            seen.damaged.append(f"{entry.name} ({error.reason})")
            continue
        seen.whole += 1
        if file.project != store.project_id:
            seen.foreign.append(entry.name)
            continue
        seen.renamed += not _OF_OURS.fullmatch(entry.name.rpartition("/")[2])
        seen.newer += file.format > FORMAT
        was_read = journal.sha256_of(content) in known
        seen.news += not was_read
        _compare(store, file, seen, was_read)
    return seen


def _compare(store: Store, file: journal.File, seen: _Seen, was_read: bool) -> None:
    """Count what a file says otherwise than the journal, if it was read; what was erased since is none of it."""
    ours = file.run.writer in store.parcels.writers()
    numbers = [int(seq) for seq in file.run.seq]
    here = {
        change.id: change for change in store.parcels.between(file.run.writer, min(numbers), max(numbers))
    }
    for change in file.changes:
        known = here.get(change.id)
        if known is None:
            seen.lost += was_read
            continue
        if not ours:
            seen.kept.add(hash(change.id))
        if Op.REDACTED not in (change.op, known.op):
            seen.altered += (change.cell, change.op, change.value) != (known.cell, known.op, known.value)


def _files(seen: _Seen) -> Iterator[Finding]:
    words = ngettext("{n} file of changes is whole.", "{n} files of changes are whole.", seen.whole)
    yield Finding(Weight.WELL, words.format(n=seen.whole))
    if seen.damaged:
        yield Finding(
            Weight.LOOK,
            _("Not whole: {files}").format(files=", ".join(seen.damaged[:_MOST_NAMED])),
            _(
                "Wait until the folder has finished syncing. Who wrote such a file writes it again with the next sync."
            ),
        )
    if seen.foreign:
        yield Finding(
            Weight.LOOK,
            _("Of another project, and never read: {files}").format(
                files=", ".join(seen.foreign[:_MOST_NAMED])
            ),
            _("Look how they came into this folder, and take them out."),
        )
    if seen.renamed:
        words = ngettext(
            "A program has made {n} copy under another name. It is read by its content, so it does no harm.",
            "A program has made {n} copies under other names. They are read by their content, so they do no harm.",
            seen.renamed,
        )
        hint = _("You may remove what has “conflict” or “(1)” in its name.")
        yield Finding(Weight.LOOK, words.format(n=seen.renamed), hint)
    if seen.news:
        words = ngettext("{n} file is new to this laptop.", "{n} files are new to this laptop.", seen.news)
        yield Finding(Weight.LOOK, words.format(n=seen.news), _("Sync, and it is read."))
    if seen.newer:
        words = ngettext(
            "{n} file was written by a newer fieldkit. What this one does not know is kept for later.",
            "{n} files were written by a newer fieldkit. What this one does not know is kept for later.",
            seen.newer,
        )
        hint = _("Install the newest fieldkit on this laptop, and it is shown.")
        yield Finding(Weight.LOOK, words.format(n=seen.newer), hint)


def _journal(seen: _Seen) -> Iterator[Finding]:
    """Say whether the project's journal holds what it has read from the folder."""
    wrong = seen.lost + seen.altered
    if not wrong:
        yield Finding(Weight.WELL, _("Its journal has all that it has read from the folder."))
        return
    words = ngettext(
        "{n} change in the folder is missing or different in the journal of this project.",
        "{n} changes in the folder are missing or different in the journal of this project.",
        wrong,
    )
    yield Finding(
        Weight.BROKEN,
        words.format(n=wrong),
        _(
            "The folder is right: each of its files proves itself. Do not type `fieldkit rebuild`. Sync, so that what"
            " is new here is sent, copy the project file to a safe place, and join the folder with a new one."
        ),
    )


def _lacking(store: Store, folder: Folder, seen: _Seen) -> Iterator[Finding]:
    """Say what the folder has lost that this laptop has."""
    here = {entry.name for entry in folder.parcels()}
    ours = sum(
        bool(parcel.name) and f"{parcel.writer}/{parcel.name}" not in here
        for parcel in store.parcels.sealed()
    )
    if ours:
        words = ngettext(
            "{n} file that this laptop wrote is not in the folder any more. Nothing is lost.",
            "{n} files that this laptop wrote are not in the folder any more. Nothing is lost.",
            ours,
        )
        yield Finding(Weight.LOOK, words.format(n=ours), _("Sync, and it is written again."))
    theirs = store.parcels.received() - len(seen.kept)
    if theirs:
        words = ngettext(
            "{n} change that another laptop sent is not in the folder any more. This laptop has it.",
            "{n} changes that other laptops sent are not in the folder any more. This laptop has them.",
            theirs,
        )
        hint = _("Whoever wrote it writes it again with their next sync.")
        yield Finding(Weight.LOOK, words.format(n=theirs), hint)


def _laptops(store: Store, folder: Folder) -> list[Finding]:
    others = heads(store, folder)
    own = own_head(store, others, anew=True)
    found = compared(store, own, others)
    if own.digest and not found:
        found.append(Finding(Weight.WELL, _("Every laptop that has the same changes shows the same.")))
    return [*found, *_forgotten(store, folder)]


def _forgotten(store: Store, folder: Folder) -> list[Finding]:
    interviews, places = forgetting(store, folder.path)
    if not interviews:
        return []
    never = sorted({laptop for one in interviews for laptop in one.never})
    confirmed = (
        Finding(
            Weight.LOOK,
            _(
                "Never confirmed that what was taken back is gone from it, and said to be gone itself: {laptops}."
            ).format(laptops=listed(never)),
            _("Should it come back, let it sync once."),
        )
        if never
        else Finding(Weight.WELL, _("Every laptop has confirmed that what was taken back is gone from it."))
    )
    there = "".join(f"\n        - {place.words}" for place in places)
    return [
        *(unconfirmed(interviews) or [confirmed]),
        Finding(
            Weight.LOOK,
            _("What was taken back may lie where no program reaches.") + there,
            _("Look there once, and remove it."),
        ),
    ]
