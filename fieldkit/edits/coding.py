"""Deeds about codes on passages of notes."""

from __future__ import annotations

from fieldkit.domain import Code, Coding, Note, Passage, Segment
from fieldkit.domain.change import Change
from fieldkit.domain.coding import Span, Wording
from fieldkit.domain.record import same_id
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.words import _


def tag(store: Store, note: Note, span: Span, code: Code, memo: str = "") -> Segment:
    """Put a code on a passage of a note, as the person at this laptop sees it.

    Raises:
        FieldkitError: no text is selected.
    """
    span = _trimmed(note.text, span)
    segment = Segment(
        interview_id=note.interview_id,
        note_id=note.id,
        start=span.start,
        end=span.end,
        quote=note.text[span.start : span.end],
        code_id=code.id,
        coder_id=store.person,
        memo=memo,
    )
    store.write(_("Tag a passage with {code}").format(code=code.name), segment)
    return segment


def untag(store: Store, segment: Segment) -> list[Change]:
    """Take a code off a passage."""
    return store.write(_("Remove a tag"), segment.but(deleted=True))


def mark(store: Store, note: Note, span: Span, wording: Wording = Wording.VERBATIM) -> Passage:
    """Mark a passage as the people's own words, or as ours for theirs.

    Raises:
        FieldkitError: no text is selected.
    """
    span = _trimmed(note.text, span)
    passage = Passage(
        interview_id=note.interview_id,
        note_id=note.id,
        start=span.start,
        end=span.end,
        quote=note.text[span.start : span.end],
        wording=wording,
    )
    store.write(_("Mark their own words"), passage)
    return passage


def unmark(store: Store, passage: Passage) -> list[Change]:
    """Take the mark off a passage."""
    return store.write(_("Unmark a passage"), passage.but(deleted=True))


def coded(store: Store, note: Note, done: bool) -> list[Change]:
    """Say, as the person at this laptop, that a note is coded to the end, or that it is not."""
    coding = Coding(
        id=same_id("coding", note.id, store.person),
        interview_id=note.interview_id,
        note_id=note.id,
        coder_id=store.person,
        done=done,
    )
    return store.write(_("Coded by me"), coding)


def _trimmed(text: str, span: Span) -> Span:
    quote = text[span.start : span.end]
    start = span.start + len(quote) - len(quote.lstrip())
    end = start + len(quote.strip())
    if start >= end:
        raise FieldkitError(_("No text is selected."), _("Select the words in the note first."))
    return Span(start, end)
