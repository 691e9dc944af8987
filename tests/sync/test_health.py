"""The doctor looks a shared folder over and changes nothing in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldkit.domain.health import Weight
from fieldkit.store import Store
from fieldkit.sync import sync
from fieldkit.sync.health import examine
from tests.making import a_group


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    path = tmp_path / "shared"
    path.mkdir()
    a_group(store)
    sync(store, path)
    return path


def the_parcel(folder: Path) -> Path:
    (path,) = (path for path in folder.glob("journal/*/*.csv") if path.name != "head.csv")
    return path


def test_a_sound_folder_is_well(store: Store, folder: Path):
    assert {finding.weight for finding in examine(store, folder)} == {Weight.WELL}


def test_a_cut_file_and_a_copy_are_told_and_left_where_they_are(store: Store, folder: Path):
    parcel = the_parcel(folder)
    shutil.copy(parcel, parcel.with_name(f"{parcel.stem} (1).csv"))
    parcel.write_bytes(parcel.read_bytes()[:-20])
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}

    said = [finding.sentence for finding in examine(store, folder) if finding.weight is Weight.LOOK]

    assert any(parcel.name in sentence for sentence in said)
    assert any("other name" in sentence for sentence in said)
    assert {path: path.read_bytes() for path in folder.rglob("*.csv")} == before


def test_the_folder_of_another_project_is_no_folder_of_this_one(store: Store, tmp_path: Path):
    strange = tmp_path / "strange"
    strange.mkdir()
    with Store.create(tmp_path / "another.fieldkit", "Another") as another:
        sync(another, strange)

    assert [finding.weight for finding in examine(store, strange)] == [Weight.BROKEN]
