"""Deeds about questionnaires and the answers to them."""

from __future__ import annotations

from collections.abc import Mapping

from fieldkit.domain import Interview, Submission, SurveyForm
from fieldkit.domain.change import Change
from fieldkit.domain.record import same_id
from fieldkit.forms import Form
from fieldkit.store import Kind, Store
from fieldkit.words import _


def add_form(store: Store, form: Form, kind: Kind = Kind.DONE) -> SurveyForm:
    """Add a questionnaire to the project. The same form and version is one record on every laptop."""
    survey_form = SurveyForm(
        id=same_id("form", form.form_id, form.version),
        form_id=form.form_id,
        version=form.version,
        title=form.title,
        xml=form.xml,
    )
    store.write(_("Add a questionnaire"), survey_form, kind=kind)
    return survey_form


def begin(store: Store, interview: Interview, survey_form: SurveyForm) -> Submission:
    """Return the questionnaire of an interview, begun now where it was not yet."""
    submission = Submission(
        id=same_id("submission", interview.id, survey_form.id),
        interview_id=interview.id,
        form_id=survey_form.id,
        instance_id=f"uuid:{interview.id}",
    )
    store.write(_("Begin a questionnaire"), submission)
    return submission


def answer(
    store: Store, submission: Submission, answers: Mapping[str, str | None], *, typing: bool = False
) -> list[Change]:
    """Save answers by the path of their question; None empties one. `typing` as in `Store.write`."""
    return store.write(_("Answer"), answers={submission.id: answers}, typing=typing)
