"""Files as clouds, sticks and power cuts leave them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fieldkit.domain import Group
from fieldkit.store import Store
from fieldkit.sync import join, sync
from fieldkit.sync.folder import Folder
from tests.making import a_group
from tests.sync.conftest import parcels


def test_a_truncated_file_is_named_with_its_line_and_read_once_it_is_whole(
    store: Store, other: Store, folder: Path
):
    a_group(store)
    sync(store, folder)
    newest = max(parcels(folder), key=lambda path: path.stat().st_mtime_ns)
    whole = newest.read_bytes()

    newest.write_bytes(whole[: len(whole) // 2])
    outcome = sync(other, folder)
    assert other.find(Group) == []
    assert len(outcome.waiting) == 1
    assert newest.name in outcome.waiting[0]
    assert "line" in outcome.waiting[0]
    newest.write_bytes(whole)

    assert sync(other, folder).waiting == []
    assert len(other.find(Group)) == 1


def test_a_file_that_a_cloud_renamed_is_read_by_its_content(store: Store, other: Store, folder: Path):
    a_group(store)
    sync(store, folder)
    newest = max(parcels(folder), key=lambda path: path.stat().st_mtime_ns)

    shutil.copy(newest, newest.with_name("notes (conflicted copy 2026-09-14).csv"))
    newest.rename(newest.with_name("0000001.sync-conflict-20260914-100000-ABCDEFG.csv"))
    outcome = sync(other, folder)

    assert len(other.find(Group)) == 1
    assert outcome.waiting == []


def test_a_file_that_vanished_deletes_nothing_and_its_writer_writes_it_again(
    store: Store, other: Store, folder: Path
):
    a_group(store)
    sync(store, folder)
    sync(other, folder)
    before = {path: path.read_bytes() for path in parcels(folder)}

    for path in parcels(folder):
        path.unlink()
    sync(other, folder)
    assert len(other.find(Group)) == 1
    sync(store, folder)

    assert {path: path.read_bytes() for path in parcels(folder)} == before


def test_our_own_file_that_was_zeroed_is_written_again(store: Store, folder: Path):
    a_group(store)
    sync(store, folder)
    (path,) = parcels(folder)
    whole = path.read_bytes()

    path.write_bytes(bytes(len(whole)))
    outcome = sync(store, folder)

    assert path.read_bytes() == whole
    assert outcome.waiting == []


def test_a_file_of_another_project_is_left_alone(store: Store, other: Store, folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Store.create(tmp_path / "b.fieldkit", "Another round") as stranger:
        a_group(stranger)
        sync(stranger, elsewhere)
    shutil.copytree(elsewhere / "journal", folder / "journal", dirs_exist_ok=True)

    outcome = sync(other, folder)

    assert other.find(Group) == []
    assert "another project" in outcome.waiting[0]


def test_many_small_files_become_few_without_loss(store: Store, other: Store, folder: Path, tmp_path: Path):
    for number in range(40):
        a_group(store, f"Group {number}")
        sync(store, folder)

    sync(other, folder)
    with join(folder, tmp_path / "third" / "project.fieldkit") as third:
        assert len(parcels(folder)) < 16
        assert len(third.find(Group)) == len(other.find(Group)) == 40
        assert set(third.changes()) == set(store.changes())


def test_a_file_is_read_again_only_when_it_was_touched(
    store: Store, other: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    a_group(store)
    for laptop in (store, other, store):
        sync(laptop, folder)
    read: list[str] = []
    read_parcel = Folder.read_parcel

    def noted(folder: Folder, name: str) -> bytes:
        read.append(name)
        return read_parcel(folder, name)

    monkeypatch.setattr(Folder, "read_parcel", noted)

    sync(other, folder)
    sync(store, folder)
    assert read == []
    (touched, *_rest) = parcels(folder)
    os.utime(touched, ns=(1, 1))
    sync(other, folder)

    assert [Path(name).name for name in read] == [touched.name]


def test_what_a_power_cut_left_half_written_is_swept(store: Store, folder: Path):
    sync(store, folder)
    own = folder / "journal" / store.writer / ".fk-0123456789ab.tmp"
    being_written, long_ago = folder / ".fk-0123456789ab.tmp", folder / ".fk-ba9876543210.tmp"
    for path in (own, being_written, long_ago):
        path.write_text("half")
    os.utime(long_ago, (0, 0))

    sync(store, folder)

    assert [path.exists() for path in (own, being_written, long_ago)] == [False, True, False]
