"""Random walks through real forms end in JavaRosa's state."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.outcome import Verdict
from tests.conformance.walks import walked

FORMS = (
    "017_nested_repeats",
    "037_test_looped_model_iteration",
    "047_UCL_Biomass_Plot_Form",
    "079_250q-form",
)


@pytest.mark.parametrize("name", FORMS)
def test_a_random_walk_ends_as_in_javarosa(shared: Path, name: str) -> None:
    path = next((shared / "corpus" / "xforms" / "forms").glob(f"{name}*.xml"))

    (outcome,) = walked([path])

    if outcome.verdict is Verdict.SKIPPED:
        pytest.skip(outcome.why)
    assert outcome.verdict is Verdict.PASSED, outcome.why
