"""The rules by which an expression differs on purpose from what an engine made of it.

Each has its paragraph in `docs/xforms-policy.md`. A rule looks at the kind of expression and at both outcomes, never
at which case it is; and it names the very difference, so that any other one still counts as a failure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from fieldkit.forms import dates
from fieldkit.forms.expressions.values import Value, number, string
from tests.conformance.documents import Document


class Engine(Enum):
    """Whose outcome is the wanted one."""

    JAVAROSA = auto()
    WEB_FORMS = auto()


class Answer(NamedTuple):
    """What an expression came to: a value, or the sentence with which it was refused."""

    value: Value
    refused: str = ""
    document: Document | None = None
    unsupported: tuple[str, ...] = ()


class Difference(NamedTuple):
    """An expression, what we made of it, and what an engine did."""

    expression: str
    answer: Answer
    wanted: object
    engine: Engine

    @property
    def ours(self) -> float:
        """Return our value as a number."""
        return number(self.answer.value)

    @property
    def theirs(self) -> float:
        """Return their value as a number; NaN where it is none."""
        try:
            return float(str(self.wanted))
        except ValueError:
            return math.nan

    def calls(self, *functions: str) -> bool:
        """Tell whether the expression calls one of these functions."""
        return any(re.search(rf"(?<![\w-]){name}\(", self.expression) for name in functions)

    def turns(self, ours: bool) -> bool:
        """Tell whether we claim what they deny, or the other way round."""
        return self.answer.value is ours and str(self.wanted).lower() == str(not ours).lower()


_DATES = (
    "date",
    "date-time",
    "decimal-date-time",
    "decimal-time",
    "format-date",
    "format-date-time",
    "today",
    "now",
)
_DAY_TEXT = re.compile(r"[\"']\d{4}-\d{2}-\d{2}")
_MOMENT_TEXT = re.compile(r"[\"']\d{4}-\d{2}-\d{2}T[^\"']*[\"']")
_TEXT = r"(?:\"[^\"]*\"|'[^']*')"
_PLAIN = rf"(?:{_TEXT}|-?[\d.]+|true\(\)|false\(\))"
_PATH = rf"(?:(?:id\({_TEXT}\))?(?:(?:self::)?node\(\)|self::\*|[\w/.*@-]+)+)"
_EXACT = 1e-7


def _offset() -> float:
    """Return how far this laptop's clock is behind UTC, as part of a day."""
    return dates.instant("1970-01-01")


def _civil_days(it: Difference) -> bool:
    if it.engine is not Engine.WEB_FORMS:
        return False
    gap = it.theirs - it.ours
    if math.isnan(gap) and isinstance(it.answer.value, str):
        gap = dates.instant(str(it.wanted)) - dates.instant(it.answer.value)
    return math.isclose(gap, _offset(), abs_tol=_EXACT)


def _day_alone(it: Difference) -> bool:
    if it.engine is not Engine.WEB_FORMS or not it.calls("date"):
        return False
    if isinstance(it.answer.value, bool):
        compared = re.search(r"\)\s*!?=\s*date\(", it.expression)
        return bool(compared and _MOMENT_TEXT.search(it.expression))
    if not isinstance(it.answer.value, dates.Day):
        return False
    theirs = dates.instant(str(it.wanted)) if math.isnan(it.theirs) else it.theirs
    behind = _offset() if it.answer.value.moment is not None else 0.0
    return not math.isnan(theirs) and it.ours == math.floor(theirs - behind)


def _moment_here(it: Difference) -> bool:
    if it.engine is Engine.JAVAROSA and it.calls("date-time", "now"):
        if isinstance(it.answer.value, bool):
            return str(it.wanted).lower() == str(not it.answer.value).lower()
        return it.theirs.is_integer() and 0 < abs(it.ours - it.theirs) < 1
    moment = it.engine is Engine.WEB_FORMS and bool(_MOMENT_TEXT.search(it.expression))
    return moment and it.theirs == math.floor(it.ours + _offset())


def _no_day(it: Difference) -> bool:
    blank = it.answer.value == "" or (isinstance(it.answer.value, float) and math.isnan(it.answer.value))
    refused = "Exception" in str(it.wanted) or it.wanted in ("Invalid Date", "NaN")
    return blank and refused and it.calls(*_DATES)


def _text_of_day(it: Difference) -> bool:
    if it.engine is not Engine.JAVAROSA or not _DAY_TEXT.search(it.expression):
        return False
    if isinstance(it.answer.value, bool):
        return it.turns(ours=True)
    return it.wanted == "NaN" and not math.isnan(it.ours)


def _halves(it: Difference) -> bool:
    given = re.match(r"round\(\s*[\"']?(-?[\d.]+)[\"']?\s*(?:,\s*[\"']?(-?\d+)[\"']?\s*)?\)$", it.expression)
    if not given:
        return False
    unit = 10.0 ** -int(given[2] or 0)
    half = math.isclose(abs(float(given[1])) / unit % 1, 0.5, abs_tol=_EXACT)
    if it.engine is Engine.WEB_FORMS:
        return half and math.isclose(it.ours - it.theirs, unit, rel_tol=_EXACT)
    return unit > 1 and float(given[1]) < 0 and math.isclose(it.theirs - it.ours, unit)


def _most(it: Difference) -> bool:
    if it.engine is not Engine.JAVAROSA or not it.calls("max"):
        return False
    # Theirs begins with the least number above 0: it is written as 0, and is none where something is divided by it.
    return (it.ours < 0 and it.theirs == 0) or (math.isnan(it.ours) and math.isinf(it.theirs))


def _blank_answers(it: Difference) -> bool:
    unasked = it.calls("sum", "min", "max") and math.isfinite(it.ours)
    return it.engine is Engine.WEB_FORMS and unasked and it.wanted == "NaN"


def _blank_claim(it: Difference) -> bool:
    if it.engine is not Engine.WEB_FORMS:
        return False
    asked = re.match(
        rf"(if|not|boolean)\(\s*{_PATH}\s*(?:,\s*({_TEXT})\s*,\s*({_TEXT})\s*)?\)\s*$", it.expression
    )
    if asked and asked[1] == "if":
        ways = (asked[2] or "  ")[1:-1], (asked[3] or "  ")[1:-1]
        return (it.wanted, it.answer.value) == ways
    return bool(asked) and it.turns(ours=asked[1] == "not")


def _nothing_there(it: Difference) -> bool:
    compared = re.match(rf"\s*(?:{_PLAIN}|({_PATH}))\s*!?=\s*(?:{_PLAIN}|({_PATH}))\s*$", it.expression)
    paths = bool(compared) and (compared[1] or compared[2])
    return it.engine is Engine.WEB_FORMS and bool(paths) and it.turns(ours=True)


def _whole_text(it: Difference) -> bool:
    return it.engine is Engine.WEB_FORMS and it.calls("regex") and it.turns(ours=False)


def _any_case(it: Difference) -> bool:
    said = re.search(r"boolean-from-string\(\s*[\"'](true)[\"']", it.expression, re.IGNORECASE)
    return it.engine is Engine.WEB_FORMS and bool(said) and it.turns(ours=True)


def _metres(it: Difference) -> bool:
    return (
        it.engine is Engine.WEB_FORMS and it.calls("area") and math.isclose(it.ours, it.theirs, rel_tol=1e-5)
    )


def _no_place(it: Difference) -> bool:
    refused = it.engine is Engine.WEB_FORMS or "Exception" in str(it.wanted)
    return it.calls("area", "distance") and math.isnan(it.ours) and refused


def _blank_shape(it: Difference) -> bool:
    return it.calls("geofence") and it.answer.value is False and "Exception" in str(it.wanted)


def _blanks(it: Difference) -> bool:
    theirs = re.sub(r"\s+", " ", str(it.wanted)).strip()
    return it.calls("normalize-space") and string(it.answer.value) == theirs


def _exponents(it: Difference) -> bool:
    return bool(re.search(r"[\"']-?[\d.]+[eE][+-]?\d+[\"']", it.expression)) and math.isnan(it.ours)


def _variables(it: Difference) -> bool:
    return "$" in it.expression and bool(it.answer.refused)


def _walked(it: Difference) -> bool:
    walks = re.search(r"//|::|\b(?:text|node|comment)\(\)|\)/", it.expression)
    return it.wanted == "XPathUnsupportedException" and bool(walks) and not it.answer.refused


def _no_limit(it: Difference) -> bool:
    unlimited = re.search(r"checklist\(\s*(?:-\d+\s*,|[^,]+,\s*-\d+\s*,)", it.expression)
    return it.engine is Engine.JAVAROSA and bool(unlimited) and it.turns(ours=True)


class Rule(NamedTuple):
    """A difference that is meant, by its name in `docs/xforms-policy.md`."""

    name: str
    holds: Callable[[Difference], bool]


RULES = (
    Rule("E01 days are civil days", _civil_days),
    Rule("E02 date() keeps the day alone", _day_alone),
    Rule("E03 moments count on this laptop's clock", _moment_here),
    Rule("E04 what is no day is blank", _no_day),
    Rule("E05 a text that names a day counts as that day", _text_of_day),
    Rule("E06 halves are rounded up", _halves),
    Rule("E07 the greatest of negative numbers is negative", _most),
    Rule("E08 blank answers do not spoil a sum", _blank_answers),
    Rule("E09 a blank answer does not hold", _blank_claim),
    Rule("E10 nothing there counts as blank", _nothing_there),
    Rule("E11 regex() means the whole text", _whole_text),
    Rule("E12 boolean-from-string() takes TRUE", _any_case),
    Rule("E13 areas are flat", _metres),
    Rule("E14 what is no place has no size", _no_place),
    Rule("E15 in a blank shape there is nothing", _blank_shape),
    Rule("E16 every blank is a blank", _blanks),
    Rule("E17 an exponent makes no number", _exponents),
    Rule("E18 there are no variables", _variables),
    Rule("E19 every path is walked", _walked),
    Rule("E20 a negative limit is none", _no_limit),
)


def _word_among_numbers(it: Difference) -> bool:
    passed_over = it.engine is Engine.JAVAROSA and it.calls("sum", "min", "max")
    return passed_over and math.isnan(it.ours) and math.isfinite(it.theirs)


def _below_one(it: Difference) -> bool:
    indexed = it.engine is Engine.JAVAROSA and it.calls("indexed-repeat")
    return indexed and string(it.answer.value) in ("", "NaN") and it.wanted not in ("", "NaN")


def _place_of_one(it: Difference) -> bool:
    placed = re.search(r"position\([^()]*\[", it.expression)
    return it.engine is Engine.JAVAROSA and bool(placed) and it.theirs == 0 and it.ours >= 1


def _long_numbers(it: Difference) -> bool:
    exponent = re.fullmatch(r"-?[\d.]+E-?\d+", str(it.wanted))
    return it.engine is Engine.JAVAROSA and bool(exponent) and math.isclose(it.ours, it.theirs)


BEYOND = (
    Rule("B01 a word among numbers makes no number", _word_among_numbers),
    Rule("B02 instances are counted from 1", _below_one),
    Rule("B03 an instance that is picked has its place", _place_of_one),
    Rule("B04 numbers are written out", _long_numbers),
)
"""What no recorded case shows, but JavaRosa does when it works out the same expression."""


def rule_for(difference: Difference) -> str:
    """Return the name of the rule by which our answer differs from theirs; blank where none allows it."""
    return next((rule.name for rule in (*RULES, *BEYOND) if rule.holds(difference)), "")


# Workbooks

NOBODY_READS = "W01 an expression that nobody reads"


def nobody_reads(codes: set[str], javarosa: str) -> bool:
    """Tell whether a workbook is refused for its expressions alone, and JavaRosa does not understand them either."""
    return codes == {"expression-unreadable"} and "Couldn't understand the expression" in javarosa
