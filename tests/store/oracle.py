"""What a set of changes comes to, by the rules that docs/journal-format.md states, and by nothing of the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Place = tuple[str, str]
"""A record and one of its fields; `*` is the record as a whole."""


class Line(NamedTuple):
    """A line of a journal: who it is, when, where, what it does, and which lines its author had seen."""

    id: str
    stamp: str
    place: Place
    op: str
    value: str
    saw: frozenset[str]


def heads(lines: Iterable[Line]) -> dict[Place, set[Line]]:
    """Return what stands in each place: every line that no other line of that place has seen."""
    known = set(lines)
    found: dict[Place, set[Line]] = {}
    for line in known:
        if not any(line.id in other.saw for other in known if other.place == line.place):
            found.setdefault(line.place, set()).add(line)
    return found


def shown(lines: Iterable[Line], place: Place) -> str:
    """Return the value that shows in a place: that of the latest head, and of several the one with the greatest id."""
    standing = heads(lines).get(place)
    return max(standing, key=lambda line: (line.stamp, line.id)).value if standing else ""


def unseen(lines: Iterable[Line], record: str) -> set[Line]:
    """Return the edits of a record that the deletion which holds there had not seen."""
    standing = heads(lines)
    whole = max(standing.get((record, "*"), ()), key=lambda line: (line.stamp, line.id))
    edits = {
        line for place, found in standing.items() if place[0] == record and place[1] != "*" for line in found
    }
    return {line for line in edits if line.id not in whole.saw}


def deleted(lines: Iterable[Line], record: str) -> bool:
    """Tell whether a record is deleted: a deletion holds, and it had seen every edit that stands."""
    known = list(lines)
    whole = max(heads(known).get((record, "*"), ()), key=lambda line: (line.stamp, line.id), default=None)
    return whole is not None and whole.op == "d" and not unseen(known, record)


def in_conflict(lines: Iterable[Line], place: Place) -> bool:
    """Tell whether people wrote different things apart into a place, be it that one deleted what another edited.

    Nothing is in dispute in a record that all who wrote of it as a whole deleted, and that is deleted.
    """
    known = list(lines)
    standing, whole = heads(known), (place[0], "*")
    if place == whole:
        return _differ(standing.get(whole, ())) or _outlived(known, place[0])
    gone = deleted(known, place[0]) and not _differ(standing[whole])
    return _differ(standing.get(place, ())) and not gone


def _differ(standing: Iterable[Line]) -> bool:
    return len({(line.op, line.value) for line in standing}) > 1


def _outlived(known: list[Line], record: str) -> bool:
    whole = heads(known).get((record, "*"), ())
    return any(line.op == "d" for line in whole) and bool(unseen(known, record))
