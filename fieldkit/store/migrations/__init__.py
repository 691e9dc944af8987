"""Numbered steps from the first project file to today's. They only ever add."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from fieldkit.store.database import Connection

_FOLDER = Path(__file__).parent
_STEPS = sorted(path for path in _FOLDER.glob("*.sql") if re.match(r"\d{4}_", path.name))

LATEST = len(_STEPS)
"""The format of the project files that this version writes."""


def version(db: Connection) -> int:
    """Return the format of the open project file; 0 for an empty one."""
    return int(db.value("PRAGMA user_version"))


def migrate(db: Connection) -> bool:
    """Bring the open project file to the latest format, inside the caller's transaction; tell whether it changed."""
    before = version(db)
    for number, step in enumerate(_STEPS[before:], start=before + 1):
        for statement in _statements(step.read_text(encoding="utf-8")):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {number}")
    return before != LATEST


def _statements(script: str) -> list[str]:
    found: list[str] = []
    waiting = ""
    for line in script.splitlines():
        waiting += f"{line}\n"
        if sqlite3.complete_statement(waiting):
            found.append(waiting)
            waiting = ""
    return found
