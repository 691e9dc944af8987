"""The pages on tools: what groups use now, and how well the alternatives would fit."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.analysis.disclosure import FEWEST
from fieldkit.analysis.fit import CLEAR, ToolFit
from fieldkit.report.document import Align, Block, Cell, Column, Dot, Dots, Look, Paragraph, Section, Table
from fieldkit.report.findings import Findings, share
from fieldkit.words import _, listed, ngettext


def sections(found: Findings) -> Iterator[Section]:
    """Yield the sections on tools in use and on fit."""
    yield Section(_("What groups use now"), tuple(_in_use(found)), kicker=_("Tools"), new_page=True)
    yield Section(_("How well tools would fit"), tuple(_fit(found)), kicker=_("Tools"))


def _in_use(found: Findings) -> Iterator[Block]:
    if not found.uses.told:
        yield Paragraph(_("No tool is used by enough groups to be told here."))
        return
    rows = tuple(
        (
            Cell(use.name, look=Look.STRONG),
            Cell(share(use.groups, found.groups)),
            Cell(str(use.vital) if use.vital is not None else "–"),
            Cell(f"£{use.cost:,.0f}" if use.cost is not None else "–"),
        )
        for use in found.uses.told
    )
    columns = (
        Column(_("Tool"), 1.5),
        Column(_("Groups that use it"), 1.2),
        Column(_("Stop without it"), 0.8, Align.RIGHT),
        Column(_("Median cost a year"), 0.9, Align.RIGHT),
    )
    note = _("A dash: too few groups said, or the number would give somebody away.")
    yield Table(_("Tools in use now"), columns, rows, note)
    if found.uses.rare:
        words = ngettext(
            "{count} further tool is in use, by fewer than {fewest} groups.",
            "{count} further tools are in use, each by fewer than {fewest} groups.",
            found.uses.rare,
        )
        yield Paragraph(words.format(count=found.uses.rare, fewest=FEWEST))


def _fit(found: Findings) -> Iterator[Block]:
    if not found.fits:
        yield Paragraph(
            _("No tool was judged by enough groups that know enough about it for a fit to be told.")
        )
        return
    yield Paragraph(_certainty(found))
    ranked = [tool for tool in found.fits if not tool.ruled_out]
    out = [tool for tool in found.fits if tool.ruled_out]
    if ranked:
        yield _figure(ranked, _("Fit of each tool, from 0 to 100"))
    if out:
        yield _figure(out, _("Ruled out by half of the groups or more, whatever the points"))
    yield _table(found)


def _certainty(found: Findings) -> str:
    lead = next((tool for tool in found.fits if not tool.ruled_out), None)
    if lead is None:
        return _("Every tool that enough groups judged is ruled out by half of them or more.")
    if len([tool for tool in found.fits if not tool.ruled_out]) == 1:
        return _("{tool} is the only tool that enough groups judged: its fit stands at {fit}.").format(
            tool=lead.name, fit=round(lead.median)
        )
    if lead.first >= CLEAR:
        return _(
            "{tool} is clear first: it leads in {share} % of draws over weights, scorers and unknowns."
        ).format(tool=lead.name, share=int(100 * lead.first))
    close = [tool.name for tool in found.fits if tool.first >= 0.05 and not tool.ruled_out]
    return _(
        "None is clear first. Depending on weights, scorers and unknowns, the lead falls to {tools}."
    ).format(tools=listed(close))


def _figure(tools: list[ToolFit], title: str) -> Dots:
    dots = [
        Dot(
            _name(tool),
            tool.median,
            str(round(tool.median)),
            tool.low,
            tool.high,
            tool.band,
            strong=tool.first >= CLEAR,
            open=_incumbent(tool),
        )
        for tool in tools
    ]
    alt = _("Median fit: {listing}.").format(listing=listed([f"{t.name} {round(t.median)}" for t in tools]))
    note = _(
        "Dot: median over groups. Whisker: the middle half of the groups. Pale bar: what is still unknown leaves "
        "open. Ring: in use now by at least {fewest} of the groups that judged it."
    ).format(fewest=FEWEST)
    return Dots(title, alt, tuple(dots), 100, _("fit"), note)


def _incumbent(tool: ToolFit) -> bool:
    return tool.users >= FEWEST


def _name(tool: ToolFit) -> str:
    return _("{tool} (in use now)").format(tool=tool.name) if _incumbent(tool) else tool.name


def _table(found: Findings) -> Table:
    rows = tuple(
        (
            Cell(_name(tool), look=Look.STRONG),
            Cell(str(tool.groups)),
            Cell(f"{round(tool.median)}", note=f"{round(tool.band[0])}–{round(tool.band[1])}"),
            Cell(_gain(tool)),
            Cell(_deal_breaker(tool)),
        )
        for tool in found.fits
    )
    columns = (
        Column(_("Tool"), 1.5),
        Column(_("Groups"), 0.7, Align.RIGHT),
        Column(_("Fit"), 0.6, Align.RIGHT),
        Column(_("Beside what they use now"), 1.1, Align.RIGHT),
        Column(_("Deal-breaker"), 1.1),
    )
    note = _(
        "Small: the range that unknowns leave open. Beside what they use now: the median over groups that judged "
        "both, at least {fewest}; a dash where there are fewer."
    ).format(fewest=FEWEST)
    if found.fits_hidden:
        hidden = ngettext(
            "{count} further tool was judged by too few.",
            "{count} further tools were judged by too few.",
            found.fits_hidden,
        )
        note = f"{note} {hidden.format(count=found.fits_hidden)}"
    return Table(_("The same in figures"), columns, rows, note)


def _gain(tool: ToolFit) -> str:
    if tool.gain is None or tool.gain_groups < FEWEST:
        return "–"
    return f"{round(tool.gain):+d}".replace("-", "–")


def _deal_breaker(tool: ToolFit) -> str:
    if not tool.deal_breakers:
        return _("for none")
    return (
        _("for {count}").format(count=tool.deal_breakers) if tool.deal_breakers >= FEWEST else _("for some")
    )
