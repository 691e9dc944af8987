"""What a laptop is doing when its power fails.

Each story yields once when it comes to what is of interest, and then whatever it tells the person is saved: the table,
the field and the value of a record.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from fieldkit.domain import Group, Interview, Note
from fieldkit.edits import consent, history, interviews, people
from fieldkit.store import Store
from fieldkit.sync import join, sync
from fieldkit.sync.merging import merge
from tests.crash.desk import TAKEN_BACK, Desk, the_interview
from tests.making import DAY, TOTS

Saved = tuple[str, str, str]
BEGUN: Saved = ("", "", "")
WITHDRAWN: Saved = ("withdrawal", "withdrawn_on", str(DAY))


def _save(desk: Desk) -> Iterator[Saved]:
    with desk.open("amina") as amina:
        (note,) = amina.find(Note, interview_id=the_interview(amina))
        yield BEGUN
        for number in range(4):
            group = Group(name=f"Saved {number}")
            amina.write("Write", group, note.but(text=f"{TAKEN_BACK} {number}"))
            yield "group", "name", group.name


def _type(desk: Desk) -> Iterator[Saved]:
    with desk.open("amina") as amina:
        (note,) = amina.find(Note, interview_id=the_interview(amina))
        interviews.write_note(amina, note, f"{TAKEN_BACK}, and")
        yield BEGUN
        interviews.write_note(amina, amina.get(Note, note.id), f"{TAKEN_BACK}, and more")
        yield "note", "text", f"{TAKEN_BACK}, and more"


def _undo(desk: Desk) -> Iterator[Saved]:
    with desk.open("amina") as amina:
        yield BEGUN
        history.undo(amina)
        history.redo(amina)
        yield "group", "name", "Shed Three"


def _sync(desk: Desk) -> Iterator[Saved]:
    with desk.open("ben") as ben:
        people.add_group(ben, "Sent", TOTS)
        yield BEGUN
        sync(ben, desk.shared)
        yield "group", "name", "Sent"


def _consolidate(desk: Desk) -> Iterator[Saved]:
    with desk.open("amina") as amina:
        before = len(list(desk.parcels(amina.writer)))
        yield BEGUN
        sync(amina, desk.shared)
        assert len(list(desk.parcels(amina.writer))) < before
        yield "note", "text", "Heard by Ben 2"


def _merge(desk: Desk) -> Iterator[Saved]:
    with desk.open("ben") as ben:
        sent = list(desk.parcels(ben.writer))
    with desk.open("amina") as amina:
        yield BEGUN
        merge(amina, sent)
        yield "note", "text", "Heard by Ben 2"


def _unmerge(desk: Desk) -> Iterator[Saved]:
    with desk.open("ben") as ben:
        sent = list(desk.parcels(ben.writer))
    with desk.open("amina") as amina:
        merge(amina, sent)
        yield BEGUN
        history.undo(amina)
        yield "group", "name", "Shed Three"


def _erase(desk: Desk) -> Iterator[Saved]:
    with desk.open("amina") as amina:
        interview = amina.get(Interview, the_interview(amina))
        yield BEGUN
        consent.withdraw(amina, interview, on=DAY)
        yield WITHDRAWN
        sync(amina, desk.shared)


def _obey(desk: Desk) -> Iterator[Saved]:
    with desk.open("ben") as ben:
        consent.withdraw(ben, ben.get(Interview, the_interview(ben)), on=DAY)
        sync(ben, desk.shared)
    with desk.open("amina") as amina:
        yield BEGUN
        sync(amina, desk.shared)
        yield WITHDRAWN


def _migrate(desk: Desk) -> Iterator[Saved]:
    yield BEGUN
    desk.open("oldest").close()


def _attach(desk: Desk) -> Iterator[Saved]:
    with desk.open("amina") as amina:
        interview = amina.get(Interview, the_interview(amina))
        drawing = desk.path / "drawing.png"
        drawing.write_bytes(bytes(range(256)) * 400)
        yield BEGUN
        interviews.attach(amina, interview, drawing)
        yield "attachment", "name", "drawing.png"
        sync(amina, desk.shared)


def _back_up(desk: Desk) -> Iterator[Saved]:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with desk.open("amina") as amina:
        people.add_group(amina, "Yesterday", TOTS)
    yield BEGUN
    with desk.open("amina", lambda: tomorrow) as amina:
        people.add_group(amina, "Today", TOTS)
        yield "group", "name", "Today"


def _create(desk: Desk) -> Iterator[Saved]:
    yield BEGUN
    with Store.create(desk.project("new"), "Another round") as new:
        people.add_group(new, "First", TOTS)
        yield "group", "name", "First"


def _join(desk: Desk) -> Iterator[Saved]:
    yield BEGUN
    join(desk.shared, desk.project("new")).close()
    yield "note", "text", TAKEN_BACK


def _reseed(desk: Desk) -> Iterator[Saved]:
    shutil.rmtree(desk.shared)
    desk.shared.mkdir()
    with desk.open("ben") as ben:
        yield BEGUN
        sync(ben, desk.shared, fresh=True)


STORIES: dict[str, Callable[[Desk], Iterator[Saved]]] = {
    "save": _save,
    "type": _type,
    "undo": _undo,
    "sync": _sync,
    "consolidate": _consolidate,
    "merge": _merge,
    "unmerge": _unmerge,
    "erase": _erase,
    "obey": _obey,
    "migrate": _migrate,
    "attach": _attach,
    "back up": _back_up,
    "create": _create,
    "join": _join,
    "reseed": _reseed,
}
AT_WORK = {"migrate": "oldest", "create": "new", "join": "new", "sync": "ben", "reseed": "ben"}
"""Whose project a story is about, where it is not Amina's."""
