"""What is found when a laptop is started again after its power failed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldkit.domain import KINDS, Group, Note
from fieldkit.errors import FieldkitError
from fieldkit.store import Store, backups
from fieldkit.sync import sync
from fieldkit.sync.folder import Folder
from fieldkit.sync.journal import IncompleteError, hash_in, read, sha256_of
from tests.crash.desk import PICTURE, TAKEN_BACK, Desk
from tests.crash.stories import AT_WORK, WITHDRAWN, Saved

_MADE_ANYWHERE = {"create", "migrate"}
"""Stories of projects that do not share the folder."""


def wrong_after(story: str, desk: Desk, saved: Sequence[Saved]) -> str:
    """Return the first thing that is not as it should be once the laptop is started again; empty where all is."""
    return next(_wrongs(story, desk, saved), "")


def _wrongs(story: str, desk: Desk, saved: Sequence[Saved]) -> Iterator[str]:
    yield from misleading(desk)
    name = AT_WORK.get(story, "amina")
    yield from unsound(desk.project(name))
    try:
        store = desk.open(name)
    except FieldkitError as error:
        if saved or story not in ("create", "join"):
            yield f"it does not open: {error}"
        return  # What was being made when the power failed is not there, and says so.
    with store:
        yield from lost(store, saved)
        yield from _torn(store)
        yield from contradicting(store)
        if story not in _MADE_ANYWHERE:
            # Whoever said that an empty folder is meant to be used says so again.
            sync(store, desk.shared, fresh=story == "reseed")
    if story not in _MADE_ANYWHERE:
        yield from unlike(desk, "ben" if name == "amina" else "amina", name)
    if WITHDRAWN in saved:
        a_day_passes(desk)
        yield from remains(desk)


def misleading(desk: Desk) -> Iterator[str]:
    """Say which files of the shared folder are not what their name says."""
    if not desk.shared.is_dir():
        return
    folder = Folder(desk.shared)
    folder.marker()
    for entry in folder.parcels():
        content = folder.read_parcel(entry.name)
        try:
            read(content)
        except IncompleteError as error:
            yield f"half a file under its final name: {entry.name}, {error.reason}"
        if sha256_of(content)[:16] != hash_in(entry.name):
            yield f"another content than its name says: {entry.name}"
    for path in desk.shared.glob("files/*/*"):
        if not path.name.startswith(".") and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            yield f"half an attachment under its final name: {path.name}"


def unsound(project: Path) -> Iterator[str]:
    """Say which of a project file and its backups are damaged."""
    for path in [project, *backups.kept(project)]:
        if path.exists() and path.stat().st_size:
            with closing(sqlite3.connect(path)) as db:
                (said,) = db.execute("PRAGMA integrity_check").fetchone()
            if said != "ok":
                yield f"{path.name}: {said}"


def lost(store: Store, saved: Sequence[Saved]) -> Iterator[str]:
    """Say what was saved and is not there."""
    for table, field, value in saved:
        if not any(value in str(getattr(record, field)) for record in store.find(KINDS[table])):
            yield f"{table} {field} {value} was saved and is not there"


def contradicting(store: Store) -> Iterator[str]:
    """Say where tables differ from the journal."""
    before = _shown(store)
    store.rebuild()
    if before != _shown(store):
        yield "tables show something else than the journal says"


def a_day_passes(desk: Desk) -> None:
    """Sync on another day, on which nobody can be writing any more what was half written."""
    for path in desk.shared.rglob(".fk-*.tmp"):
        os.utime(path, (0, 0))
    for name in ("amina", "ben"):
        with desk.open(name) as store:
            sync(store, desk.shared)


def remains(desk: Desk) -> Iterator[str]:
    """Say where on the desk something is left of what was taken back."""
    for secret in (TAKEN_BACK.encode(), PICTURE[:64]):
        for path in desk.path.rglob("*"):
            if path.name != "picture.png" and path.is_file() and secret in path.read_bytes():
                yield f"taken back and still in {path.relative_to(desk.path)}: {secret[:20]}"


def _torn(store: Store) -> Iterator[str]:
    """Say whether a deed is there by half: in the story, groups are saved together with the same words in a note."""
    groups = sorted(group.name[-1] for group in store.find(Group) if group.name.startswith("Saved "))
    notes = [note.text[-1] for note in store.find(Note) if note.text.startswith(f"{TAKEN_BACK} ")]
    if groups[-1:] != notes:
        yield f"half a deed: groups {groups}, notes {notes}"


def unlike(desk: Desk, other: str, name: str) -> Iterator[str]:
    """Let the other laptop sync as well, and say whether both then have the same."""
    with desk.open(other) as theirs:
        sync(theirs, desk.shared)
        with desk.open(name) as mine:
            sync(mine, desk.shared)
            if _shown(mine) != _shown(theirs):
                yield f"{name} and {other} differ"
            if mine.disputes() or theirs.disputes():
                yield "a conflict that nobody made"


def _shown(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each kind of record, without deleted ones; past the store, for it is done very often."""
    with closing(sqlite3.connect(store.path or "")) as db:
        return {
            table: sorted(db.execute(f'SELECT * FROM "{table}" WHERE deleted = 0'), key=repr)
            for table in KINDS
        }
