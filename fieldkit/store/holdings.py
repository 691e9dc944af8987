"""What a project file holds of each laptop's changes, told so shortly that laptops can compare it.

Only what others may have counts: neither what was not sent yet, nor what never will be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from fieldkit.store import journal
from fieldkit.store.database import Connection

_COUNTED, _DIGEST = "held", "digest"
# Blake2b for each change would take Python four seconds for a million; SQLite sums these up in half of one.
_MIXED = "(m * ((m >> 15) | 1)) & 2147483647"
_SCATTERED = "(seq * 2654435761) & 4294967295"


class Held(NamedTuple):
    """What is held of one writer's changes."""

    changes: int
    mark: int
    """Sums up their numbers: as many other changes of that writer have another one."""


def held(db: Connection) -> dict[str, Held]:
    """Return what is held of each writer's changes, by the writer's name; only new lines of the journal are read."""
    upto, counted = _counted(db)
    last = journal.last(db)
    if last != upto:
        # By its number: an index that holds all of this would be read from end to end, and is only for the first time.
        new = _summed(db, "NOT INDEXED WHERE n > ?", (upto,)) if upto else _summed(db)
        counted = {
            name: Held(*map(sum, zip(counted.get(name, _NONE), new.get(name, _NONE), strict=True)))
            for name in {**counted, **new}
        }
        journal.set_meta(db, _COUNTED, json.dumps([last, counted], sort_keys=True))
    kept = _summed(db, "INDEXED BY change_of_parcel WHERE parcel <= 0")
    left = {
        name: Held(one.changes - kept.get(name, _NONE).changes, one.mark - kept.get(name, _NONE).mark)
        for name, one in counted.items()
    }
    return {name: one for name, one in sorted(left.items()) if one.changes}


def count_anew(db: Connection) -> None:
    """Count all lines of the journal again, for some are gone or stand otherwise than before."""
    if not journal.meta(db, _COUNTED):
        return
    journal.set_meta(db, _COUNTED, "")
    now = held(db)
    if journal.meta(db, _DIGEST):
        remember_digest(db, now, digest(db))


def comparable(db: Connection) -> bool:
    """Tell whether this file shows what others show that hold the same.

    It rightly does not while something that was not sent yet stands among what others wrote.
    """
    return db.execute(_UNSENT_AMONG_SENT).fetchone() is None


def known_digest(db: Connection, held: Mapping[str, Held]) -> str:
    """Return the digest that was worked out when the same was held; blank where it was not."""
    of, _blank, found = journal.meta(db, _DIGEST).partition(" ")
    return found if of == _hash(held) else ""


def remember_digest(db: Connection, held: Mapping[str, Held], found: str) -> None:
    """Remember the digest of what is held."""
    journal.set_meta(db, _DIGEST, f"{_hash(held)} {found}")


def digest(db: Connection) -> str:
    """Return 16 hexadecimal digits that tell what stands and what shows; this reads the whole journal.

    Laptops that hold the same changes have the same one.
    """
    rows = db.execute(
        f"SELECT w.name, s.sum FROM (SELECT writer, sum(({_MIXED}) * stands) AS sum"
        f" FROM (SELECT writer, stands, {_SCATTERED} AS m FROM change"
        " WHERE stands > 0 AND (parcel IS NULL OR parcel > 0)) GROUP BY writer) s JOIN writer w ON w.n = s.writer"
    )
    return _hash({name: (total,) for name, total in rows})


_NONE = Held(0, 0)
_UNSENT_AMONG_SENT = """
    SELECT 1 FROM change unsent JOIN change sent ON sent.record = unsent.record AND sent.field = unsent.field
    WHERE unsent.parcel = 0 AND (sent.parcel IS NULL OR sent.parcel > 0) LIMIT 1
"""


def _counted(db: Connection) -> tuple[int, dict[str, Held]]:
    """Return up to which line the journal was counted, and what was found in it."""
    known = journal.meta(db, _COUNTED)
    if not known:
        return 0, {}
    upto, counted = json.loads(known)
    return upto, {name: Held(*one) for name, one in counted.items()}


def _summed(db: Connection, which: str = "", values: tuple[Any, ...] = ()) -> dict[str, Held]:
    rows = db.execute(
        f"SELECT w.name, s.count, s.mark FROM (SELECT writer, count(*) AS count, sum({_MIXED}) AS mark"
        f" FROM (SELECT writer, {_SCATTERED} AS m FROM change {which}) GROUP BY writer) s"
        " JOIN writer w ON w.n = s.writer",
        values,
    )
    return {name: Held(count, mark) for name, count, mark in rows}


def _hash(numbers: Mapping[str, tuple[int, ...]]) -> str:
    lines = (" ".join([name, *map(str, of_writer)]) for name, of_writer in sorted(numbers.items()))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()
