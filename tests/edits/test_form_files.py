"""The files of a questionnaire: they are kept with it, travel with it, and can be replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.domain import FormFile, SurveyForm
from fieldkit.edits import consent, history, interviews, surveys
from fieldkit.errors import FormError
from fieldkit.forms import Response, load
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.forms.tables import workbook
from tests.making import DAY, an_interview

TOWNS = """
| survey |
|        | type                           | name | label | media::image |
|        | select_one_from_file towns.csv | town | Town  | map.png      |
"""


@pytest.fixture
def survey_form(store: Store, tmp_path: Path) -> SurveyForm:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "towns.csv").write_text("name,label\nn,Norwich\n")
    (folder / "map.png").write_bytes(b"a map")
    return surveys.add_form(store, load(workbook(folder, TOWNS)))


def offered(store: Store, survey_form: SurveyForm) -> list[str]:
    response = Response(surveys.opened_form(store, survey_form))
    return [choice.label for choice in response.asked("/town").choices]


def test_a_questionnaire_brings_its_files_along(store: Store, survey_form: SurveyForm) -> None:
    assert sorted(file.name for file in store.find(FormFile)) == ["map.png", "towns.csv"]
    assert offered(store, survey_form) == ["Norwich"]
    assert surveys.media(store, survey_form, "jr://images/map.png") == b"a map"
    assert surveys.media(store, survey_form, "other.png") is None


def test_an_open_form_is_read_once_until_a_list_is_replaced(
    store: Store, survey_form: SurveyForm, tmp_path: Path
) -> None:
    first = surveys.opened_form(store, survey_form)
    assert surveys.opened_form(store, survey_form) is first
    (tmp_path / "towns.csv").write_text("name,label\nl,Lowestoft\n")

    surveys.put_file(store, tmp_path / "towns.csv")

    assert offered(store, survey_form) == ["Lowestoft"]
    history.undo(store)
    assert offered(store, survey_form) == ["Norwich"]


def test_a_missing_file_is_named_until_somebody_adds_it(store: Store, tmp_path: Path) -> None:
    survey_form = surveys.add_form(store, load(workbook(tmp_path, TOWNS)))
    assert surveys.missing_files(store, survey_form) == ["towns.csv", "map.png"]
    (tmp_path / "TOWNS.csv").write_text("name,label\nn,Norwich\n")

    (file,) = surveys.put_file(store, tmp_path / "TOWNS.csv")

    assert file.name == "towns.csv"
    assert surveys.missing_files(store, survey_form) == ["map.png"]
    assert offered(store, survey_form) == ["Norwich"]


def test_a_file_that_no_questionnaire_asks_for_is_not_taken_in(
    store: Store, survey_form: SurveyForm, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("name\nAsh\n")
    before = store.changes()

    with pytest.raises(FormError, match=r"“people\.csv”"):
        surveys.put_file(store, tmp_path / "people.csv")

    assert store.changes() == before


def test_adding_a_questionnaire_again_takes_in_its_newer_list(
    store: Store, survey_form: SurveyForm, tmp_path: Path
) -> None:
    (tmp_path / "theirs" / "towns.csv").write_text("name,label\nd,Derby\n")

    again = surveys.add_form(store, load(tmp_path / "theirs" / "form.xlsx"))

    assert again == survey_form
    assert offered(store, survey_form) == ["Derby"]


def test_files_travel_with_their_questionnaire(store: Store, survey_form: SurveyForm, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()

    sync(store, shared)

    with join(shared, tmp_path / "other" / "p.fieldkit") as other:
        assert offered(other, other.find(SurveyForm)[0]) == ["Norwich"]
        assert surveys.media(other, survey_form, "map.png") == b"a map"


def test_a_list_that_has_not_arrived_is_missing_and_then_there(
    store: Store, survey_form: SurveyForm, tmp_path: Path
) -> None:
    shared, away = tmp_path / "shared", tmp_path / "away"
    shared.mkdir()
    sync(store, shared)
    (shared / "files").rename(away)
    with join(shared, tmp_path / "other" / "p.fieldkit") as other:
        form = surveys.opened_form(other, survey_form)
        assert offered(other, survey_form) == []
        assert any("towns.csv" in warning.sentence for warning in form.warnings)
        away.rename(shared / "files")

        sync(other, shared)

        assert offered(other, survey_form) == ["Norwich"]


def test_taking_back_an_interview_leaves_the_file_of_a_questionnaire_that_looks_the_same(
    store: Store, survey_form: SurveyForm, tmp_path: Path
) -> None:
    interview = an_interview(store)
    interviews.attach(store, interview, tmp_path / "theirs" / "towns.csv")

    consent.withdraw(store, interview, on=DAY)

    assert offered(store, survey_form) == ["Norwich"]
    assert store.parcels.forgotten_files() == []
