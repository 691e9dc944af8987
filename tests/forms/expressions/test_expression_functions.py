"""What the functions of expressions come to, beyond the cases that other engines recorded."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.values import string
from fieldkit.forms.model import Scope
from tests.conformance.documents import document_of
from tests.conformance.zones import in_zone
from tests.forms.filling.worked_out import value_of, world_of

SQUARE = "'0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0'"


@pytest.fixture
def phoenix() -> Iterator[None]:
    """Work seven hours behind UTC."""
    with in_zone("America/Phoenix"):
        yield


@pytest.mark.usefixtures("phoenix")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("date('2026-11-04T03:00:00Z')", "2026-11-03"),
        ("date-time('2026-11-04T03:00:00Z')", "2026-11-03T20:00:00.000-07:00"),
        ("decimal-date-time('1970-01-01T00:00:00Z')", "0"),
        ("decimal-date-time('1970-01-01')", "0.2916666666666667"),
        ("decimal-date-time('')", ""),
        ("decimal-time('')", ""),
        ("decimal-date-time(date('1970-01-02T12:00:00Z'))", "1.5"),
        ("decimal-time('2026-11-04T03:00:00Z') * 24", "20"),
        ("decimal-time('06:00:00.000-01:00')", "0"),
        ("format-date-time('2026-11-04T03:04:05.678Z', '%Y-%m-%d %H:%M:%S.%3 %h %a %b %y %n %e')",
         "2026-11-03 20:04:05.678 20 Tue Nov 26 11 3"),
        ("format-date(today() + 1, '%e %b')", "4 Nov"),
        ("'2026-11-04T03:00:00Z' < date('2026-11-04')", "true"),
        ("date('2026-11-03') = '2026-11-04T03:00:00Z'", "true"),
        ("date('2026-11-03T23:00:00-07:00') + 1 > date('2026-11-04')", "false"),
        ("today() = now()", "true"),
        ("now() < today() + 1", "true"),
        ("/data/day < '2026-12-01'", "true"),
        ("date('2026-02-30')", ""),
        ("date('2026-2-3')", "2026-02-03"),
        ("'2026-2-3' + 1", "NaN"),
        ("date(0 div 0)", "NaN"),
        ("date('0001-01-01T00:00:00+14:00') != ''", "true"),
    ],
)  # fmt: skip
def test_days_and_moments_are_read_on_this_laptops_clock(text: str, value: str) -> None:
    assert string(value_of(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("round(distance('52.62 1.29;52.63 1.29'))", "1113"),
        ("round(distance('52.62 1.29', '52.63 1.29 0 0'))", "1113"),
        (f"round(area({SQUARE}))", "12390941585"),
        ("area('0 0;0 1')", "0"),
        ("area('nowhere')", "NaN"),
        ("round(distance('95 0;0 0'))", "10575290"),
        (f"enclosed-area({SQUARE}) = area({SQUARE})", "true"),
        (f"geofence('0.5 0.5', {SQUARE})", "true"),
        (f"geofence('1.5 0.5', {SQUARE})", "false"),
        (f"geofence('', {SQUARE})", "false"),
        ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0')", "false"),
        ("intersects('0 0;1 1;0 1;1 0')", "true"),
        ("intersects('0 0;0 2;0 1')", "true"),
        ("intersects('0 0;0 2;1 2;0 1')", "true"),
        (f"intersects({SQUARE})", "false"),
        ("intersects('0 0;0 1;1 1')", "false"),
        ("intersects('')", "false"),
    ],
)
def test_places_have_distances_and_areas(text: str, value: str) -> None:
    assert string(value_of(text)) == value


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("Ōtāhuhu", r"\p{L}+", True),
        ("Ōtāhuhu", r"\w+", False),
        ("٣", r"\d", False),
        ("cd", "[a-z&&[^b]]+", True),
        ("cbd", "[a-z&&[^b]]+", False),
        ("a.b", r"\Qa.b\E", True),
        ("axb", r"\Qa.b\E", False),
        ("aab", "a++b", True),
        ("aa", r"(?<one>a)\k<one>", True),
        ("A", r"\x{41}", True),
        ("AbC", "(?i)abc", True),
        ("é", r"\p{Alpha}", False),
        ("7", r"[\d\-]+", True),
        ("xA12", "[A-Z][0-9]+", False),
    ],
)
def test_patterns_are_in_javas_dialect_and_mean_the_whole_text(text: str, pattern: str, fits: bool) -> None:
    assert value_of(f"regex('{text}', '{pattern}')") is fits


def test_what_was_signed_is_taken_out_only_with_the_right_key() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    contents = base64.b64encode(key.sign(b"wells: 7") + b"wells: 7").decode()

    assert value_of(f"extract-signed('{contents}', '{public}')") == "wells: 7"
    assert value_of(f"extract-signed('{contents}', '{other}')") == ""
    assert value_of("extract-signed('nonsense', 'nonsense')") == ""


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("42", "AFCBDE"),
        ("1.1", "BFEACD"),
        ("-5", "DCABFE"),
        ("'7.9'", "DBAFCE"),
        ("''", "CBEAFD"),
        ("true()", "BFEACD"),
        ("date('2026-11-03')", "AEDFCB"),
        ("99999999999", "BACFDE"),
    ],
)
def test_the_same_seed_gives_everybody_the_same_order(seed: str, order: str) -> None:
    letters = "".join(f"<item>{letter}</item>" for letter in "ABCDEF")
    xml = f"<data>{letters}</data>"

    assert value_of(f"concat(randomize(/data/item, {seed}))", xml, "/data[1]") == order


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(/data/r/n)", "-4"),
        ("min(/data/r/n)", "-5"),
        ("count-non-empty(/data/r/n)", "2"),
        ("join(',', /data/r/n)", "1,,-5"),
        ("/data/r[2]/n = ''", "true"),
        ("/data/r[last()]/n", "-5"),
        ("/data/r[position() = ../a]/n", "-5"),
        ("count(/data/r[n])", "3"),
        ("count(/data/r/n/.)", "3"),
        ("count(../r/./n)", "3"),
        ("count(/data/r[n != ''])", "2"),
        ("(//n)[3]", "-5"),
        ("indexed-repeat(/data/r/n, /data/r, 3)", "-5"),
        ("position(/data/r[3])", "3"),
        ("version()", "7"),
        ("/data/@version", "7"),
        ("count(/data/@*)", "1"),
        ("name(/data/@version/..)", "data"),
        ("7 div-2", "-3.5"),
        ("../a mod-2", "1"),
        ("3 div.5", "6"),
        ("round(2.567, 'some')", "3"),
        ("round(2.567, ../blank)", "3"),
        ("date(-1.5)", "1969-12-31"),
        ("date(-0.5)", "1970-01-01"),
        ("decimal-date-time(1.5)", "1.5"),
        ("decimal-time(1.25)", "0.25"),
        ("decimal-time(-0.25)", "0.75"),
        ("decimal-time('0.5')", "NaN"),
        ("decimal-date-time(true())", "NaN"),
        ("position(/data/nobody)", "0"),
        ("once('x')", "3"),
        ("number('1,5')", "1.5"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("weighted-checklist(2, -1, true(), 999)", "true"),
        ("selected('one two', 'two')", "true"),
        ("selected('', '')", "true"),
        ("selected('one', '')", "false"),
        ("normalize-space(' a\u00a0b  c ')", "a\u00a0b c"),
        ("string(1000000000000)", "1000000000000"),
        ("string(0.0000001)", "0.0000001"),
        ("pow(1, 'x')", "NaN"),
        ("name(/data/*[1])", "a"),
        ("uuid() = uuid()", "false"),
        ("string-length(uuid(12))", "12"),
        ("digest('abc', 'SHA-512', 'hex') = digest('abc', 'sha512', 'hex')", "true"),
        ("base64-decode('w6nDqMOx')", "éèñ"),
    ],
)
def test_a_function_has_this_value(text: str, value: str) -> None:
    assert string(value_of(text)) == value


@pytest.mark.parametrize(
    "text", ["position(/data/r)", "position(..)", "/data/r[position() = position(current()/..)]/n + 8"]
)
def test_within_a_repeat_a_position_is_that_of_the_instance_one_stands_in(text: str) -> None:
    assert value_of(text, at="/data[1]/r[3]/n[1]") == 3.0


def test_what_is_never_reached_may_be_wrong() -> None:
    assert value_of("false() and substr()") is False
    assert value_of("if(true(), 'a', substr())") == "a"


@pytest.mark.parametrize(
    ("bind_type", "equal"), [("decimal", True), ("int", True), ("string", False), ("", False)]
)
def test_answers_that_are_numbers_by_their_type_compare_as_numbers(bind_type: str, equal: bool) -> None:
    document = document_of("<data><a>2.50</a><b>2.5</b></data>")
    for name in ("a", "b"):
        definition = document.by_path[f"/data[1]/{name}[1]"].definition
        assert definition
        definition.bind_type = bind_type
    origin = document.by_path["/data[1]/a[1]"]
    assert origin.definition
    scope = Scope(world_of(document), origin)

    same = [
        compiled(text, origin.definition).evaluate(scope) for text in (". = '2.5'", "'2.5' = .", ". = ../b")
    ]

    assert same == [equal] * 3
