"""The nouns of fieldwork, and the rules that are theirs alone."""

from __future__ import annotations

from fieldkit.domain.coding import Code, Coding, Passage, Segment
from fieldkit.domain.consent import Consent
from fieldkit.domain.interviews import Attachment, Interview, Note, Wave
from fieldkit.domain.issues import Issue
from fieldkit.domain.people import Group, GroupType, Person
from fieldkit.domain.record import Record, Said
from fieldkit.domain.surveys import Submission, SurveyForm
from fieldkit.domain.tools import Criterion, Need, Ranking, Score, Tool, ToolUse

KINDS: dict[str, type[Record]] = {
    str(kind.__tablename__): kind
    for kind in (
        Person, GroupType, Group, Wave, Interview, Consent, Note, Attachment, Code, Passage, Segment, Coding,
        SurveyForm, Submission, Need, Tool, Criterion, Score, Ranking, ToolUse, Issue,
    )
}  # fmt: skip
"""Every kind of record by its permanent name: the table in the project file and the word in the journal."""

__all__ = [
    "KINDS", "Attachment", "Code", "Coding", "Consent", "Criterion", "Group", "GroupType", "Interview", "Issue", "Need",
    "Note", "Passage", "Person", "Ranking", "Record", "Said", "Score", "Segment", "Submission", "SurveyForm", "Tool",
    "ToolUse", "Wave",
]  # fmt: skip
