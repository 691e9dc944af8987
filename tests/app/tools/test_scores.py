from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldkit.app.tools.fits import fit_so_far, in_words, weight_of
from fieldkit.app.tools.scores import ToolFitSection
from fieldkit.app.tools.uses import OTHER
from fieldkit.domain import Criterion, GroupType, Need, Ranking, Score, Tool, ToolUse
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.domain.tools import Evidence, Standing, score_id
from fieldkit.edits import history, interviews, people, tools
from tests.app.conftest import unnamed


@pytest.fixture
def interview(store):
    store.write(
        "Catalogue",
        *(Criterion(id=f"F{n}", name=f"Criterion {n}", question="Does it?") for n in range(1, 5)),
        Tool(id="T1", name="PlaceCal", what="One listing"),
        Tool(id="T2", name="Zoom"),
        Need(id="N1", name="Meet online"),
        Need(id="N2", name="Tell people what's on"),
    )
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


@pytest.fixture
def section(project, interview, show):
    return show(ToolFitSection(project, interview.id))


@pytest.fixture
def card(section):
    section._which._group.button(2).click()
    return section._views.currentWidget()


@pytest.fixture
def uses(section):
    return section._views.currentWidget()


@pytest.fixture
def matters(section):
    section._which._group.button(1).click()
    return section._views.currentWidget()


def press(qtbot, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def scores(store):
    return {s.criterion_id: (s.points, s.standing) for s in store.find(Score)}


def choose(combo, value, qtbot):
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


# Scores


def test_digits_question_mark_and_n_score_one_criterion_after_the_other(card, qtbot, store):
    card._rows["F1"].setFocus()

    press(qtbot, "3", "?", "n")

    assert scores(store) == {
        "F1": (3, Standing.SCORED),
        "F2": (None, Standing.UNKNOWN),
        "F3": (None, Standing.NOT_APPLICABLE),
    }
    assert card._rows["F4"].isAncestorOf(QApplication.focusWidget())


def test_d_makes_a_score_a_deal_breaker_once_it_has_points(card, qtbot, store):
    card._rows["F1"].setFocus()
    press(qtbot, "d")
    assert scores(store) == {}
    assert not card._rows["F1"]._breaker.isEnabled()

    press(qtbot, "1")
    card._rows["F1"].setFocus()
    press(qtbot, "d")

    assert scores(store) == {"F1": (1, Standing.DEAL_BREAKER)}
    assert "deal-breaker" in card._fit.text()


def test_delete_takes_a_score_back(card, qtbot, store):
    card._rows["F1"].setFocus()
    press(qtbot, "2")
    card._rows["F1"].setFocus()

    press(qtbot, Qt.Key.Key_Delete)

    assert scores(store) == {}
    assert card._rows["F1"]._points.value is None


def test_what_a_score_rests_on_is_kept_with_it(card, qtbot, store):
    card._rows["F1"].setFocus()
    press(qtbot, "2")

    choose(card._rows["F1"]._evidence, Evidence.TRIED, qtbot)

    assert [s.evidence for s in store.find(Score)] == [Evidence.TRIED]


def test_the_fit_is_said_only_once_enough_is_known(card, qtbot, store):
    card._rows["F1"].setFocus()
    press(qtbot, "4", "4")
    assert card._fit.text() == "Not enough is known yet: 50 % of what matters is scored, and it takes 60 %."

    press(qtbot, "2")

    assert card._fit.text() == "Fits 83 of 100; with what is not known, between 62 and 88."


def test_tools_in_use_come_first(card, store, interview):
    tools.use(store, interview, store.get(Need, "N1"), store.get(Tool, "T2"))

    assert [card._tool.itemText(n) for n in range(card._tool.count())] == ["Zoom (they use it)", "PlaceCal"]


def test_undo_takes_the_score_off_the_card(card, qtbot, store):
    card._rows["F1"].setFocus()
    press(qtbot, "2")

    history.undo(store)

    assert card._rows["F1"]._points.value is None


def test_what_another_scorer_gave_is_shown_beside_ours(card, store, interview):
    ben = people.add_person(store, "Ben")
    one = score_id(interview.id, "T1", "F1", ben.id)
    cells = {
        "interview_id": interview.id, "tool_id": "T1", "criterion_id": "F1",
        "scorer_id": ben.id, "points": "2", "standing": "scored",
    }  # fmt: skip

    store.apply(
        [
            Change(
                "wother", n, "abcdef", store.changes()[-1].stamp, 1, Cell("score", one, field), Op.SET, text
            )
            for n, (field, text) in enumerate(cells.items(), start=1)
        ]
    )

    assert card._rows["F1"]._others.text() == "Ben: 2"
    assert card._rows["F1"]._points.value is None


def test_where_no_criterion_applies_there_is_no_fit(store, interview):
    for criterion in store.find(Criterion):
        tools.score(store, interview, store.get(Tool, "T1"), criterion, None, Standing.NOT_APPLICABLE)

    assert fit_so_far(store, interview.id, "T1") is None
    assert in_words(None) == "None of these criteria applies."


# What matters


def test_alt_and_the_arrows_rank_and_weigh(matters, qtbot, store, interview):
    even = weight_of(store, interview.id)
    assert len(set(even.values())) == 1
    matters.setFocus()

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert {r.criterion_id: r.place for r in store.find(Ranking)} == {"F2": 1, "F1": 2, "F3": 3, "F4": 4}
    weights = weight_of(store, interview.id)
    assert weights["F2"] > weights["F1"] > weights["F3"] > weights["F4"]


# In use


def test_a_tool_in_use_is_added_and_then_changed_in_place(uses, qtbot, store):
    choose(uses._need, "N1", qtbot)
    choose(uses._tool, "T2", qtbot)
    uses._importance._group.button(2).setFocus()
    press(qtbot, "3")
    qtbot.mouseClick(uses._buttons[0], Qt.MouseButton.LeftButton)

    (use,) = store.find(ToolUse)
    assert (use.need_id, use.tool_id, use.importance) == ("N1", "T2", 3)

    uses._cost.setFocus()
    qtbot.keyClicks(uses._cost, "120")
    press(qtbot, Qt.Key.Key_Tab)
    assert store.find(ToolUse)[0].cost_per_year == 120


def test_a_tool_that_the_catalogue_lacks_is_added_by_its_name(uses, qtbot, store):
    choose(uses._need, "N1", qtbot)
    choose(uses._tool, OTHER, qtbot)
    assert uses._other.isVisible()
    qtbot.keyClicks(uses._other, "The noticeboard")

    qtbot.mouseClick(uses._buttons[0], Qt.MouseButton.LeftButton)

    (use,) = store.find(ToolUse)
    assert store.get(Tool, use.tool_id).name == "The noticeboard"


def test_delete_in_the_table_takes_a_use_back(uses, qtbot, store, interview):
    use = tools.use(store, interview, store.get(Need, "N1"), store.get(Tool, "T2"))
    uses._table.choose(use.id)
    uses._table.setFocus()

    qtbot.keyClick(uses._table, Qt.Key.Key_Delete)

    assert store.find(ToolUse) == []
    assert uses._nothing.isVisible()


def test_looking_at_tools_writes_nothing(section, store, card):
    before = store.changes()

    card.setFocus()
    section.hide()

    assert store.changes() == before


def test_all_that_can_be_operated_has_a_name(section, card):
    assert unnamed(section) == []
