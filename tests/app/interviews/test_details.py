"""When, where and with whom."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest

from fieldkit.app.fields import Line
from fieldkit.app.interviews.details import Details
from fieldkit.app.project import OpenProject
from fieldkit.domain import GroupType, Interview
from fieldkit.edits import interviews, people
from fieldkit.store import Store
from tests.app.conftest import Show


@pytest.fixture
def interview(store: Store) -> Interview:
    group = people.add_group(store, "Tuesday Tots", GroupType(name="Parent and child group"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


def test_a_day_that_was_never_said_is_not_made_up(
    project: OpenProject, store: Store, interview: Interview, show: Show
):
    store.write("Not said", interview.but(held_on=None))
    details = Details(project, interview.id)
    details.show_interview(store.get(Interview, interview.id))
    show(details)

    place = next(line for line in details.findChildren(Line) if line.accessibleName() == "Place")
    place.setFocus()
    QTest.keyClicks(place, "the hall")
    project.end_typing()

    saved = store.get(Interview, interview.id)
    assert (saved.place, saved.held_on) == ("the hall", None)
