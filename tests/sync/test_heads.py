"""Laptops say in the folder what they hold and show, and each hears what it lacks."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain import Group, Note
from fieldkit.domain.consent import Scope
from fieldkit.domain.health import Weight
from fieldkit.edits import history, interviews, people
from fieldkit.store import Held, Store
from fieldkit.sync import join, sync
from fieldkit.sync.folder import Folder
from fieldkit.sync.heads import Head, heads, read, written
from fieldkit.sync.health import examine
from tests.making import a_group, an_interview, the_note
from tests.sync.conftest import parcels


def sit(store: Store, name: str) -> None:
    people.sit_down(store, people.add_person(store, name))


def said(store: Store, folder: Path) -> list[str]:
    return [found.sentence for found in sync(store, folder).findings]


def damage(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


def test_what_has_not_arrived_yet_is_told_with_whose_it_is(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    sit(store, "Ana")
    before = {path.name for path in parcels(folder)}
    a_group(store, "On its way")
    sync(store, folder)
    late = [
        Path(shutil.move(path, tmp_path / path.name)) for path in parcels(folder) if path.name not in before
    ]
    lacking = len(store.changes()) - len(other.changes())

    assert said(other, folder) == [f"{lacking} changes of Ana's laptop have not arrived yet."]
    for path in late:
        shutil.copy(path, folder / "journal" / store.writer / path.name)
    assert said(other, folder) == []
    assert [group.name for group in other.find(Group)] == ["On its way"]


def test_a_third_laptop_knows_of_what_another_has_and_the_folder_lacks(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    before = {path.name for path in parcels(folder)}
    a_group(store, "Seen by two")
    sync(store, folder)
    sync(other, folder)
    for path in parcels(folder):
        if path.name not in before:
            path.unlink()
    (folder / "journal" / store.writer / "head.csv").unlink()

    with join(folder, tmp_path / "third" / "project.fieldkit") as third:
        (sentence,) = said(third, folder)
        assert sentence.endswith("changes of another laptop have not arrived yet.")


def test_laptops_that_hold_the_same_show_the_same_and_neither_has_anything_to_say(
    store: Store, other: Store, folder: Path
):
    sit(other, "Ben")
    group = a_group(store)
    for laptop in (store, other):
        sync(laptop, folder)
    people.save_group(store, store.get(Group, group.id).but(place="Ely"))
    people.save_group(other, other.get(Group, group.id).but(place="Diss"))
    an_interview(other, Scope.HOLD, Scope.TEAM, note="Two of us")
    for laptop in (store, other, store, other, store):
        found = said(laptop, folder)

    assert found == []
    own, theirs = (read(content) for content in Folder(folder).heads())
    assert own
    assert theirs
    assert own.held == theirs.held
    assert own.digest == theirs.digest != ""


def test_laptops_that_hold_the_same_and_show_another_thing_are_warned_and_mended_by_rebuild(
    store: Store, other: Store, folder: Path
):
    sit(other, "Ben")
    group = a_group(store)
    for place in ("Ely", "Diss"):
        people.save_group(store, store.get(Group, group.id).but(place=place))
        sync(store, folder)
    for laptop in (other, store, other):
        assert said(laptop, folder) == []
    assert store.path
    damage(store.path, "UPDATE change SET stands = 2 WHERE value = 'Ely'")

    found = [found for found in examine(store, folder) if found.weight is Weight.BROKEN]
    (warned,) = found
    assert warned.sentence.startswith("This laptop and Ben's laptop have the same changes")
    assert "rebuild" in warned.hint

    store.rebuild()
    assert [found.weight for found in examine(store, folder) if found.weight is not Weight.WELL] == []


def test_what_stays_here_for_want_of_consent_is_no_difference(store: Store, other: Store, folder: Path):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM, note="They agreed")
    for laptop in (store, other, store):
        sync(laptop, folder)
    interviews.write_note(store, the_note(store, interview), "Written since, and not sent yet")
    an_interview(store, note="Nobody was asked")

    held = store.parcels.held()
    assert held == other.parcels.held()
    assert store.parcels.digest(held) in ("", other.parcels.digest(held))
    for laptop in (store, other, store, other):
        found = said(laptop, folder)
    assert found == []
    assert len(other.find(Note)) == 1


def test_what_is_held_is_counted_alike_bit_by_bit_and_anew(store: Store, other: Store, folder: Path):
    group = a_group(store)
    for number in range(20):
        people.save_group(store, store.get(Group, group.id).but(place=f"Place {number}"))
        if number % 5 == 0:
            history.undo(store)
            sync(store, folder)
            sync(other, folder)
    sync(store, folder)
    sync(other, folder)
    bit_by_bit = store.parcels.held()

    store.rebuild()

    assert bit_by_bit == store.parcels.held() == other.parcels.held()
    assert sum(held.changes for held in bit_by_bit.values()) < len(store.changes())


def test_a_merge_that_was_taken_out_again_is_not_held(store: Store, other: Store, folder: Path):
    before = other.parcels.held()
    a_group(store)
    other.apply(store.changes(), deed="Merge files")
    assert other.parcels.held() != before

    history.undo(other)

    assert other.parcels.held() == before


@given(
    st.builds(
        Head,
        st.just("w0abcdefghjk"),
        st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
        st.dictionaries(
            st.integers(0, 10**11 - 1).map("w{:011d}".format),
            st.builds(Held, st.integers(1, 10**9), st.integers(0, 2**60)),
        ),
        st.sampled_from(["", "00f3a9c2d1e4b577"]),
        st.frozensets(st.uuids().map(lambda id_: id_.hex)),
    )
)
def test_a_head_is_read_back_as_it_was_written(head: Head):
    assert read(written(head)) == head


MANGLED: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda whole: whole[:-9],
    "zeroed": lambda whole: bytes(len(whole)),
    "longer": lambda whole: whole + b"note,1\r\n",
    "another number": lambda whole: whole.replace(b" changes", b"0 changes"),
}


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED)
def test_a_mangled_head_says_nothing(
    mangle: Callable[[bytes], bytes], store: Store, other: Store, folder: Path
):
    sync(other, folder)
    for path in folder.glob("journal/*/head.csv"):
        path.write_bytes(mangle(path.read_bytes()))

    assert heads(store, Folder(folder)) == []
    assert sync(store, folder).waiting == []


def test_a_copy_of_a_head_that_a_cloud_made_is_no_file_of_changes(store: Store, other: Store, folder: Path):
    head = folder / "journal" / store.writer / "head.csv"
    shutil.copy(head, head.with_name("head.sync-conflict-20261122-204751-HYAOQAD.csv"))

    assert sync(other, folder).waiting == []
