"""What groups use now, told only where enough do."""

from __future__ import annotations

import pytest

from fieldkit.analysis.uses import uses
from fieldkit.domain import ToolUse


def use(fieldwork, count, tool="theirs", vital=0, cost=None, **visit):
    for at, interview in enumerate(fieldwork.visits_by(count, **visit)):
        importance = 3 if at < vital else 1
        fieldwork.records.append(
            ToolUse(
                interview_id=interview,
                tool_id=tool,
                importance=importance,
                cost_per_year=cost and cost * (at + 1),
            )
        )


def test_a_tool_that_few_use_is_only_counted(fieldwork):
    use(fieldwork, 4)

    assert uses(fieldwork.frames) == ([], 1)


def test_a_tool_used_by_sensitive_groups_alone_needs_ten_of_them(fieldwork):
    use(fieldwork, 9, kind="trans")
    assert uses(fieldwork.frames).told == []

    use(fieldwork, 1, kind="trans")
    assert uses(fieldwork.frames).told[0].groups == 10


def test_a_group_counts_once_for_several_needs_and_its_costs_add_up(fieldwork):
    use(fieldwork, 5, cost=10)
    fieldwork.records.append(ToolUse(interview_id="i01", tool_id="theirs", need_id="other", cost_per_year=90))

    (told,) = uses(fieldwork.frames).told

    # 100, 20, 30, 40, 50.
    assert (told.groups, told.cost, told.cost_groups) == (5, 40, 5)


@pytest.mark.parametrize(("vital", "told"), [(4, None), (5, 5), (7, 7), (8, None), (12, None)])
def test_how_many_stop_without_it_is_told_only_where_neither_part_is_few(fieldwork, vital, told):
    use(fieldwork, 12, vital=vital)

    assert uses(fieldwork.frames).told[0].vital == told


def test_no_median_is_told_of_few_costs(fieldwork):
    use(fieldwork, 4, cost=10)
    use(fieldwork, 4)

    (told,) = uses(fieldwork.frames).told

    assert (told.groups, told.cost, told.cost_groups) == (8, None, 0)
