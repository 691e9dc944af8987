"""Project files: made, opened, refused with a clear sentence."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fieldkit.domain import Group
from fieldkit.errors import ProjectError
from fieldkit.store import FORMAT, Store


def test_a_project_is_there_again_after_it_was_closed(tmp_path: Path):
    path = tmp_path / "a folder not there yet" / "Norwich round.fieldkit"
    with Store.create(path, "Norwich round") as store:
        store.person = "ash"
        store.write("Write", Group(name="Tots"))
        project_id, writer = store.project_id, store.writer

    with Store.open(path) as store:
        assert store.project.name == "Norwich round"
        assert (store.project_id, store.writer, store.person) == (project_id, writer, "ash")
        assert [group.name for group in store.find(Group)] == ["Tots"]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path):
    path = tmp_path / "minutes.fieldkit"
    path.write_text("minutes of the AGM", encoding="utf-8")

    with pytest.raises(ProjectError, match="already"):
        Store.create(path, "x")

    assert path.read_text(encoding="utf-8") == "minutes of the AGM"


@pytest.mark.parametrize("content", [b"Dear all, the AGM " * 99, b"SQLite format 3\x00" + b"\x00" * 400])
def test_a_file_that_is_no_project_is_refused_and_left_alone(tmp_path: Path, content: bytes):
    path = tmp_path / "letter.fieldkit"
    path.write_bytes(content)

    with pytest.raises(ProjectError) as refused:
        Store.open(path)

    assert refused.value.sentence == "This file is not a fieldkit project."
    assert refused.value.hint
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", bytes(8192)])
def test_a_file_that_a_power_cut_left_empty_says_so(tmp_path: Path, content: bytes):
    path = tmp_path / "round.fieldkit"
    path.write_bytes(content)

    with pytest.raises(ProjectError, match=r"round\.fieldkit is empty") as refused:
        Store.open(path)

    assert "backup" in refused.value.hint
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE photo (id)")
    db.close()
    before = path.read_bytes()

    with pytest.raises(ProjectError, match="not a fieldkit project"):
        Store.open(path)

    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(ProjectError, match="no project file"):
        Store.open(tmp_path / "gone.fieldkit")


def test_a_newer_project_is_refused_and_left_alone(store: Store):
    assert store.path
    store.close()
    with sqlite3.connect(store.path) as db:
        db.execute(f"PRAGMA user_version = {FORMAT + 1}")
    db.close()

    with pytest.raises(ProjectError, match="newer fieldkit"):
        Store.open(store.path)


def test_a_second_process_is_refused_with_a_clear_sentence(store: Store):
    code = (
        "import sys; from pathlib import Path; from fieldkit.store import Store\n"
        "from fieldkit.errors import ProjectError\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except ProjectError as error: print(error.sentence)"
    )

    second = subprocess.run(
        [sys.executable, "-c", code, str(store.path)], capture_output=True, text=True, check=True, timeout=60
    )

    assert second.stdout.strip() == "project.fieldkit is open in another window on this laptop."


def test_a_project_can_be_opened_again_once_it_was_closed(store: Store):
    assert store.path
    store.close()

    Store.open(store.path).close()
    Store.open(store.path).close()


def test_a_damaged_project_is_said_to_be_damaged(store: Store):
    assert store.path
    for number in range(200):
        store.write("Write", Group(name=f"Group {number}" * 20))
    store.close()
    content = bytearray(store.path.read_bytes())
    content[4096:-4096] = b"\xaa" * (len(content) - 8192)
    store.path.write_bytes(content)

    with pytest.raises(ProjectError, match="damaged"):
        Store.open(store.path)
