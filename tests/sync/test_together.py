"""What says one thing only together is written, shown and settled as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit.domain import Criterion, Interview, Score, Tool
from fieldkit.domain.change import Cell, Value, kept
from fieldkit.domain.consent import Scope
from fieldkit.domain.tools import Evidence, Standing
from fieldkit.edits import history, tools
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import an_interview

TOOL = Tool(id="T1", name="Spreadsheet")
EASE = Criterion(id="C1", name="Ease")
Judge = Callable[..., None]


@pytest.fixture
def judge(store: Store) -> Judge:
    """Return what judges one tool by one criterion, in one interview and as one person, on whichever laptop."""
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    store.write("Add", TOOL, EASE)

    def as_ash(laptop: Store, points: int | None, standing: str, evidence: str) -> None:
        laptop.person = "ash"
        tools.score(laptop, laptop.get(Interview, interview.id), TOOL, EASE, points, standing, evidence)

    return as_ash


def shown(store: Store) -> tuple[int | None, str, str]:
    (score,) = store.find(Score)
    return score.points, score.standing, score.evidence


def meet(folder: Path, *laptops: Store) -> None:
    for laptop in (*laptops, *laptops):
        sync(laptop, folder)


ONE = (4, Standing.DEAL_BREAKER, Evidence.HEARD)
OTHER = (2, Standing.SCORED, Evidence.USED)


@pytest.mark.parametrize(
    "begun", [None, (4, Standing.SCORED, Evidence.HEARD), (2, Standing.SCORED, Evidence.HEARD)]
)
def test_two_scores_given_apart_never_mix_and_are_one_conflict(
    judge: Judge, store: Store, other: Store, folder: Path, begun: tuple[int, str, str] | None
):
    if begun:
        judge(store, *begun)
    meet(folder, store, other)
    for laptop, score in ((store, ONE), (other, OTHER)):
        judge(laptop, *score)

    meet(folder, store, other)

    assert shown(store) == shown(other)
    assert shown(store) in (ONE, OTHER)
    for laptop in (store, other):
        (conflict,) = laptop.conflicts()
        assert laptop.disputes() == 1
        assert {tuple(change.value for change in side) for side in conflict.sides} == {
            tuple(str(part) for part in score) for score in (ONE, OTHER)
        }


def test_points_of_one_never_stand_beside_the_doubt_of_another(
    judge: Judge, store: Store, other: Store, folder: Path
):
    meet(folder, store, other)
    doubt = (None, Standing.UNKNOWN, Evidence.HEARD)
    for laptop, score in ((store, OTHER), (other, doubt)):
        judge(laptop, *score)

    meet(folder, store, other)

    assert shown(store) == shown(other)
    assert shown(store) in (OTHER, doubt)


def test_a_side_is_kept_as_a_whole_on_every_laptop(judge: Judge, store: Store, other: Store, folder: Path):
    meet(folder, store, other)
    for laptop, score in ((store, ONE), (other, OTHER)):
        judge(laptop, *score)
    meet(folder, store, other)
    (conflict,) = store.conflicts()
    lost = conflict.sides[-1]

    history.settle(store, kept(conflict, -1))
    meet(folder, store, other)

    for laptop in (store, other):
        assert [str(part) for part in shown(laptop)] == [change.value for change in lost]
        assert (laptop.conflicts(), laptop.disputes()) == ([], 0)


def test_what_was_typed_over_news_that_nobody_saw_is_kept_beside_it_as_a_whole(
    judge: Judge, store: Store, other: Store, folder: Path
):
    judge(store, 4, Standing.SCORED, Evidence.HEARD)
    meet(folder, store, other)
    (seen,) = store.find(Score)
    judge(other, *OTHER)
    meet(folder, other, store)

    store.write("Score", seen.but(standing=Standing.DEAL_BREAKER))
    meet(folder, store, other)

    assert shown(store) == shown(other)
    assert shown(store) in (ONE, OTHER)
    assert len(store.conflicts()) == 1


def test_undo_brings_back_all_of_it_or_nothing(judge: Judge, store: Store, other: Store, folder: Path):
    judge(store, 4, Standing.SCORED, Evidence.HEARD)
    judge(store, *ONE)
    meet(folder, store, other)
    judge(other, 2, Standing.DEAL_BREAKER, Evidence.HEARD)
    meet(folder, other, store)

    history.undo(store)

    assert shown(store) == (2, Standing.DEAL_BREAKER, Evidence.HEARD)


def test_the_answer_other_and_the_words_for_it_move_together(store: Store, other: Store, folder: Path):
    choice, words = (Cell("answer", "s1", f"/visit/tool{end}") for end in ("", "_other"))
    store.write_cells("Answer", {choice: Value("s", "other"), words: Value("s", "A loom")})
    meet(folder, store, other)
    store.write_cells("Answer", {words: Value("s", "A kiln")})
    other.write_cells("Answer", {choice: Value("s", "paper"), words: Value("n")})

    meet(folder, store, other)

    assert store.answers("s1") == other.answers("s1")
    assert store.answers("s1") in (
        {choice.field: "other", words.field: "A kiln"},
        {choice.field: "paper"},
    )
    assert len(store.conflicts()) == 1
