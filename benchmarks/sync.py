"""Sync against bare imports: `python3 dev.py bench sync [--changes N] [--devices N]`.

Ten laptops' journals come into an empty project, with every file's hash, the conflicts and all tables; beside it the
same rows go through `sqlite3 .import` and through pandas. Each contestant has a process of its own, for its memory.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Row
from fieldkit.domain import Note
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.edits import history
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import join, journal, sync
from fieldkit.sync.folder import Folder, Marker

PROJECT = "bench"
_PER_FILE = 5_000
_WORDS = (
    "water",
    "roof",
    "bus",
    "evening",
    "children",
    "key",
    "phone",
    "nobody",
    "garden",
    "letter",
    "kitchen",
)


def rows(words: Sequence[str]) -> list[Row]:
    """Measure all of it and return the table."""
    parser = argparse.ArgumentParser(prog="dev.py bench sync")
    parser.add_argument("--changes", type=int, default=100_000, help="by each laptop (default: 100,000)")
    parser.add_argument("--devices", type=int, default=10)
    parser.add_argument("--no-pandas", action="store_true", help="leave pandas out, which needs some GB")
    said = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        return _measured(Path(place), said.devices, said.changes, pandas=not said.no_pandas)


def _measured(place: Path, devices: int, changes: int, *, pandas: bool) -> list[Row]:
    folder = place / "shared"
    # In a process of its own as well: what starts others counts, on Linux, in their peak.
    _run("folder", folder, devices, changes)
    tables = _plain_tables(folder, place)
    task = f"merge {devices} × {changes:,}"
    bare = _import(task, tables, place / "bare.db")
    ours = _run("merge", folder, place / "project.fieldkit")
    found = [bare]
    ratio = f"{ours['cpu_ms'] / bare.cpu_ms:.2f} × .import" if bare.cpu_ms else "no .import to compare with"
    found.append(
        Row(task, "fieldkit", ours["cpu_ms"], ours["wall_ms"], ours["peak_mb"], "≤ 2.5 × .import, ≤ 160 MB",
            f"{ratio}; file of {ours['file_mb']:.0f} MB")
    )  # fmt: skip
    if pandas:
        theirs = _run("pandas", tables, place / "pandas.db")
        found.append(
            Row(task, "pandas", theirs["cpu_ms"], theirs["wall_ms"], theirs["peak_mb"], "",
                f"{theirs['cpu_ms'] / ours['cpu_ms']:.2f} × fieldkit (target ≥ 3)")
        )  # fmt: skip
    for name, target in (
        ("second sync, nothing new", "≤ 300 ms"),
        ("sync of 100 new changes", "≤ 500 ms"),
        ("save one answer", "≤ 5 ms"),
        ("undo", "≤ 20 ms"),
    ):
        cpu, wall = _run("small", folder, place / "project.fieldkit", name)["times"]
        found.append(Row(name, "fieldkit", cpu, wall, None, target, f"in {devices * changes:,} changes"))
    return found


# The folder


def _folder(folder: str, devices: str, count: str) -> dict[str, float]:
    _write_folder(Path(folder), int(devices), int(count))
    return {}


def _write_folder(folder: Path, devices: int, count: int) -> None:
    folder.mkdir()
    shared = Folder(folder)
    shared.claim(Marker(PROJECT, "20260901T080000000Z-0000"))
    waiting: dict[str, list[Change]] = {}
    for change in _fieldwork(devices, count):
        run = waiting.setdefault(change.writer, [])
        run.append(change)
        if len(run) >= _PER_FILE:
            _write_parcel(shared, waiting.pop(change.writer))
    for run in waiting.values():
        _write_parcel(shared, run)
    # Clouds leave copies behind: one file in a hundred.
    for path in sorted(folder.glob("journal/*/*.csv"))[::100]:
        shutil.copy(path, path.with_name(f"{path.stem} (conflicted copy 2026-09-14).csv"))


def _write_parcel(folder: Folder, run: list[Change]) -> None:
    parcel = Parcel(0, run[0].writer, "0011223344556677", "", "", "0.1.0", FORMAT)
    content = journal.written(PROJECT, parcel, run)
    folder.write_parcel(f"{parcel.writer}/{journal.name_of(content, journal.read(content).run)}", content)


def _fieldwork(devices: int, count: int) -> Iterator[Change]:
    """Yield what laptops write in turn: three in four changes are new cells, the others rewrite; one in 100 apart."""
    chance = random.Random(20260914)
    names = [f"w{number:011d}" for number in range(devices)]
    written: list[tuple[Cell, str]] = []
    seqs = dict.fromkeys(names, 0)
    while (writer := min(names, key=seqs.__getitem__)) and seqs[writer] < count:
        for fresh in _interview(chance)[: count - seqs[writer]]:
            (cell, value), saw = fresh, ()
            at = chance.randrange(len(written)) if written and chance.random() < 0.25 else None
            if at is not None:
                cell, seen = written[at]
                saw = (seen,) if chance.random() < 0.96 else ()
                value = " ".join(chance.choices(_WORDS, k=3))
            seqs[writer] += 1
            seq = seqs[writer]
            stamp = f"202609{1 + seq * 27 // (count + 1):02d}T{seq % 24:02d}{seq % 60:02d}15{seq % 1000:03d}Z-0000"
            change = Change(
                writer, seq, f"{chance.randrange(10**6):06d}", stamp, seq, cell, Op.SET, value, saw
            )
            if at is not None:
                written[at] = (cell, change.id)
            elif chance.random() < 0.3:
                written.append((cell, change.id))
            yield change


def _interview(chance: random.Random) -> list[tuple[Cell, str]]:
    """Return the cells of one interview: its head, a consent, a note, a questionnaire of 40 answers, two scores."""
    interview, consent, note, submission = (f"{chance.getrandbits(128):032x}" for _ in range(4))
    records: list[tuple[str, str, dict[str, str]]] = [
        ("interview", interview, {"group_id": "g1", "held_on": "2026-09-14", "place": "the hall", "status": "open"}),
        ("consent", consent, {"interview_id": interview, "scope": "team", "answer": "yes"}),
        ("note", note, {"interview_id": interview, "text": " ".join(chance.choices(_WORDS, k=30)), "position": "1"}),
        ("submission", submission, {"interview_id": interview, "form_id": "visit"}),
    ]  # fmt: skip
    for _ in range(2):
        points = {"interview_id": interview, "tool_id": "T01", "criterion_id": "C01", "points": "3"}
        records.append(("score", f"{chance.getrandbits(128):032x}", points))
    cells = [
        (Cell(table, record, field), value)
        for table, record, fields in records
        for field, value in fields.items()
    ]
    for number in range(40):
        value = str(chance.randrange(5)) if number % 3 else " ".join(chance.choices(_WORDS, k=2))
        cells.append((Cell("answer", submission, f"/visit/part_{number // 10}/question_{number}"), value))
    return cells


def _plain_tables(folder: Path, place: Path) -> Path:
    """Write each laptop's rows into one CSV file without heads and ends, for those that cannot read ours."""
    tables = place / "tables"
    tables.mkdir()
    for writer in sorted((folder / "journal").iterdir()):
        with (tables / f"{writer.name}.csv").open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out)
            for path in sorted(writer.glob("*.csv")):
                with path.open(encoding="utf-8", newline="") as file:
                    lines.writerows(row for row in csv.reader(file) if row[0].isdigit())
    return tables


# The contestants


def _import(task: str, tables: Path, path: Path) -> Row:
    columns = ", ".join(journal.COLUMNS)
    script = [
        "PRAGMA journal_mode = OFF;",
        "PRAGMA synchronous = OFF;",
        f"CREATE TABLE change ({columns});",
    ]
    script += [f'.import --csv "{table}" change' for table in sorted(tables.iterdir())]
    if not shutil.which("sqlite3"):
        return Row(task, "sqlite3 .import", None, None, None, "", "the sqlite3 command line is not installed")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        ["sqlite3", str(path)], input="\n".join(script), text=True, check=True, capture_output=True
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Row(task, "sqlite3 .import", cpu * 1000, wall * 1000, None, "", "no index, no journal, no order")


def _run(*words: object) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sync", *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _merge(folder: str, path: str) -> dict[str, float]:
    cpu, wall = _timed(lambda: join(Path(folder), Path(path)).close())
    return {
        "cpu_ms": cpu,
        "wall_ms": wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "file_mb": Path(path).stat().st_size / 1e6,
    }


def _pandas(tables: str, path: str) -> dict[str, float]:
    import sqlite3

    import pandas as pd

    def work() -> None:
        frames = [
            pd.read_csv(table, names=journal.COLUMNS, dtype=str, keep_default_na=False).assign(
                writer=table.stem
            )
            for table in sorted(Path(tables).iterdir())
        ]
        frame = pd.concat(frames).drop_duplicates(["writer", "seq", "sfx"])
        with sqlite3.connect(path) as db:
            frame.to_sql("change", db, index=False)

    cpu, wall = _timed(work)
    return {
        "cpu_ms": cpu,
        "wall_ms": wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _small(folder: str, path: str, task: str) -> dict[str, object]:
    with Store.open(Path(path)) as store:
        answers = iter(range(1000))

        def save() -> None:
            store.write("Answer", answers={"s1": {"/visit/part_1/question_1": f"answer {next(answers)}"}})

        def write_hundred() -> None:
            notes = [Note(id=f"n{number}", text=f"note {next(answers)}") for number in range(100)]
            store.write("Write", *notes)

        for _ in range(30):
            save()
        sync(store, Path(folder))
        match task:
            case "second sync, nothing new":
                times = [_timed(lambda: sync(store, Path(folder))) for _ in range(5)]
            case "sync of 100 new changes":
                times = []
                for _ in range(5):
                    write_hundred()
                    times.append(_timed(lambda: sync(store, Path(folder))))
            case "undo":
                times = [_timed(lambda: history.undo(store)) for _ in range(20)]
            case _:
                times = [_timed(save) for _ in range(50)]
    return {"times": sorted(times)[len(times) // 2]}


if __name__ == "__main__":
    contestant, *words = sys.argv[1:]
    print(
        json.dumps(
            {"folder": _folder, "merge": _merge, "pandas": _pandas, "small": _small}[contestant](*words)
        )
    )
