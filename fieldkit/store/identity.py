"""Whether a project file may go on writing under its name, or is a copy of the one that does.

Two files that write under one name would give two changes the same number. So a file that was put back from a backup,
brought from another laptop or copied takes a new name when it is opened. Three signs tell:

- A random token lies in the file and in the laptop's memory, apart from the file. The first change after each opening
  renews both: a copy made before then has an old one, while a copy that nothing was written after is as good as the
  file itself.
- The file says on which machine, and by which account, it was last written.
- The memory says where the file lay. A file that was moved keeps its name; one that still lies there as well is a copy.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from fieldkit.store import disk, journal
from fieldkit.store.author import random_name
from fieldkit.store.database import Connection, Database, writing
from fieldkit.store.laptop import Laptop

GIVEN_UP = "given up "
"""Begins what is remembered of a name that no file writes under any more: when that was."""
_TOKEN, _MACHINE, _RENAMED = "token", "machine", "renamed"


class Reason(StrEnum):
    """Why a project file took a new name."""

    RESTORED = "restored"
    """It is older than what was last written on this laptop."""
    BROUGHT = "brought"
    """It was last written on another laptop, or by another account."""
    COPIED = "copied"
    """The file that it was copied from is still there."""
    MET = "met"
    """Changes have come under its name that it does not have."""


class _Memory(NamedTuple):
    """What a laptop remembers of a project file: the tokens that are good, and where it lay."""

    tokens: Sequence[str]
    path: str


class Identity:
    """The name under which an open project file writes."""

    def __init__(self, path: Path | None, laptop: Laptop) -> None:
        self._path = str(path.resolve()) if path else ""
        self._laptop = laptop
        self._lock = threading.Lock()
        self._renewed = False
        self._next = ""
        """The token that the transaction under way gives to the file."""
        self.writer = ""

    def doubt(self, db: Connection) -> Reason | None:
        """Take the name that the file gives itself, and return why it must not write under it; None where it may."""
        self.writer = journal.meta(db, "writer")
        machine, written_on = self._machine(db), journal.meta(db, _MACHINE)
        if machine and written_on and machine != written_on:
            return Reason.BROUGHT
        if self._laptop.memory is None:
            return None
        memory = self._remembered()
        if journal.meta(db, _TOKEN) not in memory.tokens:
            return Reason.RESTORED
        return Reason.COPIED if self._lies_elsewhere_too(memory) else None

    def rename(self, db: Connection, reason: Reason) -> None:
        """Let the file write under a new name from now on; what it has not sent yet goes out under the old one."""
        journal.set_meta(db, f"writer {self.writer}", self.writer)
        journal.set_meta(db, _RENAMED, reason)
        for sign in (_TOKEN, _MACHINE):
            journal.set_meta(db, sign, "")
        self.writer = new_writer()
        self._renewed = False
        journal.set_meta(db, "writer", self.writer)

    def give_up(self, db: Connection, stamp: str) -> None:
        """Remember that no file writes under the name any more, where this one was put back in the other's place.

        Whoever has a file of that name elsewhere after all, and writes with it, does so after this stamp.
        """
        if self._remembered().path == self._path:
            journal.set_meta(db, f"{GIVEN_UP}{self.writer}", stamp)

    def _machine(self, db: Connection) -> str:
        """Return a name for the machine that says nothing about it to whoever else gets the file."""
        if not self._laptop.machine:
            return ""
        named = f"{journal.meta(db, 'project')} {self._laptop.machine}"
        return hashlib.sha256(named.encode()).hexdigest()[:16]

    def _lies_elsewhere_too(self, memory: _Memory) -> bool:
        if not memory.path or memory.path == self._path:
            return False
        try:
            return not Path(memory.path).samefile(self._path)
        except OSError:
            return False  # Nothing lies there any more.

    # Renewing

    @contextmanager
    def authoring(self, database: Database) -> Generator[Connection]:
        """Lend a transaction for changes of our own; before it writes the first one it calls `renew`."""
        with self._lock:
            self._next = ""
            with writing(database) as db:
                yield db
            if self._next:
                self._renewed = True
                # Where this fails, the token before stays good as well.
                with suppress(OSError):
                    self._remember([self._next])

    def renew(self, db: Connection) -> None:
        """Give the file a new token, once after each opening."""
        if self._renewed:
            return
        journal.set_meta(db, _MACHINE, self._machine(db))
        if self._laptop.memory is None:
            return
        token = random_name(11)
        try:
            # Until the transaction is through, the file may come out of it with either.
            self._remember([journal.meta(db, _TOKEN), token])
        except OSError:
            return  # A laptop that cannot remember goes by the other signs.
        journal.set_meta(db, _TOKEN, token)
        self._next = token

    # The laptop's memory

    def _remembered(self) -> _Memory:
        """Return what this laptop remembers of the file; of one that it never wrote, that it has no token."""
        try:
            known = json.loads(self._place().read_text("utf-8"))
            return _Memory([str(token) for token in known["tokens"]], str(known["path"]))
        except (OSError, ValueError, KeyError, TypeError):
            return _Memory([""], "")

    def _remember(self, tokens: Sequence[str]) -> None:
        disk.put(self._place(), json.dumps(_Memory(tokens, self._path)._asdict()).encode())

    def _place(self) -> Path:
        return (self._laptop.memory or Path()) / f"{self.writer}.json"


def new_writer() -> str:
    """Return a name to write under: random, so that nobody else ever takes it."""
    return f"w{random_name(11)}"


def reason_of(db: Connection) -> Reason | None:
    """Return why the file took a new name since that was last told."""
    known = journal.meta(db, _RENAMED)
    return Reason(known) if known else None


def told(db: Connection) -> None:
    """Remember that people know of the new name."""
    journal.set_meta(db, _RENAMED, "")
