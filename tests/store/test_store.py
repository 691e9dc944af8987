"""One road for every change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain import KINDS, Group, Interview, Note, Person, Project, Record, Submission, ToolUse
from fieldkit.domain.change import WHOLE, Cell, Change, Op, differ, heads, winner
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from tests.making import Wall


def everything(store: Store) -> dict[str, object]:
    """Return all that the tables show."""
    shown: dict[str, object] = {
        table: [*store.find(kind), *store.find(kind, deleted=True)] for table, kind in KINDS.items()
    }
    return {**shown, "answers": store.all_answers(), "conflicts": store.conflicts()}


@pytest.fixture
def other() -> Iterator[Store]:
    """Return another laptop's project, in memory."""
    with Store.create(None) as opened:
        yield opened


# Reading and writing


def test_what_was_written_is_read_back(store: Store):
    use = ToolUse(
        interview_id="i1", need_id="N01", tool_id="T15", importance=3, cost_per_year=0, since="“ages”, 2019?"
    )
    interview = Interview(group_id="g1", held_on=date(2026, 9, 14))

    store.write("Write", use, interview)

    assert store.get(ToolUse, use.id) == use
    assert store.get(Interview, interview.id) == interview


def test_records_are_found_by_their_fields(store: Store):
    tots, grove = Group(name="Tots", place="Norwich"), Group(name="Grove", place="Mossley")
    store.write("Write", tots, grove)

    assert store.find(Group, place="Norwich") == [tots]
    assert {group.name for group in store.find(Group, place=["Norwich", "Mossley"])} == {"Tots", "Grove"}
    assert store.find(Group, place="Hull") == []


def test_only_cells_that_differ_become_changes(store: Store):
    group = Group(name="Tots", place="Norwich")
    store.write("Write", group)

    changes = store.write("Rename", group.but(name="Tuesday Tots"))

    assert [(change.cell.field, change.value) for change in changes] == [("name", "Tuesday Tots")]
    assert store.write("Nothing new", group.but(name="Tuesday Tots")) == []


def test_a_record_bears_the_person_who_made_it(store: Store):
    store.person = "ash"

    note = Note(text="…")
    store.write("Write", note)

    assert store.get(Note, note.id).made_by == "ash"


def test_a_field_that_cannot_hold_its_value_is_refused_and_nothing_is_saved(store: Store):
    good, bad = Group(name="Tots"), Interview()
    bad.held_on = "the Tuesday after half-term"  # type: ignore[assignment]

    with pytest.raises(FieldkitError, match="held_on"):
        store.write("Write", good, bad)
    with pytest.raises(FieldkitError, match="held_on"):
        Interview(held_on="the Tuesday after half-term")  # type: ignore[arg-type]

    assert store.find(Group) == []


def test_any_number_of_values_may_be_asked_for(store: Store):
    store.write("Write", person := Person(name="Ana"))

    asked = [f"nobody {number}" for number in range(300_000)]

    assert [found.id for found in store.find(Person, id=[*asked, person.id])] == [person.id]
    assert store.find(Person, id=[]) == []


def test_text_that_no_file_can_hold_is_made_good(store: Store):
    note = Note(text="a\x00b\ud800c")

    store.write("Write", note)

    assert store.get(Note, note.id).text == "ab?c"


def test_a_deleted_record_is_no_longer_found_but_can_be_asked_for(store: Store):
    group = Group(name="Tots")
    store.write("Write", group)

    store.write("Delete", group.but(deleted=True))

    assert store.find(Group) == []
    assert store.find(Group, deleted=True) == [group.but(deleted=True)]


def test_answers_are_cells_of_their_submission(store: Store):
    store.write("Answer", answers={"s1": {"/tools/wifi": "yes", "/tools/roster[k3f9]/age": "4"}})
    store.write("Answer", answers={"s1": {"/tools/wifi": None}})

    assert store.answers("s1") == {"/tools/roster[k3f9]/age": "4"}
    assert store.answers("s2") == {}


def test_asking_for_an_unknown_field_is_our_own_mistake(store: Store):
    with pytest.raises(AttributeError, match="colour"):
        store.find(Group, colour="red")


def test_listeners_hear_each_deed_once(store: Store):
    heard: list[list[Change]] = []
    store.listen(heard.append)

    group = Group(name="Tots", place="Norwich")
    changes = store.write("Write", group)
    store.write("Nothing new", group)

    assert heard == [changes]


# Search


def test_search_finds_beginnings_of_words_whatever_their_accents(store: Store):
    note = Note(text="They meet at the Café Olé, never before ten.")
    store.write("Write", note)

    (found,) = store.search("cafe ol")

    assert (found.table, found.record) == ("note", note.id)
    assert "[Café]" in found.passage


def test_search_forgets_what_was_changed_or_deleted(store: Store):
    note = Note(text="kettle")
    store.write("Write", note)
    store.write("Write", note.but(text="urn"))
    assert not store.search("kettle")

    store.write("Delete", note.but(text="urn", deleted=True))

    assert not store.search("urn")


@pytest.mark.parametrize("words", ['"', "AND", "a*b", "NEAR(", "'; DROP TABLE note", "-", "(", ""])
def test_search_takes_whatever_is_typed(store: Store, words: str):
    store.write("Write", Note(text="kettle"))

    assert store.search(words) == []


# The journal


def test_a_change_from_elsewhere_takes_the_same_road(store: Store, other: Store):
    group = Group(name="Tots")
    changes = other.write("Write", group)

    store.apply(changes)
    store.apply(changes)

    assert store.find(Group) == [group]
    assert len(store.changes(group.id)) == len(changes)


def test_the_order_in_which_changes_arrive_does_not_matter(store: Store, other: Store):
    group = Group(name="Tots")
    changes = other.write("Write", group)
    changes += other.write("Rename", group.but(name="Tuesday Tots"))
    changes += other.write("Delete", group.but(name="Tuesday Tots", deleted=True))

    for change in reversed(changes):
        store.apply([change])

    assert everything(store)["group"] == everything(other)["group"]


def test_two_people_who_write_one_cell_apart_are_both_kept(store: Store, other: Store):
    note = Note(text="")
    other.apply(store.write("Write", note))
    mine, yours = store.write("Write", note.but(text="mine")), other.write("Write", note.but(text="yours"))

    store.apply(yours)
    other.apply(mine)

    (conflict,) = store.conflicts()
    assert {change.value for change in conflict.heads} == {"mine", "yours"}
    assert store.get(Note, note.id) == other.get(Note, note.id)
    assert conflict.heads[0].value == store.get(Note, note.id).text


def test_the_same_value_and_other_cells_written_apart_are_no_conflict(store: Store, other: Store):
    group = Group(name="Tots")
    other.apply(store.write("Write", group))
    store.apply(other.write("Move", group.but(place="Norwich", size_band="6–15")))
    other.apply(store.write("Move", group.but(place="Norwich", assets="a kitchen")))

    assert store.conflicts() == other.conflicts() == []


def test_the_same_record_made_by_two_people_apart_is_no_conflict(store: Store, other: Store):
    store.person, other.person = "ash", "bea"
    store.write("Write", Note(id="n1", text="the same"))
    other.write("Write", Note(id="n1", text="the same"))

    store.apply(other.changes())

    assert store.conflicts() == []


def test_what_was_typed_without_seeing_somebody_elses_value_does_not_overrule_it(store: Store, other: Store):
    group = Group(name="Tots", place="Norwich")
    other.apply(store.write("Write", group))
    begun = store.get(Group, group.id)
    store.apply(other.write("Move", other.get(Group, group.id).but(place="Leeds")))

    store.write("Move", begun.but(place="Hull"), typing=True)
    other.apply(store.changes())

    for laptop in (store, other):
        (conflict,) = laptop.conflicts()
        assert {change.value for change in conflict.heads} == {"Leeds", "Hull"}


def test_saving_one_field_leaves_what_others_wrote_into_the_rest(store: Store, other: Store):
    group = Group(name="Tots", place="Norwich")
    other.apply(store.write("Write", group))
    begun = store.get(Group, group.id)
    store.apply(other.write("Move", other.get(Group, group.id).but(place="Leeds")))

    store.write("Rename", begun.but(name="Tuesday Tots"))

    assert store.get(Group, group.id) == group.but(name="Tuesday Tots", place="Leeds")
    assert store.conflicts() == []


def test_saving_one_field_settles_no_conflict_in_another(store: Store, other: Store):
    group = Group(name="Tots")
    other.apply(store.write("Write", group))
    store.write("Move", group.but(place="Norwich"))
    store.apply(other.write("Move", group.but(place="Leeds")))

    store.write("Rename", store.get(Group, group.id).but(name="Tuesday Tots"))

    assert store.disputes() == 1


def test_typing_on_from_ones_own_earlier_words_is_no_conflict(store: Store):
    group = Group(name="Tots")
    store.write("Write", group)
    begun = store.get(Group, group.id)

    for place in ("Norwich", "Norwich, hall", "Norwich"):
        store.write("Move", begun.but(place=place), typing=True)
    store.write("Move back", begun.but(place=""))

    assert store.conflicts() == []
    assert store.get(Group, group.id) == group


def test_an_edit_outlives_a_deletion_that_did_not_know_of_it(store: Store, other: Store):
    note = Note(text="first")
    other.apply(store.write("Write", note))
    deletion, edit = (
        store.write("Delete", note.but(deleted=True)),
        other.write("Edit", note.but(text="second")),
    )

    store.apply(edit)
    other.apply(deletion)

    assert store.find(Note) == other.find(Note) == [note.but(text="second")]
    (conflict,) = store.conflicts()
    assert {change.op for change in conflict.heads} == {Op.DELETE, Op.SET}
    assert store.disputes() == 1


def test_a_cell_of_no_known_field_waits_in_the_journal(store: Store):
    later = Change(
        "wz", 1, "aaaaaa", "20270101T000000000Z-0000", 1, Cell("note", "n1", "mood"), Op.SET, "hopeful"
    )
    unheard = Change(
        "wz", 2, "aaaaaa", "20270101T000000000Z-0000", 1, Cell("weather", "x", "sky"), Op.SET, "grey"
    )

    store.apply([later, unheard])

    assert store.find(Note) == []
    assert {change.value for change in store.changes()} >= {"hopeful", "grey"}


def test_a_value_that_this_version_cannot_read_does_not_stop_the_rest(store: Store):
    cells = {
        Cell("note", "n1", "position"): "2½",
        Cell("note", "n1", "text"): "grey",
        Cell("interview", "i1", "held_on"): "30 February",
        Cell("interview", "i1", "place"): "the hall",
        Cell("interview", "i2", "held_on"): "2026-09-14",
    }
    stamp = "20270101T000000000Z-0000"

    store.apply(
        Change("wz", seq, "aaaaaa", stamp, 1, cell, Op.SET, value)
        for seq, (cell, value) in enumerate(cells.items(), start=1)
    )

    assert store.get(Note, "n1").text == "grey"
    odd, even = store.find(Interview)
    assert (odd.held_on, odd.place, even.held_on) == (None, "the hall", date(2026, 9, 14))


CELL = Cell("note", "n1", "text")


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    written: list[Change] = []
    for seq in range(1, draw(st.integers(1, 6)) + 1):
        seen = draw(st.sets(st.sampled_from([c.id for c in written]))) if written else set[str]()
        writer, value = draw(st.sampled_from(["wa", "wb"])), draw(st.sampled_from("xyz"))
        written.append(
            Change(writer, seq, "aaaaaa", f"2026{seq % 2}", seq, CELL, Op.SET, value, tuple(sorted(seen)))
        )
    return written


@settings(max_examples=40, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_tables_say_what_the_rule_of_the_domain_says(changes: list[Change], random: Random):
    shuffled = changes + changes[::2]
    random.shuffle(shuffled)

    with Store.create(None) as store:
        for change in shuffled:
            store.apply([change])

        assert store.get(Note, "n1").text == winner(heads(changes)).value
        assert set(store.standing([CELL])[CELL]) == heads(changes)
        assert store.disputes() == len(store.conflicts()) == differ(heads(changes))


def test_rebuilding_from_the_journal_gives_the_same_records(store: Store, other: Store):
    group, note = Group(name="Tots"), Note(text="kettle")
    store.write("Write", group, note, answers={"s1": {"/a": "1", "/b": "2"}})
    other.apply(store.changes())
    store.write("Edit", note.but(text="mine"), answers={"s1": {"/b": None}})
    store.write("Delete", group.but(deleted=True))
    store.apply(other.write("Edit", note.but(text="yours")))
    before = everything(store)

    store.rebuild()

    assert everything(store) == before
    assert store.search("yours") or store.search("mine")


# Typing


def test_a_page_of_typing_is_one_line_of_the_journal(store: Store):
    note = Note()
    store.write("Write", note)
    before = len(store.changes()) + 1

    for end in range(1, 40):
        store.write("Write notes", note.but(text="We meet on Tuesdays, mostly."[:end]), typing=True)

    assert len(store.changes()) == before
    assert store.get(Note, note.id).text == "We meet on Tuesdays, mostly."


def test_typing_after_a_while_is_another_step(tmp_path: Path):
    wall = Wall()
    with Store.create(tmp_path / "p.fieldkit", now=wall) as store:
        note = Note()
        store.write("Write", note)
        store.write("Write notes", note.but(text="before lunch"), typing=True)
        before = len(store.changes())

        wall.passes(minutes=30)
        store.write("Write notes", note.but(text="before lunch, and after"), typing=True)

        assert len(store.changes()) == before + 1


def test_what_is_on_its_way_to_others_is_never_typed_over(store: Store):
    note = Note()
    store.write("Write", note)
    store.write("Write notes", note.but(text="sent"), typing=True)
    store.parcels.seal(store.parcels.unsealed(), "nonce")

    store.write("Write notes", note.but(text="sent, then more"), typing=True)

    assert [change.value for change in store.parcels.unsealed()] == ["sent, then more"]


# Erasure


def test_it_is_known_of_any_number_of_records_in_which_interview_they_were_said(store: Store):
    notes = [Note(id=f"n{number:04d}", interview_id=f"i{number % 3}") for number in range(1_200)]
    store.write("Write", *notes, Submission(id="s1", interview_id="i9"), Group(id="g1"))
    store.write("Delete", notes[0].but(deleted=True))

    found = store.parcels.interviews(["s1", "g1", *(note.id for note in notes[:-1])])

    assert found == {"s1": "i9"} | {note.id: note.interview_id for note in notes[:-1]}


def test_erasing_an_interview_takes_all_that_was_said_in_it(store: Store):
    interview = Interview(group_id="g1")
    note, other_note = Note(interview_id=interview.id, text="CANARY"), Note(interview_id="i2", text="stays")
    store.write("Write", interview, note, other_note)

    store.erase(interview)

    assert store.find(Interview) == []
    assert store.find(Note) == [other_note]
    assert not store.search("CANARY")
    assert not any("CANARY" in change.value for change in store.changes())


def test_nothing_of_it_remains_in_the_file(store: Store, tmp_path: Path):
    interview = Interview()
    note = Note(interview_id=interview.id, text="CANARY " * 500)
    store.write("Write", interview, note)
    sha256 = store.attachments.keep(b"CANARY in a photo")
    kind = KINDS["attachment"]
    store.write("Attach", kind(interview_id=interview.id, sha256=sha256))  # type: ignore[call-arg]

    store.erase(interview)

    assert not [path for path in tmp_path.iterdir() if b"CANARY" in path.read_bytes()]


def test_no_words_remain_where_somebody_put_them_in_the_place_of_a_hash(
    store: Store, other: Store, tmp_path: Path
):
    interview = Interview()
    photo = KINDS["attachment"](interview_id=interview.id, sha256="CANARY")  # type: ignore[call-arg]
    old = other.write("Write", interview, photo)
    store.apply(old)

    store.erase(interview)
    store.apply(other.write("Put there again", photo.but(sha256="CANARY too")))

    assert not [path for path in tmp_path.iterdir() if b"CANARY" in path.read_bytes()]


def test_what_is_said_in_an_erased_interview_cannot_come_back(store: Store, other: Store):
    interview = Interview()
    note = Note(interview_id=interview.id, text="CANARY")
    old = other.write("Write", interview, note)
    store.apply(old[:3])
    store.apply(other.write("Unseen here", Note(interview_id=interview.id, text="CANARY too")))

    store.erase(interview)
    store.apply(old)
    store.apply(other.changes())

    assert store.find(Note) == []
    assert not any("CANARY" in change.value for change in store.changes())


def test_an_erased_record_takes_no_more_writing(store: Store):
    interview = Interview()
    note = Note(interview_id=interview.id, text="CANARY")
    store.write("Write", interview, note)
    store.erase(interview)

    assert store.write("A late keystroke", note.but(text="CANARY again"), typing=True) == []


def test_what_remains_is_written_in_the_same_breath(store: Store):
    interview, remains = Interview(), Project(id="project", name="…")
    store.write("Write", interview)

    changes = store.erase(interview, remains=remains)

    assert changes[0].cell == Cell("interview", interview.id, WHOLE)
    assert store.get(Project, "project").name == "…"


# Attachments


def test_the_same_bytes_are_kept_once(store: Store):
    one, other = store.attachments.keep(b"a photo"), store.attachments.keep(b"a photo")

    assert one == other
    assert store.attachments.take(one) == b"a photo"
    assert store.attachments.take("0" * 64) is None


def test_attachments_that_have_not_arrived_are_named(store: Store):
    attachment: Record = KINDS["attachment"](interview_id="i1", sha256="a" * 64)  # type: ignore[call-arg]
    store.write("Attach", attachment)

    assert store.attachments.missing() == ["a" * 64]


def test_what_went_with_an_erased_interview_may_be_attached_to_another(store: Store):
    interview = Interview()
    leaflet = KINDS["attachment"](interview_id=interview.id, sha256=store.attachments.keep(b"a leaflet"))  # type: ignore[call-arg]
    store.write("Write", interview, leaflet)
    store.erase(interview)

    sha256 = store.attachments.keep(b"a leaflet")
    store.write("Attach", KINDS["attachment"](interview_id="i2", sha256=sha256))  # type: ignore[call-arg]

    assert store.attachments.take(sha256) == b"a leaflet"
    assert store.parcels.forgotten_files() == []


def test_bytes_that_come_after_their_interview_was_erased_are_not_kept(store: Store):
    interview = Interview()
    sha256 = hashlib.sha256(b"a photo").hexdigest()
    store.write("Write", interview, KINDS["attachment"](interview_id=interview.id, sha256=sha256))  # type: ignore[call-arg]
    store.erase(interview)

    store.attachments.receive(sha256, b"a photo")

    assert store.attachments.take(sha256) is None
    assert store.parcels.forgotten_files() == [sha256]


def test_bytes_that_were_kept_and_never_attached_are_dropped_at_the_next_opening(
    store: Store, tmp_path: Path
):
    interview = Interview()
    store.write("Write", interview)
    attached = store.attachments.keep(b"a photo")
    photo: Record = KINDS["attachment"](interview_id=interview.id, sha256=attached)  # type: ignore[call-arg]
    store.write("Attach", photo)
    store.write("Attach another", photo.but(sha256=store.attachments.keep(b"another photo")))
    left = store.attachments.keep(b"CANARY in a photo that power failed over")
    store.erase(interview)
    assert store.path
    store.close()

    with Store.open(store.path) as again:
        assert again.attachments.take(left) is None
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert not [path for path in files if b"CANARY" in path.read_bytes()]


def test_what_no_record_shows_is_kept_for_undo(store: Store):
    attached = store.attachments.keep(b"a photo")
    photo: Record = KINDS["attachment"](interview_id="i1", sha256=attached)  # type: ignore[call-arg]
    store.write("Attach", photo)
    store.write("Attach another", photo.but(sha256=store.attachments.keep(b"another photo")))
    assert store.path
    store.close()

    with Store.open(store.path) as again:
        assert again.attachments.take(attached) == b"a photo"
