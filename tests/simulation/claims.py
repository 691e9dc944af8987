"""What must hold once all files have arrived, judged by what was saved and not by the code that is tested."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set

from fieldkit.domain import KINDS
from fieldkit.domain.change import WHOLE, Cell, Change
from fieldkit.domain.together import whole
from fieldkit.sync import journal
from tests.simulation.laptop import Laptop, canary
from tests.sync import reader


class Claims:
    """What people were told is saved, and what they took back."""

    def __init__(self) -> None:
        self.saved: dict[str, Change] = {}
        """By their ids."""
        self.erased: set[str] = set()
        """Interviews that were taken back."""
        self.kept: set[str] = set()
        """Interviews that the team may not have."""
        self.attached: dict[bytes, set[str]] = {}
        """What was attached, and to which interviews."""
        self.lost: set[bytes] = set()
        """What was attached and lay nowhere any more, for people took it away."""
        self.wrong = ""
        """What did not hold while it happened."""
        self._late: set[str] = set()
        """Changes by laptops whose clocks are years behind."""
        self._typed_over: dict[str, Change] = {}
        """Unsent changes in whose place their authors went on typing."""

    def save(
        self, before: Set[str], saved: Sequence[Change], typed_over: Iterable[str], *, late: bool
    ) -> None:
        """Take what a laptop said is saved, beside all it had before; `late` is one whose clock is years behind.

        Of what it had, and of what it holds no longer since it was typed over, the ids are given.
        """
        self.saved |= {change.id: change for change in saved}
        if late:
            self._late.update(change.id for change in saved)
        again = {_seq(id_) for id_ in typed_over}
        numbers = [change.seq for change in saved if change.seq not in again]
        if numbers:
            ours = f"{saved[0].writer}."
            last = max((_seq(id_) for id_ in before if id_.startswith(ours)), default=0)
            if numbers != list(range(last + 1, last + 1 + len(numbers))):
                self.wrong = f"after change {last} came {numbers} of {saved[0].writer}"

    def type_over(self, ids: Iterable[str], unsent: Iterable[Change]) -> None:
        """Count no longer what was typed over, unless a copy of the laptop has it among what is to be sent."""
        kept = {change.id for change in unsent}
        self._typed_over |= {id_: self.saved.pop(id_) for id_ in ids if id_ not in kept and id_ in self.saved}

    def come_back(self, ids: Iterable[str]) -> None:
        """Count again what was typed over and stands in a backup that was put back."""
        self.saved |= {id_: self._typed_over.pop(id_) for id_ in ids if id_ in self._typed_over}

    def attach(self, content: bytes, interview: str) -> None:
        """Take it that this was attached to an interview, unless the power failed."""
        self.attached.setdefault(content, set()).add(interview)
        self.lost.discard(content)

    def arrive(self, laptop: Laptop, files: Iterable[bytes]) -> None:
        """Take it that these files arrived whole, and that the laptop then synced."""
        for content in files:
            if missing := set(journal.read(content).run.ids()).difference(laptop.ids()):
                self.wrong = f"{laptop.name} does not know {sorted(missing)}, which had arrived whole"

    def forget(self, lost: Sequence[Change], lines: Mapping[str, Change]) -> None:
        """Count no longer what lies nowhere any more; what it alone had overruled stands once more.

        `lines` are those that still lie somewhere, by their ids.
        """
        for change in lost:
            self.saved.pop(change.id, None)
        for change in lost:
            for line in (lines[id_] for id_ in change.saw if id_ in lines):
                if line.cell == change.cell:
                    self.saved.setdefault(line.id, line)

    def broken_in_life(self, laptops: list[Laptop]) -> str:
        """Return what did not hold while it happened, or nothing."""
        return self.wrong or self._misjudged(laptops) or self._careless(laptops) or self._remembering(laptops)

    def broken_among_older(self, laptops: list[Laptop]) -> str:
        """Return what does not hold while not all of them know everything that some wrote."""
        return self._held_apart(laptops) or self._lost_or_invented(laptops)

    def broken_before_settling(self, laptops: list[Laptop]) -> str:
        """Return what does not hold as soon as all of them know everything that some wrote."""
        return self._unequal(laptops) or self.broken_among_older(laptops) or self._read_otherwise(laptops[0])

    def broken(self, laptops: list[Laptop]) -> str:
        """Return what does not hold once all files have arrived, or nothing."""
        return self.broken_before_settling(laptops) or self._not_attached(laptops)

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

    def _held_apart(self, laptops: list[Laptop]) -> str:
        held = {laptop.name: laptop.store.parcels.held() for laptop in laptops}
        first = held[laptops[0].name]
        other = {name: one for name, one in held.items() if one != first}
        return f"{laptops[0].name} holds {first}, and others {other}" if other else ""

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
        for change in self.saved.values():
            # What is said in an interview stays here or goes, as consent has it; groups always go.
            if change.cell.table == "group" and change.cell.field != WHOLE:
                by_cell.setdefault(change.cell, {})[change.id] = change
        groups = {laptop.name: {group.id: group for group in laptop.groups()} for laptop in laptops}
        for cell, changes in by_cell.items():
            overruled = {seen for change in changes.values() for seen in change.saw}
            expected = {change.value for id_, change in changes.items() if id_ not in overruled}
            for laptop in laptops:
                stands = laptop.stands(cell)
                if {change.value for change in stands} != expected:
                    return f"in {cell} should stand {expected}, and on {laptop.name} do {[c.value for c in stands]}"
                shown = max(stands, key=lambda change: (change.stamp, change.id))
                if cell.field in ("name", "place"):
                    group = groups[laptop.name][cell.record]
                    if getattr(group, cell.field) != shown.value:
                        return f"{laptop.name} shows {getattr(group, cell.field)!r} in {cell}, not {shown.value!r}"
        return ""

    def _read_otherwise(self, laptop: Laptop) -> str:
        """Return where a laptop shows something else than its folder says to a reader of docs/journal-format.md."""
        said = reader.read(laptop.folder)
        cells = laptop.seen_by_others({Cell(*cell) for cell in said.stands})
        standing = laptop.store.standing(cells)
        for cell in sorted(cells):
            read = [(change.id, change.val) for change in said.stands[cell]]
            stands = [(change.id, change.value) for change in standing.get(cell, [])]
            if read != stands:
                return f"in {cell} stand {read} for a reader, and {stands} on {laptop.name}"
        read = {whole(cell) for cell in cells if cell in said.conflicts}
        here = {whole(conflict.cell) for conflict in laptop.conflicts()}
        if read != here:
            return f"in conflict are {read} for a reader, and {here} on {laptop.name}"
        read = {(cell.table, cell.record) for cell in cells if _is_shown(cell)} - said.deleted
        shows = laptop.shows()
        here = {(kind, record["id"]) for kind in KINDS for record in shows[kind]}
        return "" if read == here else f"there are {read} for a reader, and {here} on {laptop.name}"

    def _not_attached(self, laptops: list[Laptop]) -> str:
        """Return who lacks an attachment that may travel, or holds another one in its place."""
        contents = {hashlib.sha256(content).hexdigest(): content for content in self.attached}
        for laptop in laptops:
            for sha256, _size in laptop.attachments():
                content, meant = laptop.store.attachments.take(sha256), contents[sha256]
                if content != meant and (content is not None or meant not in self.lost):
                    return f"{laptop.name} has {content!r} where {meant!r} was attached"
        return ""

    def _still_said(self, laptops: list[Laptop]) -> str:
        """Return where something is left of what was taken back: in a project file or a folder."""
        if not self.erased:
            return ""
        images = {f"the project of {laptop.name}": laptop.image() for laptop in laptops}
        # A file of which nobody has heard, or nobody any more, is not known for what it is.
        known = {sha256 for laptop in laptops for sha256 in laptop.hashes()}
        unheard_of = {hashlib.sha256(content).hexdigest() for content in self.attached} - known
        files = _files_of(laptops)
        places = images | {
            place: files[place] for place in files if not any(one in place for one in unheard_of)
        }
        words = [canary(interview).encode() for interview in sorted(self.erased)]
        attached = [content for content, said_in in self.attached.items() if said_in <= self.erased]
        for gone in [*words, *attached]:
            if place := _where(gone, places):
                return f"{gone!r} was taken back and is still in {place}"
        return ""

    def _said_too_much(self, laptops: list[Laptop]) -> str:
        """Return in which folder something is that the team may not have."""
        places = _files_of(laptops) if self.kept else {}
        for interview in sorted(self.kept):
            if place := _where(canary(interview).encode(), places):
                return f"the team may not have {interview}, and it is in {place}"
        return ""

    def _backwards(self) -> str:
        """Whoever saw a change wrote after it, unless their clock is further behind than it follows others.

        Their own stamps go up all the same. The changes of one deed bear one stamp.
        """
        for change in self.saved.values():
            earlier = [self.saved[id_] for id_ in change.saw if id_ in self.saved]
            earlier = [one for one in earlier if (one.writer, one.deed) != (change.writer, change.deed)]
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
        found = {laptop.name: laptop.careless for laptop in laptops if laptop.careless}
        return f"{found} after a sync" if found else ""

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
            after = laptop.dump()
            if differing := [
                (table, rows, after[table]) for table, rows in before.items() if rows != after[table]
            ]:
                return f"{laptop.name} made anew from its journal differs: {differing[0]}"
        return ""


def _is_shown(cell: Cell) -> bool:
    return cell.table in KINDS and cell.field in KINDS[cell.table].model_fields


def _seq(id_: str) -> int:
    return int(id_.split(".")[1])


def _files_of(laptops: list[Laptop]) -> dict[str, bytes]:
    """Return what lies in any folder."""
    return {
        f"{path.relative_to(laptop.folder)} of {laptop.name}": path.read_bytes()
        for laptop in laptops
        for path in laptop.folder.rglob("*")
        if path.is_file()
    }


def _where(words: bytes, places: Mapping[str, bytes]) -> str:
    """Return in which of these places the words are, or nothing."""
    return next((place for place, content in places.items() if words in content), "")
