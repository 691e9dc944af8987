"""Choices that hang on other answers: what a filter takes out of an answer, and when that is back."""

from __future__ import annotations

import pytest

from fieldkit.forms import Response
from tests.forms.filling.test_events import xform
from tests.forms.tables import opened

TOWNS = {"a1": "a", "a2": "a", "b1": "b"}
LISTED = "".join(f"<item><name>{name}</name><area>{area}</area></item>" for name, area in TOWNS.items())
ITEMSET = """<itemset nodeset="instance('towns')/root/item[area = /data/area or /data/area = 'all']"><value ref="name"/>
<label ref="name"/></itemset>"""
BODY = f"""<input ref="/data/area"/><select1 ref="/data/town">{ITEMSET}</select1>
<select ref="/data/seen">{ITEMSET}</select>"""


@pytest.fixture
def response() -> Response:
    form = xform(
        "<area>all</area><town/><seen/><called/>",
        f'<instance id="towns"><root>{LISTED}</root></instance>'
        '<bind nodeset="/data/called" calculate="concat(/data/town, \'!\')"/>',
        BODY,
    )
    return opened(form)


def test_an_answer_is_back_when_the_filter_offers_it_again(response: Response) -> None:
    response.answer("/town", "a1")

    gone = response.answer("/area", "b").cells
    back = response.answer("/area", "a").cells

    assert gone == {"/area": "b", "/town": None, "/called": "!"}
    assert back == {"/area": "a", "/town": "a1", "/called": "a1!"}


def test_of_several_choices_those_are_back_that_are_offered_again(response: Response) -> None:
    response.answer("/seen", "b1 a2 a1")

    seen = [response.answer("/area", area) and response.asked("/seen").value for area in ("a", "b", "all")]

    assert seen == ["a2 a1", "b1", "b1 a2 a1"]


def test_what_was_answered_since_is_not_overruled(response: Response) -> None:
    response.answer("/town", "a1")
    response.answer("/area", "b")

    response.answer("/town", "b1")
    response.answer("/area", "all")

    assert response.asked("/town").value == "b1"


def test_an_answer_taken_back_by_hand_stays_away(response: Response) -> None:
    response.answer("/seen", "a1 b1")
    response.answer("/area", "a")

    response.answer("/seen", "")
    response.answer("/area", "all")

    assert response.asked("/seen").value == ""
