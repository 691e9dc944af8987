"""Project files that were put back, cloned or copied share a folder, and nothing of either is lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from fieldkit.domain import Group, Note
from fieldkit.edits import interviews
from fieldkit.edits.identifiers import in_notes
from fieldkit.store import Laptop, Store
from fieldkit.sync import join, sync
from tests.making import a_group, an_interview, the_note
from tests.sync.conftest import EVERYTHING, holds


def test_a_restored_backup_gets_its_later_work_back_from_the_folder(
    store: Store, folder: Path, tmp_path: Path
):
    assert store.path
    path, backup = store.path, tmp_path / "backup"
    a_group(store, "Before the backup")
    sync(store, folder)
    store.close()
    shutil.copy(path, backup)
    with Store.open(path) as later:
        a_group(later, "After the backup")
        sync(later, folder)

    shutil.copy(backup, path)
    with Store.open(path) as restored:
        sync(restored, folder)
        a_group(restored, "After the restoring")
        sync(restored, folder)

        with join(folder, tmp_path / "other" / "p.fieldkit") as joined:
            names = {group.name for group in joined.find(Group)}
            assert names == {"Before the backup", "After the backup", "After the restoring"}
            assert {group.name for group in restored.find(Group)} == names


def test_a_restored_backup_knows_from_the_folder_what_it_had_sent(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    assert store.path
    path, backup = store.path, tmp_path / "backup"
    group = a_group(store, "Sent after the backup was made")
    store.close()
    shutil.copy(path, backup)
    with Store.open(path) as later:
        sync(later, folder)

    shutil.copy(backup, path)
    with Store.open(path) as restored, join(folder, tmp_path / "other" / "p.fieldkit") as other:
        restored.write("Delete", group.but(deleted=True))
        sync(restored, folder)
        sync(other, folder)

        assert (restored.find(Group), other.find(Group)) == ([], [])


def test_two_clones_of_one_laptop_lose_nothing(store: Store, folder: Path, tmp_path: Path):
    assert store.path
    sync(store, folder)
    store.close()
    shutil.copy(store.path, tmp_path / "clone.fieldkit")

    with Store.open(store.path) as one, Store.open(tmp_path / "clone.fieldkit") as clone:
        a_group(one, "From the one")
        a_group(clone, "From the clone")
        for laptop in (one, clone, one, clone, one):
            sync(laptop, folder)

        assert (
            {g.name for g in one.find(Group)}
            == {g.name for g in clone.find(Group)}
            == {"From the one", "From the clone"}
        )
        assert one.writer != clone.writer


def test_what_a_copied_project_had_not_sent_goes_out_under_its_old_name(
    store: Store, folder: Path, tmp_path: Path
):
    assert store.path
    sync(store, folder)
    a_group(store, "Not sent yet")
    store.close()
    copy = tmp_path / "another laptop.fieldkit"
    shutil.copy(store.path, copy)

    with Store.open(copy, laptop=Laptop(tmp_path / "memory", "another machine")) as brought:
        a_group(brought, "Written there")
        outcome = sync(brought, folder)
        again = sync(brought, folder)

    assert "brought from another laptop" in "\n".join(outcome.in_words())
    assert "brought" not in "\n".join(again.in_words())
    with join(folder, tmp_path / "reader" / "p.fieldkit") as reader:
        writers = {change.value: change.writer for change in reader.changes() if change.cell.field == "name"}
        assert writers["Not sent yet"] == store.writer
        assert writers["Written there"] == brought.writer != store.writer


def test_a_backup_in_the_midst_of_typing_hides_none_of_the_words(store: Store, folder: Path, tmp_path: Path):
    assert store.path
    group = a_group(store, "Tots")
    sync(store, folder)
    store.write("Write", group.but(place="Nor"), typing=True)
    with closing(sqlite3.connect(store.path)) as source, closing(sqlite3.connect(tmp_path / "b")) as backup:
        source.backup(backup)
    store.write("Write", group.but(place="Norwich"), typing=True)
    sync(store, folder)
    store.close()

    shutil.copy(tmp_path / "b", store.path)
    with Store.open(store.path) as restored, join(folder, tmp_path / "other" / "p.fieldkit") as other:
        for laptop in (restored, other, restored):
            sync(laptop, folder)
        for laptop in (restored, other):
            assert laptop.get(Group, group.id).place == "Norwich"
            assert [len(conflict.heads) for conflict in laptop.conflicts()] == [2]


def test_what_was_replaced_before_it_was_sent_does_not_leave_with_a_backup_that_is_put_back(
    store: Store, folder: Path, tmp_path: Path
):
    path, backup = tmp_path / "project.fieldkit", tmp_path / "backup.fieldkit"
    interview = an_interview(store, *EVERYTHING, note="They meet on Tuesdays.")
    sync(store, folder)
    interviews.write_note(store, the_note(store, interview), "Ring 07700 900123.")
    store.close()
    shutil.copy(path, backup)
    with Store.open(path) as later:
        (named,) = in_notes(later)
        interviews.replace_identifier(later, the_note(later, interview), named.identifier)
        sync(later, folder)
    shutil.copy(backup, path)

    with Store.open(path) as restored:
        sync(restored, folder)
        interviews.add_note(restored, interview, "They meet on Fridays.")
        sync(restored, folder)

        assert {note.text for note in restored.find(Note)} == {"Ring [phone].", "They meet on Fridays."}
    assert not holds(folder, "900123")
