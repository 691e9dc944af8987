"""The tables that a questionnaire's answers make, and which question each heading of such a table means."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fieldkit.forms import Form, Item, Question, Repeat
from fieldkit.words import _

MAIN = "main"
"""The name of the table that has one row for each submission."""
POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
"""The columns of a place as ODK Central has them, each after the name of its question and `-`."""
SEVERAL = frozenset({"select_multiple", "rank"})
"""The types of questions that may have several answers."""
_SEPARATORS = "/.:-"
"""What exports put between the names of groups, and between a question and one of its choices."""


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each submission, or for each instance of a repeat.

    `repeat` is the path of the repeat and `parent` that of the repeat around it; blank for none.
    """

    name: str
    repeat: str
    parent: str
    questions: tuple[Question, ...]

    def columns(self) -> dict[str, str]:
        """Return the name of each question's column, by its path: its own name, or its path where others share that."""
        shared = Counter(question.name for question in self.questions)
        return {q.path: q.name if shared[q.name] == 1 else q.path for q in self.questions}


class Column(NamedTuple):
    """What a column of a sheet holds: answers to a question, one number of a place, or whether a choice was chosen.

    `reason` says why it holds neither.
    """

    place: int
    heading: str
    question: Question | None = None
    choice: str = ""
    reason: str = ""
    part: str = ""
    """Which number of a place it holds, one of POINT; blank for all of it."""


def tables(form: Form) -> tuple[Table, ...]:
    """Return the tables of a form: the main one first, and each repeat after the one around it."""
    questions: dict[str, list[Question]] = {"": []}
    parents = {"": ""}
    for item, repeat in _walked(form.children, ""):
        if isinstance(item, Repeat):
            questions[item.path], parents[item.path] = [], repeat
        elif isinstance(item, Question):
            questions[repeat].append(item)
    shared = Counter([MAIN, *(_last(path) for path in questions if path)])
    return tuple(
        Table(_name(repeat, shared), repeat, parents[repeat], tuple(asked))
        for repeat, asked in questions.items()
    )


def numbered(of_form: Sequence[Table]) -> list[tuple[Table, int]]:
    """Return each table with its number, from 1, among the repeats that are called alike; 0 for one alone."""
    names = [_last(table.repeat) for table in of_form]
    total, seen = Counter(names), Counter[str]()
    found: list[tuple[Table, int]] = []
    for table, name in zip(of_form, names, strict=True):
        seen[name] += 1
        found.append((table, seen[name] if total[name] > 1 else 0))
    return found


def _walked(items: Sequence[Item], repeat: str) -> Iterator[tuple[Item, str]]:
    """Yield every item with the path of the repeat it is in."""
    for item in items:
        yield item, repeat
        if not isinstance(item, Question):
            yield from _walked(item.children, item.path if isinstance(item, Repeat) else repeat)


def _name(repeat: str, shared: Mapping[str, int]) -> str:
    if not repeat:
        return MAIN
    return _last(repeat) if shared[_last(repeat)] == 1 else repeat


def _last(path: str) -> str:
    return path.rpartition("/")[2]


class Headings:
    """Tells what the headings of sheets mean, in all the spellings that exports use."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._spelled = {table.repeat: _spelled(table.questions) for table in tables}
        self._names = {table.repeat: table.name for table in tables}

    def placed(self, table: Table, headings: Sequence[str]) -> list[Column]:
        """Return what each column of a sheet with this table's rows holds."""
        columns: list[Column] = []
        taken: set[tuple[str, str, str]] = set()
        for place, heading in enumerate(headings):
            column = self._column(table, place, heading)
            meaning = (column.question.path, column.choice, column.part) if column.question else ("", "", "")
            if column.question and meaning in taken:
                column = Column(place, heading, reason=_("it is there twice, and the first was taken"))
            taken.add(meaning)
            columns.append(column)
        return columns

    def _column(self, table: Table, place: int, heading: str) -> Column:
        if not heading:
            return Column(place, heading, reason=_("it has no heading"))
        spelled = self._spelled[table.repeat]
        meant = _nearest(spelled.get(heading, []), heading, table.repeat)
        if len(meant) == 1:
            return Column(place, heading, meant[0])
        if meant:
            return Column(place, heading, reason=_("several questions are called that"))
        return (
            _part_of(spelled, table.repeat, place, heading)
            or _choice_of(spelled, table.repeat, place, heading)
            or Column(place, heading, reason=self._elsewhere(table, heading))
        )

    def _elsewhere(self, table: Table, heading: str) -> str:
        for repeat, spelled in self._spelled.items():
            if repeat != table.repeat and heading in spelled:
                return _("it is a question of “{table}”, not of this sheet").format(table=self._names[repeat])
        return _("it is no question of this form")


def _spelled(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Return the questions that each spelling may mean: a name, with none, some or all of its groups before it."""
    found: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions:
        names = question.path.strip("/").split("/")
        spellings = {sep.join(names[start:]) for sep in _SEPARATORS for start in range(len(names))}
        for spelling in spellings:
            found[spelling].append(question)
    return dict(found)


def _nearest(questions: list[Question], heading: str, repeat: str) -> list[Question]:
    """Return the one among several that the heading names in full, from the form's root or from its repeat."""
    for spelled in (str, _slashed):
        for root in ("", repeat):
            whole = [
                q for q in questions if spelled(q.path.removeprefix(root).strip("/")) == spelled(heading)
            ]
            if len(whole) == 1:
                return whole
    return questions


def _slashed(heading: str) -> str:
    return re.sub(f"[{_SEPARATORS}]", "/", heading)


def _part_of(spelled: Mapping[str, list[Question]], repeat: str, place: int, heading: str) -> Column | None:
    """Return the column of one number of a place, if the heading means one."""
    head, sign, part = heading.rpartition("-")
    if not sign or part not in POINT:
        return None
    meant = [q for q in _nearest(spelled.get(head, []), head, repeat) if q.type == "geopoint"]
    return Column(place, heading, meant[0], part=part) if len(meant) == 1 else None


def _choice_of(spelled: Mapping[str, list[Question]], repeat: str, place: int, heading: str) -> Column | None:
    """Return the column of one choice of a question with several answers, if the heading means one."""
    reason = ""
    for separator in re.finditer(f"[{_SEPARATORS}]", heading):
        head, choice = heading[: separator.start()], heading[separator.end() :]
        meant = [q for q in _nearest(spelled.get(head, []), head, repeat) if q.type in SEVERAL]
        if len(meant) == 1:
            question = meant[0]
            if not question.choices or any(choice == offered.value for offered in question.choices):
                return Column(place, heading, question, choice)
            reason = _("“{choice}” is no choice of “{question}”").format(
                choice=choice, question=question.name
            )
    return Column(place, heading, reason=reason) if reason else None
