"""Laptops that share nothing but a folder: what one writes the other sees."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from fieldkit.domain import Attachment, Group, Interview
from fieldkit.domain.change import Value
from fieldkit.edits import history, interviews
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import a_group, an_interview, the_note
from tests.sync.conftest import EVERYTHING


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


def test_an_attachment_that_was_zeroed_is_not_taken_and_whoever_has_it_is_asked_to_write_it_again(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG " * 400)
    attachment = interviews.attach(store, an_interview(store, *EVERYTHING), photo)
    sync(store, folder)
    carried = folder / "files" / attachment.sha256[:2] / attachment.sha256
    carried.write_bytes(bytes(attachment.size))

    assert sync(other, folder).awaited == 1
    assert other.attachments.take(attachment.sha256) is None
    sync(store, folder)
    assert carried.read_bytes() == photo.read_bytes()
    assert sync(other, folder).awaited == 0
    assert "lacks" not in "".join(head.read_text() for head in folder.glob("journal/*/head.csv"))


def test_an_attachment_that_may_not_travel_is_asked_for_by_nobody(store: Store, folder: Path, tmp_path: Path):
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG " * 400)
    attachment = interviews.attach(store, an_interview(store), photo)
    a_group(store)
    assert store.path
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("DELETE FROM blob")

    assert sync(store, folder).awaited == 1
    assert attachment.sha256 not in "".join(path.read_text() for path in folder.rglob("*.csv"))


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
