"""What is too long, comes too early or is too new neither stops a sync nor gets lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.domain import Group, Interview, Note
from fieldkit.domain.change import MOST_BYTES, Cell, Change, Op, Value
from fieldkit.domain.consent import Scope
from fieldkit.errors import FieldkitError
from fieldkit.store import Parcel, Store
from fieldkit.sync import journal, sync
from tests.making import a_group, an_interview, the_note
from tests.sync.conftest import parcels

STAMP = "20260921T141236705Z-0000"


@pytest.mark.parametrize("letter", ["a", "é", "水"])
def test_a_value_longer_than_a_cell_may_be_is_refused_with_what_to_do(letter: str, store: Store):
    interview = an_interview(store, note="Kept")
    note = the_note(store, interview)
    fits = MOST_BYTES // len(letter.encode())

    with pytest.raises(FieldkitError, match=r"longer than 8 MiB.*safe") as refused:
        store.write("Write", note.but(text=letter * (fits + 1)))

    assert "as a file" in refused.value.hint
    assert the_note(store, interview).text == "Kept"
    store.write("Write", note.but(text=letter * fits))
    assert the_note(store, interview).text == letter * fits


def test_a_file_with_a_cell_that_is_too_long_is_named_and_stops_nothing_else(
    store: Store, other: Store, folder: Path
):
    name = "0000001-0000001-0123456789abcdef.csv"
    huge = Change(
        "whostile", 1, "aaaaaa", STAMP, 1, Cell("group", "g9", "name"), Op.SET, "x" * (MOST_BYTES + 1)
    )
    path = folder / "journal" / "whostile" / name
    path.parent.mkdir()
    path.write_bytes(journal.written(store.project_id, Parcel(1, "whostile", "n", "", "", "0", 1), [huge]))
    a_group(store)
    sync(store, folder)

    outcome = sync(other, folder)

    (waiting,) = outcome.waiting
    assert name in waiting
    assert "line 3: a cell is longer than 8 MiB" in waiting
    assert len(other.find(Group)) == 1
    assert path.exists()


def test_what_comes_before_the_interview_it_belongs_to_waits_and_is_counted(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    group = a_group(store)
    sync(store, folder)
    sync(other, folder)
    before = set(parcels(folder))
    interview = an_interview(store, Scope.HOLD, Scope.TEAM, group=group)
    sync(store, folder)
    first = set(parcels(folder)) - before
    store.write("Write", Note(interview_id=interview.id, text="Came first"))
    sync(store, folder)
    late = [Path(shutil.move(path, tmp_path / path.name)) for path in first]

    outcome = sync(other, folder)
    assert outcome.orphans == 1
    assert "1 thing waits for the interview" in " ".join(outcome.in_words())
    assert other.find(Interview) == []

    for path in late:
        shutil.copy(path, folder / "journal" / store.writer / path.name)
    outcome = sync(other, folder)
    assert outcome.orphans == 0
    assert [note.interview_id for note in other.find(Note, text="Came first")] == [interview.id]


def test_an_interview_whose_group_has_not_come_yet_waits_for_it(store: Store):
    store.apply([Change("w1", 1, "aaaaaa", STAMP, 1, Cell("interview", "i9", "group_id"), Op.SET, "g9")])
    assert store.orphans() == 1

    store.apply([Change("w1", 2, "aaaaaa", STAMP, 2, Cell("group", "g9", "name"), Op.SET, "Tots")])
    assert store.orphans() == 0


def test_answers_that_come_before_their_questionnaire_wait_for_it(store: Store):
    store.apply([Change("w1", 1, "aaaaaa", STAMP, 1, Cell("answer", "u9", "/visit/water"), Op.SET, "well")])
    assert store.orphans() == 1


def test_a_field_that_another_kind_has_counts_as_unknown_where_it_is_new(
    store: Store, other: Store, folder: Path
):
    group = a_group(store)
    store.write_cells(
        "From the future", {Cell("group", group.id, "quote"): Value("s", "We meet on Tuesdays")}
    )
    sync(store, folder)

    assert sync(other, folder).unknown == 1
    other.rebuild()
    assert other.unknown() == 1


def test_what_came_before_unknown_things_were_noted_is_counted_too(store: Store):
    group = a_group(store)
    store.write_cells("From the future", {Cell("group", group.id, "colour"): Value("s", "blue")})
    assert store.path
    store.close()
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("DELETE FROM meta WHERE name = 'unknown'")

    with Store.open(store.path) as opened:
        opened.write_cells("From the future", {Cell("orchard", "o1", "trees"): Value("s", "12")})
        assert opened.unknown() == 2
