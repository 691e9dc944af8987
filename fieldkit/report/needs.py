"""The report on needs: what stands in the way of groups, what works, and who could change what."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.analysis.disclosure import FEWEST
from fieldkit.analysis.fit import CLEAR, ToolFit
from fieldkit.analysis.frames import Frames
from fieldkit.analysis.quotes import chosen
from fieldkit.domain import Project
from fieldkit.report import barrier_pages, method_pages, tool_pages
from fieldkit.report.document import (
    Block,
    Bullets,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Quote,
    Section,
    Tone,
)
from fieldkit.report.findings import Findings, find, groups, share, spelled
from fieldkit.report.issue_pages import first_step, issues, recommendations
from fieldkit.words import _, day, listed


def document(frames: Frames, language: str = "en-GB") -> Document:
    """Return the report on needs, with nothing in it that must not leave the team."""
    found, project = find(frames), frames.project
    title = headline(found)
    return Document(
        title=title,
        kicker=_("Needs assessment"),
        subtitle=project.name or _("A needs assessment with community groups"),
        facts=tuple(_facts(project, found)),
        summary=_summary(title, found),
        sections=tuple(_sections(frames, found)),
        language=language,
        running=project.name or _("Needs assessment"),
    )


def headline(found: Findings) -> str:
    """Return the finding in one line: what most groups named."""
    if not found.tellable:
        return _("There is not enough yet to report")
    top = found.released.codes[:2] or found.released.themes[:2]
    if not top:
        return _("What {groups} told us about technology").format(groups=groups(found.groups))
    names = listed([f"“{barrier.name}”" for barrier in top])
    return _("What stands in the way most: {barriers}").format(barriers=names)


def _facts(project: Project, found: Findings) -> Iterator[tuple[str, str]]:
    if project.asked_by:
        yield _("Asked for by"), project.asked_by
    if project.decision:
        yield _("To decide"), project.decision
    if found.tellable:
        yield _("We spoke with"), groups(found.groups)
    days = period(found)
    if days:
        yield _("When"), days
    if project.data_owner:
        yield _("Who owns the data"), project.data_owner


def period(found: Findings) -> str:
    """Return from when to when people spoke with us; empty where that may not be told."""
    first, last = found.coverage.first, found.coverage.last
    if not found.tellable or first is None or last is None:
        return ""
    return day(first) if first == last else _("{first} to {last}").format(first=day(first), last=day(last))


def _summary(title: str, found: Findings) -> Section:
    if not found.tellable:
        return Section(title, (Paragraph(_not_enough(), Tone.LEAD),), kicker=_("Summary"))
    return Section(title, tuple(_on_one_page(found)), kicker=_("Summary"))


def _not_enough() -> str:
    return _(
        "A number is told only where at least {fewest} groups stand behind it, twice as many for groups that "
        "need more protection. So far fewer have spoken with us and agreed to be part of a report. This is not "
        "a fault: it protects those who did. The pages that follow say how the work is done."
    ).format(fewest=FEWEST)


def _on_one_page(found: Findings) -> Iterator[Block]:
    codes = found.released.codes
    if codes:
        yield Paragraph(
            _("Of those we spoke with, {groups} named “{barrier}” as standing in their way.").format(
                groups=spelled(codes[0].count, codes[0].of), barrier=codes[0].name
            ),
            Tone.LEAD,
        )
    yield KeyFigures(tuple(_key_figures(found))[:4])
    if codes:
        yield barrier_pages.ranking(codes[:5], _("What stands in the way, as groups named it"))
    for quote in chosen(found.quotes.told, 1):
        yield Quote(quote.text, quote.source)
    yield from first_step(found)


def _key_figures(found: Findings) -> Iterator[KeyFigure]:
    yield KeyFigure(str(found.groups), _("groups spoke with us and count here"))
    for barrier in found.released.codes[:1]:
        yield KeyFigure(
            _("{n} of {of}").format(n=barrier.count, of=barrier.of), _("named “{b}”").format(b=barrier.name)
        )
    lead = clear_first(found)
    if lead is not None:
        yield KeyFigure(
            _("{fit} / 100").format(fit=round(lead.median)),
            _("fit of {tool}, clear first").format(tool=lead.name),
        )
    if found.register.told:
        yield KeyFigure(str(len(found.register.told)), _("issues, each with what would have to change"))
    if found.uses.told:
        use = found.uses.told[0]
        yield KeyFigure(
            _("{n} of {of}").format(n=use.groups, of=found.groups), _("use {tool} now").format(tool=use.name)
        )


def clear_first(found: Findings) -> ToolFit | None:
    """Return the tool that fits best, where that is sure enough to be said."""
    return next((tool for tool in found.fits if tool.first >= CLEAR and not tool.ruled_out), None)


def _sections(frames: Frames, found: Findings) -> Iterator[Section]:
    yield method_pages.purpose(frames.project)
    if found.tellable:
        yield method_pages.reach(found)
        yield _works(found)
        yield from barrier_pages.sections(frames, found)
        yield from tool_pages.sections(found)
        yield from issues(found)
        yield from recommendations(found)
    yield method_pages.method(frames, found)
    yield method_pages.limits(found)
    yield method_pages.disclosure(found)
    yield method_pages.protection()
    yield method_pages.glossary()


MOST_ASSETS = 12


def _works(found: Findings) -> Section:
    if not found.assets_groups:
        words = _("Too few groups told us what works for them for it to be told here.")
        return Section(_("What works, and what groups are good at"), (Paragraph(words),))
    body: list[Block] = [
        Paragraph(
            _(
                "{share} groups told us what works for them. It is set down before what "
                "does not, and with the same care."
            ).format(share=share(found.assets_groups, found.groups))
        )
    ]
    if found.assets:
        body.append(Bullets(found.assets[:MOST_ASSETS]))
        body.append(Paragraph(_("From groups that agreed to be quoted, in no order."), Tone.SMALL))
    else:
        body.append(Paragraph(_("None of them can be told in their words without saying who they are.")))
    return Section(_("What works, and what groups are good at"), tuple(body), new_page=True)
