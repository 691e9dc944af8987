"""Two laptops that share nothing but a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.store import Store
from fieldkit.sync import join, sync


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "shared"
    path.mkdir()
    return path


@pytest.fixture
def other(store: Store, folder: Path, tmp_path: Path) -> Iterator[Store]:
    """Return another laptop's project that joined the folder of the first."""
    sync(store, folder)
    with join(folder, tmp_path / "other laptop" / "project.fieldkit") as joined:
        yield joined


def parcels(folder: Path) -> list[Path]:
    """Return the files of changes in a shared folder."""
    return sorted(path for path in folder.glob("journal/*/*.csv") if path.name != "head.csv")
