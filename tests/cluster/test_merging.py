"""What a cluster of two workers makes of a shared folder is what this laptop alone makes of it, row by row."""

from __future__ import annotations

import csv
import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.cluster import Merged, merge
from fieldkit.domain import KINDS, Consent, Group, Interview, Said, Score, Submission
from fieldkit.domain.change import WHOLE, Cell, Change, Op, Value
from fieldkit.domain.consent import Answer, Reach, Scope
from fieldkit.edits import consent, history, people
from fieldkit.exchange.formulas import GUARDED, MARK
from fieldkit.exchange.tables import write_tables
from fieldkit.store import FORMAT, Parcel, Store
from fieldkit.sync import join, journal, sync
from fieldkit.sync.folder import Folder, Marker
from fieldkit.sync.publishing import reaches_of
from tests.making import DAY, a_group, agree, an_interview, the_note

Row = dict[str, str]
_OF_CELLS = {"cells", "conflicts", "erased"}
_WRITERS = ("w00000000001", "w00000000002", "w00000000003")


def test_a_folder_of_everything_that_happens_gives_the_same_rows_as_here(
    scheduler: str, store: Store, other: Store, folder: Path, tmp_path: Path
):
    _fieldwork(store, other, folder)
    _strange_files(store, folder)

    merged = merge(folder, tmp_path / "all.sqlite", scheduler)

    _same_as_here(_read_sqlite(tmp_path / "all.sqlite"), merged, folder, tmp_path)
    assert merged.conflicts >= 4
    assert merged.held_back >= 2
    assert len(merged.waiting) == 3


@pytest.mark.parametrize("seed", range(2))
def test_histories_made_up_by_chance_give_the_same_rows_as_here(
    scheduler: str, folder: Path, tmp_path: Path, seed: int
):
    _made_up(folder, random.Random(seed))

    merged = merge(folder, tmp_path / "all.parquet", scheduler)

    _same_as_here(_read_parquet(tmp_path / "all.parquet"), merged, folder, tmp_path)


# What lies in the folder


def _fieldwork(store: Store, other: Store, folder: Path) -> None:
    """Let two laptops do all that fieldwork does to records, and fall apart over some of it."""
    groups = [a_group(store, name) for name in ("Tuesday Tots", "=SUM(A1)", "Shed Three", "Choir", "Band")]
    heard = [
        an_interview(store, Scope.HOLD, Scope.TEAM, group=groups[0], note=f"Note {n}\r\n'007")
        for n in range(4)
    ]
    an_interview(store, Scope.HOLD, group=groups[1], note="For our eyes only.")
    an_interview(store, group=groups[1], note="Nobody was asked.")
    contested = an_interview(store, Scope.HOLD, group=groups[0], note="One heard yes, one heard no.")
    for interview in heard:
        submission = Submission(interview_id=interview.id, form_id="visit")
        points = Score(interview_id=interview.id, tool_id="T01", criterion_id="C01", points=3)
        store.write(
            "Fill", submission, points, answers={submission.id: {"/visit/water": "well", "/visit/n": "00123"}}
        )
    sync(store, folder)
    sync(other, folder)
    # Apart: another place each; the same size each; an edit that the one who deleted did not know of; and one that the
    # first of two who deleted knew of, and the other not.
    agree(other, contested, [Scope.TEAM], Answer.NO)
    agree(store, contested, [Scope.TEAM])
    people.save_group(store, groups[0].but(place="Ely", size_band="10-20"))
    people.save_group(other, groups[0].but(place="Diss", size_band="10-20"))
    store.write("Delete", groups[2].but(deleted=True), heard[3].but(deleted=True))
    people.save_group(other, groups[2].but(place="Cromer"))
    people.save_group(other, groups[1].but(place="Holt"))
    other.write("Delete", groups[3].but(deleted=True))
    people.save_group(other, groups[4].but(place="Wells"))
    for laptop in (other, store):
        laptop.write("Delete", laptop.get(Group, groups[4].id).but(deleted=True))
    other.write("Edit", other.get(Interview, heard[3].id).but(place="the hall"))
    # One takes everything back while the other still writes; and one no longer lets the team see it.
    other.write("Edit", the_note(other, heard[1]).but(text="More of what was withdrawn."))
    consent.withdraw(store, heard[1], on=DAY)
    (team,) = store.find(Consent, interview_id=heard[2].id, scope=Scope.TEAM)
    store.write("Unsaid by an older version", team.but(answer=Answer.NO))
    store.write_cells("Newer", {
        Cell("drawing", "d1", "colour"): Value(Op.SET, "blue"),
        Cell("drawing", "d2", "interview_id"): Value(Op.SET, heard[2].id),
        Cell("drawing", "d2", "colour"): Value(Op.SET, "not for others"),
        Cell("group", groups[0].id, "roof"): Value(Op.SET, "tin"),
        Cell("score", store.find(Score)[0].id, "points"): Value(Op.SET, "many"),
        Cell("group", groups[1].id, "place"): Value("z", "an operation to come"),
    })  # fmt: skip
    sync(other, folder)
    sync(store, folder)
    sync(other, folder)
    place = Cell("group", groups[0].id, "place")
    history.settle(other, {place: Value(Op.SET, "Thetford")})
    sync(other, folder)


def _strange_files(store: Store, folder: Path) -> None:
    """Leave copies, a file of another project, a cut one and a zeroed one behind, and a second laptop of one name."""
    files = sorted(path for path in folder.glob("journal/*/*.csv") if path.name != "head.csv")
    content = files[0].read_bytes()
    (files[0].with_name("0 (conflicted copy).csv")).write_bytes(content)
    (files[0].with_name("0 cut.csv")).write_bytes(content[:-90])
    (files[0].with_name("0 zeroed.csv")).write_bytes(bytes(2000))
    change = Change(
        _WRITERS[0], 1, "aaaaaa", "20260914T101502123Z-0000", 1, Cell("group", "g1", "name"), Op.SET, "?"
    )
    _write(folder, "another", [change])
    for suffix, name in (("bbbbbb", "the one"), ("cccccc", "the clone")):
        record = Cell("group", f"g-{suffix}", "name")
        clone = Change(_WRITERS[1], 1, suffix, "20260914T101502123Z-0000", 1, record, Op.SET, name)
        _write(folder, store.project_id, [clone])


def _made_up(folder: Path, chance: random.Random) -> None:
    """Let three laptops write into few cells, each having seen some of what there is, and forget some."""
    Folder(folder).claim(Marker("made up", "20260914T101502123Z-0000"))
    records = [
        (table, f"{table}{number}") for table in ("group", "note", "submission", "x") for number in range(6)
    ]
    changes: dict[str, list[Change]] = {writer: [] for writer in _WRITERS}
    for interview in range(3):
        for scope in ("hold", "team"):
            record = f"c{interview}{scope}"
            for field, value in (("interview_id", f"i{interview}"), ("scope", scope), ("answer", "yes")):
                _add(changes, chance, Cell("consent", record, field), Op.SET, value)
    for _ in range(600):
        table, record = chance.choice(records)
        if table == "submission" and chance.random() < 0.5:
            table = "answer"
        field = chance.choice(
            {"answer": ["/a", "/b"]}.get(table, ["name", "text", "place", "interview_id", WHOLE])
        )
        op = (
            chance.choice([Op.DELETE, Op.RESTORE])
            if field == WHOLE
            else chance.choice([Op.SET, Op.SET, Op.EMPTY, "q"])
        )
        value = (
            chance.choice(["i0", "i1"] * 20 + ["i2"])
            if field == "interview_id"
            else chance.choice(["a", "b", "", "'=c"])
        )
        _add(changes, chance, Cell(table, record, field), op, value if op != Op.EMPTY else "")
    for record in ("i2", "group3"):
        _add(changes, chance, Cell("interview", record, WHOLE), Op.ERASE, "")
    for run in changes.values():
        middle = len(run) // 2
        _write(folder, "made up", run[:middle])
        _write(folder, "made up", [*run[middle:], *run[:3]])


def _add(changes: dict[str, list[Change]], chance: random.Random, cell: Cell, op: str, value: str) -> None:
    known = [change for run in changes.values() for change in run]
    here = [c.id for c in known if c.cell == cell or (op == Op.DELETE and c.cell.record == cell.record)]
    saw = tuple(id_ for id_ in here if chance.random() < 0.7)
    writer = chance.choice(_WRITERS)
    seq = len(changes[writer]) + 1
    stamp = f"20260914T1015{chance.randrange(60):02d}123Z-0000"
    changes[writer].append(
        Change(writer, seq, f"{chance.randrange(10**6):06d}", stamp, seq, cell, op, value, saw)
    )


def _write(folder: Path, project: str, run: list[Change]) -> None:
    parcel = Parcel(0, run[0].writer, "00112233", "", "", "0.1.0", FORMAT)
    content = journal.written(project, parcel, run)
    Folder(folder).write_parcel(
        f"{parcel.writer}/{journal.name_of(content, journal.read(content).run)}", content
    )


# Here and there


def _same_as_here(there: Mapping[str, list[Row]], merged: Merged, folder: Path, tmp_path: Path) -> None:
    with join(folder, tmp_path / "here.fieldkit") as here:
        outcome = sync(here, folder)
        tables = _tables(here, tmp_path / "here")
        cells, conflicts = _cells(here), _conflicts(here)
        erased = here.parcels.erased()
    assert _sorted(there["cells"]) == _sorted(cells)
    assert _sorted(there["conflicts"]) == _sorted(conflicts)
    assert {row["record"] for row in there["erased"]} == erased
    told = {name: _sorted(rows) for name, rows in there.items() if name not in _OF_CELLS}
    assert {name: rows for name, rows in told.items() if rows} == tables
    assert merged.waiting == sorted(outcome.waiting)
    assert merged.rows == {name: len(rows) for name, rows in there.items()}


def _tables(here: Store, to: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """Return what `fieldkit tables` writes here, without the marks against spreadsheets."""
    write_tables(here, to)
    found: dict[str, list[list[tuple[str, str]]]] = {}
    for path in to.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem] = _sorted([_unmarked(row) for row in csv.DictReader(file)])
    return found


def _unmarked(row: Row) -> Row:
    marked = row.pop(GUARDED).split()
    return {name: text.removeprefix(MARK) if name in marked else text for name, text in row.items()}


def _cells(here: Store) -> list[Row]:
    """Return what stands here in each cell, as far as it may be told."""
    may_be_told = _Told(here)
    erased = here.parcels.erased()
    standing = here.standing({change.cell for change in here.changes() if change.cell.record not in erased})
    return [
        {
            **_row(changes[-1]),
            "deleted": str(int(may_be_told.deleted(cell))),
        }
        for cell, changes in standing.items()
        if may_be_told(cell)
    ]


def _conflicts(here: Store) -> list[Row]:
    may_be_told = _Told(here)
    return [
        {
            **_row(change),
            **dict(zip(("table", "record", "field"), conflict.cell, strict=True)),
            "place": str(place),
            "in_table": change.cell.table,
            "in_field": change.cell.field,
        }
        for conflict in here.conflicts()
        for place, change in enumerate(conflict.heads)
        if may_be_told(change.cell)
    ]


def _row(change: Change) -> Row:
    cell = dict(zip(("table", "record", "field"), change.cell, strict=True))
    return {**cell, "op": change.op, "value": change.value, "stamp": change.stamp, "id": change.id}


class _Told:
    """Which cells of a project may be told to the team, and which are of deleted records, as the local engine knows."""

    def __init__(self, here: Store) -> None:
        everything = {kind: here.find(kind, deleted=[True, False]) for kind in KINDS.values()}
        self._deleted = {
            (name, one.id) for name, kind in KINDS.items() for one in everything[kind] if one.deleted
        }
        self._interviews = {
            (name, one.id): one.interview_id
            for name, kind in KINDS.items()
            for one in everything[kind]
            if isinstance(one, Said)
        }
        strange = {c.cell for c in here.changes() if c.cell.table not in {*KINDS, "answer"}}
        for cell, changes in here.standing(cell for cell in strange if cell.field == "interview_id").items():
            if changes[-1].op == Op.SET:
                self._interviews[cell[:2]] = changes[-1].value
        known = {*self._interviews.values(), *(interview.id for interview in everything[Interview])}
        self._reaches = reaches_of(here, known)

    def __call__(self, cell: Cell) -> bool:
        interview = cell.record if cell.table == "interview" else self._interviews.get(_owner(cell), "")
        reach = self._reaches.get(interview, Reach.NOTHING)
        if not interview and not (cell.table == "answer" or issubclass(KINDS.get(cell.table, Group), Said)):
            return True
        bare = cell.table == "consent" or (cell.table == "interview" and cell.field in (WHOLE, "status"))
        return reach == Reach.EVERYTHING or (reach == Reach.STATUS and bare)

    def deleted(self, cell: Cell) -> bool:
        return _owner(cell) in self._deleted


def _owner(cell: Cell) -> tuple[str, str]:
    return ("submission" if cell.table == "answer" else cell.table), cell.record


def _read_sqlite(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = db.execute(f'SELECT * FROM "{name}"').fetchall()
            found[name] = [{key: str(row[key]) for key in row.keys()} for row in rows]  # noqa: SIM118
    return found


def _read_parquet(path: Path) -> dict[str, list[Row]]:
    import pandas as pd

    return {
        table.stem: [
            {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in row.items()}
            for row in pd.read_parquet(table).to_dict(orient="records")
        ]
        for table in path.iterdir()
    }


def _sorted(rows: list[Row]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(row.items()) for row in rows)
