"""Copies of a project file, in a folder beside it: made once a day and before each new format, proved, and few."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from fieldkit.store.database import told

_DAYS = 7
"""So many daily copies are kept, and as many from before a new format."""


def folder_of(path: Path) -> Path:
    """Return the folder that holds the copies of a project file."""
    return path.with_name(f"{path.stem} backups")


def kept(path: Path) -> list[Path]:
    """Return the copies of a project file, oldest first."""
    return sorted(folder_of(path).glob(f"*{path.suffix}"), key=lambda copy: copy.stat().st_mtime_ns)


def keep_daily(path: Path, today: date) -> Path | None:
    """Copy a project file unless that was done today, or nothing has changed since; return the new copy's path."""
    copies = [copy for copy in kept(path) if " before format " not in copy.stem]
    copy = folder_of(path) / f"{path.stem} {today.isoformat()}{path.suffix}"
    if copy.exists() or (copies and copies[-1].stat().st_mtime_ns >= path.stat().st_mtime_ns):
        return None
    _keep(path, copy)
    _rotate([*copies, copy])
    return copy


def keep_before_format(path: Path, number: int) -> Path:
    """Copy a project file before it is brought to this format; return the copy's path."""
    copy = folder_of(path) / f"{path.stem} before format {number}{path.suffix}"
    _keep(path, copy)
    _rotate([copy for copy in kept(path) if " before format " in copy.stem])
    return copy


def forget(path: Path) -> bool:
    """Remove all copies, for what was erased must not lie on in them; tell whether there were any."""
    # Up to format 3 copies lay beside the project.
    copies = [*kept(path), *path.parent.glob(f"{path.stem}.before-format-*{path.suffix}")]
    for copy in copies:
        copy.unlink()
    return bool(copies)


def _keep(path: Path, copy: Path) -> None:
    """Copy a project file, and let the copy count only once it has proved whole."""
    copy.parent.mkdir(exist_ok=True)
    unproved = copy.with_suffix(".tmp")
    unproved.unlink(missing_ok=True)
    try:
        with told(), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unproved)) as target:
            source.backup(target)
            (found,) = target.execute("PRAGMA quick_check").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(f"database disk image is malformed: {found}")
        unproved.replace(copy)
    finally:
        unproved.unlink(missing_ok=True)


def _rotate(copies: list[Path]) -> None:
    for copy in copies[:-_DAYS]:
        copy.unlink(missing_ok=True)
