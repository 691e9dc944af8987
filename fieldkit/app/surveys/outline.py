"""A questionnaire as pages of rows: few enough widgets at a time, however long the form is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fieldkit.forms import Question, Repeat, Shown

PAGE = 36
"""The most rows on a page: more would take longer to lay out than a person waits."""


class Row(NamedTuple):
    """One line of a page: a question, the heading of a group, a repeat, or one of its instances."""

    shown: Shown
    depth: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by while the form changes around it."""
        return type(self.shown.item).__name__ + (
            "[]" if self.shown.key else ""
        ), self.shown.path or self.shown.children[0].path


class Page(NamedTuple):
    """One page: its title and its rows."""

    title: str
    rows: tuple[Row, ...]

    @property
    def questions(self) -> list[str]:
        """The paths of the questions that can be answered here."""
        return [
            row.shown.path
            for row in self.rows
            if isinstance(row.shown.item, Question) and row.shown.item.type != "note"
        ]


def pages(children: Sequence[Shown], title: str) -> list[Page]:
    """Return the pages of a form: one for each group at the top, more where it is long.

    Questions outside any group are gathered under `title`.
    """
    found: list[Page] = []
    loose: list[Row] = []
    for child in children:
        if isinstance(child.item, Question):
            loose.append(Row(child, 0))
            continue
        found += _cut(title, loose)
        loose = []
        # The title of the page is the group's; a repeat keeps its heading, for it bears the buttons.
        rows = [Row(child, 0)] if isinstance(child.item, Repeat) else []
        found += _cut(child.label or title, [*rows, *_rows(child, len(rows))])
    return found + _cut(title, loose)


def _rows(shown: Shown, depth: int) -> Iterator[Row]:
    for child in shown.children:
        # A group without a name is one of layout alone.
        named = bool(child.label) or isinstance(child.item, Question | Repeat)
        if named:
            yield Row(child, depth)
        yield from _rows(child, depth + named)


def _cut(title: str, rows: Sequence[Row]) -> list[Page]:
    parts = [tuple(rows[at : at + PAGE]) for at in range(0, len(rows), PAGE)]
    return [Page(title if n == 0 else f"{title} ({n + 1})", part) for n, part in enumerate(parts)]
