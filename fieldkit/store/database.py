"""One SQLite file: opening it, transactions, and its troubles said in words."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from fieldkit.errors import ProjectError
from fieldkit.words import _

APPLICATION_ID = 0x666B3101
"""What marks an SQLite file as a fieldkit project (`fk`, format family 1)."""


_HEADER = struct.Struct(">60xi4xi")
"""Where SQLite keeps `user_version` and `application_id`. Source: sqlite.org/fileformat2.html, 1.3."""


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


def engine_for(path: Path | None) -> Engine:
    """Return the engine for a project file, or for a project in memory where there is no path."""
    if path is None:
        from sqlalchemy.pool import StaticPool

        engine = create_engine("sqlite://", isolation_level="AUTOCOMMIT", poolclass=StaticPool)
    else:
        engine = create_engine(
            f"sqlite:///{path}", isolation_level="AUTOCOMMIT", connect_args={"timeout": 15}
        )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # FULL, so that an acknowledged answer survives a power cut; secure_delete, so that erased words are gone.
    # 32 MB of pages, for a merge comes back to the same ones again and again.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """Lend a connection that only reads."""
    with told(), engine.connect() as db:
        yield db


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """Lend a connection inside one immediate transaction: all of it happens, or nothing does."""
    with told(), engine.connect() as db:
        db.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield db
            db.exec_driver_sql("COMMIT")
        except BaseException:
            _roll_back(db)
            raise


def _roll_back(db: Connection) -> None:
    try:
        db.exec_driver_sql("ROLLBACK")
    except DBAPIError:
        # A full disk makes SQLite roll back by itself; there is nothing left to undo then.
        return


@contextmanager
def told() -> Generator[None]:
    """Turn the troubles of the disk into sentences; let our own mistakes pass as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        sentence = _sentence(str(cause))
        if sentence is None:
            raise
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
            _("Copy the file to a safe place, then open a backup or join the shared folder again."),
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
