"""Files as servers export them: taken in whole, or refused with every fault by file and row."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.errors import FileError
from fieldkit.exchange.export import Format
from fieldkit.exchange.odk import read
from fieldkit.forms import Form
from fieldkit.store import Store
from tests.exchange.books import visit
from tests.exchange.filling import stored, there_and_back


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return visit(tmp_path)


def test_a_file_of_central_brings_those_of_its_repeats_along(form: Form, tmp_path: Path):
    (tmp_path / "visit.csv").write_text(
        "SubmissionDate,place,home-rooms,home-heating,home-heating/gas,KEY\n"
        '2026-09-14T10:00:00.000Z,"Norwich\nnorth",3,gas,1,uuid:1\n',
        encoding="utf-8-sig",
    )
    (tmp_path / "visit-member.csv").write_text("first,age,PARENT_KEY,KEY\nAda,41,uuid:1,uuid:1/member[1]\n")
    (tmp_path / "visit-job.csv").write_text(
        "title,PARENT_KEY,KEY\nbaker,uuid:1/member[1],uuid:1/member[1]/job[1]\n"
    )

    found = read(form, tmp_path / "visit.csv")

    ((key, answers),) = found.rows
    assert key == "uuid:1"
    assert answers == {
        "/place": "Norwich\nnorth",
        "/home/rooms": "3",
        "/home/heating": "gas",
        "/member[000001]": "000001",
        "/member[000001]/first": "Ada",
        "/member[000001]/age": "41",
        "/member[000001]/job[000001]": "000001",
        "/member[000001]/job[000001]/title": "baker",
    }
    assert "Sheet “visit.csv”: the server's bookkeeping was left out: SubmissionDate, KEY." in found.unplaced


def test_what_somebody_said_comes_back_though_excel_would_take_it_for_an_error(
    store: Store, form: Form, tmp_path: Path
):
    said = {"uuid:1": {"/place": "#N/A"}, "uuid:2": {"/place": "'#REF!"}}
    survey_form = stored(store, form, said)

    back = there_and_back(store, form, survey_form, tmp_path / "a.zip", Format.CSV)

    assert {row.key: row.answers["/place"] for row in back.rows} == {"uuid:1": "#N/A", "uuid:2": "'#REF!"}


def test_an_error_of_a_spreadsheet_is_no_answer_and_told_with_its_file_row_and_column(
    form: Form, tmp_path: Path
):
    (tmp_path / "visit.csv").write_text("place,rooms,KEY\nNorwich,#WERT!,uuid:1\n#N/A,3,uuid:2\n")

    found = read(form, tmp_path / "visit.csv")

    assert [row.answers for row in found.rows] == [{"/place": "Norwich"}, {"/home/rooms": "3"}]
    assert found.unplaced[1:] == [
        "Sheet “visit.csv”, row 2, column “rooms”: Excel could not work it out and says #WERT!.",
        "Sheet “visit.csv”, row 3, column “place”: Excel could not work it out and says #N/A.",
    ]


def test_an_apostrophe_of_another_program_is_part_of_the_answer(form: Form, tmp_path: Path):
    (tmp_path / "visit.csv").write_text("place,KEY\n'=1,uuid:1\n")

    assert read(form, tmp_path / "visit.csv").rows[0].answers == {"/place": "'=1"}


def test_files_that_were_cut_off_are_all_named(form: Form, tmp_path: Path):
    (tmp_path / "visit.csv").write_text('place,KEY\nDiss,uuid:1\n"Nor')
    (tmp_path / "visit-member.csv").write_text('first,PARENT_KEY\n"Ad')

    with pytest.raises(FileError) as refused:
        read(form, tmp_path / "visit.csv")

    assert refused.value.faults == [
        "“visit-member.csv”, row 2: unexpected end of data.",
        "“visit.csv”, row 3: unexpected end of data.",
    ]


def test_submissions_that_cannot_be_used_are_all_named(form: Form, tmp_path: Path):
    folder = tmp_path / "instances"
    folder.mkdir()
    (folder / "a.xml").write_text("<other/>")
    (folder / "b.xml").write_text("<data><place>")

    with pytest.raises(FileError) as refused:
        read(form, folder)

    assert [fault.split(":")[0] for fault in refused.value.faults] == ["“a.xml”", "“b.xml”"]


def test_what_a_submission_says_beyond_the_form_is_named(form: Form, tmp_path: Path):
    (tmp_path / "a.xml").write_text("<data><place>Diss</place><pet>cat</pet></data>")

    found = read(form, tmp_path / "a.xml")

    assert found.rows[0].answers == {"/place": "Diss", "/pet": "cat"}
    assert found.unplaced == ["“a.xml”: /pet was kept, although the form does not ask it."]
