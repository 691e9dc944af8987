"""Everything an author will want to know of a workbook: one example for each kind of finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.forms import Examined, Finding, Place, Severity, examine
from tests.forms.tables import workbook

SETTINGS = "| settings |\n| | form_title | form_id | version |\n| | Water | water | 1 |"
CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |"


def found(folder: Path, *tables: str) -> Examined:
    return examine(workbook(folder, "\n".join(tables)))


def told(answer: Examined, code: str) -> list[Finding]:
    return [finding for finding in answer.findings if finding.code == code]


FAULTS = {
    "sheet-missing": ("| accounts |\n| | month |\n| | May |\n| notes |\n| | x |", Place("")),
    "column-missing": (
        "| survey |\n| | kind | name | label |\n| | text | a | A |",
        Place("survey", 1, "type"),
    ),
    "column-twice": (
        "| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | | |",
        Place("survey", 1, "relevance"),
    ),
    "column-unreadable": (
        "| survey |\n| | type | name | label | bind |\n| | text | a | A | x |",
        Place("survey", 1, "bind"),
    ),
    "type-missing": ("| survey |\n| | type | name | label |\n| | | a | A |", Place("survey", 2, "type")),
    "type-unknown": (
        "| survey |\n| | type | name | label |\n| | Texte | a | A |",
        Place("survey", 2, "type"),
    ),
    "choice-list-unnamed": (
        "| survey |\n| | type | name | label |\n| | select_one | a | A |",
        Place("survey", 2, "type"),
    ),
    "choice-list-missing": (
        f"| survey |\n| | type | name | label |\n| | select_one ny | a | A |\n{CHOICES}",
        Place("survey", 2, "type"),
    ),
    "choice-file-unknown": (
        "| survey |\n| | type | name | label |\n| | select_one_from_file towns.pdf | a | A |",
        Place("survey", 2, "type"),
    ),
    "name-missing": ("| survey |\n| | type | name | label |\n| | text | | A |", Place("survey", 2, "name")),
    "name-impossible": (
        "| survey |\n| | type | name | label |\n| | text | 1 a | A |",
        Place("survey", 2, "name"),
    ),
    "name-twice": (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | a | B |",
        Place("survey", 3, "name"),
    ),
    "name-reserved": (
        "| survey |\n| | type | name | label |\n| | text | meta | A |",
        Place("survey", 2, "name"),
    ),
    "label-missing": (
        "| survey |\n| | type | name | label |\n| | text | a | |",
        Place("survey", 2, "label"),
    ),
    "calculation-missing": (
        "| survey |\n| | type | name | label |\n| | calculate | a | |",
        Place("survey", 2, "calculation"),
    ),
    "group-not-ended": (
        "| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |",
        Place("survey", 2, "type"),
    ),
    "group-not-begun": (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | end_group | | |",
        Place("survey", 3, "type"),
    ),
    "reference-unknown": (
        "| survey |\n| | type | name | label | relevant |\n| | text | age | A | |\n| | text | b | B | ${aeg} = 1 |",
        Place("survey", 3, "relevant"),
    ),
    "reference-unreadable": (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | b | Hello ${a b} |",
        Place("survey", 3, "label"),
    ),
    "reference-ambiguous": (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | begin_group | g | G |\n| | text | a | A |"
        "\n| | end_group | | |\n| | note | n | ${a} |",
        Place("survey", 6, "label"),
    ),
    "expression-unreadable": (
        "| survey |\n| | type | name | label | constraint |\n| | integer | a | A | . > (3 |",
        Place("survey", 2, "constraint"),
    ),
    "choice-name-missing": (
        f"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n{CHOICES}\n| | yn | | Maybe |",
        Place("choices", 4, "name"),
    ),
    "choice-twice": (
        f"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n{CHOICES}\n| | yn | yes | Yes! |",
        Place("choices", 4, "name"),
    ),
    "choice-name-with-space": (
        f"| survey |\n| | type | name | label |\n| | select_multiple yn | a | A |\n{CHOICES}\n| | yn | oh no | No |",
        Place("choices", 4, "name"),
    ),
    "parameter-unknown": (
        "| survey |\n| | type | name | label | parameters |\n| | text | a | A | color=red |",
        Place("survey", 2, "parameters"),
    ),
    "trigger-not-asked": (
        "| survey |\n| | type | name | label | calculation | trigger |\n| | calculate | a | | 1 | |"
        "\n| | calculate | b | | now() | ${a} |",
        Place("survey", 3, "trigger"),
    ),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_with_its_place_and_a_remedy(tmp_path: Path, code: str) -> None:
    table, place = FAULTS[code]

    answer = found(tmp_path, table, SETTINGS)

    assert answer.form is None
    assert [finding.place for finding in told(answer, code)] == [place]
    assert all(finding.remedy for finding in told(answer, code))
    faults = [finding for finding in answer.findings if finding.severity is Severity.FAULT]
    assert [finding.code for finding in faults] == [code], "one slip is one fault"


ONE = "| survey |\n| | type | name | label |\n| | text | a | A |"

WARNINGS = {
    "survey-empty": ("| survey |\n| | type | name | label |", Place("survey")),
    "sheet-misspelt": (f"{ONE}\n| setings |\n| | form_id |\n| | x |", Place("setings")),
    "column-misspelt": (
        "| survey |\n| | type | name | label | relevent |\n| | text | a | A | 1 |",
        Place("survey", 1, "relevent"),
    ),
    "column-unknown": (
        "| survey |\n| | type | name | label | asked by |\n| | text | a | A | Bea |",
        Place("survey", 1, "asked by"),
    ),
    "column-name-impossible": (
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n"
        "| choices |\n| | list_name | name | label | far away |\n| | yn | yes | Yes | 1 |",
        Place("choices", 1, "far away"),
    ),
    "row-skipped": (
        "| survey |\n| | type | name | label | hint |\n| | | | | to do |\n| | text | a | A | |",
        Place("survey", 2),
    ),
    "type-outdated": (f"{ONE}\n| | simserial | sim | |", Place("survey", 3, "type")),
    "names-differ-in-case": (f"{ONE}\n| | text | A | B |", Place("survey", 3, "name")),
    "group-empty": (f"{ONE}\n| | begin_group | g | G |\n| | end_group | | |", Place("survey", 3, "type")),
    "repeat-label-missing": (
        f"{ONE}\n| | begin_repeat | r | |\n| | text | b | B |\n| | end_repeat | | |",
        Place("survey", 3, "label"),
    ),
    "choice-label-missing": (
        f"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n{CHOICES}\n| | yn | maybe | |",
        Place("choices", 4, "label"),
    ),
    "choice-list-unused": (f"{ONE}\n{CHOICES}", Place("choices", 2, "list_name")),
    "choice-without-list": (
        f"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n{CHOICES}\n| | | maybe | Maybe |",
        Place("choices", 4, "list_name"),
    ),
    "translation-column-missing": (
        "| survey |\n| | type | name | label::English (en) | label::French (fr) | hint::English (en) |"
        "\n| | text | a | A | A | Aye |",
        Place("survey", 1),
    ),
    "translation-missing": (
        "| survey |\n| | type | name | label::English (en) | label::French (fr) |\n| | text | a | A | A |"
        "\n| | text | b | B | |",
        Place("survey", 3, "label::French (fr)"),
    ),
    "language-without-code": (
        "| survey |\n| | type | name | label::French |\n| | text | a | A |",
        Place("survey", 1, "label::French"),
    ),
    "or-other-untranslated": (
        "| survey |\n| | type | name | label::French (fr) |\n| | select_one yn or_other | a | A |\n"
        "| choices |\n| | list_name | name | label::French (fr) |\n| | yn | yes | Oui |",
        Place("survey", 2, "type"),
    ),
    "appearance-unknown": (
        "| survey |\n| | type | name | label | appearance |\n| | text | a | A | multilin |",
        Place("survey", 2, "appearance"),
    ),
    "appearance-otherwise": (
        "| survey |\n| | type | name | label | appearance |\n| | geopoint | a | A | placement-map |",
        Place("survey", 2, "appearance"),
    ),
    "circle": (
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 1 |"
        "\n| | text | b | B | ${a} = 1 |",
        Place("survey", 2, "relevant"),
    ),
    "media-missing": (
        "| survey |\n| | type | name | label | image |\n| | text | a | A | well.png |",
        Place("survey", 2, "image"),
    ),
    "list-missing": (
        "| survey |\n| | type | name | label |\n| | select_one_from_file towns.csv | a | A |",
        Place("survey", 2, "type"),
    ),
    "picture-unlimited": (f"{ONE}\n| | image | b | B |", Place("survey", 3, "parameters")),
    "function-unknown": (
        "| survey |\n| | type | name | label | calculation |\n| | calculate | a | | z-score(1) |",
        Place("survey", 2, "calculation"),
    ),
}


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_is_told_with_its_place_and_stops_nothing(tmp_path: Path, code: str) -> None:
    table, place = WARNINGS[code]

    answer = found(tmp_path, table, SETTINGS if code != "sheet-misspelt" else "")

    assert answer.form is not None
    assert [finding.place for finding in told(answer, code)] == [place]
    assert all(finding.severity is Severity.WARNING for finding in answer.findings)


@pytest.mark.parametrize("code", ["form-id-missing", "version-missing", "title-missing"])
def test_a_form_without_settings_is_used_with_a_warning(tmp_path: Path, code: str) -> None:
    answer = found(tmp_path, ONE)

    assert answer.form is not None
    assert told(answer, code)


def test_two_ids_are_one_too_many(tmp_path: Path) -> None:
    answer = found(tmp_path, ONE, "| settings |\n| | form_id | id_string |\n| | one | two |")

    assert answer.form is not None
    assert answer.form.form_id == "one"
    assert told(answer, "form-id-twice")


def test_a_well_made_workbook_has_no_findings(tmp_path: Path) -> None:
    table = f"""
    | survey |
    |        | type          | name  | label       | hint | relevant       | required |
    |        | select_one yn | water | Water here? | Look | ${{later}} > 1 | yes      |
    |        | integer       | later | How many?   | Ask  |                |          |
    {CHOICES}
    {SETTINGS}
    """

    answer = found(tmp_path, table)

    assert answer.findings == []
    assert answer.form is not None


def test_what_only_the_converter_knows_is_told_together_with_the_rest(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type           | name | label | parameters      | relevant |
    |        | integr         | a    | A     |                 |          |
    |        | text           | b    | B     | rows=many       |          |
    |        | range          | c    | C     | start=1 end=x   |          |
    |        | text           | b    | D     |                 |          |
    |        | geopoint       | e    | E     | colour=red      |          |
    |        | text           | f    | F     |                 | 1 +      |
    |        | begin_group    | g    | G     |                 |          |
    """

    answer = found(tmp_path, table, SETTINGS)

    faults = [finding for finding in answer.findings if finding.severity is Severity.FAULT]
    assert [(finding.place.row, finding.code) for finding in faults] == [
        (2, "type-unknown"), (3, "parameter-value"), (4, "range-not-a-number"), (5, "name-twice"),
        (6, "parameter-unknown"), (7, "expression-unreadable"), (8, "group-not-ended"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("integr", "integer"), ("Text", "text"), ("select_on yn", "select_one"), ("begn_group", "begin_group")],
)
def test_what_was_probably_meant_is_offered(tmp_path: Path, slip: str, meant: str) -> None:
    answer = found(
        tmp_path, f"| survey |\n| | type | name | label |\n| | {slip} | a | A |", CHOICES, SETTINGS
    )

    assert meant in told(answer, "type-unknown")[0].remedy


def test_a_name_is_offered_for_one_that_there_is_not(tmp_path: Path) -> None:
    table, _place = FAULTS["reference-unknown"]

    (finding,) = told(found(tmp_path, table), "reference-unknown")

    assert finding.said == (
        "Sheet “survey”, row 3, column “relevant”: “${aeg}” is no question of this form. Did you mean ${age}?"
    )


def test_a_column_that_is_there_twice_is_told_with_its_sheet(tmp_path: Path) -> None:
    table = "| choices |\n| | list_name | name | label | label |"

    (finding,) = found(tmp_path, ONE, table).findings

    assert "its sheet “choices” has the column “label” twice" in finding.sentence


def test_what_is_mended_to_look_further_is_no_fault_of_the_author(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type | name | label         |
    |        | text | meta | A             |
    |        | note | n    | You: ${meta}  |
    |        | text | b    | B             |
    """

    answer = found(tmp_path, table, SETTINGS)

    assert [finding.code for finding in answer.findings] == ["name-reserved"]


@pytest.mark.parametrize(
    "header", ["bind", "instance", "actions", "bind::relevant::x", "label::French::plural"]
)
def test_columns_on_which_the_converter_breaks_are_named(tmp_path: Path, header: str) -> None:
    table = f"| survey |\n| | type | name | hint | {header} |\n| | text | a | A | x |"

    answer = found(tmp_path, table, SETTINGS)

    faults = [
        (finding.code, finding.place) for finding in answer.findings if finding.severity is Severity.FAULT
    ]
    assert answer.form is None
    assert faults == [("column-unreadable", Place("survey", 1, header))]
