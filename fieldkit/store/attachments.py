"""Files given in interviews, kept in the project file under the hash of their content."""

from __future__ import annotations

import hashlib

from sqlalchemy import Engine

from fieldkit.store.database import reading, writing


class Attachments:
    """The bytes of a project's attachments; the Attachment records say what they are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, content: bytes) -> str:
        """Keep these bytes, once however often they are given; return their SHA-256 in hexadecimal."""
        sha256 = hashlib.sha256(content).hexdigest()
        with writing(self._engine) as db:
            db.exec_driver_sql("INSERT OR IGNORE INTO blob VALUES (?, ?)", (sha256, content))
        return sha256

    def take(self, sha256: str) -> bytes | None:
        """Return the bytes with this hash, or None where they have not arrived yet."""
        with reading(self._engine) as db:
            row = db.exec_driver_sql("SELECT bytes FROM blob WHERE sha256 = ?", (sha256,)).first()
            return bytes(row[0]) if row else None

    def missing(self) -> list[str]:
        """Return the hashes that records point at and whose bytes have not arrived yet."""
        with reading(self._engine) as db:
            rows = db.exec_driver_sql(
                "SELECT DISTINCT sha256 FROM attachment WHERE deleted = 0 AND sha256 != ''"
                " AND sha256 NOT IN (SELECT sha256 FROM blob) ORDER BY sha256"
            )
            return [sha256 for (sha256,) in rows]
