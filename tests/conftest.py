"""What all tests share: Qt without a screen, and the folder of corpora beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.store import Store
from fieldkit.sync import join, sync

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real forms and conformance cases, which is not part of the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the corpora in a folder named 'shared' beside the checkout: {SHARED}")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _folders_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what is converted and remembered in folders of the tests, not in those of whoever runs them."""
    os.environ["FIELDKIT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["FIELDKIT_DATA"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an open project on the disk, with nobody at the laptop and nothing in it."""
    with Store.create(tmp_path / "project.fieldkit", "Norwich round") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for laptops to share."""
    path = tmp_path / "shared"
    path.mkdir()
    return path


@pytest.fixture
def other(store: Store, folder: Path, tmp_path: Path) -> Iterator[Store]:
    """Return another laptop's project that joined the folder of the first."""
    sync(store, folder)
    with join(folder, tmp_path / "other laptop" / "project.fieldkit") as joined:
        yield joined


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk that is soon full, which only root may do."""
    if sys.platform != "linux":
        pytest.skip("a small disk can be made on Linux only")
    disk = tmp_path / "small disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)
