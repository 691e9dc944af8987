"""A small world of fieldwork, built group by group."""

from __future__ import annotations

from datetime import date

import pytest

from fieldkit.analysis.frames import Frames, frames_of
from fieldkit.domain import (
    Code,
    Consent,
    Criterion,
    Group,
    GroupType,
    Interview,
    Issue,
    Note,
    Passage,
    Ranking,
    Score,
    Segment,
    Tool,
    ToolUse,
)
from fieldkit.domain.tools import Standing

AGREED = ("hold", "team", "quote_report")


class Fieldwork:
    """Records of a project; every visit is one group with one interview that counts unless told otherwise."""

    def __init__(self) -> None:
        self.records = [
            GroupType(id="play", name="Playgroup"),
            GroupType(id="trans", name="Trans group", sensitive=True),
            GroupType(id="fund", name="Funder", pooled=False),
            Code(id="CAP", name="Room to take part"),
            *(Code(id=f"CAP-{n}", parent_id="CAP", name=f"Capacity {n}") for n in range(1, 5)),
            *(Criterion(id=f"F{n}", name=f"Criterion {n}") for n in range(1, 5)),
            Tool(id="ours", name="Ours"),
            Tool(id="theirs", name="Theirs"),
        ]
        self.visits = 0

    def visit(
        self, kind="play", status="complete", scopes=AGREED, room="2 volunteers", held=date(2026, 3, 1)
    ) -> str:
        self.visits += 1
        at = f"i{self.visits:02}"
        group = f"g{self.visits:02}"
        self.records += [
            Group(id=group, name=f"Group of the {at}", type_id=kind),
            Interview(id=at, group_id=group, status=status, in_the_room=room, held_on=held),
            *(Consent(interview_id=at, scope=scope, answer="yes") for scope in scopes),
        ]
        return at

    def visits_by(self, count: int, **details) -> list[str]:
        return [self.visit(**details) for _ in range(count)]

    def name(self, interview: str, code: str, quote: str = "", wording: str = "verbatim") -> None:
        text = quote or "They said that there is no time for any of it."
        self.records += [
            Note(id=f"n-{interview}-{code}", interview_id=interview, text=text),
            Segment(interview_id=interview, note_id=f"n-{interview}-{code}", start=0, end=9, code_id=code),
        ]
        if quote:
            self.records.append(
                Passage(
                    id=f"p-{interview}-{code}",
                    interview_id=interview,
                    note_id=f"n-{interview}-{code}",
                    end=len(text),
                    quote=text,
                    wording=wording,
                )
            )

    def issue(self, interview: str, code: str, matters: int, **more) -> None:
        self.records.append(Issue(interview_id=interview, code_id=code, matters=matters, **more))

    def score(self, interview: str, tool: str, *points: int | str | None, scorer: str = "ana") -> None:
        for n, given in enumerate(points, 1):
            number = isinstance(given, int)
            standing = Standing.SCORED if number else given or Standing.UNKNOWN
            self.records.append(
                Score(
                    interview_id=interview,
                    tool_id=tool,
                    criterion_id=f"F{n}",
                    scorer_id=scorer,
                    points=given if number else None,
                    standing=standing,
                )
            )

    def rank(self, interview: str, *criteria: str) -> None:
        self.records += [
            Ranking(interview_id=interview, criterion_id=criterion, place=place)
            for place, criterion in enumerate(criteria, 1)
        ]

    def use(self, interview: str, tool: str) -> None:
        self.records.append(ToolUse(interview_id=interview, tool_id=tool))

    @property
    def frames(self) -> Frames:
        return frames_of(self.records)


@pytest.fixture
def fieldwork() -> Fieldwork:
    return Fieldwork()
