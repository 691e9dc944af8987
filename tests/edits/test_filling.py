"""A questionnaire as it is filled: what it remembers, its entities, edits of it and newer versions of its form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit.domain import Interview, SavedEntity, Submission, SurveyForm
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, filling, history, people, surveys
from fieldkit.edits.entities import entities
from fieldkit.edits.last_saved import last_saved
from fieldkit.errors import FormError
from fieldkit.forms import Response, load
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.forms.tables import workbook
from tests.making import DAY, an_interview

TREES = """
| survey |
|        | type                           | name   | label  | save_to | required | relevant           |
|        | select_one add_or_change       | doing  | Doing  |         |          |                    |
|        | select_one_from_file trees.csv | tree   | Tree   |         |          | ${doing} = 'change' |
|        | text                           | kind   | Kind   | kind    | yes      |                    |
|        | integer                        | height | Height | height  |          |                    |
| choices |
|        | list_name     | name   | label  |
|        | add_or_change | add    | Add    |
|        | add_or_change | change | Change |
| entities |
|        | list_name | label   | entity_id                                | create_if        | update_if           |
|        | trees     | ${kind} | coalesce(${tree}, concat('t-', ${kind})) | ${doing} = 'add' | ${doing} = 'change' |
"""
STREET = """
| survey |
|        | type | name   | label  | default              |
|        | text | street | Street | ${last-saved#street} |
| settings |
|        | form_id | version | form_title |
|        | street  | 1       | Street     |
"""


@pytest.fixture
def trees(store: Store, tmp_path: Path) -> SurveyForm:
    (tmp_path / "trees.csv").write_text("name,label,kind,height,__version\nold,Old oak,oak,20,3\n")
    return surveys.add_form(store, load(workbook(tmp_path, TREES)))


def filled(
    store: Store, survey_form: SurveyForm, answers: dict[str, str], interview: Interview | None = None
) -> tuple[Submission, Response]:
    interview = interview or an_interview(store, Scope.HOLD, Scope.TEAM)
    response = filling.opened(store, survey_form, interview.id)
    submission = surveys.begin(store, interview, survey_form)
    surveys.answer(store, submission, response.opened.cells)
    for path, text in answers.items():
        surveys.answer(store, submission, response.answer(path, text).cells)
    return submission, response


def finished(
    store: Store, survey_form: SurveyForm, answers: dict[str, str], interview: Interview | None = None
) -> Submission:
    submission, response = filled(store, survey_form, answers, interview)
    filling.finish(store, submission, response)
    return store.get(Submission, submission.id)


def offered(store: Store, survey_form: SurveyForm) -> dict[str, str]:
    response = filling.opened(store, survey_form, "another")
    response.answer("/doing", "change")
    return {choice.value: choice.label for choice in response.asked("/tree").choices}


def test_the_next_questionnaire_begins_with_what_was_saved_last(store: Store, tmp_path: Path) -> None:
    street = surveys.add_form(store, load(workbook(tmp_path, STREET)))
    filled(store, street, {"/street": "High Street"})

    _submission, following = filled(store, street, {})

    assert following.asked("/street").value == "High Street"


def test_what_others_saved_or_was_withdrawn_is_not_remembered(store: Store, tmp_path: Path) -> None:
    street = surveys.add_form(store, load(workbook(tmp_path, STREET)))
    interview = an_interview(store)
    filled(store, street, {"/street": "Mill Lane"})
    filled(store, street, {"/street": "High Street"}, interview)
    consent.withdraw(store, interview, on=DAY)

    after = filling.opened(store, street, "another")
    store.person = people.add_person(store, "Somebody else", "fieldworker").id
    other = filling.opened(store, street, "another")

    assert after.asked("/street").value == "Mill Lane"
    assert other.asked("/street").value == ""


def test_a_questionnaire_is_not_what_it_saved_last_itself(store: Store, tmp_path: Path) -> None:
    street = surveys.add_form(store, load(workbook(tmp_path, STREET)))
    filled(store, street, {"/street": "Mill Lane"})
    submission, _response = filled(store, street, {"/street": "High Street"})

    again = filling.opened(store, street, submission.interview_id, submission)

    assert again.asked("/street").value == "High Street"
    assert dict(last_saved(store, street, submission))["/street"] == "Mill Lane"


def test_a_finished_questionnaire_makes_an_entity_that_the_next_one_offers(
    store: Store, trees: SurveyForm
) -> None:
    draft, response = filled(store, trees, {"/doing": "add", "/kind": "elm"})
    assert offered(store, trees) == {"old": "Old oak"}

    filling.finish(store, draft, response)

    assert offered(store, trees) == {"old": "Old oak", "t-elm": "elm"}
    assert store.get(Submission, draft.id).finished
    history.undo(store)
    assert offered(store, trees) == {"old": "Old oak"}
    assert not store.get(Submission, draft.id).finished


def test_what_changed_is_laid_over_the_list_and_adds_up(store: Store, trees: SurveyForm) -> None:
    finished(store, trees, {"/doing": "add", "/kind": "elm", "/height": "2"})
    finished(store, trees, {"/doing": "change", "/tree": "t-elm", "/kind": "wych elm", "/height": "3"})
    finished(store, trees, {"/doing": "change", "/tree": "old", "/kind": "ancient oak", "/height": "21"})

    known = {entity.id: entity for entity in entities(store)}

    assert (known["t-elm"].version, known["t-elm"].properties["height"]) == (2, "3")
    assert known["t-elm"].made_here
    assert (known["old"].version, known["old"].made_here) == (4, False)
    assert offered(store, trees) == {"old": "ancient oak", "t-elm": "wych elm"}


def test_an_entity_goes_with_the_interview_that_made_it(store: Store, trees: SurveyForm) -> None:
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    finished(store, trees, {"/doing": "add", "/kind": "elm"}, interview)
    finished(store, trees, {"/doing": "change", "/tree": "t-elm", "/kind": "wych elm"})

    consent.withdraw(store, interview, on=DAY)

    assert offered(store, trees) == {"old": "Old oak"}
    assert "elm" not in {entity.label for entity in entities(store)}


@pytest.mark.parametrize(("scopes", "there"), [((), set[str]()), ((Scope.HOLD, Scope.TEAM), {"t-elm"})])
def test_entities_travel_as_far_as_their_interview(
    store: Store, trees: SurveyForm, tmp_path: Path, scopes: tuple[Scope, ...], there: set[str]
) -> None:
    finished(store, trees, {"/doing": "add", "/kind": "elm"}, an_interview(store, *scopes))
    (tmp_path / "shared").mkdir()

    sync(store, tmp_path / "shared")

    with join(tmp_path / "shared", tmp_path / "other" / "p.fieldkit") as other:
        assert offered(other, trees).keys() == {"old", *there}


def test_two_who_change_an_entity_apart_come_to_the_same(
    store: Store, trees: SurveyForm, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    sync(store, shared)
    with join(shared, tmp_path / "other" / "p.fieldkit") as other:
        finished(store, trees, {"/doing": "change", "/tree": "old", "/kind": "red oak"})
        finished(other, trees, {"/doing": "change", "/tree": "old", "/kind": "oak", "/height": "22"})

        for laptop in (store, other, store):
            sync(laptop, shared)

        assert offered(store, trees) == offered(other, trees)
        assert entities(store) == entities(other)
        assert store.conflicts() == []


def test_what_is_missing_is_named_before_it_is_finished(store: Store, trees: SurveyForm) -> None:
    submission, response = filled(store, trees, {"/doing": "add"})
    before = store.changes()

    with pytest.raises(FormError) as refused:
        filling.finish(store, submission, response)

    assert any(fault.startswith("Kind: ") for fault in refused.value.faults)
    assert store.changes() == before


def test_an_edited_questionnaire_tells_which_one_it_takes_the_place_of(
    store: Store, trees: SurveyForm
) -> None:
    first = finished(store, trees, {"/doing": "add", "/kind": "elm"})

    anew = filling.edit(store, first, filling.opened(store, trees, first.interview_id, first))

    response = filling.opened(store, trees, anew.interview_id, anew)
    assert not anew.finished
    assert response.instance_id == anew.instance_id != first.instance_id
    assert response.deprecated_id == first.instance_id
    surveys.answer(store, anew, response.answer("/kind", "beech").cells)
    filling.finish(store, anew, response)
    assert [entity.label for entity in entities(store)] == ["beech"]
    (record,) = store.find(SavedEntity)
    assert record.version == 1


def version(
    store: Store, folder: Path, number: int, change: Callable[[str], str] = lambda table: table
) -> SurveyForm:
    table = STREET.replace("| 1       |", f"| {number}       |").replace("${last-saved#street}", "")
    return surveys.add_form(store, load(workbook(folder, change(table), f"v{number}.xlsx")))


def test_a_questionnaire_goes_on_on_a_newer_version_and_back(store: Store, tmp_path: Path) -> None:
    older = version(store, tmp_path, 1)
    newer = version(
        store, tmp_path, 2, lambda table: table.replace("| street | Street |", "| road   | Road   |")
    )
    submission, _response = filled(store, older, {"/street": "High Street"})

    moved = filling.move_to(store, submission, newer)

    response = filling.opened(store, newer, moved.interview_id, moved)
    assert response.strays == {"/street": "High Street"}
    assert response.asked("/road").value == ""
    assert store.get(Submission, submission.id).form_id == newer.id
    back = filling.move_to(store, moved, older)
    assert filling.opened(store, older, back.interview_id, back).asked("/street").value == "High Street"
    history.undo(store)
    history.undo(store)
    assert store.get(Submission, submission.id).form_id == older.id


def test_a_questionnaire_moves_only_to_a_version_of_its_own(
    store: Store, trees: SurveyForm, tmp_path: Path
) -> None:
    older, newer = version(store, tmp_path, 1), version(store, tmp_path, 2)
    interview = an_interview(store)
    submission, _response = filled(store, older, {"/street": "High Street"}, interview)
    filled(store, newer, {"/street": "Mill Lane"}, interview)

    with pytest.raises(FormError, match="no version of the questionnaire"):
        filling.move_to(store, submission, trees)
    with pytest.raises(FormError, match="Version 2 has been begun already"):
        filling.move_to(store, submission, newer)

    assert store.get(Submission, submission.id).form_id == older.id
