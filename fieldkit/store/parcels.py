"""What of the journal went into which file of the shared folder, and which files came in."""

from __future__ import annotations

import secrets
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from fieldkit import __version__
from fieldkit.domain.change import Change
from fieldkit.store import attachments, erasure, holdings, identity, journal, tables, thinning
from fieldkit.store.clock import moment
from fieldkit.store.database import Connection, Database, reading, writing
from fieldkit.store.holdings import Held
from fieldkit.store.migrations import LATEST
from fieldkit.store.run import Run

_SENT_BY = "c.writer = (SELECT n FROM writer WHERE name = ?) AND (c.parcel IS NULL OR c.parcel > 0)"
"""The changes `c` of a writer that came from elsewhere, or of ours those that are on their way there."""


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


class File(NamedTuple):
    """A file of changes in the shared folder, as it was when it was last read."""

    name: str
    """Below `journal`."""
    sha256: str
    size: int
    changed: int
    """When it was last written, in nanoseconds, as the medium tells it."""
    erasures: int
    """The number of the last erasure that it was looked through for."""


class Parcels:
    """The ledger of a project's files in the shared folder."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.proved: set[File] = set()
        """Our own files found whole since the project was opened: a power cut before may have emptied one."""

    def unsealed(self) -> list[Change]:
        """Return our own changes that are in no parcel yet, oldest first."""
        with reading(self._database) as db:
            return thinning.unsent(db)

    def thin(self) -> None:
        """Set aside what need not be sent, see `thinning`."""
        with writing(self._database) as db:
            thinning.thin(db)

    def writers(self) -> set[str]:
        """Return the names under which this laptop has ever written into this project."""
        with reading(self._database) as db:
            return journal.writers(db)

    def others(self) -> set[str]:
        """Return the names of those from whom changes have come."""
        with reading(self._database) as db:
            rows = db.execute(
                "SELECT name FROM writer WHERE EXISTS"
                " (SELECT 1 FROM change WHERE change.writer = writer.n AND change.parcel IS NULL)"
            )
            return {name for (name,) in rows}

    def beside(self, there: Container[str]) -> Iterator[Change]:
        """Yield what others may have, from them or from us, that is not among the changes with these ids."""
        with reading(self._database) as db:
            for (writer,) in db.execute("SELECT name FROM writer ORDER BY name").fetchall():
                rows = db.execute(f"SELECT c.seq, c.suffix FROM change c WHERE {_SENT_BY}", (writer,))
                if any(f"{writer}.{seq}.{suffix}" not in there for seq, suffix in rows):
                    sent = journal.find(db, _SENT_BY, (writer,))
                    yield from (change for change in sent if change.id not in there)

    def last_wrote(self, writer: str) -> datetime | None:
        """Return when a laptop last wrote something that has come, by its own clock."""
        with reading(self._database) as db:
            stamp = journal.last_stamp(db, writer)
        return moment(stamp) if stamp else None

    def held(self) -> dict[str, Held]:
        """Return what this file holds of each writer's changes, as far as others may have them."""
        with writing(self._database) as db:
            return holdings.held(db)

    def digest(self, held: Mapping[str, Held], *, anew: bool = False) -> str:
        """Return what tells other laptops that hold the same whether they show the same; blank while it cannot.

        It is worked out once for what is held, unless it is to be done `anew`.
        """
        with reading(self._database) as db:
            if not holdings.comparable(db):
                return ""
            known = "" if anew else holdings.known_digest(db, held)
            found = known or holdings.digest(db)
        if found != known:
            with writing(self._database) as db:
                holdings.remember_digest(db, held, found)
        return found

    def between(self, writer: str, first: int, last: int) -> list[Change]:
        """Return the changes of a writer, or of this laptop, whose numbers lie from `first` to `last`."""
        with reading(self._database) as db:
            return journal.find(
                db,
                "c.writer = (SELECT n FROM writer WHERE name = ?) AND c.seq BETWEEN ? AND ?",
                (writer, first, last),
            )

    def received(self) -> int:
        """Return how many changes have come from others."""
        with reading(self._database) as db:
            ours = journal.writers(db)
            marks = ", ".join("?" * len(ours))
            return int(
                db.value(
                    "SELECT count(*) FROM change WHERE parcel IS NULL"
                    f" AND writer NOT IN (SELECT n FROM writer WHERE name IN ({marks}))",
                    tuple(ours),
                )
            )

    def interviews(self, records: Iterable[str]) -> Mapping[str, str]:
        """Return the interview's id of each of these records that was said in one."""
        with reading(self._database) as db:
            return tables.interviews_of(db, records)

    def seal(self, changes: Iterable[Change], nonce: str) -> Parcel:
        """Bind these changes, all of one writer, into a new parcel, before its file is written."""
        run = list(changes)
        with writing(self._database) as db:
            parcel = _begin(db, run[0].writer, nonce)
            journal.bind(db, (change.id for change in run), parcel.number)
        return parcel

    def unseal(self, changes: Iterable[Change]) -> None:
        """Take changes out of parcels of which no file was written yet: they wait again."""
        with writing(self._database) as db:
            journal.unbind(db, (change.id for change in changes))

    def sealed(self) -> list[Parcel]:
        """Return all our parcels, oldest first."""
        with reading(self._database) as db:
            rows = db.execute("SELECT n, writer, nonce, orig, name, app, format FROM parcel ORDER BY n")
            return [Parcel(*row) for row in rows]

    def update(self, parcel: Parcel) -> None:
        """Remember a parcel's name, and that it was redacted where it was."""
        with writing(self._database) as db:
            db.execute(
                "UPDATE parcel SET name = ?, nonce = ?, orig = ? WHERE n = ?",
                (parcel.name, parcel.nonce, parcel.orig, parcel.number),
            )

    def redacted(self) -> set[int]:
        """Return the numbers of our parcels in which something was erased."""
        with reading(self._database) as db:
            rows = db.execute("SELECT DISTINCT parcel FROM change WHERE parcel > 0 AND op = 'x'")
            return {number for (number,) in rows}

    def changes(self, parcel: Parcel) -> list[Change]:
        """Return the changes bound into a parcel, by their sequence."""
        with reading(self._database) as db:
            found = journal.find(db, "c.parcel = ?", (parcel.number,))
        return sorted(found, key=lambda change: (change.seq, change.suffix))

    def merge(self, parcels: Sequence[Parcel], nonce: str) -> Parcel:
        """Bind the changes of several parcels of one writer into one; those stay, empty, until `drop`."""
        with writing(self._database) as db:
            merged = _begin(db, parcels[0].writer, nonce)
            journal.many(
                db,
                "UPDATE change SET parcel = ? WHERE parcel = ?",
                ((merged.number, parcel.number) for parcel in parcels),
            )
        return merged

    def sizes(self) -> dict[int, int]:
        """Return how many changes each of our parcels holds, by its number."""
        with reading(self._database) as db:
            rows = db.execute(
                "SELECT n, (SELECT count(*) FROM change WHERE change.parcel = parcel.n) FROM parcel"
            )
            return {int(row[0]): int(row[1]) for row in rows}

    def drop(self, parcel: Parcel) -> None:
        """Forget a parcel that is empty and whose file is gone."""
        with writing(self._database) as db:
            db.execute("DELETE FROM parcel WHERE n = ?", (parcel.number,))

    def files(self) -> dict[str, File]:
        """Return the files of the shared folder whose changes are in the journal already, by name."""
        with reading(self._database) as db:
            rows = db.execute("SELECT name, sha256, size, changed, erasures FROM file")
            return {row[0]: File(*row) for row in rows}

    def admit(self, *files: File) -> None:
        """Remember files as they are now."""
        with writing(self._database) as db:
            admit(db, files)

    def dismiss(self, name: str) -> None:
        """Forget a file that is gone, so that it counts as new should it come back."""
        with writing(self._database) as db:
            db.execute("DELETE FROM file WHERE name = ?", (name,))

    def sent(self, interview_id: str) -> bool:
        """Tell whether anything that was said in an interview is in a parcel already, of ours or of others."""
        with reading(self._database) as db:
            found = db.execute(
                "SELECT 1 FROM said s JOIN record r ON r.n = s.record JOIN change c ON c.record = r.n"
                " WHERE s.interview = ? AND r.tbl != 'consent' AND (c.parcel IS NULL OR c.parcel > 0) LIMIT 1",
                (interview_id,),
            )
            return found.fetchone() is not None

    def erased(self, since: int = 0) -> set[str]:
        """Return the ids of the records that are forgotten for ever, after erasure `since`."""
        with reading(self._database) as db:
            return {id_ for (id_,) in db.execute("SELECT id FROM erased WHERE n > ?", (since,))}

    def erasures(self) -> int:
        """Return the number of the last erasure; 0 where nothing was erased yet."""
        with reading(self._database) as db:
            return int(db.value("SELECT coalesce(max(n), 0) FROM erased"))

    def forgot(self) -> frozenset[str]:
        """Return the ids of the interviews that were taken back and of which nothing is left in this file."""
        with reading(self._database) as db:
            if journal.meta(db, erasure.REMAINS):
                return frozenset()
            rows = db.execute("SELECT of_interview FROM withdrawal JOIN erased ON erased.id = of_interview")
            gone = frozenset(id_ for (id_,) in rows)
            # A file that was kept and not written down may be of one of them; it goes at the next opening.
            return frozenset() if gone and attachments.unclaimed(db) else gone

    def given_up(self) -> frozenset[str]:
        """Return the names that this file took the place of, and under which nobody has written since."""
        with reading(self._database) as db:
            # In the statement itself, which would otherwise be prepared anew each time.
            rows = db.execute(
                f"SELECT substr(name, {len(identity.GIVEN_UP) + 1}), value FROM meta"
                f" WHERE name GLOB '{identity.GIVEN_UP}*'"
            ).fetchall()
            # Any line, not the last by number: whoever wrote under the name apart from us counted on from theirs.
            wrote = "SELECT 1 FROM change WHERE writer = (SELECT n FROM writer WHERE name = ?) AND stamp > ? LIMIT 1"
            return frozenset(name for name, since in rows if not db.value(wrote, (name, since)))

    def forgotten_files(self) -> list[str]:
        """Return the hashes of attachments that were erased and that no other record points at."""
        with reading(self._database) as db:
            rows = db.execute(
                "SELECT sha256 FROM forgotten EXCEPT SELECT sha256 FROM attachment"
                " EXCEPT SELECT sha256 FROM formfile ORDER BY sha256"
            )
            return [sha256 for (sha256,) in rows]


def admit(db: Connection, files: Iterable[File]) -> None:
    """Remember files as read; inside the transaction that takes their changes."""
    journal.many(db, "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", files)


def dismiss_all(db: Connection) -> None:
    """Forget which files were read, so that the next sync reads them all again."""
    db.execute("DELETE FROM file")


def come_back(db: Connection, runs: Iterable[Run]) -> None:
    """Count what came from elsewhere under our own names as sent, where we took it for unsent.

    So it is after a backup was put back: what was sent since then must not be changed or set aside unseen by others.
    """
    ours = journal.writers(db)
    for run in runs:
        if run.writer not in ours:
            continue
        came = {(int(seq), suffix) for seq, suffix in zip(run.seq, run.suffix, strict=True)}
        unsent = db.execute(
            "SELECT seq, suffix, n FROM change"
            " WHERE writer = (SELECT n FROM writer WHERE name = ?) AND parcel <= 0",
            (run.writer,),
        )
        sent = [n for seq, suffix, n in unsent if (seq, suffix) in came]
        if sent:
            parcel = _begin(db, run.writer, secrets.token_hex(8))
            journal.many(db, "UPDATE change SET parcel = ? WHERE n = ?", ((parcel.number, n) for n in sent))


def _begin(db: Connection, writer: str, nonce: str) -> Parcel:
    number = db.value(
        "INSERT INTO parcel (writer, nonce, orig, name, app, format) VALUES (?, ?, '', '', ?, ?) RETURNING n",
        (writer, nonce, __version__, LATEST),
    )
    return Parcel(int(number), writer, nonce, "", "", __version__, LATEST)
