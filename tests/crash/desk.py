"""A desk with two laptops and the folder they share, as it lies before something happens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from fieldkit.domain import Note
from fieldkit.domain.consent import Scope
from fieldkit.edits import interviews
from fieldkit.store import Store
from fieldkit.store.clock import wall
from fieldkit.sync import join, sync
from tests.making import a_group, an_interview

OLDEST = Path(__file__).parents[1] / "fixtures" / "format-1.fieldkit"
TAKEN_BACK = "their landlord must not hear of this"
PICTURE = b"a picture that must not be seen " * 4000
SMALL_FILES = 15
"""So many small files Amina has sent: with one more they become one."""


class Desk(NamedTuple):
    """Where it all lies. It must always be laid out at the same place, for a laptop knows a copied project."""

    path: Path

    @property
    def shared(self) -> Path:
        """The folder that the laptops share."""
        return self.path / "shared"

    def project(self, name: str) -> Path:
        """Return the path of somebody's project file."""
        return self.path / name / f"{name}.fieldkit"

    def open(self, name: str, now: Callable[[], datetime] = wall) -> Store:
        """Open somebody's project."""
        return Store.open(self.project(name), now)

    def sit_down(self) -> None:
        """Let the laptops of this process remember on this desk which projects are theirs."""
        os.environ["FIELDKIT_DATA"] = str(self.path / "memory")

    def parcels(self, writer: str = "*") -> Iterator[Path]:
        """Yield the files of changes in the shared folder."""
        return (path for path in self.shared.glob(f"journal/{writer}/*.csv") if path.name != "head.csv")

    def lay(self) -> None:
        """Lay out two laptops that have synced, with something in each that is yet to be sent."""
        self.shared.mkdir(parents=True)
        self.sit_down()
        with Store.create(self.project("amina"), "Norwich round") as amina:
            interview = an_interview(amina, Scope.HOLD, Scope.TEAM, note=TAKEN_BACK)
            picture = self.path / "picture.png"
            picture.write_bytes(PICTURE)
            interviews.attach(amina, interview, picture)
            for number in range(SMALL_FILES):
                a_group(amina, f"Group {number}")
                sync(amina, self.shared)
            join(self.shared, self.project("ben")).close()
            a_group(amina, "Shed Three")
        with self.open("ben") as ben:
            for number in range(3):
                an_interview(ben, Scope.HOLD, Scope.TEAM, note=f"Heard by Ben {number}")
            sync(ben, self.shared)
        self.project("oldest").parent.mkdir()
        shutil.copy(OLDEST, self.project("oldest"))


def the_interview(store: Store) -> str:
    """Return the id of the interview whose people take it back."""
    return next(note.interview_id for note in store.find(Note) if note.text.startswith(TAKEN_BACK))
