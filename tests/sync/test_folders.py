"""Folders that are strange, empty, lost, full or read-only."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain import Group, Note
from fieldkit.edits import consent
from fieldkit.errors import FolderError
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.making import DAY, a_group, an_interview
from tests.sync.conftest import EVERYTHING, parcels


def test_a_folder_of_another_project_is_refused_and_left_alone(store: Store, folder: Path, tmp_path: Path):
    with Store.create(tmp_path / "b.fieldkit", "Another round") as stranger:
        sync(stranger, folder)
    before = sorted(folder.rglob("*"))

    with pytest.raises(FolderError, match="another project"):
        sync(store, folder)

    assert sorted(folder.rglob("*")) == before


def test_an_emptied_folder_is_not_taken_for_a_new_one_unless_said_so(store: Store, folder: Path):
    a_group(store)
    sync(store, folder)
    shutil.rmtree(folder)
    folder.mkdir()

    with pytest.raises(FolderError, match="empty"):
        sync(store, folder)
    assert list(folder.iterdir()) == []
    sync(store, folder, fresh=True)

    assert parcels(folder)


def test_a_lost_folder_gets_everybodys_work_back_from_any_laptop(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    gone = an_interview(store, *EVERYTHING, note="withdrawn")
    an_interview(store, *EVERYTHING, note="Twelve families.")
    sync(store, folder)
    a_group(other, "From the other")
    sync(other, folder)
    consent.withdraw(other, gone, on=DAY)
    shutil.rmtree(folder)
    folder.mkdir()

    sync(other, folder, fresh=True)
    written = parcels(folder)
    sync(other, folder, fresh=True)

    assert parcels(folder) == written
    with join(folder, tmp_path / "third" / "project.fieldkit") as third:
        assert set(third.changes()) == set(other.changes())
        assert [note.text for note in third.find(Note)] == ["Twelve families."]


def test_a_folder_that_is_not_there_is_said_to_be_missing(store: Store, tmp_path: Path):
    with pytest.raises(FolderError, match="not there"):
        sync(store, tmp_path / "stick")


def test_a_folder_without_a_project_cannot_be_joined(folder: Path, tmp_path: Path):
    with pytest.raises(FolderError, match="No fieldkit project"):
        join(folder, tmp_path / "new.fieldkit")

    assert not (tmp_path / "new.fieldkit").exists()


def test_a_folder_that_fails_while_it_is_joined_leaves_no_half_made_project(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    a_group(store)
    sync(store, folder)

    def fail(path: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(Path, "read_bytes", fail)

    with pytest.raises(FolderError, match="cannot be read"):
        join(folder, tmp_path / "new" / "p.fieldkit")

    assert list((tmp_path / "new").iterdir()) == []


def test_a_read_only_folder_can_be_joined_and_read(store: Store, read_only: Path, tmp_path: Path):
    with join(read_only, tmp_path / "new" / "p.fieldkit") as joined:
        assert joined.project == store.project
        assert sync(joined, read_only).sent == 0


def test_the_project_file_may_not_lie_in_the_shared_folder(folder: Path):
    with Store.create(folder / "project.fieldkit", "x") as inside, pytest.raises(FolderError, match="inside"):
        sync(inside, folder)


def test_a_marker_nobody_can_read_stops_everything(store: Store, folder: Path):
    (folder / "fieldkit-project.csv").write_text("format,fk9\r\n", encoding="utf-8")

    with pytest.raises(FolderError, match="cannot be understood"):
        sync(store, folder)


def test_a_full_folder_is_said_to_be_full_and_nothing_is_half_written(store: Store, small_disk: Path):
    an_interview(store, *EVERYTHING, note="x" * 2_000_000)

    with pytest.raises(FolderError, match="full") as refused:
        sync(store, small_disk)

    assert "safe" in refused.value.sentence
    assert [path.name for path in small_disk.rglob("*") if path.is_file()] == ["fieldkit-project.csv"]


def test_once_there_is_room_the_sync_goes_on(store: Store, small_disk: Path):
    an_interview(store, *EVERYTHING, note="x" * 600_000)
    ballast = small_disk / "holiday.mov"
    ballast.write_bytes(bytes(600_000))
    with pytest.raises(FolderError, match="full"):
        sync(store, small_disk)

    ballast.unlink()
    sync(store, small_disk)

    assert len(parcels(small_disk)) == 1


@pytest.fixture
def read_only(folder: Path, store: Store) -> Iterator[Path]:
    """Remount the folder so that nobody may write to it, not even root."""
    sync(store, folder)
    if sys.platform != "linux" or subprocess.run(
        ["mount", "--bind", "-o", "ro", str(folder), str(folder)], capture_output=True, check=False
    ).returncode:  # fmt: skip
        pytest.skip("needs the right to mount a folder read-only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_folder_is_said_to_be_one(store: Store, read_only: Path):
    a_group(store)

    with pytest.raises(FolderError, match="does not let us read or write") as refused:
        sync(store, read_only)

    assert refused.value.hint
    assert len(store.find(Group)) == 1


@pytest.mark.parametrize("asked", ["is_dir", "exists"])
def test_a_drive_that_went_away_is_told_of_whatever_it_is_asked(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str
):
    a_group(store)
    true = getattr(Path, asked)

    def ask(path: Path) -> object:
        if path.is_relative_to(folder):
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected", str(path))
        return true(path)

    monkeypatch.setattr(Path, asked, ask)

    with pytest.raises(FolderError, match=r"\(Transport endpoint is not connected\)") as told:
        sync(store, folder)
    assert "Your own project is safe." in told.value.sentence
