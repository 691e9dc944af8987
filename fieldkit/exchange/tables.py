"""All that a project knows, as tables that people read: one CSV for each kind of record, safe to open in Excel."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from fieldkit.domain import KINDS, Consent, Interview, Record, Submission
from fieldkit.domain.consent import TRAVELLING_STATUS, Reach, reach
from fieldkit.domain.record import Said
from fieldkit.exchange.destination import packed
from fieldkit.exchange.formulas import GUARDED, MARK, runs
from fieldkit.store import Store
from fieldkit.words import ngettext

_LEFT_OUT = {"deleted", "xml"}
"""Fields for programs alone: what is deleted is not in the tables, and a questionnaire is a file of its own."""
ANSWERS = "answers.csv"
AS_WRITTEN = "as-written.zip"
"""The tables once more, by which is seen what somebody edited in them: see `fieldkit.exchange.edited`."""
_PLURALS = {"person": "people", "interview": "interviews", "withdrawal": "withdrawals", "answer": "answers"}


class Written(NamedTuple):
    """What went into the tables: how many rows, by the file's name; and how many interviews told only their status."""

    rows: dict[str, int]
    held_back: int


def write_tables(store: Store, to: Path) -> Written:
    """Write the tables into a new folder, or an archive where `to` is called .zip.

    They hold what may travel to the team, and no more: of an interview without consent for it, the id and the
    status; and nothing of one that was not asked. In each table the last column names the cells of its row that
    bear an apostrophe, so that Excel does not run them. Beside them lies what `edits_in` compares them with.

    Raises:
        FileError: they cannot be written there; nothing was.
    """
    reaches = _reaches(store)
    held_back = sum(reaches.get(i.id, Reach.NOTHING) != Reach.EVERYTHING for i in store.find(Interview))
    rows: dict[str, int] = {}
    with packed(to) as desk:
        for name, kind in KINDS.items():
            fields = fields_of(kind)
            some = [_told(record, fields, reaches) for record in _released(store.find(kind), reaches)]
            if some:
                rows[file_of(name)] = _write(desk / file_of(name), fields, some)
        answers = list(_answers(store, reaches))
        if answers:
            rows[ANSWERS] = _write(desk / ANSWERS, ("submission_id", "path", "value"), answers)
        _keep(desk, store.project_id)
    return Written(rows, held_back)


def kept_back(interviews: int) -> str:
    """Return in a sentence how many interviews told only their status."""
    return ngettext(
        "{n} interview tells its status at the most: nobody agreed yet that the team may see it.",
        "{n} interviews tell their status at the most: nobody agreed yet that the team may see them.",
        interviews,
    ).format(n=interviews)


def title_of(table: str) -> str:
    """Return what the table of a kind of record is called."""
    return _PLURALS.get(table, table)


def fields_of(kind: type[Record]) -> list[str]:
    """Return the columns of a kind's table, the id first."""
    return [field for field in kind.model_fields if field not in _LEFT_OUT]


def text_of(value: object) -> str:
    """Return what a field holds as the tables write it: nothing for None, 0 or 1 for a claim."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _reaches(store: Store) -> dict[str, Reach]:
    return {interview: reach(said) for interview, said in store.consents().items()}


def _released(records: Iterable[Record], reaches: dict[str, Reach]) -> Iterator[Record]:
    for record in records:
        if isinstance(record, Said):
            how_far = reaches.get(record.interview_id, Reach.NOTHING)
            if how_far == Reach.EVERYTHING or (how_far == Reach.STATUS and isinstance(record, Consent)):
                yield record
        elif not isinstance(record, Interview) or reaches.get(record.id, Reach.NOTHING) != Reach.NOTHING:
            yield record


def _told(record: Record, fields: Sequence[str], reaches: dict[str, Reach]) -> list[str]:
    cells = {field: text_of(getattr(record, field)) for field in fields}
    if isinstance(record, Interview) and reaches.get(record.id) == Reach.STATUS:
        cells = {field: text if field in ("id", *TRAVELLING_STATUS) else "" for field, text in cells.items()}
    return list(cells.values())


def _answers(store: Store, reaches: dict[str, Reach]) -> Iterator[list[str]]:
    may_go = {
        submission.id
        for submission in store.find(Submission)
        if reaches.get(submission.interview_id) == Reach.EVERYTHING
    }
    for submission, path, text in store.all_answers():
        if submission in may_go:
            yield [submission, path, text]


def file_of(kind: str) -> str:
    """Return the name of the file that a kind of record is written into, given its permanent name."""
    return f"{title_of(kind)}.csv"


def _write(path: Path, fields: Sequence[str], rows: Iterable[list[str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        table.writerow([*fields, GUARDED])
        for row in rows:
            marked = [field for field, text in zip(fields, row, strict=True) if runs(text)]
            table.writerow([*(MARK + text if runs(text) else text for text in row), " ".join(marked)])
            count += 1
    return count


def _keep(folder: Path, project_id: str) -> None:
    files = sorted(folder.iterdir())
    with zipfile.ZipFile(folder / AS_WRITTEN, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = project_id.encode()
        for file in files:
            archive.write(file, file.name)
