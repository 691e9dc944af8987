"""Which questionnaires this person filled last on this laptop: what `${last-saved#name}` reads."""

from __future__ import annotations

from collections.abc import Mapping

from fieldkit.domain import Submission, SurveyForm
from fieldkit.store import Store

_MOST = 40
"""How many are remembered: those of this many forms, or of one form with this many withdrawn again."""


def last_saved(store: Store, survey_form: SurveyForm, but: Submission | None = None) -> Mapping[str, str]:
    """Return the answers that this person last saved to this form, whatever its version, `but` those of one submission.

    What was withdrawn since is gone, and so is what it would have told.
    """
    versions = {form.id for form in store.find(SurveyForm, form_id=survey_form.form_id)}
    for form_id, submission_id in _remembered(store):
        if form_id in versions and (but is None or submission_id != but.id):
            answers = store.answers(submission_id)
            if answers:
                return answers
    return {}


def remember(store: Store, submission: Submission) -> None:
    """Remember that answers were saved to this submission just now."""
    last = submission.form_id, submission.id
    before = _remembered(store)
    if before[:1] == [last]:
        return
    recent = [last, *(one for one in before if one != last)][:_MOST]
    store.remember(_memory(store), " ".join("/".join(one) for one in recent))


def _remembered(store: Store) -> list[tuple[str, str]]:
    pairs = (one.partition("/") for one in store.remembered(_memory(store)).split())
    return [(form_id, submission_id) for form_id, _slash, submission_id in pairs]


def _memory(store: Store) -> str:
    return f"last saved by {store.person}"
