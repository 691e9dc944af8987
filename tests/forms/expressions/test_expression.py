"""Expressions: what they mean, what they look at, and that no text whatever breaks them."""

from __future__ import annotations

import pytest

from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.expression import ExpressionError
from fieldkit.forms.expressions.functions import FUNCTIONS
from fieldkit.forms.expressions.values import string
from tests.forms.filling.worked_out import definition_of, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("7 mod 4", "3"),
        ("-7 mod 4", "-3"),
        ("1 div 0", "Infinity"),
        ("- 2 + 5", "3"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("100000000000", "100000000000"),
        ("/data/blank + 1", "NaN"),
        ("coalesce(/data/blank + 1, 0)", "0"),
        ("/data/blank = ''", "true"),
        ("/data/blank = 0", "false"),
        (". > 2 and . < 4", "true"),
        ("../a = 3.0", "true"),
        ("/data/a != 3", "false"),
        ("/data/nowhere = ''", "true"),
        ("not(/data/blank)", "true"),
        ("boolean('false')", "true"),
        ("selected(/data/chosen, 'blue')", "true"),
        ("selected(/data/chosen, 'blu')", "false"),
        ("selected-at(/data/chosen, 1)", "blue"),
        ("selected-at(/data/chosen, 9)", ""),
        ("count-selected(/data/chosen)", "2"),
        ("if(. = 3, 'three', 'other')", "three"),
        ("round(2.5)", "3"),
        ("round(-1.5)", "-1"),
        ("round(1.2345, 2)", "1.23"),
        ("int(-2.7)", "-2"),
        ("max(-4, -1, -3)", "-1"),
        ("min(/data/a, 7)", "3"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -2)", "lo"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring-before('a-b-c', '-')", "a"),
        ("substring-after('a-b-c', '-')", "b-c"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("string-length(/data/word)", "4"),
        ("normalize-space('  a   b ')", "a b"),
        ("regex('A12', '[A-Z][0-9]+')", "true"),
        ("regex('xA12', '[A-Z][0-9]+')", "false"),
        ("regex('x', '(')", "false"),
        ("join('-', 'a', 'b')", "a-b"),
        ("concat('a', 1, true())", "a1true"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("today()", "2026-11-03"),
        ("today() + 1", "20761"),
        ("date(today() + 1)", "2026-11-04"),
        ("/data/day < date('2026-12-01')", "true"),
        ("/data/day <= today()", "true"),
        ("format-date(/data/day, '%e %b %Y, %a')", "3 Nov 2026, Tue"),
        ("format-date('', '%Y')", ""),
        ("date('2026-13-45')", ""),
        ("decimal-date-time('1970-01-02T12:00:00Z')", "1.5"),
        ("count(/data/*)", "8"),
        ("/data/*[. = '3']", "3"),
        ("string(current())", "3"),
        ("checklist(1, 2, 1 = 1, 1 = 2)", "true"),
        ("weighted-checklist(3, -1, 1 = 1, 2, 1 = 1, 1)", "true"),
        ("'it' = \"it\" or 1 div 0", "true"),
        ("/data/r[3]/n", "-5"),
        ("count(/data/r/n)", "3"),
        ("count(/data/r/node())", "3"),
        ("/data/child::a", "3"),
        ("/data/a/../day", "2026-11-03"),
        ("/data //a", "3"),
        ("/data/a div 2", "1.5"),
    ],
)
def test_an_expression_has_this_value(text: str, value: str) -> None:
    found = value_of(text)

    assert string(found) == value


def test_and_stops_at_the_first_claim_that_fails() -> None:
    assert value_of("false() and nosuchfunction()") is False


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "a b", "if(1)", "selected(1)", "[1]", "$x", "'open", "nowhere::a", "a[", "//"]
)
def test_what_is_no_expression_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value_of(text)

    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("1 + + $x", "+ $x"),
        ("a b $x", "b $x"),
        ("/data/a[1 = 2", ""),
        ("node(3) = 1", "(3) = 1"),
        ("other::a", "other::a"),
    ],
)
def test_a_refusal_tells_the_first_place_that_is_wrong(text: str, rest: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value_of(text)

    assert refused.value.sentence.endswith(f"“{rest}” on." if rest else "ends too early.")


def test_an_expression_knows_what_it_looks_at() -> None:
    text = "if(../blank = '', /data/day, concat('x', /data/chosen))"

    expression = compiled(text, definition_of("a"))

    assert {reference.definition.name for reference in expression.references} == {"blank", "day", "chosen"}


@pytest.mark.parametrize(
    ("text", "serves"),
    [
        ("/data/blank > 1", True),
        ("../blank > 1", True),
        ("/data/r[n = 1]/n", True),
        (". > 1", False),
        ("current() > 1", False),
        ("/data/a > 1", False),
        ("../blank[current() = 1]", False),
    ],
)
def test_an_expression_serves_those_beside_unless_it_looks_at_its_own(text: str, serves: bool) -> None:
    expression = compiled(text, definition_of("a"))

    assert expression.beside is serves


@pytest.mark.parametrize(
    ("text", "serves"),
    [
        ("true()", True),
        (". > 1", True),
        ("current() > 1 and regex(., '1')", True),
        ("../a > 1", False),
        ("./b > 1", False),
        (".[. > 1] = 2", False),
        ("position(.) > 1", False),
        ("(.)/.. > 1", False),
    ],
)
def test_an_expression_serves_all_that_looks_at_nothing_but_its_own(text: str, serves: bool) -> None:
    expression = compiled(text, definition_of("a"))

    assert expression.anywhere is serves


def test_only_what_clock_or_chance_decide_is_volatile() -> None:
    volatile = {name for name in FUNCTIONS if FUNCTIONS[name].volatile}

    assert volatile == {"today", "now", "random", "uuid"}
    assert compiled("1 + random()", definition_of("a")).volatile
    assert not compiled("1 + 1", definition_of("a")).volatile


def test_a_pattern_that_is_none_is_remarked_on() -> None:
    broken = compiled("regex(., '[0-9')", definition_of("a"))
    sound = compiled("regex(., '[0-9]+')", definition_of("a"))

    assert broken.remarks == ("“[0-9” is no pattern that can be understood: no answer fits it.",)
    assert sound.remarks == ()
