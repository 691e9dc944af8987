"""What two people make apart is one record where it is one thing, and two where only the names are alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit.domain import (
    Coding,
    Consent,
    Criterion,
    Group,
    Interview,
    Need,
    Note,
    Person,
    Ranking,
    Record,
    Score,
    Submission,
    SurveyForm,
    Tool,
    ToolUse,
)
from fieldkit.domain.consent import Scope
from fieldkit.edits import coding, people, surveys, tools
from fieldkit.forms import parse
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import a_group, agree, an_interview

NEED, TOOL, CRITERION = Need(id="N1"), Tool(id="T1"), Criterion(id="C1")
FORM = parse(
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Visit'
    '</h:title><model><instance><data id="visit" version="1"><name/></data></instance>'
    '<bind nodeset="/data/name" type="string"/></model></h:head>'
    '<h:body><input ref="/data/name"><label>Name</label></input></h:body></h:html>'
)


def the_interview(store: Store) -> Interview:
    (interview,) = store.find(Interview)
    return interview


def begin_questionnaire(store: Store) -> None:
    surveys.begin(store, the_interview(store), surveys.add_form(store, FORM))


ONE_THING: dict[type[Record], Callable[[Store], object]] = {
    Consent: lambda store: agree(store, the_interview(store), [Scope.QUOTE_TEAM]),
    Coding: lambda store: coding.coded(store, store.find(Note)[0], done=True),
    Score: lambda store: tools.score(store, the_interview(store), TOOL, CRITERION, 3),
    Ranking: lambda store: tools.rank(store, the_interview(store), [CRITERION]),
    ToolUse: lambda store: tools.use(store, the_interview(store), NEED, TOOL, importance=2),
    Tool: lambda store: tools.add_tool(store, "Crème Kiosk"),
    SurveyForm: begin_questionnaire,
    Submission: begin_questionnaire,
}
TWO_THINGS: dict[type[Record], Callable[[Store], object]] = {
    Group: a_group,
    Person: lambda store: people.add_person(store, "Ash"),
    Interview: lambda store: an_interview(store, Scope.HOLD, Scope.TEAM, group=store.find(Group)[0]),
}


def made_apart(make: Callable[[Store], object], kind: type[Record], folder: Path, *laptops: Store) -> int:
    """Return how many records two laptops have of what both made before they met again."""
    an_interview(laptops[0], Scope.HOLD, Scope.TEAM)
    for laptop in laptops:
        laptop.person = "ash"
        sync(laptop, folder)
    before = len(laptops[1].find(kind))
    for laptop in laptops:
        make(laptop)
    for laptop in (*laptops, *laptops):
        sync(laptop, folder)
    first, second = (laptop.find(kind) for laptop in laptops)
    assert first == second
    assert not any(laptop.conflicts() for laptop in laptops)
    return len(first) - before


@pytest.mark.parametrize("kind", ONE_THING)
def test_what_is_one_thing_is_one_record(kind: type[Record], store: Store, other: Store, folder: Path):
    made = made_apart(ONE_THING[kind], kind, folder, store, other)

    assert made == 1


@pytest.mark.parametrize("kind", TWO_THINGS)
def test_names_alone_make_nobody_the_same(kind: type[Record], store: Store, other: Store, folder: Path):
    made = made_apart(TWO_THINGS[kind], kind, folder, store, other)

    assert made == 2
