"""Round after round of mishaps over two Syncthings: nothing is lost, and no conflict file lies among the journals."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from fieldkit.domain import Interview, Note
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent
from fieldkit.store import Reason, Store
from fieldkit.sync import sync
from tests.engines.carrier import files_in
from tests.engines.syncthing import FOLDER, Syncthing, syncthing
from tests.engines.team import lent, told
from tests.making import DAY, an_interview, the_note

pytestmark = pytest.mark.engine

ROUNDS = int(os.environ.get("FIELDKIT_ENGINE_ROUNDS", "10"))
"""Mishaps in all; each kind comes once in five."""
SEED = int(os.environ.get("FIELDKIT_ENGINE_SEED", "1"))
_LONG = "They wait for the bus. " * 2_000


class Laptop(NamedTuple):
    """A project, and the end of the shared folder that lies on the same laptop."""

    store: Store
    shared: Path


class Fieldwork:
    """Laptops that work and sync whatever happens, and what was said and taken back on them."""

    def __init__(self, desk: Path, engine: Syncthing, laptops: list[Laptop], chance: Random) -> None:
        self.desk, self.engine, self.laptops, self.chance = desk, engine, laptops, chance
        self.said: set[str] = set()
        self.taken_back: set[str] = set()

    def work(self) -> None:
        """Hold an interview at each laptop, and sync."""
        for laptop in self.laptops:
            words = f"Said {len(self.said) + len(self.taken_back)}."
            an_interview(laptop.store, Scope.HOLD, Scope.TEAM, note=f"{words} {_LONG}")
            self.said.add(words)
            sync(laptop.store, laptop.shared)

    def come_to_rest(self) -> None:
        """Sync until each laptop has heard of all that the others wrote or wrote again."""
        for _time in range(4):
            for laptop in self.laptops:
                sync(laptop.store, laptop.shared)
            self.engine.carry()

    # Mishaps

    def kill(self) -> None:
        """Kill a Syncthing while it carries files."""
        daemon = self.chance.choice(self.engine.daemons)
        self.work()
        daemon.asked(f"db/scan?folder={FOLDER}", "POST")
        daemon.kill()
        self.work()
        daemon.start()

    def part(self) -> None:
        """Let each end work alone for a while."""
        self.engine.stop()
        self.work()
        self.work()
        self.engine.start()

    def wipe(self) -> None:
        """Remove all journals from one end, which the engine then does at the other as well."""
        self.engine.carry()
        shutil.rmtree(self.chance.choice((self.engine.here, self.engine.there)) / "journal")
        self.engine.carry()
        assert not list(self.engine.here.glob("journal/*/*.csv"))

    def clone(self) -> None:
        """Copy a project file, and go on working with both."""
        at = self.chance.randrange(len(self.laptops))
        store, shared = self.laptops[at]
        path = store.path
        assert path
        store.close()
        copy = self.desk / f"copy {len(self.laptops)}" / path.name
        copy.parent.mkdir()
        shutil.copy(path, copy)
        self.laptops[at] = Laptop(Store.open(path), shared)
        self.laptops.append(Laptop(Store.open(copy), shared))
        assert self.laptops[-1].store.renamed() is Reason.COPIED

    def take_back(self) -> None:
        """Erase an interview at one laptop, while another writes into it."""
        self.come_to_rest()
        one, other = self.chance.sample(self.laptops, 2)
        interview = self.chance.choice(one.store.find(Interview))
        note = the_note(one.store, interview)
        consent.withdraw(one.store, interview, on=DAY)
        other.store.write("Write", other.store.get(Note, note.id).but(text=f"{note.text} More."))
        words = f"{note.text.partition('.')[0]}."
        self.said.remove(words)
        self.taken_back.add(words)


MISHAPS: tuple[Callable[[Fieldwork], None], ...] = (
    Fieldwork.kill,
    Fieldwork.part,
    Fieldwork.clone,
    Fieldwork.take_back,
    Fieldwork.wipe,
)


def test_rounds_of_mishaps_lose_nothing_and_leave_no_conflict_file(tmp_path: Path) -> None:
    with ExitStack() as stack:
        team = lent(stack, tmp_path, syncthing)
        engine = team.carrier
        assert isinstance(engine, Syncthing)
        laptops = [Laptop(team.amina, engine.here), Laptop(team.ben, engine.there)]
        fieldwork = Fieldwork(tmp_path, engine, laptops, Random(SEED))
        stack.callback(lambda: [laptop.store.close() for laptop in laptops])

        for number in range(ROUNDS):
            fieldwork.work()
            MISHAPS[number % len(MISHAPS)](fieldwork)
            fieldwork.work()
        fieldwork.come_to_rest()

        first = told(laptops[0].store)
        assert all(told(laptop.store) == first for laptop in laptops)
        assert {f"{note.text.partition('.')[0]}." for note in laptops[0].store.find(Note)} == fieldwork.said
        for end in (engine.here, engine.there):
            assert not [*end.rglob("*.sync-conflict-*")]
            left = [
                name
                for name, content in files_in(end).items()
                if any(words.encode() in content for words in fieldwork.taken_back)
            ]
            assert left == []
        assert not any(laptop.store.disputes() for laptop in laptops)
