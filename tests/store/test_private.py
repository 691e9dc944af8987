"""Whatever holds what people said can be read by nobody but the account that works with it, from the first byte on."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.errors import ProjectError
from fieldkit.exchange.tables import write_tables
from fieldkit.store import Store, backups
from tests.making import a_group

pytestmark = pytest.mark.skipif(os.name == "nt", reason="on Windows the rights are those of the folder")


@pytest.fixture(autouse=True)
def _open_handed() -> Iterator[None]:
    """Let every file be for all to read, unless somebody says otherwise: so it is on most systems."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_a_new_project_file_and_what_lies_beside_it_are_private(tmp_path: Path):
    path = tmp_path / "round.fieldkit"
    with Store.create(path, "Norwich round") as store:
        a_group(store)
        made = {file.name: rights(file) for file in tmp_path.iterdir() if file.stat().st_size}

    assert made == dict.fromkeys(("round.fieldkit", "round.fieldkit-wal", "round.fieldkit-shm"), "0o600")


def test_it_is_private_before_sqlite_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "round.fieldkit"
    seen: list[str] = []
    connect = sqlite3.connect

    def watched(*args: object, **kwargs: object) -> sqlite3.Connection:
        seen.append(rights(path))
        return connect(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", watched)
    Store.create(path, "Norwich round").close()

    assert set(seen) == {"0o600"}


def test_its_backups_are_private_and_so_is_their_folder(tmp_path: Path):
    path = tmp_path / "round.fieldkit"
    Store.create(path, "Norwich round").close()
    Store.open(path).close()

    (copy,) = backups.kept(path)
    assert (rights(copy), rights(copy.parent)) == ("0o600", "0o700")


def test_who_may_read_a_project_file_that_is_shared_on_purpose_may_read_its_backups(tmp_path: Path):
    path = tmp_path / "round.fieldkit"
    Store.create(path, "Norwich round").close()
    path.chmod(0o640)
    Store.open(path).close()

    (copy,) = backups.kept(path)
    assert (rights(path), rights(copy), rights(copy.parent)) == ("0o640", "0o640", "0o750")


def test_what_is_exported_is_private_and_a_folder_that_was_there_keeps_its_rights(
    store: Store, tmp_path: Path
):
    a_group(store)
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    for to in (tmp_path / "new", there, tmp_path / "all.zip"):
        write_tables(store, to)

    assert rights(tmp_path / "new") == "0o700"
    assert rights(there) == "0o755"
    assert {rights(file) for file in (tmp_path / "all.zip", *there.iterdir())} == {"0o600"}


def test_where_no_file_can_be_made_that_is_said_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    path = tmp_path / "round.fieldkit"
    monkeypatch.setattr("fieldkit.store.file.make_private", full)

    with pytest.raises(ProjectError, match="cannot be opened"):
        Store.create(path, "Norwich round")

    assert not path.exists()
