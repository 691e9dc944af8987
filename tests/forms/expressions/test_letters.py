"""Names in all scripts, and signs that nobody sees."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from fieldkit.forms import Place, Response, Severity, examine
from fieldkit.forms.expressions.letters import is_name
from tests.forms.tables import workbook

SETTINGS = "| settings |\n| | form_title | form_id | version |\n| | Water | water | 1 |"


@pytest.mark.parametrize("name", ["नाम", "ชื่อ", "اسم", "பெயர்", "名前", "prénom", "név", "имя", "a.b-c_1"])
def test_a_question_may_be_called_in_any_script_and_expressions_find_it(tmp_path: Path, name: str) -> None:
    table = f"""
    | survey |
    |        | type      | name   | label        | relevant          | calculation            |
    |        | text      | {name} | A            |                   |                        |
    |        | text      | next   | Hi ${{{name}}} | ${{{name}}} = 'x' |                        |
    |        | calculate | both   |              |                   | concat(${{{name}}}, 1) |
    """

    form, findings = examine(workbook(tmp_path, table + SETTINGS))

    assert findings == []
    assert form is not None
    response = Response(form)
    response.answer(f"/{name}", "x")
    assert response.asked("/next").relevant
    assert response.asked("/both").value == "x1"


@pytest.mark.parametrize("name", ["1a", "a b", "a/b", "😀", "-a", "a$", "", "a:b:c", "(a)"])
def test_what_no_xml_could_be_called_is_no_name(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("name", ["a😀", "town:name"])
def test_a_name_that_only_the_form_itself_cannot_hold_is_told_by_its_cell(tmp_path: Path, name: str) -> None:
    table = f"| survey |\n| | type | name | label |\n| | text | {name} | A |\n{SETTINGS}"

    form, findings = examine(workbook(tmp_path, table))

    assert form is None
    assert [(f.code, f.place) for f in findings] == [("name-impossible", Place("survey", 2, "name"))]


def test_a_script_that_forms_cannot_hold_is_said_to_be_the_reason(tmp_path: Path) -> None:
    table = f"| survey |\n| | type | name | label |\n| | text | ስም | ስም ማን ነው? |\n{SETTINGS}"

    form, (finding,) = examine(workbook(tmp_path, table))

    assert form is None
    assert "Latin letters" in finding.remedy


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u200e", "\u2060", "\u00ad"])
def test_signs_that_nobody_sees_are_left_out_of_headings_and_names(tmp_path: Path, sign: str) -> None:
    table = f"""
    | survey |
    |        | {sign}type | na{sign}me | label   | relevant          |
    |        | text{sign} | a{sign}   | A{sign}B |                   |
    |        | text       | b         | B       | ${{a{sign}}} = 1   |
    {SETTINGS}
    """

    form, findings = examine(workbook(tmp_path, table))

    assert form is not None
    assert form.question("/a").label.in_("") == f"A{sign}B", "in what people read, they may mean something"
    assert {f.code for f in findings} == {"signs-unseen"}
    assert {(f.place.row, f.place.column, f.severity) for f in findings} == {
        (1, "type", Severity.WARNING), (1, "name", Severity.WARNING), (2, "type", Severity.WARNING),
        (2, "name", Severity.WARNING), (3, "relevant", Severity.WARNING),
    }  # fmt: skip


def test_what_no_form_can_hold_is_left_out_of_texts_too(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text(f"| survey |\n| | type | name | label |\n| | text | a | A\x07\x00 |\n{SETTINGS}", "utf-8")

    form, findings = examine(path)

    assert form is not None
    assert form.question("/a").label.in_("") == "A"
    assert [(f.code, f.place) for f in findings] == [("signs-unseen", Place("survey", 2, "label"))]


def test_an_accent_is_one_letter_however_it_was_typed(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "prénom")
    table = f"| survey |\n| | type | name | label |\n| | text | {apart} | A |\n| | note | n | ${{prénom}} |\n{SETTINGS}"

    form, findings = examine(workbook(tmp_path, table))

    assert form is not None
    assert findings == []
