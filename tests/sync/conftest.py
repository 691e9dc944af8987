"""What lies in a folder that laptops share."""

from __future__ import annotations

from pathlib import Path


def parcels(folder: Path) -> list[Path]:
    """Return the files of changes in a shared folder."""
    return sorted(path for path in folder.glob("journal/*/*.csv") if path.name != "head.csv")
