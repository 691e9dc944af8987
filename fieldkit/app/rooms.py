"""The sections of an interview, put together here because its page knows none of them."""

from __future__ import annotations

from fieldkit.app.coding.notes import NotesSection
from fieldkit.app.interviews.consent import ConsentSection
from fieldkit.app.interviews.room import Section
from fieldkit.app.issues.section import IssuesSection
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.app.tools.scores import ToolFitSection
from fieldkit.words import _

SECTIONS: tuple[Section, ...] = (
    (_("Consent"), ConsentSection),
    (_("Questionnaire"), QuestionnaireSection),
    (_("Notes"), NotesSection),
    (_("Tool fit"), ToolFitSection),
    (_("Issues"), IssuesSection),
)
"""Each with its title, in the order in which an interview goes. Consent comes first, as it does in the room."""
