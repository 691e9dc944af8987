"""A laptop of the simulation: a real store in memory, and its own copy of the shared folder."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fieldkit.domain import KINDS, Group
from fieldkit.domain.change import Cell, Change, Conflict
from fieldkit.domain.health import Weight
from fieldkit.store import Laptop as Here
from fieldkit.store import Reason, Store, parcels, tables
from fieldkit.store.database import PRAGMAS, Connection, reading, writing
from fieldkit.store.editor import show_all
from fieldkit.store.migrations import LATEST
from fieldkit.sync import sync
from tests.simulation import cloud, older
from tests.simulation.chance import Crash, Power, Wall

_COUNTED = ("held", "digest")
"""What is counted when laptops are compared, and remembered until then, however old."""

_KEPT_HERE = """
    SELECT id FROM interview WHERE deleted = 0 AND (
        SELECT count(*) FROM consent c WHERE c.interview_id = interview.id AND c.deleted = 0
        AND c.scope IN ('hold', 'team') AND c.answer = 'yes') < 2
"""
"""The interviews of which not both is agreed: that they are kept, and that the team may have them."""


_ATTACHED = f"""
    SELECT sha256, size FROM attachment WHERE deleted = 0 AND interview_id NOT IN ({_KEPT_HERE}) ORDER BY id
"""
"""What is attached to the others."""


def canary(interview: str) -> str:
    """Return the words to look for if an interview is taken back."""
    return f"CANARY {interview}"


class Laptop:
    """One project file, its copy of the folder, and what its person was told is saved."""

    def __init__(
        self, here: Here, image: bytes, folder: Path, wall: Wall, power: Power, *, is_older: bool = False
    ) -> None:
        self.name, self.here, self.folder, self.wall, self.power = folder.name, here, folder, wall, power
        self.backup: bytes | None = None
        """An image of the project as it once was."""
        self.misjudged = False
        """Whether it took its own project for an older one when only its power had failed."""
        self.alarmed = False
        """Whether it was told that another laptop has the same changes and shows different things."""
        self.careless = ""
        """What it left undone in a sync: to send something again, or to fetch it."""
        self.left: frozenset[str] = frozenset()
        """The files that lay whole in its folder after its last sync."""
        self.remembers: set[str] = set()
        """Interviews that it said were gone from it after a sync, while words of theirs were not."""
        self.newer = False
        """Whether its fieldkit is a newer one: its files bear a format that no other knows."""
        self.older = is_older
        """Whether its fieldkit is an older one: see `tests.simulation.older`."""
        self.crashed = ""
        """What it was about to write when its power failed last."""
        self.heard: list[Change] = []
        """What this laptop said is saved."""
        folder.mkdir(parents=True, exist_ok=True)
        self._boot(image)

    def _boot(self, image: bytes) -> None:
        db = self._open()
        db.deserialize(image)
        for pragma in PRAGMAS[1:]:  # The first one is about the log, which nothing in memory has.
            db.execute(f"PRAGMA {pragma}")
        self._begin()

    def _open(self) -> Connection:
        self.store = Store(None, self.wall, self.here)
        return raw(self.store)

    def _begin(self) -> None:
        if not self.older and older.is_older(raw(self.store)):
            self.bring_up_to_date()
        self.store.attachments.drop_unclaimed()
        self.store._begin()
        self.store._scrub()
        self.store.listen(self.heard.extend)

    def bring_up_to_date(self) -> None:
        """Make all tables anew, and those first for which an older fieldkit has no place, as a newer one does."""
        with writing(self.store._database) as db:
            if older.is_older(db):
                older.bring_up_to_date(db)
            show_all(db)

    def upgrade(self) -> None:
        """Get the next fieldkit. Should the power fail meanwhile, it is there all the same, and does the rest."""
        self.newer, self.older = not self.older, False
        self.tries(self.bring_up_to_date)

    @contextmanager
    def running(self) -> Generator[None]:
        """Let what happens meanwhile happen in this laptop's own fieldkit."""
        with (
            patch.object(parcels, "LATEST", LATEST + self.newer - self.older),
            older.running() if self.older else nullcontext(),
        ):
            yield

    def take_a_name(self) -> None:
        """Write under a name of its own, as whoever joins does."""
        with writing(self.store._database) as db:
            self.store._identity.rename(db, Reason.COPIED)

    def image(self) -> bytes:
        """Return the project file, byte for byte."""
        return raw(self.store).serialize()

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return what the project file holds, row by row; of the index its words, not how FTS5 happens to pack them."""
        db = raw(self.store)
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        ).fetchall()
        rows = {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}
        rows["meta"] = [row for row in rows["meta"] if row[0] not in _COUNTED]
        return rows | {"search": db.execute("SELECT rowid, text FROM search ORDER BY rowid").fetchall()}

    def ids(self) -> list[str]:
        """Return the ids of all changes in the journal, in the order in which they came."""
        lines = raw(self.store).execute(
            "SELECT w.name, c.seq, c.suffix FROM change c JOIN writer w ON w.n = c.writer ORDER BY c.n"
        )
        return [f"{writer}.{seq}.{suffix}" for writer, seq, suffix in lines]

    def hashes(self) -> set[str]:
        """Return the hashes of all attachments that this laptop knows of, or has forgotten."""
        known = (
            "SELECT sha256 FROM forgotten UNION SELECT c.value FROM change c JOIN field f ON f.n = c.field"
        )
        return {sha256 for (sha256,) in raw(self.store).execute(f"{known} WHERE f.name = 'sha256'")}

    def submissions(self, interview: str) -> list[str]:
        """Return the ids of the questionnaires filled in an interview, in order."""
        rows = raw(self.store).execute(
            "SELECT id FROM submission WHERE interview_id = ? AND deleted = 0 ORDER BY id", (interview,)
        )
        return [id_ for (id_,) in rows]

    def contents(self) -> list[bytes]:
        """Return the attachments that lie in the project file."""
        return [bytes(content) for (content,) in raw(self.store).execute("SELECT bytes FROM blob")]

    def restore(self, image: bytes) -> None:
        """Put an older project file in the place of this one."""
        self.store.close()
        self._boot(image)

    def tries(self, deed: Callable[[], Any]) -> Any:
        """Return what a deed gives; None where the power failed, after which the laptop is started again."""
        try:
            with self.running():
                return deed()
        except Crash as crash:
            self.crashed = str(crash)
        self.power.lasts()
        self.starts_again()
        return None

    def starts_again(self) -> None:
        """Close the project and open it, as after a power cut; it is the same one as before."""
        before, file = self.store.renamed(), raw(self.store)
        self._open().close()
        # What SQLite has in memory is the file. In a new connection it would prepare all statements anew.
        self.store._database._only = file
        self._begin()
        self.misjudged |= self.store.renamed() != before

    def syncs(self, *, fresh: bool = False) -> Any:
        """Sync with this laptop's copy of the folder; `fresh` brings back what is lost there."""
        outcome = self.tries(lambda: sync(self.store, self.folder, fresh=fresh))
        if outcome:
            self.alarmed |= any(found.weight is Weight.BROKEN for found in outcome.findings)
            self.left = cloud.holds(self.folder)
            self.careless = self.careless or self._left_undone()
            self.remembers |= self._remembered()
        return outcome

    def _remembered(self) -> set[str]:
        gone = self.store.parcels.forgot()
        image = self.image() if gone else b""
        return {interview for interview in gone if canary(interview).encode() in image}

    def _left_undone(self) -> str:
        if any(parcel.name not in self.left for parcel in self.store.parcels.sealed()):
            return "what was sent did not lie whole in the folder"
        for sha256, size in self.attachments():
            file = cloud.attachment(self.folder, sha256)
            if self.store.attachments.take(sha256) is None:
                if sha256 in self.left:
                    return "an attachment that lay in the folder was not fetched"
            elif not file.is_file() or file.stat().st_size != size:
                return "an attachment did not lie in the folder"
        return ""

    def attachments(self) -> list[tuple[str, int]]:
        """Return hash and size of each attachment that others may have."""
        return raw(self.store).execute(_ATTACHED).fetchall()

    def shows(self) -> dict[str, Any]:
        """Return all that this laptop shows and others may see: records, and what stands side by side."""
        kept_here = self._kept_here()
        with self.running(), reading(self.store._database) as db:
            # Rows as they are: to make records of them would tell no more.
            records: dict[str, Any] = {
                name: [
                    {**row, "made_by": ""}
                    for row in tables.read(db, kind, "TRUE", ())
                    if row["id"] not in kept_here
                    and row.get("interview_id") not in kept_here
                    # What was made and taken out again before it was sent is here alone.
                    and not row["deleted"]
                ]
                for name, kind in KINDS.items()
            }
        conflicts = self._not_kept_here(self.store.conflicts(), kept_here)
        records["conflicts"] = sorted(
            (conflict.cell, sorted(change.id for change in conflict.heads)) for conflict in conflicts
        )
        return records

    def conflicts(self) -> list[Conflict]:
        """Return the conflicts that others see as well: none about what is kept here."""
        found = self.store.conflicts()
        return self._not_kept_here(found, self._kept_here()) if found else []

    def _not_kept_here(self, found: list[Conflict], kept_here: set[str]) -> list[Conflict]:
        seen = self._seen_by_others({conflict.cell for conflict in found}, kept_here)
        return [one for one in found if one.cell in seen]

    def seen_by_others(self, cells: set[Cell]) -> set[Cell]:
        """Return those of these cells that are not of interviews that are kept here."""
        return self._seen_by_others(cells, self._kept_here())

    def _seen_by_others(self, cells: set[Cell], kept_here: set[str]) -> set[Cell]:
        said_in = self.store.parcels.interviews(cell.record for cell in cells)
        return {cell for cell in cells if said_in.get(cell.record, cell.record) not in kept_here}

    def _kept_here(self) -> set[str]:
        """Return the interviews that may not leave this laptop."""
        return {id_ for (id_,) in raw(self.store).execute(_KEPT_HERE)}

    def stands(self, cell: Cell) -> list[Change]:
        """Return the changes that stand in a cell here."""
        return self.store.standing([cell]).get(cell, [])

    def groups(self) -> list[Group]:
        """Return the groups of people that this laptop knows of."""
        return self.store.find(Group, deleted=[False, True])


def raw(store: Store) -> Connection:
    """Return SQLite's own connection to a store in memory."""
    assert store._database._only
    return store._database._only
