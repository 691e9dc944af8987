"""Taking deeds back, doing them again, and ending conflicts. Each is a deed itself, so it travels too."""

from __future__ import annotations

from collections.abc import Mapping

from fieldkit.domain import Consent
from fieldkit.domain.change import WHOLE, Cell, Change, Op, Value, winner
from fieldkit.domain.consent import Answer
from fieldkit.domain.surveys import ANSWER
from fieldkit.domain.together import whole
from fieldkit.edits.consent import must_not_call_back
from fieldkit.store import Deed, Kind, Store
from fieldkit.words import _

_CONSENT = "consent"
_MOST_AT_ONCE = 300
"""So many changes are taken back within the 50 ms that a window may be kept waiting."""


def undo(store: Store) -> str:
    """Take back the last deed of this laptop and return its name; nothing to take back gives an empty name.

    A cell that somebody else has written since stays as they wrote it.

    Raises:
        ConsentError: it was a consent by which an interview has reached the team since.
    """
    return _reverse(store, Kind.UNDO)


def redo(store: Store) -> str:
    """Do again what was last undone and return its name; an empty one where there is nothing.

    Raises:
        ConsentError: it would end a consent by which an interview has reached the team since.
    """
    return _reverse(store, Kind.REDO)


def takes_long(store: Store, kind: Kind) -> bool:
    """Tell whether the next undo (or redo) takes longer than somebody can be kept waiting."""
    deed = store.last_deed(kind)
    return deed is not None and store.extent(deed) > _MOST_AT_ONCE


def settle(store: Store, values: Mapping[Cell, Value]) -> list[Change]:
    """End a conflict: these values overrule all that stand in their cells, on every laptop.

    `kept` gives those of a side that is kept.

    Raises:
        ConsentError: they would end a consent by which an interview has reached the team.
    """
    _keep_consent(store, values)
    return store.write_cells(_("Settle a conflict"), values)


def _reverse(store: Store, kind: Kind) -> str:
    while deed := store.last_deed(kind):
        if deed.kind == Kind.MERGED:
            store.take_out(deed)
            return deed.name
        before = _before(store, deed)
        _keep_consent(store, before)
        if store.write_cells(deed.name, before, kind=kind, undoes=deed.number):
            return deed.name
        # Nothing of it is left to take back: others have written there since. On to the one before.
    return ""


def _keep_consent(store: Store, cells: Mapping[Cell, Value]) -> None:
    """See to it that no consent ends by which an interview has reached others: they would never hear of it."""
    ended = {
        cell.record
        for cell, value in cells.items()
        if cell.table == _CONSENT
        and (value.op == Op.DELETE or (cell.field == "answer" and value.text != Answer.YES))
    }
    if not ended:
        return
    # Somebody's yes may stand beside a no that shows: by that the interview went.
    standing = store.standing(Cell(_CONSENT, consent, "answer") for consent in ended)
    agreed = {cell.record for cell, heads in standing.items() if Answer.YES in (head.value for head in heads)}
    for consent in store.find(Consent, id=agreed) if agreed else ():
        must_not_call_back(store, consent.interview_id, consent.scope)


def _before(store: Store, deed: Deed) -> dict[Cell, Value]:
    """Return what the cells of a deed held before it, as far as they still hold what it put there."""
    changes = store.changes_of(deed)
    standing = store.standing(change.cell for change in changes)
    cells: dict[Cell, Value] = {}
    seen = {change.id: change for change in store.by_ids(id_ for change in changes for id_ in change.saw)}
    by_record: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_record.setdefault((change.cell.table, change.cell.record), []).append(change)
    for (table, record), own in by_record.items():
        touched = {whole(c.cell) for c in own if not _holds(standing.get(c.cell, []), c)}
        untouched = [change for change in own if whole(change.cell) not in touched]
        if table == ANSWER or not _made(store, deed, record):
            cells.update({change.cell: _overruled(change, seen) for change in untouched})
        elif untouched == own:
            cells[Cell(table, record, WHOLE)] = Value(Op.DELETE)
    return cells


def _holds(standing: list[Change], change: Change) -> bool:
    return bool(standing) and (winner(standing).op, winner(standing).value) == (change.op, change.value)


def _made(store: Store, deed: Deed, record: str) -> bool:
    """Tell whether the record began with this deed: then taking it back deletes the record as a whole."""
    first = store.first_change(record)
    return first is None or (first.writer, first.deed) == (deed.writer, deed.deed)


def _overruled(change: Change, seen: Mapping[str, Change]) -> Value:
    if change.op == Op.DELETE:
        return Value(Op.RESTORE)
    if change.op == Op.RESTORE:
        return Value(Op.DELETE)
    before = [seen[id_] for id_ in change.saw if id_ in seen and seen[id_].cell == change.cell]
    if not before:
        return Value(Op.EMPTY)
    last = winner(before)
    return Value(last.op, last.value)
