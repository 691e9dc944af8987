"""A conversation and its notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Code, Interview, Note, Passage, Segment
from fieldkit.domain.coding import Span
from fieldkit.domain.consent import Scope
from fieldkit.domain.interviews import Status
from fieldkit.edits import coding, interviews
from fieldkit.errors import ConsentError, FieldkitError, FileError
from fieldkit.store import Store
from tests.making import DAY, a_group, an_interview, the_note


def test_a_new_interview_is_a_draft_with_a_note_to_write_in(store: Store):
    store.person = "ash"

    interview = interviews.begin(store, a_group(store), held_on=DAY)

    assert (interview.status, interview.interviewers, interview.place) == (Status.DRAFT, "ash", "Norwich")
    assert the_note(store, interview).text == ""


def test_an_interview_nobody_agreed_to_cannot_be_completed(store: Store):
    interview = an_interview(store, Scope.TEAM)

    with pytest.raises(ConsentError, match="cannot be completed") as refused:
        interviews.complete(store, interview)

    assert refused.value.hint
    assert store.get(Interview, interview.id).status == Status.DRAFT


def test_an_interview_that_may_be_kept_can_be_completed_and_reopened(store: Store):
    interview = an_interview(store, Scope.HOLD)

    interviews.complete(store, interview)
    assert store.get(Interview, interview.id).status == Status.COMPLETE

    interviews.reopen(store, store.get(Interview, interview.id))
    assert store.get(Interview, interview.id).status == Status.DRAFT


def test_tags_and_marks_move_with_their_words(store: Store):
    text = "Ash says “we have no time” and means it."
    note = the_note(store, an_interview(store, note=text))
    quote = Span(text.index("“"), text.index("”") + 1)
    coding.mark(store, note, quote)
    coding.tag(store, note, quote, Code(id="CAP-TIME", name="No time for it"))

    interviews.write_note(store, note, "Tuesday, 10:40. " + text.replace("no time", "no time at all"))

    (passage,), (segment,) = store.find(Passage), store.find(Segment)
    after = store.get(Note, note.id).text
    assert passage.quote == segment.quote == after[segment.start : segment.end] == "“we have no time at all”"


def test_a_tag_never_takes_in_the_blanks_around_its_words(store: Store):
    note = the_note(store, an_interview(store, note="We have no time, "))

    segment = coding.tag(store, note, Span(2, 17), Code(id="CAP-TIME", name="No time for it"))

    assert segment.quote == "have no time,"


def test_a_tag_on_nothing_is_refused(store: Store):
    note = the_note(store, an_interview(store, note="We   have"))

    with pytest.raises(FieldkitError, match="No text is selected"):
        coding.tag(store, note, Span(2, 5), Code(id="CAP-TIME", name="No time for it"))


def test_notes_follow_each_other(store: Store):
    interview = an_interview(store)

    interviews.add_note(store, interview, "the second")

    assert [note.position for note in store.find(Note, interview_id=interview.id)] in ([0, 1], [1, 0])


def test_an_attached_file_is_kept_whole(store: Store, tmp_path: Path):
    photo = tmp_path / "whiteboard.png"
    photo.write_bytes(b"\x89PNG and so on")

    attachment = interviews.attach(store, an_interview(store), photo)

    (found,) = store.find(Attachment)
    assert (found.name, found.media_type, found.size) == ("whiteboard.png", "image/png", 14)
    assert store.attachments.take(attachment.sha256) == b"\x89PNG and so on"


def test_a_file_that_is_gone_cannot_be_attached(store: Store, tmp_path: Path):
    with pytest.raises(FileError, match="cannot be read"):
        interviews.attach(store, an_interview(store), tmp_path / "gone.png")

    assert store.find(Attachment) == []


def test_line_ends_of_other_systems_do_not_shift_tags(store: Store):
    note = the_note(store, an_interview(store, note="one\r\ntwo\rthree"))

    assert note.text == "one\ntwo\nthree"
