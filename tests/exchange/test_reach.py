"""A real needs assessment, 241 households and 965 members, through two laptops, a shared folder and a third."""

# pyright: basic
# pandas ships no types.
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest

from fieldkit.domain import Interview, SurveyForm
from fieldkit.domain.interviews import Mode, Status
from fieldkit.edits import surveys, taking_in
from fieldkit.exchange.frames import INSTANCE, SUBMISSION
from fieldkit.exchange.odk import Import, frames, read
from fieldkit.exchange.proof import compare
from fieldkit.forms import Form, load
from fieldkit.store import Store
from fieldkit.sync import join, sync

MEMBERS = ("roster", "edu_ind", "health_ind", "nut_ind")


class Played(NamedTuple):
    form: Form
    data: Path
    found: Import
    laptops: tuple[Store, Store, Store]
    frames: dict[str, pd.DataFrame]
    importing: float
    """In seconds of the processor, for reading the workbook and writing all of it."""


@pytest.fixture(scope="module")
def played(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Take half of the households in on each of two laptops, sync, and join with a third."""
    tmp, corpus = tmp_path_factory.mktemp("reach"), shared / "corpus" / "reach_msna"
    folder = tmp / "shared"
    folder.mkdir()
    form = load(corpus / "form.xlsx")
    began = process_time()
    found = read(form, corpus / "data.xlsx")
    with Store.create(tmp / "a" / "a.fieldkit", "Assessment") as a:
        survey_form = surveys.add_form(a, form)
        sync(a, folder)
        with join(folder, tmp / "b" / "b.fieldkit") as b:
            for store, half in ((a, found.rows[::2]), (b, found.rows[1::2])):
                taking_in.import_submissions(store, survey_form, half, agreed="asked at the door")
            importing = process_time() - began
            for store in (a, b, a):
                assert sync(store, folder).waiting == []
            with join(folder, tmp / "c" / "c.fieldkit") as c:
                yield Played(
                    form, corpus / "data.xlsx", found, (a, b, c), frames(form, c, survey_form.id), importing
                )


def plain(cell: Any) -> str:
    return "" if cell is None else str(cell)


def test_every_cell_that_answers_a_question_is_on_the_third_laptop(played: Played):
    asked = {question.name: question.path for question in played.form.questions()}
    # Its sheets claim to be one cell large, and name drawings that are not there.
    workbook = openpyxl.load_workbook(played.data, read_only=True)
    cells = Counter[str]()
    for sheet in workbook.worksheets:
        told = played.frames[sheet.title].set_index([SUBMISSION, INSTANCE]).to_dict("index")
        sheet.reset_dimensions()
        headings, *rows = sheet.iter_rows(values_only=True)
        (repeat,) = {i.rpartition("[")[0] for _uuid, i in told} if sheet.title in MEMBERS else {""}
        of_another = "/roster/" if sheet.title != "roster" else "no other"
        place = Counter[str]()
        for row in rows:
            source = dict(zip(map(str, headings), row, strict=True))
            place[uuid := str(source["uuid"])] += 1
            answers = told.pop((uuid, f"{repeat}[{place[uuid]:06d}]" if repeat else ""))
            columns = [h for h in source if h in asked and of_another not in asked[h]]
            assert [answers[h] for h in columns] == [plain(source[h]) for h in columns]
            cells[sheet.title] += len(columns)
        assert told == {}
    workbook.close()
    # Questions with a column: 185 in the main sheet; in the others 29, 13, 8 and 13.
    assert cells == {"main": 241 * 185, **dict(zip(MEMBERS, (965 * n for n in (29, 13, 8, 13)), strict=True))}


def test_the_proof_says_the_same(played: Played):
    compared = compare(played.form, played.data, played.frames)

    assert compared.differences == []
    assert (compared.cells, compared.tables) == (241 * 185 + 965 * (29 + 13 + 8 + 13), 5)


def test_all_three_laptops_say_the_same_without_any_conflict(played: Played):
    first, *others = ((s.all_answers(), s.find(Interview), s.find(SurveyForm)) for s in played.laptops)

    assert others == [first, first]
    assert [store.conflicts() for store in played.laptops] == [[], [], []]
    assert {(i.mode, i.status) for i in first[1]} == {(Mode.IMPORTED, Status.COMPLETE)}
    assert {str(i.held_on)[:7] for i in first[1]} == {"2024-07"}


def test_the_questionnaire_itself_has_travelled(played: Played):
    (survey_form,) = played.laptops[2].find(SurveyForm)

    assert survey_form.xml == played.form.xml


def test_what_has_no_place_is_listed(played: Played):
    named = Counter(line.split("”")[0].removeprefix("Sheet “") for line in played.found.unplaced)

    assert named == {"main": 6, "roster": 3, "edu_ind": 4, "health_ind": 4, "nut_ind": 4}
    assert any("“weight” was left out with 241 values" in line for line in played.found.unplaced)
    assert played.found.doubtful == []


def test_taking_it_in_is_quick(played: Played):
    assert played.importing < 15


def test_taking_it_in_again_adds_nothing(played: Played):
    (survey_form,) = played.laptops[2].find(SurveyForm)
    before = len(played.laptops[2].changes())

    taken = taking_in.import_submissions(
        played.laptops[2], survey_form, played.found.rows, agreed="asked at the door"
    )

    assert taken == taking_in.Taken()
    assert len(played.laptops[2].changes()) == before
