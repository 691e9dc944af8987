"""Chance, time and disks that a seed decides, so that a history can be played again."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from fieldkit.domain import record
from fieldkit.store import database, disk
from fieldkit.store.database import Connection
from fieldkit.sync.folder import Folder

_TICKS = count(1)
_HARMLESS = ("SELECT", "PRAGMA", "ROLLBACK", "CREATE TEMP TABLE IF NOT")
"""How statements begin that write nothing to the disk."""


class Crash(Exception):  # noqa: N818  it is what happens, and nobody's error
    """The laptop lost its power. Nothing in fieldkit knows it, so nothing catches it."""


class Power:
    """What a laptop runs on: it fails after so many writes, to its disk or to the shared folder."""

    def __init__(self) -> None:
        self.will_fail = False
        self._left = 0
        self._point = ""

    def fails_after(self, writes: int, point: str = "") -> None:
        """Let it fail once so many writes have succeeded; with `point`, so many of those that bear this name."""
        self.will_fail, self._left, self._point = True, writes, point

    def lasts(self) -> None:
        """Let it not fail any more."""
        self.will_fail = False

    def use(self, point: str) -> None:
        """Fail, if it is time to; `point` names what is about to be written or has just been."""
        if not self.will_fail or self._point not in ("", point):
            return
        self._left -= 1
        if self._left < 0:
            self.will_fail = False
            raise Crash(point)


class Wall:
    """The clock of one laptop: the true time, and by how much it is wrong."""

    def __init__(self, wrong_by: timedelta) -> None:
        self.wrong_by = wrong_by
        self.true = datetime(2026, 9, 14, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.true + self.wrong_by


def tick(path: Path) -> None:
    """Let a file be written at a moment of its own, as in life, where none is written twice within one.

    A disk in memory tells times by the ticks of a clock that no seed decides.
    """
    at = next(_TICKS)
    os.utime(path, ns=(at, at))


def _point(sql: str) -> str:
    """Return the words of a statement that tell it from the others."""
    return " ".join(sql.split())[:60]


@contextmanager
def decided_by(
    chance: Random,
    power: Power,
    note: Callable[[str], None],
    removed: Callable[[Path], None] = lambda _path: None,
) -> Generator[None]:
    """Let a seed decide what chance decides otherwise, and let power fail while files are written.

    `note` is told of each file that is written or removed, `removed` of where one was.
    """

    class Strained(Connection):
        """A connection whose statements need power; each may be the last."""

        def execute(self, sql: str, *values: Any) -> Any:
            if power.will_fail and not sql.lstrip().upper().startswith(_HARMLESS):
                power.use(_point(sql))
            return super().execute(sql, *values)

        def executemany(self, sql: str, rows: Any) -> Any:
            if power.will_fail:
                power.use(_point(sql))
            return super().executemany(sql, rows)

    really_put, really_write, really_remove = disk.put, Folder._write, Folder._remove

    def put(path: Path, content: bytes) -> None:
        power.use("remember")
        really_put(path, content)
        note(f"remembers {path.parent.name}/{path.name}")
        power.use("remembered")

    def write(self: Folder, path: Path, content: bytes) -> None:
        power.use("write a file")
        really_write(self, path, content)
        tick(path)
        note(f"writes {path.parent.name}/{path.name}")
        power.use("wrote a file")

    def remove(self: Folder, path: Path) -> None:
        power.use("remove a file")
        really_remove(self, path)
        removed(path)
        note(f"removes {path.parent.name}/{path.name}")

    def token_hex(length: int) -> str:
        return chance.randbytes(length).hex()

    def fsync(_file: int) -> None:
        """Take no time: this disk is in memory."""

    with (
        patch.object(secrets, "token_bytes", chance.randbytes),
        patch.object(secrets, "token_hex", token_hex),
        patch.object(record, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4)),
        patch.object(Folder, "_write", write),
        patch.object(Folder, "_remove", remove),
        patch.object(disk, "put", put),
        patch.object(database, "Connection", Strained),
        patch.object(os, "fsync", fsync),
    ):
        yield
