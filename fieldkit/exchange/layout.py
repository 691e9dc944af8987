"""The columns of exported tables, and what each says of an answer.

Source: ODK Central, `lib/data/briefcase.js` and the documentation of its export options: groups are put before a
question with `-`, a place is four columns, and each choice of a question with several answers may have a column
`question/choice` of 1 and 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from fieldkit.domain.consent import Audience
from fieldkit.exchange.columns import POINT, SEVERAL, Table
from fieldkit.exchange.labels import labelled
from fieldkit.forms import Question


@dataclass(frozen=True, slots=True)
class Way:
    """How answers are written down."""

    labels: str | None = None
    """The language of the labels that stand for choices, blank for the form's only one; None for their values."""
    split: bool = False
    """Whether each choice of a question with several answers has a column of its own, besides the one of all."""
    groups: bool = True
    """Whether the names of its groups stand before a question's."""
    audience: Audience = Audience.TEAM
    files: bool = True
    """Whether photos and other files that are answers go along."""

    def speaking(self, language: str) -> Way:
        """Return the same way with labels in this language."""
        return replace(self, labels=language)


class Field(NamedTuple):
    """A column of an exported table: its heading, the path of its question, and what it says of an answer."""

    heading: str
    path: str
    type: str
    said: Callable[[str], str]


def fields(table: Table, way: Way) -> tuple[Field, ...]:
    """Return the columns of a table that answer questions, in the order of the form."""
    inner = {question.path: _inner(table, question) for question in table.questions}
    names = {path: names[-1:] if not way.groups else names for path, names in inner.items()}
    taken = Counter("-".join(name) for name in names.values())
    found: list[Field] = []
    for question in table.questions:
        heading = "-".join(names[question.path])
        if taken[heading] > 1:
            # Two questions must never share a heading, whatever was asked for.
            heading = "/".join(inner[question.path])
        found.extend(_of(question, heading, way))
    return tuple(found)


def _inner(table: Table, question: Question) -> list[str]:
    """Return the names on the way to a question within its table: a repeat's own way is in the table's name."""
    return question.path.removeprefix(table.repeat).strip("/").split("/")


def _of(question: Question, heading: str, way: Way) -> Iterator[Field]:
    if question.type == "geopoint":
        for place, name in enumerate(POINT):
            yield Field(f"{heading}-{name}", question.path, "decimal", partial(_part, place))
        return
    said = str if way.labels is None else labelled(question, way.labels)
    yield Field(heading, question.path, question.type, said)
    if way.split and question.type in SEVERAL:
        for value in dict.fromkeys(choice.value for choice in question.choices):
            yield Field(f"{heading}/{value}", question.path, "integer", partial(_ticked, value))


def _part(place: int, text: str) -> str:
    """Return one number of a place; what is no place stays whole in the first column."""
    parts = text.split(" ")
    if len(parts) > len(POINT) or not all(parts):
        parts = [text]
    return parts[place] if place < len(parts) else ""


def _ticked(value: str, text: str) -> str:
    return "" if not text else "1" if value in text.split() else "0"
