"""What people wrote apart is told in their words: which tool, which group, which question."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from fieldkit.app.sync.disputes import Dispute, disputes
from fieldkit.domain import Criterion, GroupType, Interview, Submission, Tool
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import consent, interviews, people, surveys, tools
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.forms.tables import form

DAY = date(2026, 11, 3)
HELD = "Interview with Fridge, 3 November 2026"
WELLS = """
| survey  |                |        |                     |
|         | type           | name   | label               |
|         | select_one src | source | **Where** from?     |
| choices |                |        |                     |
|         | list_name      | name   | label               |
|         | src            | well   | A *deep* well       |
|         | src            | tap    | A tap               |
"""

Laptops = tuple[Store, Store]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a shared folder."""
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def both(store: Store, folder: Path, tmp_path: Path) -> Generator[Laptops]:
    """Return this laptop and another one, with an interview that both have and may write on."""
    store.write("Begin", Tool(name="Signal"), Criterion(name="Works offline"))
    group = people.add_group(store, "Fridge", GroupType(id="t", name="Food"))
    interview = interviews.begin(store, group, held_on=DAY)
    for scope in (Scope.HOLD, Scope.TEAM):
        consent.answer(store, interview, scope, Answer.YES, on=DAY)
    surveys.begin(store, interview, surveys.add_form(store, form(tmp_path, WELLS)))
    sync(store, folder)
    with join(folder, tmp_path / "other" / "project.fieldkit") as other:
        other.person = store.person
        yield store, other


def seen_here(both: Laptops, folder: Path) -> Dispute:
    here, there = both
    sync(there, folder)
    sync(here, folder)
    (dispute,) = disputes(here)
    return dispute


def test_a_score_says_which_tool_and_which_group(both: Laptops, folder: Path) -> None:
    for store, points in zip(both, (4, 1), strict=True):
        ((interview,), (tool,), (criterion,)) = store.find(Interview), store.find(Tool), store.find(Criterion)
        tools.score(store, interview, tool, criterion, points, "scored", "saw it")

    dispute = seen_here(both, folder)

    assert dispute.where == f"Score “Signal: Works offline” · {HELD}"
    assert {side.words.splitlines()[0] for side in dispute.sides} == {"points: 4", "points: 1"}


def test_an_answer_is_told_in_the_words_of_the_form(both: Laptops, folder: Path) -> None:
    for store, source in zip(both, ("well", "tap"), strict=True):
        (submission,) = store.find(Submission)
        surveys.answer(store, submission, {"/source": source})

    dispute = seen_here(both, folder)

    assert dispute.where == f"Answer to “Where from?” · {HELD}"
    assert {side.words for side in dispute.sides} == {"A deep well", "A tap"}


def test_an_answer_that_the_form_does_not_ask_is_told_as_it_is(both: Laptops, folder: Path) -> None:
    for store, source in zip(both, ("rain", "river"), strict=True):
        (submission,) = store.find(Submission)
        surveys.answer(store, submission, {"/earlier": source})

    dispute = seen_here(both, folder)

    assert dispute.where == f"Answer to “earlier” · {HELD}"
    assert {side.words for side in dispute.sides} == {"rain", "river"}
