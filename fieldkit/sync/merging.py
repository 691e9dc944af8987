"""Merging files that came by mail or lie in a copy of a folder: looked at first, then taken in as one step."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from fieldkit.domain import Person
from fieldkit.domain.change import Cell, Change, Op, differ, heads
from fieldkit.domain.together import whole
from fieldkit.errors import FolderError
from fieldkit.store import Run, Store
from fieldkit.sync import journal
from fieldkit.sync.folder import HEAD
from fieldkit.words import _, ngettext

MOST_BYTES = 1 << 30
"""A file in an archive that unpacks to more than this is refused: no parcel comes near it."""


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
    trouble: str = ""
    """Why nothing of the file can be taken in; empty where it can."""

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
        return f"{name}: {said or _('nothing')}"


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
    """Return what merging these files would bring, file by file. Nothing is changed.

    Files are those of a shared folder, one by one, in folders, or in archives (.zip).

    Raises:
        FolderError: there is no such file, or it cannot be read.
    """
    sources = list(_sources(paths))
    erased = store.parcels.erased()
    people = {person.id: person.name for person in store.find(Person)}
    found: list[Brought] = []
    for number, (name, content) in enumerate(sources):
        if stopped and stopped():
            break
        if tell:
            tell(number / len(sources), _("Looking at {name}").format(name=name))
        read = _read(store, name, content)
        if read.run is None:
            found.append(Brought(name, trouble=read.trouble))
            continue
        changes = list(read.run.changes())
        brought = Brought(name, _writer_of(changes, people))
        found.append(_compared(store, brought, changes, erased))
    return found


def merge(store: Store, paths: Iterable[Path]) -> int:
    """Take in all of these files that are whole and of this project, as one step; return how many changes were new.

    Raises:
        FolderError: there is no such file, or it cannot be read. Nothing was changed.
    """
    read = [_read(store, name, content) for name, content in _sources(paths)]
    return store.apply([one.run for one in read if one.run], deed=_("Merge files"))


def _sources(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the files to merge, by name, with their bytes."""
    for path in paths:
        try:
            if path.is_dir():
                inside = sorted(p for p in path.rglob("*.csv") if p.is_file() and not p.is_symlink())
                yield from ((p.name, p.read_bytes()) for p in inside if _may_hold_changes(p.name))
            elif zipfile.is_zipfile(path):
                yield from _unpacked(path)
            else:
                yield path.name, path.read_bytes()
        except (OSError, zipfile.BadZipFile) as error:
            raise FolderError(
                _("{name} cannot be read: {reason}. Nothing was changed.").format(
                    name=path.name, reason=getattr(error, "strerror", None) or error
                ),
                _("Look whether the file is there and whole, then try again."),
            ) from error


def _unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            name = entry.filename.rpartition("/")[2]
            if name.endswith(".csv") and _may_hold_changes(name) and entry.file_size <= MOST_BYTES:
                yield name, archive.read(entry)


def _may_hold_changes(name: str) -> bool:
    return name not in (HEAD, "fieldkit-project.csv") and not name.startswith(".")


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
    return replace(brought, **count, conflicting=len(conflicting))


def _becomes(here: Sequence[Change], arriving: Sequence[Change]) -> str:
    stands = heads([*here, *arriving])
    values = {(change.op, change.value) for change in here}
    if {(change.op, change.value) for change in stands} == values:
        return "same"
    if not here:
        return "new"
    return "conflicting" if differ(stands) else "changed"
