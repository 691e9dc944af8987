"""No text whatever breaks an expression, nor keeps anybody waiting."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.forms.expressions.axes import NODES
from fieldkit.forms.expressions.expression import ExpressionError
from fieldkit.forms.expressions.functions import FUNCTIONS
from fieldkit.forms.expressions.reading import LONGEST, read
from fieldkit.forms.expressions.values import boolean, number, string
from tests.forms.filling.worked_out import value_of

PATIENCE = 5.0
"""Seconds: far more than anything here takes, even on a busy machine."""

SIGNS = [
    "1", "2.5", "'a'", "a", "..", ".", "/", "//", "*", "@", "(", ")", "[", "]", ",", "and", "or", "div", "mod", "-",
    "+", "=", "!=", "<", "|", "::", "/data/a", "/data/r", "current()", "instance('x')/root/item", "position(", "last()",
    "indexed-repeat(", "jr:choice-name(", "node()", "text()", "if(", "once(", "'2026-11-03'",
    *(f"{axis}::" for axis in NODES), *(f"{name}(" for name in FUNCTIONS),
]  # fmt: skip
OPERATORS = [" + ", " - ", " * ", " div ", " mod ", " = ", " != ", " < ", " >= ", " and ", " or "]
VALUES = st.sampled_from([
    "0", "-1", "2.5", "1 div 0", "0 div 0", "1000000", "'abc'", "''", "'NaN'", "'2026-11-03'", "'10:30'", "' '",
    "'1,5'",
    "'2026-11-03T10:00:00+14:00'", "'0001-01-01T00:00:00+14:00'", "'9999-12-31T23:59:59-12:00'", "'0 0;0 1;1 1;0 0'",
    "'(a+)+b'", "true()", "/data/a", "/data/r", "/data/r/n", "/data/nowhere", "../day", ".", "/", "//*", "@*",
])  # fmt: skip


def calls(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(values, max_size=4).map(", ".join)
    return st.one_of(
        st.builds("{}({})".format, st.sampled_from([*FUNCTIONS, "if", "position"]), several),
        st.builds("({}{}{})".format, values, st.sampled_from(OPERATORS), values),
        st.builds("/data/r[{}]/n".format, values),
    )


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(SIGNS), max_size=12).map(" ".join)))
def test_no_text_whatever_brings_more_than_an_expression_error(text: str) -> None:
    with suppress(ExpressionError):
        read(text)
    with suppress(ExpressionError):
        string(value_of(text))


@settings(max_examples=400, deadline=None)
@given(st.recursive(VALUES, calls, max_leaves=8))
def test_whatever_can_be_read_comes_to_a_value_of_every_kind(text: str) -> None:
    with suppress(ExpressionError):
        value = value_of(text)

        assert isinstance(string(value), str)
        assert isinstance(number(value), float)
        assert isinstance(boolean(value), bool)


@pytest.mark.parametrize("opening", ["(", "not(", "-", "a[", "/data/a + (", "if(1, 2, ", "a/b[c="])
def test_nesting_without_end_is_refused_in_a_sentence(opening: str) -> None:
    with pytest.raises(ExpressionError):
        value_of(opening * 5000 + "1")


def test_a_long_row_of_sums_and_claims_is_no_nesting() -> None:
    assert value_of(" + ".join(["1"] * 3000)) == 3000.0
    assert value_of(" or ".join(["false()"] * 3000 + ["true()"])) is True


def test_what_is_too_long_is_refused_in_a_sentence() -> None:
    with pytest.raises(ExpressionError, match="too long"):
        value_of("1" + " + 1" * LONGEST)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("a" * 5000, "(a+)+b"), ("a", "((a{1000}){1000}){1000}"), ("x", "(" * 3000), ("a" * 60, "(?:a|a|a)*b")],
)
def test_no_pattern_keeps_anybody_waiting(text: str, pattern: str) -> None:
    began = time.process_time()

    assert value_of(f"regex('{text}', '{pattern}')") is False
    assert time.process_time() - began < PATIENCE


def test_a_trace_of_a_whole_day_is_looked_through_at_once() -> None:
    trace = ";".join(f"{at % 7 / 1e6:.6f} {at / 1e5:.5f}" for at in range(8000))
    began = time.process_time()

    assert value_of("intersects(/data/a)", f"<data><a>{trace}</a></data>") is False
    assert time.process_time() - began < PATIENCE
