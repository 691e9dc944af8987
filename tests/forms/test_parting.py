"""Beside JavaRosa, a rule excuses what it says and whatever looks at that, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.peers.java import PeerError
from fieldkit.forms import Response
from tests.conformance import at_work, parting
from tests.conformance.oracle import Oracle, Steps, javarosa
from tests.conformance.parting import FORGOTTEN, SET_ASIDE, Told
from tests.forms.filling.test_events import xform
from tests.forms.tables import opened

INSTANCE = """<many>2</many><child jr:template=""><age>5</age></child><visit jr:template=""><g><paid>3</paid>
</g></visit><visit><g><paid>3</paid></g></visit><years/><twice/><other/><fees/>"""
BINDS = """<bind nodeset="/data/many" type="int"/>
<bind nodeset="/data/years" calculate="count(/data/child)"/><bind nodeset="/data/twice" calculate="/data/years * 2"/>
<bind nodeset="/data/other" calculate="/data/many + 1"/>
<bind nodeset="/data/fees" calculate="sum(/data/visit/g/paid)"/>"""
BODY = """<input ref="/data/many"/><group ref="/data/child"><repeat nodeset="/data/child" jr:count="/data/many">
<input ref="/data/child/age"/></repeat></group><group ref="/data/visit"><repeat nodeset="/data/visit">
<input ref="/data/visit/g/paid"/></repeat></group>"""


@pytest.fixture(scope="module")
def oracle(shared: Path) -> Iterator[Oracle]:
    try:
        with javarosa(shared) as oracle:
            yield oracle
    except PeerError as error:
        pytest.skip(str(error))


def told(oracle: Oracle, response: Response, steps: Steps) -> Told:
    told = oracle.fill(response.form.xml, steps)
    return Told(response.form.xml, steps, told["steps"], told["final"])


def test_a_lowered_count_excuses_what_looks_at_it_and_nothing_else(oracle: Oracle) -> None:
    response = opened(xform(INSTANCE, BINDS, BODY))
    response.answer("/many", "1")
    lowered = told(oracle, response, [{"op": "set", "ref": "/data/many", "value": "1"}])

    excused = parting.parting(oracle, response, lowered)
    response.sheet.nodes["/other"].text = "9"
    found = parting.parting(oracle, response, lowered)

    assert (excused.unknown, set(excused.rules), excused.aside) == ([], {SET_ASIDE}, True)
    assert found.unknown == ["/data/other v: '9', wanted '2'"]


def test_what_javarosa_comes_to_when_asked_anew_it_had_forgotten(oracle: Oracle) -> None:
    response = opened(xform(INSTANCE, BINDS, BODY))
    response.add("/visit")
    grown = told(oracle, response, [{"op": "addRepeat", "ref": "/data/visit"}])

    assert grown.state["/data/fees"]["v"] == "3"
    assert parting.parting(oracle, response, grown) == ([], [FORGOTTEN], False)


def test_every_rule_is_explained() -> None:
    policy = (Path(__file__).parents[2] / "docs" / "xforms-policy.md").read_text("utf-8")

    assert {rule.name for rule in at_work.RULES} <= set(policy.replace("### ", "").splitlines())
    assert {SET_ASIDE, FORGOTTEN, parting.OUTSIDE} <= set(policy.replace("### ", "").splitlines())
