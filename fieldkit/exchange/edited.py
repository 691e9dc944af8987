"""Tables that somebody edited in a spreadsheet, compared with what they were when they were written."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from fieldkit.domain import (
    KINDS,
    Code,
    Criterion,
    Group,
    GroupType,
    Interview,
    Issue,
    Need,
    Person,
    Project,
    Recommendation,
    Record,
    Submission,
    Tool,
    ToolUse,
    Wave,
)
from fieldkit.errors import FileError
from fieldkit.exchange.formulas import GUARDED, MARK
from fieldkit.exchange.rewritten import rewrites
from fieldkit.exchange.tables import ANSWERS, AS_WRITTEN, file_of
from fieldkit.store import Store
from fieldkit.words import _

_EDITED_THERE: dict[type[Record], tuple[str, ...]] = {
    Project: ("name", "purpose", "asked_by", "decision", "data_owner", "recruitment"),
    Person: ("name",),
    GroupType: ("name", "community_of"),
    Group: ("name", "place", "assets"),
    Wave: ("name", "months"),
    Interview: ("held_on", "place", "in_the_room"),
    Code: ("name", "definition", "use_when", "do_not_use_when", "example"),
    Need: ("name",),
    Tool: (
        "name", "kind", "what", "licence", "hosting", "owner", "cost_model", "replaces", "data_export",
        "federation", "source",
    ),
    Criterion: ("name", "question", "anchor_0", "anchor_2", "anchor_4"),
    ToolUse: ("cost_per_year", "since"),
    Issue: ("title", "objection", "alteration"),
    Recommendation: ("text", "due"),
}  # fmt: skip
"""The fields that a spreadsheet may change. Consent, notes under their tags and whatever is chosen from a list are not
among them: fieldkit looks after more than the one cell there."""
_DIALECTS = (",", ";", "\t")
_KEYS = {ANSWERS: ("submission_id", "path")}
_KEY = ("id",)


class Cell(NamedTuple):
    """A cell of a table that is another one than was written, by the line of its file."""

    file: str
    line: int
    key: tuple[str, ...]
    field: str
    was: str
    now: str

    def in_words(self) -> str:
        """Return it as one line."""
        return _("{file}, line {line}, {field}: “{was}” → “{now}”").format(**self._asdict())


@dataclass
class Edited:
    """What was edited in tables, and what is left as it is."""

    cells: list[Cell] = field(default_factory=list[Cell])
    """What people changed, as far as it can be taken in."""
    rewritten: list[Cell] = field(default_factory=list[Cell])
    """What a spreadsheet seems to have changed by itself. It is left as it is."""
    refused: list[str] = field(default_factory=list[str])
    """What cannot be taken in, and why, each a sentence."""
    records: list[Record] = field(default_factory=list[Record])
    answers: dict[str, dict[str, str | None]] = field(default_factory=dict[str, dict[str, str | None]])
    """What to save: records, and answers by submission and path."""


class _Table(NamedTuple):
    headings: list[str]
    rows: dict[tuple[str, ...], tuple[int, dict[str, str]]]
    """The line and the cells of each row, by what it is known by; that is blank for a new one."""


def edits_in(store: Store, folder: Path, *, also_rewritten: bool = False) -> Edited:
    """Return what was edited in a folder of tables since fieldkit wrote it. Nothing is saved by it.

    A row that is missing is no deletion. A cell that has changed in the project too is left as it is there.

    Raises:
        FileError: the folder lacks what was written into it, is of another project, or a file cannot be read.
    """
    edited = Edited()
    for name, content in _written(store, folder).items():
        path = folder / name
        if path.is_file():
            before = _table(name, content)
            cells = _differing(name, before, _table(name, _read(path)), edited)
            wanted = [cell for cell in cells if also_rewritten or not rewrites(cell.was, cell.now)]
            edited.rewritten += [cell for cell in cells if cell not in wanted]
            _take(store, name, wanted, edited)
    return edited


# Reading


def _written(store: Store, folder: Path) -> dict[str, bytes]:
    """Return the tables as they were written, by the names of their files."""
    try:
        with zipfile.ZipFile(folder / AS_WRITTEN) as archive:
            if archive.comment.decode() != store.project_id:
                raise FileError(
                    _("These tables are of another project. Nothing was changed."),
                    _("Choose the tables of this project."),
                )
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise FileError(
            _("The folder “{name}” lacks {file}, which says what was in the tables.").format(
                name=folder.name, file=AS_WRITTEN
            ),
            _("Put the edited tables back into the folder that fieldkit wrote them into."),
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            _("{name} cannot be read.").format(name=path.name),
            _("Close it in the spreadsheet and try again."),
        ) from error


def _table(name: str, content: bytes) -> _Table:
    """Read a table, whatever a spreadsheet parts its cells by and in whatever encoding."""
    text = _decoded(content)
    key = _KEYS.get(name, _KEY)
    for delimiter in _DIALECTS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        headings = next(rows, list[str]())
        if set(key) <= set(headings):
            found: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
            for row in rows:
                cells = dict(zip(headings, row, strict=False))
                found.setdefault(tuple(cells.get(part, "") for part in key), (rows.line_num, cells))
            return _Table(headings, found)
    raise FileError(
        _("{name} cannot be understood: it has no column {key}.").format(name=name, key=key[0]),
        _("Save it as CSV in UTF-8, with the headings that it had."),
    )


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


# Comparing


def _differing(name: str, before: _Table, now: _Table, edited: Edited) -> list[Cell]:
    key = _KEYS.get(name, _KEY)
    compared = [heading for heading in before.headings if heading in now.headings and heading not in key]
    cells: list[Cell] = []
    for known_by, (line, row) in now.rows.items():
        if known_by not in before.rows:
            edited.refused.append(
                _("{file}, line {line}: a new row. Add it in fieldkit.").format(file=name, line=line)
            )
            continue
        was = before.rows[known_by][1]
        marked = set(was[GUARDED].split())
        cells += [
            Cell(
                name,
                line,
                known_by,
                heading,
                _bare(was[heading], marked, heading),
                _bare(new, marked, heading),
            )
            for heading in compared
            if heading != GUARDED and (new := row.get(heading, "")) != was[heading]
        ]
    return cells


def _bare(text: str, marked: set[str], heading: str) -> str:
    """Return a cell without the mark that kept it from being run; some programs take the mark off themselves."""
    return text.removeprefix(MARK) if heading in marked else text


# Taking


def _take(store: Store, name: str, cells: list[Cell], edited: Edited) -> None:
    by_row: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.key, []).append(cell)
    for key, of_row in by_row.items():
        if name == ANSWERS:
            _take_answers(store, key, of_row, edited)
        else:
            _take_fields(store, _KINDS_BY_FILE[name], key[0], of_row, edited)


_KINDS_BY_FILE = {file_of(name): kind for name, kind in KINDS.items()}


def _take_answers(store: Store, key: tuple[str, ...], cells: list[Cell], edited: Edited) -> None:
    submission, path = key
    there = store.find(Submission, id=submission)
    here = store.answers(submission).get(path, "")
    for cell in cells:
        if not there:
            _refuse(edited, cell, _("it has been deleted since"))
        elif _stands(here, cell, edited):
            edited.answers.setdefault(submission, {})[path] = cell.now or None
            edited.cells.append(cell)


def _take_fields(store: Store, kind: type[Record], id_: str, cells: list[Cell], edited: Edited) -> None:
    record = next(iter(store.find(kind, id=id_)), None)
    new: dict[str, Any] = {}
    for cell in cells:
        if cell.field not in _EDITED_THERE.get(kind, ()):
            _refuse(edited, cell, _("this is changed in fieldkit alone"))
        elif record is None:
            _refuse(edited, cell, _("it has been deleted since"))
        elif _stands(_text(record, cell.field), cell, edited):
            try:
                new.update(_valued(kind, cell))
            except ValidationError:
                _refuse(
                    edited, cell, _("that is no value for it; write days as 2026-09-14 and whole numbers")
                )
            else:
                edited.cells.append(cell)
    if record and new:
        edited.records.append(record.but(**new))


def _text(record: Record, name: str) -> str:
    value = getattr(record, name)
    return "" if value is None else str(int(value)) if isinstance(value, bool) else str(value)


def _valued(kind: type[Record], cell: Cell) -> Mapping[str, Any]:
    """Return the field with what the cell says as its value.

    Raises:
        ValidationError: it cannot hold that.
    """
    nothing = kind.model_fields[cell.field].default is None
    value = None if nothing and not cell.now else cell.now
    return {cell.field: getattr(kind.model_validate({cell.field: value}), cell.field)}


def _stands(here: str, cell: Cell, edited: Edited) -> bool:
    """Tell whether a cell is in the project as it was written; what changed there since is not overruled."""
    if here == cell.now:
        return False
    if here != cell.was:
        _refuse(edited, cell, _("it has changed in fieldkit since, to “{here}”").format(here=here))
        return False
    return True


def _refuse(edited: Edited, cell: Cell, why: str) -> None:
    edited.refused.append(_("{cell}: {why}.").format(cell=cell.in_words(), why=why))
