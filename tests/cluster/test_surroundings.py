"""Where a merge on many machines cannot go on, it names who is not fit for it, and writes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fieldkit import cli
from fieldkit.cluster import merge
from fieldkit.cluster.workers import meet, workers
from fieldkit.errors import FieldkitError, FileError, FolderError
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import a_group


def test_the_command_merges_a_folder_through_a_scheduler_and_says_what_came_of_it(
    scheduler: str, store: Store, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    a_group(store)
    sync(store, folder)
    to = tmp_path / "all.parquet"

    code = cli.main(["merge", "--engine", "dask", "--scheduler", scheduler, str(folder), "--to", str(to)])

    assert code == 0
    assert "1 group" in capsys.readouterr().out
    assert {path.name for path in to.iterdir()} >= {"cells.parquet", "group.parquet"}
    assert list(tmp_path.glob(".fieldkit-*")) == []


def test_a_name_that_is_neither_parquet_nor_sqlite_is_refused(scheduler: str, folder: Path, store: Store):
    sync(store, folder)

    with pytest.raises(FileError, match=r"all\.csv"):
        merge(folder, folder.parent / "all.csv", scheduler)


def test_a_worker_that_finds_another_project_there_or_no_place_to_write_is_named(
    scheduler: str, store: Store, folder: Path, tmp_path: Path
):
    sync(store, folder)
    strange = "its id is another one"

    with workers(scheduler, tmp_path) as client, pytest.raises(FolderError) as raised:
        meet(client, folder, tmp_path / "not mounted" / "desk", strange)

    assert "tcp://127.0.0.1" in raised.value.sentence
    assert str(folder) in raised.value.sentence
    assert "not mounted" in raised.value.sentence


def test_a_scheduler_that_does_not_answer_is_named(
    scheduler: str, store: Store, folder: Path, tmp_path: Path
):
    sync(store, folder)

    with pytest.raises(FieldkitError, match=r"127\.0\.0\.1:9\."):
        merge(folder, tmp_path / "all.sqlite", "tcp://127.0.0.1:9")


def test_a_folder_without_a_project_is_left_alone(scheduler: str, folder: Path, tmp_path: Path):
    with pytest.raises(FolderError, match="No fieldkit project"):
        merge(folder, tmp_path / "all.sqlite", scheduler)


def test_without_dask_the_extra_to_install_is_said(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sync(store, folder)
    monkeypatch.setitem(sys.modules, "dask", None)

    with pytest.raises(FieldkitError) as raised:
        merge(folder, tmp_path / "all.sqlite")

    assert "fieldkit[cluster]" in raised.value.hint
