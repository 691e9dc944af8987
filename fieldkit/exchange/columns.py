"""The tables that a questionnaire's answers make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldkit.forms import Form, Item, Question, Repeat

MAIN = "main"
"""The name of the table that has one row for each submission."""
POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
"""The columns of a place as ODK Central has them, each after the name of its question and `-`."""
SEVERAL = frozenset({"select_multiple", "rank"})
"""The types of questions that may have several answers."""


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
