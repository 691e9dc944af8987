"""Writing a whole project file anew, so that nothing erased is left in its free pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.domain import Interview, Note
from fieldkit.store import Store, database
from fieldkit.store.database import Database, reading, vacuum

CANARY = b"CANARY-0123456789-abcdefghij-0123456789!"


def test_an_erasure_in_a_file_that_may_not_fit_into_memory_leaves_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "_IN_MEMORY_BYTES", 0)
    path, interview = tmp_path / "round.fieldkit", Interview()
    with Store.create(path, "Norwich round") as store:
        said = Note(interview_id=interview.id, text=CANARY.decode())
        store.write("Write", interview, said, Note(text="kept"))

        store.erase(interview)

        assert not any(CANARY in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
        assert [note.text for note in store.find(Note)] == ["kept"]


def test_whatever_is_sorted_afterwards_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "_IN_MEMORY_BYTES", 0)
    opened = Database(tmp_path / "any.db")
    with reading(opened) as db:
        before = db.value("PRAGMA temp_store")

        vacuum(db)

        assert db.value("PRAGMA temp_store") == before == 2  # 2 is MEMORY
    opened.close()
