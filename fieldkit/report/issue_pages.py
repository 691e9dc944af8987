"""The pages on issues: what is wrong, why not, what would have to change, and who could change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldkit.analysis.disclosure import FEWEST
from fieldkit.analysis.register import Recommended, Told
from fieldkit.domain.issues import Changer, Size
from fieldkit.report.document import Block, Callout, Cell, Column, Look, Paragraph, Section, Table
from fieldkit.report.findings import Findings, share
from fieldkit.words import _, day, listed, ngettext

MOST_ACTIONS = 4
EVIDENCE = 6
"""Letters of an id by which the team finds the passage again."""
MOST_EVIDENCE = 5


def changers(changer: str) -> str:
    """Return who could make a change, as people say it."""
    return _who().get(changer, _("Nobody yet named"))


def _who() -> dict[str, str]:
    return {
        Changer.FUNDER: _("Funders"),
        Changer.MAKER: _("Makers of tools"),
        Changer.HOSTER: _("Those who host tools"),
        Changer.NETWORK: _("Networks of groups"),
        Changer.LAW: _("Employers and lawmakers"),
        Changer.GROUP: _("Groups themselves, with help"),
        Changer.NOBODY: _("Nobody we know of"),
    }


def _matters(level: int) -> str:
    return (_("matters little"), _("matters somewhat"), _("matters a lot"), _("stops people"))[
        min(max(level, 0), 3)
    ]


def _size(size: str) -> str:
    return {
        Size.HOURS: _("takes hours"),
        Size.DAYS: _("takes days"),
        Size.WEEKS: _("takes weeks"),
        Size.MONEY: _("takes money"),
    }.get(Size(size) if size in set(Size) else Size.UNKNOWN, _("effort unknown"))


def issues(found: Findings) -> Iterator[Section]:
    """Yield the section that leads from each issue to who could change it, one table for each of them."""
    told = found.register.told
    title = _("What would have to change, and who could change it")
    if not told:
        yield Section(
            title, (Paragraph(_("No issue can be told yet without saying whose it is.")),), new_page=True
        )
        return
    body: list[Block] = [Paragraph(text) for text in _opening(found)]
    for changer, who in _who().items():
        theirs = [issue for issue in told if issue.changer == changer]
        if theirs:
            body.append(_table(who, theirs, found.groups))
    yield Section(title, tuple(body), kicker=_("Issues"), new_page=True)


def _opening(found: Findings) -> Iterator[str]:
    count = len(found.register.told)
    yield ngettext(
        "{count} issue is told here: what is wrong, the objection in people's own words where they agreed to be "
        "quoted, and what would have to change.",
        "{count} issues are told here: what is wrong, the objection in people's own words where they agreed to be "
        "quoted, and what would have to change.",
        count,
    ).format(count=count)
    if found.register.rare:
        yield ngettext(
            "{count} further issue is about something that fewer than {fewest} groups named, and is held back.",
            "{count} further issues are about something that fewer than {fewest} groups named, and are held back.",
            found.register.rare,
        ).format(count=found.register.rare, fewest=FEWEST)


def _table(who: str, theirs: Sequence[Told], of: int) -> Table:
    rows = tuple(
        (
            Cell(issue.title, note=" · ".join(_about(issue, of)), look=Look.STRONG),
            Cell(issue.objection, look=Look.QUOTE) if issue.objection else Cell("–"),
            Cell(issue.alteration or "–", note=_size(issue.size)),
        )
        for issue in theirs
    )
    columns = (Column(_("Issue")), Column(_("Objection")), Column(_("What would have to change"), 1.1))
    return Table(who, columns, rows)


def _about(issue: Told, of: int) -> Iterator[str]:
    yield issue.barrier
    yield _matters(issue.matters)
    if issue.groups >= FEWEST:
        yield share(issue.groups, of)


def recommendations(found: Findings) -> Iterator[Section]:
    """Yield the section on who should do what, each with the evidence it rests on.

    These are the project's own recommendations; where it has none yet, what the issues say would have to change.
    """
    body: list[Block | Section] = []
    for changer, who in _who().items():
        acts = [_recommended(one) for one in found.recommended if one.by == changer]
        if not found.recommended and changer != Changer.NOBODY:
            theirs = [issue for issue in found.register.told if issue.changer == changer and issue.alteration]
            acts = [_act(issue) for issue in theirs[:MOST_ACTIONS]]
        if acts:
            body.append(Section(who, tuple(acts)))
    if body:
        first = _(
            "Each rests on what groups said. The marks of the evidence lead the team to it, and nobody else."
        )
        title = _("Recommendations, by who should act")
        yield Section(title, (Paragraph(first), *body), kicker=_("Recommendations"), new_page=True)


def first_step(found: Findings) -> Iterator[Callout]:
    """Yield what should be done first: the recommendation that rests on most groups, else the gravest issue."""
    for one in found.recommended[:1]:
        title = _("Recommended first, to {who}").format(who=changers(one.by))
        yield Callout(title, one.text, _("What it rests on, and what else: see the recommendations."))
    if not found.recommended and found.register.told:
        issue = found.register.told[0]
        yield Callout(_("What would have to change first"), issue.alteration, changers(issue.changer))


def _recommended(one: Recommended) -> Callout:
    named = listed([f"“{barrier.name}” ({share(barrier.count, barrier.of)})" for barrier in one.rests_on])
    reason = _("Rests on: {barriers}.").format(barriers=named)
    if not named:
        reason = _("Rests on what too few groups named to be told.")
    due = _("by {day}").format(day=day(one.due)) if one.due else ""
    note = (_size(one.size), due, _evidence(one.evidence))
    return Callout(one.text, reason, " · ".join(part for part in note if part))


def _act(issue: Told) -> Callout:
    reason = _("Because: {issue}").format(issue=issue.title)
    return Callout(
        issue.alteration,
        reason,
        " · ".join((_matters(issue.matters), _size(issue.size), _evidence(issue.evidence))),
    )


def _evidence(ids: Sequence[str]) -> str:
    if not ids:
        return ""
    marks = ", ".join(one[:EVIDENCE] for one in ids[:MOST_EVIDENCE])
    more = _("{marks} and others").format(marks=marks) if len(ids) > MOST_EVIDENCE else marks
    return _("evidence {marks}").format(marks=more)
