"""What may leave the team: no number by which somebody could be found, nor any that gives one away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from fieldkit.analysis.barriers import Barrier

FEWEST: Final = 5
"""A number below this is hidden. It may be raised, never lowered, for readers outside the team."""
FEWEST_SENSITIVE: Final = 10
"""The same where all it counts are of a sensitive kind."""
NARROWEST: Final = 3
"""A hidden number that can be worked out to a range narrower than this counts as given away."""

TOTAL: Final = "\x00total"
"""The name of the row and of the column of sums."""


def threshold(sensitive: bool, fewest: int = FEWEST) -> int:
    """Return the smallest number that may be shown."""
    return max(fewest, FEWEST_SENSITIVE if sensitive else FEWEST)


Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts with its sums, as it may be shown: None is a hidden number."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shown: Mapping[Place, int | None]
    """By row and column, either of which may be TOTAL."""

    @property
    def hidden(self) -> int:
        """How many numbers are hidden, sums included."""
        return sum(value is None for value in self.shown.values())


def suppress(
    counts: Mapping[Place, int],
    rows: Sequence[str],
    columns: Sequence[str],
    fewest: Mapping[str, int] | None = None,
    kept: Collection[Place] = (),
    unshown: Collection[Place] = (),
) -> Counts:
    """Return a table of counts with sums, in which nothing can be read or worked out that must stay hidden.

    `fewest` is the smallest number to be shown in a row, FEWEST where none is given. First the small numbers are
    hidden, zeros too; then, one by one and the smallest first, the numbers by which a hidden one could be worked
    out to a range narrower than NARROWEST, or be seen to be too small to be shown. An attacker who knows that
    counts are whole and not negative, and sees all that is shown, learns no more than that. `kept` are told
    elsewhere: they are the last to be hidden. `unshown` are sums that are told nowhere.
    """
    if not rows or not columns:
        return Counts(tuple(rows), tuple(columns), {})
    limit = fewest or {}
    values = _with_sums(counts, rows, columns)
    least = {row: limit.get(row, FEWEST) for row in rows}
    least[TOTAL] = min(least.values())
    small = {place for place, value in values.items() if value < least[place[0]]}
    told_nowhere = set(unshown) - small
    hidden = small | told_nowhere
    _cover(values, hidden, small, least, kept)
    # One by one they hide more than they must together: show again what need not be hidden, the largest first.
    for place in sorted(hidden - small - told_nowhere, key=lambda place: (-values[place], place)):
        if next(_exposed(values, hidden - {place}, small, least), None) is None:
            hidden.remove(place)
    _cover(values, hidden, set(values) - told_nowhere, least, kept)
    shown = {place: None if place in hidden else value for place, value in values.items()}
    return Counts(tuple(rows), tuple(columns), shown)


def _with_sums(counts: Mapping[Place, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Place, int]:
    values = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    values |= {(row, TOTAL): sum(values[row, column] for column in columns) for row in rows}
    values |= {(TOTAL, column): sum(values[row, column] for row in rows) for column in (*columns, TOTAL)}
    return values


def _cover(
    values: Mapping[Place, int],
    hidden: set[Place],
    secret: set[Place],
    least: Mapping[str, int],
    kept: Collection[Place],
) -> None:
    """Hide more numbers until no secret one that is hidden can be worked out too well."""
    while exposed := next(_exposed(values, hidden, secret, least), None):
        hidden.add(_neighbour(values, hidden, exposed, kept))


def _exposed(
    values: Mapping[Place, int], hidden: set[Place], secret: set[Place], least: Mapping[str, int]
) -> Iterator[Place]:
    """Yield the secret hidden numbers that can be worked out too well."""
    return (place for place in sorted(hidden & secret) if not _safe(values, hidden, place, least))


def _safe(values: Mapping[Place, int], hidden: set[Place], place: Place, least: Mapping[str, int]) -> bool:
    less, more = _slack(values, hidden, place)
    return less + more >= NARROWEST and values[place] + more >= least[place[0]]


def _neighbour(
    values: Mapping[Place, int], hidden: set[Place], exposed: Place, kept: Collection[Place]
) -> Place:
    """Return the number to hide next: one that helps the exposed one at once, no sum if it can be helped, and small.

    Where no single number helps, it is one beside the exposed number, and the next turn goes on from there.
    """
    slack = sum(_slack(values, hidden, exposed))
    shown = [place for place in values if place not in hidden]
    free = [place for place in shown if place not in kept] or shown
    free.sort(key=lambda place: (place.count(TOTAL), values[place], place))
    helping = (place for place in free if sum(_slack(values, hidden | {place}, exposed)) > slack)
    beside = (place for place in free if place[0] == exposed[0] or place[1] == exposed[1])
    return next(helping, None) or next(beside, free[0])


FAR: Final = FEWEST_SENSITIVE
"""How far from the truth a number could be is reckoned up to here; farther is safe in any case."""


def _slack(values: Mapping[Place, int], hidden: set[Place], place: Place) -> tuple[int, int]:
    """Return how much less and how much more a hidden number could be, for all that is shown; FAR at the most.

    A table with sums is a circulation: each row and each column, that of the sums too, is a node, and each number
    the flow of an arc. What is hidden may change as long as all flows still add up, so its range is what a
    maximum flow through the other hidden arcs can add to it or take from it.
    Source: Ahuja, Magnanti & Orlin 1993, "Network Flows", 6.1 (controlled rounding, data security).
    """
    start, end = _arc(place)
    others = [(_arc(other), values[other]) for other in sorted(hidden) if other != place]
    return min(values[place], _flow(others, start, end)), _flow(others, end, start)


def _arc(place: Place) -> tuple[str, str]:
    """Return the nodes between which a number flows; what flows into a row of sums leaves by its column."""
    row, column = f"row {place[0]}", f"column {place[1]}"
    return (column, row) if (place[0] == TOTAL) != (place[1] == TOTAL) else (row, column)


def _flow(arcs: Sequence[tuple[tuple[str, str], int]], source: str, sink: str) -> int:
    """Return how much can flow from source to sink, FAR at the most; arcs may grow, or shrink to nothing."""
    room: dict[str, dict[str, int]] = {}
    for (start, end), value in arcs:
        room.setdefault(start, {})[end] = FAR
        room.setdefault(end, {})[start] = room.get(end, {}).get(start, 0) + value
    flowed = 0
    while flowed < FAR and (path := _path(room, source, sink)):
        step = min(FAR - flowed, *(room[start][end] for start, end in path))
        for start, end in path:
            room[start][end] -= step
            room[end][start] = room[end].get(start, 0) + step
        flowed += step
    return flowed


def _path(room: Mapping[str, Mapping[str, int]], source: str, sink: str) -> list[tuple[str, str]]:
    """Return the arcs of a shortest way with room left, none where there is no way."""
    before: dict[str, str] = {}
    edge = [source]
    while edge and sink not in before:
        following: list[str] = []
        for node in edge:
            for end, left in sorted(room.get(node, {}).items()):
                if left > 0 and end not in before and end != source:
                    before[end] = node
                    following.append(end)
        edge = following
    way: list[tuple[str, str]] = []
    node = sink
    while node in before:
        way.append((before[node], node))
        node = before[node]
    return way[::-1]


class Released(NamedTuple):
    """Barriers as they may be told."""

    codes: list[Barrier]
    themes: list[Barrier]
    """With all of their codes, also those that are hidden."""
    hidden: int
    """How many codes were named by too few to be told; they are within their themes."""


def release(codes: Sequence[Barrier], themes: Sequence[Barrier], codebook: Mapping[str, str]) -> Released:
    """Return the barriers that enough groups named; the others only within their theme.

    `codebook` is the parent of every code, for a reader who owns the codebook knows which codes are missing. A
    theme from which a hidden code could be worked out to a range narrower than NARROWEST is hidden too: of m
    hidden codes each is at most FEWEST - 1, and together they are at least what the shown ones leave of the theme.
    """
    shown = [code for code in codes if code.count >= threshold(code.sensitive)]
    ids = {code.code_id for code in shown}
    return Released(
        codes=shown,
        themes=[theme for theme in themes if _tellable(theme, shown, codebook)],
        hidden=sum(code.code_id not in ids for code in codes),
    )


def _tellable(theme: Barrier, shown: Sequence[Barrier], codebook: Mapping[str, str]) -> bool:
    if theme.count < threshold(theme.sensitive):
        return False
    beside = [code for code in shown if code.theme_id == theme.theme_id]
    ids = {code.code_id for code in beside}
    # A code of the theme's own counts as one of its codes.
    missing = sum((parent or code) == theme.theme_id and code not in ids for code, parent in codebook.items())
    if not missing:
        return True
    most = FEWEST - 1
    left = theme.count - sum(code.count for code in beside) - (missing - 1) * most
    return most - max(0, left) >= NARROWEST


def pair_tellable(both: int, one: int, other: int, of: int) -> bool:
    """Tell whether a pair of barriers can be in a table: shown, or hidden without giving itself away.

    What is hidden is known to be below FEWEST, and to be at least what the two leave of all groups.
    """
    return both >= FEWEST or FEWEST - 1 - max(0, one + other - of) >= NARROWEST


def halves(severity: Sequence[int], fewest: int = FEWEST) -> tuple[int, int] | None:
    """Return how many groups find it bearable and how many do not; None where either is too few to tell."""
    mild, grave = sum(severity[:2]), sum(severity[2:])
    return (mild, grave) if min(mild, grave) >= fewest else None
