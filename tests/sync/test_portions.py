"""A sync takes in much at a time, and never keeps somebody who types from the project for long."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain import Group
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.store import Store, database, runs_of, tables
from fieldkit.store.database import Connection
from fieldkit.store.editor import Editor
from fieldkit.sync import join, sync
from fieldkit.sync.patience import StoppedError
from tests.making import a_group
from tests.sync.conftest import parcels


@given(st.lists(st.integers(1, 5), min_size=1), st.integers(1, 8))
def test_a_run_falls_into_pieces_of_whole_deeds(deeds: list[int], most: int):
    seqs = [(deed, at) for deed, count in enumerate(deeds) for at in range(count)]
    changes = [
        Change("wa", seq, "aaaaaa", "", deed, Cell("note", "n", "text"), Op.SET)
        for seq, (deed, _at) in enumerate(seqs)
    ]
    (run,) = runs_of(changes)

    pieces = [list(piece.changes()) for piece in run.parted(most)]

    assert [change for piece in pieces for change in piece] == changes
    assert all(before[-1].deed != after[0].deed for before, after in pairwise(pieces))
    assert all(len(piece) < most + max(deeds) for piece in pieces)


@pytest.fixture
def much(folder: Path, tmp_path: Path) -> Path:
    """Return a shared folder in which somebody wrote several thousand changes."""
    with Store.create(tmp_path / "other" / "p.fieldkit", "Needs") as other:
        for deed in range(40):
            other.write("Write", *(Group(id=f"g{deed}.{at}", name=f"Group {at}") for at in range(20)))
        sync(other, folder)
        assert parcels(folder)[0].stat().st_size > 200_000
    return folder


def test_whoever_stops_amid_a_file_finds_the_rest_of_it_at_the_next_sync(
    much: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with join(much, tmp_path / "joined" / "p.fieldkit") as whole:
        groups = whole.find(Group)
        project = whole.project_id
    portions: list[int] = []
    apply = Editor.apply
    monkeypatch.setattr(Editor, "apply", lambda *args: portions.append(apply(*args)) or portions[-1])

    with Store.create(tmp_path / "third" / "p.fieldkit", project_id=project) as store:
        sync(store, much, cancelled=lambda: len(portions) > 0)
        assert 0 < len(store.find(Group)) < len(groups)
        assert len(store.parcels.files()) < len(parcels(much))

        assert not sync(store, much).waiting
        assert store.find(Group) == groups
        assert len(store.parcels.files()) == len(parcels(much))


def test_joining_is_stopped_also_while_tables_are_made_of_what_came(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """No file is read any more by then, and of a large project it takes seconds."""
    begun, ended = Event(), Event()
    show_all = tables.show_all

    def told(db: Connection) -> None:
        begun.set()
        show_all(db)
        ended.set()

    monkeypatch.setattr(tables, "show_all", told)
    monkeypatch.setattr(database, "_STEPS", 1)  # so little takes few steps
    a_group(store)
    sync(store, folder)
    path = tmp_path / "new" / "new.fieldkit"
    path.parent.mkdir()

    with pytest.raises(StoppedError):
        join(folder, path, cancelled=begun.is_set)

    assert (begun.is_set(), ended.is_set()) == (True, False)
    assert list(path.parent.iterdir()) == []
    monkeypatch.undo()
    with join(folder, path) as new:
        assert len(new.find(Group)) == 1
