"""Deeds about the tools that groups use and how well others would fit."""

from __future__ import annotations

from collections.abc import Sequence

from fieldkit.domain import Criterion, Interview, Need, Ranking, Score, Tool, ToolUse
from fieldkit.domain.change import Change
from fieldkit.domain.record import new_id, same_id
from fieldkit.domain.tools import Evidence, Standing, called, score_id, tool_id
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.words import _


def score(
    store: Store,
    interview: Interview,
    tool: Tool,
    criterion: Criterion,
    points: int | None,
    standing: str = Standing.SCORED,
    evidence: str = Evidence.HEARD,
) -> list[Change]:
    """Judge a tool by one criterion, as the person at this laptop.

    `points` are 0 to 4 and count only where `standing` is scored or deal-breaker.
    """
    judged = standing in (Standing.SCORED, Standing.DEAL_BREAKER)
    if judged and (points is None or not 0 <= points <= 4):
        raise ValueError(f"points must be 0 to 4, not {points}")
    record = Score(
        id=score_id(interview.id, tool.id, criterion.id, store.person),
        interview_id=interview.id,
        tool_id=tool.id,
        criterion_id=criterion.id,
        scorer_id=store.person,
        points=points if judged else None,
        standing=standing,
        evidence=evidence,
    )
    return store.write(_("Score {tool}").format(tool=tool.name), record)


def unscore(store: Store, score: Score) -> list[Change]:
    """Take a score back."""
    return store.write(_("Remove a score"), score.but(deleted=True))


def rank(store: Store, interview: Interview, criteria: Sequence[Criterion]) -> list[Change]:
    """Write down which criteria matter to the group, the most important first."""
    rankings = [
        Ranking(
            id=same_id("ranking", interview.id, criterion.id),
            interview_id=interview.id,
            criterion_id=criterion.id,
            place=place,
        )
        for place, criterion in enumerate(criteria, start=1)
    ]
    return store.write(_("Rank what matters"), *rankings)


def add_tool(store: Store, name: str) -> Tool:
    """Return the tool of this name, added now where the catalogue lacks it. Added apart, it is one record.

    Raises:
        FieldkitError: the name is empty.
    """
    if not name.strip():
        raise FieldkitError(_("The tool has no name."), _("Type what people call it."))
    all_tools = store.find(Tool, deleted=[False, True])
    there = [tool for tool in all_tools if called(tool.name) == called(name)]
    if there:
        tool = min(there, key=lambda tool: tool.deleted).but(deleted=False)
    else:
        # The tool that was added under this name may be called something else by now.
        taken = tool_id(name) in {tool.id for tool in all_tools}
        id_ = new_id() if taken else tool_id(name)
        tool = Tool(id=id_, name=name.strip(), source="unverified")
    store.write(_("Add a tool"), tool)
    return tool


def use(
    store: Store,
    interview: Interview,
    need: Need,
    tool: Tool,
    *,
    importance: int = 0,
    cost_per_year: int | None = None,
    since: str = "",
) -> ToolUse:
    """Write down what the group uses now for a need; cost in whole pounds."""
    tool_use = ToolUse(
        id=same_id("use", interview.id, need.id, tool.id),
        interview_id=interview.id,
        need_id=need.id,
        tool_id=tool.id,
        importance=importance,
        cost_per_year=cost_per_year,
        since=since,
    )
    store.write(_("Write down a tool in use"), tool_use)
    return tool_use


def unuse(store: Store, tool_use: ToolUse) -> list[Change]:
    """Take back that a tool is in use."""
    return store.write(_("Remove a tool in use"), tool_use.but(deleted=True))
