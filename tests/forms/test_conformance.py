"""Expressions mean here what they mean in Collect: the cases that JavaRosa's own suite recorded."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import Any

from fieldkit.forms import dates
from fieldkit.forms.evaluation import compiled
from fieldkit.forms.expression import ExpressionError
from fieldkit.forms.model import Scope
from fieldkit.forms.values import number, string, texts
from tests.forms.test_expression import document_of, world_of

OTHERWISE = {
    "jrx-00093": "`//` is walked, not refused",
    "jrx-00094": "`text()` is walked, not refused",
    "jrx-00097": "a path in brackets is walked, not refused",
    "jrx-00196": "`14,6` is no number",
    "jrx-00323": "no variables",
    "jrx-00324": "no variables",
    "jrx-00325": "no variables",
    "jrx-00395": "what is no day is blank, not an exception in the middle of an interview",
    "jrx-00396": "what is no day is blank, not an exception in the middle of an interview",
    "jrx-00409": "recorded in another time zone",
    "jrx-00410": "what is no day is its number, not an exception",
    "jrx-00411": "what is no day is NaN, not an exception",
}
"""Where the outcome differs on purpose, and why."""


def test_expressions_mean_what_they_mean_in_collect(shared: Path) -> None:
    path = shared / "corpus" / "xforms" / "xpath_javarosa.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        cases: list[dict[str, Any]] = [json.loads(line) for line in lines]
    tried = [case for case in cases if not case["nondeterministic"] and case["id"] not in OTHERWISE]

    outcomes = {case["id"]: outcome(case) for case in tried}

    assert {name: wrong for name, wrong in outcomes.items() if wrong} == {}
    assert len(outcomes) > 150


def outcome(case: dict[str, Any]) -> str:
    """Return what is wrong with our answer to a case; blank where nothing is."""
    document = document_of(case.get("xml") or "<data/>")
    origin = document.children[0]
    assert origin.definition
    try:
        expression = compiled(case["expr"], origin.definition)
    except ExpressionError as error:
        return "" if case.get("error") or str(case.get("value")).endswith("Exception") else str(error)
    if expression.unsupported:
        return ""
    value = expression.evaluate(Scope(world_of(document), origin))
    wanted = case.get("value")
    same = _same(value, wanted, str(case.get("type")))
    return "" if same else f"{case['expr']}: {value!r}, wanted {case.get('error') or wanted!r}"


def _same(value: Any, wanted: Any, kind: str) -> bool:
    if kind == "Date":
        return dates.read_moment(string(value)) is not None
    if isinstance(wanted, list):
        return texts(value) == wanted
    if isinstance(wanted, bool):
        return value is wanted
    if isinstance(wanted, int | float) or kind == "Double":
        got, want = number(value), float(wanted)
        return (
            got == want
            or (math.isnan(got) and math.isnan(want))
            or math.isclose(got, want, rel_tol=1e-9, abs_tol=1e-12)
        )
    return string(value) == str(wanted)
