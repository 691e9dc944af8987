"""What a laptop is doing when its power fails: `python -m tests.crash.stories STORY DESK`, in a process of its own.

It says `BEGIN` before the work whose system calls are of interest, and `SAVED` with its words after each save.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from fieldkit.domain import Group, Interview, Note
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, interviews
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.making import DAY, a_group, an_interview

OLDEST = Path(__file__).parents[1] / "fixtures" / "format-1.fieldkit"
TAKEN_BACK = "their landlord must not hear of this"
GROUPS = 22
"""So many groups there are on a desk."""


def main(words: list[str]) -> None:
    """Tell one story on a desk that `prepare` has laid."""
    name, desk = words[0], Path(words[1])
    STORIES[name](desk)
    _say("DONE")


def prepare(desk: Path) -> None:
    """Lay the desk: two laptops that have synced, and something in each that is yet to be sent."""
    (desk / "shared").mkdir(parents=True)
    with Store.create(desk / "amina.fieldkit", "Norwich round") as amina:
        an_interview(amina, Scope.HOLD, Scope.TEAM, note=TAKEN_BACK)
        for number in range(17):
            a_group(amina, f"Group {number}")
            sync(amina, desk / "shared")
        join(desk / "shared", desk / "ben.fieldkit").close()
        a_group(amina, "Shed Three")
    with Store.open(desk / "ben.fieldkit") as ben:
        for number in range(3):
            an_interview(ben, Scope.HOLD, Scope.TEAM, note=f"Heard by Ben {number}")
        sync(ben, desk / "shared")
    shutil.copy(OLDEST, desk / "oldest.fieldkit")


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def _save(desk: Path) -> None:
    with Store.open(desk / "amina.fieldkit") as amina:
        (note,) = amina.find(Note, text=TAKEN_BACK)
        group = amina.find(Group)[0]
        _say("BEGIN")
        for number in range(4):
            amina.write("Write", group.but(place=f"place {number}"), note.but(text=f"{TAKEN_BACK} {number}"))
            _say(f"SAVED place {number}")


def _sync(desk: Path) -> None:
    with Store.open(desk / "amina.fieldkit") as amina:
        _say("BEGIN")
        sync(amina, desk / "shared")


def _erase(desk: Path) -> None:
    with Store.open(desk / "amina.fieldkit") as amina:
        (note,) = amina.find(Note, text=TAKEN_BACK)
        _say("BEGIN")
        consent.withdraw(amina, amina.get(Interview, note.interview_id), on=DAY)
        _say("SAVED withdrawal")
        sync(amina, desk / "shared")


def _migrate(desk: Path) -> None:
    _say("BEGIN")
    Store.open(desk / "oldest.fieldkit").close()


def _attach(desk: Path) -> None:
    picture = desk / "picture.png"
    picture.write_bytes(bytes(range(256)) * 400)
    with Store.open(desk / "amina.fieldkit") as amina:
        (note,) = amina.find(Note, text=TAKEN_BACK)
        _say("BEGIN")
        interviews.attach(amina, amina.get(Interview, note.interview_id), picture)
        _say("SAVED picture")
        sync(amina, desk / "shared")


STORIES: dict[str, Callable[[Path], None]] = {
    "save": _save,
    "sync": _sync,
    "erase": _erase,
    "migrate": _migrate,
    "attach": _attach,
}
"""A sync here sends, takes in, and makes one file of many small ones."""

if __name__ == "__main__":
    main(sys.argv[1:])
