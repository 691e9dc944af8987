"""Copies of the project, made, proved, few, and rid of what was erased."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.domain import Interview, Note
from fieldkit.errors import ProjectError
from fieldkit.store import Store, backups
from tests.making import Wall

CANARY = "CANARY-0123456789-abcdefghij-0123456789!"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "round.fieldkit"
    Store.create(path, "Norwich round", now=Wall()).close()
    return path


def work(path: Path, wall: Wall, text: str) -> None:
    with Store.open(path, now=wall) as store:
        store.write("Write", Note(text=text))


def test_a_project_is_copied_once_on_each_day_it_is_worked_on(path: Path):
    wall = Wall()
    for text in ("morning", "evening"):
        work(path, wall, text)
    wall.passes(days=1)
    work(path, wall, "next day")

    names = [copy.name for copy in backups.kept(path)]

    assert names == ["round 2026-09-14.fieldkit", "round 2026-09-15.fieldkit"]


def test_a_copy_opens_as_the_project_it_was(path: Path, tmp_path: Path):
    wall = Wall()
    work(path, wall, "kept")
    wall.passes(days=1)
    work(path, wall, "later")

    copy = Path(shutil.copy(backups.kept(path)[-1], tmp_path / "restored.fieldkit"))

    with Store.open(copy, now=wall) as restored:
        assert [note.text for note in restored.find(Note)] == ["kept"]


def test_the_oldest_copies_go(path: Path):
    wall = Wall()
    for day in range(10):
        work(path, wall, f"day {day}")
        wall.passes(days=1)

    names = [copy.stem for copy in backups.kept(path)]

    assert names == [f"round 2026-09-{day}" for day in range(17, 24)]


def test_a_project_in_which_nothing_changed_is_not_copied_again(path: Path):
    wall = Wall()
    for _ in range(3):
        Store.open(path, now=wall).close()
        wall.passes(days=1)

    assert len(backups.kept(path)) == 1


def test_a_damaged_project_makes_no_copy_and_replaces_none(path: Path):
    wall = Wall()
    for number in range(40):
        work(path, wall, f"note {number} " * 99)
    (good,) = backups.kept(path)
    content = bytearray(path.read_bytes())
    content[8192:-8192] = b"\xaa" * (len(content) - 16384)
    path.write_bytes(content)
    wall.passes(days=1)

    with pytest.raises(ProjectError, match="damaged"):
        Store.open(path, now=wall)

    assert backups.kept(path) == [good]
    assert [file.suffix for file in backups.folder_of(path).iterdir()] == [".fieldkit"]


def holds(folder: Path, words: str) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def test_an_erasure_reaches_the_backups_and_leaves_a_clean_one(path: Path, tmp_path: Path):
    wall = Wall()
    interview = Interview()
    with Store.open(path, now=wall) as store:
        store.write("Write", interview, Note(interview_id=interview.id, text=CANARY))
    wall.passes(days=1)
    shutil.copy(path, tmp_path / "round.before-format-2.fieldkit")
    with Store.open(path, now=wall) as store:
        assert holds(backups.folder_of(path), CANARY)

        store.erase(interview)

        assert not holds(tmp_path, CANARY)
        assert len(backups.kept(path)) == 1


def test_an_erasure_that_was_interrupted_is_finished_at_the_next_opening(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    interview = Interview()
    with Store.open(path) as store:
        store.write("Write", interview, Note(interview_id=interview.id, text=CANARY))
        with monkeypatch.context() as cut:
            cut.setattr(Store, "_scrub", lambda _self: None)  # as if the power had failed here
            store.erase(interview)
    shutil.copy(path, backups.folder_of(path) / "round 2020-01-01.fieldkit")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT value FROM meta WHERE name = 'remains'").fetchone() != ("",)

    Store.open(path).close()

    assert not holds(tmp_path, CANARY)
    assert [copy.name for copy in backups.kept(path)] != ["round 2020-01-01.fieldkit"]


def test_a_project_opens_and_says_so_where_no_backup_can_be_made(path: Path):
    backups.folder_of(path).write_text("a file where the folder should be")

    with Store.open(path) as store:
        store.write("Write", Note(text="kept"))
        faults = [fault.sentence for fault in store.faults]

    assert len(faults) == 1
    assert faults[0].startswith("No backup could be made today")


def test_an_erasure_takes_along_a_copy_that_a_power_cut_left_half_made(path: Path):
    interview = Interview()
    with Store.open(path) as store:
        store.write("Write", interview, Note(interview_id=interview.id, text=CANARY))
        half = backups.folder_of(path) / "round 2020-01-01.tmp"
        half.write_text(CANARY)

        store.erase(interview)

    assert not half.exists()


def test_an_erasure_reaches_the_backups_of_a_project_that_was_renamed_since(path: Path, tmp_path: Path):
    wall, interview = Wall(), Interview()
    with Store.open(path, now=wall) as store:
        store.write("Write", interview, Note(interview_id=interview.id, text=CANARY))
    other = tmp_path / "another.fieldkit"
    for place in (path, other):
        wall.passes(days=1)
        (Store.open if place.exists() else Store.create)(place, now=wall).close()
    work(other, wall, f"another project: {CANARY}")
    wall.passes(days=1)
    Store.open(other, now=wall).close()
    assert len(holds(tmp_path, CANARY)) == 4

    with Store.open(path.rename(tmp_path / "renamed.fieldkit"), now=wall) as store:
        store.erase(interview)

    assert {file.parent.name for file in holds(tmp_path, CANARY)} == {tmp_path.name, "another backups"}


def test_a_backup_is_not_worked_in_for_it_goes_by_itself(path: Path):
    wall = Wall()
    work(path, wall, "kept")
    wall.passes(days=1)
    work(path, wall, "later")
    (*_older, copy) = backups.kept(path)
    before = copy.read_bytes()

    with pytest.raises(ProjectError, match="is a backup") as refused:
        Store.open(copy, now=wall)

    assert refused.value.hint == "Copy it out of its folder, beside the project, and open the copy."
    assert copy.read_bytes() == before
    with Store.open(Path(shutil.copy(copy, path.parent)), now=wall) as restored:
        assert [note.text for note in restored.find(Note)] == ["kept"]


def test_what_is_erased_while_something_else_is_cleared_away_is_cleared_away_too(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first, second = Interview(), Interview()
    forget = backups.forget
    with Store.open(path) as store:
        store.write("Write", first, second, Note(interview_id=second.id, text=CANARY))

        def meanwhile(project: Path) -> bool:
            with monkeypatch.context() as cut:
                cut.setattr(
                    Store, "_scrub", lambda _self: None
                )  # as if the power failed there a moment later
                store.erase(second)
            return forget(project)

        with monkeypatch.context() as then:
            then.setattr(backups, "forget", meanwhile)
            store.erase(first)
        assert store.parcels.forgot() == frozenset()
    shutil.copy(path, backups.folder_of(path) / "round 2020-01-01.fieldkit")

    Store.open(path).close()

    assert not holds(tmp_path, CANARY)
    assert "round 2020-01-01" not in [copy.stem for copy in backups.kept(path)]
