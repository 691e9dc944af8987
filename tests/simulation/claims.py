"""What must hold once all files have arrived, judged by what was saved and not by the code that is tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldkit.domain.change import WHOLE, Cell, Change
from fieldkit.sync import journal
from tests.simulation.laptop import Laptop, canary


class Claims:
    """What people were told is saved, and what they took back."""

    def __init__(self) -> None:
        self.saved: list[Change] = []
        self.erased: set[str] = set()
        """Interviews that were taken back."""
        self.kept: set[str] = set()
        """Interviews that the team may not have."""
        self.wrong = ""
        """What did not hold while it happened."""
        self._late: set[str] = set()
        """Changes by laptops whose clocks are years behind."""
        self._typed_over: dict[str, Change] = {}
        """Unsent changes in whose place their authors went on typing."""

    def save(
        self, before: Sequence[Change], saved: Sequence[Change], typed_over: Sequence[Change], *, late: bool
    ) -> None:
        """Take what a laptop said is saved, beside all it had before; `late` is one whose clock is years behind."""
        self.saved += saved
        if late:
            self._late.update(change.id for change in saved)
        again = {change.seq for change in typed_over}
        numbers = [change.seq for change in saved if change.seq not in again]
        if numbers:
            last = max((change.seq for change in before if change.writer == saved[0].writer), default=0)
            if numbers != list(range(last + 1, last + 1 + len(numbers))):
                self.wrong = f"after change {last} came {numbers} of {saved[0].writer}"

    def type_over(self, changes: Iterable[Change], unsent: Iterable[Change]) -> None:
        """Count no longer what was typed over, unless a copy of the laptop has it among what is to be sent."""
        gone = {change.id: change for change in changes}
        for change in unsent:
            gone.pop(change.id, None)
        self._typed_over |= gone
        self.forget(gone)

    def come_back(self, changes: Iterable[Change]) -> None:
        """Count again what was typed over and stands in a backup that was put back."""
        self.saved += [gone for change in changes if (gone := self._typed_over.pop(change.id, None))]

    def arrive(self, laptop: Laptop, files: Iterable[bytes]) -> None:
        """Take it that these files arrived whole, and that the laptop then synced."""
        for content in files:
            run = journal.read(content).run
            known = {change.id for change in laptop.store.by_id(run.ids())}
            if missing := set(run.ids()) - known:
                self.wrong = f"{laptop.name} does not know {sorted(missing)}, which had arrived whole"

    def forget(self, unsent: Iterable[str]) -> None:
        """Count no longer what only the project file held that a backup replaced."""
        gone = set(unsent)
        self.saved = [change for change in self.saved if change.id not in gone]

    def broken_in_life(self, laptops: list[Laptop]) -> str:
        """Return what did not hold while it happened, or nothing."""
        return self.wrong or self._misjudged(laptops) or self._careless(laptops) or self._remembering(laptops)

    def broken(self, laptops: list[Laptop]) -> str:
        """Return what does not hold once all files have arrived, or nothing."""
        return self._unequal(laptops) or self._lost_or_invented(laptops)

    def broken_in_the_end(self, laptops: list[Laptop]) -> str:
        """Return what does not hold once all conflicts are settled as well, or nothing."""
        return (
            self.broken_in_life(laptops)
            or self.broken(laptops)
            or self._still_said(laptops)
            or self._said_too_much(laptops)
            or self._backwards()
            or self._made_anew_otherwise(laptops)
            or self._alarmed(laptops)
        )

    def _unequal(self, laptops: list[Laptop]) -> str:
        first = laptops[0].shows()
        for laptop in laptops[1:]:
            shown = laptop.shows()
            for kind, records in first.items():
                if shown[kind] != records:
                    return (
                        f"{laptops[0].name} and {laptop.name} show other {kind}: {records} and {shown[kind]}"
                    )
        return ""

    def _lost_or_invented(self, laptops: list[Laptop]) -> str:
        by_cell: dict[Cell, dict[str, Change]] = {}
        for change in self.saved:
            # What is said in an interview stays here or goes, as consent has it; groups always go.
            if change.cell.table == "group" and change.cell.field != WHOLE:
                by_cell.setdefault(change.cell, {})[change.id] = change
        for cell, changes in by_cell.items():
            overruled = {seen for change in changes.values() for seen in change.saw}
            expected = {change.value for id_, change in changes.items() if id_ not in overruled}
            for laptop in laptops:
                stands = laptop.stands(cell)
                if {change.value for change in stands} != expected:
                    return f"in {cell} should stand {expected}, and on {laptop.name} do {[c.value for c in stands]}"
                shown = max(stands, key=lambda change: (change.stamp, change.id))
                if cell.field in ("name", "place"):
                    group = next(group for group in laptop.groups() if group.id == cell.record)
                    if getattr(group, cell.field) != shown.value:
                        return f"{laptop.name} shows {getattr(group, cell.field)!r} in {cell}, not {shown.value!r}"
        return ""

    def _still_said(self, laptops: list[Laptop]) -> str:
        """Return where something is left of what was taken back: in a project file or a folder."""
        for interview in sorted(self.erased):
            words = canary(interview).encode()
            for laptop in laptops:
                if words in laptop.image():
                    return f"{words!r} was taken back and is still in the project of {laptop.name}"
            if place := _in_folders(words, laptops):
                return f"{words!r} was taken back and is still in {place}"
        return ""

    def _said_too_much(self, laptops: list[Laptop]) -> str:
        """Return in which folder something is that the team may not have."""
        for interview in sorted(self.kept):
            if place := _in_folders(canary(interview).encode(), laptops):
                return f"the team may not have {interview}, and it is in {place}"
        return ""

    def _backwards(self) -> str:
        """Whoever saw a change wrote after it, unless their clock is further behind than it follows others.

        Their own stamps go up all the same.
        """
        known = {change.id: change for change in self.saved}
        for change in self.saved:
            earlier = [known[id_] for id_ in change.saw if id_ in known]
            if change.id in self._late:
                earlier = [one for one in earlier if one.writer == change.writer]
            if earlier and change.stamp <= max(one.stamp for one in earlier):
                return f"{change.id} of {change.stamp} saw {[(one.id, one.stamp) for one in earlier]}"
        return ""

    def _alarmed(self, laptops: list[Laptop]) -> str:
        """Nobody was ever told that laptops with the same changes differ; and in the end all have the same digest."""
        found = [laptop.name for laptop in laptops if laptop.alarmed]
        if found:
            return f"{found} held the same as others and took it for different"
        digests = {laptop.store.parcels.digest(laptop.store.parcels.held(), anew=True) for laptop in laptops}
        return f"the same digest is {digests}" if len(digests - {""}) > 1 else ""

    def _misjudged(self, laptops: list[Laptop]) -> str:
        found = [laptop.name for laptop in laptops if laptop.misjudged]
        return (
            f"{found} took their own projects for older ones when only the power had failed" if found else ""
        )

    def _careless(self, laptops: list[Laptop]) -> str:
        found = [laptop.name for laptop in laptops if laptop.careless]
        return f"{found} synced, and what they had sent did not lie whole in their folders" if found else ""

    def _remembering(self, laptops: list[Laptop]) -> str:
        found = {laptop.name: laptop.remembers for laptop in laptops if laptop.remembers}
        return (
            f"{found} were taken back, which these laptops knew, and they held words of it" if found else ""
        )

    def _made_anew_otherwise(self, laptops: list[Laptop]) -> str:
        """Say whose project becomes another one when everything is made anew from its journal."""
        for laptop in laptops:
            before = laptop.dump()
            laptop.store.rebuild()
            differing = [lines for lines in zip(before, laptop.dump(), strict=False) if lines[0] != lines[1]]
            if differing:
                return f"{laptop.name} made anew from its journal differs: {differing[0]}"
        return ""


def _in_folders(words: bytes, laptops: list[Laptop]) -> str:
    """Return a file of any folder in which these words are, or nothing."""
    for laptop in laptops:
        for path in laptop.folder.rglob("*"):
            if path.is_file() and words in path.read_bytes():
                return f"{path.name} of {laptop.name}"
    return ""
