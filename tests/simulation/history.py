"""One history: people write, sync, lose power, restore backups and copy laptops; in the end all files arrive."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from fieldkit.domain import Group, Interview, Note
from fieldkit.domain.change import WHOLE, Cell, Change, Op, Value, kept
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import consent, history, interviews
from fieldkit.errors import FieldkitError
from fieldkit.store import Kind, Store
from fieldkit.store import Laptop as Here
from fieldkit.store.clock import AHEAD
from fieldkit.sync import Outcome, sync
from tests.simulation import cloud
from tests.simulation.chance import Power, Wall, decided_by
from tests.simulation.claims import Claims
from tests.simulation.laptop import Laptop, raw

DAY = date(2026, 9, 14)
STEPS = 24
MOST_LAPTOPS = 5
MOST_ROUNDS = 8
MOST_CONFLICTS = 50
GROUPS = ("tots", "shed", "choir")
FIELDS = ("name", "place", "colour")
"""The last one is of a newer fieldkit: this one has no place for it."""
NEWER = (
    (Cell("group", "tots", "colour"), "q"),
    (Cell("vehicle", "bus", "seats"), "s"),
    (Cell("vehicle", "bus", WHOLE), "q"),
)
"""What only a newer fieldkit writes: fields, kinds of records and operations that this one does not know."""
_OFF_BY_S = (0, 0, 0, -90, 300, 86_400, -500_000_000)


@lru_cache(maxsize=1)
def beginnings() -> tuple[bytes, bytes, dict[str, bytes]]:
    """Return what every history begins with: the project file of its first laptop, that of another, and the folder."""
    wall = Wall(timedelta())
    with (
        tempfile.TemporaryDirectory() as desk,
        decided_by(Random(0), Power(), lambda _line: None),
        Store.create(None, "Norwich round", now=wall) as first,
        Store.create(None, project_id=first.project_id, now=wall) as other,
    ):
        first.write("Groups", *(Group(id=name, name=name) for name in GROUPS), kind=Kind.BEGINNING)
        sync(first, Path(desk))
        sync(other, Path(desk))
        files = {str(p.relative_to(desk)): p.read_bytes() for p in Path(desk).rglob("*.csv")}
        return raw(first).serialize(), raw(other).serialize(), files


class History:
    """The laptops of one history, what chance decides, and what must hold in the end."""

    def __init__(self, seed: int, desk: Path, spared: tuple[str, ...] = ()) -> None:
        self.chance = Random(seed)
        self._spared = spared
        self.desk = desk
        self.power = Power()
        self.trace = hashlib.sha256()
        self.claims = Claims()
        self.laptops: list[Laptop] = []
        self.happened: Counter[str] = Counter()
        """How often each thing happened that makes histories hard."""
        self._written = 0

    def play(self) -> str:
        """Play it; return what went wrong, or nothing."""
        beginning = beginnings()
        with decided_by(Random(self.chance.random()), self.power, self._note):
            self._begin(*beginning)
            for _step in range(STEPS):
                laptop = self.chance.choice(self.laptops)
                for one in self.laptops:
                    one.wall.true += timedelta(milliseconds=self.chance.randrange(1, 50_000))
                deed = self.chance.choices(*zip(*DEEDS, strict=True))[0]
                self._note(f"{laptop.name} {deed.__name__}")
                if deed.__name__ not in self._spared:
                    deed(self, laptop)
            return self._everything_arrives() or self.claims.broken(self.laptops) or self._settling_ends()

    def _begin(self, first: bytes, other: bytes, files: dict[str, bytes]) -> None:
        for number in range(self.chance.randrange(2, 5)):
            wall = Wall(timedelta(seconds=self.chance.choice(_OFF_BY_S)))
            folder = self.desk / f"L{number}"
            for name, content in files.items():
                cloud.put(folder / name, content)
            laptop = Laptop(self._here(number), other if number else first, folder, wall, self.power)
            if number:
                laptop.take_a_name()
            laptop.newer = self.chance.random() < 0.25
            self.happened["a laptop has a newer fieldkit"] += laptop.newer
            self.happened["a laptop's clock is wrong"] += bool(wall.wrong_by)
            self.laptops.append(laptop)

    def _here(self, number: int) -> Here:
        return Here(self.desk / f"memory of L{number}", f"L{number}")

    def _aside(self, laptop: Laptop) -> Path:
        """Return where a copy of a laptop's memory lies, if there is one."""
        return self.desk / f"memory of {laptop.name} aside"

    def _happens(self, what: str) -> None:
        self.happened[what] += 1

    def _note(self, line: str) -> None:
        self.trace.update(f"{line}\n".encode())

    def _everything_arrives(self) -> str:
        """Carry everything everywhere and sync, until nobody has anything new and all folders hold the same.

        What was lost in all folders is brought back at first. Return what goes on for ever, or nothing.
        """
        self.power.left = None
        busy = [""]
        for number in range(MOST_ROUNDS):
            cloud.share([laptop.folder for laptop in self.laptops])
            outcomes = [laptop.syncs(fresh=number == 0) for laptop in self.laptops]
            busy = [_news_of(outcome) for outcome in outcomes]
            if not any(busy) and len({cloud.holds(laptop.folder) for laptop in self.laptops}) == 1:
                self._note(repr([laptop.store.conflicts() for laptop in self.laptops]))
                return ""
        return f"after {MOST_ROUNDS} rounds there is no rest: {busy}"

    def _settling_ends(self) -> str:
        """Settle on one laptop whatever is in conflict, and see that it is settled on all."""
        first = self.laptops[0]
        if not first.store.conflicts():
            return ""  # Nothing changes any more.
        self._happens("a conflict is settled")
        for _each in range(MOST_CONFLICTS):
            # Asked anew each time: where a record is settled as deleted, nothing else in it is in dispute.
            if not (conflicts := first.store.conflicts()):
                break
            kept_one = self.chance.choice(range(len(conflicts[0].heads)))
            history.settle(first.store, kept(conflicts[0], kept_one))
        if restless := self._everything_arrives():
            return restless
        left = [laptop.name for laptop in self.laptops if laptop.store.conflicts()]
        return f"a conflict that was settled is back on {left}" if left else ""

    # What people do

    def write(self, laptop: Laptop) -> None:
        """Write into a field of a group."""
        cell = Cell("group", self.chance.choice(GROUPS), self.chance.choice(FIELDS))
        self._written += 1
        self._save(laptop, lambda: laptop.store.write_cells("Write", {cell: Value("s", f"v{self._written}")}))

    def write_the_same(self, laptop: Laptop) -> None:
        """Write what others may write as well."""
        cell = Cell("group", self.chance.choice(GROUPS), self.chance.choice(FIELDS))
        self._save(laptop, lambda: laptop.store.write_cells("Write", {cell: Value("s", "the same")}))

    def write_as_newer(self, laptop: Laptop) -> None:
        """Write what this fieldkit has no place for."""
        self._written += 1
        cells = {cell: Value(op, f"v{self._written}") for cell, op in self.chance.sample(NEWER, 2)}
        self._save(laptop, lambda: laptop.store.write_cells("Write", cells))
        self._happens("something unknown is written")

    def upgrade(self, laptop: Laptop) -> None:
        """Make all tables anew, as whoever gets a newer fieldkit does."""
        laptop.newer = True
        laptop.tries(laptop.store.rebuild)
        self._happens("a laptop is upgraded")

    def delete(self, laptop: Laptop) -> None:
        """Delete a group, or bring it back."""
        group = self.chance.choice(laptop.groups())
        self._save(laptop, lambda: laptop.store.write("Delete", group.but(deleted=not group.deleted)))

    def undo(self, laptop: Laptop) -> None:
        """Undo the last deed."""
        self._save(laptop, lambda: history.undo(laptop.store))

    def hold_an_interview(self, laptop: Laptop) -> None:
        """Hold an interview in which everything may be kept, with words to look for if it is taken back."""
        group = self.chance.choice(laptop.groups())

        def hold() -> None:
            interview = interviews.begin(laptop.store, group, held_on=DAY)
            for scope in (Scope.HOLD, Scope.TEAM):
                consent.answer(laptop.store, interview, scope, Answer.YES, on=DAY)
            (note,) = laptop.store.find(Note, interview_id=interview.id)
            interviews.write_note(laptop.store, note, f"CANARY {interview.id}")

        laptop.tries(hold)

    def take_it_back(self, laptop: Laptop) -> None:
        """Erase an interview, because its people took it back."""
        if not laptop.store.find(Interview):
            self.hold_an_interview(laptop)
        if not (known := laptop.store.find(Interview)):
            return  # The power failed.
        interview = self.chance.choice(known)
        if laptop.tries(lambda: consent.withdraw(laptop.store, interview, on=DAY)) is not None:
            self.claims.erased.add(interview.id)
            self._happens("an interview is erased")

    def sync(self, laptop: Laptop) -> None:
        """Sync with this laptop's copy of the folder."""
        laptop.syncs(fresh=self._fresh())

    def _fresh(self) -> bool:
        return self.chance.random() < 0.25

    def carry(self, laptop: Laptop) -> None:
        """Bring files from another laptop, and sync."""
        cloud.carry_badly(self.chance.choice(self.laptops).folder, laptop.folder, self.chance, self._happens)
        laptop.syncs(fresh=self._fresh())

    def lose_power(self, laptop: Laptop) -> None:
        """Lose power within the next writes."""
        self.power.left = self.chance.randrange(self.chance.choice((8, 40)))
        laptop.crashed = ""
        deed = self.chance.choice(UNDER_STRAIN)
        deed(self, laptop)
        self.power.left = None
        if laptop.crashed:
            self._happens(f"power fails in {deed.__name__}: {laptop.crashed}")

    def back_up(self, laptop: Laptop) -> None:
        """Copy the project file aside, and sometimes all of the laptop."""
        laptop.backup = laptop.image()
        shutil.rmtree(self._aside(laptop), ignore_errors=True)
        if self.chance.random() < 0.5:
            _copy_memory(laptop.here.memory, self._aside(laptop))

    def restore(self, laptop: Laptop) -> None:
        """Put the copy in the project's place: what was not sent since then, or in a file that was lost, is gone."""
        if laptop.backup is None:
            laptop = next((one for one in self.laptops if one.backup is not None), laptop)
        if laptop.backup is None:
            return
        if self._aside(laptop).exists():
            _copy_memory(self._aside(laptop), laptop.here.memory)
        had = laptop.store.changes()
        laptop.restore(laptop.backup)
        self._happens("a backup is put back")
        self._forget(had)

    def _forget(self, had: Sequence[Change]) -> None:
        """Claim no longer what of these changes lies nowhere any more, for people took it away."""
        left = {change.id for one in self.laptops for change in one.store.by_id(change.id for change in had)}
        left |= {change.id for one in self.laptops for change in cloud.changes_in(one.folder)}
        backups = [one.backup for one in self.laptops if one.backup]
        gone = [
            change
            for change in had
            if change.id not in left and not any(change.suffix.encode() in backup for backup in backups)
        ]
        ids = {change.id for change in gone}
        # What was set aside before it was sent lies nowhere, and still overrules for whoever took it over.
        seen = {id_ for change in self.claims.saved if change.id not in ids for id_ in change.saw}
        self.claims.forget(ids - seen)
        known = {record for one in self.laptops for record in one.store.parcels.erased()}
        self.claims.erased -= {change.cell.record for change in gone if change.op == Op.ERASE} - known

    def copy_the_laptop(self, laptop: Laptop) -> None:
        """Make a second laptop of the image of this one: of its project file alone, or of all that is on it."""
        if len(self.laptops) >= MOST_LAPTOPS:
            return
        folder = self.desk / f"L{len(self.laptops)}"
        shutil.copytree(laptop.folder, folder)
        here = self._here(len(self.laptops))
        if self.chance.random() < 0.5:
            here = here._replace(machine=laptop.here.machine)
            _copy_memory(laptop.here.memory, here.memory)
        twin = Laptop(here, laptop.image(), folder, Wall(laptop.wall.wrong_by), self.power)
        twin.wall.true, twin.newer = laptop.wall.true, laptop.newer
        self._happens("a laptop is copied")
        self.laptops.append(twin)

    def lose_files(self, laptop: Laptop) -> None:
        """Lose files of this laptop's copy of the folder."""
        cloud.lose(laptop.folder, self.chance)
        self._happens("files are lost")

    def _save(self, laptop: Laptop, deed: Callable[[], object]) -> None:
        """Do a deed, and note what the laptop then said is saved."""
        laptop.heard.clear()
        before = {change.id for change in laptop.store.changes()}
        try:
            laptop.tries(deed)
        except FieldkitError:
            return  # It was refused in words; nothing was saved.
        # Power may fail once a deed is through and before anybody was told so: it counts as well.
        known = before | {change.id for change in laptop.heard}
        saved = [*laptop.heard, *(change for change in laptop.store.changes() if change.id not in known)]
        self.claims.saved += saved
        if laptop.wall.wrong_by < -AHEAD:
            self.claims.late.update(change.id for change in saved)


def _news_of(outcome: Outcome) -> str:
    """Return what a sync had to do; blank where nothing was new."""
    had = {"sent": outcome.sent, "received": outcome.received, "erased": outcome.erased}
    return " ".join(f"{what} {count}" for what, count in had.items() if count)


def _copy_memory(source: Path | None, target: Path | None) -> None:
    assert source
    assert target
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


DEEDS: list[tuple[Callable[[History, Laptop], None], int]] = [
    (History.write, 30),
    (History.write_the_same, 6),
    (History.write_as_newer, 4),
    (History.upgrade, 2),
    (History.delete, 4),
    (History.undo, 4),
    (History.hold_an_interview, 5),
    (History.take_it_back, 6),
    (History.sync, 14),
    (History.carry, 24),
    (History.lose_power, 8),
    (History.back_up, 6),
    (History.restore, 5),
    (History.copy_the_laptop, 2),
    (History.lose_files, 3),
]
"""What people do, and how often beside the rest."""
UNDER_STRAIN = (
    History.write,
    History.sync,
    History.sync,
    History.take_it_back,
    History.take_it_back,
    History.upgrade,
)
"""In what their power fails."""
