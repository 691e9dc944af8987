"""What of our unsent changes need not be sent, for nobody else has heard of it and it holds no longer.

That is what a later unsent change of ours overrules, and a record that was made and deleted, unless something was
written into it once more: others are to hear of that dispute. What somebody wrote and took out again before a sync
thus never leaves the laptop. The later change takes over what the earlier one overruled, so that elsewhere the same
changes stand. By that it is known, too, where a backup was put back in which the earlier one waits to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldkit.domain.change import Change
from fieldkit.store import journal
from fieldkit.store.database import Connection

_OF_CELL = "r.tbl = ? AND r.id = ? AND f.name = ?"
_ASIDE = -1
"""Stands for a parcel at changes that are never sent, as 0 does at those not sent yet; true parcels count from 1."""
_SET_MADE_AND_DELETED_ASIDE = """
UPDATE change SET parcel = ? WHERE parcel = 0
AND record IN (
    SELECT same.n FROM change deletion
    JOIN record r ON r.n = deletion.record JOIN record same ON same.id = r.id
    WHERE deletion.parcel = 0 AND deletion.op = 'd' AND deletion.stands > 0
    AND NOT EXISTS (
        SELECT 1 FROM change later
        WHERE later.record = deletion.record AND later.stands > 0 AND later.stamp > deletion.stamp))
AND NOT EXISTS (
    SELECT 1 FROM record r JOIN record same ON same.id = r.id JOIN change known ON known.record = same.n
    WHERE r.n = change.record AND (known.parcel > 0 OR known.parcel IS NULL))
"""


def thin(db: Connection) -> None:
    """Set aside what need not be sent."""
    # Records that were restored since are to be sent after all.
    db.execute("UPDATE change SET parcel = 0 WHERE parcel = ? AND stands > 0", (_ASIDE,))
    waiting = {change.id: change for change in unsent(db)}
    saw = _taken_over(waiting)
    journal.overrule(db, saw)
    journal.bind(db, _aside(waiting, saw), _ASIDE)
    db.execute(_SET_MADE_AND_DELETED_ASIDE, (_ASIDE,))
    journal.bind(db, _set_aside_before(db), _ASIDE)


def unsent(db: Connection) -> list[Change]:
    """Return our own changes that are in no parcel yet, oldest first."""
    return journal.find(db, "c.parcel = 0")


def unsent_of_sent(db: Connection, record: str) -> list[Change]:
    """Return the changes of our own that stand in a record and were not sent yet, where others know of the record."""
    return journal.find(
        db,
        "c.record IN (SELECT n FROM record WHERE id = ?1) AND c.parcel <= 0 AND c.stands > 0"
        f" AND c.field != {journal.WHOLE_FIELD} AND EXISTS (SELECT 1 FROM record k JOIN change s ON s.record = k.n"
        " WHERE k.id = ?1 AND (s.parcel IS NULL OR s.parcel > 0))",
        (record,),
    )


def _taken_over(unsent: Mapping[str, Change]) -> dict[str, list[str]]:
    """Return, for each change that overrules unsent ones of its own cell, all that it overrules through them."""
    saw: dict[str, list[str]] = {}
    for change in unsent.values():
        earlier = [unsent[id_] for id_ in change.saw if id_ in unsent and unsent[id_].cell == change.cell]
        if earlier:
            through = [id_ for old in earlier for id_ in saw.get(old.id, old.saw)]
            saw[change.id] = list(dict.fromkeys([*change.saw, *through]))
    return saw


def _aside(unsent: Mapping[str, Change], saw: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the unsent changes whose cell holds a later one.

    What restores a record names all that stands in it: the other cells still hold that.
    """
    return {
        seen
        for id_, ids in saw.items()
        for seen in ids
        if seen in unsent and unsent[seen].cell == unsent[id_].cell
    }


def _set_aside_before(db: Connection) -> list[str]:
    """Return the unsent changes that had been set aside when what overrules them was sent, before a backup came back.

    What overrules them then names not only them but all that they overrule. Where it does not, they may have been sent
    themselves, and are sent again.
    """
    found: list[str] = []
    for change in journal.find(db, f"c.parcel = 0 AND c.stands = 0 AND c.field != {journal.WHOLE_FIELD}"):
        unsent = journal.find(db, f"{_OF_CELL} AND c.parcel <= 0", change.cell)
        sent = journal.find(db, f"{_OF_CELL} AND (c.parcel IS NULL OR c.parcel > 0)", change.cell)
        overruled = set(change.saw).difference(one.id for one in unsent)
        if overruled and any(overruled.union([change.id]).issubset(one.saw) for one in sent):
            found.append(change.id)
    return found
