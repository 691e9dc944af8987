"""Expressions mean here what they mean in Collect and in ODK Web Forms: the cases that their own suites recorded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.conformance import expressions
from tests.conformance.cases import each
from tests.conformance.outcome import Case, Verdict
from tests.conformance.policy import RULES

RECORDED = {
    "xpath_webforms": expressions.webforms,
    "xpath_javarosa": expressions.javarosa,
    "xpath_divergences": expressions.divergences,
}


@pytest.mark.parametrize("name", RECORDED)
def test_expressions_come_to_what_other_engines_recorded(shared: Path, name: str) -> None:
    path = shared / "corpus" / "xforms" / f"{name}.jsonl.gz"

    outcomes = list(each(RECORDED[name])(path))

    assert [outcome for outcome in outcomes if outcome.verdict is Verdict.FAILED] == []
    assert Counter(outcome.verdict for outcome in outcomes)[Verdict.PASSED] > 100


def test_a_wrong_outcome_fails() -> None:
    right = _case("1 + 1", 2)
    wrong = _case("1 + 1", 3)

    assert [expressions.webforms(case).verdict for case in (right, wrong)] == [
        Verdict.PASSED,
        Verdict.FAILED,
    ]


@pytest.mark.parametrize(
    ("expression", "value", "kind"),
    [
        ("round(-1.5)", 2, "number"),
        ("date('2001-12-26') - 5", 11677.5, "number"),
        ("sum(*)", 7, "number"),
        ("regex('ab', 'ab')", False, "boolean"),
        ("date('nonsense')", "2001-01-01", "string"),
        ("distance('0 0;0 1')", 111318.0, "number"),
    ],
)
def test_a_rule_excuses_no_other_difference_than_its_own(expression: str, value: object, kind: str) -> None:
    outcome = expressions.webforms(_case(expression, value, kind))

    assert outcome.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("expression", "recorded", "verdict"),
    [
        ("distance('0 0;0 1')", 111318.85, Verdict.PASSED),
        ("distance('0 0;0 1')", 111318.84, Verdict.FAILED),
        ("distance('0 0;0 1') div 3", 37106.28, Verdict.FAILED),
        ("sqrt(2)", 1.41, Verdict.FAILED),
    ],
)
def test_metres_alone_agree_to_the_centimetre(expression: str, recorded: float, verdict: Verdict) -> None:
    assert expressions.webforms(_case(expression, recorded)).verdict is verdict


def test_every_rule_is_explained_and_used(shared: Path) -> None:
    policy = (Path(__file__).parents[2] / "docs" / "xforms-policy.md").read_text("utf-8")
    explained = {line.removeprefix("### ") for line in policy.splitlines() if line.startswith("### E")}

    used = {
        outcome.why.partition(": ")[0]
        for name, replay in RECORDED.items()
        for outcome in each(replay)(shared / "corpus" / "xforms" / f"{name}.jsonl.gz")
        if outcome.verdict is Verdict.KNOWN
    }

    assert used == {rule.name for rule in RULES} == explained


def _case(expression: str, value: object, kind: str = "number") -> Case:
    return {
        "id": "ours", "expr": expression, "xml": "<data><a>1</a></data>", "ctx": "/", "root": None, "type": kind,
        "requested": kind, "value": value, "known_fail": False, "nondeterministic": False, "tz": "America/Phoenix",
        "now_ms": 0, "lang": None, "ns": None, "xforms": True,
    }  # fmt: skip
