"""What folders, clocks, programs and people do to shared files, and what comes of it: nothing."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldkit.domain import Consent, Group, Interview, Note
from fieldkit.domain.change import Cell, Op, Value
from fieldkit.domain.consent import Scope
from fieldkit.edits import history, people
from fieldkit.store import Store
from fieldkit.sync import folder as folders
from fieldkit.sync import join, sync
from tests.making import Wall, a_group, agree, an_interview, the_note
from tests.sync.conftest import parcels


def test_a_file_that_comes_a_hundred_times_counts_once(store: Store, other: Store, folder: Path):
    a_group(store)
    sync(store, folder)
    for path in parcels(folder):
        for number in range(100):
            shutil.copy(path, path.with_name(f"{path.stem} ({number}).csv"))

    sync(other, folder)

    assert len(other.find(Group)) == 1
    assert len({change.id for change in other.changes()}) == len(other.changes())


def test_files_may_come_in_any_order(store: Store, folder: Path, tmp_path: Path):
    group = a_group(store)
    for place in ("Ely", "Diss", "Cromer"):
        people.save_group(store, store.get(Group, group.id).but(place=place))
        sync(store, folder)
    files = parcels(folder)
    late = tmp_path / "late"
    late.mkdir()
    held = [(path, Path(shutil.move(path, late / path.name))) for path in files[:-1]]
    with join(folder, tmp_path / "other.fieldkit") as other:
        for path, kept in reversed(held):
            shutil.copy(kept, path)
            sync(other, folder)

        assert other.get(Group, group.id).place == "Cromer"
        assert other.conflicts() == []


def test_a_clock_a_day_ahead_cannot_bury_what_others_wrote_having_seen_it(
    store: Store, folder: Path, tmp_path: Path
):
    group = a_group(store)
    sync(store, folder)
    ahead = Wall(datetime.now(UTC) + timedelta(days=1))
    with join(folder, tmp_path / "other.fieldkit") as joined:
        assert joined.path
    with Store.open(tmp_path / "other.fieldkit", now=ahead) as other:
        people.save_group(other, group.but(place="Ely"))
        sync(other, folder)
        sync(store, folder)
        people.save_group(store, store.get(Group, group.id).but(place="Diss"))
        sync(store, folder)
        sync(other, folder)

        assert other.get(Group, group.id).place == store.get(Group, group.id).place == "Diss"
        assert other.conflicts() == []


def test_the_laptop_whose_clock_is_ahead_is_named_and_no_other(store: Store, folder: Path, tmp_path: Path):
    sync(store, folder)
    with join(folder, tmp_path / "other.fieldkit") as joined:
        people.sit_down(joined, people.add_person(joined, "Bo"))
    with Store.open(tmp_path / "other.fieldkit", now=Wall(datetime.now(UTC) + timedelta(hours=30))) as other:
        a_group(other)
        sync(other, folder)
    sync(store, folder)
    a_group(store)

    (said,) = sync(store, folder).clocks

    assert "the laptop of Bo is ahead by 29 hours" in said


def test_a_laptop_whose_clock_was_set_back_is_told_so(tmp_path: Path):
    path = tmp_path / "old battery.fieldkit"
    with Store.create(path) as opened:
        a_group(opened)
    with Store.open(path, now=Wall(datetime(2010, 1, 1, tzinfo=UTC))) as opened:
        (said,) = opened.wrong_clocks()

    assert "1 January 2010" in said


def test_a_clock_set_back_by_years_keeps_the_order_of_work(store: Store, tmp_path: Path):
    wall = Wall()
    path = tmp_path / "old battery.fieldkit"
    with Store.create(path, now=wall) as opened:
        group = a_group(opened)
    wall.at = datetime(2010, 1, 1, tzinfo=UTC)

    with Store.open(path, now=wall) as opened:
        people.save_group(opened, group.but(place="Ely"))
        stamps = [change.stamp for change in opened.changes()]

        assert stamps == sorted(stamps)
        assert opened.get(Group, group.id).place == "Ely"


def test_the_same_value_written_apart_is_no_conflict(store: Store, other: Store, folder: Path):
    group = a_group(store)
    for laptop in (store, other, store):
        sync(laptop, folder)
    for laptop in (store, other):
        people.save_group(laptop, group.but(place="Ely"))
        sync(laptop, folder)
    sync(store, folder)

    assert store.conflicts() == other.conflicts() == []


def test_other_fields_of_one_record_written_apart_are_both_kept(store: Store, other: Store, folder: Path):
    group = a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    people.save_group(store, group.but(place="Ely"))
    people.save_group(other, group.but(name="Thursday Tots"))
    for laptop in (store, other, store):
        sync(laptop, folder)

    for laptop in (store, other):
        merged = laptop.get(Group, group.id)
        assert (merged.place, merged.name, laptop.conflicts()) == ("Ely", "Thursday Tots", [])


def deleted_here_edited_there(store: Store, other: Store, folder: Path) -> None:
    group = a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    store.write("Delete", group.but(deleted=True))
    people.save_group(other, group.but(place="Ely"))
    for laptop in (store, other, store):
        sync(laptop, folder)


def test_an_edit_that_the_deleting_person_had_not_seen_keeps_the_record(
    store: Store, other: Store, folder: Path
):
    deleted_here_edited_there(store, other, folder)

    for laptop in (store, other):
        assert [found.place for found in laptop.find(Group)] == ["Ely"]
        assert len(laptop.conflicts()) == 1


def test_whoever_settles_for_the_deletion_deletes_it_everywhere(store: Store, other: Store, folder: Path):
    deleted_here_edited_there(store, other, folder)
    (conflict,) = other.conflicts()
    (deletion,) = (head for head in conflict.heads if head.op == Op.DELETE)

    history.settle(other, {conflict.cell: Value(deletion.op, deletion.value)})
    for laptop in (other, store):
        sync(laptop, folder)

    for laptop in (store, other):
        assert (laptop.find(Group), laptop.conflicts()) == ([], [])


def test_whoever_deletes_what_is_in_dispute_ends_the_dispute(store: Store, other: Store, folder: Path):
    group = a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    people.save_group(store, group.but(place="Diss"))
    people.save_group(other, group.but(place="Ely"))
    for laptop in (store, other, store):
        sync(laptop, folder)
    assert len(store.conflicts()) == store.disputes() == 1

    store.write("Delete", store.get(Group, group.id).but(deleted=True))
    for laptop in (store, other):
        sync(laptop, folder)

    for laptop in (store, other):
        assert (laptop.find(Group), laptop.conflicts(), laptop.disputes()) == ([], [], 0)


def test_what_two_laptops_deleted_stays_deleted_when_an_old_stick_comes(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    group = a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    shutil.copytree(folder, tmp_path / "stick")
    for laptop in (store, other):
        laptop.write("Delete", group.but(deleted=True))
    for laptop in (store, other, store):
        sync(laptop, folder)

    sync(store, tmp_path / "stick")
    sync(other, tmp_path / "stick")

    assert store.find(Group) == other.find(Group) == []
    assert store.conflicts() == other.conflicts() == []


def test_what_a_newer_fieldkit_wrote_is_kept_and_travels_on(store: Store, other: Store, folder: Path):
    group = a_group(store)
    newer = {
        Cell("group", group.id, "colour"): Value("s", "blue"),
        Cell("orchard", "o1", "trees"): Value("s", "12"),
    }
    store.write_cells("From the future", newer)

    sync(store, folder)
    outcome = sync(other, folder)

    assert {cell: other.standing([cell])[cell][-1].value for cell in newer} == {
        cell: value.text for cell, value in newer.items()
    }
    assert outcome.unknown == len(newer)
    assert "newer fieldkit" in " ".join(outcome.in_words())


def test_consent_written_apart_for_one_scope_is_one_record(store: Store, other: Store, folder: Path):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    for laptop in (store, other):
        sync(laptop, folder)
    for laptop in (store, other):
        agree(laptop, laptop.get(Interview, interview.id), [Scope.QUOTE_REPORT])
    for laptop in (store, other, store):
        sync(laptop, folder)

    for laptop in (store, other):
        assert len(laptop.find(Consent, interview_id=interview.id, scope=Scope.QUOTE_REPORT)) == 1
        assert laptop.conflicts() == []


def test_what_belongs_to_a_record_may_come_before_it(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    sync(store, folder)
    first = parcels(folder)
    note = the_note(store, interview)
    store.write("Write", note.but(text="They wait."))
    sync(store, folder)
    kept = [(path, Path(shutil.move(path, tmp_path / path.name))) for path in first]

    sync(other, folder)
    early = other.find(Note, id=note.id)
    for path, copy in kept:
        shutil.move(copy, path)
    sync(other, folder)

    assert [found.text for found in early] == ["They wait."]
    assert the_note(other, interview).text == "They wait."
    assert other.get(Interview, interview.id) == store.get(Interview, interview.id)


def test_a_head_that_another_program_holds_open_does_not_stop_a_sync(
    store: Store, other: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    a_group(store)
    really_replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "head.csv":
            raise PermissionError(13, "The process cannot access the file", str(target))
        return really_replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(folders.time, "sleep", lambda _seconds: None)

    outcome = sync(store, folder)

    assert outcome.sent > 0
    assert sync(other, folder).received == outcome.sent


def test_names_in_the_folder_are_lower_case_and_plain(store: Store, folder: Path):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM, note="Größe")
    assert interview.id
    sync(store, folder)

    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]

    assert [name for name in names if name != name.lower() or not name.isascii() or len(name) > 120] == []


def test_a_file_that_a_spreadsheet_has_saved_is_not_taken_in(store: Store, other: Store, folder: Path):
    a_group(store, "Größe")
    sync(store, folder)
    path = max(parcels(folder))
    path.write_bytes(path.read_bytes().decode().replace(",", ";").replace("\r\n", "\n").encode("cp1252"))

    outcome = sync(other, folder)

    assert other.find(Group) == []
    assert [line for line in outcome.waiting if path.name in line]


def test_settling_one_conflict_ends_it_on_three_laptops(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    group = a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    with join(folder, tmp_path / "third.fieldkit") as third:
        laptops = [store, other, third]
        for place, laptop in zip(("Ely", "Diss", "Cromer"), laptops, strict=True):
            people.save_group(laptop, group.but(place=place))
            sync(laptop, folder)
        for laptop in laptops:
            sync(laptop, folder)
        (conflict,) = store.conflicts()
        assert {head.value for head in conflict.heads} == {"Ely", "Diss", "Cromer"}

        history.settle(store, {conflict.cell: Value("s", "Holt")})
        for laptop in (*laptops, *laptops):
            sync(laptop, folder)

        assert [laptop.conflicts() for laptop in laptops] == [[], [], []]
        assert {laptop.get(Group, group.id).place for laptop in laptops} == {"Holt"}
