"""What can be read in a workbook, stops nothing, and would mean something else than its author thought."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.forms import Place, Severity, examine
from tests.forms.tables import workbook

SETTINGS = "| settings |\n| | form_title | form_id | version |\n| | Water | water | 1 |"
CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |"
HEAD = "| survey |\n| | type | name | label |"
REPEAT = "| | begin_repeat | r | R | |\n| | integer | x | X | |\n| | end_repeat | | | |"


def with_column(column: str, *rows: str) -> str:
    return f"| survey |\n| | type | name | label | {column} |\n" + "\n".join(rows)


AGE = "| | integer | age | Age | |"
WATER = "| | select_one yn | water | Water? | |"
SEVERAL = "| | select_multiple yn | water | Water? | |"

SILENT = {
    "a name without its sign": (
        "name-bare",
        with_column("relevant", AGE, "| | text | b | B | age > 3 |"),
        Place("survey", 3, "relevant"),
        "Write ${age}",
    ),
    "a text without quotes": (
        "name-bare",
        with_column("relevant", WATER, "| | text | b | B | ${water} = yes |") + f"\n{CHOICES}",
        Place("survey", 3, "relevant"),
        "'yes'",
    ),
    "a word for yes of another language": (
        "name-bare",
        with_column("required", "| | text | b | B | oui |"),
        Place("survey", 2, "required"),
        "Write yes or no",
    ),
    "a filter on a column that is not there": (
        "choice-filter-column-unknown",
        with_column("choice_filter", AGE, "| | select_one t | b | B | regoin = ${age} |")
        + "\n| choices |\n| | list_name | name | label | region |\n| | t | a | A | 1 |",
        Place("survey", 3, "choice_filter"),
        "“region”",
    ),
    "an answer of a repeat from outside": (
        "reference-into-repeat",
        with_column("calculation", REPEAT, "| | calculate | b | | ${x} + 1 |"),
        Place("survey", 5, "calculation"),
        "sum(${x})",
    ),
    "a label in place of the name of a choice": (
        "value-no-choice",
        with_column("relevant", WATER, "| | text | b | B | ${water} = 'Yes' |") + f"\n{CHOICES}",
        Place("survey", 3, "relevant"),
        "“yes”",
    ),
    "a choice that is not offered": (
        "value-no-choice",
        with_column("constraint", "| | select_multiple yn | w | W | not(selected(., 'maybe')) |")
        + f"\n{CHOICES}",
        Place("survey", 2, "constraint"),
        "no and yes",
    ),
    "one of several that is compared as if it were alone": (
        "several-compared",
        with_column("relevant", SEVERAL, "| | text | b | B | ${water} = 'yes' |") + f"\n{CHOICES}",
        Place("survey", 3, "relevant"),
        "selected(${water}, 'yes')",
    ),
    "a default that is no number": (
        "default-no-answer",
        with_column("default", "| | decimal | a | A | 1,5 |"),
        Place("survey", 2, "default"),
        "2.5",
    ),
    "a default that is no day": (
        "default-no-answer",
        with_column("default", "| | date | a | A | 01/02/2026 |"),
        Place("survey", 2, "default"),
        "2026-11-03",
    ),
    "a default that is no choice": (
        "default-no-answer",
        with_column("default", "| | select_one yn | a | A | Yes |") + f"\n{CHOICES}",
        Place("survey", 2, "default"),
        "name of a choice",
    ),
    "an error of a spreadsheet": (
        "cell-with-error",
        f"{HEAD}\n| | text | a | #REF! |",
        Place("survey", 2, "label"),
        "Mend the formula",
    ),
    "a name that became a date": (
        "name-is-date",
        f"{HEAD}\n| | select_one yn | a | A |\n{CHOICES}\n| | yn | 2026-05-01 00:00:00 | 1-5 |",
        Place("choices", 4, "name"),
        "as text",
    ),
    "a filter on a question without choices": (
        "cell-idle",
        with_column("choice_filter", "| | text | a | A | name = 1 |"),
        Place("survey", 2, "choice_filter"),
        "with choices",
    ),
    "a count of a group": (
        "cell-idle",
        with_column("repeat_count", "| | begin_group | g | G | 3 |", AGE, "| | end_group | | | |"),
        Place("survey", 2, "repeat_count"),
        "repeats",
    ),
    "a message without a constraint": (
        "cell-idle",
        with_column("constraint_message", "| | text | a | A | No! |"),
        Place("survey", 2, "constraint_message"),
        "constraint",
    ),
    "an appearance of another type": (
        "appearance-elsewhere",
        with_column("appearance", "| | text | a | A | month-year |"),
        Place("survey", 2, "appearance"),
        "type",
    ),
    "a second row of settings": (
        "settings-elsewhere",
        f"{HEAD}\n| | text | a | A |\n{SETTINGS}\n| | Fire | fire | 2 |",
        Place("settings", 3),
        "row 2",
    ),
    "settings that lie sideways": (
        "settings-elsewhere",
        f"{HEAD}\n| | text | a | A |\n| settings |\n| | form_title | Water |\n| | form_id | water |",
        Place("settings", 1),
        "side by side",
    ),
    "choices in other languages than the questions": (
        "translation-column-missing",
        "| survey |\n| | type | name | label::English (en) |\n| | select_one yn | a | A |\n"
        "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |",
        Place("choices", 1),
        "label::English (en)",
    ),
}


@pytest.mark.parametrize("slip", SILENT)
def test_what_would_stay_silent_is_told_with_its_place_and_a_remedy(tmp_path: Path, slip: str) -> None:
    code, table, place, remedy = SILENT[slip]

    form, findings = examine(workbook(tmp_path, table if "settings" in table else f"{table}\n{SETTINGS}"))

    told = [finding for finding in findings if finding.code == code]
    assert form is not None
    assert [(finding.place, finding.severity) for finding in told] == [(place, Severity.WARNING)]
    assert remedy in told[0].remedy


@pytest.mark.parametrize(
    "table",
    [
        with_column("relevant", AGE, "| | text | b | B | ${age} > 3 and not(${age} = 7) |"),
        with_column("relevant", WATER, "| | text | b | B | ${water} = 'yes' or ${water} = '' |")
        + f"\n{CHOICES}",
        with_column("calculation", REPEAT, "| | calculate | b | | sum(${x}) + count(${x}) |"),
        with_column("calculation", REPEAT, "| | calculate | b | | indexed-repeat(${x}, ${r}, 1) |"),
        with_column("calculation", REPEAT, "| | calculate | b | | ${x}[position() = 1] |"),
        with_column(
            "calculation",
            "| | begin_repeat | r | R | |",
            AGE,
            "| | calculate | b | | ${age} |",
            "| | end_repeat | | | |",
        ),
        with_column("default", "| | date | a | A | today() |", "| | text | b | B | ${a} |"),
        with_column("default", "| | select_multiple yn | a | A | yes no |") + f"\n{CHOICES}",
        with_column("choice_filter", AGE, "| | select_one yn | b | B | name != ${age} |") + f"\n{CHOICES}",
        with_column("required", "| | text | a | A | TRUE |", "| | text | b | B | true() |"),
        with_column("repeat_count", "| | begin_repeat | r | R | 2 |", AGE, "| | end_repeat | | | |"),
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n"
        "| choices |\n| | list_name | name | label::English (en) |\n| | yn | yes | Yes |\n"
        "| settings |\n| | form_title | form_id | version | default_language |\n| | W | w | 1 | English (en) |",
    ],
)
def test_what_is_meant_as_it_stands_is_no_finding(tmp_path: Path, table: str) -> None:
    form, findings = examine(workbook(tmp_path, table if "settings" in table else f"{table}\n{SETTINGS}"))

    assert form is not None
    assert [f.said for f in findings if f.code not in ("repeat-label-missing",)] == []


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("radio", "select_one LIST"), ("checkbox", "select_multiple LIST"), ("number", "integer"),
        ("Select_One yn", "select_one yn"), ("select_one my list", "select_one my_list"),
        ("begin_kobomatrix", "as XML"), ("endgroup", "end_group"),
    ],
)  # fmt: skip
def test_types_of_other_tools_are_translated(tmp_path: Path, slip: str, meant: str) -> None:
    table = f"{HEAD}\n| | {slip} | a | A |\n{CHOICES}\n{SETTINGS}"

    told = [f for f in examine(workbook(tmp_path, table)).findings if f.code == "type-unknown"]

    assert [f.place for f in told] == [Place("survey", 2, "type")]
    assert meant in told[0].remedy


@pytest.mark.parametrize(
    ("table", "code", "place", "remedy"),
    [
        (
            "| survey |\n| | My form |\n| | type | name | label |\n| | text | a | A |",
            "column-missing", Place("survey", 1, "type"), "in row 2: delete the rows above",
        ),
        (
            f"{HEAD}\n| | select_one yn | a | A |\n| choices |\n| | list | name | label |\n| | yn | yes | Yes |",
            "column-missing", Place("choices", 1, "list_name"), "Rename the column “list”",
        ),
        (
            f"{HEAD}\n| | select_one yn or_other | a | A |\n| | text | a_other | B |\n{CHOICES}",
            "name-twice", Place("survey", 3, "name"), "another name",
        ),
    ],
)  # fmt: skip
def test_one_slip_is_one_fault_at_its_own_place(
    tmp_path: Path, table: str, code: str, place: Place, remedy: str
) -> None:
    form, findings = examine(workbook(tmp_path, f"{table}\n{SETTINGS}"))

    faults = [finding for finding in findings if finding.severity is Severity.FAULT]
    assert form is None
    assert [(fault.code, fault.place) for fault in faults] == [(code, place)]
    assert remedy in faults[0].remedy


def test_what_the_engine_alone_knows_is_told_together_with_the_converters_faults(tmp_path: Path) -> None:
    table = with_column(
        "calculation",
        "| | texxt | a | A | |",
        "| | calculate | b | | z-score(1) |",
        "| | calculate | c | | ${d} + 1 |",
        "| | calculate | d | | ${c} + 1 |",
    )

    form, findings = examine(workbook(tmp_path, f"{table}\n{SETTINGS}"))

    assert form is None
    assert [(f.place.row, f.code) for f in findings] == [
        (2, "type-unknown"),
        (3, "function-unknown"),
        (4, "circle"),
    ]


def test_what_will_not_work_is_told_also_while_a_fault_stands(tmp_path: Path) -> None:
    table = with_column(
        "calculation",
        "| | calculate | a | | z-score(1) |",
        "| | calculate | b | | if(1) |",
        "| | select_one_from_file towns.csv | c | C | |",
    )

    form, findings = examine(workbook(tmp_path, f"{table}\n{SETTINGS}"))

    assert form is None
    assert [(f.place.row, f.code) for f in findings] == [(2, "function-unknown"), (3, "form-faulty")]


def test_an_expression_that_nobody_can_read_hides_no_other_fault(tmp_path: Path) -> None:
    table = "| survey |\n| | type | name | label | calculation | default |\n"
    table += "| | text | a | A | | 1+ |\n| | calculate | b | | 1 + ( | |\n| | calculate | c | | if(1) | |"

    form, findings = examine(workbook(tmp_path, f"{table}\n{SETTINGS}"))

    assert form is None
    assert {(f.place.row, f.place.column) for f in findings} == {
        (2, "default"),
        (3, "calculation"),
        (4, "calculation"),
    }


def test_a_sheet_of_slips_is_told_in_seconds_and_cut_at_what_anybody_reads(tmp_path: Path) -> None:
    rows = "\n".join(f"| | texxt | a {at} | ${{zz{at}}} |" for at in range(1500))

    _form, findings = examine(workbook(tmp_path, f"{HEAD}\n{rows}\n{SETTINGS}"))

    assert sum(f.code == "type-unknown" for f in findings) == 501
    assert any("there is more of this kind" in f.sentence for f in findings)
