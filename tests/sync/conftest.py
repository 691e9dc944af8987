"""What lies in a folder that laptops share."""

from __future__ import annotations

from pathlib import Path

from fieldkit.domain.consent import Scope

EVERYTHING = (Scope.HOLD, Scope.TEAM)
"""What people agree to where the team may see all of an interview."""


def parcels(folder: Path) -> list[Path]:
    """Return the files of changes in a shared folder."""
    return sorted(path for path in folder.glob("journal/*/*.csv") if path.name != "head.csv")


def holds(folder: Path, words: str) -> list[Path]:
    """Return the files below a folder whose bytes hold these words."""
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
