"""Scores and tools in use."""

from __future__ import annotations

import pytest

from fieldkit.domain import Criterion, Need, Ranking, Score, Tool, ToolUse
from fieldkit.domain.tools import Evidence, Standing
from fieldkit.edits import tools
from fieldkit.store import Store
from tests.making import an_interview

TOOL, CRITERION = Tool(id="T01", name="PlaceCal"), Criterion(id="F01", name="Does the job")


def test_a_score_that_is_given_again_replaces_the_first(store: Store):
    interview = an_interview(store)
    tools.score(store, interview, TOOL, CRITERION, 1)

    tools.score(store, interview, TOOL, CRITERION, 3, evidence=Evidence.TRIED)

    (score,) = store.find(Score)
    assert (score.points, score.standing, score.evidence) == (3, Standing.SCORED, Evidence.TRIED)


def test_two_scorers_keep_their_own_scores(store: Store):
    interview = an_interview(store)
    for person, points in (("ash", 1), ("bea", 4)):
        store.person = person
        tools.score(store, interview, TOOL, CRITERION, points)

    assert {score.scorer_id: score.points for score in store.find(Score)} == {"ash": 1, "bea": 4}


def test_what_is_not_known_has_no_points(store: Store):
    tools.score(store, an_interview(store), TOOL, CRITERION, 2, Standing.UNKNOWN)

    assert store.find(Score)[0].points is None


@pytest.mark.parametrize("points", [-1, 5, None])
def test_points_outside_the_scale_are_our_own_mistake(store: Store, points: int | None):
    with pytest.raises(ValueError, match="0 to 4"):
        tools.score(store, an_interview(store), TOOL, CRITERION, points)


def test_what_matters_is_kept_in_its_order(store: Store):
    interview = an_interview(store)
    tools.rank(store, interview, [Criterion(id="F10"), Criterion(id="F01")])

    tools.rank(store, interview, [Criterion(id="F01"), Criterion(id="F10")])

    assert {ranking.criterion_id: ranking.place for ranking in store.find(Ranking)} == {"F01": 1, "F10": 2}


def test_a_tool_in_use_is_written_down_once_for_each_need(store: Store):
    interview = an_interview(store)
    for cost in (0, 120):
        tools.use(store, interview, Need(id="N01"), TOOL, importance=3, cost_per_year=cost, since="2019")

    assert [(use.importance, use.cost_per_year) for use in store.find(ToolUse)] == [(3, 120)]


def test_a_tool_of_a_name_that_is_there_is_not_added_twice(store: Store):
    store.write("Begin", TOOL)
    kiosk = tools.add_tool(store, "Crème  kiosk")

    assert tools.add_tool(store, " CRE\u0300ME KIOSK ") == kiosk
    assert tools.add_tool(store, "placecal").id == TOOL.id
    assert len(store.find(Tool)) == 2


def test_a_tool_that_was_removed_comes_back_under_its_name(store: Store):
    kiosk = tools.add_tool(store, "Kiosk")
    store.write("Describe", kiosk.but(what="Prints tickets"))
    store.write("Remove", store.get(Tool, kiosk.id).but(deleted=True))

    assert tools.add_tool(store, "Kiosk").what == "Prints tickets"
    assert [tool.id for tool in store.find(Tool)] == [kiosk.id]


def test_a_tool_that_was_renamed_does_not_lose_its_name_to_a_new_one(store: Store):
    kiosk = tools.add_tool(store, "Kiosk")
    store.write("Rename", kiosk.but(name="Ticket booth"))

    tools.add_tool(store, "Kiosk")

    assert {tool.name for tool in store.find(Tool)} == {"Kiosk", "Ticket booth"}
