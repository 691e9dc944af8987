"""The pages on barriers: ranked, how much they matter, what comes together, and in people's own words."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from fieldkit.analysis.barriers import ENOUGH_FOR_SHARES, Barrier, together
from fieldkit.analysis.disclosure import FEWEST, halves, pair_tellable
from fieldkit.analysis.frames import Frames
from fieldkit.analysis.quotes import chosen
from fieldkit.report.document import (
    Align,
    Block,
    Cell,
    Column,
    Dot,
    Dots,
    Heat,
    Look,
    Paragraph,
    Quote,
    Section,
    Stack,
    Stacks,
    Table,
)
from fieldkit.report.findings import Findings, interval_in_groups, share, spelled
from fieldkit.words import _, listed, ngettext

MOST_RANKED = 15
MOST_PAIRED = 6
MOST_QUOTES = 2


def sections(frames: Frames, found: Findings) -> Iterator[Section]:
    """Yield the section on what stands in the way."""
    codes, themes = found.released.codes, found.released.themes
    if not codes and not themes:
        words = _("No barrier was named by enough groups to be told here.")
        yield Section(_("What stands in the way"), (Paragraph(words),), new_page=True)
        return
    body: list[Block | Section] = [*_opening(found)]
    if codes:
        body.append(ranking(codes[:MOST_RANKED], _("Barriers by how many groups named them")))
    body += [_themes(found)] if themes else []
    body += [*_severity(codes[:MOST_RANKED]), *_pairs(codes), *_definitions(frames, codes[:MOST_RANKED])]
    yield Section(_("What stands in the way"), tuple(body), kicker=_("Barriers"), new_page=True)
    spoken = tuple(_spoken(found))
    if spoken:
        yield Section(_("In people's own words"), spoken, kicker=_("Barriers"))


def _opening(found: Findings) -> Iterator[Block]:
    codes = found.released.codes
    if codes:
        first = [
            _("“{b}” by {groups}").format(b=code.name, groups=spelled(code.count, code.of))
            for code in codes[:3]
        ]
        yield Paragraph(_("Most named: {barriers}.").format(barriers=listed(first)))
    if found.released.hidden:
        yield Paragraph(
            ngettext(
                "{count} further barrier was named, by fewer than {fewest} groups. It counts within its theme only.",
                "{count} further barriers were named, each by fewer than {fewest} groups. They are not told one by "
                "one, and count within their themes.",
                found.released.hidden,
            ).format(count=found.released.hidden, fewest=FEWEST)
        )


def ranking(codes: Sequence[Barrier], title: str) -> Dots:
    """Return ranked dots of how many groups named each barrier, with intervals where there are enough groups."""
    of = codes[0].of
    note = _("Groups that named it, of the {of} we spoke with.").format(of=of)
    if of >= ENOUGH_FOR_SHARES:
        note = _("{note} Whiskers: 95 % interval (Wilson).").format(note=note)
    listing = listed([f"{code.name}, {share(code.count, of)}" for code in codes])
    dots: list[Dot] = []
    for at, code in enumerate(codes):
        low, high = interval_in_groups(code) or (None, None)
        dots.append(Dot(code.name, code.count, share(code.count, of), low, high, strong=at < 2))
    return Dots(title, _("Ranked: {listing}.").format(listing=listing), tuple(dots), of, _("groups"), note)


def _themes(found: Findings) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for theme in found.released.themes:
        inside = [code.name for code in found.released.codes if code.theme_id == theme.theme_id]
        names = listed(inside) if inside else _("none named by enough groups to be told alone")
        rows.append((Cell(theme.name, look=Look.STRONG), Cell(share(theme.count, theme.of)), Cell(names)))
    columns = (Column(_("Theme"), 1.2), Column(_("Groups"), 0.8), Column(_("Of which told alone"), 2))
    note = _(
        "A group that named several barriers of a theme counts once. Themes that would "
        "give a hidden number away are left out."
    )
    return Table(_("Barriers by theme"), columns, tuple(rows), note)


def _severity(codes: Sequence[Barrier]) -> Iterator[Block]:
    said = [(code, halves(code.severity)) for code in codes]
    split = [(code, pair) for code, pair in said if pair is not None]
    if not split:
        return
    stacks = [Stack(code.name, pair, _("{n} groups").format(n=sum(pair))) for code, pair in split]
    alt = listed([_("{b}: {g} of {n} grave").format(b=c.name, g=p[1], n=sum(p)) for c, p in split])
    yield Stacks(
        _("How much it matters to those who said"),
        alt,
        (_("not much, or somewhat"), _("a lot, or it stops us")),
        tuple(stacks),
        _(
            "Each group counts by the gravest it said. A barrier is here only where both "
            "sides have at least {fewest} groups."
        ).format(fewest=FEWEST),
    )


def _pairs(codes: Sequence[Barrier]) -> Iterator[Block]:
    top = list(codes[:MOST_PAIRED])
    counts = together(top)
    while top and not all(_safe(counts, one, other) for one in top for other in top):
        top.pop()
    if len(top) < 3:
        return
    rows: list[tuple[str, tuple[float | None, ...]]] = []
    for at, code in enumerate(top):
        told = tuple(_both(counts, other, code) if n <= at else math.nan for n, other in enumerate(top))
        rows.append((f"{at + 1}  {code.name}", told))
    alt = _("For each two of these barriers, how many groups named both: {names}.").format(
        names=listed([c.name for c in top])
    )
    yield Heat(
        _("What comes together"),
        alt,
        tuple(str(n + 1) for n in range(len(top))),
        tuple(rows),
        max(code.count for code in top),
        _(
            "Groups that named both; where a barrier meets itself, all that named it. Hidden: fewer than {fewest}."
        ).format(fewest=FEWEST),
    )


def _safe(counts: dict[tuple[str, str], int], one: Barrier, other: Barrier) -> bool:
    both = counts.get((one.code_id, other.code_id), counts.get((other.code_id, one.code_id), 0))
    return pair_tellable(both, one.count, other.count, one.of)


def _both(counts: dict[tuple[str, str], int], one: Barrier, other: Barrier) -> float | None:
    both = counts[one.code_id, other.code_id]
    return float(both) if both >= FEWEST else None


def _definitions(frames: Frames, codes: Sequence[Barrier]) -> Iterator[Block]:
    meaning = dict(zip(frames.codes["id"], frames.codes["definition"], strict=True))
    rows = tuple(
        (
            Cell(code.name, look=Look.STRONG),
            Cell(str(meaning.get(code.code_id, ""))),
            Cell(share(code.count, code.of)),
        )
        for code in codes
    )
    if rows:
        columns = (
            Column(_("Barrier"), 1.1),
            Column(_("What we mean by it"), 2),
            Column(_("Groups"), 0.8, Align.RIGHT),
        )
        yield Table(_("The same in figures"), columns, rows)


def _spoken(found: Findings) -> Iterator[Section]:
    used: set[str] = set()
    for code in found.released.codes:
        fitting = [q for q in found.quotes.told if q.code_id == code.code_id and q.evidence not in used]
        picked = chosen(fitting, MOST_QUOTES)
        used |= {quote.evidence for quote in picked}
        if picked:
            yield Section(code.name, tuple(Quote(quote.text, quote.source) for quote in picked))
