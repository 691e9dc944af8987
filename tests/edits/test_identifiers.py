"""What may name somebody is seen before it travels, and what was replaced never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain import Code, Interview, Note, Passage, Segment
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.domain.coding import Span
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import coding, history, interviews
from fieldkit.edits.identifiers import in_notes, in_text
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.making import a_group, agree, an_interview, the_note

EVERYTHING = (Scope.HOLD, Scope.TEAM)
TEXT = "Ash keeps the list. Ring 07700 900123, or ask at the Tuesday Tots."
CODE = Code(id="CAP-TIME", name="No time for it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def other(store: Store, folder: Path, tmp_path: Path) -> Iterator[Store]:
    sync(store, folder)
    with join(folder, tmp_path / "other" / "project.fieldkit") as joined:
        yield joined


def replace_first(store: Store, interview: Interview) -> None:
    note = the_note(store, interview)
    interviews.replace_identifier(store, note, in_text(store, interview, note.text)[0])


def sent(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.csv"))


def test_only_what_is_about_to_travel_is_listed(store: Store, folder: Path):
    a_group(store, "Friday Fridge")
    here = an_interview(store, Scope.HOLD, note="It stays here: 07700 900999")
    travelling = an_interview(store, *EVERYTHING, note=f"{TEXT} Not at the Friday Fridge.")

    listed = in_notes(store)

    assert {one.interview.id for one in listed} == {travelling.id}
    assert [(one.group, one.identifier.text, one.identifier.proposal) for one in listed] == [
        ("Tuesday Tots", "07700 900123", "[phone]"),
        ("Tuesday Tots", "Tuesday Tots", "[the group]"),
        ("Tuesday Tots", "Friday Fridge", "[another group]"),
    ]

    sync(store, folder)
    assert in_notes(store) == []

    agree(store, here, [Scope.TEAM])
    assert [one.identifier.text for one in in_notes(store)] == ["07700 900999"]


def test_what_others_sent_is_theirs_to_look_at(store: Store, other: Store, folder: Path):
    an_interview(other, *EVERYTHING, note=TEXT)
    sync(other, folder)

    sync(store, folder)

    assert [note.text for note in store.find(Note)] == [TEXT]
    assert in_notes(store) == []


def test_a_name_that_begins_with_the_is_found_amid_a_sentence(store: Store):
    interview = an_interview(store, group=a_group(store, "The Friday Fridge"))

    listed = in_text(store, interview, "The Friday Fridge. We love the Friday Fridge.")

    assert [one.text for one in listed] == ["The Friday Fridge", "the Friday Fridge"]


def test_replacing_keeps_tags_on_their_words(store: Store):
    interview = an_interview(store, note=TEXT)
    note = the_note(store, interview)
    start, end = TEXT.index("Ring"), TEXT.index(", or")
    coding.tag(store, note, Span(start, end), CODE)
    coding.tag(store, note, Span(TEXT.index("07700"), end), CODE)
    coding.tag(store, note, Span(start + 8, end - 3), CODE)
    coding.mark(store, note, Span(end + 2, len(TEXT)))

    replace_first(store, interview)

    text = the_note(store, interview).text
    assert text == TEXT.replace("07700 900123", "[phone]")
    segments = store.find(Segment)
    assert sorted(s.quote for s in segments) == ["Ring [phone]", "[phone]", "[phone]"]
    assert [p.quote for p in store.find(Passage)] == ["or ask at the Tuesday Tots."]
    assert all(text[m.start : m.end] == m.quote for m in [*segments, *store.find(Passage)])


def test_what_was_replaced_before_the_sync_never_reaches_the_folder(store: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note=TEXT)
    gone = coding.tag(store, the_note(store, interview), Span(0, len(TEXT)), CODE)
    kept = coding.tag(store, the_note(store, interview), Span(20, 40), CODE)
    coding.untag(store, gone)
    interviews.write_note(store, the_note(store, interview), f"{TEXT} She is kind.")

    replace_first(store, interview)
    sync(store, folder)

    assert "[phone]" in sent(folder)
    assert "900123" not in sent(folder)
    assert "900123" not in store.get(Segment, kept.id).quote
    shown = store.find(Note), store.find(Segment, deleted=(False, True))
    store.rebuild()
    assert (store.find(Note), store.find(Segment, deleted=(False, True))) == shown


def test_a_replacing_that_is_undone_is_listed_again(store: Store):
    interview = an_interview(store, *EVERYTHING, note=TEXT)
    replace_first(store, interview)

    assert history.undo(store) == "Replace what may name somebody"

    assert the_note(store, interview).text == TEXT
    assert "07700 900123" in [named.identifier.text for named in in_notes(store)]


def test_what_the_team_has_already_is_replaced_there_too_and_can_be_undone(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, *EVERYTHING, note=TEXT)
    sync(store, folder)

    replace_first(store, interview)
    sync(store, folder)
    sync(other, folder)

    assert "900123" not in the_note(other, interview).text
    assert other.conflicts() == []
    assert history.undo(store) == "Replace what may name somebody"
    assert the_note(store, interview).text == TEXT


def test_the_same_number_elsewhere_in_the_note_waits_for_its_own_replacing(store: Store):
    interview = an_interview(store, note=f"{TEXT} Yes, 07700 900123.")

    replace_first(store, interview)

    assert the_note(store, interview).text.count("07700 900123") == 1


def test_nothing_is_replaced_where_other_words_stand_by_now(store: Store):
    interview = an_interview(store, note=TEXT)
    note = the_note(store, interview)
    one = in_text(store, interview, note.text)[0]
    interviews.write_note(store, note, f"Later: {TEXT}")

    with pytest.raises(FieldkitError, match="changed meanwhile"):
        interviews.replace_identifier(store, note, one)

    assert the_note(store, interview).text == f"Later: {TEXT}"


def test_what_somebody_else_wrote_apart_is_not_overruled_by_replacing(store: Store):
    interview = an_interview(store, note=TEXT)
    note = the_note(store, interview)
    cell = Cell("note", note.id, "text")
    earlier = store.changes()[0].stamp
    store.apply([Change("wother", 1, "abcdef", earlier, 1, cell, Op.SET, "Theirs", ())])

    with pytest.raises(FieldkitError, match="Somebody else"):
        interviews.replace_identifier(store, note, in_text(store, interview, TEXT)[0])

    assert len(store.conflicts()) == 1


def test_a_refusal_to_share_lists_nothing(store: Store):
    interview = an_interview(store, *EVERYTHING, note=TEXT)
    assert in_notes(store)

    agree(store, interview, [Scope.TEAM], Answer.NO)

    assert in_notes(store) == []
