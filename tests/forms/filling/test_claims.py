"""What is worked out stays what it is: a claim holds or not, and a number equals all texts that write it."""

from __future__ import annotations

import pytest

from fieldkit.forms import Response
from tests.forms.filling.test_events import xform
from tests.forms.tables import opened

BINDS = """
<bind nodeset="/data/adult" calculate="/data/age &gt; 17"/><bind nodeset="/data/next" calculate="/data/age + 1"/>
<bind nodeset="/data/copy" calculate="/data/adult"/><bind nodeset="/data/kept" calculate="once(/data/adult)"/>
<bind nodeset="/data/late" calculate="today() &gt; date('2020-01-01')"/>
<bind nodeset="/data/vote" relevant="/data/adult"/><bind nodeset="/data/school" relevant="not(/data/adult)"/>
<bind nodeset="/data/said" calculate="concat(/data/adult, ' ', if(/data/copy, 'y', 'n'), ' ', /data/late)"/>
<bind nodeset="/data/same" calculate="/data/next = '8.0'"/><bind nodeset="/data/all" calculate="sum(/data/adult)"/>"""
ASKED = ("age", "vote", "school")
INSTANCE = "<age/><adult/><next/><copy/><kept/><late/><vote/><school/><said/><same/><all/>"


@pytest.fixture
def response() -> Response:
    return opened(xform(INSTANCE, BINDS, "".join(f'<input ref="/data/{name}"/>' for name in ASKED)))


def shown(response: Response) -> list[str]:
    return [part.path for part in response.walk()]


@pytest.mark.parametrize(
    ("age", "asked", "said"), [("7", "school", "false n true"), ("40", "vote", "true y true")]
)
def test_a_condition_may_be_a_claim_that_was_worked_out(
    response: Response, age: str, asked: str, said: str
) -> None:
    response.answer("/age", age)

    assert shown(response) == ["/age", f"/{asked}"]
    assert response.asked("/said").value == said


def test_a_claim_is_stored_as_one_or_zero_and_counts_as_such(response: Response) -> None:
    cells = response.answer("/age", "40").cells

    assert (cells["/adult"], cells["/copy"], cells["/all"]) == ("1", "1", "1")


def test_what_is_kept_once_stays_the_claim_that_it_was(response: Response) -> None:
    before = response.asked("/kept").value

    response.answer("/age", "40")

    assert (before, response.asked("/kept").value) == ("0", "0")


def test_a_number_equals_every_text_that_writes_it(response: Response) -> None:
    response.answer("/age", "7")

    assert response.asked("/same").value == "1"


def test_it_is_the_same_when_the_form_is_opened_again(response: Response) -> None:
    response.answer("/age", "7")

    again = opened(response.form, response.answers())

    assert shown(again) == shown(response)
    assert again.answers() == response.answers()
    assert again.opened.cells == {}


def test_a_claim_that_is_kept_once_is_one_also_in_a_draft_that_is_opened_again() -> None:
    binds = (
        '<bind nodeset="/data/adult" relevant="/data/age != \'\'" calculate="once(/data/age &gt; 17)"/>'
        '<bind nodeset="/data/vote" relevant="/data/adult"/>'
    )
    asked = '<input ref="/data/age"/><input ref="/data/vote"/>'
    response = opened(xform("<age/><adult/><vote/>", binds, asked))
    response.answer("/age", "12")

    again = opened(response.form, response.answers())

    assert response.answers()["/adult"] == "0"
    assert shown(response) == shown(again) == ["/age"]


@pytest.mark.parametrize(("children", "asked"), [("0", False), ("0.0", False), ("2", True), ("", False)])
def test_a_number_that_is_zero_does_not_hold(children: str, asked: bool) -> None:
    binds = '<bind nodeset="/data/n" type="decimal"/><bind nodeset="/data/school" relevant="/data/n"/>'
    response = opened(xform("<n/><school/>", binds, '<input ref="/data/n"/><input ref="/data/school"/>'))

    response.answer("/n", children)

    assert response.asked("/school").relevant is asked


def test_what_is_kept_once_sees_the_defaults_of_a_form_that_is_opened_anew() -> None:
    binds = (
        '<bind nodeset="/data/rooms" type="int"/><bind nodeset="/data/first" calculate="once(/data/rooms)"/>'
        '<setvalue ref="/data/rooms" event="odk-instance-first-load" value="1 + 1"/>'
    )
    response = opened(xform("<rooms/><first/>", binds, '<input ref="/data/rooms"/>'))

    response.answer("/rooms", "5")

    assert response.answers()["/first"] == "2"


def test_what_stands_in_the_form_is_kept_once_from_the_start() -> None:
    binds = '<bind nodeset="/data/first" calculate="once(/data/rooms)"/>'
    response = opened(xform("<rooms>2</rooms><first>7</first>", binds, '<input ref="/data/rooms"/>'))

    assert response.answers()["/first"] == "7"
