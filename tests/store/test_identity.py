"""The name that a project file writes under: kept through everyday life, changed as soon as there may be two of it."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from fieldkit.domain import Group
from fieldkit.store import Laptop, Reason, Store
from tests.making import Wall


@pytest.fixture
def here(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "memory", "Ana's machine")


@pytest.fixture
def path(tmp_path: Path, here: Laptop) -> Path:
    """Return the file of a project that was written on this laptop."""
    path = tmp_path / "projects" / "round.fieldkit"
    Store.create(path, "Norwich round", laptop=here).close()
    return path


class MortalWall(Wall):
    """A clock on the wall of a laptop that may die: then nothing goes on."""

    dead = False

    def __call__(self) -> datetime:
        if self.dead:
            raise KeyboardInterrupt
        return super().__call__()


def work(path: Path, laptop: Laptop, name: str = "Tots") -> str:
    """Open a project, write something, close it; return the name that it wrote under."""
    with Store.open(path, laptop=laptop) as store:
        store.write("Write", Group(name=name))
        return store.writer


def test_a_project_keeps_its_name_from_day_to_day(path: Path, here: Laptop):
    names = {work(path, here) for _day in range(3)}

    with Store.open(path, laptop=here) as store:
        assert names == {store.writer}
        assert store.renamed() is None


def test_a_backup_that_was_put_back_writes_under_a_new_name(path: Path, here: Laptop):
    before = work(path, here)
    backup = path.with_suffix(".backup")
    shutil.copy(path, backup)
    work(path, here, "Written after the backup")

    shutil.copy(backup, path)
    with Store.open(path, laptop=here) as restored:
        assert restored.renamed() is Reason.RESTORED
        assert restored.writer != before
        assert before in restored.parcels.writers()


def test_a_project_that_was_put_back_keeps_its_new_name(path: Path, here: Laptop):
    backup = path.with_suffix(".backup")
    shutil.copy(path, backup)
    work(path, here)
    shutil.copy(backup, path)

    with Store.open(path, laptop=here) as opened:
        new = opened.writer

    assert work(path, here) == new
    assert work(path, here) == new


def test_a_backup_that_nothing_was_written_after_is_as_good_as_the_project(path: Path, here: Laptop):
    before = work(path, here)
    backup = path.with_suffix(".backup")
    shutil.copy(path, backup)
    Store.open(path, laptop=here).close()

    shutil.copy(backup, path)

    assert work(path, here) == before


def test_looking_at_a_project_does_not_touch_it(path: Path, here: Laptop):
    work(path, here)
    before = path.read_bytes()

    with Store.open(path, laptop=here) as store:
        store.find(Group)

    assert path.read_bytes() == before


def test_a_project_that_was_moved_keeps_its_name(path: Path, here: Laptop, tmp_path: Path):
    before = work(path, here)

    moved = tmp_path / "elsewhere.fieldkit"
    path.rename(moved)

    assert work(moved, here) == before


def test_a_copy_beside_its_original_writes_under_a_new_name(path: Path, here: Laptop, tmp_path: Path):
    before = work(path, here)
    copy = tmp_path / "copy.fieldkit"
    shutil.copy(path, copy)

    with Store.open(copy, laptop=here) as copied:
        assert copied.renamed() is Reason.COPIED
        assert copied.writer != before
    assert work(path, here) == before


@pytest.mark.parametrize("machine", ["Ben's machine", "Ana's machine"])
def test_a_project_that_came_to_another_laptop_writes_under_a_new_name(
    path: Path, here: Laptop, tmp_path: Path, machine: str
):
    before = work(path, here)
    there = Laptop(tmp_path / "another memory", machine)
    copy = tmp_path / "ben" / "round.fieldkit"
    copy.parent.mkdir()
    shutil.copy(path, copy)

    with Store.open(copy, laptop=there) as brought:
        # An imaged disk brings the machine's number along; its memory lies elsewhere even so.
        assert brought.renamed() is (Reason.BROUGHT if machine != here.machine else Reason.RESTORED)
    assert work(copy, there) != before
    assert work(path, here) == before


def test_a_laptop_that_cannot_remember_goes_by_its_machine(path: Path, tmp_path: Path):
    full = tmp_path / "full"
    full.write_text("no folder", encoding="utf-8")
    project = tmp_path / "p.fieldkit"
    Store.create(project, "A round", laptop=Laptop(full, "Ana's machine")).close()

    names = {work(project, Laptop(full, "Ana's machine")) for _day in range(3)}

    assert len(names) == 1
    assert work(project, Laptop(full, "Ben's machine")) not in names


def test_the_file_does_not_tell_which_machine_it_is_on(path: Path, here: Laptop):
    work(path, here)

    assert b"Ana's machine" not in path.read_bytes()


def test_a_project_from_before_there_were_tokens_keeps_its_name(tmp_path: Path, here: Laptop):
    project = tmp_path / "old.fieldkit"
    shutil.copy(Path(__file__).parents[1] / "fixtures" / "format-1.fieldkit", project)
    with Store.open(project, laptop=Laptop()) as store:
        before = store.writer

    assert work(project, here) == before
    assert work(project, here) == before


def test_a_laptop_that_dies_while_it_writes_keeps_its_name(path: Path, here: Laptop):
    before = work(path, here)
    wall = MortalWall()

    with Store.open(path, wall, here) as store:
        wall.dead = True
        with pytest.raises(KeyboardInterrupt):
            store.write("Write", Group(name="Tots"))

    assert work(path, here) == before
