"""The nouns of fieldwork, and the rules that are theirs alone."""

from __future__ import annotations

from fieldkit.domain.coding import Code, Coding, Passage, Segment
from fieldkit.domain.consent import Consent, Withdrawal
from fieldkit.domain.interviews import Attachment, Interview, Note, Wave
from fieldkit.domain.issues import Issue, Recommendation
from fieldkit.domain.people import Group, GroupType, Person
from fieldkit.domain.project import Project
from fieldkit.domain.record import Record, Said
from fieldkit.domain.reports import IssuedReport
from fieldkit.domain.surveys import Audit, FormFile, SavedEntity, Submission, SurveyForm
from fieldkit.domain.tools import Criterion, Need, Ranking, Score, Tool, ToolUse

_ALL: tuple[type[Record], ...] = (
    Project,
    Person,
    GroupType,
    Group,
    Wave,
    Interview,
    Consent,
    Withdrawal,
    Note,
    Attachment,
    Code,
    Passage,
    Segment,
    Coding,
    SurveyForm,
    FormFile,
    Submission,
    SavedEntity,
    Audit,
    Need,
    Tool,
    Criterion,
    Score,
    Ranking,
    ToolUse,
    Issue,
    Recommendation,
    IssuedReport,
)

KINDS: dict[str, type[Record]] = {kind.__name__.lower(): kind for kind in _ALL}
"""Every kind of record by its permanent name: the table in the project file and the word in the journal."""

__all__ = [
    "KINDS",
    "Attachment",
    "Audit",
    "Code",
    "Coding",
    "Consent",
    "Criterion",
    "FormFile",
    "Group",
    "GroupType",
    "Interview",
    "Issue",
    "IssuedReport",
    "Need",
    "Note",
    "Passage",
    "Person",
    "Project",
    "Ranking",
    "Recommendation",
    "Record",
    "Said",
    "SavedEntity",
    "Score",
    "Segment",
    "Submission",
    "SurveyForm",
    "Tool",
    "ToolUse",
    "Wave",
    "Withdrawal",
]
