"""What can be done to an open project file: one road for every change, our own or somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from fieldkit.domain import Record
from fieldkit.domain.change import Cell, Change, Value
from fieldkit.domain.surveys import ANSWER
from fieldkit.errors import ProjectError
from fieldkit.store import (
    arrival,
    attachments,
    author,
    backups,
    deeds,
    erasure,
    holdings,
    journal,
    parcels,
    tables,
)
from fieldkit.store.author import Pen
from fieldkit.store.backups import BackupError
from fieldkit.store.clock import Clock
from fieldkit.store.database import Connection, Database, broken_off, filling, reading, writing
from fieldkit.store.deeds import Deed, Kind
from fieldkit.store.identity import Identity, Reason
from fieldkit.store.journal import Records
from fieldkit.store.parcels import File
from fieldkit.store.reader import Reader
from fieldkit.store.run import Run, runs_of
from fieldkit.store.scrubbing import scrub

_SCRUBBED_A_SECOND = 20_000_000
"""So many bytes an old laptop writes anew in a second: measured were 30 million on a busy machine."""
Listener = Callable[[list[Change]], None]


class Editor(Reader):
    """Writes into a project file, from any thread; those who write queue. `Store` opens the file."""

    def __init__(self, path: Path | None, database: Database, clock: Clock, identity: Identity) -> None:
        super().__init__(database, clock, identity)
        self.path = path
        """Where the file lies; None for a project in memory."""
        self.faults: list[ProjectError] = []
        """What could not be done, such as a backup, though nothing keeps anybody from working."""
        self._listeners: list[Listener] = []
        self._scrubbing = Lock()

    # Writing

    def write(
        self,
        name: str,
        *records: Record,
        answers: Mapping[str, Mapping[str, str | None]] | None = None,
        typing: bool = False,
        kind: Kind = Kind.DONE,
    ) -> list[Change]:
        """Save records, and answers by submission and path, as one deed; return the changes it left.

        Only cells that differ from what is saved change. Where somebody else has written since a record was read,
        what was not touched stays as they wrote it, and what was touched is kept beside it: a conflict. Fields that say
        something only together (`Record.together`) change together.

        With `typing`, the deed goes on from the one before where that was the same kind of typing: a page of notes
        then leaves one step to undo, not hundreds.

        Raises:
            FieldkitError: a field holds what it cannot hold. Nothing was saved.
            ProjectError: the disk did not take it. Nothing was saved.
        """
        cells: dict[Cell, Value] = {}
        read: dict[Cell, Value] = {}
        for record in records:
            cells.update(tables.cells_of(record if record.made_by else record.but(made_by=self._person)))
            if record.read:
                read.update(tables.cells_of(record.read))
        for submission, values in (answers or {}).items():
            cells.update(
                {Cell(ANSWER, submission, path): tables.written(text) for path, text in values.items()}
            )
        return self.write_cells(name, cells, typing=typing, kind=kind, read=read)

    def write_cells(
        self,
        name: str,
        cells: Mapping[Cell, Value],
        *,
        typing: bool = False,
        kind: Kind = Kind.DONE,
        undoes: int | None = None,
        read: Mapping[Cell, Value] | None = None,
    ) -> list[Change]:
        """Save cells as one deed, each overruling all that stands in it; return the changes it left.

        Where `read` says what was seen in a cell, another value that somebody else wrote since is not overruled.

        Raises:
            FieldkitError: a value is longer than a cell may be. Nothing was saved.
        """
        tables.check_lengths(cells)
        with self._identity.authoring(self._database) as db:
            differing = author.differing(db, author.taken_out(db, cells), read or {})
            if not differing:
                if undoes is not None:
                    deeds.pass_over(db, self.writer, name, self._clock.now(), kind, undoes)
                return []
            self._identity.renew(db)
            now, subject = self._clock.now(), " ".join(next(iter(differing)))
            going_on = deeds.going_on(db, self.writer, name, subject, now) if typing else None
            if self._clock.missed:
                # What we overrule came before, as far as a clock that is right now can tell.
                for change in author.overruled(db, differing):
                    self._clock.hear(change.stamp)
            written = author.write(db, Pen(self.writer, self._clock.tick(), going_on), differing, read or {})
            for before, after in written.typed_over:
                journal.replace(db, before, after)
            _show(db, [after.cell for _before, after in written.typed_over])
            self._take(db, written.fresh)
            if going_on is None:
                deeds.begin(db, written.fresh[0], name, subject, now, kind, undoes)
        return self._announce([*(after for _before, after in written.typed_over), *written.fresh])

    def apply(
        self,
        arrivals: Iterable[Change | Run],
        admitted: Iterable[File] = (),
        *,
        deed: str = "",
        stopped: Callable[[], bool] = lambda: False,
    ) -> int:
        """Take in changes from elsewhere, one by one or file by file; return how many were new.

        `admitted` are the files that hereby count as read: all of it happens, or nothing. Where `deed` names it, it
        is a step that can be undone.

        Raises:
            BrokenOffError: it was stopped, and nothing was taken in.
        """
        with writing(self._database) as db, broken_off(db, stopped):
            runs = runs_of(arrivals)
            taken = arrival.take(db, runs, ours=False)
            tables.show(db, taken.records)
            parcels.come_back(db, runs)
            parcels.admit(db, admitted)
            last = journal.last(db)
            if deed and taken.new:
                deeds.begin_merge(db, deed, taken.before, last, self._clock.now())
            stamp, foreign = journal.news(db, taken.before, self.writer)
            self._heed(db, stamp, foreign=foreign)
        self._clock.hear(stamp)
        # Who listens wants to know what has changed, but nobody who writes need wait for that.
        new = self._lines(taken.before, last) if self._listeners else []
        try:
            self._scrub()
        finally:
            self._announce(new)
        return taken.new

    def _lines(self, before: int, last: int) -> list[Change]:
        with reading(self._database) as db:
            return journal.find(db, "c.n > ? AND c.n <= ?", (before, last))

    def fill(
        self,
        portions: Iterable[tuple[Sequence[Run], Sequence[File]]],
        stopped: Callable[[], bool] = lambda: False,
    ) -> int:
        """Take all that others sent into a project in which nothing was written yet; return how many changes came.

        It takes half of the time that `apply` would. While it lasts nobody else can read the file, and nobody is
        told of what comes: a project is filled before anybody sees it. All of it happens, or nothing.

        Raises:
            BrokenOffError: it was stopped.
        """
        with filling(self._database) as db, broken_off(db, stopped):
            stamp = arrival.fill(db, (_admitted(db, runs, files) for runs, files in portions))
            tables.show_all(db)
            self._heed(db, stamp, foreign=journal.last_seq(db, self.writer) > 0)
            count = journal.last(db)
        self._clock.hear(stamp)
        self._scrub()
        return count

    def _heed(self, db: Connection, stamp: str, *, foreign: bool) -> None:
        """Remember the latest stamp of what came; take a new name where another laptop writes under ours."""
        if foreign:
            self._identity.rename(db, Reason.MET)
        journal.set_meta(db, "heard", max(stamp, journal.meta(db, "heard")))

    def erase(self, *records: Record, remains: Record | None = None) -> list[Change]:
        """Forget records for ever, here and on every laptop that syncs, with all that was said in them.

        An interview takes with it whatever bears its id. `remains` is written in the same breath: the bare fact.
        """
        with self._identity.authoring(self._database) as db:
            self._identity.renew(db)
            pen = Pen(self.writer, self._clock.tick())
            new = author.orders(db, pen, {r.id: tables.table_of(type(r)) for r in records})
            self._take(db, new)
            if remains:
                left = author.write(db, pen, tables.cells_of(remains)).fresh
                self._take(db, left)
                new += left
            deeds.forget(db)
        try:
            self._scrub()
        finally:
            self._announce(new)
        return new

    def _take(self, db: Connection, changes: Sequence[Change]) -> None:
        tables.show(db, arrival.take(db, changes, ours=True).records)

    def _scrub(self) -> None:
        """Take what was erased out of the file's free pages, its log, the search index and the backups.

        Should it be interrupted, or somebody read meanwhile, it is done when the project is opened next.
        """
        # One at a time: two would give way to each other, and what the first has done need not be done again.
        with self._scrubbing:
            with reading(self._database) as db:
                remains, project = journal.meta(db, erasure.REMAINS), journal.meta(db, "project")
                erased = journal.erased(db) if remains else set[str]()
            if not remains or not scrub(self._database):
                return
            if self.path:
                backups.forget_beside(self.path, project, erased)
                if backups.forget(self.path):
                    self._keep_daily()
            with writing(self._database) as db:
                # What somebody else erased meanwhile may remain still.
                if journal.meta(db, erasure.REMAINS) == remains:
                    journal.set_meta(db, erasure.REMAINS, "")

    def seconds_to_scrub(self) -> int:
        """Return about how many seconds it takes to take something erased out of this file."""
        size = self.path.stat().st_size if self.path else 0
        return 1 + size // _SCRUBBED_A_SECOND

    def _keep_daily(self) -> None:
        if self.path:
            try:
                backups.keep_daily(self.path, self._clock.now().astimezone().date())
            except BackupError as error:
                self.faults.append(error)

    def rebuild(self) -> None:
        """Make all tables anew from the journal: the same records come out."""
        with writing(self._database) as db:
            show_all(db)

    # Undo

    def take_out(self, merge: Deed) -> None:
        """Take what a merge brought out of this project again. What it told to forget stays forgotten."""
        with writing(self._database) as db:
            before, last = deeds.lines_of(db, merge)
            gone = journal.find(db, "c.n > ? AND c.n <= ?", (before, last))
            arrival.take_out(db, before, last)
            # A sync may have met the same changes meanwhile, and holds their files for read.
            parcels.dismiss_all(db)
            show_all(db)
            attachments.let_go(db, (change.value for change in gone if change.cell.field == "sha256"))
            deeds.pass_over(db, self.writer, merge.name, self._clock.now(), Kind.UNDO, merge.number)
        self._announce(gone)

    # Listening

    def listen(self, listener: Listener) -> None:
        """Call this with the changes of every deed and every merge, on the thread that made them."""
        self._listeners.append(listener)

    def _announce(self, changes: list[Change]) -> list[Change]:
        if changes:
            for listener in self._listeners:
                listener(changes)
        return changes


def _show(db: Connection, cells: Sequence[Cell]) -> None:
    records = Records(db)
    records.numbers([cell.table for cell in cells], [cell.record for cell in cells])
    tables.show(db, records)


def show_all(db: Connection) -> None:
    """Work out from the journal alone what stands and what the tables show."""
    arrival.stand_anew(db)
    tables.show_all(db)
    holdings.count_anew(db)


def _admitted(db: Connection, runs: Sequence[Run], files: Sequence[File]) -> Sequence[Run]:
    parcels.admit(db, files)
    return runs
