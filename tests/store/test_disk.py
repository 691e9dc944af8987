"""Disks that are full or may not be written to: a sentence, and all that was saved before is safe."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain import Note
from fieldkit.errors import ProjectError
from fieldkit.store import Store


def test_a_full_disk_loses_the_last_change_alone_and_the_app_goes_on(small_disk: Path):
    ballast = small_disk / "holiday.mov"
    with Store.create(small_disk / "p.fieldkit", "A round") as store:
        store.write("Write", Note(id="n1", text="saved before"))

        with pytest.raises(ProjectError, match="disk is full") as refused:
            store.write("Write", Note(id="n2", text="x" * 5_000_000))

        assert "safe" in refused.value.sentence
        assert refused.value.hint
        assert [note.text for note in store.find(Note)] == ["saved before"]
        store.write("Write", Note(id="n3", text="there is room for this"))

    assert not ballast.exists()
    with Store.open(small_disk / "p.fieldkit") as again:
        assert {note.id for note in again.find(Note)} == {"n1", "n3"}


def test_a_project_that_does_not_fit_is_not_half_made(small_disk: Path):
    (small_disk / "holiday.mov").write_bytes(bytes(900_000))

    with pytest.raises(ProjectError, match="full"):
        Store.create(small_disk / "p.fieldkit", "A round")

    assert [path.name for path in small_disk.iterdir()] == ["holiday.mov"]


@pytest.fixture
def read_only(store: Store, tmp_path: Path) -> Iterator[Path]:
    """Remount the project's folder so that nobody may write to it, not even root."""
    store.write("Write", Note(id="n1", text="saved before"))
    store.close()
    mount = ["mount", "--bind", "-o", "ro", str(tmp_path), str(tmp_path)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a folder read-only")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_project_in_a_read_only_folder_is_refused_with_a_hint(read_only: Path):
    with pytest.raises(ProjectError, match="cannot be written to") as refused:
        Store.open(read_only / "project.fieldkit")

    assert refused.value.hint


def test_a_new_project_cannot_be_made_in_a_read_only_folder(read_only: Path):
    with pytest.raises(ProjectError, match="cannot be"):
        Store.create(read_only / "sub" / "new.fieldkit", "x")
