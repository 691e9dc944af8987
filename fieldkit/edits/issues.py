"""Deeds about burning issues."""

from __future__ import annotations

from fieldkit.domain import Interview, Issue, Recommendation
from fieldkit.domain.change import Change
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.words import _


def add(store: Store, interview: Interview, issue: Issue) -> Issue:
    """Add an issue that was raised in an interview.

    Raises:
        FieldkitError: it does not say what is wrong.
    """
    if not issue.title.strip():
        raise FieldkitError(_("The issue does not say what is wrong."), _("Write it in a few words."))
    issue = issue.but(interview_id=interview.id)
    store.write(_("Add an issue"), issue)
    return issue


def save(store: Store, issue: Issue) -> list[Change]:
    """Save what was changed about an issue."""
    return store.write(_("Change an issue"), issue, typing=True)


def remove(store: Store, issue: Issue) -> list[Change]:
    """Take an issue off the register."""
    return store.write(_("Remove an issue"), issue.but(deleted=True))


def recommend(store: Store, recommendation: Recommendation) -> Recommendation:
    """Add a recommendation to the report.

    Raises:
        FieldkitError: it says nothing.
    """
    if not recommendation.text.strip():
        raise FieldkitError(_("The recommendation is empty."), _("Write what should be done, and by whom."))
    store.write(_("Add a recommendation"), recommendation)
    return recommendation
