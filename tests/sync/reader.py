"""Reads a shared folder as docs/journal-format.md says, with nothing of fieldkit: what a stranger could write."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

Cell = tuple[str, str, str]
"""The kind of record, the record's id, and the field."""

_COLUMNS = ["seq", "sfx", "hlc", "txn", "tbl", "row", "col", "op", "prev", "val"]
_END = re.compile(rb"#end,([0-9]+),([0-9a-f]{64}),,,,,,,\r\n")
TO_GUARD = r"""
[=+\-@|%\t\r\n＝＋－＠][\s\S]*
\s[\s\S]*|[\s\S]*\s
[0-9][0-9.,:/\-\s%eE+]*
(?i:true|false|wahr|falsch|vrai|faux|null|nan|n/?a|inf)
[0-9]{1,4}[-/. ]([0-9]{1,2}|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[a-z]*([-/. ][0-9]{1,4})?
(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]?[0-9]{1,4}
"""
_TO_GUARD = re.compile("|".join(TO_GUARD.split("\n")[1:-1]))


class Change(NamedTuple):
    """One line of a parcel."""

    id: str
    hlc: str
    cell: Cell
    op: str
    prev: frozenset[str]
    val: str


class State(NamedTuple):
    """What all files of a folder come to."""

    refused: list[str]
    """The names of files that are not whole, or belong to another project."""
    changes: dict[str, Change]
    """By their ids."""
    stands: dict[Cell, list[Change]]
    """What stands in each cell; what shows comes last."""
    conflicts: set[Cell]
    deleted: set[tuple[str, str]]
    """Kinds and ids of records."""
    erased: set[str]
    """Ids of records."""


def read(folder: Path) -> State:
    """Return what a shared folder says."""
    project = dict(_rows((folder / "fieldkit-project.csv").read_bytes()))["project"]
    refused: list[str] = []
    changes: dict[str, Change] = {}
    for path in sorted(folder.glob("journal/*/*.csv")):
        if path.name.startswith((".", "head")):
            continue
        try:
            changes |= {change.id: change for change in parcel(path.read_bytes(), project)}
        except ValueError:
            refused.append(path.name)
    erased = _erased(changes.values())
    stands = _standing(change for change in changes.values() if change.cell[1] not in erased)
    deleted = _deleted(stands)
    return State(refused, changes, stands, _conflicts(stands, deleted), deleted, erased)


def parcel(content: bytes, project: str) -> list[Change]:
    """Return the changes in a file.

    Raises:
        ValueError: it is not whole, or belongs to another project.
    """
    at = content.rfind(b"\r\n#end,") + 2
    end = _END.fullmatch(content[at:])
    if not end or end[2].decode() != hashlib.sha256(content[:at]).hexdigest():
        raise ValueError("not whole")
    head, columns, *lines = _rows(content[:at])
    if (head[0], head[6], columns, len(lines)) != ("#fk1", project, _COLUMNS, int(end[1])):
        raise ValueError("not of this project")
    return [_change(head[1], line) for line in lines]


def plain(cell: str) -> str:
    """Return the text that stands in a guarded cell."""
    return cell[1:] if cell.startswith("'") and _TO_GUARD.fullmatch(cell.lstrip("'")) else cell


def _change(writer: str, line: list[str]) -> Change:
    seq, sfx, hlc, _txn, tbl, row, col, op, prev, val = line
    seen = frozenset(f"{writer}{id_}" if id_.startswith(".") else id_ for id_ in prev.split())
    return Change(f"{writer}.{seq}.{sfx}", hlc, (tbl, plain(row), plain(col)), op, seen, plain(val))


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def _erased(changes: Iterable[Change]) -> set[str]:
    known = list(changes)
    ordered = {change.cell[1] for change in known if change.op in ("e", "x")}
    return ordered | {c.cell[1] for c in known if c.cell[2] == "interview_id" and c.val in ordered}


def _standing(changes: Iterable[Change]) -> dict[Cell, list[Change]]:
    cells: dict[Cell, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: (change.hlc, change.id)):
        cells[change.cell].append(change)
    seen = {cell: {id_ for change in found for id_ in change.prev} for cell, found in cells.items()}
    return {
        cell: [change for change in found if change.id not in seen[cell]] for cell, found in cells.items()
    }


def _deleted(stands: Mapping[Cell, list[Change]]) -> set[tuple[str, str]]:
    edits: dict[str, set[str]] = defaultdict(set)
    for (_tbl, row, col), found in stands.items():
        edits[row] |= {change.id for change in found if col != "*"}
    return {
        (tbl, row)
        for (tbl, row, col), found in stands.items()
        if col == "*" and found[-1].op == "d" and edits[row] <= found[-1].prev
    }


def _conflicts(stands: Mapping[Cell, list[Change]], deleted: set[tuple[str, str]]) -> set[Cell]:
    differing = {
        cell
        for cell, found in stands.items()
        if cell[2] != "made_by" and len({(change.op, change.val) for change in found}) > 1
    }
    outlived = {
        (tbl, row, col)
        for (tbl, row, col), found in stands.items()
        if col == "*" and found[-1].op == "d" and (tbl, row) not in deleted
    }
    gone = {row for tbl, row in deleted if (tbl, row, "*") not in differing}
    return {cell for cell in differing | outlived if cell[1] not in gone}
