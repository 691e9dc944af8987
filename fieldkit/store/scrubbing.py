"""Leaving nothing of what was erased in a project file, while others go on writing into it."""

from __future__ import annotations

from time import monotonic, sleep

from fieldkit.store.database import BrokenOffError, Connection, Database, broken_off, reading, told

_IN_MEMORY_BYTES = 64 * 1024 * 1024
"""A larger file is put together on the disk while it is written anew: with photos it may be larger than memory."""
_GIVES_WAY_S = 60
"""So long, in seconds, whoever wants to write comes first."""
_RESTS_S = 1
"""So long it waits, in seconds, before it begins again."""


def scrub(database: Database) -> bool:
    """Write the whole file and its search index anew; return whether nothing erased is left in them nor in the log.

    It is so unless somebody reads meanwhile. Whoever types would wait long for a large file: so it is broken off for
    them and begun again. Only where they never rest do they wait for it in the end, once.
    """
    until = monotonic() + _GIVES_WAY_S
    while not _written_anew(database, patient=monotonic() < until):
        sleep(_RESTS_S)
    with reading(database) as db:
        (busy, _log, _done) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _written_anew(database: Database, *, patient: bool) -> bool:
    """Write the file anew; return whether it was: who is `patient` breaks off as soon as somebody wants to write."""
    turns = database.turns
    try:
        with (
            told(),
            turns.taken(),
            database.connect() as db,
            broken_off(db, lambda: patient and turns.wanted),
        ):
            db.execute("INSERT INTO search (search) VALUES ('rebuild')")
            vacuum(db)
    except BrokenOffError:
        return False
    return True


def vacuum(db: Connection) -> None:
    """Write the whole file anew, so that no free page is left in it.

    SQLite puts it together in memory, a large one in a file without a name in the system's temporary folder. What was
    erased is in neither.
    """
    size = int(db.value("PRAGMA page_count")) * int(db.value("PRAGMA page_size"))
    if size <= _IN_MEMORY_BYTES:
        db.execute("VACUUM")
        return
    db.execute("PRAGMA temp_store = FILE")
    try:
        db.execute("VACUUM")
    finally:
        db.execute("PRAGMA temp_store = MEMORY")
