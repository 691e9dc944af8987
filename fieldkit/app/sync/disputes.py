"""What people wrote apart, in words: where, what each wrote, who it was and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from fieldkit.domain import KINDS, Group, Interview, Person, Record
from fieldkit.domain.change import WHOLE, Cell, Change, Conflict, Op, Value, kept
from fieldkit.domain.surveys import ANSWER
from fieldkit.store import Store
from fieldkit.store.clock import moment
from fieldkit.words import _, day

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
    people = _people(store)
    return [_dispute(store, conflict, people) for conflict in conflicts]


def _dispute(store: Store, conflict: Conflict, people: dict[str, str]) -> Dispute:
    sides = [
        Side(
            kept(conflict, at),
            "\n".join(_told(store, change, alone=len(side) == 1) for change in side),
            people.get(head.writer, ""),
            head.writer == store.writer,
            moment(head.stamp).astimezone(),
        )
        for at, (head, side) in enumerate(zip(conflict.heads, conflict.sides, strict=True))
    ]
    return Dispute(_where(store, conflict), sides)


def _people(store: Store) -> dict[str, str]:
    """Return the name of the person at each laptop."""
    names = {person.id: person.name for person in store.find(Person)}
    return {writer: names.get(person, "") for writer, person in store.people().items()}


def _where(store: Store, conflict: Conflict) -> str:
    cell = conflict.cell
    if cell.table == ANSWER:
        return _("Answer to {question}").format(question=_field(cell))
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
    name = _name(record)
    if not name and isinstance(record, Interview):
        held = day(record.held_on)
        return _("Interview with {group}, {day}").format(group=_group(store, record), day=held)
    return _("{kind} “{name}”").format(kind=word, name=name) if name else word


def _group(store: Store, interview: Interview) -> str:
    return next((g.name for g in _any(store, Group, interview.group_id)), "") or _("a group")


def _any(store: Store, kind: type[R], record_id: str) -> list[R]:
    return store.find(kind, id=record_id, deleted=[False, True])


def _name(record: Record | None) -> str:
    named = (getattr(record, field, "") for field in ("name", "title", "text"))
    text = " ".join(next((text for text in named if text), "").split())
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _field(cell: Cell) -> str:
    if cell.table == ANSWER:
        return cell.field.rpartition("/")[2]
    return _FIELD_WORDS.get(cell.field, cell.field.removesuffix("_id").replace("_", " "))


def _told(store: Store, change: Change, *, alone: bool) -> str:
    words = _words(store, change)
    return words if alone else _("{field}: {value}").format(field=_field(change.cell), value=words)


def _words(store: Store, head: Change) -> str:
    if head.op == Op.DELETE:
        return _("(deleted)")
    if head.cell.field == WHOLE:
        return _("(kept)")
    if head.op == Op.EMPTY or not head.value:
        return _("(empty)")
    kind = KINDS.get(head.cell.table)
    if kind and head.cell.field in kind.model_fields:
        if kind.model_fields[head.cell.field].annotation is bool:
            return _("yes") if head.value == "1" else _("no")
        pointed = KINDS.get(head.cell.field.removesuffix("_id").replace("type", "grouptype"))
        if pointed and head.cell.field.endswith("_id"):
            return _name(next(iter(_any(store, pointed, head.value)), None)) or head.value
    return head.value


_KIND_WORDS = {
    "project": _("Project"),
    "person": _("Person"),
    "group": _("Group"),
    "interview": _("Interview"),
    "consent": _("Consent"),
    "note": _("Note"),
    "segment": _("Tagged passage"),
    "code": _("Code"),
    "issue": _("Issue"),
    "tool": _("Tool"),
    "score": _("Score"),
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
    "asked_by": _("who asked for it"),
    "data_owner": _("who owns the data"),
}
