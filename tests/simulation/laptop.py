"""A laptop of the simulation: a real store in memory, and its own copy of the shared folder."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldkit.domain import KINDS, Consent, Group, Interview
from fieldkit.domain.change import Cell, Change
from fieldkit.domain.consent import Reach, reach
from fieldkit.store import Laptop as Here
from fieldkit.store import Reason, Store
from fieldkit.store.database import writing
from fieldkit.sync import sync
from tests.simulation.chance import Crash, Power, Wall

_COUNTED = ("INSERT INTO \"meta\" VALUES('held'", "INSERT INTO \"meta\" VALUES('digest'")
"""What is counted when laptops are compared, and remembered until then, however old."""


class Laptop:
    """One project file, its copy of the folder, and what its person was told is saved."""

    def __init__(self, here: Here, image: bytes, folder: Path, wall: Wall, power: Power) -> None:
        self.name, self.here, self.folder, self.wall, self.power = folder.name, here, folder, wall, power
        self.backup: bytes | None = None
        """An image of the project as it once was."""
        self.misjudged = False
        """Whether it took its own project for an older one when only its power had failed."""
        self.heard: list[Change] = []
        """What this laptop said is saved."""
        folder.mkdir(parents=True, exist_ok=True)
        self._boot(image)

    def _boot(self, image: bytes) -> None:
        self.store = Store(None, self.wall, self.here)
        raw(self.store).deserialize(image)
        self.store._begin()
        self.store._scrub()
        self.store.listen(self.heard.extend)

    def take_a_name(self) -> None:
        """Write under a name of its own, as whoever joins does."""
        with writing(self.store._database) as db:
            self.store._identity.rename(db, Reason.COPIED)

    def image(self) -> bytes:
        """Return the project file, byte for byte."""
        return raw(self.store).serialize()

    def dump(self) -> list[str]:
        """Return what the project file holds as SQL; of the index its words, not how FTS5 happens to pack them."""
        db = raw(self.store)
        words = db.execute("SELECT rowid, text FROM search ORDER BY rowid")
        lines = (line for line in db.iterdump() if "search" not in line and not line.startswith(_COUNTED))
        return [*lines, *map(str, words)]

    def restore(self, image: bytes) -> None:
        """Put an older project file in the place of this one."""
        self.store.close()
        self._boot(image)

    def tries(self, deed: Callable[[], Any]) -> Any:
        """Return what a deed gives; None where the power failed, after which the laptop is started again."""
        try:
            return deed()
        except Crash:
            self.power.left = None
            before = self.store.renamed()
            self.restore(self.image())
            self.misjudged |= self.store.renamed() != before
            return None

    def syncs(self) -> Any:
        """Sync with this laptop's copy of the folder."""
        return self.tries(lambda: sync(self.store, self.folder, fresh=True))

    def shows(self) -> dict[str, Any]:
        """Return all that this laptop shows and others may see: records, and what stands side by side."""
        kept_here = {interview.id for interview in self.store.find(Interview) if not self._travels(interview)}
        records: dict[str, Any] = {
            name: [
                record.model_dump(exclude={"made_by"})
                for record in self.store.find(kind, deleted=[False, True])
                if record.id not in kept_here and getattr(record, "interview_id", "") not in kept_here
            ]
            for name, kind in KINDS.items()
        }
        records["conflicts"] = sorted(
            (conflict.cell, sorted(change.id for change in conflict.heads))
            for conflict in self.store.conflicts()
        )
        return records

    def _travels(self, interview: Interview) -> bool:
        return reach(self.store.find(Consent, interview_id=interview.id)) == Reach.EVERYTHING

    def stands(self, cell: Cell) -> list[Change]:
        """Return the changes that stand in a cell here."""
        return self.store.standing([cell]).get(cell, [])

    def groups(self) -> list[Group]:
        """Return the groups of people that this laptop knows of."""
        return self.store.find(Group, deleted=[False, True])


def raw(store: Store) -> sqlite3.Connection:
    """Return SQLite's own connection to a store in memory."""
    assert store._database._only
    return store._database._only
