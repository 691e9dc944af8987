"""Changes as lines of CSV: one file holds one parcel and proves by itself that it is whole.

The format, `fk1`, is written down for others in `docs/journal-format.md`.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fieldkit.domain.change import Cell, Change, Op
from fieldkit.store import Parcel
from fieldkit.sync.guard import guarded, plain

MARK = "#fk1"
COLUMNS = ("seq", "sfx", "hlc", "txn", "tbl", "row", "col", "op", "prev", "val")
_END = "#end"
csv.field_size_limit(2**31 - 1)  # A questionnaire is one value, and may be longer than Python's 128 KiB.


class File(NamedTuple):
    """A parcel as read from a file. `orig` is the hash of the first file, where this is its redacted twin."""

    writer: str
    project: str
    orig: str
    app: str
    format: int
    """The format of the project file that wrote it."""
    changes: list[Change]


class IncompleteError(Exception):
    """A file that is not whole yet, or was mangled on its way. `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line


def written(project: str, parcel: Parcel, changes: Sequence[Change]) -> bytes:
    """Return the bytes of a parcel's file: the same ones whenever it is written."""
    file = File(parcel.writer, project, parcel.orig, parcel.app, parcel.format, list(changes))
    return _bytes(file, parcel.nonce)


def read(content: bytes) -> File:
    """Return the parcel in a file.

    Raises:
        IncompleteError: its end is missing, or its lines do not match the hash that its end states.
    """
    head, rows = _proven(content)
    _mark, writer, _first, _last, format_, app, project, orig, _nonce, _rest = head
    if not format_.isdigit():
        raise IncompleteError(f"'{format_}' should be a number", 1)
    changes = [_change(writer, row, line) for line, row in enumerate(rows, start=3)]
    return File(writer, project, orig, app, int(format_), changes)


def redacted(content: bytes, erased: Iterable[str], orig: str) -> bytes | None:
    """Return a file's twin without what was erased, or None where there is nothing to take out of it.

    Every laptop makes the same twin: the nonce goes, and `orig`, the hash in the first file's name, stays.

    Raises:
        IncompleteError: the file is not whole.
    """
    gone = set(erased)
    file = read(content)
    if not any(
        change.cell.record in gone and change.op not in (Op.ERASE, Op.REDACTED) for change in file.changes
    ):
        return None
    changes = [
        dataclasses.replace(change, op=Op.REDACTED, value="")
        if change.cell.record in gone and change.op != Op.ERASE
        else change
        for change in file.changes
    ]
    return _bytes(file._replace(orig=file.orig or orig, changes=changes), nonce="")


def name_of(content: bytes, changes: Sequence[Change]) -> str:
    """Return the name of a parcel's file: the run of its changes, and the hash of all its bytes."""
    run = [change.seq for change in changes]
    return f"{min(run):07d}-{max(run):07d}-{hashlib.sha256(content).hexdigest()[:16]}.csv"


def bears_its_hash(name: str, content: bytes) -> bool:
    """Tell whether a file of this name holds the bytes that its name was made from."""
    return name[-20:-4] == hashlib.sha256(content).hexdigest()[:16]


def _bytes(file: File, nonce: str) -> bytes:
    run = [change.seq for change in file.changes]
    head = (
        MARK, file.writer, str(min(run)), str(max(run)), str(file.format), file.app, file.project, file.orig, nonce, "",
    )  # fmt: skip
    body = _lines([head, COLUMNS, *(_row(change) for change in file.changes)])
    return body + _lines([(_END, str(len(run)), hashlib.sha256(body).hexdigest(), *[""] * 7)])


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _row(change: Change) -> tuple[str, ...]:
    # Our own earlier changes are named without our name: `.seq.suffix`.
    prev = " ".join(id_.removeprefix(change.writer) for id_ in change.saw)
    return (
        str(change.seq),
        change.suffix,
        change.stamp,
        str(change.deed),
        change.cell.table,
        guarded(change.cell.record),
        guarded(change.cell.field),
        change.op,
        prev,
        guarded(change.value),
    )


def _change(writer: str, row: list[str], line: int) -> Change:
    seq, suffix, stamp, deed, table, record, field, op, prev, value = row
    if not (seq.isdigit() and deed.isdigit()):
        raise IncompleteError(f"'{seq}' or '{deed}' should be a number", line)
    saw = tuple(f"{writer}{id_}" if id_.startswith(".") else id_ for id_ in prev.split())
    cell = Cell(table, plain(record), plain(field))
    return Change(writer, int(seq), suffix, stamp, int(deed), cell, op, plain(value), saw)


def _proven(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of a file that is whole."""
    if not content.strip(b"\x00"):
        raise IncompleteError("the file is empty", 1)
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise IncompleteError(
            f"this is not the CSV that it should be ({error})", content.count(b"\n") + 1
        ) from error
    if not rows or rows[0][:1] != [MARK]:
        raise IncompleteError(f"the first line should begin with {MARK}", 1)
    for line, row in enumerate(rows, start=1):
        if len(row) != len(COLUMNS):
            raise IncompleteError(f"{len(COLUMNS)} columns expected, {len(row)} found", line)
    if rows[-1][0] != _END:
        raise IncompleteError("the end is missing", len(rows))
    end = _lines([rows[-1]])
    if rows[-1][1] != str(len(rows) - 3) or not content.endswith(end):
        raise IncompleteError(f"{rows[-1][1]} changes expected, {len(rows) - 3} found", len(rows))
    if hashlib.sha256(content[: -len(end)]).hexdigest() != rows[-1][2]:
        raise IncompleteError("the lines are not the ones that were written", len(rows))
    return rows[0], rows[2:-1]
