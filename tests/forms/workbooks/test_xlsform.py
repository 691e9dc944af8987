"""A workbook becomes a form, or a list of everything that is wrong with it."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.errors import FormError
from fieldkit.forms import Form, Question, QuestionGroup, Repeat, Response, load, parse
from fieldkit.forms.types import TYPES
from tests.forms.tables import form, opened, workbook


def test_a_workbook_keeps_its_order_groups_and_words(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type            | name  | label::English (en) | label::French (fr) | hint::English (en) |
    |        | begin_group     | water | Water               | Eau                |                    |
    |        | select_one kind | from  | From where?         | D'où ?             | Ask kindly         |
    |        | end_group       |       |                     |                    |                    |
    |        | begin_repeat    | taps  | Taps                | Robinets           |                    |
    |        | text            | state | State               | État               |                    |
    |        | end_repeat      |       |                     |                    |                    |
    | choices |
    |        | list_name | name | label::English (en) | label::French (fr) | cost |
    |        | kind      | well | Well                | Puits              | low  |
    | settings |
    |        | form_title | form_id | version | default_language |
    |        | Water      | water   | 7       | English (en)     |
    """

    read = form(tmp_path, table)

    water, taps, *_unasked = read.children
    assert isinstance(water, QuestionGroup)
    assert isinstance(taps, Repeat)
    assert (read.form_id, read.title, read.version) == ("water", "Water", "7")
    assert (read.languages, read.default_language) == (("English (en)", "French (fr)"), "English (en)")
    assert [q.path for q in read.questions() if q.asked] == ["/water/from", "/taps/state"]
    question = read.question("/water/from")
    assert question.label.in_("French (fr)") == "D'où ?"
    assert question.hint.in_("English (en)") == "Ask kindly"
    assert [(c.value, c.label.in_("French (fr)"), c.columns["cost"]) for c in question.choices] == [
        ("well", "Puits", "low")
    ]


def test_the_xml_that_is_kept_gives_the_same_form_again(tmp_path: Path) -> None:
    read = form(tmp_path, "| survey |\n| | type | name | label |\n| | integer | age | Age |")

    again = parse(read.xml)

    assert [(q.path, q.type) for q in again.questions()] == [(q.path, q.type) for q in read.questions()]


def test_all_faults_of_a_workbook_are_told_at_once_with_row_and_column(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type            | name  | label | relevant      | constraint |
    |        | text            | a b   | One   |               |            |
    |        | select_one nope | two   | Two   |               |            |
    |        | integr          | three | Three |               |            |
    |        | integer         | four  | Four  | ${missing} = 1 |           |
    |        | integer         | five  | Five  |               | . > (3     |
    |        | integer         | five  | Five  |               |            |
    |        | begin_group     | six   | Six   |               |            |
    | choices |
    |        | list_name | name | label |
    |        | yn        |      | Yes   |
    """

    with pytest.raises(FormError) as refused:
        form(tmp_path, table)

    told = "\n".join(refused.value.faults)
    for place in (
        "row 2, column “name”", "row 3, column “type”", "row 4, column “type”", "row 5, column “relevant”",
        "row 6, column “constraint”", "row 7, column “name”", "row 8, column “type”", "“choices”, row 2",
    ):  # fmt: skip
        assert place in told
    assert len(refused.value.faults) == 8


def test_an_expression_that_cannot_be_read_is_told_by_its_row(tmp_path: Path) -> None:
    with pytest.raises(FormError) as refused:
        form(tmp_path, "| survey |\n| | type | name | label | calculation |\n| | calculate | x | | 1 + |")

    assert refused.value.faults == [
        "Sheet “survey”, row 2, column “calculation”: “1 +” ends too early. Correct the expression."
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xlsx", b"Dear all,\n"),
        ("empty.xlsx", b""),
        ("broken.xlsx", b"PK\x03\x04 no more"),
        ("photo.jpg", b"\xff\xd8"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(FormError) as refused:
        load(path)

    assert name in refused.value.sentence
    assert refused.value.hint


def test_a_zip_that_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "holiday.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "sea")

    with pytest.raises(FormError):
        load(path)


def test_a_workbook_that_is_no_questionnaire_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="cannot be"):
        form(tmp_path, "| accounts |\n| | month | spent |\n| | May | 12 |")


def test_a_file_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="no such file"):
        load(tmp_path / "gone.xlsx")


def test_an_unsupported_function_is_named_at_load_and_counts_as_blank(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type      | name | label | calculation                         |
    |        | text      | code | Code  |                                     |
    |        | calculate | town |       | z-score('towns', 'n', 'k', ${code}) |
    """

    read = form(tmp_path, table)

    assert any("z-score" in warning.sentence and warning.path == "/town" for warning in read.warnings)
    assert opened(read).answer("/code", "N1").cells == {"/code": "N1"}


words = [
    "",
    "text",
    "integer",
    "select_one a",
    "begin_group",
    "begin_repeat",
    "end_repeat",
    "x",
    "${x}",
    "1 +",
]
cells = st.one_of(
    st.sampled_from(words), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=6))
def test_no_workbook_whatever_brings_more_than_a_form_error(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    lines = [
        "| survey |",
        "| | type | name | label | relevant |",
        *(f"| | {' | '.join(r).replace(chr(10), '')} |" for r in rows),
    ]
    path = workbook(tmp_path, "\n".join(lines))

    with suppress(FormError):
        Response(load(path)).faults()


def test_every_type_of_question_has_its_line(shared: Path) -> None:
    read = load(shared / "corpus" / "xforms" / "forms" / "057_all-question-types-v2024091201-3.xlsx")

    assert {question.type for question in read.questions()} <= TYPES.keys()


def test_the_large_form_of_a_needs_assessment_can_be_answered(shared: Path) -> None:
    read = load(shared / "corpus" / "reach_msna" / "form.xlsx")
    response = opened(read)

    response.answer("/introduction/consent", "yes")
    response.answer("/consented/demographics/hh_size", "3")
    for path in response.instances("/consented/demographics/roster"):
        response.answer(f"{path}/ind_gender", "female")
        response.answer(f"{path}/ind_age", "9")

    assert read.languages == ("english", "french")
    assert response.asked("/consented/demographics/ind_f_n").value == "3"
    assert response.asked("/consented/demographics/ind_age_schooling_n").value == "3"
    assert len(response.instances("/consented/edu/edu_ind")) == 3
    assert isinstance(read.question("/consented/demographics/hh_size"), Question)
    assert isinstance(read, Form)
