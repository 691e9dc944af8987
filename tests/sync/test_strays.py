"""Files among the attachments of a shared folder that nothing names, or that are none."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Interview
from fieldkit.domain.change import Cell
from fieldkit.domain.consent import Scope
from fieldkit.domain.health import Finding, Weight
from fieldkit.edits import consent, history, interviews
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import join, journal, sync
from fieldkit.sync.folder import Folder
from fieldkit.sync.health import examine
from tests.making import DAY, an_interview
from tests.sync.conftest import parcels

PICTURE = b"a kitchen " * 99
NAME = hashlib.sha256(PICTURE).hexdigest()
UNKNOWN = f"1 attached file in the folder belongs to nothing that this project knows of: {NAME}"


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    """Return a folder to which an interview with a picture was sent."""
    path = tmp_path / "shared"
    path.mkdir()
    picture = tmp_path / "kitchen.png"
    picture.write_bytes(PICTURE)
    interviews.attach(store, an_interview(store, Scope.HOLD, Scope.TEAM), picture)
    sync(store, path)
    return path


def to_look_at(store: Store, folder: Path) -> list[Finding]:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = [finding for finding in examine(store, folder) if finding.weight is not Weight.WELL]
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return found


def test_a_picture_whose_record_has_not_arrived_is_to_be_left_where_it_is(
    store: Store, folder: Path, tmp_path: Path
):
    """A cloud brings files in any order."""
    (sent,) = parcels(folder)
    content = sent.read_bytes()
    sent.unlink()
    with join(folder, tmp_path / "ben" / "ben.fieldkit") as ben:
        not_there = [finding for finding in to_look_at(ben, folder) if finding.sentence == UNKNOWN]
        sent.write_bytes(content)
        not_read = [finding for finding in to_look_at(ben, folder) if finding.sentence == UNKNOWN]
        sync(ben, folder)

        assert not_there[0].hint.startswith(
            "What it belongs to may still be on its way: leave it until every laptop"
        )
        assert not_read[0].hint.startswith("Leave it.")
        assert "sync, then look again" in not_read[0].hint
        assert not to_look_at(ben, folder)


def test_who_needs_what_another_took_out_writes_it_again(store: Store, folder: Path):
    (there,) = folder.glob("files/*/*")
    there.unlink()

    sync(store, folder)

    assert there.read_bytes() == PICTURE


def test_a_picture_that_an_old_stick_brings_back_after_it_was_taken_back_is_told_of(
    store: Store, folder: Path, tmp_path: Path
):
    """Whoever joined later does not know its hash, so no sync of theirs removes it."""
    (there,) = folder.glob("files/*/*")
    consent.withdraw(store, store.find(Interview)[0], on=DAY)
    sync(store, folder)
    assert not there.exists()
    with join(folder, tmp_path / "ben" / "ben.fieldkit") as ben:
        sync(store, folder)
        there.write_bytes(PICTURE)
        sync(ben, folder)

        said = {finding.sentence: finding.hint for finding in to_look_at(ben, folder)}

        assert "it may be left of what was taken back" in said[UNKNOWN]
        there.unlink()
        assert UNKNOWN not in {finding.sentence for finding in to_look_at(ben, folder)}


def test_a_picture_that_was_taken_back_and_lies_there_still_goes_with_a_sync(store: Store, folder: Path):
    (there,) = folder.glob("files/*/*")
    consent.withdraw(store, store.find(Interview)[0], on=DAY)

    said = {finding.sentence: finding.hint for finding in to_look_at(store, folder)}
    sync(store, folder)

    words = "1 file that went with an interview that was taken back still lies in the folder: "
    assert said[words + NAME] == "Sync, and it is removed."
    assert not there.exists()
    assert not any(NAME in finding.sentence for finding in to_look_at(store, folder))


def test_a_picture_that_was_deleted_still_belongs_to_its_record(store: Store, folder: Path):
    """Who deleted it may want it back."""
    (attachment,) = store.find(Attachment)
    store.write("Remove a file", attachment.but(deleted=True))
    sync(store, folder)

    assert not to_look_at(store, folder)
    history.undo(store)
    assert store.attachments.take(NAME) == PICTURE


def test_what_only_a_newer_fieldkit_knows_the_record_of_belongs_to_it(store: Store, folder: Path):
    """It may keep other things than attachments among the files."""
    drawing = b"a map of the estate"
    sha256 = hashlib.sha256(drawing).hexdigest()
    Folder(folder).write_attachment(sha256, drawing)
    file = journal.read(parcels(folder)[0].read_bytes())
    (change,) = [change for change in file.changes if change.value == NAME]
    newer = replace(change, writer="wnewer000001", cell=Cell("map", "m1", change.cell.field), value=sha256)
    parcel = Parcel(0, newer.writer, "", "", "", "99.0", FORMAT + 1)
    content = journal.written(file.project, parcel, [newer])
    name = journal.name_of(content, journal.read(content).run)
    Folder(folder).write_parcel(f"{newer.writer}/{name}", content)
    sync(store, folder)

    assert [sha256 in finding.sentence for finding in to_look_at(store, folder)] == [False]


@pytest.mark.parametrize("place", ["holiday.jpg", f"{NAME[:2]}/{NAME} (1)", f"00/{NAME}", "2026/May/a.jpg"])
def test_what_fieldkit_did_not_put_there_is_told_of(store: Store, folder: Path, place: str):
    path = folder / "files" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PICTURE)

    (finding,) = to_look_at(store, folder)

    assert finding.sentence == f"Among the attachments lies 1 file that fieldkit did not put there: {place}"
    assert "everybody who shares the folder has it" in finding.hint


def test_links_and_what_is_hidden_are_none_of_ours(store: Store, folder: Path, tmp_path: Path):
    (folder / "files" / ".DS_Store").write_bytes(b"a Mac was here")
    (folder / "files" / "elsewhere").symlink_to(tmp_path)

    assert not to_look_at(store, folder)
