"""An older fieldkit beside this one: it knows no entities and no log of how questionnaires are filled, and says less.

What else it knows is what this one knows, for both run the same code.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from importlib import import_module
from typing import Any
from unittest.mock import patch

from pydantic import create_model

from fieldkit.domain import KINDS, Audit, Record, SavedEntity, Submission
from fieldkit.domain.change import Cell
from fieldkit.domain.record import Said
from fieldkit.store import Store, migrations
from fieldkit.store.database import Connection
from fieldkit.store.tables import table_of
from fieldkit.sync import heads
from fieldkit.sync.folder import Folder
from fieldkit.sync.heads import Head

_LATER_KINDS = (Audit, SavedEntity)
_LATER_FIELD = "finished"
"""Of a Submission."""
_MAKE_OLDER = (
    *(f'DROP TABLE "{table_of(kind)}"' for kind in _LATER_KINDS),
    f'ALTER TABLE "{table_of(Submission)}" DROP COLUMN {_LATER_FIELD}',
)


def _known() -> dict[str, type[Record]]:
    table, later = table_of(Submission), {table_of(kind) for kind in _LATER_KINDS}
    fields: dict[str, Any] = {
        name: (field.annotation, field.default)
        for name, field in KINDS[table].model_fields.items()
        if name != _LATER_FIELD and name not in Said.model_fields
    }
    submission = create_model(KINDS[table].__name__, __base__=Said, **fields)
    return {name: kind for name, kind in KINDS.items() if name not in later} | {table: submission}


_KNOWN = _known()


def knows(cell: Cell) -> bool:
    """Tell whether an older fieldkit has a place for what stands in a cell."""
    return cell.table in _KNOWN and cell.field not in {_LATER_FIELD}


@contextmanager
def running() -> Generator[None]:
    """Let whatever happens meanwhile happen in an older fieldkit."""
    syncing = import_module("fieldkit.sync.sync")
    with (
        patch.dict(KINDS, _KNOWN, clear=True),
        patch.object(syncing, "written", _written),
        patch.object(syncing, "heads", _heads),
    ):
        yield


def _written(head: Head) -> bytes:
    return heads.written(_shorter(head))


def _heads(store: Store, folder: Folder) -> Sequence[Head]:
    return [_shorter(head) for head in heads.heads(store, folder)]


def _shorter(head: Head) -> Head:
    return head._replace(given_up=frozenset(), lacks=frozenset())


@cache
def made_older(image: bytes) -> bytes:
    """Take out of a project file what an older fieldkit has no place for: it waits in the journal."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(image)
        for statement in (*_MAKE_OLDER, "DELETE FROM meta WHERE name = 'unknown'"):
            db.execute(statement)
        return db.serialize()


def is_older(db: Connection) -> bool:
    """Tell whether a project file is an older fieldkit's."""
    return not db.value("SELECT 1 FROM sqlite_master WHERE name = ?", (table_of(Audit),))


def bring_up_to_date(db: Connection) -> None:
    """Make room in an older project file for what has come since."""
    for statement in _BRING_UP_TO_DATE:
        db.execute(statement)


def _room() -> list[str]:
    """Return what makes the room, as it is in the project files of today."""
    with closing(sqlite3.connect(":memory:", isolation_level=None, factory=Connection)) as db:
        migrations.migrate(db)
        tables = [table_of(kind) for kind in _LATER_KINDS]
        made = db.execute("SELECT sql FROM sqlite_master WHERE sql != '' AND tbl_name IN (?, ?)", tables)
        column = f"{_LATER_FIELD} INTEGER NOT NULL DEFAULT 0"
        return [
            *(statement for (statement,) in made),
            f'ALTER TABLE "{table_of(Submission)}" ADD COLUMN {column}',
        ]


_BRING_UP_TO_DATE = _room()
