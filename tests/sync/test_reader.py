"""docs/journal-format.md is all that one needs to read a shared folder: see `tests.sync.reader`."""

# pyright: reportMissingTypeStubs=false
from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain import KINDS
from fieldkit.domain.change import Cell
from fieldkit.domain.surveys import ANSWER
from fieldkit.domain.together import whole
from fieldkit.store import Store
from fieldkit.store.tables import cells_of, written
from fieldkit.sync import guard, join, journal
from tests.simulation.history import History
from tests.sync import reader
from tests.sync.test_guard import TRICKY
from tests.sync.test_journal import TEXT, file_of
from tests.sync.test_kept_folders import FOLDERS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "journal-format.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return what stands in the document in blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


def read_alike(folder: Path, desk: Path) -> reader.State:
    """Return what the reader makes of a folder, once a laptop that joins a copy of it comes to the same."""
    copy = Path(shutil.copytree(folder, desk / "folder"))
    said = reader.read(copy)
    with join(copy, desk / "laptop" / "project.fieldkit") as store:
        standing = store.standing({change.cell for change in store.changes()})
        assert said.changes.keys() == {change.id for change in store.changes()}
        assert said.erased == store.parcels.erased()
        assert {cell: [(c.id, c.op, c.val) for c in found] for cell, found in said.stands.items()} == {
            tuple(cell): [(c.id, c.op, c.value) for c in found]
            for cell, found in standing.items()
            if cell.record not in said.erased
        }
        assert {whole(Cell(*cell)) for cell in said.conflicts} == {whole(c.cell) for c in store.conflicts()}
        assert {(table, record) for table, record in said.deleted if table in KINDS} == {
            (name, one.id) for name, kind in KINDS.items() for one in store.find(kind, deleted=True)
        }
        assert _told(_shows(said)) == _told(_in_tables(store))
    return said


def _shows(said: reader.State) -> dict[Cell, str]:
    return {Cell(*cell): found[-1].val for cell, found in said.stands.items() if found[-1].op == "s"}


def _in_tables(store: Store) -> dict[Cell, str]:
    records = [one for kind in KINDS.values() for one in store.find(kind, deleted=[False, True])]
    said = {cell: value.text for one in records for cell, value in cells_of(one).items()}
    return said | {Cell(ANSWER, record, path): text for record, path, text in store.all_answers()}


def _told(said: dict[Cell, str]) -> dict[Cell, str]:
    """Return what is said in the fields that this version knows, but for what a field says anyway."""
    return {
        cell: text
        for cell, text in said.items()
        if cell.table == ANSWER
        or (
            cell.field in (fields := KINDS[cell.table].model_fields if cell.table in KINDS else {})
            and text != written(fields[cell.field].default).text
        )
    }


@given(st.text() | TRICKY)
def test_a_guarded_text_is_read_as_the_document_says(text: str):
    assert blocks("regex") == [reader.TO_GUARD[1:]]
    assert reader.plain(guard.guarded(text)) == text
    assert reader.plain(text) == guard.plain(text)


@given(st.lists(TEXT | TRICKY | st.sampled_from(["None", "NA", "a\r\nb", "cr\rcr"]), min_size=1, max_size=4))
def test_pandas_reads_a_parcel_as_the_document_says(texts: list[str]):
    (script,) = blocks("python")
    parcel = file_of(*texts)

    changes = eval(script.removeprefix("changes = "), {"pd": pd, "parcel": io.BytesIO(parcel)})

    assert [reader.plain(cell) for cell in changes["val"]] == [c.value for c in journal.read(parcel).changes]


def test_the_example_comes_to_what_the_document_says_of_it(tmp_path: Path):
    project = "1bc9740dce3e4eb3b6858154dbd4b447"
    for text in blocks("csv"):
        writer = text.split(",")[1]
        path = tmp_path / "shared" / "journal" / writer / f"{writer}.csv"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8", newline="\r\n")
    (tmp_path / "shared" / "fieldkit-project.csv").write_text(f"format,fk1\nproject,{project}\n")

    said = read_alike(tmp_path / "shared", tmp_path)

    assert {cell[2]: [change.val for change in found] for cell, found in said.stands.items()} == {
        "name": ["Tots"], "place": ["Diss", "Ely"], "size_band": ["6-15"], "*": [""],
    }  # fmt: skip
    assert {cell[2] for cell in said.conflicts} == {"place", "*"}
    assert said.deleted == set()


@pytest.mark.parametrize("kept", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_of_every_format_is_read_as_by_fieldkit(kept: Path, tmp_path: Path):
    said = read_alike(kept, tmp_path)

    assert said.refused == []
    assert (len(said.conflicts), len(said.deleted)) == (1, 1)
    assert "i2" in said.erased


@pytest.mark.parametrize("seed", range(30, 54))
def test_what_histories_leave_in_the_folder_is_read_as_by_fieldkit(seed: int, tmp_path: Path):
    history = _Read(seed, tmp_path)

    assert history.play() == ""
    assert history.said.changes


class _Read(History):
    """A history whose folder is read once everything has arrived and nothing is settled."""

    said: reader.State

    def _settling_ends(self) -> str:
        self.said = read_alike(self.laptops[0].folder, self.desk / "reader")
        return super()._settling_ends()
