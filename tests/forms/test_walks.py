"""Whatever somebody does in a form, in any order: nothing breaks, and what was kept is the same state again."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.forms import Changed, Form, Question, Repeat, Response, Shown, parse
from fieldkit.forms.filling.instance import read_instance, write_instance
from tests.forms.filling.test_events import xform
from tests.forms.tables import opened

TEXTS = [
    "",
    "1",
    "2",
    "0",
    "-3",
    "7.5",
    "yes",
    "no",
    "a b",
    "2026-11-03",
    "09:30",
    "51.5 -0.1",
    "é\n<&>",
    " ",
]

GROWING = """<who/><many/><size/><person jr:template=""><called/><age/><tool/><item jr:template=""><what/></item>
</person><eldest/><list/>"""
BINDS = """
<bind nodeset="/data/size" calculate="count(/data/person) + coalesce(/data/many, 0)"/>
<bind nodeset="/data/person" relevant="/data/who != 'no'"/>
<bind nodeset="/data/person/age" type="int" required="true()" constraint=". &lt; 120"/>
<bind nodeset="/data/person/tool" relevant="../age &gt; 1" calculate="concat(position(..), ../called)"/>
<bind nodeset="/data/eldest" calculate="max(/data/person/age)"/>"""
BODY = """<input ref="/data/who"/><input ref="/data/many"/><repeat nodeset="/data/person">
<input ref="/data/person/called"><setvalue event="xforms-value-changed" ref="/data/person/age" value="2"/></input>
<input ref="/data/person/age"/>
<repeat nodeset="/data/person/item" jr:count="../age"><input ref="/data/person/item/what"/></repeat></repeat>
<select ref="/data/list"><itemset nodeset="/data/person[age &gt; 0]"><value ref="called"/><label ref="called"/>
</itemset></select>"""


def state(response: Response) -> list[object]:
    """Return all that is shown."""
    return [
        (shown.path, shown.key) if shown.children or shown.key else _asked(response, shown)
        for shown in response.walk()
    ]


def _asked(response: Response, shown: Shown) -> object:
    return response.asked(shown.path) if not isinstance(shown.item, Repeat) else shown.path


def step(response: Response, random: Random) -> Changed:
    """Do one of the things that a person may do, and return what it changed."""
    shown = list(response.walk())
    instances = [p.path for p in shown if p.key and isinstance(p.item, Repeat) and not p.item.fixed]
    repeats = [p.path for p in shown if isinstance(p.item, Repeat) and not p.key and not p.item.fixed]
    questions = [p.path for p in shown if isinstance(p.item, Question) and not p.item.calculate]
    deed = random.random()
    if deed < 0.1 and repeats and len(instances) < 30:
        return response.add(random.choice(repeats))
    if deed < 0.14 and instances:
        return response.remove(random.choice(instances))
    if deed < 0.2 and instances:
        path = random.choice(instances)
        return response.move(path, random.randint(1, len(response.instances(path[: path.rindex("[")]))))
    if not questions:
        return response.finish()
    path = random.choice(questions)
    choices = [choice.value for choice in response.asked(path).choices]
    return response.answer(path, random.choice(choices if choices and random.random() < 0.8 else TEXTS))


@pytest.fixture(scope="module")
def growing() -> Form:
    return xform(GROWING, BINDS, BODY)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_what_was_kept_is_the_same_state_again(growing: Form, seed: int, steps: int) -> None:
    random, response = Random(seed), opened(growing)

    for _step in range(steps):
        step(response, random)

    again = opened(growing, response.answers())
    assert again.answers() == response.answers()
    assert state(again) == state(response)
    assert [fault.path for fault in again.faults()] == [fault.path for fault in response.faults()]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_what_changed_adds_up_to_what_is_kept(growing: Form, seed: int) -> None:
    random, response = Random(seed), opened(growing)
    kept = dict(response.opened.cells)

    for _step in range(20):
        kept |= step(response, random).cells

    assert {path: text for path, text in kept.items() if text is not None} == response.answers()


def test_real_forms_take_whatever_somebody_does(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "xforms" / "forms").glob("*.xml")):
        if path.stat().st_size > 70_000:
            continue
        form, random = parse(path.read_text("utf-8")), Random(path.name)
        response = opened(form)

        for _step in range(25):
            step(response, random)

        again = opened(form, response.answers())
        assert state(again) == state(response), path.name
        assert read_instance(form, write_instance(again)) is not None
