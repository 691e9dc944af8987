"""Changes as lines of CSV: one file holds one parcel and proves by itself that it is whole.

The format, `fk1`, is written down for others in `docs/journal-format.md`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from sys import intern
from typing import NamedTuple

from fieldkit.domain.change import MOST_BYTES, Change, Op
from fieldkit.store import Parcel, Run, runs_of
from fieldkit.sync.guard import guarded, plain

MARK = "#fk1"
COLUMNS = ("seq", "sfx", "hlc", "txn", "tbl", "row", "col", "op", "prev", "val")
_HEADS = 2
"""Two lines come before the first change: what the file says of itself, and the names of the columns."""
_END = "#end"
_WRITER = re.compile(r"[0-9a-z]{2,40}")
"""It becomes the name of a folder, and must not lead to any other."""
_NUMBERS = re.compile(r"[0-9]{1,15}(?: [0-9]{1,15})+")
_SAW = re.compile(r"(?:[0-9a-z]*\.[0-9]{1,15}\.[0-9a-z]{6} ?)*")
_STAMP = re.compile(r"(?:[12][0-9]{7}T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]{4}Z-[0-9a-f]{4})*")
csv.field_size_limit(2**31 - 1)  # A questionnaire is one value, and may be longer than Python's 128 KiB.


class File(NamedTuple):
    """A parcel as read from a file. `orig` is the hash of the first file, where this is its redacted twin."""

    project: str
    orig: str
    app: str
    format: int
    """The format of the project file that wrote it."""
    run: Run

    @property
    def changes(self) -> list[Change]:
        """The changes one by one."""
        return list(self.run.changes())


class IncompleteError(Exception):
    """A file that is not whole yet, or was mangled on its way. `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line


# Writing


def written(project: str, parcel: Parcel, changes: Sequence[Change]) -> bytes:
    """Return the bytes of a parcel's file: the same ones whenever it is written. All changes are of its writer."""
    (run,) = runs_of(changes)
    return _bytes(File(project, parcel.orig, parcel.app, parcel.format, run), parcel.nonce)


def redacted(content: bytes, erased: Iterable[str], orig: str) -> bytes | None:
    """Return a file's twin without what was erased, or None where there is nothing to take out of it.

    Every laptop makes the same twin: the nonce goes, and `orig`, the hash in the first file's name, stays.

    Raises:
        IncompleteError: the file is not whole.
    """
    gone = set(erased)
    file = read(content)
    run = file.run
    if gone.isdisjoint(run.record):
        return None
    ops = [
        Op.REDACTED if record in gone and op != Op.ERASE else op
        for record, op in zip(run.record, run.op, strict=True)
    ]
    if ops == list(run.op):
        return None
    values = ["" if op == Op.REDACTED else value for op, value in zip(ops, run.value, strict=True)]
    twin = file._replace(orig=file.orig or orig, run=run._replace(op=ops, value=values))
    return _bytes(twin, nonce="")


def name_of(content: bytes, run: Run) -> str:
    """Return the name of a parcel's file: the first and last number in it, and the hash of all its bytes."""
    seqs = [int(seq) for seq in run.seq]
    return f"{min(seqs):07d}-{max(seqs):07d}-{hashlib.sha256(content).hexdigest()[:16]}.csv"


def sha256_of(content: bytes) -> str:
    """Return the hash by which a file is known, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_in(name: str) -> str:
    """Return the hash that a file's name states: 16 hexadecimal digits, if it is a name of ours."""
    return name[-20:-4]


def _bytes(file: File, nonce: str) -> bytes:
    run = file.run
    seqs = [int(seq) for seq in run.seq]
    head = (
        MARK, run.writer, min(seqs), max(seqs), file.format, file.app, file.project, file.orig, nonce, "",
    )  # fmt: skip
    rows = zip(
        run.seq,
        run.suffix,
        run.stamp,
        run.deed,
        run.table,
        map(guarded, run.record),
        map(guarded, run.field),
        run.op,
        run.saw,
        map(guarded, run.value),
        strict=True,
    )
    body = _lines([head, COLUMNS, *rows])
    return body + _lines([(_END, str(len(seqs)), hashlib.sha256(body).hexdigest(), *[""] * 7)])


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


# Reading


def read(content: bytes) -> File:
    """Return the parcel in a file.

    Raises:
        IncompleteError: its end is missing, or its lines do not match the hash that its end states.
    """
    body, count = _proven(content)
    try:
        heads, columns = _columns(body.decode("utf-8"))
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _mangled(content) from error
    if len(content) > MOST_BYTES:
        _must_be_short(columns)
    if heads[0] != MARK or not 0 < count == len(columns[0]):
        raise _mangled(content)
    _mark, writer, _first, _last, format_, app, project, orig, _nonce, _rest = heads
    seqs, suffixes, stamps, deeds, tables, records, fields, ops, saw, values = columns
    _must(_WRITER.fullmatch(writer) is not None, "the name of a laptop is expected", 1)
    _must(format_.isdecimal() and len(format_) < 10, "the format should be a number", 1)
    _must(
        _NUMBERS.fullmatch(" ".join((*seqs, *deeds))) is not None,
        "a number is expected in the columns seq and txn",
        3,
    )
    _must(set(map(len, suffixes)) == {6}, "six characters are expected in the column sfx", 3)
    _must(_are_moments(stamps), "a moment is expected in the column hlc", 3)
    _must(_SAW.fullmatch(" ".join(filter(None, saw))) is not None, "ids are expected in the column prev", 3)
    run = Run(
        writer,
        seqs,
        suffixes,
        stamps,
        deeds,
        _once(tables),
        _plain(records),
        _once(_plain(fields)),
        ops,
        saw,
        _plain(values),
    )
    return File(project, orig, app, int(format_), run)


def _are_moments(stamps: Sequence[str]) -> bool:
    if not _STAMP.fullmatch("".join(stamps)):
        return False
    try:
        # There are far fewer days than lines.
        for day in {stamp[:8] for stamp in stamps}:
            date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _must(true: bool, reason: str, line: int) -> None:
    if not true:
        raise IncompleteError(reason, line)


def _must_be_short(columns: Sequence[Sequence[str]]) -> None:
    for column in columns:
        for at, cell in enumerate(column):
            if len(cell) > MOST_BYTES // 4 and len(plain(cell).encode()) > MOST_BYTES:
                raise IncompleteError(f"a cell is longer than {MOST_BYTES >> 20} MiB", at + _HEADS + 1)


def _plain(cells: Sequence[str]) -> Sequence[str]:
    if "'" not in "".join(cells):
        return cells
    # Numbers are guarded and often the same: each is worked out once.
    guarded_ones = {cell: plain(cell) for cell in set(cells) if cell[:1] == "'"}
    return list(map(guarded_ones.get, cells, cells)) if guarded_ones else cells


def _once(names: Sequence[str]) -> Sequence[str]:
    """Return the same names, each only once in memory: equal ones are then told by their place alone."""
    return list(map(intern, names))


def _proven(content: bytes) -> tuple[bytes, int]:
    """Return what comes before the last line of a file, proved by the hash there, and how many changes that states."""
    at = content.rfind(b"\r\n" + _END.encode() + b",") + 2
    body, end = content[:at], content[at:]
    stated = re.fullmatch(rb"#end,([0-9]{1,9}),([0-9a-f]{64}),,,,,,,\r\n", end)
    if stated is None or hashlib.sha256(body).hexdigest().encode() != stated[2]:
        raise _mangled(content)
    return body, int(stated[1])


def _columns(text: str) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Return the first line of a proven file, and its columns without the head of each.

    As `csv.reader` does, and several times faster where nothing is quoted.

    Raises:
        ValueError: some line has more or fewer cells than there are columns.
    """
    width = len(COLUMNS)
    if '"' in text:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        if set(map(len, rows)) != {width}:
            raise ValueError("uneven lines")
        return rows[0], list(zip(*rows[_HEADS:], strict=True)) or [()] * width
    # One cell more in each line, which alone holds an end of line, shows that all the others lie in their column.
    cells = text.replace("\r\n", ",\n,").removesuffix(",").split(",")
    if len(cells) % (width + 1) or set(cells[width :: width + 1]) != {"\n"}:
        raise ValueError("uneven lines")
    first = _HEADS * (width + 1)
    return cells[:width], [cells[first + at :: width + 1] for at in range(width)]


def _mangled(content: bytes) -> IncompleteError:
    """Return what is wrong with a file, and where."""
    if not content.strip(b"\x00"):
        return IncompleteError("the file is empty", 1)
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return IncompleteError(f"this is not the CSV that it should be ({error})", content.count(b"\n") + 1)
    if not rows or rows[0][:1] != [MARK]:
        return IncompleteError(f"the first line should begin with {MARK}", 1)
    for line, row in enumerate(rows, start=1):
        if len(row) != len(COLUMNS):
            return IncompleteError(f"{len(COLUMNS)} columns expected, {len(row)} found", line)
    return IncompleteError(_wrong_end(rows), len(rows))


def _wrong_end(rows: Sequence[Sequence[str]]) -> str:
    if rows[-1][0] != _END:
        return "the end is missing"
    if rows[-1][1] != str(len(rows) - 3):
        return f"{rows[-1][1]} changes expected, {len(rows) - 3} found"
    return "the lines are not the ones that were written"
