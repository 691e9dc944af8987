"""Workbooks are taken and refused as pyxform takes and refuses them, for the same reasons at the same places."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.conformance import workbooks
from tests.conformance.outcome import Verdict


def test_valid_workbooks_load_and_bad_ones_are_told_of_for_the_same_reason(shared: Path) -> None:
    path = shared / "corpus" / "xforms" / "xlsforms_pyxform_md.jsonl.gz"

    outcomes = list(workbooks.pyxform(path))

    assert [outcome for outcome in outcomes if outcome.verdict is Verdict.FAILED] == []
    assert Counter(outcome.verdict for outcome in outcomes)[Verdict.PASSED] > 600


def test_every_real_form_loads(shared: Path) -> None:
    outcomes = list(workbooks.real_forms(shared / "corpus" / "xforms" / "forms"))

    assert [outcome for outcome in outcomes if outcome.verdict is not Verdict.PASSED] == []
    assert len(outcomes) > 30
