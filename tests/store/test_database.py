"""The connections to a project file."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from fieldkit.domain import Project
from fieldkit.errors import ProjectError
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


def test_who_asked_first_writes_next_however_soon_the_other_asks_again(tmp_path: Path):
    database, order = Database(tmp_path / "p"), list[str]()
    inside, asked = Event(), Event()

    def save_a_word() -> None:
        inside.wait()
        asked.set()
        with writing(database):
            order.append("word")

    typing = Thread(target=save_a_word)
    typing.start()
    for portion in range(3):
        with writing(database):
            order.append(f"portion {portion}")
            inside.set()
            asked.wait()
            time.sleep(0.05)  # as long as it takes a thread to come from the event to the door
    typing.join()

    assert order == ["portion 0", "word", "portion 1", "portion 2"]
    database.close()


def test_whoever_waits_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fieldkit.store.database._WAITS_S", 0.01)
    database = Database(tmp_path / "p")

    with (
        writing(database),
        ThreadPoolExecutor(1) as other,
        pytest.raises(ProjectError, match="The project file is busy"),
    ):
        other.submit(lambda: writing(database).__enter__()).result()
    database.close()
