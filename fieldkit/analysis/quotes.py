"""What people said that may be told: with their consent, and so that nobody finds them by it."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from fieldkit.analysis.disclosure import threshold
from fieldkit.analysis.frames import Frames, rows
from fieldkit.domain.coding import Span, Wording, overlap
from fieldkit.words import _

SHORTEST, LONGEST = 25, 320
"""Letters of a quote: shorter ones say nothing, longer ones are a story by which people know each other."""


class Quoted(NamedTuple):
    """A passage in somebody's own words that may be told."""

    code_id: str
    text: str
    source: str
    """Who said it, in words that many share."""
    evidence: str
    """The id of the passage."""
    group_id: str


class Quotes(NamedTuple):
    """The quotes that may be told, and why others may not: how many had no consent, and how many would reveal."""

    told: list[Quoted]
    without_consent: int
    revealing: int


def quotes(frames: Frames, codes: Collection[str]) -> Quotes:
    """Return the passages marked as people's own words that touch one of these codes.

    `codes` are those that may be told themselves. A passage that names a group or a person of the project, an
    address, a number or a handle is not told.
    """
    names = known_names(frames)
    spoken = frames.passages[frames.passages["heard"] & (frames.passages["wording"] == Wording.VERBATIM)]
    by_note: dict[str, list[tuple[Span, str]]] = {}
    coded = frames.segments[frames.segments["heard"] & frames.segments["code_id"].isin(list(codes))]
    for note, start, end, code in zip(
        coded["note_id"], coded["start"], coded["end"], coded["code_id"], strict=True
    ):
        by_note.setdefault(note, []).append((Span(start, end), code))
    sources = _Sources(frames)
    told: list[Quoted] = []
    without_consent = revealing = 0
    for row in rows(spoken):
        touched = {
            c for span, c in by_note.get(row["note_id"], []) if overlap(span, Span(row["start"], row["end"]))
        }
        text = bare(row["quote"])
        if not touched or not SHORTEST <= len(text) <= LONGEST:
            continue
        if not row["quotable"]:
            without_consent += 1
        elif reveals(text, names):
            revealing += 1
        else:
            source = sources.of(row["interview_id"])
            told += [Quoted(code, text, source, row["id"], row["group_id"]) for code in sorted(touched)]
    return Quotes(told, without_consent, revealing)


def bare(text: str) -> str:
    """Return what was said in one line, without the marks around it."""
    return " ".join(text.split()).strip(" \"'“”„‘«»")


def chosen(told: Iterable[Quoted], most: int) -> list[Quoted]:
    """Return at most this many quotes, each of another group, of a length that is read at a glance."""
    voices: dict[str, Quoted] = {}
    for quote in sorted(told, key=lambda q: (abs(len(q.text) - 110), q.evidence)):
        voices.setdefault(quote.group_id, quote)
    return list(voices.values())[:most]


class _Sources:
    """Says who spoke, by role and kind of group where enough others could have."""

    def __init__(self, frames: Frames) -> None:
        heard = frames.interviews[frames.interviews["heard"]]
        self._about = {row["id"]: row for row in rows(heard)}
        self._alike: dict[tuple[str, str], set[str]] = {}
        for row in self._about.values():
            self._alike.setdefault((_role(row["in_the_room"]), row["type_id"]), set()).add(row["group_id"])

    def of(self, interview_id: str) -> str:
        row = self._about[interview_id]
        role = _role(row["in_the_room"])
        alike = self._alike[role, row["type_id"]]
        if not row["type"] or len(alike) < threshold(row["sensitive"]):
            return _("A community group")
        return f"{role.capitalize()}, {row['type']}" if role else str(row["type"])


def _role(in_the_room: str) -> str:
    return " ".join(str(in_the_room).lower().split())


ADDRESSES = re.compile(
    r"""
    [\w.+-]+@[\w-]+\.\w+               # an e-mail address
    | (?<!\w)@\w{2,}                   # a handle
    | https?://\S+ | \bwww\.\S+        # a page
    | \+?\d[\d\s().-]{6,}\d            # a telephone number
    | \b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b   # a British postcode
    """,
    re.VERBOSE | re.IGNORECASE,
)


def reveals(text: str, names: Collection[str]) -> bool:
    """Tell whether a text holds an address of any kind or one of these names."""
    if ADDRESSES.search(text):
        return True
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names)


def known_names(frames: Frames) -> frozenset[str]:
    """Return the names of all groups and people of the project, and the places of the groups."""
    every = [*frames.groups["name"], *frames.groups["place"], *frames.people["name"]]
    return frozenset(name.strip() for name in every if len(name.strip()) >= 3)
