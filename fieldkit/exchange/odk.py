"""Answers collected with ODK, KoboToolbox and the like: a workbook with one sheet for each repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fieldkit.exchange.cells import UnsayableError, chosen, readable, text_of
from fieldkit.exchange.columns import Column
from fieldkit.exchange.frames import frames
from fieldkit.exchange.source import SourceRow, source
from fieldkit.forms import Form, Question
from fieldkit.forms.findings import Place
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


def read(form: Form, path: Path) -> Import:
    """Return the answers that a workbook holds to a form.

    Raises:
        FileError: it is no workbook (.xlsx), it is damaged, or it holds no answers to this form.
    """
    found = source(form, path)
    answers: dict[str, dict[str, str]] = {}
    unplaced, doubtful = list(found.unplaced), list[str]()
    for row in found.rows:
        said = answers.setdefault(row.key, {})
        if row.instance:
            said[row.instance] = row.instance[-7:-1]
        for question, text in texts(row, unplaced):
            if text:
                said[path_of(row, question)] = text
            if not readable(text, question.type):
                doubtful.append(_doubt(row, question, text))
    submissions = [ImportedSubmission(key, said) for key, said in answers.items()]
    return Import(submissions, unplaced, doubtful, found.sheets)


def path_of(row: SourceRow, question: Question) -> str:
    """Return the path under which an answer in this row is kept."""
    return row.instance + question.path.removeprefix(row.table.repeat)


def texts(row: SourceRow, unplaced: list[str]) -> Iterator[tuple[Question, str]]:
    """Yield each question that has a column in this row's sheet, with its text; add to `unplaced` what has none."""
    split: dict[str, dict[str, bool]] = {}
    for column in row.columns:
        if column.question and column.choice:
            said = _chosen(row, column, unplaced)
            split.setdefault(column.question.path, {})
            if said is not None:
                split[column.question.path][column.choice] = said
    for column in row.columns:
        if column.question and not column.choice:
            text = _text(row, column, column.question, unplaced)
            _compare(row, column, text, split.pop(column.question.path, {}), unplaced)
            yield column.question, text
    questions = {column.question.path: column.question for column in row.columns if column.question}
    for path, choices in split.items():
        yield questions[path], " ".join(choice for choice, said in choices.items() if said)


def _text(row: SourceRow, column: Column, question: Question, unplaced: list[str]) -> str:
    try:
        return text_of(row.row.at(column.place), question.type)
    except UnsayableError as error:
        unplaced.append(_place(row, column).said(_("{reason}.").format(reason=error)))
        return ""


def _chosen(row: SourceRow, column: Column, unplaced: list[str]) -> bool | None:
    try:
        return chosen(row.row.at(column.place), column.choice)
    except UnsayableError as error:
        unplaced.append(_place(row, column).said(_("{reason}.").format(reason=error)))
        return None


def _compare(
    row: SourceRow, column: Column, text: str, choices: Mapping[str, bool], unplaced: list[str]
) -> None:
    """Add the choices whose own columns say otherwise than the one that holds them all; that one was taken."""
    joined = set(text.split())
    odd = [choice for choice, said in choices.items() if said != (choice in joined)]
    if odd:
        said = _("this column and those of single choices disagree about {choices}; this one was taken.")
        unplaced.append(_place(row, column).said(said.format(choices=", ".join(odd))))


def _place(row: SourceRow, column: Column) -> Place:
    return Place(row.sheet.title, row.row.number, column.heading)


def _doubt(row: SourceRow, question: Question, text: str) -> str:
    headings = [column.heading for column in row.columns if column.question is question]
    said = _("“{text}” is no answer of the type {type}; it was taken in as it is written.")
    place = Place(row.sheet.title, row.row.number, headings[0])
    return place.said(said.format(text=text, type=question.type))
