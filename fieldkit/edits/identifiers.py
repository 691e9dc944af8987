"""What may name somebody in the notes, and whether it is about to travel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fieldkit.domain import Group, Interview, Note
from fieldkit.domain.consent import Reach, reach
from fieldkit.domain.identifiers import Identifier, found
from fieldkit.store import Store
from fieldkit.words import _


class Named(NamedTuple):
    """A stretch of a note that may name somebody, and the conversation it was written down in."""

    note: Note
    interview: Interview
    group: str
    """The name of the group; empty where it is not known here."""
    identifier: Identifier

    @property
    def known_by(self) -> tuple[str, str]:
        """What it is known by, wherever in the note it stands by now."""
        return self.note.id, self.identifier.text


def names(groups: Iterable[Group], own: str) -> dict[str, str]:
    """Return the names that identify a group, each with what could stand instead; `own` is the group spoken with.

    A name that begins with `The` is found with a small letter too, as it stands amid a sentence.
    """
    known: dict[str, str] = {}
    for group in sorted(
        groups, key=lambda group: group.id == own
    ):  # of two that bear one name, our own counts
        name = " ".join(group.name.split())
        if name:
            instead = _("[the group]") if group.id == own else _("[another group]")
            known |= {name: instead, **({f"the {name[4:]}": instead} if name.startswith("The ") else {})}
    return known


def in_text(store: Store, interview: Interview, text: str) -> list[Identifier]:
    """Return what may name somebody in a text of an interview."""
    return found(text, names(store.find(Group), interview.group_id))


def in_notes(store: Store) -> list[Named]:
    """Return what may name somebody in the notes that the next sync would send, by day and in their order."""
    consents = store.consents()
    travelling = {
        interview.id: interview
        for interview in store.find(Interview)
        if reach(consents.get(interview.id, [])) == Reach.EVERYTHING
    }
    groups = store.find(Group)
    called = {group.id: group.name for group in groups}
    known: Mapping[str, Mapping[str, str]] = {own: names(groups, own) for own in ("", *called)}
    unsent = {change.cell.record for change in store.parcels.unsealed() if change.cell.field == "text"}
    notes = [n for n in store.find(Note) if n.id in unsent and n.interview_id in travelling]
    listed: list[Named] = []
    for note in sorted(notes, key=lambda n: (str(travelling[n.interview_id].held_on), n.position, n.id)):
        interview = travelling[note.interview_id]
        group = interview.group_id if interview.group_id in called else ""
        listed += [
            Named(note, interview, called.get(group, ""), one) for one in found(note.text, known[group])
        ]
    return listed
