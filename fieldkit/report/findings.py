"""Everything a report on needs tells, as numbers and words that may leave the team."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from dataclasses import dataclass

from fieldkit.analysis.agreement import Agreement, agreement
from fieldkit.analysis.barriers import (
    ENOUGH_FOR_SHARES,
    Barrier,
    barriers,
    groups_heard,
    sensitive_groups,
    themes,
    wilson,
)
from fieldkit.analysis.coverage import TOOK_PART, Coverage, coverage
from fieldkit.analysis.disclosure import Released, release, threshold
from fieldkit.analysis.fit import ToolFit, fits
from fieldkit.analysis.frames import Frames, rows
from fieldkit.analysis.quotes import Quotes, known_names, quotes, reveals
from fieldkit.analysis.register import Recommended, Register, recommended, register
from fieldkit.analysis.uses import Uses, uses
from fieldkit.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, after disclosure control."""

    groups: int
    """Groups that count."""
    tellable: bool
    """Whether enough groups count for any number to be told."""
    coverage: Coverage
    released: Released
    quotes: Quotes
    register: Register
    recommended: list[Recommended]
    uses: Uses
    fits: list[ToolFit]
    fits_hidden: int
    """Tools that were judged, by too few groups to be told."""
    assets: tuple[str, ...]
    assets_groups: int
    """Groups that told what works."""
    agreement: Agreement


def find(frames: Frames) -> Findings:
    """Return what may be told of these tables."""
    heard = groups_heard(frames)
    reach = coverage(frames)
    tellable = reach.counts.shown.get(TOOK_PART) is not None
    tellable = tellable and len(heard) >= threshold(heard <= sensitive_groups(frames))
    named = barriers(frames) if tellable else []
    codebook = dict(zip(frames.codes["id"], frames.codes["parent_id"], strict=True))
    released = release(named, themes(frames) if tellable else [], codebook)
    judged = fits(frames, threshold(sensitive=False)) if tellable else []
    told = [tool for tool in judged if tool.groups >= threshold(tool.sensitive)]
    assets, assets_groups = _assets(frames)
    return Findings(
        groups=len(heard),
        tellable=tellable,
        coverage=reach,
        released=released,
        quotes=quotes(frames, [code.code_id for code in released.codes]),
        register=register(frames, released),
        recommended=recommended(frames, released),
        uses=uses(frames),
        fits=told,
        fits_hidden=len(
            {*frames.scores.loc[frames.scores["heard"], "tool_id"]} - {tool.tool_id for tool in told}
        ),
        assets=assets,
        assets_groups=assets_groups,
        agreement=agreement(frames),
    )


def _assets(frames: Frames) -> tuple[tuple[str, ...], int]:
    """Return what groups say works, in words that name nobody, and how many groups told anything.

    The words are told for groups that agreed to be quoted and are of no sensitive kind.
    """
    heard = frames.interviews[frames.interviews["heard"]]
    counted = {*heard["group_id"]}
    quotable = {*heard.loc[heard["quotable"] & ~heard["sensitive"], "group_id"]}
    names = known_names(frames)
    told = [row for row in rows(frames.groups) if row["id"] in counted and row["assets"].strip()]
    if len(told) < threshold(sensitive=False):
        return (), 0
    words = [" ".join(row["assets"].split()) for row in told if row["id"] in quotable]
    return tuple(sorted(text for text in words if not reveals(text, names))), len(told)


def share(count: int, of: int) -> str:
    """Return a count of groups as it may be written: with a percentage only where there are enough groups."""
    plain = _("{count} of {of}").format(count=count, of=of)
    return plain if of < ENOUGH_FOR_SHARES else f"{plain} ({round(100 * count / of)} %)"


def spelled(count: int, of: int) -> str:
    """Return a count of groups as a sentence says it, with share and interval where there are enough groups."""
    plain = _("{count} of {of} groups").format(count=count, of=of)
    if of < ENOUGH_FOR_SHARES:
        return plain
    low, high = wilson(count, of)
    return _("{plain} ({share} %, 95 % interval {low}–{high} %)").format(
        plain=plain, share=round(100 * count / of), low=round(100 * low), high=round(100 * high)
    )


def interval_in_groups(barrier: Barrier) -> tuple[float, float] | None:
    """Return the interval as numbers of groups, to be drawn beside the count."""
    if barrier.interval is None:
        return None
    low, high = wilson(barrier.count, barrier.of)
    return low * barrier.of, high * barrier.of


def groups(count: int) -> str:
    """Return a number of groups in words."""
    return ngettext("{count} group", "{count} groups", count).format(count=count)
