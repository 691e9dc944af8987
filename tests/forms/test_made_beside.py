"""Small forms made by chance, walked at random here and in JavaRosa, end in the same state."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.peers.java import PeerError
from fieldkit.forms import parse
from tests.conformance.made import made
from tests.conformance.oracle import Oracle
from tests.conformance.outcome import Verdict
from tests.conformance.walks import walk_through

FORMS = 40
STEPS = 20


def test_a_seed_always_makes_the_same_form() -> None:
    assert made("7") == made("7") != made("8")
    assert not parse(made("7")).warnings


def test_forms_made_by_chance_are_at_work_as_in_javarosa(shared: Path) -> None:
    try:
        with Oracle(shared / "tools" / "oracle" / "JrOracle.java") as oracle:
            outcomes = [
                walk_through(oracle, seed, made(seed), seed, STEPS) for seed in map(str, range(FORMS))
            ]
    except PeerError as error:
        pytest.skip(str(error))

    assert [outcome for outcome in outcomes if outcome.verdict is Verdict.FAILED] == []
    assert sum(outcome.verdict is Verdict.PASSED for outcome in outcomes) > FORMS * 0.8
