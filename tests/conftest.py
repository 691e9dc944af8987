"""What all tests share: Qt without a screen, and the folder of corpora beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.store import Store

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real forms and conformance cases, which is not part of the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the corpora in a folder named 'shared' beside the checkout: {SHARED}")
    return SHARED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an open project on the disk, with nobody at the laptop and nothing in it."""
    with Store.create(tmp_path / "project.fieldkit", "Norwich round") as opened:
        yield opened
