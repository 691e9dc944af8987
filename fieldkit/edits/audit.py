"""The log of how a questionnaire is filled, kept with it while it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fieldkit.domain import Audit, Submission
from fieldkit.domain.change import Change
from fieldkit.forms import Form
from fieldkit.forms.audit import audit_csv
from fieldkit.store import Kind, Store
from fieldkit.words import _


def note(store: Store, submission: Submission, lines: str, at: datetime) -> list[Change]:
    """Keep lines of the log. Undo passes over them: what was looked at was looked at."""
    part = Audit(
        interview_id=submission.interview_id,
        submission_id=submission.id,
        noted_at=round(at.timestamp() * 1000),
        text=lines,
    )
    return store.write(_("Note how a questionnaire is filled"), part, kind=Kind.NOTED)


def log_of(store: Store, submission: Submission, form: Form) -> str:
    """Return the log of a submission as `audit.csv`; blank where its form wants none or nothing was noted."""
    parts: Sequence[Audit] = store.find(Audit, submission_id=submission.id)
    if form.audit is None or not parts:
        return ""
    return audit_csv(form.audit, (part.text for part in sorted(parts, key=lambda p: (p.noted_at, p.id))))
