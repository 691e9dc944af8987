"""Deeds about a questionnaire as it is filled: opening, finishing and editing it, and going on with a newer version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import uuid4

from fieldkit.domain import Interview, Person, Record, Submission, SurveyForm
from fieldkit.domain.change import Change
from fieldkit.edits.audit import log_of
from fieldkit.edits.entities import entities, said_by
from fieldkit.edits.last_saved import last_saved
from fieldkit.edits.surveys import edited_keys, instance_id, opened_form
from fieldkit.errors import FormError
from fieldkit.forms import Response, audit
from fieldkit.store import Store
from fieldkit.words import _


def opened(
    store: Store,
    survey_form: SurveyForm,
    interview_id: str,
    submission: Submission | None = None,
    *,
    language: str | None = None,
) -> Response:
    """Return the questionnaire of an interview as it stands, to go on filling it; a new one without a submission.

    Raises:
        FormError: the form was made by a newer fieldkit, and this one cannot read it.
    """
    person = next(iter(store.find(Person, id=store.person)), Person())
    return Response(
        opened_form(store, survey_form),
        store.answers(submission.id) if submission else None,
        language=language,
        properties={"deviceid": f"fieldkit:{store.writer}", "username": person.name},
        instance_id=submission.instance_id if submission else instance_id(interview_id),
        last_saved=last_saved(store, survey_form, submission),
        entities=entities(store, but=submission),
    )


def finish(store: Store, submission: Submission, response: Response) -> list[Change]:
    """Say that a questionnaire is filled: its end is noted, and what it says of entities counts from now on.

    Raises:
        FormError: answers are wrong or missing; each is listed. Nothing was changed.
    """
    faults = response.faults()
    if faults:
        raise FormError(
            _("This questionnaire is not finished: some answers are missing or cannot be right."),
            _("Correct what is listed. Everything you typed is kept meanwhile."),
            faults=[f"{fault.label or fault.path}: {fault.error}" for fault in faults],
        )
    finished = _finished(store, submission, response)
    return store.write(_("Finish a questionnaire"), *finished.records, answers=finished.answers)


class Finished(NamedTuple):
    """What is to be written for questionnaires to be filled: records, and answers by submission and path."""

    records: list[Record]
    answers: dict[str, Mapping[str, str | None]]


def whole(store: Store, interview: Interview) -> Finished:
    """Return what says that the questionnaires of an interview are filled, where nothing is missing or wrong in one."""
    all_of_them = Finished([], {})
    for submission in store.find(Submission, interview_id=interview.id, finished=False):
        survey_form = store.get(SurveyForm, submission.form_id)
        response = opened(store, survey_form, interview.id, submission)
        if not response.faults():
            finished = _finished(store, submission, response)
            all_of_them.records.extend(finished.records)
            all_of_them.answers.update(finished.answers)
    return all_of_them


def _finished(store: Store, submission: Submission, response: Response) -> Finished:
    cells = response.finish().cells
    if log_of(store, submission, response.form):
        cells = {**cells, audit.PATH: audit.FILE}
    entities = said_by(store, submission, response.entities())
    return Finished([submission.but(finished=True), *entities], {submission.id: cells})


def edit(store: Store, submission: Submission, response: Response) -> Submission:
    """Open a finished questionnaire once more. It gets another id, and tells which one it takes the place of.

    The response goes on under the new id before anybody hears of it. What it said of entities stands until it is
    finished again.
    """
    anew = submission.but(finished=False, instance_id=_next_key(submission))
    ids = response.revise(anew.instance_id, submission.instance_id).cells
    store.write(_("Edit a finished questionnaire"), anew, answers={submission.id: ids})
    return anew


def _next_key(submission: Submission) -> str:
    """Return another key than all that it had: one by which its interview is known again."""
    keys = edited_keys(submission.interview_id)
    edits = keys.index(submission.instance_id) + 1 if submission.instance_id in keys else 0
    return keys[edits] if edits < len(keys) else f"uuid:{uuid4()}"


def move_to(store: Store, submission: Submission, other: SurveyForm) -> Submission:
    """Go on with a questionnaire on another version of its form.

    What the other version does not ask is kept as it is, see `Response.strays`; moving back brings it back.

    Raises:
        FormError: the interview has one on that version already, or it is no version of this form.
    """
    if other.form_id != store.get(SurveyForm, submission.form_id).form_id:
        raise FormError(
            _("“{title}” is no version of the questionnaire that was begun.").format(title=other.title),
            _("Choose a version of the same one, or begin the other beside it."),
        )
    if store.find(Submission, interview_id=submission.interview_id, form_id=other.id):
        raise FormError(
            _("Version {version} has been begun already in this interview.").format(version=other.version),
            _("Go on there, and take over by hand what is missing."),
        )
    moved = submission.but(form_id=other.id)
    cells = opened(store, other, submission.interview_id, moved).opened.cells
    store.write(_("Go on with another version of a questionnaire"), moved, answers={moved.id: cells})
    return moved
