"""`fieldkit form`: what it prints is what an author reads, and what a program reads."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from fieldkit.forms import examine
from fieldkit.shipped import shipped
from tests.cli.test_main import run
from tests.forms.tables import workbook

SOUND = """
| survey |
|        | type          | name  | label::English (en) | label::French (fr) | relevant         |
|        | select_one yn | water | Is there water?     | Y a-t-il de l'eau ? |                 |
|        | integer       | taps  | How many taps?      | Combien ?          | ${water} = 'yes' |
|        | note          | dry   | No water then.      | Pas d'eau.         | ${water} = 'no'  |
| choices |
|        | list_name | name | label::English (en) | label::French (fr) |
|        | yn        | yes  | Yes                 | Oui                |
|        | yn        | no   | No                  | Non                |
| settings |
|        | form_title | form_id | version |
|        | Water      | water   | 3       |
"""
FAULTY = """
| survey |
|        | type           | name | label | relevant |
|        | select_one yes | a b  | One   |          |
|        | integer        | c    | Two   | ${d} > 1 |
"""


def test_a_sound_form_is_said_to_be_usable(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    code, out, err = run(capsys, "form", "check", workbook(tmp_path, SOUND))

    assert (code, err) == (0, "")
    assert out.strip() == "form.xlsx: can be used: 3 questions."


def test_a_faulty_form_is_listed_by_row_and_ends_with_1(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    sound, faulty = workbook(tmp_path, SOUND), workbook(tmp_path, FAULTY, "faulty.xlsx")

    code, out, _err = run(capsys, "form", "check", sound, faulty)

    assert code == 1
    assert "form.xlsx: can be used" in out
    assert "faulty.xlsx: cannot be used yet (3 faults, 3 warnings)." in out
    rows = [line.split()[:3] for line in out.splitlines() if line.startswith("survey")]
    assert rows == [["survey", "2", "type"], ["survey", "2", "name"], ["survey", "3", "relevant"]]


def test_for_programs_it_is_json(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    sound, faulty = workbook(tmp_path, SOUND), workbook(tmp_path, FAULTY, "faulty.xlsx")

    code, out, _err = run(capsys, "form", "check", "--json", sound, faulty, tmp_path / "gone.xlsx")

    first, second, third = json.loads(out)["files"]
    assert code == 1
    assert first == {
        "file": str(sound), "usable": True, "form_id": "water", "version": "3", "title": "Water", "findings": [],
    }  # fmt: skip
    assert (second["usable"], second["form_id"]) == (False, None)
    assert second["findings"][2] == {
        "severity": "fault", "code": "reference-unknown", "sheet": "survey", "row": 3, "column": "relevant",
        "sentence": "“${d}” is no question of this form.", "remedy": "Correct the name, or add the question.",
    }  # fmt: skip
    assert [finding["code"] for finding in third["findings"]] == ["unreadable"]


def test_a_new_form_has_nothing_to_find_and_explains_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    path = tmp_path / "first.xlsx"

    code, out, _err = run(capsys, "form", "new", path, "--title", "Visit to 3 villages")

    form, findings = examine(path)
    assert code == 0
    assert str(path) in out
    assert findings == []
    assert form is not None
    assert (form.title, form.form_id) == ("Visit to 3 villages", "visit_to_3_villages")
    assert len(form.version) == 10
    assert openpyxl.load_workbook(path).sheetnames == ["survey", "choices", "settings", "help"]


@pytest.mark.parametrize(("name", "sentence"), [("first.xlsx", "is there already"), ("first.csv", "no")])
def test_a_new_form_overwrites_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, sentence: str
):
    path = tmp_path / name
    path.write_text("mine", "utf-8")

    code, _out, err = run(capsys, "form", "new", path)

    assert code == 1
    assert sentence in err
    assert path.read_text("utf-8") == "mine"


def test_a_preview_shows_what_is_asked_and_when(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    code, out, _err = run(capsys, "form", "preview", workbook(tmp_path, SOUND), "--seed", 2)

    assert code == 0
    assert out.splitlines()[:3] == ["Water", "water, version 3", "Languages: English (en) and French (fr)"]
    answered = "(•) Yes (yes)" in out
    assert ("How many taps?" in out) == answered
    assert ("No water then." in out) != answered
    assert "only if: ${water} = " in out


def test_the_same_seed_gives_the_same_preview_and_another_may_not(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    path = workbook(tmp_path, SOUND)

    said = [run(capsys, "form", "preview", path, "--seed", seed)[1] for seed in (1, 1, 2, 3, 4, 5, 6)]

    assert said[0] == said[1]
    assert len(set(said)) > 1


def test_a_blank_preview_answers_nothing_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    path = workbook(tmp_path, SOUND)

    _code, out, _err = run(capsys, "form", "preview", path, "--fill", "blank", "--language", "fr")

    assert "Y a-t-il de l'eau ?  [select_one]" in out
    assert "( ) Oui (yes)" in out
    assert "•" not in out
    assert "Combien" not in out


def test_a_language_that_there_is_not_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    code, _out, err = run(capsys, "form", "preview", workbook(tmp_path, SOUND), "--language", "Welsh")

    assert code == 1
    assert err.splitlines() == [
        "The questionnaire is not in “Welsh”.",
        "It is in English (en) and French (fr).",
    ]


def test_every_real_form_can_be_previewed(capsys: pytest.CaptureFixture[str], shared: Path):
    forms = [
        path
        for path in sorted((shared / "corpus" / "xforms" / "forms").iterdir())
        if path.suffix in (".xlsx", ".xls") and path.stat().st_size < 100_000
    ]

    codes = {path.name: run(capsys, "form", "preview", path, "--seed", 5)[0] for path in forms}

    assert len(forms) > 4
    assert set(codes.values()) == {0}


def test_the_shipped_questionnaire_is_sound():
    form, findings = examine(shipped("forms", "community-technology.xlsx"))

    assert form is not None
    assert findings == []
