"""Answers collected with ODK, KoboToolbox and the like: tables, one for each repeat, or submissions as XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from fieldkit.errors import FileError
from fieldkit.exchange import instances
from fieldkit.exchange.cells import UnsayableError, chosen, readable, text_of
from fieldkit.exchange.columns import POINT
from fieldkit.exchange.enclosed import Enclosed
from fieldkit.exchange.formulas import GUARDED, MARK
from fieldkit.exchange.frames import frames
from fieldkit.exchange.headings import Column
from fieldkit.exchange.labels import AmbiguousError, Spoken, valued
from fieldkit.exchange.source import SourceRow, source
from fieldkit.forms import Form, Question
from fieldkit.forms.workbooks.findings import Place
from fieldkit.words import _

__all__ = ["Import", "ImportedSubmission", "frames", "read"]


class ImportedSubmission(NamedTuple):
    """A row of the main sheet with all that belongs to it. `answers` are texts by path, as a project keeps them.

    Instances of repeats are keyed by their place among the rows that belong to the same one: `000001`, `000002`.
    """

    key: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Import:
    """What a workbook of collected answers holds."""

    rows: list[ImportedSubmission]
    unplaced: list[str]
    """Whatever could not be taken in, each with its sheet, row and column, and why."""
    doubtful: list[str]
    """What was taken in as it is written, although the question wants another kind of answer."""
    sheets: dict[str, int]
    """How many rows each sheet has."""
    files: Enclosed
    """The photos and other files that lie with them."""


def read(form: Form, path: Path, labels: str | None = None) -> Import:
    """Return the answers to a form in a workbook, in CSV files or in the XML of submissions, in a folder or a .zip.

    Choices may be named by their values or by their labels, in the language `labels` where that is given; then a
    label goes before a value that reads the same.

    Raises:
        FileError: it cannot be read, it holds no answers to this form, or its labels may mean several answers.
    """
    if instances.holds(path):
        return _of_instances(form, path)
    found = source(form, path)
    answers: dict[str, dict[str, str]] = {}
    heard = Heard(labels, list(found.unplaced))
    doubtful = list[str]()
    for row in found.rows:
        said = answers.setdefault(row.key, {})
        if row.instance:
            said[row.instance] = row.instance[-7:-1]
        for question, text in texts(row, heard):
            if text:
                said[path_of(row, question)] = text
            if not readable(text, question.type):
                doubtful.append(_doubt(row, question, text))
    if heard.ambiguous:
        raise FileError(
            _("Some labels in “{name}” may mean several answers. Nothing was taken in.").format(
                name=path.name
            ),
            _(
                "Download the answers with values (“XML values”) instead of labels, or say in which language they are."
            ),
            heard.ambiguous,
        )
    submissions = [ImportedSubmission(key, said) for key, said in answers.items()]
    return Import(submissions, heard.unplaced, doubtful, found.sheets, Enclosed(path))


def _of_instances(form: Form, path: Path) -> Import:
    found = instances.read(form, path)
    rows = [ImportedSubmission(key, said) for key, said in found.answers.items()]
    return Import(rows, found.unplaced, [], {path.name: len(rows)}, Enclosed(path))


@dataclass(slots=True)
class Heard:
    """What is to be told of the rows that were read, and the language of their labels, if it is known."""

    labels: str | None = None
    unplaced: list[str] = field(default_factory=list[str])
    ambiguous: list[str] = field(default_factory=list[str])


def path_of(row: SourceRow, question: Question) -> str:
    """Return the path under which an answer in this row is kept."""
    return row.instance + question.path.removeprefix(row.table.repeat)


def texts(row: SourceRow, heard: Heard) -> Iterator[tuple[Question, str]]:
    """Yield each question that has a column in this row's sheet, with its text; tell `heard` what has none."""
    split: dict[str, dict[str, bool]] = {}
    parts: dict[str, dict[str, str]] = {}
    guarded = _guarded(row)
    for column in row.columns:
        if column.question and column.choice:
            said = _chosen(row, column, heard)
            split.setdefault(column.question.path, {})
            if said is not None:
                split[column.question.path][column.choice] = said
        elif column.question and column.part:
            text = _text(row, column, column.question, guarded, heard)
            parts.setdefault(column.question.path, {})[column.part] = text
    for column in row.columns:
        if column.question and not column.choice and not column.part:
            choices = split.pop(column.question.path, {})
            text = _text(row, column, column.question, guarded, heard, choices)
            parts.pop(column.question.path, None)
            _compare(row, column, text, choices, heard)
            yield column.question, text
    questions = {column.question.path: column.question for column in row.columns if column.question}
    for path, choices in split.items():
        yield questions[path], " ".join(choice for choice, said in choices.items() if said)
    for path, numbers in parts.items():
        yield questions[path], " ".join(numbers[name] for name in POINT if numbers.get(name))


def _guarded(row: SourceRow) -> frozenset[str]:
    """Return the headings of the cells that were given a mark, so that no spreadsheet runs them."""
    if GUARDED not in row.sheet.headings:
        return frozenset()
    return frozenset(str(row.row.at(row.sheet.headings.index(GUARDED)) or "").split())


def _text(
    row: SourceRow,
    column: Column,
    question: Question,
    guarded: frozenset[str],
    heard: Heard,
    choices: Mapping[str, bool] | None = None,
) -> str:
    cell = row.row.at(column.place)
    marked = cell.removeprefix(MARK) if column.heading in guarded and isinstance(cell, str) else None
    spoken = column.spoken if heard.labels is None else Spoken(heard.labels, labels_first=True)
    ticked = frozenset(choice for choice, said in (choices or {}).items() if said)
    try:
        # What bears a mark is what somebody said, whatever a spreadsheet would make of it.
        said = text_of(cell, question.type) if marked is None else marked
        return valued(question, said, spoken, ticked)
    except UnsayableError as error:
        heard.unplaced.append(_place(row, column).said(_("{reason}.").format(reason=error)))
    except AmbiguousError as error:
        heard.ambiguous.append(_place(row, column).said(_("{reason}.").format(reason=error)))
    return ""


def _chosen(row: SourceRow, column: Column, heard: Heard) -> bool | None:
    try:
        return chosen(row.row.at(column.place), column.choice)
    except UnsayableError as error:
        heard.unplaced.append(_place(row, column).said(_("{reason}.").format(reason=error)))
        return None


def _compare(row: SourceRow, column: Column, text: str, choices: Mapping[str, bool], heard: Heard) -> None:
    """Add the choices whose own columns say otherwise than the one that holds them all; that one was taken."""
    joined = set(text.split())
    odd = [choice for choice, said in choices.items() if said != (choice in joined)]
    if odd:
        said = _("this column and those of single choices disagree about {choices}; this one was taken.")
        heard.unplaced.append(_place(row, column).said(said.format(choices=", ".join(odd))))


def _place(row: SourceRow, column: Column) -> Place:
    return Place(row.sheet.title, row.row.number, column.heading)


def _doubt(row: SourceRow, question: Question, text: str) -> str:
    headings = [column.heading for column in row.columns if column.question is question]
    said = _("“{text}” is no answer of the type {type}; it was taken in as it is written.")
    place = Place(row.sheet.title, row.row.number, headings[0])
    return place.said(said.format(text=text, type=question.type))
