"""What of the journal went into which file of the shared folder, and which files came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from fieldkit import __version__
from fieldkit.domain.change import Change
from fieldkit.store import journal, tables
from fieldkit.store.database import reading, writing
from fieldkit.store.migrations import LATEST

_ASIDE = 0
"""Stands for a parcel at changes that are never sent; true parcels count from 1."""


_WRITERS = "SELECT value FROM meta WHERE name LIKE 'writer%'"


class Parcel(NamedTuple):
    """A sealed run of our own changes. Its file's bytes follow from these fields and the changes alone."""

    number: int
    writer: str
    nonce: str
    """Random, so that nobody can guess an erased answer from the file's hash; empty once redacted."""
    orig: str
    """The first file's hash, where this is its redacted twin."""
    name: str
    """The file's name in the shared folder; empty until it is known."""
    app: str
    """The version of fieldkit that sealed it."""
    format: int
    """The format of the project file at that time."""


class Parcels:
    """The ledger of a project's files in the shared folder."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unsealed(self) -> list[Change]:
        """Return our own changes that are in no parcel yet, oldest first."""
        with reading(self._engine) as db:
            return _unsent(db)

    def thin(self) -> None:
        """Set aside what need not be sent, for nobody else has heard of it and it holds no longer.

        That is what a later unsent change of ours overrules, and a record that was made and deleted. What
        somebody wrote and took out again before a sync thus never leaves the laptop. The later change takes over
        what the earlier one overruled, so that elsewhere the same changes stand.
        """
        with writing(self._engine) as db:
            # Records that were restored since are to be sent after all.
            db.exec_driver_sql("UPDATE change SET parcel = NULL WHERE parcel = ? AND head = 1", (_ASIDE,))
            saw = _taken_over({change.id: change for change in _unsent(db)})
            journal.many(
                db, "UPDATE change SET saw = ? WHERE id = ?", ((" ".join(ids), i) for i, ids in saw.items())
            )
            overruled = {id_ for ids in saw.values() for id_ in ids}
            journal.many(
                db,
                "UPDATE change SET parcel = ? WHERE id = ? AND parcel IS NULL AND head = 0",
                ((_ASIDE, id_) for id_ in overruled),
            )
            db.exec_driver_sql(
                "UPDATE change SET parcel = ? WHERE parcel IS NULL AND row IN"
                " (SELECT row FROM change WHERE col = '*' AND op = 'd' AND head = 1 AND parcel IS NULL)"
                " AND NOT EXISTS (SELECT 1 FROM change known WHERE known.row = change.row AND"
                f" (known.parcel > 0 OR known.writer NOT IN ({_WRITERS})))",
                (_ASIDE,),
            )

    def writers(self) -> set[str]:
        """Return the names under which this laptop has ever written into this project."""
        with reading(self._engine) as db:
            rows = db.exec_driver_sql(_WRITERS)
            return {writer for (writer,) in rows}

    def interviews(self) -> Mapping[str, str]:
        """Return, for every record said in an interview, the interview's id."""
        with reading(self._engine) as db:
            return tables.interviews_of(db)

    def seal(self, changes: Iterable[Change], nonce: str) -> Parcel:
        """Bind these changes, all of one writer, into a new parcel, before its file is written."""
        run = list(changes)
        with writing(self._engine) as db:
            number = db.exec_driver_sql(
                "INSERT INTO parcel (writer, nonce, orig, name, app, format) VALUES (?, ?, '', '', ?, ?) RETURNING n",
                (run[0].writer, nonce, __version__, LATEST),
            ).scalar_one()
            journal.many(db, "UPDATE change SET parcel = ? WHERE id = ?", ((number, c.id) for c in run))
        return Parcel(int(number), run[0].writer, nonce, "", "", __version__, LATEST)

    def sealed(self) -> list[Parcel]:
        """Return all our parcels, oldest first."""
        with reading(self._engine) as db:
            rows = db.exec_driver_sql(
                "SELECT n, writer, nonce, orig, name, app, format FROM parcel ORDER BY n"
            )
            return [Parcel(*row) for row in rows]

    def update(self, parcel: Parcel) -> None:
        """Remember a parcel's name, and that it was redacted where it was."""
        with writing(self._engine) as db:
            db.exec_driver_sql(
                "UPDATE parcel SET name = ?, nonce = ?, orig = ? WHERE n = ?",
                (parcel.name, parcel.nonce, parcel.orig, parcel.number),
            )

    def redacted(self) -> set[int]:
        """Return the numbers of our parcels in which something was erased."""
        with reading(self._engine) as db:
            rows = db.exec_driver_sql("SELECT DISTINCT parcel FROM change WHERE op = 'x' AND parcel > 0")
            return {number for (number,) in rows}

    def changes(self, parcel: Parcel) -> list[Change]:
        """Return the changes bound into a parcel, by their sequence."""
        with reading(self._engine) as db:
            found = journal.find(db, "WHERE parcel = ?", (parcel.number,))
        return sorted(found, key=lambda change: (change.seq, change.suffix))

    def admitted(self) -> dict[str, str]:
        """Return the files whose changes are in the journal already: name by SHA-256 of their content."""
        with reading(self._engine) as db:
            rows = db.exec_driver_sql("SELECT sha256, name FROM admitted")
            return {row[0]: row[1] for row in rows}

    def admit(self, sha256: str, name: str) -> None:
        """Remember a file that we wrote ourselves as read."""
        with writing(self._engine) as db:
            admit(db, [(sha256, name)])

    def dismiss(self, sha256: str) -> None:
        """Forget that a file was read, so that it is looked at again should it come back."""
        with writing(self._engine) as db:
            db.exec_driver_sql("DELETE FROM admitted WHERE sha256 = ?", (sha256,))

    def sent(self, interview_id: str) -> bool:
        """Tell whether anything that was said in an interview is in a parcel already."""
        with reading(self._engine) as db:
            found = db.exec_driver_sql(
                "SELECT 1 FROM change WHERE parcel > 0 AND tbl != 'consent' AND row IN"
                " (SELECT row FROM change WHERE col = 'interview_id' AND value = ?) LIMIT 1",
                (interview_id,),
            )
            return found.first() is not None

    def erased(self) -> set[str]:
        """Return the ids of the records that are forgotten for ever."""
        with reading(self._engine) as db:
            return journal.erased(db)

    def forgotten_files(self) -> list[str]:
        """Return the hashes of attachments that were erased and that no other record points at."""
        with reading(self._engine) as db:
            rows = db.exec_driver_sql(
                "SELECT sha256 FROM forgotten EXCEPT SELECT sha256 FROM attachment"
                " EXCEPT SELECT sha256 FROM formfile ORDER BY sha256"
            )
            return [sha256 for (sha256,) in rows]


def _unsent(db: Connection) -> list[Change]:
    return journal.find(db, f"WHERE parcel IS NULL AND writer IN ({_WRITERS})")


def _taken_over(unsent: Mapping[str, Change]) -> dict[str, list[str]]:
    """Return, for each change that overrules unsent ones of its own cell, all that it overrules through them."""
    saw: dict[str, list[str]] = {}
    for change in unsent.values():
        earlier = [unsent[id_] for id_ in change.saw if id_ in unsent and unsent[id_].cell == change.cell]
        if earlier:
            through = [id_ for old in earlier for id_ in saw.get(old.id, old.saw)]
            saw[change.id] = list(dict.fromkeys([*change.saw, *through]))
    return saw


def admit(db: Connection, files: Iterable[tuple[str, str]]) -> None:
    """Remember files, each as SHA-256 and name, as read; inside the transaction that takes their changes."""
    journal.many(db, "INSERT OR REPLACE INTO admitted VALUES (?, ?)", files)
