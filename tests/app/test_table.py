"""Claims about records as a table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldkit.app.table import Column, Records, RecordTable
from fieldkit.domain import Group

COLUMNS = [
    Column[Group]("Group", lambda group: group.name, under=lambda group: group.place),
    Column[Group]("Size", lambda group: group.size_band, order=lambda group: len(group.size_band)),
]
GROUPS = [
    Group(id="1", name="tea and Company", place="Norwich", size_band="41–100"),
    Group(id="2", name="Allotment", place="Diss", size_band="6–15"),
    Group(id="3", name="Stagehands", place="Norwich", size_band="more than 500"),
]


def rows(model: Records[Group]) -> list[str]:
    return [model.record(row).id for row in range(model.rowCount())]


@pytest.fixture
def model() -> Records[Group]:
    made = Records(COLUMNS)
    made.show(GROUPS)
    return made


def test_it_keeps_the_rules_of_qt(qtmodeltester: ModelTester, model: Records[Group]) -> None:
    qtmodeltester.check(model)

    model.filter("norwich")
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.show(GROUPS[:1])


def test_it_sorts_by_words_without_regard_to_capitals_or_by_a_columns_own_order(
    model: Records[Group],
) -> None:
    assert rows(model) == ["2", "3", "1"]

    model.sort(1, Qt.SortOrder.DescendingOrder)

    assert rows(model) == ["3", "1", "2"]


def test_it_filters_by_every_word_in_any_column(model: Records[Group]) -> None:
    model.filter("NORWICH stage")

    assert rows(model) == ["3"]


def test_a_screen_reader_hears_column_and_both_lines(model: Records[Group]) -> None:
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert said == "Group: Allotment. Diss"


def test_arrows_choose_and_enter_opens(qtbot: QtBot, show) -> None:
    table = show(RecordTable("Groups", COLUMNS))
    table.show_records(GROUPS)
    table.setFocus()

    with qtbot.waitSignals([table.chosen, table.chosen]):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)

    assert opened.args == [table.current.id]


def test_the_chosen_stays_chosen_while_the_records_change(qtbot: QtBot, show) -> None:
    table = show(RecordTable("Groups", COLUMNS))
    table.show_records(GROUPS)
    table.choose("1")

    table.show_records([*GROUPS, Group(id="0", name="Aardvarks")])

    assert table.current.id == "1"


def test_when_the_chosen_goes_it_says_so(qtbot: QtBot, show) -> None:
    table = show(RecordTable("Groups", COLUMNS))
    table.show_records(GROUPS)
    table.choose("1")

    with qtbot.waitSignal(table.chosen, check_params_cb=lambda chosen: chosen == ""):
        table.show_records(GROUPS[1:])

    assert table.current is None
