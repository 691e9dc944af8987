"""The doctor tells what is well, what to look at and what is broken, and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Interview
from fieldkit.domain.consent import Scope
from fieldkit.domain.health import Finding, Weight
from fieldkit.edits import interviews
from fieldkit.store import Store, backups, surroundings
from fieldkit.store.health import examine
from tests.making import Wall, a_group, an_interview

FORMAT_1 = Path(__file__).parents[1] / "fixtures" / "format-1.fieldkit"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project file with something in it, in a folder of one's own."""
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    path = own / "round.fieldkit"
    with Store.create(path, "Norwich round") as store:
        interview = an_interview(store, Scope.HOLD, Scope.TEAM, note="They share one laptop.")
        sha256 = store.attachments.keep(b"a picture")
        store.write("Attach", Attachment(interview_id=interview.id, sha256=sha256, size=9))
    return path


def broken(found: list[Finding]) -> list[str]:
    return [finding.sentence for finding in found if finding.weight is Weight.BROKEN]


def hints(found: list[Finding]) -> str:
    return " ".join(finding.hint for finding in found)


def by_hand(path: Path, *statements: str) -> None:
    """Change a project file past the store."""
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def what_lies_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def looked_at(found: list[Finding]) -> str:
    return " ".join(finding.sentence for finding in found if finding.weight is Weight.LOOK)


def test_a_sound_project_has_nothing_broken_and_is_not_touched(path: Path):
    Store.open(path).close()  # which makes a backup
    before = what_lies_in(path.parent)

    found = examine(path)

    assert broken(found) == []
    assert what_lies_in(path.parent) == before


def test_a_table_that_was_changed_by_hand_is_told_and_rebuild_mends_it(path: Path):
    by_hand(path, "UPDATE note SET text = 'They share two laptops.'")

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
    by_hand(path, "UPDATE blob SET bytes = 'another picture'")

    (said,) = broken(examine(path))

    assert "damaged" in said


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


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("DELETE FROM note", "note"),
        ("UPDATE \"group\" SET id = 'made up'", "group"),
        ("DELETE FROM search", "search"),
    ],
)
def test_what_is_in_the_journal_alone_or_in_the_tables_alone_is_told(path: Path, statement: str, kind: str):
    by_hand(path, statement)

    (said,) = broken(found := examine(path))

    assert kind in said
    assert "rebuild" in hints(found)


def test_a_line_that_is_missing_in_the_journal_is_told_and_rebuild_is_advised_against(path: Path):
    by_hand(path, "DELETE FROM change WHERE value = 'Tuesday Tots'")

    found = examine(path)

    assert "1 change that was written on this laptop is missing" in broken(found)[0]
    assert "Do not type `fieldkit rebuild`" in hints(found)
    assert "Type `fieldkit rebuild" not in hints(found)


def test_a_cut_file_is_told_with_what_to_do(path: Path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])

    found = examine(path)

    assert broken(found) == ["The project file is damaged. Nothing was changed."]
    assert "backup" in hints(found)


def test_an_empty_file_is_told_and_backups_are_looked_at(path: Path):
    Store.open(path).close()
    path.write_bytes(b"")

    found = examine(path)

    assert broken(found) == ["round.fieldkit is empty: nothing of a project is left in it."]
    assert any(finding.sentence.startswith("1 backup is whole") for finding in found)


def test_a_project_whose_log_was_lost_lacks_its_last_changes_and_says_so(path: Path):
    with Store.open(path) as store:
        a_group(store, "written last")
        without_log = path.read_bytes()
    path.write_bytes(without_log)

    assert "It lacks what was last written on this laptop" in looked_at(examine(path))


def test_what_a_power_cut_left_in_the_log_counts_and_stays_there(path: Path):
    log = path.with_name(f"{path.name}-wal")
    with Store.open(path) as store:
        a_group(store, "written last")
        left = path.read_bytes(), log.read_bytes()
    path.write_bytes(left[0])
    log.write_bytes(left[1])

    found = examine(path)

    assert broken(found) == []
    assert "It lacks" not in looked_at(found)
    assert (path.read_bytes(), log.read_bytes()) == left


def test_a_copy_of_a_project_is_told_and_keeps_its_name(path: Path, tmp_path: Path):
    copy = Path(shutil.copy(path, tmp_path / "copy.fieldkit"))

    found = examine(copy)

    assert "It is a copy" in looked_at(found)
    assert copy.read_bytes() == path.read_bytes()


def test_an_attachment_that_is_not_here_is_told_by_its_name_and_can_be_attached_again(
    path: Path, tmp_path: Path
):
    picture = tmp_path / "kitchen.png"
    picture.write_bytes(b"a kitchen " * 99)
    with Store.open(path) as store:
        (interview,) = store.find(Interview)
        interviews.attach(store, interview, picture)
    by_hand(path, "DELETE FROM blob WHERE CAST(bytes AS TEXT) LIKE 'a kitchen%'")
    missing = looked_at(examine(path))
    with Store.open(path) as store:
        interviews.attach(store, interview, picture)
    by_hand(path, "UPDATE blob SET bytes = 'another' WHERE CAST(bytes AS TEXT) LIKE 'a kitchen%'")
    (damaged,) = broken(examine(path))
    with Store.open(path) as store:
        interviews.attach(store, interview, picture)

    assert "1 attached file is not here: kitchen.png." in missing
    assert damaged == "1 attached file is damaged: kitchen.png."
    assert broken(examine(path)) == []


def test_a_project_of_an_older_format_is_examined_and_stays_what_it_is(tmp_path: Path):
    path = Path(shutil.copy(FORMAT_1, tmp_path / "old.fieldkit"))
    before = what_lies_in(tmp_path)

    found = examine(path)

    assert broken(found) == []
    assert any("older fieldkit" in finding.sentence for finding in found)
    assert what_lies_in(tmp_path) == before


def test_a_project_of_a_newer_format_is_left_alone(path: Path):
    by_hand(path, "PRAGMA user_version = 99")

    assert broken(examine(path)) == ["This project was last used with a newer fieldkit. It was not touched."]


def test_copies_that_a_sync_program_made_beside_it_are_told(path: Path):
    for name in ("round (conflicted copy).fieldkit", "round.sync-conflict-20261122-220634-64CGJ7N.fieldkit"):
        shutil.copy(path, path.with_name(name))
    shutil.copy(path, path.with_name("round of last year.fieldkit"))

    said = looked_at(examine(path))

    assert "2 copies that a sync program seems to have made" in said
    assert "last year" not in said


@pytest.mark.parametrize("content", [b"", b"half of it"])
def test_a_backup_that_is_not_whole_is_told(path: Path, content: bytes):
    Store.open(path).close()
    (copy,) = backups.kept(path)
    copy.write_bytes(content)

    said = looked_at(examine(path))

    assert f"The backup {copy.name} is damaged." in said
    assert "No backup is whole." in said


def test_a_project_that_is_open_in_a_window_is_examined_all_the_same(path: Path):
    with Store.open(path) as store:
        a_group(store, "written meanwhile")

        assert broken(examine(path)) == []


def test_a_disk_that_is_nearly_full_is_told(small_disk: Path):
    path = small_disk / "round.fieldkit"
    Store.create(path, "Norwich round").close()
    (small_disk / "holiday.mov").write_bytes(bytes(300_000))

    assert "The disk is nearly full." in looked_at(examine(path))


def test_a_project_that_everybody_may_read_is_told(path: Path, monkeypatch: pytest.MonkeyPatch):
    def readable(path: Path) -> bool:
        return path.exists()  # Tests lie where nobody else may look.

    monkeypatch.setattr(surroundings, "others_may_read", readable)

    assert "Other accounts on this computer may read" in looked_at(examine(path))


def test_a_log_that_a_power_cut_left_is_read_and_nothing_is_left_beside_it(path: Path):
    with Store.open(path) as store:
        a_group(store, "written last")
        left = [(file, file.read_bytes()) for file in (path, path.with_name(f"{path.name}-wal"))]
    for file, content in left:
        file.write_bytes(content)
    before = what_lies_in(path.parent)

    found = examine(path)

    assert broken(found) == []
    assert what_lies_in(path.parent) == before


def test_rows_that_changed_places_are_told_though_no_row_is_new(path: Path):
    with Store.open(path) as store:
        a_group(store, "Tea")
        a_group(store, "Bread")
    by_hand(
        path,
        "UPDATE \"group\" SET name = CASE name WHEN 'Tea' THEN 'Bread' WHEN 'Bread' THEN 'Tea' ELSE name END",
    )

    (said,) = broken(examine(path))

    assert "group" in said
