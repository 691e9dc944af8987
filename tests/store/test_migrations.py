"""Project files of every version open for ever."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.domain import KINDS, Group, Interview, Note, SavedEntity, Submission
from fieldkit.store import FORMAT, Store, migrations

OLD = sorted((Path(__file__).parents[1] / "fixtures").glob("format-*.fieldkit"))


def test_there_is_a_kept_file_of_every_format():
    assert [path.stem for path in OLD] == [f"format-{number}" for number in range(1, FORMAT + 1)]


@pytest.mark.parametrize("kept", OLD, ids=lambda path: path.stem)
def test_a_file_of_every_format_opens_with_all_that_was_in_it(kept: Path, tmp_path: Path):
    path = Path(shutil.copy(kept, tmp_path))

    with Store.open(path) as store:
        assert store.project.name == "A kept project"
        (group,) = store.find(Group)
        (interview,) = store.find(Interview, group_id=group.id)
        (note,) = store.find(Note, interview_id=interview.id)
        assert (group.name, note.text) == (
            "Tuesday Tots",
            "“We can't be the guinea pig.” – the treasurer, 10:40",
        )
        assert len(store.answers("s1")) == 2
        assert store.search("guinea")
        assert store.attachments.take(store.attachments.keep(b"kept")) == b"kept"
        before = {table: store.find(kind) for table, kind in KINDS.items()}
        store.rebuild()
        assert {table: store.find(kind) for table, kind in KINDS.items()} == before


def test_what_an_older_version_could_not_show_appears_once_it_is_upgraded(tmp_path: Path):
    path = Path(shutil.copy(OLD[0], tmp_path))
    newer = [("submission", "s9", "finished", "1"), ("savedentity", "e9", "label", "The well")]
    with closing(sqlite3.connect(path)) as db, db:
        for seq, cell in enumerate(newer, start=1):
            db.execute(
                "INSERT INTO change (id, writer, seq, suffix, stamp, deed, tbl, row, col, op, value, saw)"
                " VALUES (?, 'wnewer', ?, 'abcdef', '20261101T100000000Z-0000', 1, ?, ?, ?, 's', ?, '')",
                (f"wnewer.{seq}.abcdef", seq, *cell),
            )

    with Store.open(path) as store:
        assert store.get(Submission, "s9").finished
        assert store.get(SavedEntity, "e9").label == "The well"
        assert not [change for change in store.parcels.unsealed() if change.writer == "wnewer"]


def test_the_tables_have_the_fields_of_the_records(store: Store):
    assert store.path
    with closing(sqlite3.connect(store.path)) as db:
        for table, kind in KINDS.items():
            columns = {row[1]: bool(row[3]) for row in db.execute(f'PRAGMA table_info("{table}")')}
            nullable = {
                name for name, field in kind.model_fields.items() if kind().model_dump()[name] is None
            }
            assert set(columns) == set(kind.model_fields), table
            assert {name for name, filled in columns.items() if not filled} == nullable, table


def test_an_older_file_is_copied_aside_before_it_is_changed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert store.path
    store.write("Write", Note(id="n1", text="before"))
    store.close()
    step = tmp_path / f"{FORMAT + 1:04}_weather.sql"
    step.write_text("ALTER TABLE \"note\" ADD COLUMN weather TEXT NOT NULL DEFAULT '';", encoding="utf-8")
    monkeypatch.setattr(migrations, "_STEPS", [*migrations._STEPS, step])
    monkeypatch.setattr(migrations, "LATEST", FORMAT + 1)
    monkeypatch.setattr("fieldkit.store.store.LATEST", FORMAT + 1)

    with Store.open(store.path) as opened:
        assert opened.get(Note, "n1").text == "before"

    copy = tmp_path / "project backups" / f"project before format {FORMAT + 1}.fieldkit"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        assert db.execute("SELECT text FROM note").fetchall() == [("before",)]
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (FORMAT + 1,)


def test_a_step_that_fails_leaves_the_file_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert store.path
    store.close()
    step = tmp_path / f"{FORMAT + 1:04}_broken.sql"
    step.write_text(
        'ALTER TABLE "note" ADD COLUMN sky TEXT;\nALTER TABLE nowhere ADD COLUMN x;', encoding="utf-8"
    )
    monkeypatch.setattr(migrations, "_STEPS", [*migrations._STEPS, step])
    monkeypatch.setattr("fieldkit.store.store.LATEST", FORMAT + 1)

    with pytest.raises(Exception, match="no such table"):
        Store.open(store.path)

    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        assert "sky" not in {row[1] for row in db.execute('PRAGMA table_info("note")')}
