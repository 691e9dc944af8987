"""Merging files that came by mail or lie in a copy of a folder: looked at first, then taken in as one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from fieldkit.domain import Attachment, FormFile, Person
from fieldkit.domain.change import Cell, Change, Op, differ, heads
from fieldkit.domain.together import whole
from fieldkit.store import BrokenOffError, Run, Store
from fieldkit.sync import journal, mailed
from fieldkit.sync.patience import StoppedError
from fieldkit.words import _, ngettext


@dataclass(frozen=True)
class Brought:
    """What one file brings, counted in fields of records."""

    file: str
    person: str = ""
    """Who wrote it, as far as that is known."""
    new: int = 0
    """Fields that hold nothing here yet."""
    changed: int = 0
    """Fields that take another value, by people who saw the one here."""
    conflicting: int = 0
    """Fields that hold something else here, which the writer had not seen: both values are kept.

    Those that say something only together count as one.
    """
    same: int = 0
    """Fields that stay as they are."""
    refused: int = 0
    """Fields of what was taken back: it does not come in again."""
    erases: frozenset[str] = frozenset()
    """The interviews here that go for ever, for their people took them back. Undo brings none back."""
    trouble: str = ""
    """Why nothing of the file can be taken in; empty where it can."""

    @property
    def brings(self) -> int:
        """How many fields become others than they are here, and how many interviews go."""
        return self.new + self.changed + self.conflicting + len(self.erases)

    def in_words(self) -> str:
        """Return it as one line."""
        name = f"{self.file} ({self.person})" if self.person else self.file
        counts = [
            (self.new, ngettext("{n} new", "{n} new", self.new)),
            (self.changed, ngettext("{n} changed", "{n} changed", self.changed)),
            (self.conflicting, ngettext("{n} in conflict", "{n} in conflict", self.conflicting)),
            (self.same, ngettext("{n} as here", "{n} as here", self.same)),
            (self.refused, ngettext("{n} taken back since", "{n} taken back since", self.refused)),
        ]
        said = self.trouble or ", ".join(words.format(n=count) for count, words in counts if count)
        return " ".join(filter(None, [f"{name}: {said or _('nothing')}", goes(self.erases)]))


def goes(erased: Set[str]) -> str:
    """Return as a sentence that these interviews go for ever; blank for none."""
    if not erased:
        return ""
    return ngettext(
        "{n} interview here is erased for ever, because its people took it back.",
        "{n} interviews here are erased for ever, because their people took them back.",
        len(erased),
    ).format(n=len(erased))


class Merged(NamedTuple):
    """What a merge brought."""

    changes: int
    attachments: int

    def in_words(self) -> str:
        """Return it as one or two sentences."""
        lines = [
            ngettext("{n} change was merged.", "{n} changes were merged.", self.changes).format(
                n=self.changes
            )
        ]
        if self.attachments:
            lines.append(
                ngettext(
                    "{n} attachment came with it.", "{n} attachments came with it.", self.attachments
                ).format(n=self.attachments)
            )
        return " ".join(lines)


class _Read(NamedTuple):
    """A file by its name, with what was in it or why that cannot be taken in."""

    name: str
    run: Run | None
    trouble: str = ""


def look(
    store: Store,
    paths: Iterable[Path],
    tell: Callable[[float, str], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> list[Brought]:
    """Return what merging these files would bring: those that cannot be taken in first, then those that bring most.

    Files are those of a shared folder, one by one, in folders, or in archives (.zip). Nothing is changed.

    Raises:
        FolderError: there is no such file, or it cannot be read.
    """
    given = list(paths)
    sources = list(mailed.parcels(given))
    erased = store.parcels.erased()
    people = {person.id: person.name for person in store.find(Person)}
    found: list[Brought] = []
    for number, (name, content) in enumerate(sources):
        if stopped and stopped():
            return []
        if tell:
            tell(number / len(sources), _("Looking at {name}").format(name=name))
        read = _read(store, name, content)
        if read.run is None:
            found.append(Brought(name, trouble=read.trouble))
            continue
        changes = list(read.run.changes())
        brought = Brought(name, _writer_of(changes, people))
        found.append(_compared(store, brought, changes, erased))
    names = {file.sha256: file.name for file in (*store.find(FormFile), *store.find(Attachment))}
    awaited = set(store.attachments.missing())
    found += [Brought(names[sha256], new=1) for sha256, _content in mailed.attachments(given, awaited)]
    return sorted(found, key=lambda one: (not one.trouble, -one.brings, one.person, one.file))


def merge(
    store: Store,
    paths: Iterable[Path],
    tell: Callable[[float, str], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Merged:
    """Take in all of these files that are whole and of this project, as one step, and the attachments among them.

    Raises:
        FolderError: there is no such file, or it cannot be read. Nothing was changed.
        StoppedError: it was stopped. Nothing was changed.
    """
    given = list(paths)
    runs: list[Run] = []
    for name, content in mailed.parcels(given):
        if stopped():
            raise StoppedError
        if tell:
            tell(0.1, _("Reading {name}").format(name=name))
        runs += [run] if (run := _read(store, name, content).run) else []
    if tell:
        tell(0.5, _("Merging"))
    try:
        changes = store.apply(runs, deed=_("Merge files"), stopped=stopped)
    except BrokenOffError as error:
        raise StoppedError from error
    # What they are may have come just now.
    awaited = set(store.attachments.missing())
    for sha256, content in mailed.attachments(given, awaited):
        store.attachments.receive(sha256, content)
    return Merged(changes, len(awaited) - len(store.attachments.missing()))


def _read(store: Store, name: str, content: bytes) -> _Read:
    try:
        file = journal.read(content)
    except journal.IncompleteError as error:
        return _Read(name, None, _("line {line}: {reason}").format(line=error.line, reason=error.reason))
    if file.project != store.project_id:
        return _Read(name, None, _("it belongs to another project"))
    return _Read(name, file.run)


def _writer_of(changes: Sequence[Change], people: dict[str, str]) -> str:
    names = people | {c.cell.record: c.value for c in changes if c.cell[::2] == ("person", "name")}
    return next((names[c.value] for c in changes if c.cell.field == "made_by" and c.value in names), "")


def _compared(store: Store, brought: Brought, changes: Sequence[Change], erased: set[str]) -> Brought:
    """Count what becomes of each cell that a file writes to."""
    by_cell: dict[Cell, list[Change]] = {}
    for change in changes:
        by_cell.setdefault(change.cell, []).append(change)
    standing = store.standing(by_cell)
    seqs = [change.seq for change in changes]
    known = {change.id for change in store.parcels.between(changes[0].writer, min(seqs), max(seqs))}
    count: Counter[str] = Counter()
    conflicting: set[Cell] = set()
    for cell, arriving in by_cell.items():
        here = standing.get(cell, [])
        if cell.record in erased and any(change.op != Op.ERASE for change in arriving):
            count["refused"] += 1
        else:
            becomes = _becomes(here, [change for change in arriving if change.id not in known])
            if becomes == "conflicting":
                conflicting.add(whole(cell))
            else:
                count[becomes] += 1
    erases = frozenset(
        change.cell.record
        for change in changes
        if change.op in (Op.ERASE, Op.REDACTED)
        and change.cell.table == "interview"
        and change.cell.record not in erased
        and store.standing_of(change.cell.record)
    )
    return replace(brought, **count, conflicting=len(conflicting), erases=erases)


def _becomes(here: Sequence[Change], arriving: Sequence[Change]) -> str:
    stands = heads([*here, *arriving])
    values = {(change.op, change.value) for change in here}
    if {(change.op, change.value) for change in stands} == values:
        return "same"
    if not here:
        return "new"
    return "conflicting" if differ(stands) else "changed"
