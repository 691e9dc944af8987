"""Whoever can write into the shared folder can write into the project, and nowhere else on a laptop."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Group, Interview, Note
from fieldkit.domain.change import Cell, Change, Op, Value
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import journal, sync
from tests.making import DAY, a_group, an_interview
from tests.sync.conftest import parcels


def sent_by(writer: str, store: Store, folder: Path, cell: Cell, value: str) -> Path:
    """Put a file of one change into a shared folder, as another program might."""
    change = Change(writer, 1, "aaaaaa", "20260914T100000000Z-0000", 1, cell, Op.SET, value)
    content = journal.written(store.project_id, Parcel(1, writer, "n", "", "", "9", FORMAT), [change])
    path = folder / "journal" / "whostile0000" / "0000001-0000001-0123456789abcdef.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_hostile_name_of_a_field_is_text_and_nothing_else(store: Store, other: Store, folder: Path):
    group = a_group(store)
    store.write_cells("Attack", {Cell("group", group.id, 'name"; DROP TABLE note; --'): Value("s", "x")})

    sync(store, folder)
    sync(other, folder)

    assert other.get(Group, group.id) == store.get(Group, group.id)
    assert other.find(Note) == []


def test_an_attachment_whose_hash_is_a_path_removes_no_file_of_the_laptop(
    store: Store, folder: Path, tmp_path: Path
):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    (folder / "files").mkdir()
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    store.write("Attack", Attachment(interview_id=interview.id, sha256="../mine.txt", size=4))
    sync(store, folder)

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    sync(store, folder)

    assert mine.read_text() == "mine"


@pytest.mark.parametrize("writer", ["../../out", "..", "a/b", "C:", "w\\x", "W1", ""])
def test_a_laptop_whose_name_is_a_path_is_not_taken_in(
    writer: str, store: Store, folder: Path, tmp_path: Path
):
    sync(store, folder)
    sent_by(writer, store, folder, Cell("group", "g1", "name"), "Attack")
    before = {path for path in tmp_path.rglob("*") if folder not in path.parents}

    outcome = sync(store, folder, fresh=True)

    assert store.find(Group) == []
    assert len(outcome.waiting) == 1
    assert {path for path in tmp_path.rglob("*") if folder not in path.parents} == before


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
@pytest.mark.parametrize("whole_folder", [False, True])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    whole_folder: bool, store: Store, other: Store, folder: Path, tmp_path: Path
):
    a_group(store)
    sync(store, folder)
    path = parcels(folder)[-1]
    path = path.parent if whole_folder else path
    outside = tmp_path / "outside"
    shutil.move(path, outside)
    path.symlink_to(outside)

    assert sync(other, folder).received == 0


@pytest.mark.parametrize("name", ["0000001-0000001-0123456789abcdef.csv", "head.csv"])
def test_a_folder_that_is_called_as_a_file_would_be_stops_nobody(
    name: str, store: Store, other: Store, folder: Path
):
    a_group(store)
    sync(store, folder)
    (folder / "journal" / "whostile0000" / name).mkdir(parents=True)

    outcomes = [sync(laptop, folder) for laptop in (other, store)]

    assert [outcome.waiting for outcome in outcomes] == [[], []]
    assert other.find(Group) == store.find(Group) != []
