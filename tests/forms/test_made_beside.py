"""Small forms made by chance, walked at random here and in JavaRosa, end in the same state."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.peers.java import PeerError
from fieldkit.forms import parse
from tests.conformance.made import made
from tests.conformance.oracle import javarosa, odk_web_forms
from tests.conformance.outcome import Verdict
from tests.conformance.three import both_otherwise
from tests.conformance.walks import walk_through

FORMS = 40
STEPS = 20
IN_ALL_THREE = range(10, 20)


def test_a_seed_always_makes_the_same_form() -> None:
    assert made("7") == made("7") != made("8")
    assert not parse(made("7")).warnings


def test_forms_made_by_chance_are_at_work_as_in_javarosa(shared: Path) -> None:
    try:
        with javarosa(shared) as oracle:
            outcomes = [
                walk_through(oracle, seed, made(seed), seed, STEPS) for seed in map(str, range(FORMS))
            ]
    except PeerError as error:
        pytest.skip(str(error))

    assert [outcome for outcome in outcomes if outcome.verdict is Verdict.FAILED] == []
    assert sum(outcome.verdict is Verdict.PASSED for outcome in outcomes) > FORMS * 0.8


def test_nothing_that_both_others_agree_on_is_otherwise_here(shared: Path) -> None:
    try:
        with javarosa(shared) as there, odk_web_forms() as elsewhere:
            found = {
                seed: both_otherwise(there, elsewhere, made(str(seed)), str(seed), STEPS)
                for seed in IN_ALL_THREE
            }
    except PeerError as error:
        pytest.skip(str(error))

    assert {seed: some for seed, some in found.items() if some} == {}
