"""What people wrote apart, in words: where, what each wrote, who it was and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from fieldkit.app.sync.questions import Questions
from fieldkit.domain import KINDS, Group, Interview, Record, Submission
from fieldkit.domain.change import WHOLE, Cell, Change, Conflict, Op, Value, kept
from fieldkit.domain.surveys import ANSWER
from fieldkit.forms.markdown import plain
from fieldkit.store import Store
from fieldkit.store.clock import moment
from fieldkit.words import _, day, listed

R = TypeVar("R", bound=Record)
_LONG = 60
"""How much of a text names the record it stands in."""


class Side(NamedTuple):
    """What one of them wrote. `who` is empty where nobody has said who works on that laptop."""

    values: Mapping[Cell, Value]
    """What the cells hold if it is kept."""
    words: str
    who: str
    here: bool
    """Whether it was written on this laptop."""
    at: datetime


class Dispute(NamedTuple):
    """One place with its sides; the first is the one that shows meanwhile."""

    where: str
    sides: list[Side]


def disputes(store: Store) -> list[Dispute]:
    """Return all that people wrote apart and nobody has settled."""
    conflicts = store.conflicts()
    if not conflicts:
        return []
    people, questions = store.people(), Questions(store)
    return [_dispute(store, conflict, people, questions) for conflict in conflicts]


def _dispute(store: Store, conflict: Conflict, people: dict[str, str], questions: Questions) -> Dispute:
    sides = [
        Side(
            kept(conflict, at),
            "\n".join(_told(store, change, questions, alone=len(side) == 1) for change in side),
            people.get(head.writer, ""),
            head.writer == store.writer,
            moment(head.stamp).astimezone(),
        )
        for at, (head, side) in enumerate(zip(conflict.heads, conflict.sides, strict=True))
    ]
    return Dispute(_where(store, conflict, questions), sides)


def _where(store: Store, conflict: Conflict, questions: Questions) -> str:
    cell = conflict.cell
    if cell.table == ANSWER:
        asked = questions.asked(cell)
        words = asked and plain(asked.label)
        answer = _("Answer to “{question}”").format(question=words or _field(cell))
        return " · ".join([answer, *_held(store, next(iter(_any(store, Submission, cell.record)), None))])
    named = _title(store, cell)
    if cell.field == WHOLE or len(conflict.sides[0]) > 1:
        return named
    return _("{record}: {field}").format(record=named, field=_field(cell))


def _title(store: Store, cell: Cell) -> str:
    kind = KINDS.get(cell.table)
    word = _KIND_WORDS.get(cell.table, cell.table)
    if kind is None:
        return word
    record = next(iter(_any(store, kind, cell.record)), None)
    if isinstance(record, Interview):
        return _held_with(store, record)
    name = _pointed_at(store, record) or _name(record)
    named = _("{kind} “{name}”").format(kind=word, name=name) if name else word
    return " · ".join([named, *_held(store, record)])


def _held(store: Store, record: Record | None) -> list[str]:
    """Return the interview that a record belongs to, in words; nothing where it belongs to none."""
    held_in = _any(store, Interview, getattr(record, "interview_id", ""))
    return [_held_with(store, interview) for interview in held_in]


def _held_with(store: Store, interview: Interview) -> str:
    held = day(interview.held_on)
    return _("Interview with {group}, {day}").format(group=_group(store, interview), day=held)


def _group(store: Store, interview: Interview) -> str:
    return next((g.name for g in _any(store, Group, interview.group_id)), "") or _("a group")


def _any(store: Store, kind: type[R], record_id: str) -> list[R]:
    return store.find(kind, id=record_id, deleted=[False, True])


def _pointed_at(store: Store, record: Record | None) -> str:
    """Return the names of what a record without a name of its own is about, such as a score's tool and criterion."""
    about = _ABOUT.get(type(record).__name__.lower(), ())
    named = (
        _name(next(iter(_any(store, KINDS[kind], getattr(record, f"{kind}_id"))), None)) for kind in about
    )
    return ": ".join(name for name in named if name)


def _name(record: Record | None) -> str:
    named = (getattr(record, field, "") for field in ("name", "title", "text", "quote"))
    text = " ".join(next((text for text in named if text), "").split())
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _field(cell: Cell) -> str:
    if cell.table == ANSWER:
        return cell.field.rpartition("/")[2]
    return _FIELD_WORDS.get(cell.field, cell.field.removesuffix("_id").replace("_", " "))


def _told(store: Store, change: Change, questions: Questions, *, alone: bool) -> str:
    words = _words(store, change, questions)
    return words if alone else _("{field}: {value}").format(field=_field(change.cell), value=words)


def _words(store: Store, head: Change, questions: Questions) -> str:
    if head.op == Op.DELETE:
        return _("(deleted)")
    if head.cell.field == WHOLE:
        return _("(kept)")
    if head.op == Op.EMPTY or not head.value:
        return _("(empty)")
    if head.cell.table == ANSWER:
        return _answer(head, head.value, questions)
    return _field_words(store, head, head.value)


def _field_words(store: Store, head: Change, value: str) -> str:
    kind = KINDS.get(head.cell.table)
    if kind and head.cell.field in kind.model_fields:
        if kind.model_fields[head.cell.field].annotation is bool:
            return _("yes") if value == "1" else _("no")
        pointed = KINDS.get(head.cell.field.removesuffix("_id").replace("type", "grouptype"))
        if pointed and head.cell.field.endswith("_id"):
            return _name(next(iter(_any(store, pointed, value)), None)) or value
    return value


def _answer(head: Change, text: str, questions: Questions) -> str:
    """Return an answer as people gave it: choices by what they are called."""
    asked = questions.asked(head.cell)
    if asked is None or not asked.choices:
        return text
    called = {choice.value: plain(choice.label) or choice.value for choice in asked.choices}
    return called.get(text) or listed([called.get(value, value) for value in text.split()])


_ABOUT = {
    "score": ("tool", "criterion"),
    "tooluse": ("tool", "need"),
    "segment": ("code",),
    "ranking": ("criterion",),
}
"""What the records are about that have no name of their own: kinds, of which they hold the ids."""
_KIND_WORDS = {
    "project": _("Project"),
    "person": _("Person"),
    "group": _("Group"),
    "interview": _("Interview"),
    "consent": _("Consent"),
    "note": _("Note"),
    "passage": _("Marked passage"),
    "segment": _("Tagged passage"),
    "code": _("Code"),
    "issue": _("Issue"),
    "tool": _("Tool"),
    "score": _("Score"),
    "ranking": _("Place of a criterion"),
    "tooluse": _("Tool in use"),
    "wave": _("Round of visits"),
}
_FIELD_WORDS = {
    "held_on": _("day"),
    "in_the_room": _("who was in the room"),
    "type_id": _("type"),
    "size_band": _("how many people"),
    "assets": _("what works"),
    "sensitive": _("protected more"),
    "matters": _("how much it matters"),
    "alterable_by": _("who could change it"),
    "cost_per_year": _("£ a year"),
    "importance": _("how much they depend on it"),
    "standing": _("how it was judged"),
    "evidence": _("what the score rests on"),
    "asked_by": _("who asked for it"),
    "data_owner": _("who owns the data"),
}
