"""Shared folders that every format of fieldkit left are read for ever."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Consent, Group, Interview, Note, Score, Submission, Withdrawal
from fieldkit.store import FORMAT
from fieldkit.sync import join, sync
from tests.sync.kept import ANSWERS, KEPT, NOTE
from tests.sync.kept import write as write_kept

FOLDERS = sorted(KEPT.glob("folder-*"))


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def heads(folder: Path) -> set[str]:
    """Return which formats the files of changes in a folder say that they are of."""
    found: set[str] = set()
    for path in folder.glob("journal/*/[0-9]*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found.add(next(csv.reader(file))[4])
    return found


def test_a_folder_of_every_format_is_kept():
    kept = {folder.name: heads(folder) for folder in FOLDERS}

    # After a new step of the project file: python -m tests.sync.kept
    assert kept == {f"folder-{number}": {str(number)} for number in range(1, FORMAT + 1)}


@pytest.mark.parametrize("kept", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_of_every_format_is_read_with_all_that_is_in_it(kept: Path, tmp_path: Path):
    folder = Path(shutil.copytree(kept, tmp_path / "shared"))

    with join(folder, tmp_path / "new" / "project.fieldkit") as laptop:
        assert sync(laptop, folder).waiting == []
        (group,) = laptop.find(Group)
        (interview,) = laptop.find(Interview)
        (score,) = laptop.find(Score)
        assert (group.name, group.assets, interview.group_id) == ("Tuesday Tots", "A kitchen", "g1")
        assert [note.text for note in laptop.find(Note)] == [NOTE]
        assert (score.points, score.standing) == (3, "scored")
        assert [consent.answer for consent in laptop.find(Consent)] == ["yes", "yes"]
        assert laptop.answers(laptop.find(Submission)[0].id) == ANSWERS
        assert laptop.attachments.take(laptop.find(Attachment)[0].sha256) == b"kept"
        (conflict,) = laptop.conflicts()
        assert {head.value for head in conflict.heads} == {"Diss", "Ely"}
        assert [withdrawal.of_interview for withdrawal in laptop.find(Withdrawal)] == ["i2"]
        assert laptop.find(Interview, deleted=[False, True]) == [interview]


@pytest.mark.parametrize("kept", FOLDERS, ids=lambda folder: folder.name)
def test_reading_an_older_folder_leaves_its_files_as_they_are(kept: Path, tmp_path: Path):
    folder = Path(shutil.copytree(kept, tmp_path / "shared"))
    before = files_in(folder)

    with join(folder, tmp_path / "new" / "project.fieldkit") as laptop:
        sync(laptop, folder, fresh=True)
        after = files_in(folder)

    assert {path: after.get(path) for path in before} == before


def test_what_is_kept_is_what_this_version_writes(tmp_path: Path):
    write_kept(tmp_path / "now")

    assert heads(tmp_path / "now") == {str(FORMAT)}
