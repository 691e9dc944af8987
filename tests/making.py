"""Small true things to test with: stores that live in memory, groups, interviews with consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from fieldkit.domain import Group, GroupType, Interview, Note
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import consent, interviews, people
from fieldkit.store import Store

DAY = date(2026, 9, 14)
TOTS = GroupType(id="GT03", name="Parent and child group", sensitive=True)


class Wall:
    """A clock on the wall that moves when told to."""

    def __init__(self, at: datetime = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


def a_group(store: Store, name: str = "Tuesday Tots") -> Group:
    return people.add_group(store, name, TOTS, place="Norwich", size_band="6–15")


def an_interview(store: Store, *agreed: Scope, group: Group | None = None, note: str = "") -> Interview:
    """Begin an interview in which people said yes to these scopes, with one note of this text."""
    interview = interviews.begin(store, group or a_group(store), held_on=DAY)
    agree(store, interview, agreed)
    if note:
        interviews.write_note(store, the_note(store, interview), note)
    return interview


def agree(store: Store, interview: Interview, scopes: Iterable[Scope], said: Answer = Answer.YES) -> None:
    for scope in scopes:
        consent.answer(store, interview, scope, said, on=DAY)


def the_note(store: Store, interview: Interview) -> Note:
    (note,) = store.find(Note, interview_id=interview.id)
    return note
