"""One SQLite file: opening it, transactions, and its troubles said in words."""

from __future__ import annotations

import sqlite3
import struct
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from fieldkit.errors import InUseError, ProjectError
from fieldkit.words import _

APPLICATION_ID = 0x666B3101
"""What marks an SQLite file as a fieldkit project (`fk`, format family 1)."""


_HEADER = struct.Struct(">60xi4xi")
"""Where SQLite keeps `user_version` and `application_id`. Source: sqlite.org/fileformat2.html, 1.3."""
_WAITS_S = 15
"""How long to wait for whoever else writes into the file."""
_STATEMENTS = 512
"""So many statements a connection keeps ready; there are fewer."""
_PAGES_KB, _SORTING_KB = 32_000, 12_000
# FULL, so that an acknowledged answer survives a power cut; secure_delete, so that erased words are gone.
# 32 MB of pages, for a merge comes back to the same ones again and again.
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    f"cache_size = -{_PAGES_KB}",
)
"""How every connection is set up."""
_STEPS = 10_000
"""So many steps SQLite takes, in some milliseconds, before it asks whether to go on."""


class Head(NamedTuple):
    """What a file says about itself before anything touches it."""

    format: int
    application: int


def head_of(path: Path) -> Head | None:
    """Return the head of an SQLite file, without opening it as one; None where it is no such file.

    Opening would already write to it, and it may be somebody's letter or another program's database.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEADER.size)
    except OSError as error:
        raise ProjectError(
            _("{name} cannot be read.").format(name=path.name), _("Look whether you may open it.")
        ) from error
    if len(start) < _HEADER.size or not start.startswith(b"SQLite format 3\x00"):
        return None
    return Head(*_HEADER.unpack(start))


class BrokenOffError(Exception):
    """What was going on in a project file was broken off, as was meant."""


class Connection(sqlite3.Connection):
    """SQLite's own connection: nothing stands between it and the statements of the store."""

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Return the first value of the first row; None where there is no row."""
        row = self.execute(sql, values).fetchone()
        return row[0] if row else None


class Turns:
    """Lets those who write into a file come in one after the other, in the order in which they asked.

    SQLite lets others look again only now and then: whoever writes much, portion by portion, would be in again before
    somebody who wants to save a word has looked.
    """

    def __init__(self) -> None:
        self._door, self._room = Lock(), Lock()

    @contextmanager
    def taken(self) -> Generator[None]:
        """Wait for one's turn, and have it.

        Raises:
            sqlite3.OperationalError: somebody else did not come to an end, as SQLite would say it.
        """
        # Whoever waits keeps the door: who leaves the room cannot come in again before.
        with self._door:
            if not self._room.acquire(timeout=_WAITS_S):
                raise sqlite3.OperationalError("database is locked")
        try:
            yield
        finally:
            self._room.release()

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for their turn."""
        return self._door.locked()


class Database:
    """An SQLite file, or one in memory where there is no path, and the connections to it.

    Of a file, whoever works at it has a connection alone; in memory there is a single one for all.
    """

    def __init__(self, path: Path | None, *, writes: bool = True) -> None:
        self._path = path
        self.writes = writes
        """Whether it may be written to; another window may be at it."""
        self.turns = Turns()
        self._idle: deque[Connection] = deque()
        self._closed = False
        self._only = None if path else self._open()

    @contextmanager
    def connect(self) -> Generator[Connection]:
        """Lend a connection. Outside a transaction each statement is one of its own."""
        if self._only:
            yield self._only
            return
        db = self._borrow()
        try:
            yield db
        finally:
            self._idle.append(db)
            if self._closed:
                self.let_go()

    def close(self) -> None:
        """Close every connection; one that is still lent out, when it comes back."""
        self._closed = True
        if self._only:
            self._only.close()
        self.let_go()

    def let_go(self) -> None:
        """Close the connections that nobody works with; who needs one opens another."""
        while self._idle:
            self._idle.pop().close()

    def _borrow(self) -> Connection:
        if self._closed:
            raise sqlite3.ProgrammingError("The project file is closed.")
        try:
            return self._idle.pop()
        except IndexError:
            return self._open()

    def _open(self) -> Connection:
        db = sqlite3.connect(
            self._path or ":memory:",
            timeout=_WAITS_S,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
            cached_statements=_STATEMENTS,
        )
        try:
            for pragma in PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            if not self.writes:
                db.execute("PRAGMA query_only = ON")
        except sqlite3.Error:
            db.close()
            raise
        return db


@contextmanager
def reading(database: Database) -> Generator[Connection]:
    """Lend a connection that only reads."""
    with told(), database.connect() as db:
        yield db


@contextmanager
def writing(database: Database) -> Generator[Connection]:
    """Lend a connection inside one immediate transaction: all of it happens, or nothing does.

    Raises:
        InUseError: the file was opened only to look at it.
    """
    if not database.writes:
        raise InUseError(
            _("This project is open in another window, so nothing was changed here."),
            _("Go to that window. Or close it, and open the project here again."),
        )
    with told(), database.turns.taken(), database.connect() as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself; there is nothing left to undo then.
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


@contextmanager
def filling(database: Database) -> Generator[Connection]:
    """Lend a connection inside one transaction that fills a new file, while nobody else has it open.

    What is appended to a file needs no copy beforehand to be taken back: so each page is written once, and not into
    the log first. Should the file be in use after all, it goes by way of the log, as always.
    """
    database.let_go()  # The way of writing changes only where there is no other connection.
    with told(), database.connect() as db:
        db.execute("PRAGMA journal_mode = DELETE")
        # What is sorted for the indexes, numbers and ids alone, may be larger than memory.
        db.execute("PRAGMA temp_store = FILE")
    try:
        with writing(database) as db:
            yield db
    finally:
        with told(), database.connect() as db:
            db.execute("PRAGMA temp_store = MEMORY")
            db.execute("PRAGMA journal_mode = WAL")


@contextmanager
def indexed_at_last(db: Connection, table: str) -> Generator[None]:
    """Do without the indexes of all rows of a table meanwhile, and make them anew at the end, in their order.

    What keeps rows apart, such as UNIQUE, is there all the time; so is an index of few rows, which grows faster than
    they are found.
    """
    indexes = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE '% WHERE %'"
        " ORDER BY rowid",
        (table,),
    ).fetchall()
    for name, _sql in indexes:
        db.execute(f'DROP INDEX "{name}"')
    yield
    # Sorting takes as much memory again as the pages that are kept ready.
    db.execute(f"PRAGMA cache_size = -{_SORTING_KB}")
    for _name, sql in indexes:
        db.execute(sql)
    db.execute(f"PRAGMA cache_size = -{_PAGES_KB}")


@contextmanager
def broken_off(db: Connection, when: Callable[[], bool]) -> Generator[None]:
    """Break off what a connection is at, and take it back, as soon as `when` says so.

    Raises:
        BrokenOffError: it was.
    """
    db.set_progress_handler(when, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise BrokenOffError from error
    finally:
        db.set_progress_handler(None, 0)


class told:  # noqa: N801  it is used as the functions above are, and takes half of the time of such a one
    """Turn the troubles of the disk into sentences; let our own mistakes pass as they are."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.Error) and (sentence := _sentence(str(error))):
            raise ProjectError(*sentence) from error


def _sentence(cause: str) -> tuple[str, str] | None:
    """Return what to tell the person about SQLite's words, or None where the mistake is ours."""
    for words, sentence, hint in (
        (
            "disk is full",
            _("The disk is full, so the last change was not saved. Everything before it is safe."),
            _("Free some space, then do it again."),
        ),
        (
            "readonly",
            _("The project file may not be written to, so nothing was changed."),
            _("Move it to a folder of your own, or ask for the right to write there."),
        ),
        (
            "unable to open",
            _("The project file cannot be opened."),
            _("Look whether the folder still exists and whether you may write there."),
        ),
        (
            "not a database",
            _("This file is not a fieldkit project."),
            _("Choose a file that fieldkit made; its name ends in .fieldkit."),
        ),
        (
            "malformed",
            _("The project file is damaged. Nothing was changed."),
            _(
                "Bring the file to a safe place, then copy a backup out of its folder and open that, or join the shared"
                " folder again."
            ),
        ),
        (
            "disk I/O error",
            _("The disk did not take the last change. Everything before it is safe."),
            _("Look whether the disk or stick is still there, then do it again."),
        ),
        (
            "locked",
            _("The project file is busy, so the last change was not saved."),
            _("Close other programs that use it, then do it again."),
        ),
    ):
        if words in cause:
            return sentence, hint
    return None
