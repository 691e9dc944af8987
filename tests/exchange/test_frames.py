"""What was taken in can be read back, table by table, and held against its source."""

# pyright: basic
# pandas ships no types.
from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from fieldkit.domain import SurveyForm
from fieldkit.edits import surveys, taking_in
from fieldkit.exchange.frames import INSTANCE, SUBMISSION
from fieldkit.exchange.odk import frames, read
from fieldkit.exchange.proof import compare
from fieldkit.forms import Form
from fieldkit.store import Store
from tests.exchange.books import HOUSEHOLDS, book, households, visit
from tests.forms.tables import form as form_of


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return visit(tmp_path)


@pytest.fixture
def taken_in(store: Store, form: Form, tmp_path: Path) -> SurveyForm:
    survey_form = surveys.add_form(store, form)
    taking_in.import_submissions(store, survey_form, read(form, households(tmp_path)).rows)
    return survey_form


def lines(frame: pd.DataFrame, *columns: str) -> list[str]:
    return [" | ".join(row) for row in frame[list(columns)].itertuples(index=False)]


def test_each_repeat_is_a_table_and_blank_is_blank(store: Store, form: Form, taken_in: SurveyForm):
    told = frames(form, store, taken_in.id)

    assert list(told) == ["main", "member", "job"]
    assert lines(told["main"], SUBMISSION, "today", "place", "rooms") == [
        "a1 | 2026-09-14 | Norwich | 3",
        "b2 | 2026-09-15 | Lowestoft | ",
    ]
    assert lines(told["member"], SUBMISSION, INSTANCE, "first", "age") == [
        "a1 | /member[000001] | Ada | 41",
        "b2 | /member[000001] | Ben | 7",
        "b2 | /member[000002] | Cem | 9",
    ]
    assert lines(told["job"], INSTANCE, "title") == [
        "/member[000001]/job[000001] | baker",
        "/member[000001]/job[000002] | carer",
    ]


def test_questions_of_one_name_in_one_table_bear_their_path(store: Store, tmp_path: Path):
    form = form_of(
        tmp_path,
        """
        | survey |             |       |       |
        |        | type        | name  | label |
        |        | begin_group | home  | Home  |
        |        | text        | other | Other |
        |        | end_group   |       |       |
        |        | begin_group | work  | Work  |
        |        | text        | other | Other |
        |        | end_group   |       |       |
        """,
    )
    data = book(
        tmp_path, {"main": [["_uuid", "home/other", "work/other", "other"], ["a1", "tent", "desk", "?"]]}
    )
    survey_form = surveys.add_form(store, form)
    found = read(form, data)

    taking_in.import_submissions(store, survey_form, found.rows)

    main = frames(form, store, survey_form.id)["main"]
    assert lines(main, "/home/other", "/work/other") == ["tent | desk"]
    assert found.unplaced[1:] == [
        "Sheet “main”: column “other” was left out with 1 value: several questions are called that."
    ]


def test_other_questionnaires_and_what_this_one_does_not_ask_stay_out(
    store: Store, form: Form, taken_in: SurveyForm
):
    before = frames(form, store, taken_in.id)["main"]
    other = taken_in.but(id="other", version="2")
    store.write("Add", other)
    taking_in.import_submissions(store, other, [("z9", {"/place": "elsewhere"})])
    (submission, *_rest) = [row[0] for row in store.all_answers() if row[2] == "Norwich"]
    store.write("Answer", answers={submission: {"/asked_no_more": "yes"}})

    pd.testing.assert_frame_equal(frames(form, store, taken_in.id)["main"], before)


def test_the_source_and_what_was_taken_in_are_equal(
    store: Store, form: Form, taken_in: SurveyForm, tmp_path: Path
):
    compared = compare(form, households(tmp_path), frames(form, store, taken_in.id))

    assert compared.differences == []
    assert (compared.cells, compared.columns, compared.tables) == (2 * 3 + 3 * 2 + 2, 6, 3)


@pytest.mark.parametrize(
    ("path", "text", "difference"),
    [
        ("/place", "Norwich ", "main, row 2 of the sheet: “place” differs."),
        ("/home/rooms", None, "main, row 2 of the sheet: “rooms” differs."),
        ("/home/rent", "5", "main, row 2 of the sheet: “rent” is not in the workbook."),
        ("/member[000001]/age", "14", "member, row 2 of the sheet: “age” differs."),
        ("/member[000009]/age", "14", "member: a1 /member[000009] is not in the workbook."),
    ],
)
def test_the_smallest_difference_is_found(
    store: Store,
    form: Form,
    taken_in: SurveyForm,
    tmp_path: Path,
    path: str,
    text: str | None,
    difference: str,
):
    (submission, *_rest) = [row[0] for row in store.all_answers() if row[2] == "Norwich"]
    store.write("Answer", answers={submission: {path: text}})

    compared = compare(form, households(tmp_path), frames(form, store, taken_in.id))

    assert compared.differences == [difference]


def test_a_row_that_went_missing_is_found(store: Store, form: Form, taken_in: SurveyForm, tmp_path: Path):
    more = book(tmp_path, {"main": [*HOUSEHOLDS, ["c3", 3, "2026-09-16", "Thetford", 9]]}, "more.xlsx")

    compared = compare(form, more, frames(form, store, taken_in.id))

    assert "main, row 4 of the sheet: the row is missing." in compared.differences
