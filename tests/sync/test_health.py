"""The doctor looks a shared folder over and changes nothing in it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.domain.consent import Scope
from fieldkit.domain.health import Finding, Weight
from fieldkit.edits import interviews
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import join, journal, sync
from fieldkit.sync.folder import Folder
from fieldkit.sync.health import examine
from tests.making import a_group, an_interview


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


def broken(found: list[Finding]) -> str:
    return " ".join(finding.sentence for finding in found if finding.weight is Weight.BROKEN)


def looked_at(found: list[Finding]) -> str:
    return " ".join(finding.sentence for finding in found if finding.weight is Weight.LOOK)


def test_a_folder_that_was_emptied_is_not_taken_for_a_new_one(store: Store, folder: Path):
    shutil.rmtree(folder)
    folder.mkdir()

    (finding,) = examine(store, folder)

    assert finding.sentence.startswith("The folder is empty, though this project has synced before.")
    assert "--fresh" in finding.hint


def test_a_folder_without_its_marker_is_told(store: Store, folder: Path):
    (folder / "fieldkit-project.csv").unlink()

    (finding,) = examine(store, folder)

    assert finding.sentence == "fieldkit-project.csv is not in the folder, though files of changes are."


def test_a_file_of_another_project_is_told_once_and_not_to_be_read(
    store: Store, folder: Path, tmp_path: Path
):
    strange = tmp_path / "strange"
    strange.mkdir()
    with Store.create(tmp_path / "another.fieldkit", "Another") as another:
        sync(another, strange)
    stray = the_parcel(strange)
    (folder / "journal" / stray.parent.name).mkdir()
    shutil.copy(stray, folder / "journal" / stray.parent.name)

    said = looked_at(examine(store, folder))

    assert said.startswith("Of another project, and never read:")
    assert "new to this laptop" not in said


def test_a_journal_that_lost_or_changed_what_it_had_read_is_told(store: Store, folder: Path):
    with closing(sqlite3.connect(store.path or "")) as db, db:
        db.execute("DELETE FROM change WHERE value = 'Norwich'")
        db.execute("UPDATE change SET value = 'Wednesday Tots' WHERE value = 'Tuesday Tots'")

    said = broken(examine(store, folder))

    assert said == "2 changes in the folder are missing or different in the journal of this project."


def test_what_the_folder_lost_is_told_and_a_sync_brings_our_own_back(
    store: Store, folder: Path, tmp_path: Path
):
    with join(folder, tmp_path / "ben" / "ben.fieldkit") as ben:
        a_group(ben, "Shed Three")
        sync(ben, folder)
    sync(store, folder)
    for path in folder.glob("journal/*/0*.csv"):
        path.unlink()

    said = looked_at(examine(store, folder))
    sync(store, folder)

    assert "1 file that this laptop wrote is not in the folder any more." in said
    assert "changes that other laptops sent are not in the folder any more." in said
    assert "this laptop wrote" not in looked_at(examine(store, folder))


def test_attachments_that_are_not_whole_are_told_and_come_back_once_removed(
    store: Store, folder: Path, tmp_path: Path
):
    picture = tmp_path / "kitchen.png"
    picture.write_bytes(b"a kitchen " * 99)
    interviews.attach(store, an_interview(store, Scope.HOLD, Scope.TEAM), picture)
    sync(store, folder)
    (there,) = folder.glob("files/*/*")
    there.write_bytes(bytes(there.stat().st_size))  # as a power cut leaves it

    said = looked_at(examine(store, folder))
    there.unlink()
    sync(store, folder)

    assert said.startswith("1 attached file in the folder is not whole:")
    assert looked_at(examine(store, folder)) == ""


def test_what_a_newer_fieldkit_wrote_is_told(store: Store, folder: Path):
    file = journal.read(the_parcel(folder).read_bytes())
    run = file.run._replace(writer="wnewer000001")
    parcel = Parcel(0, run.writer, "", "", "", "99.0", FORMAT + 1)
    content = journal.written(file.project, parcel, list(run.changes()))
    Folder(folder).write_parcel(f"{run.writer}/{journal.name_of(content, run)}", content)

    assert "1 file was written by a newer fieldkit." in looked_at(examine(store, folder))


def test_heads_that_cannot_be_read_tell_nothing_and_harm_nothing(store: Store, folder: Path):
    for head in folder.glob("journal/*/head.csv"):
        head.write_bytes(bytes(50))

    assert {finding.weight for finding in examine(store, folder)} == {Weight.WELL}


def test_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path):
    (finding,) = examine(store, tmp_path / "stick")

    assert finding.weight is Weight.BROKEN
    assert "Plug in the stick" in finding.hint
