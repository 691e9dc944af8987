"""A questionnaire as pages of rows: few enough widgets at a time, however long the form is."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from fieldkit.forms import Item, Question, Repeat, Shown
from fieldkit.forms.markdown import plain

PAGE = 24
"""About the most questions on a page. More would take long to scroll through, and to lay out."""
_WIDTH = re.compile(r"(?:^|\s)w(\d+)(?:\s|$)")
_USUAL_WIDTH = 4
"""What the widths of the questions of a group add up to, where it does not say. Source: Enketo, theme-grid."""


class Row(NamedTuple):
    """One line of a page: a question, the heading of a group, a repeat, or one of its instances."""

    shown: Shown
    depth: int
    number: int = 0
    """Which instance of its repeat it is, from 1."""
    of: int = 0
    """How many instances its repeat has."""
    share: float = 1
    """How much of the width it takes."""

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
    key: Hashable = ()
    """What it is known by while pages before it come and go."""
    media: Mapping[str, str] = {}
    """What goes with its title, by kind, as the form names it."""

    @property
    def asking(self) -> dict[str, Question]:
        """The questions that can be answered here, by their paths; some only while they are not to be read alone."""
        rows = ((row.shown.path, row.shown.item) for row in self.rows)
        return {path: item for path, item in rows if isinstance(item, Question) and _is_answered(item)}

    @property
    def questions(self) -> list[str]:
        """The paths of these questions."""
        return list(self.asking)


def _is_answered(question: Question) -> bool:
    if question.type == "note" or "label" in question.appearance.split():
        return False
    return not (question.readonly == "true()" and question.calculate)


def pages(items: Sequence[Item], shown: Sequence[Shown], title: str) -> list[Page]:
    """Return the pages of a form: one for each group; a long group is parted by the groups within it.

    `items` is all that the form has, and `shown` what of it is shown now. Questions outside any group are gathered
    under `title`. Where a page ends hangs on the form alone and not on what is relevant, lest the page change
    under the hands.
    """
    return _numbered(_within(items, shown, title, "", _USUAL_WIDTH))


def _within(items: Sequence[Item], shown: Sequence[Shown], title: str, where: str, total: int) -> list[Page]:
    """Return the pages of what lies side by side: each group has its own, and what is between them is gathered."""
    chunks = _chunks(items)
    found: list[Page] = []
    for alone, run in groupby(shown, lambda child: _stands_alone(child.item)):
        if alone:
            for child in run:
                found += _illustrated(_opened(child, plain(child.label) or title), child)
        else:
            pieces = [(chunks[child.item], list(_rows([child], 0, total))) for child in run]
            found += _filled(title, where, pieces)
    return found


def _chunks(items: Sequence[Item]) -> dict[Item, int]:
    """Return which page each of these belongs to, when they are put one after the other."""
    chunks: dict[Item, int] = {}
    before = 0
    for item in items:
        chunks[item] = before // PAGE
        before += 0 if _stands_alone(item) else _weight(item)
    return chunks


def _stands_alone(item: Item) -> bool:
    if isinstance(item, Question):
        return False
    return isinstance(item, Repeat) or bool(item.label.words) or _weight(item) > PAGE


def _opened(shown: Shown, title: str) -> list[Page]:
    """Return the pages of a group or repeat. The title of a page is the group's, so that gets no heading."""
    if isinstance(shown.item, Question):
        raise TypeError(shown.item)
    if isinstance(shown.item, Repeat):
        return _of_repeat(shown.item, shown, title)
    if _weight(shown.item) <= PAGE:
        return [Page(title, tuple(_rows(shown.children, 0, _total(shown))), shown.path or title)]
    return _within(shown.item.children, shown.children, title, shown.path or title, _total(shown))


def _illustrated(opened: list[Page], shown: Shown) -> list[Page]:
    """Return the pages of a group, the first with what goes with its title; a repeat has a heading for that."""
    if not opened or isinstance(shown.item, Repeat):
        return opened
    return [opened[0]._replace(media=shown.media), *opened[1:]]


def _of_repeat(repeat: Repeat, shown: Shown, title: str) -> list[Page]:
    """Return the pages of a repeat: its heading bears the buttons, and the instances follow, whole where they fit.

    There is none where there is nothing in it, and nobody can add to it.
    """
    if not shown.children and not can_grow(repeat):
        return []
    weight, total = _weight(repeat), _total(shown)
    on_a_page = max(1, PAGE // weight)
    chunks = _chunks(repeat.children)
    pieces: list[tuple[Hashable, list[Row]]] = [((0, 0), [Row(shown, 0)])]
    for at, instance in enumerate(shown.children):
        place = at // on_a_page
        pieces.append(((place, 0), [Row(instance, 1, at + 1, len(shown.children))]))
        for child in instance.children:
            chunk = chunks[child.item] if weight > PAGE else 0
            pieces.append(((place, chunk), list(_rows([child], 2, total))))
    return _filled(title, shown.path, pieces)


def can_grow(repeat: Repeat) -> bool:
    """Tell whether people may add to a repeat: its form does not say how many there are."""
    return not repeat.fixed and not repeat.count


def _rows(children: Sequence[Shown], depth: int, total: int = _USUAL_WIDTH) -> Iterator[Row]:
    for number, child in enumerate(children, start=1):
        # A group without a name is one of layout alone.
        named = bool(child.label or child.media) or isinstance(child.item, Question | Repeat)
        if named:
            place = (number, len(children)) if child.key else (0, 0)
            yield Row(child, depth, *place, _share(child.item, total))
        yield from _rows(child.children, depth + named, _total(child))


def _share(item: Item, total: int) -> float:
    width = _WIDTH.search(item.appearance) if isinstance(item, Question) else None
    return min(1, int(width[1]) / total) if width else 1


def _total(shown: Shown) -> int:
    width = _WIDTH.search(shown.item.appearance) if not isinstance(shown.item, Question) else None
    return max(1, int(width[1])) if width else _USUAL_WIDTH


def _weight(item: Item) -> int:
    """Return how many questions an item asks, relevant or not."""
    if isinstance(item, Question):
        return int(item.asked)
    return sum(map(_weight, item.children)) + 1


def _filled(title: str, where: str, pieces: Iterable[tuple[Hashable, list[Row]]]) -> list[Page]:
    """Return a page for each run of pieces that belong together."""
    runs = [(chunk, [rows for _chunk, rows in run]) for chunk, run in groupby(pieces, itemgetter(0))]
    return [Page(title, tuple(chain.from_iterable(run)), (where, chunk)) for chunk, run in runs]


def _numbered(found: list[Page]) -> list[Page]:
    """Tell pages of the same title apart by a number."""
    seen: dict[str, int] = {}
    named: list[Page] = []
    for page in found:
        count = seen[page.title] = seen.get(page.title, 0) + 1
        named.append(page if count == 1 else page._replace(title=f"{page.title} ({count})"))
    return named
