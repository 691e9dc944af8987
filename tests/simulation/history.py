"""One history: people write, sync, lose power, restore backups and copy laptops; in the end all files arrive."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from fieldkit.domain import Group, Interview
from fieldkit.domain.change import Change, Conflict, Op, kept
from fieldkit.domain.consent import Answer
from fieldkit.domain.record import new_id
from fieldkit.edits import history, interviews
from fieldkit.errors import FieldkitError
from fieldkit.store import Kind, Store
from fieldkit.store import Laptop as Here
from fieldkit.store.clock import AHEAD
from fieldkit.sync import Outcome, sync
from tests.simulation import cloud, older
from tests.simulation.chance import Power, Wall, decided_by
from tests.simulation.claims import Claims
from tests.simulation.deeds import DEEDS, EARLY
from tests.simulation.deeds.interviews import filled_in, hold_in
from tests.simulation.deeds.writing import GROUPS
from tests.simulation.laptop import Laptop, raw

STEPS = 28
MOST_ROUNDS = 8
MOST_CONFLICTS = 50
OFF_BY_S = (0, 0, 0, -90, 300, 86_400, -500_000_000)
"""By how much clocks are wrong."""


class Beginning(NamedTuple):
    """What every history begins with: all have the same groups, and one interview that reached everybody."""

    first: bytes
    """The project file of the laptop that made the project."""
    other: bytes
    """That of any other."""
    files: dict[str, bytes]
    """The folder."""


@lru_cache(maxsize=1)
def beginning() -> Beginning:
    """Return what every history begins with."""
    wall = Wall(timedelta())
    with (
        tempfile.TemporaryDirectory() as desk,
        decided_by(Random(0), Power(), lambda _line: None),
        Store.create(None, "Norwich round", now=wall) as first,
        Store.create(None, project_id=first.project_id, now=wall) as other,
    ):
        first.write("Groups", *(Group(id=name, name=name) for name in GROUPS), kind=Kind.BEGINNING)
        interview = hold_in(first, first.get(Group, GROUPS[0]))
        first.write_cells("Fill", filled_in(interview, new_id(), "v0", finished=True), kind=Kind.BEGINNING)
        sync(first, Path(desk))
        sync(other, Path(desk))
        files = {str(p.relative_to(desk)): p.read_bytes() for p in Path(desk).rglob("*.csv")}
        return Beginning(raw(first).serialize(), raw(other).serialize(), files)


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
        self.stick = desk / "stick"
        """Where old files lie until they come back."""
        self.happened: Counter[str] = Counter()
        """How often each thing happened that makes histories hard."""
        self._written = 0
        self._aside: list[Change] = []
        """What lies nowhere and counts, for a line that still lies somewhere overrules it and took its place."""
        self._left: dict[str, frozenset[str]] = {}
        """The files that lay in each laptop's folder when it last synced in the end."""

    def play(self) -> str:
        """Play it; return what went wrong, or nothing."""
        common = beginning()
        with decided_by(Random(self.chance.random()), self.power, self.note, cloud.removed):
            self._begin(common)
            for step in range(STEPS):
                laptop = self.chance.choice(self.laptops)
                for one in self.laptops:
                    one.wall.true += timedelta(milliseconds=self.chance.randrange(1, 50_000))
                deed = self.chance.choices(*DEEDS[step >= EARLY])[0]
                self.note(f"{laptop.name} {deed.__name__}")
                if deed.__name__ not in self._spared:
                    deed(self, laptop)
            return (
                self.claims.broken_in_life(self.laptops)
                or self._everything_arrives(old_files=True, all_try=True)
                or self._older_ones_are_upgraded()
                or self._settling_ends()
                or self.claims.broken_in_the_end(self.laptops)
            )

    def _begin(self, common: Beginning) -> None:
        for number in range(self.chance.randrange(2, 5)):
            wall = Wall(timedelta(seconds=self.chance.choice(OFF_BY_S)))
            folder = self.desk / f"L{number}"
            for name, content in common.files.items():
                cloud.put(folder / name, content)
            image = common.other if number else common.first
            newer = self.chance.random() < 0.25
            if is_older := not newer and self.chance.random() < 0.3:
                image = older.made_older(image)
            laptop = Laptop(self.here(number), image, folder, wall, self.power, is_older=is_older)
            laptop.newer = newer
            if number:
                laptop.take_a_name()
            self.happened["a laptop has an older fieldkit"] += laptop.older
            self.happened["a laptop has a newer fieldkit"] += laptop.newer
            self.happened["a laptop's clock is wrong"] += bool(wall.wrong_by)
            self.laptops.append(laptop)

    def here(self, number: int) -> Here:
        """Return what the laptop of this number remembers apart from project files, and where."""
        return Here(self.desk / f"memory of L{number}", f"L{number}")

    def happens(self, what: str) -> None:
        """Count what makes a history hard."""
        self.happened[what] += 1

    def note(self, line: str) -> None:
        """Take something into the trace."""
        self.trace.update(f"{line}\n".encode())

    def words(self) -> str:
        """Return words that nobody has written yet."""
        self._written += 1
        return f"v{self._written}"

    def save(self, laptop: Laptop, deed: Callable[[], object]) -> None:
        """Do a deed, and note what the laptop then said is saved."""
        laptop.heard.clear()
        had = set(laptop.ids())
        try:
            laptop.tries(deed)
        except FieldkitError:
            return  # It was refused in words; nothing was saved.
        # What the journal holds counts, heard of or not: power may fail before anybody is told.
        left = laptop.ids()
        typed_over = had.difference(left)
        fresh = laptop.store.by_ids(id_ for id_ in left if id_ not in had)
        if missing := {change.id for change in laptop.heard}.difference(left):
            self.claims.wrong = f"{laptop.name} said that {sorted(missing)} are saved, and they are not"
        self.claims.save(had, fresh, typed_over, late=laptop.wall.wrong_by < -AHEAD)
        # A copy of this laptop may have been made in between, and sends what is typed over here.
        others = [one for one in self.laptops if typed_over and one is not laptop]
        self.claims.type_over(
            typed_over, [change for one in others for change in one.store.parcels.unsealed()]
        )

    def attach(self, laptop: Laptop, interview: Interview, content: bytes) -> None:
        """Attach a file to an interview, and note it, whether or not power fails."""
        photo = self.desk / "photo.jpg"
        photo.write_bytes(content)
        self.claims.attach(content, interview.id)
        attached = laptop.tries(lambda: interviews.attach(laptop.store, interview, photo))
        if attached and laptop.store.attachments.take(attached.sha256) != content:
            self.claims.wrong = f"{laptop.name} attached {content!r}, and does not have it"
        self.happens("a file is attached")

    def forget(self, had: Iterable[Change]) -> None:
        """Claim no longer what of these changes lies nowhere any more, for people took it away."""
        folders = (self.stick, *(one.folder for one in self.laptops))
        lines = {change.id: change for one in self.laptops for change in one.store.changes()}
        lines |= {change.id: change for folder in folders for change in cloud.changes_in(folder)}
        backups = [one.backup for one in self.laptops if one.backup]
        gone = [
            change
            for change in {change.id: change for change in (*had, *self._aside)}.values()
            if change.id not in lines and not any(change.suffix.encode() in backup for backup in backups)
        ]
        # What was set aside before it was sent lies nowhere, and still overrules for whoever took it over.
        over = {id_: {*line.saw} for line in lines.values() for id_ in line.saw}
        lost = [one for one in gone if one.id not in over or not over[one.id].issuperset(one.saw)]
        self._aside = [one for one in gone if one not in lost]
        self.claims.forget(lost, lines)
        attached = {content for one in self.laptops for content in one.contents()}
        for folder in folders:
            attached |= cloud.attachments_in(folder)
        self.claims.lost |= {
            content
            for content in self.claims.attached.keys() - attached
            if not any(content in backup for backup in backups)
        }
        known = {record for one in self.laptops for record in one.store.parcels.erased()}
        self.claims.erased -= {change.cell.record for change in gone if change.op == Op.ERASE} - known

    # The end

    def _everything_arrives(self, *, old_files: bool = False, all_try: bool) -> str:
        """Carry everything everywhere and sync, until nobody has anything new and all folders hold the same.

        What was lost in all folders is brought back at first. With `old_files` what lies on the stick comes back as
        well. With `all_try` all sync now and then, whether or not anything came. Return what goes on for ever, or
        nothing.
        """
        self.power.lasts()
        if old_files:
            cloud.bring_back(self.stick, self.chance.choice(self.laptops).folder)
        busy = [""]
        quiet = False
        for number in range(MOST_ROUNDS):
            cloud.share([laptop.folder for laptop in self.laptops])
            # Whoever finds the folder as they left it has nothing to do, unless a mangled file with erased words lies
            # there, which goes at the second sync, or a head tells what others lack; one tries it all the same.
            tries = self.laptops if all_try and number % 2 else [self.chance.choice(self.laptops)]
            busy = [
                self._news_of(laptop) for laptop in self.laptops if laptop in tries or self._is_other(laptop)
            ]
            over = not any(busy) and len(set(self._left.values())) == 1
            if over and quiet and (tries is self.laptops or not all_try):
                self.note(repr([laptop.store.conflicts() for laptop in self.laptops]))
                return ""
            quiet = over
        return f"after {MOST_ROUNDS} rounds there is no rest: {busy}"

    def _older_ones_are_upgraded(self) -> str:
        """See that all hold the same whatever they know of it, and get everybody a fieldkit that knows it all."""
        older = [laptop for laptop in self.laptops if laptop.older]
        broken = self.claims.broken_among_older(self.laptops) if older else ""
        for laptop in older:
            laptop.upgrade()
            self._left.pop(laptop.name)
        return broken

    def _is_other(self, laptop: Laptop) -> bool:
        return self._left.get(laptop.name) != cloud.holds(laptop.folder)

    def _news_of(self, laptop: Laptop) -> str:
        lacked = laptop.store.attachments.missing()
        outcome = laptop.syncs(fresh=laptop.name not in self._left)
        self._left[laptop.name] = laptop.left
        fetched = set(lacked).difference(laptop.store.attachments.missing())
        return _news_of(outcome) or " ".join(f"fetched {sha256}" for sha256 in sorted(fetched))

    def _settling_ends(self) -> str:
        """Settle on one laptop whatever is in conflict, and see that it is settled on all."""
        first, upgraded = self.laptops[0], len(self._left) < len(self.laptops)
        if not first.conflicts() and not upgraded:
            return ""  # Nothing changes any more, and what must hold in the end is looked at in a moment.
        if broken := self.claims.broken_before_settling(self.laptops):
            return broken
        if first.conflicts():
            self.happens("a conflict is settled")
            self._left.pop(first.name, None)
        for _each in range(MOST_CONFLICTS):
            # Asked anew each time: where a record is settled as deleted, nothing else in it is in dispute.
            if not (conflicts := first.conflicts()):
                break
            values = kept(conflicts[0], self._kept_side(conflicts[0]))
            self.save(first, lambda values=values: history.settle(first.store, values))
            if conflicts[0] in first.conflicts():
                return f"{first.name} settled {conflicts[0].cell}, and it is in conflict as before"
        if restless := self._everything_arrives(all_try=upgraded):
            return restless
        left = [laptop.name for laptop in self.laptops if laptop.conflicts()]
        return f"a conflict that was settled is back on {left}" if left else ""

    def _kept_side(self, conflict: Conflict) -> int:
        """Return which side is kept; a consent, for what has reached the team by it cannot be called back so."""
        said = [[(each.cell.field, each.value) for each in side] for side in conflict.sides]
        agreed = [side for side, cells in enumerate(said) if ("answer", Answer.YES) in cells]
        return self.chance.choice(agreed or range(len(conflict.heads)))


def _news_of(outcome: Outcome) -> str:
    """Return what a sync had to do; blank where nothing was new."""
    had = {"sent": outcome.sent, "received": outcome.received, "erased": outcome.erased}
    return " ".join(f"{what} {count}" for what, count in had.items() if count)
