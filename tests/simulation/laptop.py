"""A laptop of the simulation: a real store in memory, and its own copy of the shared folder."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fieldkit.domain import KINDS, Consent, Group, Interview
from fieldkit.domain.change import Cell, Change
from fieldkit.domain.consent import Reach, reach
from fieldkit.domain.health import Weight
from fieldkit.store import Laptop as Here
from fieldkit.store import Reason, Store, parcels, tables
from fieldkit.store.database import reading, writing
from fieldkit.store.migrations import LATEST
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
        self.alarmed = False
        """Whether it was told that another laptop has the same changes and shows different things."""
        self.newer = False
        """Whether its fieldkit is a newer one: its files bear a format that no other knows."""
        self.crashed = ""
        """What it was about to write when its power failed last."""
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
            with patch.object(parcels, "LATEST", LATEST + self.newer):
                return deed()
        except Crash as crash:
            self.crashed = str(crash)
            self.power.left = None
            before = self.store.renamed()
            self.restore(self.image())
            self.misjudged |= self.store.renamed() != before
            return None

    def syncs(self, *, fresh: bool = False) -> Any:
        """Sync with this laptop's copy of the folder; `fresh` brings back what is lost there."""
        outcome = self.tries(lambda: sync(self.store, self.folder, fresh=fresh))
        self.alarmed |= bool(outcome) and any(found.weight is Weight.BROKEN for found in outcome.findings)
        return outcome

    def shows(self) -> dict[str, Any]:
        """Return all that this laptop shows and others may see: records, and what stands side by side."""
        kept_here = {interview.id for interview in self.store.find(Interview) if not self._travels(interview)}
        with reading(self.store._database) as db:
            # Rows as they are: to make records of them would tell no more.
            records: dict[str, Any] = {
                name: [
                    {**row, "made_by": ""}
                    for row in tables.read(db, kind, "TRUE", ())
                    if row["id"] not in kept_here and row.get("interview_id") not in kept_here
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
