"""One change or many, in any order, once or twice: the same project comes out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain import Group, Note
from fieldkit.domain.change import WHOLE, Cell, Change, Op
from fieldkit.store import File, Run, Store, runs_of
from tests.store.test_store import everything

CELLS = (
    Cell("note", "n1", "text"),
    Cell("note", "n1", "position"),
    Cell("note", "n1", "interview_id"),
    Cell("note", "n1", WHOLE),
    Cell("interview", "i1", WHOLE),
    Cell("answer", "s1", "/visit/water"),
    Cell("weather", "x", "sky"),
)
OPS = {WHOLE: (Op.DELETE, Op.RESTORE, Op.DELETE, Op.ERASE)}


@st.composite
def fieldwork(draw: st.DrawFn) -> list[Change]:
    """Draw what up to three laptops write into a few cells, each having seen some of what was there."""
    written: list[Change] = []
    seqs = {"wa": 0, "wb": 0, "wc": 0}
    for _ in range(draw(st.integers(1, 12))):
        writer, cell = draw(st.sampled_from(sorted(seqs))), draw(st.sampled_from(CELLS))
        op = draw(st.sampled_from(OPS.get(cell.field, (Op.SET, Op.SET, Op.EMPTY, "z"))))
        near = [
            c.id for c in written if c.cell == cell or (cell.field == WHOLE and c.cell.record == cell.record)
        ]
        saw = draw(st.sets(st.sampled_from(near))) if near and op != Op.ERASE else set[str]()
        seqs[writer] += 1
        value = draw(st.sampled_from(["1", "i1", "kettle"])) if op == Op.SET else ""
        stamp = f"20260914T10000{draw(st.integers(0, 3))}000Z-0000"
        written.append(
            Change(writer, seqs[writer], "aaaaaa", stamp, seqs[writer], cell, op, value, tuple(sorted(saw)))
        )
    return written


def journal_of(store: Store) -> set[Change]:
    return set(store.changes())


@settings(max_examples=60, deadline=None)
@given(fieldwork(), st.randoms(use_true_random=False))
def test_neither_order_nor_grouping_nor_repetition_matters(changes: list[Change], random: Random):
    shuffled = changes + changes[::3]
    random.shuffle(shuffled)
    by_file = [
        run for writer in ("wa", "wb", "wc") for run in runs_of(c for c in changes if c.writer == writer)
    ]

    with Store.create(None) as one_by_one, Store.create(None) as at_once, Store.create(None) as filled:
        for change in shuffled:
            one_by_one.apply([change])
        at_once.apply(by_file)
        filled.fill(([run], []) for run in by_file + by_file[::2])

        assert everything(one_by_one) == everything(at_once) == everything(filled)
        assert journal_of(one_by_one) == journal_of(at_once) == journal_of(filled)
        assert one_by_one.disputes() == at_once.disputes() == filled.disputes() == len(at_once.conflicts())
        before = everything(at_once)
        at_once.rebuild()
        assert everything(at_once) == before


def test_a_project_is_filled_as_a_whole_or_not_at_all(store: Store, tmp_path: Path):
    note = Note(text="kettle")
    store.write("Write", note)
    runs = runs_of(store.changes())

    def torn() -> Iterator[tuple[list[Run], list[File]]]:
        yield runs, []
        raise OSError("the stick is gone")

    with Store.create(tmp_path / "new.fieldkit") as new:
        with pytest.raises(OSError, match="the stick is gone"):
            new.fill(torn())
        assert journal_of(new) == set()

        assert new.fill([(runs, [])]) == len(journal_of(store))
        assert new.get(Note, note.id).text == "kettle"
        assert new.write("Edit", note.but(text="tea"))  # and from then on it is a project like any other


def dump(path: Path) -> list[str]:
    """Return what the file holds as SQL; of the index its words, not how FTS5 happens to pack them."""
    with closing(sqlite3.connect(path)) as db:
        lines = [line for line in db.iterdump() if "search" not in line]
        return [*lines, *map(str, db.execute("SELECT rowid, text FROM search ORDER BY rowid"))]


def test_rebuilding_gives_the_same_file_byte_for_byte_in_its_dump(store: Store):
    assert store.path
    with Store.create(None) as other:
        group, note = Group(name="Tots"), Note(text="kettle")
        store.write("Write", group, note, answers={"s1": {"/a": "1", "/b": "2"}})
        other.apply(store.changes())
        store.write("Edit", note.but(text="mine"), answers={"s1": {"/b": None}})
        theirs = other.write("Edit", note.but(text="yours"))
        later = other.write("Edit again", note.but(text="yours, later"))
        store.apply(
            [*later, Change("wz", 1, "aaaaaa", later[0].stamp, 1, Cell("sky", "x", "y"), "s", "grey")]
        )
        assert theirs[0].id in later[0].saw  # what it overrules has not arrived
        store.write("Delete", group.but(deleted=True))
    before = dump(store.path)

    store.rebuild()

    assert dump(store.path) == before
