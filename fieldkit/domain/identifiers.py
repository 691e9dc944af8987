"""Words in a note by which somebody could be found: numbers, addresses, handles and known names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from fieldkit.domain.coding import Span


class Sort(StrEnum):
    """What may name somebody."""

    PROFILE = "profile"
    HANDLE = "handle"
    E_MAIL = "e-mail"
    POSTCODE = "postcode"
    PHONE = "phone"
    NAME = "name"


class Identifier(NamedTuple):
    """A stretch of text that may name somebody, and what could stand there instead."""

    span: Span
    sort: Sort
    text: str
    proposal: str


def found(text: str, names: Mapping[str, str]) -> list[Identifier]:
    """Return what may name somebody, in the order of the text; no two share a character.

    `names` are known names, each with what could stand in its place. They are found as whole words, capitals
    as given, over any blanks. Proposals that already stand in the text are left alone, so once all is replaced
    nothing more is found. The names of people are best left out of `names`: many are everyday words (Ash, May),
    and a list of false alarms is soon not read any more.
    """
    known = _known(tuple(names.items()))
    masked = _masked(text, names)
    every: dict[Span, tuple[Sort, str]] = {}
    while True:
        # What is found can hide what it touches, as in `NR3 1AB@ash`: look again with it out of sight.
        fresh = dict(_seen(masked, known))
        if not fresh:
            return [
                Identifier(span, sort, text[slice(*span)], to) for span, (sort, to) in sorted(every.items())
            ]
        every |= fresh
        for span in fresh:
            masked = _hidden(masked, span)


def around(text: str, span: Span, letters: int = 40) -> tuple[str, str]:
    """Return what stands before and after a stretch, in one line, cut between words where there is more."""
    before, after = text[: span.start], text[span.end :]
    if len(before) > letters:
        before = "…" + before[-letters:].partition(" ")[2]
    if len(after) > letters:
        after = after[:letters].rpartition(" ")[0] + "…"
    return _BLANKS.sub(" ", before).lstrip(), _BLANKS.sub(" ", after).rstrip()


def moved(span: Span, identifier: Identifier) -> Span:
    """Return where a stretch stands once something is replaced; one that shares letters with it takes in all of it."""
    gone, length = identifier.span, len(identifier.proposal)
    later = gone.start + length - gone.end
    start = span.start + later if span.start >= gone.end else min(span.start, gone.start)
    end = span.end if span.end <= gone.start else max(span.end, gone.end) + later
    return Span(start, end)


Known = Mapping[str, tuple[frozenset[str], str]]
"""Names, each with its words and what could stand in its place."""
_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")
_HIDDEN = "\0"
"""Stands for letters that are dealt with; no rule below takes it in."""
PROPOSALS = {sort: f"[{sort}]" for sort in Sort if sort != Sort.NAME}
"""What could stand instead of whatever is found by its shape."""

_GAP = r"(?:\)?[ \u00a0.‐‑–-]{0,2}\(?)"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_CLOCK = r"(?:[01]?\d|2[0-3])"
_NO_PHONE = re.compile(
    rf"""
    (?<!\w)(?<!\d[.-])
    (?: (?:19|20)\d\d([.-]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])              # 2024-06-15, 20240615
      | {_DAY}([ .-]){_MONTH}\2(?:19|20)\d\d                                        # 15.06.2024
      | {_DAY}([.-]){_MONTH}\3\d\d                                                  # 15.06.24
      | {_CLOCK}[.:][0-5]\d(?:\s?[-–]\s?{_CLOCK}[.:][0-5]\d)?                       # 10.15-11.40
      | (?<!\d[ ])(?:[01]\d|2[0-3])[0-5]\d\s?[-–]\s?{_CLOCK}[0-5]\d                 # 0900-1700
      | (?<!\d[ ])[1-9]\d{{3}}\s?[-–/]\s?\d{{4}}                                    # 2023-2024, 1250-1750 of them
      | (?<!\d[ ])(?:19|20)\d\d(?:[ ](?:19|20)\d\d)*(?=[ ]\d)                       # 2023, and then a count
      | (?<!\d[ ])(?<!\+)[1-9]\d{{0,2}}(?:[ \u00a0]\d{{3}}){{0,2}}[ \u00a0]000      # 1 200 000
      | [1-9]\d{{0,5}}000                                                           # 1200000
    )(?!\w)(?![.-]\d)
    """,
    re.VERBOSE,
)
_SHAPES: dict[Sort, re.Pattern[str]] = {
    Sort.PROFILE: re.compile(
        r"""
        (?<!\w)(?:https?://)?
        (?: (?:[a-z]{1,9}\.)?(?:facebook|fb|instagram|twitter|x|linkedin|tiktok|threads|bsky|wa|whatsapp|t)
            \.(?:com|net|app|me)/
          | (?<=//)(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}/@ )
        @?\w(?:[\w.@/%-]{0,80}[\w/])?(?:\?[\w=&%-]{0,80}\w)?
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    Sort.HANDLE: re.compile(
        r"(?<![\w@])@[^\W\d_](?:[\w.-]{0,62}\w)(?:@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24})?"
    ),
    Sort.E_MAIL: re.compile(r"(?<!\w)\w[\w.+'’-]{0,63}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?!\w)"),
    Sort.POSTCODE: re.compile(
        r"""
        (?<!\w)
        (?: GIR[ ]?0AA
          | [A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?[ \u00a0]?\d[ABD-HJLNP-UW-Z]{2}
          | [a-pr-uwyz][a-hk-y]\d[a-z\d]?[ \u00a0]?\d(?!st|nd|rd|th)[abd-hjlnp-uw-z]{2} )
        (?!\w)
        """,
        re.VERBOSE,
    ),
    # Source of the lengths: Ofcom, National Telephone Numbering Plan; ITU-T E.164.
    Sort.PHONE: re.compile(
        rf"""
        (?<![\w£$€#])(?<!\d\.)(?<![£$€][ ])
        (?: (?:\+|00)44{_GAP}(?:\(?0\)?{_GAP})?[1-9](?:{_GAP}\d){{8,9}}
          | (?:\+|00)[1-9](?:{_GAP}\d){{6,13}}
          | (?:\(0\d{{1,5}}\)|0\d)(?:{_GAP}\d){{8,9}}
          | (?:\(0\d{{1,5}}\)|0\d)(?:{_GAP}\d){{5,12}}
          | (?<!\d,)(?: (?:\([1-9]\d{{1,4}}\)[ ]?|[1-9]\d{{2,4}}[ \u00a0-])\d{{3,6}}(?:[ \u00a0-]\d{{3,6}}){{0,2}}
                      | [1-9]\d{{6,14}} )(?![.,]\d) )
        (?!\w)(?!\s?(?:[£$€%]|pounds|euros|dollars))
        """,
        re.VERBOSE,
    ),
}
_SIGNS = {Sort.PROFILE: "/", Sort.E_MAIL: "@", Sort.HANDLE: "@"}
"""Without this sign there is no need to look."""
_FEWEST_DIGITS = 7


def _seen(masked: str, names: Known) -> Iterator[tuple[Span, tuple[Sort, str]]]:
    """Yield what is in sight. What one rule took, the later ones do not see."""
    for sort, shape in _SHAPES.items():
        if _SIGNS.get(sort, "") not in masked:
            continue
        looked_at = masked
        if sort == Sort.PHONE and shape.search(masked):
            looked_at = _NO_PHONE.sub(_hide, masked)
        for match in shape.finditer(looked_at):
            if sort != Sort.PHONE or sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS:
                yield Span(*match.span()), (sort, PROPOSALS[sort])
                masked = _hidden(masked, Span(*match.span()))
    words = set(_WORD.findall(masked)) if names else set[str]()
    here = tuple(name for name, (its_words, _instead) in names.items() if its_words <= words)
    for match in _any_of(here).finditer(masked) if here else ():
        yield Span(*match.span()), (Sort.NAME, names[_plain(match[0])][1])


@lru_cache(maxsize=256)
def _known(names: tuple[tuple[str, str], ...]) -> Known:
    """Return each name with its words, by which most are ruled out, and what could stand there; the longest first."""
    ordered = sorted(names, key=lambda pair: len(pair[0]), reverse=True)
    return {
        _plain(name): (frozenset(_WORD.findall(name)), instead)
        for name, instead in ordered
        if _WORD.search(name)
    }


@lru_cache(maxsize=1024)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds these names, over any blanks and with either apostrophe."""
    each = (r"\s+".join(re.escape(word).replace("'", "['’]") for word in name.split()) for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)")


def _plain(name: str) -> str:
    return " ".join(name.split()).replace("’", "'")


def _masked(text: str, names: Mapping[str, str]) -> str:
    """Hide the proposals that stand in the text already."""
    known = {*PROPOSALS.values(), *names.values()} - {""}
    there = sorted((proposal for proposal in known if proposal in text), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, there)), _hide, text) if there else text


def _hide(match: re.Match[str]) -> str:
    return _HIDDEN * len(match[0])


def _hidden(text: str, span: Span) -> str:
    return text[: span.start] + _HIDDEN * (span.end - span.start) + text[span.end :]
