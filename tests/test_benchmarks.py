import json

import pytest

from benchmarks import forms
from benchmarks.peers import ours
from benchmarks.shapes import Deeds, chain, listed, mixed, roster


@pytest.mark.parametrize(
    ("deeds", "deed", "ends"),
    [
        (chain(20), "answer", "17"),
        (mixed(30), "validate", "22"),
        (listed(200), "answer", ""),
        (roster(3), "add", "8"),
    ],
)
def test_a_benchmark_does_what_it_measures(tmp_path, deeds: Deeds, deed: str, ends: str):
    plan = json.loads(forms._written(deeds, tmp_path / "form").read_text("utf-8"))

    told = ours.done(plan)

    assert told["check"] == ends
    assert len(told[deed]) == 2


def test_an_engine_that_ends_elsewhere_or_too_late_is_told():
    promise = forms.Promise("answer", "answer", 1)
    told = {forms.OURS: {"answer": [2, 2], "check": "7"}, "JavaRosa": {"answer": [1, 1], "check": "8"}}

    ours_row, peer_row = (forms._row("task", promise, engine, told) for engine in told)

    assert ours_row.note == "MISSED"
    assert peer_row.note == "ends with '8', not '7'"
    assert not peer_row.target
