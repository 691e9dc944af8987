"""How a deed becomes changes: what differs, what it overrules, and under which number."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from fieldkit.domain.change import WHOLE, Cell, Change, Op, Value, winner
from fieldkit.domain.together import together, whole
from fieldkit.store import journal, thinning
from fieldkit.store.database import Connection

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Pen(NamedTuple):
    """Who writes and when. `going_on` is the deed that typing goes on with, if it does."""

    writer: str
    stamp: str
    going_on: int | None = None


class Written(NamedTuple):
    """The changes of a deed: fresh lines for the journal, and own unsent lines that take another value."""

    fresh: list[Change]
    typed_over: list[tuple[Change, Change]]
    """As they were, and as they are now."""


def random_name(length: int) -> str:
    """Return random characters that no file system and no reader confuses; 5 bits each."""
    return "".join(_ALPHABET[byte % 32] for byte in secrets.token_bytes(length))


def differing(db: Connection, cells: Mapping[Cell, Value], read: Mapping[Cell, Value]) -> dict[Cell, Value]:
    """Return the cells that do not hold their value yet, or hold it beside another, and those that belong with them.

    Erased records have none. A cell that was left as it was read is none of them where others wrote since, or where
    a conflict waits.
    """
    standing = journal.standing(db, cells)
    erased, ours = journal.erased(db), journal.writers(db)
    found: dict[Cell, Value] = {}
    for cell, value in cells.items():
        stands, seen = standing.get(cell, []), read.get(cell)
        left = value == seen and (len(stands) > 1 or _unseen(stands, seen, ours))
        if left or cell.record in erased:
            continue
        if _differs(value, stands) or (value.op == Op.DELETE and _disputed(db, stands)):
            found[cell] = value
    return _completed(db, found, cells)


def _completed(db: Connection, found: Mapping[Cell, Value], cells: Mapping[Cell, Value]) -> dict[Cell, Value]:
    """Let cells that say something only together be written together, even where one of them holds its value already.

    All of them then bear one stamp and overrule the same deeds, so that on every laptop the same deed shows in all.
    """
    beside = {cell: [each for each in together(cell) if each != cell] for cell in found}
    standing = journal.standing(db, (each for others in beside.values() for each in others))
    completed: dict[Cell, Value] = {}
    for cell, value in found.items():
        completed[cell] = value
        for each in beside[cell]:
            if each in cells:
                completed[each] = cells[each]
            elif each in standing:
                shown = standing[each][-1]
                completed[each] = Value(shown.op, shown.value)
    return completed


def _disputed(db: Connection, standing: list[Change]) -> bool:
    """Tell whether a deletion stands that does not hold, because of edits that it did not see."""
    return any(change.op == Op.DELETE and journal.unseen(db, change) for change in standing)


def taken_out(db: Connection, cells: Mapping[Cell, Value]) -> Mapping[Cell, Value]:
    """Return these cells, and of each record that they delete what was not sent yet as it was before that.

    What is taken out with a record before a sync must not leave after all. Who takes the deletion back gets it again.
    """
    gone = [cell.record for cell, value in cells.items() if cell.field == WHOLE and value.op == Op.DELETE]
    found = dict(cells)
    for change in (change for record in gone for change in thinning.unsent_of_sent(db, record)):
        if found.get(change.cell) in (None, Value(change.op, change.value)):
            found[change.cell] = _as_sent(db, change)
    return found


def _as_sent(db: Connection, change: Change) -> Value:
    """Return what a cell holds without this unsent change and those that it was written over."""
    beside = journal.standing(db, [change.cell]).get(change.cell, [])
    before = [one for one in journal.by_ids(db, change.saw) if one.cell == change.cell]
    for known in (beside, before):
        sent = [one for one in known if not journal.is_unsent(db, one)]
        if sent:
            last = winner(sent)
            return Value(last.op, last.value)
    return _as_sent(db, winner(before)) if before else Value(Op.EMPTY)


def overruled(db: Connection, cells: Collection[Cell]) -> Iterator[Change]:
    """Yield what stands in these cells, and in the records that are deleted or restored there."""
    for standing in journal.standing(db, cells).values():
        yield from standing
    for cell in cells:
        if cell.field == WHOLE:
            yield from journal.standing_of(db, cell.record)


def write(
    db: Connection, pen: Pen, cells: Mapping[Cell, Value], read: Mapping[Cell, Value] | None = None
) -> Written:
    """Return the changes that make these cells hold these values, overruling what was seen in them."""
    ours = journal.writers(db)
    standing = journal.standing(db, cells)
    seq = journal.last_seq(db, pen.writer)
    deed = pen.going_on or seq + 1
    written = Written([], [])
    by_record: dict[str, list[Change]] = {}
    """What is written here of each record."""
    news = {
        (whole(cell), change.writer, change.deed)
        for cell, stands in standing.items()
        for change in _unseen(stands, (read or {}).get(cell), ours)
    }
    # A deletion comes last, for it has seen what the same deed writes into the record, such as answers that it empties.
    for cell, value in sorted(cells.items(), key=lambda each: each[0].field == WHOLE):
        saw = standing.get(cell, [])
        if unseen := [c for c in saw if (whole(cell), c.writer, c.deed) in news]:
            saw = [change for change in saw if change not in unseen] or _overruled(db, cell, unseen, read)
        if pen.going_on and len(saw) == 1 and (saw[0].writer, saw[0].deed) == (pen.writer, pen.going_on):
            # A backup may hold the line as it was: one id must never stand for two values.
            suffix = random_name(6)
            after = dataclasses.replace(saw[0], suffix=suffix, stamp=pen.stamp, op=value.op, value=value.text)
            written.typed_over.append((saw[0], after))
            by_record.setdefault(cell.record, []).append(after)
            continue
        if cell.field == WHOLE:
            saw = [*journal.standing_of(db, cell.record), *by_record.get(cell.record, ())]
        seq += 1
        ids = tuple(change.id for change in saw)
        fresh = Change(pen.writer, seq, random_name(6), pen.stamp, deed, cell, *value, saw=ids)
        written.fresh.append(fresh)
        by_record.setdefault(cell.record, []).append(fresh)
    return written


def _unseen(standing: list[Change], read: Value | None, ours: set[str]) -> list[Change]:
    """Return what others wrote into a cell since it was read; what was written here was seen here."""
    if read is None:
        return []
    return [change for change in standing if change.writer not in ours and (change.op, change.value) != read]


def _overruled(
    db: Connection, cell: Cell, unseen: list[Change], read: Mapping[Cell, Value] | None
) -> list[Change]:
    """Return the change that was read in a cell and that those who wrote since have overruled."""
    before = journal.by_ids(db, (id_ for later in unseen for id_ in later.saw))
    return [
        change for change in before if change.cell == cell and (change.op, change.value) == (read or {})[cell]
    ]


def orders(db: Connection, pen: Pen, records: Mapping[str, str]) -> list[Change]:
    """Return the orders to erase these records, each given as id and table."""
    first = journal.last_seq(db, pen.writer) + 1
    return [
        Change(pen.writer, seq, random_name(6), pen.stamp, first, Cell(table, record, WHOLE), Op.ERASE)
        for seq, (record, table) in enumerate(records.items(), start=first)
    ]


def _differs(value: Value, standing: list[Change]) -> bool:
    if not standing:
        return value.op not in (Op.RESTORE, Op.EMPTY)
    # Writing over a conflict ends it, even with the value that shows already.
    shown = winner(standing)
    return len(standing) > 1 or (shown.op, shown.value) != value
