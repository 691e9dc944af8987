"""One small form, and what JavaRosa makes of an expression there beside what we do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple, cast

from fieldkit.forms import Response, parse
from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.expression import ExpressionError
from fieldkit.forms.expressions.values import string
from fieldkit.forms.model import Node, Scope
from tests.conformance.oracle import Oracle
from tests.conformance.policy import Answer, Difference, Engine, rule_for

FORM = """<html xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa"><head><title>t</title>
<model><instance><data id="here" version="7"><seven>7</seven><half>0.5</half><word>abc</word><blank/>
<day>2026-01-05</day><way>38.25 21.75 0 0;38.26 21.75 0 0;38.26 21.76 0 0</way><list>a b d</list>
<person jr:template=""><age/><name/></person><person><age>3</age><name>Awa</name></person>
<person><age/><name>Bo</name></person><person><age>40</age><name>12</name></person></data></instance>
<bind nodeset="/data/seven" type="int"/><bind nodeset="/data/half" type="decimal"/>
<bind nodeset="/data/day" type="date"/><bind nodeset="/data/way" type="geotrace"/>
<bind nodeset="/data/person/age" type="int"/></model></head><body><input ref="/data/seven"/><input ref="/data/half"/>
<input ref="/data/word"/><input ref="/data/blank"/><input ref="/data/day"/><input ref="/data/way"/>
<input ref="/data/list"/><group ref="/data/person"><repeat nodeset="/data/person"><input ref="/data/person/age"/>
<input ref="/data/person/name"/></repeat></group></body></html>"""
_AT = "/word"


class Compared(NamedTuple):
    """An expression and what it came to, here and there. `rule` is the one that allows a difference; else blank."""

    expression: str
    ours: str
    theirs: str
    alike: bool
    rule: str


def compared(oracle: Oracle, expressions: Sequence[str]) -> Iterator[Compared]:
    """Yield what became of each expression, at the question `word` of the form."""
    steps = [{"op": "eval", "expr": text, "ctx": f"/data{_AT}"} for text in expressions]
    told = oracle.fill(FORM, steps)["steps"]
    response = Response(parse(FORM), random=Random(1), now=lambda: datetime.now(tz=UTC))
    node = response.sheet.nodes[_AT]
    for text, theirs in zip(expressions, told, strict=True):
        yield _compared(text, _answer(text, response, node), theirs.get("value", theirs.get("error")))


def _answer(text: str, response: Response, node: Node) -> Answer:
    assert node.definition
    try:
        value = compiled(text, node.definition).evaluate(Scope(response.sheet.world, node))
    except ExpressionError as error:
        return Answer("", str(error))
    return Answer(value)


def _compared(text: str, answer: Answer, told: object) -> Compared:
    theirs = " ".join(map(str, cast("list[object]", told))) if isinstance(told, list) else str(told)  # JSON
    value = answer.value
    ours = " ".join(node.said() for node in value) if isinstance(value, list) else string(value)
    alike = not answer.refused and (ours == theirs or _close(ours, theirs))
    rule = "" if alike else rule_for(Difference(text, answer, theirs, Engine.JAVAROSA))
    return Compared(text, answer.refused or ours, theirs, alike, rule)


def _close(ours: str, theirs: str) -> bool:
    try:
        return "E" not in theirs and math.isclose(float(ours), float(theirs), rel_tol=1e-12)
    except ValueError:
        return False
