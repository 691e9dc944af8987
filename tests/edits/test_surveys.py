"""Questionnaires in a project, those filled elsewhere among them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldkit.domain import Consent, Interview, Submission, SurveyForm
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Mode, Status
from fieldkit.edits import consent, surveys, taking_in
from fieldkit.edits.taking_in import Filled, Taken
from fieldkit.errors import FormError
from fieldkit.store import Kind, Store
from fieldkit.sync import join, sync
from tests.forms.tables import form
from tests.making import DAY

FORM = """
| survey |         |         |         |
|        | type    | name    | label   |
|        | start   | start   |         |
|        | today   | today   |         |
|        | text    | place   | Place   |
"""
ROWS: list[Filled] = [
    ("a1", {"/today": "2026-09-14", "/start": "2026-09-13T23:50:00.000+01:00", "/place": "Norwich"}),
    ("b2", {"/start": "2026-09-15T09:30:00.000+01:00", "/place": "Lowestoft"}),
    ("c3", {"/place": " Thetford "}),
]
AGREED = "asked at the door, sheet 2"


@pytest.fixture
def survey_form(store: Store, tmp_path: Path) -> SurveyForm:
    return surveys.add_form(store, form(tmp_path, FORM))


def answers_by_key(store: Store) -> dict[str, dict[str, str]]:
    return {s.instance_id: store.answers(s.id) for s in store.find(Submission)}


def test_a_questionnaire_may_be_added_again(store: Store, survey_form: SurveyForm, tmp_path: Path):
    before = store.changes()

    assert surveys.add_form(store, form(tmp_path, FORM)) == survey_form
    assert store.changes() == before


def test_another_one_of_the_same_name_and_version_is_refused(
    store: Store, survey_form: SurveyForm, tmp_path: Path
):
    with pytest.raises(FormError, match="another questionnaire called “form”"):
        surveys.add_form(store, form(tmp_path, FORM.replace("place", "town")))

    assert store.find(SurveyForm) == [survey_form]


def test_each_becomes_an_interview_with_its_answers(store: Store, survey_form: SurveyForm):
    taken = taking_in.import_submissions(store, survey_form, ROWS)

    assert taken == Taken(new=3)
    assert answers_by_key(store) == dict(ROWS)
    assert {(i.mode, i.status) for i in store.find(Interview)} == {(Mode.IMPORTED, Status.DRAFT)}


def test_the_day_is_the_one_that_the_answers_name(store: Store, survey_form: SurveyForm):
    taking_in.import_submissions(store, survey_form, ROWS)

    days = {s.instance_id: store.get(Interview, s.interview_id).held_on for s in store.find(Submission)}
    assert days == {"a1": date(2026, 9, 14), "b2": date(2026, 9, 15), "c3": None}


def test_without_a_word_on_consent_they_stay_on_this_laptop(
    store: Store, survey_form: SurveyForm, tmp_path: Path
):
    (tmp_path / "shared").mkdir()
    taking_in.import_submissions(store, survey_form, ROWS)

    outcome = sync(store, tmp_path / "shared")

    assert store.find(Consent) == []
    assert outcome.held_back == 3
    with join(tmp_path / "shared", tmp_path / "other" / "p.fieldkit") as other:
        assert other.find(Interview) == other.find(Submission) == other.all_answers() == []


def test_how_people_agreed_is_written_down_for_each_and_lets_them_travel(
    store: Store, survey_form: SurveyForm, tmp_path: Path
):
    (tmp_path / "shared").mkdir()

    taking_in.import_submissions(store, survey_form, ROWS, agreed=AGREED)

    sync(store, tmp_path / "shared")
    with join(tmp_path / "shared", tmp_path / "other" / "p.fieldkit") as other:
        assert answers_by_key(other) == dict(ROWS)
        assert {i.status for i in other.find(Interview)} == {Status.COMPLETE}
        said = {(c.interview_id, c.scope): (c.answer, c.script_version) for c in other.find(Consent)}
    ids = [taking_in.imported_id(survey_form, key) for key, _answers in ROWS]
    assert said == {(id_, scope): (Answer.YES, AGREED) for id_ in ids for scope in (Scope.HOLD, Scope.TEAM)}


@pytest.mark.parametrize("agreed", ["", AGREED])
def test_taking_them_in_again_changes_nothing(store: Store, survey_form: SurveyForm, agreed: str):
    taking_in.import_submissions(store, survey_form, ROWS, agreed)
    (submission,) = store.find(Submission, instance_id="a1")
    surveys.answer(store, submission, {"/place": "Norwich, corrected"})
    before = store.changes()

    taken = taking_in.import_submissions(store, survey_form, ROWS, agreed)

    assert taken == Taken(differing=1)
    assert store.changes() == before


def test_consent_may_be_said_later_but_never_over_what_people_said(store: Store, survey_form: SurveyForm):
    taking_in.import_submissions(store, survey_form, ROWS)
    refused = store.get(Interview, taking_in.imported_id(survey_form, "b2"))
    consent.answer(store, refused, Scope.HOLD, Answer.NO, on=DAY)

    taken = taking_in.import_submissions(store, survey_form, ROWS, agreed=AGREED)

    assert taken == Taken()
    status = {s.instance_id: store.get(Interview, s.interview_id).status for s in store.find(Submission)}
    assert status == {"a1": Status.COMPLETE, "b2": Status.DRAFT, "c3": Status.COMPLETE}
    assert [c.answer for c in store.find(Consent, interview_id=refused.id)] == [Answer.NO]


def test_what_people_took_back_stays_gone(store: Store, survey_form: SurveyForm):
    taking_in.import_submissions(store, survey_form, ROWS, agreed=AGREED)
    consent.withdraw(store, store.get(Interview, taking_in.imported_id(survey_form, "a1")), on=DAY)

    taken = taking_in.import_submissions(store, survey_form, ROWS, agreed=AGREED)

    assert taken == Taken()
    assert answers_by_key(store).keys() == {"b2", "c3"}
    assert "Norwich" not in {text for _submission, _path, text in store.all_answers()}


def test_two_laptops_that_take_in_the_same_do_not_conflict(
    store: Store, survey_form: SurveyForm, tmp_path: Path
):
    (tmp_path / "shared").mkdir()
    sync(store, tmp_path / "shared")
    with join(tmp_path / "shared", tmp_path / "other" / "p.fieldkit") as other:
        for laptop in (store, other):
            taking_in.import_submissions(laptop, survey_form, ROWS, agreed=AGREED)

        for laptop in (store, other, store):
            sync(laptop, tmp_path / "shared")

        assert store.conflicts() == other.conflicts() == []
        assert store.all_answers() == other.all_answers()
    assert len(store.find(Interview)) == 3


def test_many_come_in_deeds_of_fifty_and_the_last_can_be_taken_back(store: Store, survey_form: SurveyForm):
    rows: list[Filled] = [(str(n), {"/place": f"place {n}"}) for n in range(120)]
    heard: list[int] = []

    taken = taking_in.import_submissions(store, survey_form, iter(rows), progress=heard.append)

    assert (taken.new, heard) == (120, [50, 100, 120])
    assert len({change.deed for change in store.changes() if change.cell.table == "interview"}) == 3
    deed = store.last_deed(Kind.UNDO)
    assert deed
    assert len({c.cell.record for c in store.changes_of(deed) if c.cell.table == "interview"}) == 20
