"""What was heard, as tables: one row for each record, with the group and the consent it stands under."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from fieldkit.domain import (
    Code,
    Coding,
    Consent,
    Criterion,
    Group,
    GroupType,
    Interview,
    Issue,
    Need,
    Note,
    Passage,
    Person,
    Project,
    Ranking,
    Recommendation,
    Record,
    Score,
    Segment,
    Submission,
    SurveyForm,
    Tool,
    ToolUse,
    Wave,
)
from fieldkit.domain.consent import Scope, Withdrawal, agreed
from fieldkit.domain.interviews import Status
from fieldkit.store import Store


class Outcome(StrEnum):
    """What came of approaching a group."""

    TOOK_PART = "took part"
    DECLINED = "declined"
    WITHDREW = "withdrew"
    NO_CONSENT = "no consent"
    """Complete, and yet not ours to tell: they did not agree that the team may hold and see it."""
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of a project.

    `interviews` bears for each its `outcome`, the `type_id`, `type` and `sensitive` of its group, whether it may
    be quoted in a report (`quotable`), and whether it counts (`heard`): complete, with consent, from a group of
    a kind that is pooled with the others. Every table of what was said bears `group_id`, `sensitive`, `quotable`
    and `heard` of its interview; rows of interviews that are gone are gone.
    """

    project: Project
    types: pd.DataFrame
    groups: pd.DataFrame
    waves: pd.DataFrame
    people: pd.DataFrame
    interviews: pd.DataFrame
    consents: pd.DataFrame
    notes: pd.DataFrame
    codes: pd.DataFrame
    passages: pd.DataFrame
    segments: pd.DataFrame
    codings: pd.DataFrame
    issues: pd.DataFrame
    needs: pd.DataFrame
    tools: pd.DataFrame
    criteria: pd.DataFrame
    scores: pd.DataFrame
    rankings: pd.DataFrame
    uses: pd.DataFrame
    forms: pd.DataFrame
    withdrawals: pd.DataFrame
    recommendations: pd.DataFrame
    answers: pd.DataFrame
    """One row for each answer: `submission_id`, `form_id`, `path`, `text`."""


KINDS: Mapping[str, type[Record]] = {
    "types": GroupType,
    "groups": Group,
    "waves": Wave,
    "people": Person,
    "codes": Code,
    "needs": Need,
    "tools": Tool,
    "criteria": Criterion,
    "forms": SurveyForm,
    "withdrawals": Withdrawal,
    "recommendations": Recommendation,
}
SAID: Mapping[str, type[Record]] = {
    "consents": Consent,
    "notes": Note,
    "passages": Passage,
    "segments": Segment,
    "codings": Coding,
    "issues": Issue,
    "scores": Score,
    "rankings": Ranking,
    "uses": ToolUse,
}


def frames(store: Store) -> Frames:
    """Return the tables of a project as it stands now."""
    kinds = [*KINDS.values(), *SAID.values(), Interview, Submission, Project]
    records = [record for kind in kinds if kind is not Consent for record in store.find(kind)]
    agreed_to = [consent for said in store.consents().values() for consent in said]
    return frames_of([*records, *agreed_to], store.all_answers())


def frames_of(records: Iterable[Record], answers: Iterable[tuple[str, str, str]] = ()) -> Frames:
    """Return the tables of these records; `answers` are submission, path and text."""
    by_kind: dict[type[Record], list[Record]] = {}
    for record in records:
        if not record.deleted:
            by_kind.setdefault(type(record), []).append(record)
    plain = {name: _frame(kind, by_kind) for name, kind in KINDS.items()}
    interviews = _interviews(by_kind)
    said = {name: _said(_frame(kind, by_kind), interviews) for name, kind in SAID.items()}
    submissions = _said(_frame(Submission, by_kind), interviews)
    project = next((p for p in by_kind.get(Project, []) if isinstance(p, Project)), Project())
    return Frames(
        **plain, **said, project=project, interviews=interviews, answers=_answers(submissions, answers)
    )


def rows(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a table or of a selection of one, each as its values by column."""
    return frame.to_dict(orient="records")


def wide(frames: Frames, form_id: str) -> pd.DataFrame:
    """Return one row for each submission of a form that counts, with a column for each path that was answered."""
    answers = frames.answers
    of_form = answers[(answers["form_id"] == form_id) & answers["heard"]]
    return of_form.pivot(index="submission_id", columns="path", values="text")


def _frame(kind: type[Record], by_kind: Mapping[type[Record], list[Record]]) -> pd.DataFrame:
    rows = [record.model_dump() for record in by_kind.get(kind, [])]
    rows.sort(key=lambda row: row["id"])
    return pd.DataFrame(rows, columns=list(kind.model_fields), dtype=object)


HEARD_OF = ["group_id", "type_id", "sensitive", "quotable", "heard"]


def _said(frame: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    about = interviews[["id", *HEARD_OF]].set_axis(["interview_id", *HEARD_OF], axis="columns")
    return frame.merge(about, on="interview_id").astype({"sensitive": bool, "quotable": bool, "heard": bool})


def _interviews(by_kind: Mapping[type[Record], list[Record]]) -> pd.DataFrame:
    groups = {group.id: group for group in by_kind.get(Group, []) if isinstance(group, Group)}
    kinds = {kind.id: kind for kind in by_kind.get(GroupType, []) if isinstance(kind, GroupType)}
    consents: dict[str, list[Consent]] = {}
    for consent in by_kind.get(Consent, []):
        if isinstance(consent, Consent):
            consents.setdefault(consent.interview_id, []).append(consent)
    rows = [
        _about(interview, groups.get(interview.group_id), kinds, consents.get(interview.id, []))
        for interview in by_kind.get(Interview, [])
        if isinstance(interview, Interview)
    ]
    about = pd.DataFrame(rows, columns=["id", "type_id", "type", "outcome", *CLAIMS], dtype=object)
    return _frame(Interview, by_kind).merge(about, on="id").astype(dict.fromkeys(CLAIMS, bool))


CLAIMS = ["sensitive", "pooled", "quotable", "heard"]


def _about(
    interview: Interview, group: Group | None, kinds: Mapping[str, GroupType], consents: list[Consent]
) -> dict[str, Any]:
    kind = kinds.get(group.type_id) if group else None
    pooled = kind is None or kind.pooled
    outcome = _outcome(interview, consents)
    took_part = outcome is Outcome.TOOK_PART
    return {
        "id": interview.id,
        "type_id": kind.id if kind else "",
        "type": kind.name if kind else "",
        "outcome": str(outcome),
        "sensitive": bool((group and group.sensitive) or (kind and kind.sensitive)),
        "pooled": pooled,
        "quotable": took_part and agreed(consents, Scope.QUOTE_REPORT),
        "heard": took_part and group is not None and pooled,
    }


def _outcome(interview: Interview, consents: list[Consent]) -> Outcome:
    match interview.status:
        case Status.DECLINED:
            return Outcome.DECLINED
        case Status.WITHDRAWN:
            return Outcome.WITHDREW
        case Status.COMPLETE:
            both = agreed(consents, Scope.HOLD) and agreed(consents, Scope.TEAM)
            return Outcome.TOOK_PART if both else Outcome.NO_CONSENT
        case _:
            return Outcome.DRAFT


def _answers(submissions: pd.DataFrame, answers: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    long = pd.DataFrame(list(answers), columns=["submission_id", "path", "text"], dtype=object)
    about = submissions.rename(columns={"id": "submission_id"})
    return long.merge(about[["submission_id", "form_id", "interview_id", *HEARD_OF]], on="submission_id")
