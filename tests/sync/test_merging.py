"""Files that come by mail are looked at, merged as one step, and taken out again by undo."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from fieldkit.domain import Group, Interview, Note, Person, Withdrawal
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, history, interviews, people
from fieldkit.errors import FolderError
from fieldkit.store import Store
from fieldkit.sync import look, merge, sync
from fieldkit.sync.patience import StoppedError
from tests.making import DAY, a_group, an_interview


@pytest.fixture(autouse=True)
def ben(other: Store) -> None:
    """Let Ben sit at the other laptop."""
    people.sit_down(other, people.add_person(other, "Ben"))


def mailed(other: Store, folder: Path, tmp_path: Path) -> list[Path]:
    """Sync the other laptop, and return the files it sent as they come by mail, the folder's own taken away."""
    before = {path.name for path in folder.rglob("*.csv")}
    sync(other, folder)
    post = tmp_path / "post"
    post.mkdir(exist_ok=True)
    new = [path for path in folder.rglob("*.csv") if path.name not in before and path.name != "head.csv"]
    return [Path(shutil.move(path, post / path.name)) for path in new]


def test_a_look_says_what_is_new_and_by_whom_and_changes_nothing(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    a_group(other, "Shed Three")
    files = mailed(other, folder, tmp_path)
    before = store.changes()

    (brought,) = look(store, files)

    assert (brought.person, brought.trouble) == ("Ben", "")
    assert brought.new > 0
    assert (brought.changed, brought.conflicting, brought.refused) == (0, 0, 0)
    assert store.changes() == before


def test_what_was_written_apart_is_counted_as_a_conflict_and_kept(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    group = a_group(store, "Tuesday Tots")
    sync(store, folder)
    sync(other, folder)
    people.save_group(other, group.but(place="Ely"))
    files = mailed(other, folder, tmp_path)
    people.save_group(store, group.but(place="Diss"))

    counted = sum(one.conflicting for one in look(store, files))
    merge(store, files)

    assert counted == len(store.conflicts()) == 1


def test_merging_twice_brings_nothing_new(store: Store, other: Store, folder: Path, tmp_path: Path):
    a_group(other, "Shed Three")
    files = mailed(other, folder, tmp_path)

    first, second = merge(store, files).changes, merge(store, files).changes

    assert first > 0
    assert second == 0
    assert all(one.new == one.changed == one.conflicting == 0 for one in look(store, files))


def test_undo_takes_a_merge_out_and_merging_again_brings_it_back(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    mine = a_group(store, "Tuesday Tots")
    theirs = a_group(other, "Shed Three")
    files = mailed(other, folder, tmp_path)
    merge(store, files)
    assert {group.name for group in store.find(Group)} == {mine.name, theirs.name}

    history.undo(store)
    alone = store.find(Group)
    merge(store, files)

    assert alone == [mine]
    assert {group.name for group in store.find(Group)} == {mine.name, theirs.name}


def test_what_an_undo_took_out_comes_again_where_the_folder_has_it_too(
    store: Store, other: Store, folder: Path
):
    a_group(other, "Shed Three")
    sync(other, folder)
    merge(store, [folder / "journal" / other.writer])
    sync(store, folder)

    history.undo(store)
    undone = store.find(Group)
    sync(store, folder)

    assert undone == []
    assert [group.name for group in store.find(Group)] == ["Shed Three"]


def test_undo_of_a_merge_keeps_what_was_written_since_and_is_no_deletion_for_others(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    theirs = a_group(other, "Shed Three")
    files = mailed(other, folder, tmp_path)
    merge(store, files)
    later = a_group(store, "Tuesday Tots")
    assert history.undo(store)  # the group

    history.undo(store)  # the merge
    history.redo(store)  # the group
    sync(store, folder)
    sync(other, folder)

    assert {group.id for group in other.find(Group)} == {theirs.id, later.id}


def test_an_interview_taken_back_does_not_come_in_again_by_mail(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(other, Scope.HOLD, Scope.TEAM, note="They have no lock on the door.")
    files = mailed(other, folder, tmp_path)
    merge(store, files)
    consent.withdraw(store, interview, on=DAY)

    refused = sum(one.refused for one in look(store, files))
    merge(store, files)

    assert refused > 0
    assert store.find(Note) == []


def test_an_archive_and_a_folder_hold_the_same_files(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    a_group(other, "Shed Three")
    files = mailed(other, folder, tmp_path)
    archive = Path(shutil.make_archive(str(tmp_path / "post"), "zip", tmp_path / "post"))

    assert look(store, [archive]) == look(store, [tmp_path / "post"]) == look(store, files)


def test_a_cut_file_and_one_of_another_project_say_why_they_stay_out(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    a_group(other, "Shed Three")
    (file,) = mailed(other, folder, tmp_path)
    file.write_bytes(file.read_bytes()[:-90])
    with Store.create(tmp_path / "strange.fieldkit", "Another") as strange:
        (tmp_path / "elsewhere").mkdir()
        sync(strange, tmp_path / "elsewhere")

    trouble = {one.file: one.trouble for one in look(store, [file, tmp_path / "elsewhere"])}

    assert "line" in trouble.pop(file.name)
    (foreign,) = trouble.values()
    assert "another project" in foreign
    assert merge(store, [file, tmp_path / "elsewhere"]).changes == 0


def test_a_file_that_is_not_there_is_said_in_a_sentence(store: Store, tmp_path: Path):
    with pytest.raises(FolderError, match=r"gone\.csv"):
        look(store, [tmp_path / "gone.csv"])


def photographed(other: Store, tmp_path: Path) -> tuple[str, bytes]:
    """Return the hash and the bytes of a photo that is attached to an interview the team may have."""
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG " * 400)
    interview = an_interview(other, Scope.HOLD, Scope.TEAM)
    return interviews.attach(other, interview, photo).sha256, photo.read_bytes()


@pytest.mark.parametrize("archived", [False, True], ids=["folder", "archive"])
def test_photos_come_by_mail_with_what_they_belong_to(
    store: Store, other: Store, folder: Path, tmp_path: Path, archived: bool
):
    sha256, content = photographed(other, tmp_path)
    sync(other, folder)
    mail = Path(shutil.make_archive(str(tmp_path / "mail"), "zip", folder)) if archived else folder

    merged = merge(store, [mail])

    assert merged.attachments == 1
    assert merged.in_words().endswith("1 attachment came with it.")
    assert store.attachments.take(sha256) == content


def test_a_photo_that_comes_by_a_later_mail_is_looked_at_and_taken_in(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    sha256, content = photographed(other, tmp_path)
    files = mailed(other, folder, tmp_path)
    photo = folder / "files" / sha256[:2] / sha256
    merge(store, files)

    (brought,) = look(store, [photo])
    merged = merge(store, [photo])

    assert (brought.file, brought.new) == ("whiteboard.png", 1)
    assert (merged.changes, merged.attachments) == (0, 1)
    assert store.attachments.take(sha256) == content
    assert look(store, [photo]) == []


def test_a_photo_that_was_damaged_in_the_mail_is_still_awaited(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    sha256, content = photographed(other, tmp_path)
    sync(other, folder)
    (folder / "files" / sha256[:2] / sha256).write_bytes(content[:-1])

    assert merge(store, [folder]).attachments == 0
    assert store.attachments.missing() == [sha256]


def test_what_needs_a_look_comes_first(store: Store, other: Store, folder: Path, tmp_path: Path):
    a_group(other, "Shed Three")
    files = mailed(other, folder, tmp_path)
    merge(store, files)
    a_group(other, "Tuesday Tots")
    files += mailed(other, folder, tmp_path)
    (damaged := tmp_path / "post" / "zz.csv").write_bytes(files[0].read_bytes()[:-90])

    first, *others = look(store, [*files, damaged])

    assert first.trouble
    assert [one.brings > 0 for one in others] == [True] + [False] * (len(others) - 1)


@pytest.mark.parametrize("locked", [True, False], ids=["with a password", "packed in a way nobody knows"])
def test_an_archive_that_cannot_be_unpacked_is_said_to_be_one(
    store: Store, other: Store, folder: Path, tmp_path: Path, locked: bool
):
    a_group(other, "Shed Three")
    archive = tmp_path / "post.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in mailed(other, folder, tmp_path):
            packed.write(file, file.name)
    content = bytearray(archive.read_bytes())
    # Where each entry says how it is packed. Source: PKWARE's APPNOTE, 4.3.7 and 4.3.12.
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        content[at + flags if locked else at + flags + 2] = 1 if locked else 9
    archive.write_bytes(content)

    for deed in (look, merge):
        with pytest.raises(FolderError, match=r"post\.zip cannot be unpacked") as refused:
            deed(store, [archive])
        assert "Unpack it with another program" in refused.value.hint
    assert store.find(Group) == []


@pytest.mark.parametrize("asked", [1, 2, 3, 40])
def test_who_stops_a_merge_changes_nothing(
    store: Store, other: Store, folder: Path, tmp_path: Path, asked: int
):
    other.write("Write", *(Person(name=f"Person {number}") for number in range(2_000)))
    files = mailed(other, folder, tmp_path)
    before = store.changes()
    times = iter(range(asked))

    with pytest.raises(StoppedError):
        merge(store, files, stopped=lambda: next(times, None) is None)

    assert store.changes() == before
    assert merge(store, files).changes > 0


@pytest.mark.parametrize("redacted", [False, True], ids=["the order", "a file without the words"])
def test_a_look_says_which_interviews_go_for_ever_and_undo_leaves_the_fact(
    store: Store, other: Store, folder: Path, tmp_path: Path, redacted: bool
):
    interview = an_interview(other, Scope.HOLD, Scope.TEAM, note="what they said")
    for laptop in (other, store):
        sync(laptop, folder)
    consent.withdraw(other, interview, on=DAY)
    files = mailed(other, folder, tmp_path)
    files = [file for file in files if (b",e," not in file.read_bytes()) == redacted]

    brought = look(store, files)
    merge(store, files)
    history.undo(store)

    assert sum(one.brings > 0 for one in brought) == 1
    assert (
        brought[0]
        .in_words()
        .endswith("1 interview here is erased for ever, because its people took it back.")
    )
    assert store.find(Interview) == store.find(Note) == []
    assert len(store.find(Withdrawal)) == (0 if redacted else 1)
