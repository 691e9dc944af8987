"""What must hold once all files have arrived, judged by what was saved and not by the code that is tested."""

from __future__ import annotations

from collections.abc import Iterable

from fieldkit.domain.change import WHOLE, Cell, Change
from tests.simulation.laptop import Laptop


class Claims:
    """What people were told is saved, and what they took back."""

    def __init__(self) -> None:
        self.saved: list[Change] = []
        self.erased: set[str] = set()
        self.late: set[str] = set()
        """Changes by laptops whose clocks are years behind."""

    def forget(self, unsent: Iterable[str]) -> None:
        """Count no longer what only the project file held that a backup replaced."""
        gone = set(unsent)
        self.saved = [change for change in self.saved if change.id not in gone]

    def broken(self, laptops: list[Laptop]) -> str:
        """Return what does not hold, or nothing."""
        return (
            self._unequal(laptops)
            or self._lost_or_invented(laptops)
            or self._still_said(laptops)
            or self._backwards()
            or self._misjudged(laptops)
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
        words = [f"CANARY {interview}".encode() for interview in sorted(self.erased)]
        for laptop in laptops:
            image = laptop.image()
            for canary in words:
                if canary in image:
                    return f"{canary!r} was taken back and is still in the project of {laptop.name}"
                for path in laptop.folder.rglob("*"):
                    if path.is_file() and canary in path.read_bytes():
                        return f"{canary!r} was taken back and is still in {path.name} of {laptop.name}"
        return ""

    def _backwards(self) -> str:
        """Whoever saw a change wrote after it, unless their clock is further behind than it follows others."""
        stamps = {change.id: change.stamp for change in self.saved}
        for change in self.saved:
            earlier = [stamps[id_] for id_ in change.saw if id_ in stamps and change.id not in self.late]
            if earlier and change.stamp <= max(earlier):
                return f"{change.id} of {change.stamp} saw what was written at {max(earlier)}"
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

    def _made_anew_otherwise(self, laptops: list[Laptop]) -> str:
        """Say whose project becomes another one when everything is made anew from its journal."""
        for laptop in laptops:
            before = laptop.dump()
            laptop.store.rebuild()
            differing = [lines for lines in zip(before, laptop.dump(), strict=False) if lines[0] != lines[1]]
            if differing:
                return f"{laptop.name} made anew from its journal differs: {differing[0]}"
        return ""
