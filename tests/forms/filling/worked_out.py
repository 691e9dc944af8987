"""Expressions worked out on a small form, on 3 November 2026 at 9:30, as if in Phoenix where that matters."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.values import Value
from fieldkit.forms.model import Definition, Scope, World
from tests.conformance.documents import Document, document_of
from tests.forms.tables import NOW, TODAY

FORM = """<data version="7"><a>3</a><blank/><day>2026-11-03</day><chosen>red blue</chosen><word>wëll</word>
<r><n>1</n></r><r><n/></r><r><n>-5</n></r></data>"""


def world_of(document: Document) -> World:
    def today() -> date:
        return TODAY

    def now() -> datetime:
        return NOW

    return World(
        document.by_path["/"], document.instances, today=today, now=now, random=Random(1),
        itext=lambda name, _scope: name, choice_label=lambda _definition, value, _scope: value,
    )  # fmt: skip


def definition_of(name: str) -> Definition:
    definition = document_of(FORM).by_path[f"/data[1]/{name}[1]"].definition
    assert definition
    return definition


def value_of(text: str, xml: str = FORM, at: str = "/data[1]/a[1]") -> Value:
    """Return what an expression comes to, as seen from one node of a document."""
    document = document_of(xml)
    origin = document.by_path[at]
    assert origin.definition
    return compiled(text, origin.definition).evaluate(Scope(world_of(document), origin))
