"""The doctor tells what is well, what to look at and what is broken, and changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldkit.domain.consent import Scope
from fieldkit.domain.health import Finding, Weight
from fieldkit.store import Store
from fieldkit.store.health import examine
from tests.making import Wall, a_group, an_interview


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project file with something in it, in a folder of one's own."""
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    path = own / "round.fieldkit"
    with Store.create(path, "Norwich round") as store:
        an_interview(store, Scope.HOLD, Scope.TEAM, note="They share one laptop.")
        store.attachments.keep(b"a picture")
    return path


def broken(found: list[Finding]) -> list[str]:
    return [finding.sentence for finding in found if finding.weight is Weight.BROKEN]


def looked_at(found: list[Finding]) -> str:
    return " ".join(finding.sentence for finding in found if finding.weight is Weight.LOOK)


def test_a_sound_project_has_nothing_broken_and_is_not_touched(path: Path):
    before = path.read_bytes()

    found = examine(path)

    assert broken(found) == []
    assert path.read_bytes() == before


def test_a_table_that_was_changed_by_hand_is_told_and_rebuild_mends_it(path: Path):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE note SET text = 'They share two laptops.'")

    (said,) = broken(examine(path))
    with Store.open(path) as store:
        store.rebuild()

    assert "note" in said
    assert broken(examine(path)) == []


def test_a_damaged_file_is_told_with_what_to_do(path: Path):
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 20] = bytes(4096 * 17)
    path.write_bytes(content)

    found = examine(path)

    assert broken(found)
    assert any("backup" in finding.hint for finding in found)


def test_an_attachment_whose_bytes_changed_is_told(path: Path):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE blob SET bytes = 'another picture'")

    assert any("damaged" in said for said in broken(examine(path)))


def test_a_clock_that_ran_ahead_is_told(path: Path):
    wall = Wall(datetime.now(UTC) + timedelta(days=40))
    with Store.open(path, now=wall) as store:
        a_group(store)

    assert "has written on" in looked_at(examine(path))


def test_a_project_inside_a_synced_folder_is_told(path: Path):
    (path.parent / ".stfolder").mkdir()

    assert any("Syncthing" in said for said in broken(examine(path)))


def test_a_letter_is_no_project(tmp_path: Path):
    letter = tmp_path / "letter.fieldkit"
    letter.write_text("Dear Amina")

    assert broken(examine(letter)) == ["This file is not a fieldkit project."]
