"""What stands in the way: how many groups named each barrier, how much it matters, and what comes together."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import sqrt
from typing import NamedTuple

from fieldkit.analysis.frames import Frames

ENOUGH_FOR_SHARES = 20
"""Below this number of groups there is neither percentage nor interval, only `12 of 19`."""

LEVELS = 4
"""How much an issue matters: 0 not much to 3 it stops us."""


class Interval(NamedTuple):
    """The ends of an interval, as shares from 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Barrier:
    """A barrier as named by the groups that count. Nothing in it is fit to publish before disclosure control."""

    code_id: str
    theme_id: str
    """Its own id where it is a theme."""
    name: str
    groups: frozenset[str]
    """Who named it: in a coded passage or in an issue."""
    of: int
    """How many groups count."""
    sensitive: bool
    """Whether everyone who named it is of a sensitive kind."""
    severity: tuple[int, int, int, int]
    """Of the groups that said how much it matters: how many say so at the most, from 0 to 3."""

    @property
    def count(self) -> int:
        """How many groups named it."""
        return len(self.groups)

    @property
    def interval(self) -> Interval | None:
        """The interval of the share of groups that named it; None where there are too few groups for shares."""
        return wilson(self.count, self.of) if self.of >= ENOUGH_FOR_SHARES else None


def wilson(count: int, of: int, z: float = 1.959964) -> Interval:
    """Return the score interval of a share, 95 % unless told otherwise.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22.

    Raises:
        ValueError: `of` is not positive or `count` is not within it.
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError("a share needs a count within a positive number")
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def groups_heard(frames: Frames) -> frozenset[str]:
    """Return the groups that count."""
    heard = frames.interviews[frames.interviews["heard"]]
    return frozenset(heard["group_id"])


def barriers(frames: Frames) -> list[Barrier]:
    """Return every code that anybody named, most groups first; themes are not among them unless coded as such."""
    named = _named(frames)
    return _ranked([_barrier(frames, code, frozenset({code}), named) for code in named])


def themes(frames: Frames) -> list[Barrier]:
    """Return every theme that anybody named, itself or through any of its codes, most groups first."""
    named = _named(frames)
    parents = _parents(frames)
    below: dict[str, set[str]] = {}
    for code in named:
        below.setdefault(parents.get(code) or code, set()).add(code)
    return _ranked([_barrier(frames, theme, frozenset(codes), named) for theme, codes in below.items()])


def together(chosen: Sequence[Barrier]) -> dict[tuple[str, str], int]:
    """Return for each pair of barriers, in the order given, how many groups named both."""
    pairs = combinations_with_replacement(chosen, 2)
    return {(one.code_id, other.code_id): len(one.groups & other.groups) for one, other in pairs}


def _ranked(found: list[Barrier]) -> list[Barrier]:
    return sorted(found, key=lambda barrier: (-barrier.count, barrier.name))


def _named(frames: Frames) -> dict[str, set[str]]:
    """Return for each code of the codebook the groups that named it."""
    known = set(frames.codes["id"])
    named: dict[str, set[str]] = {}
    for frame in (frames.segments, frames.issues):
        heard = frame[frame["heard"]]
        for code, group in zip(heard["code_id"], heard["group_id"], strict=True):
            if code in known:
                named.setdefault(code, set()).add(group)
    return named


def _parents(frames: Frames) -> dict[str, str]:
    return dict(zip(frames.codes["id"], frames.codes["parent_id"], strict=True))


def _barrier(frames: Frames, code: str, codes: frozenset[str], named: dict[str, set[str]]) -> Barrier:
    names = dict(zip(frames.codes["id"], frames.codes["name"], strict=True))
    groups = frozenset().union(*(named[one] for one in codes))
    return Barrier(
        code_id=code,
        theme_id=_parents(frames).get(code) or code,
        name=names.get(code, code),
        groups=groups,
        of=len(groups_heard(frames)),
        sensitive=groups <= sensitive_groups(frames),
        severity=_severity(frames, codes),
    )


def sensitive_groups(frames: Frames) -> frozenset[str]:
    """Return the groups of a sensitive kind."""
    sensitive = frames.interviews[frames.interviews["sensitive"]]
    return frozenset(sensitive["group_id"])


def _severity(frames: Frames, codes: frozenset[str]) -> tuple[int, int, int, int]:
    issues = frames.issues
    about = issues[issues["heard"] & issues["code_id"].isin(list(codes))]
    worst: dict[str, int] = {}
    for group, matters in zip(about["group_id"], about["matters"], strict=True):
        worst[group] = max(worst.get(group, 0), min(max(int(matters), 0), LEVELS - 1))
    levels = list(worst.values())
    return levels.count(0), levels.count(1), levels.count(2), levels.count(3)
