"""Answers leave as far as the people agreed, in tables that other programs know, and harm nobody's spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from time import process_time

import openpyxl
import pytest

from fieldkit.domain import Interview, SurveyForm
from fieldkit.domain.consent import Answer, Audience, Scope
from fieldkit.edits import surveys, taking_in
from fieldkit.errors import ConsentError, FileError
from fieldkit.exchange.export import Exported, Format, export, outcome
from fieldkit.exchange.layout import Way
from fieldkit.exchange.odk import read
from fieldkit.forms import Form
from fieldkit.store import Store
from tests.exchange.books import visit
from tests.exchange.filling import share, stored
from tests.forms.tables import form as form_of

ANSWERS = {
    "uuid:1": {
        "/today": "2026-09-14",
        "/place": "=HYPERLINK(\"http://x\")",
        "/home/rooms": "3",
        "/home/heating": "wood gas",
        "/member[k7]": "000001",
        "/member[k7]/first": "Ada",
        "/member[aa]": "000004",
        "/member[aa]/first": "Ben",
        "/member[aa]/job[z]": "000001",
        "/member[aa]/job[z]/title": "baker",
    },
    "uuid:2": {"/place": "Diss", "/home/rooms": "007"},
}  # fmt: skip


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return visit(tmp_path)


@pytest.fixture
def there(store: Store, form: Form) -> SurveyForm:
    return stored(store, form, ANSWERS)


def files(path: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(path) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


def test_csv_has_the_columns_of_central(store: Store, form: Form, there: SurveyForm, tmp_path: Path):
    assert export(store, form, there, tmp_path / "a.zip", Format.CSV, Way(split=True))

    told = files(tmp_path / "a.zip")
    assert list(told) == ["visit-job.csv", "visit-member.csv", "visit.csv"]
    assert told["visit.csv"][0] == [
        "SubmissionDate", "today", "place", "home-rooms", "home-rent", "home-since", "home-wakes", "home-visited",
        "home-heating", "home-heating/gas", "home-heating/wood", "home-heating/none", "home-seen",
        "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
        "ReviewState", "DeviceID", "Edits", "FormVersion", "_guarded",
    ]  # fmt: skip
    assert told["visit.csv"][1][8:12] == ["wood gas", "1", "1", "0"]
    assert told["visit.csv"][2][8:12] == ["", "", "", ""]
    assert told["visit-member.csv"] == [
        ["first", "age", "PARENT_KEY", "KEY", "_guarded"],
        ["Ada", "", "uuid:1", "uuid:1/member[1]", ""],
        ["Ben", "", "uuid:1", "uuid:1/member[2]", ""],
    ]
    assert told["visit-job.csv"][1] == ["baker", "uuid:1/member[2]", "uuid:1/member[2]/job[1]", ""]


def test_no_cell_of_a_csv_file_begins_like_a_formula(
    store: Store, form: Form, there: SurveyForm, tmp_path: Path
):
    export(store, form, there, tmp_path / "a.zip", Format.CSV)

    main = files(tmp_path / "a.zip")["visit.csv"]
    row = dict(zip(main[0], main[1], strict=True))
    assert row["place"] == '\'=HYPERLINK("http://x")'
    assert row["_guarded"] == "place"


def test_no_cell_of_a_workbook_is_a_formula(store: Store, form: Form, there: SurveyForm, tmp_path: Path):
    export(store, form, there, tmp_path / "a.xlsx", Format.XLSX)

    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = {cell.value: cell for sheet in book for row in sheet for cell in row}
    assert book.sheetnames == ["visit", "member", "job"]
    assert cells["=HYPERLINK(\"http://x\")"].data_type == "s"  # fmt: skip
    assert cells["=HYPERLINK(\"http://x\")"].quotePrefix  # fmt: skip
    assert not [cell for cell in cells.values() if cell.data_type == "f"]
    assert (cells[3].data_type, cells["007"].data_type) == ("n", "s")
    assert [[c.value for c in row[-3:]] for row in book["job"]] == [
        ["_index", "_parent_table_name", "_parent_index"],
        [1, "member", 2],
    ]


def test_only_those_who_agreed_go_out_and_the_rest_is_counted(
    store: Store, form: Form, there: SurveyForm, tmp_path: Path
):
    one, other = sorted(store.find(Interview), key=lambda i: str(i.held_on))
    taking_in.import_submissions(store, there, [("uuid:3", {"/place": "a draft nobody agreed to"})])
    share(store, one, Scope.SHARE_PARTNERS)
    share(store, other, Scope.TEAM, Answer.NO)

    team = export(store, form, there, tmp_path / "team.zip", Format.CSV)
    partners = export(
        store, form, there, tmp_path / "partners.zip", Format.XML, Way(audience=Audience.PARTNERS)
    )

    assert isinstance(team, Exported)
    assert isinstance(partners, Exported)
    assert outcome(team) == [
        "1 filled questionnaire was written.",
        "1 stayed here: nobody agreed that it is kept.",
        "1 stayed here: the people did not agree that the team reads it.",
    ]
    assert (partners.submissions, partners.withheld) == (1, team.withheld)
    assert [row[0] for row in read(form, tmp_path / "team.zip").rows] == ["uuid:1"]
    assert "nobody agreed" not in repr(read(form, tmp_path / "partners.zip").rows)


def test_where_nobody_agreed_nothing_is_written(store: Store, form: Form, there: SurveyForm, tmp_path: Path):
    with pytest.raises(ConsentError) as refused:
        export(store, form, there, tmp_path / "a.zip", Format.CSV, Way(audience=Audience.PARTNERS))

    assert refused.value.hint == "2 stayed here: the people did not agree that partners get them."
    assert not (tmp_path / "a.zip").exists()


def test_partners_do_not_learn_who_asked_and_where_sensitive_groups_are(store: Store, tmp_path: Path):
    from tests.making import a_group, an_interview

    form = form_of(
        tmp_path,
        """
        | survey |          |        |       |
        |        | type     | name   | label |
        |        | deviceid | device |       |
        |        | geopoint | here   | Here  |
        |        | text     | place  | Place |
        """,
    )
    survey_form = surveys.add_form(store, form)
    group = a_group(store)
    store.write("Mark", group.but(sensitive=True))
    asked = an_interview(store, Scope.HOLD, Scope.TEAM, Scope.SHARE_PARTNERS, group=group)
    submission = surveys.begin(store, asked, survey_form)
    surveys.answer(store, submission, {"/device": "d1", "/here": "51.5 -0.12", "/place": "Diss"})

    exported = export(
        store, form, survey_form, tmp_path / "a.zip", Format.CSV, Way(audience=Audience.PARTNERS)
    )

    assert exported
    assert exported.hidden == 2
    (row,) = read(form, tmp_path / "a.zip").rows
    assert row.answers == {"/place": "Diss"}


def test_a_place_that_was_noted_or_copied_is_kept_from_partners_as_one_that_was_asked_for(
    store: Store, tmp_path: Path
):
    from tests.making import a_group, an_interview

    form = form_of(
        tmp_path,
        """
        | survey |                |       |       |                           |
        |        | type           | name  | label | calculation               |
        |        | start-geopoint | began |       |                           |
        |        | calculate      | east  |       | selected-at(${began}, 1)  |
        |        | calculate      | copy  |       | concat("at ", ${began})   |
        |        | decimal        | rooms | Rooms |                           |
        """,
    )
    survey_form = surveys.add_form(store, form)
    group = a_group(store)
    store.write("Mark", group.but(sensitive=True))
    asked = an_interview(store, Scope.HOLD, Scope.TEAM, Scope.SHARE_PARTNERS, group=group)
    submission = surveys.begin(store, asked, survey_form)
    place = "51.50735 -0.12776 0 0"
    said = {"/began": place, "/east": "-0.12776", "/copy": f"at {place}", "/rooms": "2.5"}
    surveys.answer(store, submission, said)

    exported = export(
        store, form, survey_form, tmp_path / "a.zip", Format.CSV, Way(audience=Audience.PARTNERS)
    )

    assert exported
    assert exported.hidden == 3
    (row,) = read(form, tmp_path / "a.zip").rows
    assert row.answers == {"/rooms": "2.5"}


def test_stopping_leaves_what_was_there(store: Store, form: Form, there: SurveyForm, tmp_path: Path):
    (tmp_path / "a.zip").write_text("yesterday's")

    assert export(store, form, there, tmp_path / "a.zip", Format.CSV, stopped=lambda: True) is None

    assert (tmp_path / "a.zip").read_text() == "yesterday's"
    assert not list(tmp_path.glob(".fieldkit-*"))


def test_a_folder_with_other_files_is_left_alone(store: Store, form: Form, there: SurveyForm, tmp_path: Path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "visit-pet.csv").write_text("a")

    with pytest.raises(FileError, match="is not empty"):
        export(store, form, there, tmp_path / "old", Format.CSV)
    export(store, form, there, tmp_path / "new", Format.CSV)

    assert [row.key for row in read(form, tmp_path / "new" / "visit.csv").rows] == ["uuid:1", "uuid:2"]


def test_what_excel_cannot_hold_is_refused_not_cut(store: Store, form: Form, tmp_path: Path):
    survey_form = stored(store, form, {"uuid:1": {"/place": "x" * 32_768}})

    with pytest.raises(FileError, match="longer than 32767"):
        export(store, form, survey_form, tmp_path / "a.xlsx", Format.XLSX)


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX])
def test_a_thousand_submissions_of_500_columns_take_seconds(store: Store, tmp_path: Path, kind: Format):
    questions = "\n".join(f"| | text | q{n} | Q |" for n in range(500))
    form = form_of(tmp_path, f"| survey |\n| | type | name | label |\n{questions}")
    answers = {f"/q{n}": f"answer {n}" for n in range(500)}
    survey_form = stored(store, form, {f"uuid:{n}": answers for n in range(100)})
    began = process_time()

    export(store, form, survey_form, tmp_path / f"a.{'zip' if kind == Format.CSV else 'xlsx'}", kind)

    # A tenth of the thousand, on the slowest laptop in mind.
    assert process_time() - began < 2
