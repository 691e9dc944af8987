"""What pyxform says is said in our words: each of its sentences, also those that a newer pyxform brings."""

from __future__ import annotations

import re

import pytest
from pyxform.errors import ErrorCode

from fieldkit.forms.workbooks.converter import Refusal
from fieldkit.forms.workbooks.reading import Cells, workbook_of
from fieldkit.forms.workbooks.told import told

WORKBOOK = workbook_of(
    Cells(
        {"survey": (["type", "name", "parameters"], [{"type": "text", "name": "q", "parameters": "rows=x"}])},
        (),
        "",
    )
)
BY_CHECKS = {
    # Found before pyxform is asked; what is left over of them is passed on.
    "HEADER_001", "HEADER_002", "HEADER_003", "NAMES_003", "NAMES_004", "NAMES_005", "NAMES_006", "NAMES_007",
    "PYREF_001", "PYREF_003", "PYREF_004", "SURVEY_001", "SURVEY_002",
    # Warnings of pyxform, which are checks of ours.
    "HEADER_004", "LABEL_001", "NAMES_002", "NAMES_013",
    # Slips of pyxform itself.
    "INTERNAL_001", "INTERNAL_002",
}  # fmt: skip
GAPS = {
    "row": 2, "other_row": 3, "sheet": "survey", "column": "save_to", "dataset": "trees", "name": "step", "q": "age",
    "scope": "/survey/r1", "other_scope": "/survey", "question": "age", "saveto": "height", "accepted": "rows",
    "rejected": "color", "columns": "'what'", "tick_labelset": "ticks", "type": "group", "value": "q",
}  # fmt: skip


@pytest.mark.parametrize("code", [code.name for code in ErrorCode if code.name not in BY_CHECKS])
def test_every_error_of_pyxform_has_our_words(code: str) -> None:
    said = ErrorCode[code].value.format(**GAPS)

    (finding,) = told(Refusal(said), WORKBOOK)

    assert finding.code != "not-convertible", said
    assert finding.remedy
    assert not re.search(r"\[row|pyxform|[{}](?!name|first|second|age)", finding.sentence)
    if "row :" in said:
        assert finding.place.row in (1, 2)


def test_several_at_once_are_told_one_by_one() -> None:
    said = "\n".join(f"[row : {row}] Parameter rows must have an integer value." for row in (4, 9))

    findings = told(Refusal(said), WORKBOOK)

    assert [finding.place.row for finding in findings] == [4, 9]


def test_what_is_not_known_is_passed_on_without_its_brackets() -> None:
    (finding,) = told(Refusal("[row : 5] Something new. Learn more: https://example.org/new"), WORKBOOK)

    assert (finding.code, finding.place.row, finding.sentence) == ("not-convertible", 5, "Something new.")


def test_where_the_converter_broke_without_a_word_its_row_is_told() -> None:
    (by_row,) = told(Refusal("", row=7), WORKBOOK)
    (by_name,) = told(Refusal("", name="q"), WORKBOOK)

    assert (by_row.place.row, by_name.place.row) == (7, 2)
    assert by_row.sentence == "Something here cannot be converted."
