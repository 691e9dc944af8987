"""Expressions come here to what they come to in JavaRosa, worked out by it at this very moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.peers.java import PeerError
from tests.conformance.beside import compared
from tests.conformance.oracle import Oracle, javarosa
from tests.conformance.policy import BEYOND

AS_THERE = [
    "/data/@id", "../@version", "string(/data/@id)", "/data/@nothing", "@id", "/data/@id = 'here'",
    "/data/@version + 1", "concat(/data/@id, '-', /data/@version)", "count(/data/person[@x])",
    "../seven div-2", "../seven mod-2", "../seven div-.5", "../seven div.5", "../seven div-../seven", "../seven and-2",
    "../seven div-x", "../seven -2", "../seven-2", "10 div-2div-1",
    "round(2.567, 'abc')", "round(2.567, '')", "round(2.567, ../blank)", "round(2.567, ../word)", "round(2.567, '1')",
    "round(2.567, 1.9)", "round(25.67, -1)", "round('abc', 1)", "round(2.567, true())",
    "date(1.5)", "date(-1.5)", "date(-0.5)", "date(../seven)", "date(../blank)",
    "decimal-date-time(1.5)", "decimal-date-time(-1.5)", "decimal-date-time(../seven)", "decimal-date-time(../day)",
    "decimal-date-time(../blank)", "decimal-time(1.5)", "decimal-time(0.25)", "decimal-time(-0.25)", "decimal-time(-1)",
    "decimal-time(../half)", "decimal-time(../day)", "decimal-time(../blank)",
    "position(/data/nobody)", "position(/data/person[age = 77])", "position(/data/person)", "position(..)",
    "distance('95 10 0 0;96 10 0 0')", "distance('100 200;101 201')", "distance('')", "distance(../way)",
    "enclosed-area(../way)", "area(../way)", "enclosed-area(../blank)",
    "join(' ', randomize(/data/person/name, ../day))", "join(' ', randomize(/data/person/name, date('2026-01-05')))",
    "join(' ', randomize(/data/person/name, ../seven))", "join(' ', randomize(/data/person/name, true()))",
    "indexed-repeat(/data/person/name, /data/person, 1.9)", "indexed-repeat(/data/person/name, /data/person, 9)",
    "min(1, '')", "max('abc')", "min(../blank)", "max(/data/person/age)",
]  # fmt: skip
OTHERWISE = [
    "min(1, 'abc')", "max(0 div 0, 1)", "sum(/data/person/name)", "max(/data/person/name)",
    "indexed-repeat(/data/person/name, /data/person, -1)", "indexed-repeat(/data/person/name, /data/person, 0)",
    "position(/data/person[2])", "position(/data/person[1]/name)", "1000000000000", "distance('91 0;0 0')",
]  # fmt: skip
"""What differs on purpose."""


@pytest.fixture(scope="module")
def oracle(shared: Path) -> Iterator[Oracle]:
    try:
        with javarosa(shared) as oracle:
            yield oracle
    except PeerError as error:
        pytest.skip(str(error))


def test_these_come_to_the_same_in_javarosa(oracle: Oracle) -> None:
    others = [one for one in compared(oracle, AS_THERE) if not one.alike]

    assert others == []


def test_each_difference_has_its_rule_and_each_rule_its_difference(oracle: Oracle) -> None:
    found = list(compared(oracle, OTHERWISE))

    assert [one for one in found if one.alike or not one.rule] == []
    assert {one.rule for one in found} == {rule.name for rule in BEYOND}


def test_each_rule_is_explained() -> None:
    policy = (Path(__file__).parents[3] / "docs" / "xforms-policy.md").read_text("utf-8")

    explained = {line.removeprefix("### ") for line in policy.splitlines() if line.startswith("### B")}

    assert explained == {rule.name for rule in BEYOND}
