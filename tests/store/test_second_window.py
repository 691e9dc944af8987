"""A second window on a project file may look, and nothing that it does gets into the file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.domain import Group
from fieldkit.edits import history, people
from fieldkit.errors import InUseError
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import a_group


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_a_second_window_sees_what_the_first_saves(store: Store):
    assert store.path
    with Store.open_to_look(store.path) as second:
        a_group(store, "Tuesday Tots")

        assert [group.name for group in second.find(Group)] == ["Tuesday Tots"]
        assert second.search("tots")
        assert not second.writes


def test_whatever_would_write_is_refused_in_a_sentence_and_changes_nothing(store: Store, folder: Path):
    group = a_group(store)
    sync(store, folder)
    assert store.path
    with Store.open_to_look(store.path) as second:
        before = dump(store.path)
        for deed in (
            lambda: people.save_group(second, group.but(place="Ely")),
            lambda: people.sit_down(second, people.add_person(second, "Bo")),
            lambda: history.undo(second),
            lambda: second.attachments.keep(b"photo"),
            lambda: second.erase(group),
            second.rebuild,
            lambda: sync(second, folder),
        ):
            with pytest.raises(InUseError, match="open in another window, so nothing was changed"):
                deed()

        assert dump(store.path) == before
        assert store.get(Group, group.id).place == "Norwich"


def test_the_first_window_goes_on_and_lets_go_as_ever(store: Store):
    assert store.path
    with Store.open_to_look(store.path):
        group = a_group(store)
        store.erase(group)
        store.close()

    with Store.open(store.path) as again:
        assert again.writes
        assert again.faults == []


def test_a_second_window_says_what_it_is_and_keeps_the_name(store: Store):
    assert store.path
    with Store.open_to_look(store.path) as second:
        (told,) = second.faults

        assert "Here you can look at it" in told.sentence
        assert (second.writer, second.renamed()) == (store.writer, None)


def test_an_older_file_that_another_window_has_is_not_looked_at(tmp_path: Path):
    path = tmp_path / "old.fieldkit"
    shutil.copy(Path(__file__).parents[1] / "fixtures" / "format-1.fieldkit", path)

    with pytest.raises(InUseError):
        Store.open_to_look(path)
