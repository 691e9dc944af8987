"""What an answer costs: counted in expressions that run, each of which asks the clock, never in time."""

from __future__ import annotations

from datetime import date

import pytest

from fieldkit.forms import Response, parse
from tests.forms.tables import TODAY


class Clock:
    """Tells today's date, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> date:
        self.asked += 1
        return TODAY


def opened(binds: dict[str, str]) -> tuple[Response, Clock]:
    """Return an open form of inputs, each with what its bind says; the clock has not been asked yet."""
    xml = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
        <instance><data id="f">{"".join(f"<{name}/>" for name in binds)}</data></instance>
        {"".join(f'<bind nodeset="/data/{name}" {said}/>' for name, said in binds.items())}
        </model></h:head><h:body>{"".join(f'<input ref="/data/{name}"/>' for name in binds)}</h:body></h:html>"""
    clock = Clock()
    response = Response(parse(xml), today=clock)
    clock.asked = 0
    return response, clock


def sections(count: int) -> dict[str, str]:
    """Return so many questions, each with a calculation, a condition and a constraint that hang on it alone."""
    binds: dict[str, str] = {}
    for at in range(count):
        binds[f"q{at}"] = ""
        binds[f"c{at}"] = f'calculate="concat(/data/q{at}, today())"'
        binds[f"r{at}"] = f'relevant="/data/q{at} != today()" constraint=". != today()"'
    return binds


@pytest.mark.parametrize("count", [4, 40, 400])
def test_an_answer_costs_the_same_however_long_the_form_is(count: int):
    response, clock = opened(sections(count))

    response.answer("/q2", "Amina")

    assert clock.asked == 2


@pytest.mark.parametrize("count", [4, 40, 400])
def test_an_answer_costs_what_depends_on_it_once_each(count: int):
    chain = {f"c{at}": f'calculate="concat(/data/c{at - 1}, /data/q, today())"' for at in range(1, count)}
    response, clock = opened({"q": "", "c0": 'calculate="concat(/data/q, today())"', **chain})

    response.answer("/q", "Amina")

    assert clock.asked == count


def test_an_answer_given_again_costs_nothing():
    response, clock = opened(sections(4))
    response.answer("/q2", "Amina")
    clock.asked = 0

    changed = response.answer("/q2", "Amina")

    assert clock.asked == 0
    assert not changed.paths


def test_those_with_the_same_constraint_do_not_look_at_each_other():
    response, _clock = opened(dict.fromkeys(["a", "b"], 'constraint=". &lt; 5"'))

    changed = response.answer("/b", "7")

    assert changed.paths == ("/b",)
    assert [fault.path for fault in response.faults()] == ["/b"]


@pytest.mark.parametrize("count", [4, 40, 400])
def test_showing_a_question_costs_its_own_expressions_alone(count: int):
    response, clock = opened(sections(count))
    response.answer("/r2", "Amina")
    clock.asked = 0

    response.asked("/r2")

    assert clock.asked == 1
