"""Files as power cuts, bad sticks and clouds leave them: nothing of them is taken in, and a whole one still is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit.domain import Group
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import a_group
from tests.sync.conftest import parcels

MANGLED: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _whole: b"",
    "filled with zeros": lambda whole: bytes(len(whole)),
    "its end zeroed": lambda whole: whole[:-40] + bytes(40),
    "one bit flipped": lambda whole: whole[:99] + bytes([whole[99] ^ 1]) + whole[100:],
}
RENAMED = (
    "0000001-0000009.sync-conflict-20260914-100000-ABCDEFG.csv",
    "0000001-0000009 (conflicted copy 2026-09-14).csv",
    "0000001-0000009 (1).csv",
    "Ash's conflicted copy.csv",
    "0000001-0000009-ABCDEF0123456789.csv",
)


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED)
def test_a_mangled_file_is_named_with_its_writer_until_a_good_copy_comes(
    mangle: Callable[[bytes], bytes], store: Store, other: Store, folder: Path
):
    a_group(store)
    sync(store, folder)
    (newest,) = (path for path in parcels(folder) if b"Tuesday Tots" in path.read_bytes())
    whole = newest.read_bytes()
    newest.write_bytes(mangle(whole))

    (waiting,) = sync(other, folder).waiting
    before = other.find(Group)
    newest.write_bytes(whole)
    healed = sync(other, folder)

    assert f"{newest.parent.name}/{newest.name}" in waiting
    assert (before, healed.waiting, len(other.find(Group))) == ([], [], 1)


@pytest.mark.parametrize("name", RENAMED)
def test_a_file_is_read_by_its_content_whatever_a_cloud_calls_it(
    name: str, store: Store, other: Store, folder: Path
):
    a_group(store)
    sync(store, folder)
    (newest,) = (path for path in parcels(folder) if b"Tuesday Tots" in path.read_bytes())
    newest.rename(newest.with_name(name))

    outcome = sync(other, folder)

    assert (outcome.waiting, len(other.find(Group))) == ([], 1)
    assert other.parcels.others() == {store.writer}


def test_a_laptops_folder_that_somebody_removed_is_written_again_and_deletes_nothing(
    store: Store, other: Store, folder: Path
):
    a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    shutil.rmtree(folder / "journal" / store.writer)

    sync(other, folder)
    kept = len(other.find(Group))
    sync(store, folder)

    assert kept == 1
    assert [path for path in parcels(folder) if path.parent.name == store.writer]
