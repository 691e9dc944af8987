"""The log of how a questionnaire is filled, as a project keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldkit.domain import Audit, Submission, SurveyForm
from fieldkit.edits import audit, consent, filling, history, surveys
from fieldkit.forms import load
from fieldkit.store import Store
from tests.forms.tables import workbook
from tests.making import DAY, an_interview

LOGGED = """
| survey |
|        | type  | name  | label | parameters         |
|        | audit | audit |       | track-changes=true |
|        | text  | a     | A     |                    |
"""
NINE = datetime(2026, 11, 3, 9, tzinfo=UTC)
TEN = datetime(2026, 11, 3, 10, tzinfo=UTC)


@pytest.fixture
def survey_form(store: Store, tmp_path: Path) -> SurveyForm:
    return surveys.add_form(store, load(workbook(tmp_path, LOGGED)))


@pytest.fixture
def submission(store: Store, survey_form: SurveyForm) -> Submission:
    return surveys.begin(store, an_interview(store), survey_form)


def log(store: Store, survey_form: SurveyForm, submission: Submission) -> str:
    return audit.log_of(store, submission, surveys.opened_form(store, survey_form))


def test_a_log_is_kept_in_stretches_and_read_as_one(
    store: Store, survey_form: SurveyForm, submission: Submission
) -> None:
    assert log(store, survey_form, submission) == ""

    audit.note(store, submission, "form exit,,2,,,\n", TEN)
    audit.note(store, submission, "form start,,1,,,\n", NINE)

    assert log(store, survey_form, submission) == (
        "event,node,start,end,old-value,new-value\nform start,,1,,,\nform exit,,2,,,\n"
    )


def test_undo_and_typing_pass_over_the_log(
    store: Store, survey_form: SurveyForm, submission: Submission
) -> None:
    for typed in ("N", "No", "Nor"):
        surveys.answer(store, submission, {"/a": typed}, typing=True)
        audit.note(store, submission, f"{typed}\n", NINE)

    assert history.undo(store) == "Answer"

    assert store.answers(submission.id) == {}
    assert len(log(store, survey_form, submission).splitlines()) == 4
    audit.note(store, submission, "after\n", TEN)
    assert history.redo(store) == "Answer"
    assert store.answers(submission.id) == {"/a": "Nor"}


def test_a_log_goes_with_its_interview(store: Store, survey_form: SurveyForm, submission: Submission) -> None:
    interview = an_interview(store)
    other = surveys.begin(store, interview, survey_form)
    audit.note(store, other, "question,/data/a,1,2,,secret\n", NINE)

    consent.withdraw(store, interview, on=DAY)

    assert store.find(Audit) == []
    assert not any("secret" in (change.value or "") for change in store.changes())


def test_a_finished_questionnaire_names_its_log(
    store: Store, survey_form: SurveyForm, submission: Submission
) -> None:
    audit.note(store, submission, "form start,,1,,,\n", NINE)
    response = filling.opened(store, survey_form, submission.interview_id, submission)

    filling.finish(store, submission, response)

    assert store.answers(submission.id)["/meta/audit"] == "audit.csv"
