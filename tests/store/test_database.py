"""The connections to a project file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fieldkit.domain import Project
from fieldkit.store import Store
from fieldkit.store.database import Database, reading, writing


def test_a_project_that_was_closed_is_not_opened_again_by_asking_it(store: Store):
    store.close()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.find(Project)


def test_whoever_works_while_it_is_closed_ends_that_in_peace(tmp_path: Path):
    database = Database(tmp_path / "some.db")

    with writing(database) as db:
        database.close()
        db.execute("CREATE TABLE kept (n)")

    with pytest.raises(sqlite3.ProgrammingError):
        db.execute("SELECT * FROM kept")
    anew = Database(tmp_path / "some.db")
    with reading(anew) as again:
        assert again.value("SELECT count(*) FROM kept") == 0
        assert again.value("SELECT n FROM kept") is None
    anew.close()
