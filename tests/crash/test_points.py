"""Whatever system call fails, or is the last: what was said to be saved is there, and the folder misleads nobody."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from fieldkit.domain import Attachment, Group, Note
from fieldkit.store import Store
from fieldkit.sync import sync
from fieldkit.sync.folder import Folder
from fieldkit.sync.journal import IncompleteError, hash_in, read, sha256_of
from tests.crash.stories import GROUPS, STORIES, TAKEN_BACK, prepare

pytestmark = pytest.mark.crash

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "ftruncate", "unlink")
WAYS = {"kill": "signal=KILL", "eio": "error=EIO", "enospc": "error=ENOSPC"}
POINTS = int(os.environ.get("FIELDKIT_CRASH_POINTS", "1"))
"""How many places of each system call are tried, spread over the story; 0 tries every one."""


class Point(NamedTuple):
    """The n-th system call of a kind, counted from the start of the process."""

    call: str
    number: int


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("strace"):
        pytest.skip("needs strace; as root, `python3 dev.py crash` installs it")
    desk = tmp_path_factory.mktemp("crash") / "desk"
    prepare(desk)
    return desk


def told(story: str, desk: Path, *strace: str) -> subprocess.CompletedProcess[str]:
    """Tell a story under strace."""
    command = [*strace, sys.executable, "-m", "tests.crash.stories", story, str(desk)]
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)


def points(story: str, laid: Path, tmp_path: Path) -> Iterator[Point]:
    """Yield the places to fail at: of each system call that the story makes after its BEGIN."""
    desk, trace = tmp_path / "traced", tmp_path / "trace"
    shutil.copytree(laid, desk)
    done = told(story, desk, "strace", "-f", "-qq", "-e", f"trace={','.join(CALLS)}", "-o", str(trace))
    assert "DONE" in done.stdout, done.stderr
    count: dict[str, int] = {}
    found: dict[str, list[int]] = {}
    begun = False
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = re.search(rf"\b({'|'.join(CALLS)})\(", line)
        if call is None:
            continue
        count[call[1]] = count.get(call[1], 0) + 1
        if begun:
            found.setdefault(call[1], []).append(count[call[1]])
        begun = begun or 'write(1, "BEGIN' in line
    for call, numbers in found.items():
        step = max(1, len(numbers) // POINTS) if POINTS else 1
        yield from (Point(call, number) for number in numbers[step // 2 :: step])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("story", STORIES)
def test_what_was_saved_is_there_and_nothing_is_half_done(story: str, way: str, laid: Path, tmp_path: Path):
    faults: dict[Point, str] = {}
    tried = list(points(story, laid, tmp_path))
    for point in tried:
        desk = tmp_path / "desk"
        shutil.copytree(laid, desk)
        inject = f"inject={point.call}:{WAYS[way]}:when={point.number}"
        done = told(
            story, desk, "strace", "-f", "-qq", "-e", f"trace={point.call}", "-e", inject, "-o", os.devnull
        )
        wrong = recovered(story, desk, done.stdout)
        if wrong:
            faults[point] = wrong
        shutil.rmtree(desk)

    assert faults == {}
    assert len(tried) > 3


def recovered(story: str, desk: Path, said: str) -> str:
    """Return what is not as it should be once the laptop is started again."""
    misleading = [
        entry.name
        for entry in Folder(desk / "shared").parcels()
        if not _whole((desk / "shared" / "journal" / entry.name).read_bytes(), entry.name)
    ]
    if misleading:
        return f"half a file under its final name: {misleading}"
    project = desk / ("oldest.fieldkit" if story == "migrate" else "amina.fieldkit")
    with Store.open(project) as store:
        wrong = _lost(store, said)
        if story != "migrate" and not wrong:
            sync(store, desk / "shared")
            wrong = _differing(store, desk)
        if not wrong and "SAVED withdrawal" in said:
            wrong = _still_said(desk)
    with closing(sqlite3.connect(project)) as db:
        (sound,) = db.execute("PRAGMA integrity_check").fetchone()
    return wrong or ("" if sound == "ok" else sound)


def _whole(content: bytes, name: str) -> bool:
    try:
        read(content)
    except IncompleteError:
        return False
    return sha256_of(content)[:16] == hash_in(name)


def _lost(store: Store, said: str) -> str:
    places = re.findall(r"SAVED (place \d)", said)
    if places and not any(group.place >= places[-1] for group in store.find(Group)):
        return f"{places[-1]} was saved and is not there"
    if "SAVED picture" in said and not store.find(Attachment):
        return "the picture was saved and is not there"
    return ""


def _differing(store: Store, desk: Path) -> str:
    """Sync the other laptop as well, and compare what both have."""
    with Store.open(desk / "ben.fieldkit") as ben:
        sync(ben, desk / "shared")
        sync(store, desk / "shared")
        mine, theirs = (sorted(one.find(Group), key=lambda group: group.id) for one in (store, ben))
        notes = [sorted(note.text for note in one.find(Note)) for one in (store, ben)]
    if mine != theirs or notes[0] != notes[1]:
        return f"the laptops differ: {len(mine)} and {len(theirs)} groups, {notes}"
    return "" if len(mine) == GROUPS else f"{len(mine)} groups of {GROUPS}"


def _still_said(desk: Path) -> str:
    words = TAKEN_BACK.encode()
    remains = [path.name for path in desk.rglob("*") if path.is_file() and words in path.read_bytes()]
    return f"taken back and still in {remains}" if remains else ""
