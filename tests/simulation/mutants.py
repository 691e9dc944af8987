"""Defects planted in the merge core, to prove that the simulation finds such: `python3 dev.py simulate --mutants`.

A mutant is a module whose source is changed in one place while it is imported, in a process of its own. A second
safety net may hide what the first one lacks; so each mutant is hunted with every net in place, and then with each of
them taken away.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from multiprocessing import get_context
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple


class Planted(NamedTuple):
    """A change to the source of a module: these words become those."""

    module: str
    words: str
    become: str


MUTANTS = {
    # what stands
    "earliest-shows": Planted("fieldkit.store.arrival", "ORDER BY s.stamp DESC, w.name", "ORDER BY s.stamp ASC, w.name"),
    "all-show": Planted("fieldkit.store.arrival", "SELECT s.n, 1 + (s.n = first_value", "SELECT s.n, 2 + 0 * (s.n = first_value"),
    "nothing-overruled": Planted("fieldkit.store.arrival", 'WHERE n IN (SELECT n FROM seen)")', 'WHERE n IN (SELECT n FROM seen WHERE n < 0)")'),
    "late-parents-stand": Planted("fieldkit.store.arrival", "{arrived} AND c.field = a.field)", "{arrived} AND c.field != a.field)"),
    "one-parent-seen": Planted("fieldkit.store.arrival", "id WHERE n > :before", "id WHERE id.key = 0 AND n > :before"),
    "own-parents-unseen": Planted("fieldkit.store.arrival", "SELECT coalesce(w.n, p.by) AS writer", "SELECT coalesce(w.n, 0) AS writer"),
    "repeated-lines-count": Planted("fieldkit.store.arrival", "INSERT OR IGNORE INTO change", "INSERT OR REPLACE INTO change"),
    "deletions-apart-count-for-none": Planted("fieldkit.store.conflicts", "\n        \" AND (o.op != c.op OR o.value != c.value))\"\n", "\n        \")\"\n"),
    # what an author saw
    "single-prev": Planted("fieldkit.store.author", "ids = tuple(change.id for change in saw)", "ids = tuple(change.id for change in saw)[:1]"),
    "blind-author": Planted("fieldkit.store.author", "ids = tuple(change.id for change in saw)", "ids = ()"),
    "deletions-blind-to-their-deed": Planted("fieldkit.store.author", ", *by_record.get(cell.record, ())]", "]"),
    "conflicts-written-off": Planted("fieldkit.store.author", "return len(standing) > 1 or", "return"),
    "numbers-used-again": Planted("fieldkit.store.author", "seq += 1\n", "seq += 0\n"),
    "no-suffix": Planted("fieldkit.store.author", "random_name(6), pen.stamp, deed", '"aaaaaa", pen.stamp, deed'),
    # time
    "clock-not-heard": Planted("fieldkit.store.clock", "elif self.last < stamp:", "elif self.last > stamp:"),
    "clock-runs-back": Planted("fieldkit.store.clock", "if stamp <= self.last:", "if False:"),
    # names
    "token-known-too-late": Planted("fieldkit.store.identity", "self._remember([journal.meta(db, _TOKEN), token])", "self._remember([journal.meta(db, _TOKEN)])"),
    "token-known-too-early": Planted("fieldkit.store.identity", "self._remember([journal.meta(db, _TOKEN), token])", "self._remember([token])"),
    "what-was-sent-forgotten": Planted("fieldkit.store.editor", "            parcels.come_back(db, runs)\n", ""),
    # sending
    "thinned-parents-forgotten": Planted("fieldkit.store.thinning", "dict.fromkeys([*change.saw, *through])", "dict.fromkeys(change.saw)"),
    "thins-what-others-saw": Planted("fieldkit.store.thinning", 'return journal.find(db, "c.parcel = 0")', 'return journal.find(db, "c.parcel >= 0")'),
    "half-a-parcel": Planted("fieldkit.sync.journal", "(run,) = runs_of(changes)", "(run,) = runs_of(changes[: (len(changes) + 1) // 2])"),
    "sends-the-last-only": Planted("fieldkit.sync.publishing", "    for parcel in parcels:\n        if sizes[parcel.number]:\n            _keep", "    for parcel in parcels[-1:]:\n        if sizes[parcel.number]:\n            _keep"),
    "one-run-of-two-writers": Planted("fieldkit.sync.publishing", "run[-1].writer != change.writer or full", "full"),
    # reading
    "trusts-the-end": Planted("fieldkit.sync.journal", "stated is None or hashlib.sha256(body).hexdigest().encode() != stated[2]", "stated is None"),
    "trusts-the-name": Planted("fieldkit.sync.publishing", "if file.sha256[:16] != journal.hash_in(name):", "if False:"),
    "knows-files-by-name": Planted("fieldkit.sync.fetching", "return file is not None and", "return file is not None; "),
    "reads-nothing-renamed": Planted("fieldkit.sync.fetching", "        content = folder.read_parcel(entry.name)\n", "        content = folder.read_parcel(entry.name)\n        if len(entry.name) > 54:\n            continue\n"),
    "guard-taken-twice": Planted("fieldkit.sync.guard", 'return cell[1:] if cell.startswith("\'")', 'return cell[2:] if cell.startswith("\'")'),
    # attachments
    "attachments-erased-once-stay-away": Planted("fieldkit.store.attachments", 'db.execute("DELETE FROM forgotten WHERE sha256 = ?", (sha256,))', "pass"),
    "attachments-not-written-again": Planted("fieldkit.sync.sync", "there and (file.sha256 not in asked or", "there and (True or"),
    "attachments-trusted-by-name": Planted("fieldkit.sync.folder", "return content if hashlib.sha256(content).hexdigest() == sha256 else None", "return content"),
    "attachments-stay-in-folders": Planted("fieldkit.sync.sync", "folder.remove_attachment(sha256)", "pass"),
    "renamed-attachments-stay": Planted("fieldkit.sync.folder", "if name.startswith(path.name):", "if name == path.name:"),
    "attachments-outlive-interviews": Planted("fieldkit.store.erasure", "DELETE FROM blob WHERE sha256", "DELETE FROM blob WHERE 0 AND sha256"),
    "unclaimed-attachments-stay": Planted("fieldkit.store.attachments", "        if not found:\n", "        if True:\n"),
    # other versions
    "files-of-newer-formats-wait": Planted("fieldkit.sync.fetching", "if parcel.project != here.project:", "if parcel.project != here.project or parcel.format > __import__('sys').modules['fieldkit.store.parcels'].LATEST:"),
    "unknown-kinds-dropped": Planted("fieldkit.store.arrival", "    unknown.note(db, runs, before)\n", "    unknown.note(db, runs, before)\n    runs = [run for run in runs if {*run.table} <= {*erasure.KINDS, 'answer', 'group', 'vehicle'}]\n"),
    "unknown-kinds-outlive-interviews": Planted("fieldkit.store.erasure", 'ON r.n = s.record WHERE s.interview = ?", (interview,)', 'ON r.n = s.record WHERE s.interview = ? AND instr(?, r.tbl)", (interview, " ".join(KINDS))'),
    # erasing
    "erases-here-alone": Planted("fieldkit.sync.publishing", "if change.op == Op.ERASE:\n        return True", "if change.op == Op.ERASE:\n        return False"),
    "erased-comes-back": Planted("fieldkit.store.erasure", "gone = known | ordered", "gone = ordered - known"),
    "folder-not-redacted": Planted("fieldkit.sync.redacting", "for entry in folder.parcels():", "for entry in ():"),
    "remains-in-free-pages": Planted("fieldkit.store.scrubbing", "if size <= _IN_MEMORY_BYTES:\n        db.execute(\"VACUUM\")\n", "if size <= _IN_MEMORY_BYTES:\n"),
    "remains-in-the-index": Planted("fieldkit.store.erasure", "DELETE FROM search WHERE rowid IN", "DELETE FROM search WHERE 0 AND rowid IN"),
    "notes-outlive-interviews": Planted("fieldkit.store.erasure", "    ordered |= _known_to_be_said_in(db, ordered - known)\n", ""),
    "notes-come-after-interviews": Planted("fieldkit.store.erasure", "for record in _said_in(run, known | ordered)}", "for record in _said_in(run, set())}"),
    "old-files-stay": Planted("fieldkit.sync.redacting", "file.erasures == last", "file.erasures >= 0"),
}  # fmt: skip
"""By the name of what goes wrong."""

NETS = {
    "every net": None,
    "without healing": Planted("fieldkit.sync.publishing", "    if entry is None:\n        return False\n", "    if before or entry is None:\n        return before is not None\n"),
    "without re-seeding": Planted("fieldkit.sync.sync", "        if fresh:\n            reseed(", "        if False:\n            reseed("),
    "without noticing clones": Planted("fieldkit.store.editor", "        if foreign:\n", "        if False:\n"),
    "without tokens": Planted("fieldkit.store.identity", "if journal.meta(db, _TOKEN) not in memory.tokens:", "if False:"),
    "without zeroing what is deleted": Planted("fieldkit.store.database", '"secure_delete = ON"', '"secure_delete = OFF"'),
    "without orders in redacted lines": Planted("fieldkit.store.erasure", "if op in (Op.ERASE, Op.REDACTED)]", "if op == Op.ERASE or (op == Op.REDACTED and dict(zip(run.record, run.table))[record] != \"interview\")]"),
}  # fmt: skip
"""What catches a defect besides the rule itself; each can be taken away."""
SPARED = {
    "without re-seeding": ("restore", "go_back"),
    "without healing": ("lose_files",),
    "without orders in redacted lines": ("restore", "go_back"),
}
"""What must not happen where a net is taken away, for nothing else helps against it."""
CAUGHT = Path(__file__).with_name("caught.txt")
"""Which histories caught each mutant before; these are played first."""


def hunt(most: int, jobs: int, only: str = "") -> int:
    """Hunt every mutant with the histories that caught it before, then with up to `most` others.

    It is done with every net, then without each of them in turn. Print which history caught each; return 1 if any
    lives whatever is taken away. A net without which histories fail by themselves proves nothing about a mutant, and
    stays in place. `only` picks mutants by a part of their name.
    """
    names = [name for name in MUTANTS if only in name]
    before = _caught_before()
    # A process for each hunt, as planting is for good; what is never planted in is loaded before they part.
    import_module("fieldkit.domain")
    with get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        alone = pool.map(_caught, [Hunt("", net, range(1, most + 1)) for net in NETS], chunksize=1)
        for net, at in zip(NETS, alone, strict=True):
            print(f"{net:34} {f'fails by itself, in history {at}' if at else 'holds'}", flush=True)
        nets = [net for net, at in zip(NETS, alone, strict=True) if not at]
        found: dict[str, list[int]] = {name: [] for name in names}
        for net in nets:
            # What caught it with the other nets is likely to do so again.
            seeds = {
                name: dict.fromkeys([*found[name], *before.get(name, ()), *range(1, most + 1)])
                for name in names
            }
            hunts = [Hunt(name, net, tuple(seed for seed in seeds[name] if seed)) for name in names]
            for name, at in zip(names, pool.imap(_caught, hunts), strict=True):
                found[name].append(at)
                print(f"{net:34} {name:34} {at or 'lives'}", flush=True)
    for name in names:
        print(f"{name:34}", *(f"{number or 'lives':>7}" for number in found[name]))
    alive = sum(not any(at) for at in found.values())
    print(f"{len(names) - alive} passed, {alive} failed")
    return 1 if alive else 0


def _caught_before() -> dict[str, list[int]]:
    lines = (line.split() for line in CAUGHT.read_text("utf-8").splitlines())
    return {name: [int(seed) for seed in seeds] for name, *seeds in lines}


class Hunt(NamedTuple):
    """What is planted, which net is taken away, and which histories are played until one fails."""

    mutant: str
    net: str
    seeds: Sequence[int]


def _caught(hunt: Hunt) -> int:
    """Play histories with a mutant until one fails; return which one does, or 0."""
    plant([hunt.mutant, hunt.net])
    play = import_module("tests.simulation.playing").play
    return next((seed for seed in hunt.seeds if play(seed, SPARED.get(hunt.net, ())).wrong), 0)


def plant(names: Iterable[str]) -> None:
    """Plant in this process what these names stand for, before any of it is imported."""
    known = {**MUTANTS, **NETS}
    planted = [one for name in names if name and (one := known[name])]
    if planted:
        sys.meta_path.insert(0, _Gardener(planted))


class _Gardener(MetaPathFinder):
    """Finds the modules in which something is planted, and changes their source."""

    def __init__(self, planted: Sequence[Planted]) -> None:
        self._planted = planted

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        mine = [one for one in self._planted if one.module == fullname]
        spec = PathFinder.find_spec(fullname, path) if mine else None
        if spec is None or spec.origin is None:
            return None
        spec.loader = _Changing(fullname, spec.origin, mine)
        return spec


class _Changing(SourceFileLoader):
    def __init__(self, fullname: str, path: str, planted: Sequence[Planted]) -> None:
        super().__init__(fullname, path)
        self._changes = planted

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  past the cache of compiled files
        source = self.get_data(self.path).decode("utf-8")
        for one in self._changes:
            if source.count(one.words) != 1:
                raise ValueError(f"{one.words!r} stands {source.count(one.words)} times in {one.module}")
            source = source.replace(one.words, one.become)
        return compile(source, self.path, "exec", dont_inherit=True)
