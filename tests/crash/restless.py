"""Somebody who works without rest, so that the power may fail in the midst of anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import NamedTuple

from fieldkit.domain import Attachment, Group, Interview, Note
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, history, interviews
from fieldkit.store import Store
from fieldkit.sync import merge, sync
from tests.crash.desk import Desk
from tests.making import DAY, a_group, an_interview

_WORD = re.compile(r"heard-[a-z]+-\d+-\d+;")
"""What everything that is said contains, once in the whole project."""


class Fate(StrEnum):
    """What people were told."""

    SAVED = "saved"
    LEAVING = "leaving"
    """An interview is being taken back: from now on it may be there or not."""
    GONE = "gone"
    NONE = "none"
    """Something else was done."""


class Told(NamedTuple):
    """What people were told once a deed was done: of a word, of an interview, or of a word in an interview."""

    fate: Fate
    word: str = "-"
    interview: str = "-"


NOTHING = Told(Fate.NONE)


class Worker:
    """Whoever sits at a laptop, and does one thing after the other as chance has it."""

    def __init__(self, store: Store, desk: Desk, chance: Random, name: str) -> None:
        self.store, self.desk, self.chance = store, desk, chance
        self._name = name
        self._words = 0

    def work(self) -> Iterator[Told]:
        """Go on for ever; yield after each deed what people were told."""
        while True:
            (deed,) = self.chance.choices(list(_DEEDS), list(_DEEDS.values()))
            yield from deed(self)

    def word(self) -> str:
        """Return what nobody has said yet."""
        self._words += 1
        return f"heard-{self._name}-{self._words};"

    def add(self) -> Iterator[Told]:
        """Write down a group."""
        word = self.word()
        a_group(self.store, word)
        yield Told(Fate.SAVED, word)

    def hold(self) -> Iterator[Told]:
        """Hold an interview that everybody in the team may read."""
        word = self.word()
        group = self.store.find(Group)[0]
        interview = an_interview(self.store, Scope.HOLD, Scope.TEAM, group=group, note=word)
        yield Told(Fate.SAVED, word, interview.id)

    def type(self) -> Iterator[Told]:
        """Go on typing in a note."""
        known = self.store.find(Note)
        id_ = self.chance.choice(known).id if known else ""
        for _time in range(3 if id_ else 0):
            word, note = self.word(), self.store.get(Note, id_)
            interviews.write_note(self.store, note, f"{note.text} {word}")
            yield Told(Fate.SAVED, word, note.interview_id)

    def attach(self) -> Iterator[Told]:
        """Attach a file to an interview."""
        interview = self._interview()
        if interview:
            word = self.word()
            file = self.desk.path.with_name(f"{word}.png")
            file.write_bytes(f"{word} ".encode() * 9_000)
            interviews.attach(self.store, interview, file)
            file.unlink()
            yield Told(Fate.SAVED, word, interview.id)

    def change_their_mind(self) -> Iterator[Told]:
        """Write down a group, undo that, and do it again after all."""
        word = self.word()
        a_group(self.store, word)
        history.undo(self.store)
        history.redo(self.store)
        yield Told(Fate.SAVED, word)

    def sync(self) -> Iterator[Told]:
        """Sync; whatever is in many small files is bound into large ones thereby."""
        sync(self.store, self.desk.shared)
        yield NOTHING

    def merge(self) -> Iterator[Told]:
        """Merge the files of all others as if they had come by mail, and sometimes undo that."""
        ours = self.store.parcels.writers()
        merged = merge(self.store, [path for path in self.desk.parcels() if path.parent.name not in ours])
        if merged.changes and self.chance.random() < 0.5:
            history.undo(self.store)
        yield NOTHING

    def take_back(self) -> Iterator[Told]:
        """Erase an interview, because its people took it back."""
        interview = self._interview()
        if interview:
            yield Told(Fate.LEAVING, interview=interview.id)
            consent.withdraw(self.store, interview, on=DAY)
            yield Told(Fate.GONE, interview=interview.id)

    def _interview(self) -> Interview | None:
        known = self.store.find(Interview)
        return self.chance.choice(known) if known else None


_DEEDS: dict[Callable[[Worker], Iterator[Told]], int] = {
    Worker.add: 6,
    Worker.hold: 5,
    Worker.type: 5,
    Worker.attach: 3,
    Worker.change_their_mind: 2,
    Worker.sync: 8,
    Worker.merge: 3,
    Worker.take_back: 3,
}
"""How often each is done."""


def said(store: Store) -> Iterator[str]:
    """Yield all texts of a project."""
    yield from (group.name for group in store.find(Group))
    yield from (note.text for note in store.find(Note))
    yield from (file.name for file in store.find(Attachment))


def words_in(texts: Iterable[str]) -> set[str]:
    """Return the words in these texts."""
    return {word for text in texts for word in _WORD.findall(text)}


def words_on(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every word in any byte of the files below a folder, with its file."""
    pattern = re.compile(_WORD.pattern.encode())
    for file in path.rglob("*"):
        if file.is_file():
            yield from ((file, word.decode()) for word in set(pattern.findall(file.read_bytes())))
