"""Completing an interview, with what hangs on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fieldkit.domain import GroupType, Interview, Submission
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Status
from fieldkit.edits import consent, history, interviews, people, surveys
from fieldkit.store import Store
from tests.forms.tables import form

DAY = date(2026, 11, 3)
NAMED = "| survey | | | | |\n| | type | name | label | required |\n| | text | name | Name | yes |\n"


def test_an_interview_and_its_questionnaires_are_completed_and_taken_back_in_one_step(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.fieldkit", "A") as store:
        people.sit_down(store, people.add_person(store, "Amina"))
        interview = interviews.begin(
            store, people.add_group(store, "Fridge", GroupType(name="Food")), held_on=DAY
        )
        submission = surveys.begin(store, interview, surveys.add_form(store, form(tmp_path, NAMED)))
        surveys.answer(store, submission, {"/name": "Fridge"})
        consent.answer(store, interview, Scope.HOLD, Answer.YES, on=DAY)

        interviews.complete(store, interview)
        done = store.get(Interview, interview.id).status, store.get(Submission, submission.id).finished
        taken_back = history.undo(store)

        assert done == (Status.COMPLETE, True)
        assert taken_back == "Complete an interview"
        assert store.get(Interview, interview.id).status == Status.DRAFT
        assert not store.get(Submission, submission.id).finished
