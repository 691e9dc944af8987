"""Files given in interviews, or brought by questionnaires, kept in the project file under the hash of their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from fieldkit.store import erasure, journal
from fieldkit.store.database import Connection, Database, reading, writing

_POINTED_AT = (
    "SELECT sha256 FROM attachment WHERE deleted = 0 UNION SELECT sha256 FROM formfile WHERE deleted = 0"
)
_UNCLAIMED = """
    SELECT sha256 FROM blob WHERE sha256 IN (
        SELECT sha256 FROM blob EXCEPT SELECT sha256 FROM attachment EXCEPT SELECT sha256 FROM formfile)
    AND sha256 NOT IN (
        SELECT c.value FROM record r CROSS JOIN change c ON c.record = r.n
        WHERE r.tbl IN ('attachment', 'formfile') AND c.field = (SELECT n FROM field WHERE name = 'sha256'))
"""
"""The journal is looked through only for what no record shows any more: undo may want it again."""


class Attachments:
    """The bytes of a project's files; the records Attachment and FormFile say what they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, content: bytes) -> str:
        """Keep these bytes, once however often they are given; return their SHA-256 in hexadecimal."""
        sha256 = hashlib.sha256(content).hexdigest()
        with writing(self._database) as db:
            _put(db, sha256, content)
            # It may have gone with an interview that was taken back, and is given in another one.
            db.execute("DELETE FROM forgotten WHERE sha256 = ?", (sha256,))
        return sha256

    def receive(self, sha256: str, content: bytes) -> None:
        """Keep the bytes with this hash that came from others, unless what pointed at them was erased meanwhile."""
        with writing(self._database) as db:
            if db.value(f"SELECT 1 FROM ({_POINTED_AT}) WHERE sha256 = ?", (sha256,)):
                _put(db, sha256, content)

    def drop_unclaimed(self) -> None:
        """Drop what no line of the journal points at. Only while a project is opened, for nobody is about to write one.

        What is attached is kept first and written down then: power may fail in between, or somebody leave a form.
        Nothing would take it out again were its interview taken back.
        """
        with reading(self._database) as db:
            found = unclaimed(db)
        if not found:
            return
        with writing(self._database) as db:
            _drop(db, found)
            if db.value("SELECT 1 FROM erased LIMIT 1"):
                # Its interview may be among those: then no backup must hold it either.
                journal.set_meta(db, erasure.REMAINS, "yes")

    def take(self, sha256: str) -> bytes | None:
        """Return the bytes with this hash, or None where they have not arrived yet."""
        with reading(self._database) as db:
            row = db.execute("SELECT bytes FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
            return bytes(row[0]) if row else None

    def here(self, hashes: Iterable[str]) -> list[str]:
        """Return those of these hashes whose bytes have arrived."""
        with reading(self._database) as db:
            return [
                sha256
                for sha256 in hashes
                if db.execute("SELECT 1 FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
            ]

    def named(self, hashes: Iterable[str]) -> set[str]:
        """Return those of these hashes that anything in the journal names, be it deleted or unknown to this fieldkit.

        All of the journal is read.
        """
        with reading(self._database) as db:
            asked = "SELECT value FROM json_each(?)"
            rows = db.execute(
                f"SELECT DISTINCT value FROM change WHERE value IN ({asked})", (json.dumps(list(hashes)),)
            )
            return {sha256 for (sha256,) in rows}

    def missing(self) -> list[str]:
        """Return the hashes that records point at and whose bytes have not arrived yet."""
        with reading(self._database) as db:
            rows = db.execute(
                f"{_POINTED_AT} EXCEPT SELECT sha256 FROM blob EXCEPT SELECT '' ORDER BY sha256"
            )
            return [sha256 for (sha256,) in rows]


def unclaimed(db: Connection) -> set[str]:
    """Return the hashes of the bytes that no line of the journal points at."""
    return {sha256 for (sha256,) in db.execute(_UNCLAIMED)}


def let_go(db: Connection, hashes: Iterable[str]) -> None:
    """Drop what of these no line of the journal points at any more."""
    _drop(db, unclaimed(db).intersection(hashes))


def _drop(db: Connection, hashes: Iterable[str]) -> None:
    journal.many(db, "DELETE FROM blob WHERE sha256 = ?", ((sha256,) for sha256 in hashes))


def _put(db: Connection, sha256: str, content: bytes) -> None:
    # What was damaged on the disk is made good hereby.
    db.execute(
        "INSERT INTO blob VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes"
        " WHERE bytes IS NOT excluded.bytes",
        (sha256, content),
    )
