"""Files given in interviews, or brought by questionnaires, kept in the project file under the hash of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fieldkit.store.database import Database, reading, writing


class Attachments:
    """The bytes of a project's files; the records Attachment and FormFile say what they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, content: bytes) -> str:
        """Keep these bytes, once however often they are given; return their SHA-256 in hexadecimal."""
        sha256 = hashlib.sha256(content).hexdigest()
        with writing(self._database) as db:
            # What was damaged on the disk is made good hereby.
            db.execute(
                "INSERT INTO blob VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes"
                " WHERE bytes IS NOT excluded.bytes",
                (sha256, content),
            )
        return sha256

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

    def missing(self) -> list[str]:
        """Return the hashes that records point at and whose bytes have not arrived yet."""
        with reading(self._database) as db:
            rows = db.execute(
                "SELECT sha256 FROM attachment WHERE deleted = 0 UNION SELECT sha256 FROM formfile WHERE deleted = 0"
                " EXCEPT SELECT sha256 FROM blob EXCEPT SELECT '' ORDER BY sha256"
            )
            return [sha256 for (sha256,) in rows]
