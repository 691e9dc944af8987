"""The steps of work done on this laptop, so that they can be undone and done again."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from fieldkit.domain.change import Change
from fieldkit.store.database import Connection

TYPING = timedelta(minutes=5)
"""How long one stretch of typing may last before it becomes another step to undo."""


class Kind(StrEnum):
    """Whether a deed is work, or takes work back, or does it again."""

    DONE = "done"
    UNDO = "undo"
    REDO = "redo"
    BEGINNING = "beginning"
    """What a project begins with: it cannot be taken back."""
    MERGED = "merged"
    """Files of others that were merged as one step: taking it back takes their changes out of this project again."""
    NOTED = "noted"
    """What is noted by itself beside the work: undo and redo pass over it, and typing goes on past it."""


class Deed(NamedTuple):
    """One step of work. `deed` is the number that its changes bear."""

    number: int
    writer: str
    deed: int
    name: str
    kind: str
    undoes: int | None


def begin(
    db: Connection, first: Change, name: str, subject: str, at: datetime, kind: str, undoes: int | None
) -> None:
    """Write down a new deed, of which this change is the first; `subject` names its first cell."""
    db.execute(
        "INSERT INTO deed (writer, deed, name, subject, began, kind, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (first.writer, first.deed, name, subject, at.isoformat(), kind, undoes),
    )


def begin_merge(db: Connection, name: str, before: int, last: int, at: datetime) -> None:
    """Write down a merge, which brought the lines of the journal after `before`, up to `last`."""
    db.execute(
        "INSERT INTO deed (writer, deed, name, subject, began, kind) VALUES ('', ?, ?, ?, ?, ?)",
        (before, name, str(last), at.isoformat(), Kind.MERGED),
    )


def lines_of(db: Connection, merge: Deed) -> tuple[int, int]:
    """Return which lines of the journal a merge brought: those after the first number, up to the second."""
    last = db.value("SELECT subject FROM deed WHERE n = ?", (merge.number,))
    return merge.deed, int(last)


def pass_over(db: Connection, writer: str, name: str, at: datetime, kind: str, undoes: int) -> None:
    """Write down that a deed was to be taken back, or done again, and that nothing of it was left."""
    db.execute(
        "INSERT INTO deed (writer, deed, name, subject, began, kind, undoes) VALUES (?, 0, ?, '', ?, ?, ?)",
        (writer, name, at.isoformat(), kind, undoes),
    )


def going_on(db: Connection, writer: str, name: str, subject: str, now: datetime) -> int | None:
    """Return the number of the deed that typing goes on with; None where it begins another.

    It is the last deed, of this writer and name and about this cell, begun a short while ago, and not yet on its way
    to others.
    """
    row = db.execute(
        "SELECT deed, began, writer, name, subject, kind FROM deed WHERE kind != ? ORDER BY n DESC LIMIT 1",
        (Kind.NOTED,),
    ).fetchone()
    if row is None or row[2:] != (writer, name, subject, Kind.DONE):
        return None
    deed, began = row[:2]
    if not timedelta(0) <= now - datetime.fromisoformat(began) <= TYPING:
        return None
    sealed = db.execute(
        "SELECT 1 FROM change WHERE writer = (SELECT n FROM writer WHERE name = ?) AND deed = ?"
        " AND parcel IS NOT NULL AND parcel != 0 LIMIT 1",
        (writer, deed),
    ).fetchone()
    return None if sealed else int(deed)


def last(db: Connection, kind: Kind) -> Deed | None:
    """Return the deed that an undo (or a redo) would take back next; None where there is none."""
    done: list[Deed] = []
    undone: list[Deed] = []
    rows = db.execute("SELECT n, writer, deed, name, kind, undoes FROM deed ORDER BY n")
    for deed in (Deed(*row) for row in rows):
        if deed.kind == Kind.BEGINNING:
            done.clear()
            undone.clear()
        elif deed.kind in (Kind.DONE, Kind.MERGED):
            done.append(deed)
            undone.clear()
        elif deed.kind == Kind.UNDO and done:
            gone = done.pop()
            # What a merge brought lies in its files: whoever wants it again merges them again.
            undone += [] if gone.kind == Kind.MERGED else [deed]
        elif deed.kind == Kind.REDO and undone:
            undone.pop()
            done.append(deed)
    stack = done if kind == Kind.UNDO else undone
    return stack[-1] if stack else None


def forget(db: Connection) -> None:
    """Forget all steps: after an erasure nothing before it can be taken back."""
    db.execute("DELETE FROM deed")
