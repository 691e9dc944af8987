"""Laptops that share nothing but a folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Consent, Group, Interview, Note, Withdrawal
from fieldkit.domain.change import Value
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Status
from fieldkit.edits import consent, history, interviews
from fieldkit.errors import FolderError
from fieldkit.store import Laptop, Store, backups
from fieldkit.sync import join, sync
from fieldkit.sync.folder import Folder
from tests.making import DAY, a_group, agree, an_interview, the_note
from tests.sync.conftest import parcels

EVERYTHING = (Scope.HOLD, Scope.TEAM)


def holds(folder: Path, words: str) -> list[Path]:
    """Return the files below a folder whose bytes hold these words."""
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


# There and back


def test_what_one_laptop_wrote_the_other_sees(store: Store, other: Store, folder: Path):
    group = a_group(store, "Tuesday Tots")
    interview = an_interview(store, *EVERYTHING, group=group, note="They meet in the “small” hall.")

    sent = sync(store, folder)
    received = sync(other, folder)

    assert sent.sent == received.received > 0
    assert other.project == store.project
    assert other.find(Group) == [group]
    assert other.get(Interview, interview.id) == store.get(Interview, interview.id)
    assert the_note(other, interview) == the_note(store, interview)


def test_a_second_sync_with_nothing_new_does_nothing(store: Store, other: Store, folder: Path):
    a_group(store)
    sync(store, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    again = sync(store, folder)

    assert (again.sent, again.received) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_a_conflict_is_shown_on_both_sides_and_settled_on_both(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING)
    sync(store, folder)
    sync(other, folder)
    interviews.write_note(store, the_note(store, interview), "Twelve families.")
    interviews.write_note(other, the_note(other, interview), "A dozen or so families.")
    for laptop in (store, other, store):
        outcome = sync(laptop, folder)
    assert outcome.conflicts == 1

    (conflict,) = other.conflicts()
    history.settle(other, {conflict.cell: Value("s", "About twelve families.")})
    sync(other, folder)

    assert sync(store, folder).conflicts == 0
    assert the_note(store, interview).text == the_note(other, interview).text == "About twelve families."


def test_attachments_travel_with_their_interview(store: Store, other: Store, folder: Path, tmp_path: Path):
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG " * 400)
    attachment = interviews.attach(store, an_interview(store, *EVERYTHING), photo)

    sync(store, folder)
    outcome = sync(other, folder)

    assert outcome.awaited == 0
    assert other.attachments.take(attachment.sha256) == photo.read_bytes()


def test_an_attachment_that_arrives_later_than_its_record_is_awaited(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG " * 400)
    attachment = interviews.attach(store, an_interview(store, *EVERYTHING), photo)
    sync(store, folder)
    carried = folder / "files" / attachment.sha256[:2] / attachment.sha256
    whole = carried.read_bytes()

    carried.write_bytes(whole[:100])
    assert sync(other, folder).awaited == 1
    carried.write_bytes(whole)

    assert sync(other, folder).awaited == 0
    assert [found.size for found in other.find(Attachment)] == [len(whole)]


# Consent


def test_without_consent_nothing_of_an_interview_leaves(store: Store, other: Store, folder: Path):
    an_interview(store, note="CANARY")

    outcome = sync(store, folder)
    sync(other, folder)

    assert outcome.held_back == 1
    assert other.find(Interview) == other.find(Consent) == []
    assert not holds(folder, "CANARY")


def test_without_consent_for_the_team_only_id_status_and_consent_travel(
    store: Store, other: Store, folder: Path
):
    group = a_group(store)
    interview = an_interview(store, Scope.HOLD, Scope.QUOTE_PUBLIC, group=group, note="CANARY")
    agree(store, interview, [Scope.TEAM], Answer.NO)
    interviews.complete(store, store.get(Interview, interview.id))

    sync(store, folder)
    sync(other, folder)

    assert other.find(Interview) == [Interview(id=interview.id, status=Status.COMPLETE)]
    assert len(other.find(Consent)) == 3
    assert other.find(Note) == []
    assert not holds(folder, "CANARY")


def test_a_refusal_travels_as_a_bare_fact(store: Store, other: Store, folder: Path):
    interview = an_interview(store, note="CANARY")
    consent.refuse(store, interview, on=DAY)

    sync(store, folder)
    sync(other, folder)

    assert other.find(Interview) == [Interview(id=interview.id, status=Status.DECLINED)]
    assert not holds(folder, "CANARY")


def test_once_people_agree_all_that_waited_travels(store: Store, other: Store, folder: Path):
    interview = an_interview(store, note="It waited.")
    sync(store, folder)

    agree(store, interview, EVERYTHING)
    outcome = sync(store, folder)
    sync(other, folder)

    assert outcome.held_back == 0
    assert the_note(other, interview).text == "It waited."


def test_what_was_taken_out_again_before_a_sync_never_leaves(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note="first")
    sync(store, folder)
    for number in range(3):
        store.write("An earlier wording", the_note(store, interview).but(text=f"CANARY {number}"))
    store.write("The wording", the_note(store, interview).but(text="last"))

    sync(store, folder)
    sync(other, folder)

    assert the_note(other, interview).text == "last"
    assert not holds(folder, "CANARY")
    assert store.conflicts() == other.conflicts() == []
    assert history.undo(store) == "The wording"
    assert the_note(store, interview).text == "CANARY 2"


def test_wordings_that_stayed_here_invent_and_hide_no_conflict(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note="first")
    for laptop in (store, other):
        sync(laptop, folder)
    other.write("Apart", the_note(other, interview).but(text="theirs"))
    sync(other, folder)
    store.write("Apart", the_note(store, interview).but(text="CANARY"))
    store.write("Apart again", the_note(store, interview).but(text="ours"))

    for laptop in (store, other, store):
        sync(laptop, folder)

    for laptop in (store, other):
        (conflict,) = laptop.conflicts()
        assert {head.value for head in conflict.heads} == {"theirs", "ours"}
        laptop.rebuild()
        assert laptop.conflicts() == [conflict]


def test_a_record_that_was_deleted_before_a_sync_leaves_only_once_it_is_restored(
    store: Store, other: Store, folder: Path
):
    group = a_group(store, "CANARY")
    store.write("Delete", group.but(deleted=True))
    sync(store, folder)
    assert not holds(folder, "CANARY")

    history.undo(store)
    sync(store, folder)
    sync(other, folder)

    assert other.find(Group) == [group]


# Erasure


def test_a_withdrawn_interview_vanishes_from_every_laptop_and_the_folder(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"CANARY in a photo")
    interview = an_interview(store, *EVERYTHING, note="CANARY " * 30)
    interviews.attach(store, interview, photo)
    photo.unlink()
    sync(store, folder)
    sync(other, folder)
    interviews.add_note(other, interview, "CANARY of the other laptop, not sent yet")

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    for laptop in (store, other, store, other):
        sync(laptop, folder)

    for laptop in (store, other):
        assert laptop.find(Interview) == laptop.find(Note) == laptop.find(Attachment) == []
        assert len(laptop.find(Withdrawal)) == 1
    assert not holds(tmp_path, "CANARY")


def test_after_a_withdrawal_no_byte_of_it_is_left_on_three_laptops_and_in_the_folder(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    canary = "CANARY-0123456789-abcdefghij-0123456789!"
    with join(folder, tmp_path / "third laptop" / "project.fieldkit") as third:
        laptops = (store, other, third)
        photo = tmp_path / "photo.png"
        photo.write_bytes(canary.encode())
        interview = an_interview(store, *EVERYTHING, note=canary)
        interviews.attach(store, interview, photo)
        photo.unlink()
        for laptop in (*laptops, *laptops):
            sync(laptop, folder)
            interviews.add_note(laptop, interview, f"{laptop.writer} {canary}")
        stick = tmp_path.parent / f"{tmp_path.name} stick"
        shutil.copytree(folder, stick)
        for laptop in laptops:
            assert laptop.path
            backups.keep_daily(laptop.path, DAY)
        assert len(holds(tmp_path, canary)) > 9

        consent.withdraw(other, other.get(Interview, interview.id), on=DAY)
        for laptop in (*laptops, *laptops):
            sync(laptop, folder)
        shutil.copytree(stick, folder, dirs_exist_ok=True)
        for laptop in laptops:
            sync(laptop, folder)

        assert not holds(tmp_path, canary)
        assert not any(laptop.find(Note) or laptop.find(Attachment) for laptop in laptops)
        assert all(len(backups.kept(laptop.path)) == 1 for laptop in laptops if laptop.path)


def test_a_stick_with_old_files_cannot_bring_it_back(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, *EVERYTHING, note="CANARY")
    sync(store, folder)
    stick = tmp_path / "stick"
    shutil.copytree(folder, stick)
    consent.withdraw(store, interview, on=DAY)
    sync(store, folder)
    sync(other, folder)

    for laptop in (store, other, store):
        shutil.copytree(stick, folder, dirs_exist_ok=True)
        outcome = sync(laptop, folder)

        assert outcome.erased > 0
        assert laptop.find(Note) == []
        assert not holds(folder, "CANARY")


def test_a_laptop_that_was_away_writes_no_erased_word_back(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note="CANARY")
    sync(store, folder)
    sync(other, folder)
    interviews.write_note(other, the_note(other, interview), "CANARY, edited apart")
    sync(other, folder)

    consent.withdraw(store, interview, on=DAY)
    for laptop in (store, other, store):
        sync(laptop, folder)

    assert not holds(folder, "CANARY")
    assert other.conflicts() == []


# Files as clouds and sticks leave them


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
    monkeypatch.setattr(
        Folder, "read_parcel", lambda self, name: read.append(name) or read_parcel(self, name)
    )

    sync(other, folder)
    sync(store, folder)
    assert read == []
    (touched, *_rest) = parcels(folder)
    os.utime(touched, ns=(1, 1))
    sync(other, folder)

    assert [Path(name).name for name in read] == [touched.name]


# Folders


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
    store: Store, folder: Path, tmp_path: Path
):
    sync(store, folder)
    (folder / "journal" / "wx" / "unreadable.csv").mkdir(parents=True)

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


# Disks


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

    with pytest.raises(FolderError, match="does not let us write") as refused:
        sync(store, read_only)

    assert refused.value.hint
    assert len(store.find(Group)) == 1


# Laptops


def test_a_restored_backup_gets_its_later_work_back_from_the_folder(
    store: Store, folder: Path, tmp_path: Path
):
    assert store.path
    path, backup = store.path, tmp_path / "backup"
    a_group(store, "Before the backup")
    sync(store, folder)
    store.close()
    shutil.copy(path, backup)
    with Store.open(path) as later:
        a_group(later, "After the backup")
        sync(later, folder)

    shutil.copy(backup, path)
    with Store.open(path) as restored:
        sync(restored, folder)
        a_group(restored, "After the restoring")
        sync(restored, folder)

        with join(folder, tmp_path / "other" / "p.fieldkit") as joined:
            names = {group.name for group in joined.find(Group)}
            assert names == {"Before the backup", "After the backup", "After the restoring"}
            assert {group.name for group in restored.find(Group)} == names


def test_two_clones_of_one_laptop_lose_nothing(store: Store, folder: Path, tmp_path: Path):
    assert store.path
    sync(store, folder)
    store.close()
    shutil.copy(store.path, tmp_path / "clone.fieldkit")

    with Store.open(store.path) as one, Store.open(tmp_path / "clone.fieldkit") as clone:
        a_group(one, "From the one")
        a_group(clone, "From the clone")
        for laptop in (one, clone, one, clone, one):
            sync(laptop, folder)

        assert (
            {g.name for g in one.find(Group)}
            == {g.name for g in clone.find(Group)}
            == {"From the one", "From the clone"}
        )
        assert one.writer != clone.writer


def test_what_a_copied_project_had_not_sent_goes_out_under_its_old_name(
    store: Store, folder: Path, tmp_path: Path
):
    assert store.path
    sync(store, folder)
    a_group(store, "Not sent yet")
    store.close()
    copy = tmp_path / "another laptop.fieldkit"
    shutil.copy(store.path, copy)

    with Store.open(copy, laptop=Laptop(tmp_path / "memory", "another machine")) as brought:
        a_group(brought, "Written there")
        outcome = sync(brought, folder)
        again = sync(brought, folder)

    assert "brought from another laptop" in "\n".join(outcome.in_words())
    assert "brought" not in "\n".join(again.in_words())
    with join(folder, tmp_path / "reader" / "p.fieldkit") as reader:
        writers = {change.value: change.writer for change in reader.changes() if change.cell.field == "name"}
        assert writers["Not sent yet"] == store.writer
        assert writers["Written there"] == brought.writer != store.writer


def test_a_backup_in_the_midst_of_typing_hides_none_of_the_words(store: Store, folder: Path, tmp_path: Path):
    assert store.path
    group = a_group(store, "Tots")
    sync(store, folder)
    store.write("Write", group.but(place="Nor"), typing=True)
    with closing(sqlite3.connect(store.path)) as source, closing(sqlite3.connect(tmp_path / "b")) as backup:
        source.backup(backup)
    store.write("Write", group.but(place="Norwich"), typing=True)
    sync(store, folder)
    store.close()

    shutil.copy(tmp_path / "b", store.path)
    with Store.open(store.path) as restored, join(folder, tmp_path / "other" / "p.fieldkit") as other:
        for laptop in (restored, other, restored):
            sync(laptop, folder)
        for laptop in (restored, other):
            assert laptop.get(Group, group.id).place == "Norwich"
            assert [len(conflict.heads) for conflict in laptop.conflicts()] == [2]


def test_what_a_power_cut_left_half_written_is_swept(store: Store, folder: Path):
    sync(store, folder)
    own = folder / "journal" / store.writer / ".fk-0123456789ab.tmp"
    being_written, long_ago = folder / ".fk-0123456789ab.tmp", folder / ".fk-ba9876543210.tmp"
    for path in (own, being_written, long_ago):
        path.write_text("half")
    os.utime(long_ago, (0, 0))

    sync(store, folder)

    assert [path.exists() for path in (own, being_written, long_ago)] == [False, True, False]


def test_what_was_taken_back_and_done_again_before_a_sync_travels_whole(
    store: Store, other: Store, folder: Path
):
    group = a_group(store, "Shed Three")
    history.undo(store)
    history.redo(store)

    sync(store, folder)
    sync(other, folder)

    assert other.get(Group, group.id) == store.get(Group, group.id)
