"""What people took back is gone from every laptop and the folder, and no old file brings it back."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieldkit.domain import Attachment, Interview, Note, Withdrawal
from fieldkit.edits import consent, interviews
from fieldkit.store import Store, backups
from fieldkit.sync import join, sync
from tests.making import DAY, an_interview, the_note
from tests.sync.conftest import EVERYTHING, holds, parcels


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


def test_copies_of_a_photo_that_a_cloud_made_go_with_it(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"CANARY in a photo")
    interview = an_interview(store, *EVERYTHING)
    attached = interviews.attach(store, interview, photo)
    photo.unlink()
    sync(store, folder)
    there = folder / "files" / attached.sha256[:2] / attached.sha256
    for mark in (" (1)", ".sync-conflict-20261122-204751-HYAOQAD", " (Ana's conflicted copy)"):
        there.with_name(f"{there.name}{mark}").write_bytes(there.read_bytes()[:-1])

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    sync(store, folder)

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


def test_a_mangled_file_with_erased_words_goes_whoever_mangled_it(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, *EVERYTHING, note="CANARY " * 30)
    sync(store, folder)
    sync(other, folder)
    (whole,) = holds(folder, "CANARY")
    cut = whole.read_bytes()[:-40]

    consent.withdraw(store, interview, on=DAY)
    sync(store, folder)
    whole.write_bytes(cut)
    whole.with_name("cut before anybody could read it.csv").write_bytes(cut)
    for laptop in (other, store, other, store):
        sync(laptop, folder)

    assert not holds(tmp_path, "CANARY")
    assert len(other.find(Withdrawal)) == 1


def test_a_file_that_is_still_coming_is_left_to_come_though_it_holds_erased_words(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, *EVERYTHING, note="CANARY " * 30)
    sync(store, folder)
    sync(other, folder)
    consent.withdraw(store, interview, on=DAY)
    sync(store, folder)
    an_interview(other, *EVERYTHING, note="said later")
    interviews.write_note(other, the_note(other, interview), "CANARY, edited apart")
    sync(other, folder)
    (theirs,) = (path for path in parcels(folder) if path.parent.name == other.writer)
    content = theirs.read_bytes()

    for arrived in (40, 20, 0):
        theirs.write_bytes(content[: len(content) - arrived])
        sync(store, folder)

    assert [note.text for note in store.find(Note)] == ["said later"]
    assert not holds(folder, "CANARY")


def test_a_mangled_file_that_went_goes_at_once_when_it_comes_back(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, *EVERYTHING, note="CANARY " * 30)
    sync(store, folder)
    (whole,) = holds(folder, "CANARY")
    cut = whole.read_bytes()[:-40]
    consent.withdraw(store, interview, on=DAY)
    for _each in range(2):
        sync(store, folder)
        whole.write_bytes(cut)
    assert sync(store, folder).erased == 1
    whole.write_bytes(cut)

    assert sync(store, folder).erased == 1

    assert not holds(folder, "CANARY")


def test_a_file_that_was_mangled_after_it_was_read_is_told_of_though_other_words_were_erased_since(
    store: Store, other: Store, folder: Path
):
    an_interview(store, *EVERYTHING, note="said and kept")
    sync(store, folder)
    sync(other, folder)
    whole = max(
        (path for path in parcels(folder) if path.parent.name == store.writer), key=lambda path: path.name
    )
    whole.write_bytes(whole.read_bytes()[:-40])
    consent.withdraw(other, an_interview(other, *EVERYTHING, note="CANARY"), on=DAY)

    told = [sync(other, folder).waiting for _each in range(3)]

    assert all(len(lines) == 1 and whole.name in lines[0] for lines in told)


def test_a_mangled_file_without_erased_words_stays_until_it_is_whole(
    store: Store, other: Store, folder: Path
):
    consent.withdraw(store, an_interview(store, *EVERYTHING), on=DAY)
    sync(store, folder)
    an_interview(other, *EVERYTHING, note="said later")
    sync(other, folder)
    (theirs,) = (path for path in parcels(folder) if path.parent.name == other.writer)
    content = theirs.read_bytes()
    theirs.write_bytes(content[:-40])

    sync(store, folder)
    assert theirs.read_bytes() == content[:-40]
    theirs.write_bytes(content)
    sync(store, folder)

    assert [note.text for note in store.find(Note)] == ["said later"]
