"""Answers collected with other programs come in whole, or are listed as left out."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.errors import FileError
from fieldkit.exchange.odk import Import, read
from fieldkit.forms import Form
from tests.exchange.books import HOUSEHOLDS, MEMBERS, VISIT, Rows, book, households, visit
from tests.forms.tables import workbook


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return visit(tmp_path)


def taken(form: Form, folder: Path, *headings: str, **row: Any) -> Import:
    """Return what comes of one submission: columns, given by headings, hold the values of `row` in its order."""
    return read(form, book(folder, {"main": [["_uuid", *headings], ["a1", *row.values()]]}))


def answer(form: Form, folder: Path, heading: str, cell: Any) -> tuple[str, list[str], list[str]]:
    found = taken(form, folder, heading, cell=cell)
    answers = found.rows[0].answers
    return next(iter(answers.values()), ""), found.unplaced[1:], found.doubtful


def test_every_row_of_every_sheet_finds_its_submission(form: Form, tmp_path: Path):
    found = read(form, households(tmp_path))

    assert [row.key for row in found.rows] == ["a1", "b2"]
    assert found.rows[0].answers == {
        "/today": "2026-09-14",
        "/place": "Norwich",
        "/home/rooms": "3",
        "/member[000001]": "000001",
        "/member[000001]/first": "Ada",
        "/member[000001]/age": "41",
        "/member[000001]/job[000001]": "000001",
        "/member[000001]/job[000001]/title": "baker",
        "/member[000001]/job[000002]": "000002",
        "/member[000001]/job[000002]/title": "carer",
    }
    assert found.rows[1].answers["/member[000002]/first"] == "Cem"
    assert "/home/rooms" not in found.rows[1].answers
    assert found.sheets == {"main": 2, "member": 3, "job": 2}
    assert found.doubtful == []


def test_what_servers_add_is_told_in_one_line_for_each_sheet(form: Form, tmp_path: Path):
    found = read(form, households(tmp_path))

    assert found.unplaced == [
        "Sheet “main”: the server's bookkeeping was left out: _uuid, _index.",
        "Sheet “member”: the server's bookkeeping was left out: _index, _parent_index.",
        "Sheet “job”: the server's bookkeeping was left out: _parent_index.",
    ]


def test_other_columns_that_are_no_questions_are_listed_once_each(form: Form, tmp_path: Path):
    found = read(
        form, book(tmp_path, {"main": [["_uuid", "rooms", "weight"], ["a1", 1, 0.5], ["b2", 2, 0.7]]})
    )

    assert found.unplaced[1:] == [
        "Sheet “main”: column “weight” was left out with 2 values: it is no question of this form.",
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "path", "text"),
    [
        ("place", "  two  spaces\nand a line ", "/place", "  two  spaces\nand a line "),
        ("place", 3, "/place", "3"),
        ("place", 3.0, "/place", "3"),
        ("place", 0.432900432900433, "/place", "0.432900432900433"),
        ("place", True, "/place", "true"),
        ("place", datetime.fromisoformat("2026-09-14"), "/place", "2026-09-14"),
        ("home/rooms", 3.0, "/home/rooms", "3"),
        ("home.rooms", "3", "/home/rooms", "3"),
        ("home-rooms", -4, "/home/rooms", "-4"),
        ("rent", 450.5, "/home/rent", "450.5"),
        ("rent", 1e-7, "/home/rent", "0.0000001"),
        ("since", datetime.fromisoformat("2019-05-01"), "/home/since", "2019-05-01"),
        ("since", date(2019, 5, 1), "/home/since", "2019-05-01"),
        ("visited", datetime.fromisoformat("2026-09-14T10:30"), "/home/visited", "2026-09-14T10:30:00.000"),
        ("visited", datetime.fromisoformat("2026-09-14"), "/home/visited", "2026-09-14T00:00:00.000"),
        ("wakes", time(6, 45), "/home/wakes", "06:45:00.000"),
        ("wakes", timedelta(hours=6, minutes=45), "/home/wakes", "06:45:00.000"),
        ("heating", "gas wood", "/home/heating", "gas wood"),
    ],
)
def test_a_cell_becomes_the_text_that_its_question_keeps(
    form: Form, tmp_path: Path, heading: str, cell: Any, path: str, text: str
):
    found = taken(form, tmp_path, heading, cell=cell)

    assert found.rows[0].answers == {path: text}
    assert found.unplaced[1:] == found.doubtful == []


def test_a_text_that_is_no_such_answer_is_taken_in_as_it_is_and_named(form: Form, tmp_path: Path):
    text, unplaced, doubtful = answer(form, tmp_path, "rooms", "about four")

    assert (text, unplaced) == ("about four", [])
    assert doubtful == [
        "Sheet “main”, row 2, column “rooms”: “about four” is no answer of the type integer; "
        "it was taken in as it is written."
    ]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("#REF!", "Excel could not work it out and says #REF!"),
        (" #N/A ", "Excel could not work it out and says #N/A"),
        ("#SPILL!", "says #SPILL!"),
        ("#NV", "says #NV"),
        ("Err:502", "says Err:502"),
        (timedelta(days=3), "length of time, 3 days"),
    ],
)
def test_what_no_answer_can_say_is_left_out_and_named(form: Form, tmp_path: Path, cell: Any, why: str):
    text, unplaced, _doubtful = answer(form, tmp_path, "place", cell)

    assert text == ""
    assert unplaced[0].startswith("Sheet “main”, row 2, column “place”: ")
    assert why in unplaced[0]


def test_a_formula_that_nobody_worked_out_is_named_and_not_taken_for_blank(form: Form, tmp_path: Path):
    text, unplaced, _doubtful = answer(form, tmp_path, "rooms", "=1+2")

    assert text == ""
    assert unplaced == [
        "Sheet “main”, row 2, column “rooms”: it is a formula whose result is not in the file. "
        "Open it in Excel, save it, and choose it again."
    ]


# Choices with columns of their own


def test_the_joined_column_wins_and_whoever_disagrees_is_named(form: Form, tmp_path: Path):
    found = taken(
        form, tmp_path, "heating", "heating/gas", "home.heating.wood", joined="gas wood", gas=1, wood=0
    )

    assert found.rows[0].answers == {"/home/heating": "gas wood"}
    assert found.unplaced[1:] == [
        "Sheet “main”, row 2, column “heating”: this column and those of single choices disagree about wood; "
        "this one was taken."
    ]


def test_choices_in_columns_alone_are_joined(form: Form, tmp_path: Path):
    found = taken(form, tmp_path, "heating/gas", "heating/wood", "heating/none", gas=1, wood=True, none=0)

    assert found.rows[0].answers == {"/home/heating": "gas wood"}
    assert found.unplaced[1:] == []


def test_a_column_of_a_choice_that_there_is_not_is_named(form: Form, tmp_path: Path):
    found = taken(form, tmp_path, "heating", "heating/coal", joined="gas", coal=1)

    assert found.unplaced[1:] == [
        "Sheet “main”: column “heating/coal” was left out with 1 value: “coal” is no choice of “heating”."
    ]


def test_a_choice_column_that_says_neither_yes_nor_no_is_named(form: Form, tmp_path: Path):
    found = taken(form, tmp_path, "heating", "heating/gas", joined="gas", gas="perhaps")

    assert found.unplaced[1:] == [
        "Sheet “main”, row 2, column “heating/gas”: “perhaps” is neither yes nor no."
    ]


# Rows without a place


def without_places(form: Form, folder: Path, **sheets: Rows) -> list[str]:
    found = read(form, book(folder, {"main": HOUSEHOLDS, **sheets}))
    return [line for line in found.unplaced if "bookkeeping" not in line]


def test_orphans_are_named_row_by_row(form: Form, tmp_path: Path):
    members = [*MEMBERS, ["Dov", 3, 4, 99], ["Eve", 5, 5, None]]

    assert without_places(form, tmp_path, member=members) == [
        "Sheet “member”, row 5, column “_parent_index”: "
        "the row was left out: no row of “main” has “99” in the column “_index”.",
        "Sheet “member”, row 6, column “_parent_index”: "
        "the row was left out: it does not say which row of “main” it belongs to.",
    ]


def test_what_belongs_to_a_row_left_out_is_named_too(form: Form, tmp_path: Path):
    members = [*MEMBERS, ["Dov", 3, 4, 99]]

    left_out = without_places(form, tmp_path, member=members, job=[["title", "_parent_index"], ["cook", 4]])

    assert left_out[1:] == [
        "Sheet “job”, row 2, column “_parent_index”: "
        "the row was left out, as was the row of “member” with “4” in the column “_index”."
    ]


def test_a_key_that_is_there_twice_is_named_and_the_first_row_stands(form: Form, tmp_path: Path):
    found = read(form, book(tmp_path, {"main": [*HOUSEHOLDS, ["a1", 3, "2026-09-16", "Thetford", 9]]}))

    assert [row.key for row in found.rows] == ["a1", "b2"]
    assert found.rows[0].answers["/place"] == "Norwich"
    assert found.unplaced[-1] == (
        "Sheet “main”, row 4, column “_uuid”: the row was left out: “a1” is already the key of row 2."
    )


def test_a_row_that_two_could_own_is_given_to_neither(form: Form, tmp_path: Path):
    main = [*HOUSEHOLDS, ["c3", 2, "2026-09-16", "Thetford", 9]]

    found = read(form, book(tmp_path, {"main": main, "member": MEMBERS}))

    assert len([line for line in found.unplaced if "several rows of “main” have “2”" in line]) == 2
    assert not any("/member[000001]" in row.answers for row in found.rows[1:])


def test_sheets_without_a_repeat_are_named_with_their_rows(form: Form, tmp_path: Path):
    assert without_places(form, tmp_path, pets=[["name", "_parent_index"], ["Rex", 1]]) == [
        "Sheet “pets”: 1 row was left out: no repeat of this form has the name of the sheet."
    ]


def test_a_repeat_that_nothing_links_is_named(form: Form, tmp_path: Path):
    assert without_places(form, tmp_path, member=[["first"], ["Ada"]]) == [
        "Sheet “member”: its rows were left out: nothing says which rows of “main” they belong to."
    ]


def test_columns_twice_without_heading_or_of_another_table_are_named(form: Form, tmp_path: Path):
    rows = [
        ["_uuid", "place", "home/rooms", "rooms", None, "age"],
        ["a1", "Norwich", 3, 4, "stray", 41, "far out"],
    ]

    found = read(form, book(tmp_path, {"main": rows}))

    assert found.rows[0].answers == {"/place": "Norwich", "/home/rooms": "3"}
    assert found.unplaced[1:] == [
        "Sheet “main”: column “rooms” was left out with 1 value: it is there twice, and the first was taken.",
        "Sheet “main”: column “5” was left out with 1 value: it has no heading.",
        "Sheet “main”: column “age” was left out with 1 value: it is a question of “member”, not of this sheet.",
        "Sheet “main”, row 2, column “7”: the column has no heading.",
    ]


def test_rows_without_a_key_get_the_same_one_each_time_and_it_is_said(form: Form, tmp_path: Path):
    path = book(tmp_path, {"main": [["place"], ["Norwich"], ["Norwich"]]})

    once, again = read(form, path), read(form, path)

    assert once.rows == again.rows
    assert len({row.key for row in once.rows}) == 2
    assert "no key of their own" in once.unplaced[-1]


def test_central_keys_link_as_well(form: Form, tmp_path: Path):
    path = book(
        tmp_path,
        {
            "visit": [["KEY", "place"], ["uuid:a1", "Norwich"]],
            "member": [["first", "KEY", "PARENT_KEY"], ["Ada", "uuid:a1/member[1]", "uuid:a1"]],
            "job": [["title", "PARENT_KEY"], ["baker", "uuid:a1/member[1]"]],
        },
    )

    (row,) = read(form, path).rows

    assert row.key == "uuid:a1"
    assert row.answers["/member[000001]/job[000001]/title"] == "baker"


# Files that are none


def test_a_sheet_that_claims_to_be_one_cell_large_is_read_whole(form: Form, tmp_path: Path):
    path = rewritten(households(tmp_path), rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')

    assert len(read(form, path).rows) == 2


def rewritten(path: Path, pattern: bytes, replacement: bytes) -> Path:
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, re.sub(pattern, replacement, content))
    return path


def refused(form: Form, path: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        read(form, path)
    assert caught.value.sentence
    assert caught.value.hint
    assert caught.value.faults
    return caught.value


@pytest.mark.parametrize(
    "content", [b"", b"place,rooms\nNorwich,3\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 99]
)
def test_a_file_that_is_no_workbook_is_refused_in_words(form: Form, tmp_path: Path, content: bytes):
    path = tmp_path / "data.xlsx"
    path.write_bytes(content)

    assert "data.xlsx" in refused(form, path).sentence


def test_a_file_that_is_not_there_is_said_to_be_missing(form: Form, tmp_path: Path):
    assert "there is no such file" in str(refused(form, tmp_path / "gone.xlsx"))


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    return households(tmp_path).read_bytes()


@given(cut=st.floats(0, 0.999))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cut_of_a_workbook_is_taken_in(form: Form, tmp_path: Path, whole: bytes, cut: float):
    part = tmp_path / "part.xlsx"
    part.write_bytes(whole[: int(len(whole) * cut)])

    refused(form, part)


@given(place=st.floats(0, 0.999), junk=st.binary(min_size=1, max_size=8))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mangled_workbook_is_read_or_refused_in_words(
    form: Form, tmp_path: Path, whole: bytes, place: float, junk: bytes
):
    at = int(len(whole) * place)
    mangled = tmp_path / "mangled.xlsx"
    mangled.write_bytes(whole[:at] + junk + whole[at + len(junk) :])

    with suppress(FileError):
        assert len(read(form, mangled).rows) <= 2


@pytest.mark.parametrize(
    "bomb",
    [
        b'<!DOCTYPE a [<!ENTITY a "'
        + b"aa" * 5000
        + b'"><!ENTITY b "'
        + b"&a;" * 5000
        + b'">]><worksheet>&b;',
        b"<worksheet><sheetData><row r='1'><c r='ZZZZZZZ1' t='s'><v>99</v></c></row></sheetData></worksheet>",
        b"<worksheet><sheetData><row r='99999999999'><c t='n'><v>1</v></c></row></sheetData></worksheet>",
        b"<worksheet><sheetData><row><c t='inlineStr'><is><t>place</t></is></c>",
    ],
)
def test_a_workbook_made_to_hurt_is_refused(form: Form, tmp_path: Path, bomb: bytes):
    path = rewritten(households(tmp_path), rb"(?s).*<worksheet.*", bomb)

    refused(form, path)


def test_a_workbook_that_would_fill_the_memory_is_refused_unopened(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("fieldkit.exchange.workbook.LARGEST", 1000)

    assert "far too large" in str(refused(form, households(tmp_path)))


def test_answers_to_another_questionnaire_are_refused(form: Form, tmp_path: Path):
    path = book(tmp_path, {"data": [["How old are you?"], [41]]})

    assert "Sheet “data”: no heading is a question." in refused(form, path).faults


def test_a_questionnaire_chosen_in_place_of_its_answers_is_refused(form: Form, tmp_path: Path):
    assert "that of a questionnaire" in str(refused(form, workbook(tmp_path, VISIT)))
