"""Deeds about a conversation and the notes of it."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from fieldkit.domain import Attachment, Group, Interview, Note, Passage, Person, Segment, Wave
from fieldkit.domain.change import Cell, Change, differ
from fieldkit.domain.coding import Span, carried
from fieldkit.domain.consent import Scope, agreed
from fieldkit.domain.identifiers import Identifier, moved
from fieldkit.domain.interviews import Mode, Status
from fieldkit.edits import filling
from fieldkit.errors import ConsentError, FieldkitError, FileError
from fieldkit.store import Store
from fieldkit.words import _

Marked = TypeVar("Marked", Passage, Segment)


def begin(
    store: Store,
    group: Group,
    *,
    held_on: date,
    interviewers: Sequence[Person] = (),
    wave: Wave | None = None,
    place: str = "",
    mode: str = Mode.IN_PERSON,
    in_the_room: str = "",
) -> Interview:
    """Begin a draft interview with a group, with one empty note to write in."""
    interview = Interview(
        group_id=group.id,
        wave_id=wave.id if wave else "",
        held_on=held_on,
        place=place or group.place,
        mode=mode,
        interviewers=" ".join(person.id for person in interviewers) or store.person,
        in_the_room=in_the_room,
    )
    store.write(_("New interview"), interview, Note(interview_id=interview.id))
    return interview


def save(store: Store, interview: Interview) -> list[Change]:
    """Save what was changed about when, where and with whom an interview was."""
    return store.write(_("Change an interview"), interview, typing=True)


def complete(store: Store, interview: Interview) -> list[Change]:
    """Say that an interview is whole and may be counted, and that its questionnaires are filled where they are.

    Raises:
        ConsentError: the people have not agreed that we keep what they said.
    """
    if not agreed(store.consents([interview.id]).get(interview.id, []), Scope.HOLD):
        raise ConsentError(
            _("This interview cannot be completed, because nobody agreed yet that we may keep it."),
            _("Ask for consent first. Until then it stays on this laptop as a draft."),
        )
    questionnaires = filling.whole(store, interview)
    return store.write(
        _("Complete an interview"),
        interview.but(status=Status.COMPLETE),
        *questionnaires.records,
        answers=questionnaires.answers,
    )


def reopen(store: Store, interview: Interview) -> list[Change]:
    """Turn a complete interview back into a draft."""
    return store.write(_("Reopen an interview"), interview.but(status=Status.DRAFT))


def add_note(store: Store, interview: Interview, text: str = "") -> Note:
    """Add a note after those that an interview has."""
    places = [note.position for note in store.find(Note, interview_id=interview.id)]
    note = Note(interview_id=interview.id, text=text, position=max(places, default=-1) + 1)
    store.write(_("Add a note"), note)
    return note


def write_note(store: Store, note: Note, text: str) -> list[Change]:
    """Save a note's text; its passages and segments move along with the words they mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # Spans count a line's end as one character.
    marked: list[Passage | Segment] = [
        *_moved(note.text, text, store.find(Passage, note_id=note.id)),
        *_moved(note.text, text, store.find(Segment, note_id=note.id)),
    ]
    return store.write(_("Write notes"), note.but(text=text), *marked, typing=True)


def replace_identifier(store: Store, note: Note, identifier: Identifier) -> list[Change]:
    """Put the proposal where a note may name somebody; passages and segments stay with their words.

    What stood there before never leaves this laptop if it was not sent yet: see `thinning`.

    Raises:
        FieldkitError: other words stand there by now, or somebody else wrote the note too.
    """
    note = store.get(Note, note.id)
    start, end = identifier.span
    if note.deleted or note.text[start:end] != identifier.text:
        raise FieldkitError(
            _("These notes have changed meanwhile, so nothing was replaced."), _("Look at them again.")
        )
    cell = Cell("note", note.id, "text")
    if differ(store.standing([cell]).get(cell, [])):
        raise FieldkitError(
            _("Somebody else wrote these notes too, so nothing was replaced."),
            _("Choose on the Sync page which version to keep, and then replace it."),
        )
    text = note.text[:start] + identifier.proposal + note.text[end:]
    marked: list[Passage | Segment] = [
        *_around(identifier, text, store.find(Passage, note_id=note.id)),
        *_around(identifier, text, store.find(Segment, note_id=note.id)),
    ]
    return store.write(_("Replace what may name somebody"), note.but(text=text), *marked)


def _around(identifier: Identifier, text: str, marked: Sequence[Marked]) -> list[Marked]:
    stayed: list[Marked] = []
    for mark in marked:
        span = moved(Span(mark.start, mark.end), identifier)
        stayed.append(mark.but(start=span.start, end=span.end, quote=text[span.start : span.end]))
    return stayed


def _moved(before: str, after: str, marked: Sequence[Marked]) -> list[Marked]:
    moved: list[Marked] = []
    for mark in marked:
        span = carried(before, after, Span(mark.start, mark.end))
        moved.append(mark.but(start=span.start, end=span.end, quote=after[span.start : span.end]))
    return moved


def attach(store: Store, interview: Interview, path: Path) -> Attachment:
    """Keep a copy of a file with an interview.

    Raises:
        FileError: the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(
            _("{name} cannot be read, so it was not attached.").format(name=path.name),
            _("Look whether the file is still there and whether you may open it."),
        ) from error
    attachment = Attachment(
        interview_id=interview.id,
        name=path.name,
        media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        sha256=store.attachments.keep(content),
        size=len(content),
    )
    store.write(_("Attach a file"), attachment)
    return attachment
