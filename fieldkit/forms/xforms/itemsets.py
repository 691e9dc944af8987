"""The lists of an XForm that choices come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree as ET

from fieldkit.forms.asked import Offered, Offering
from fieldkit.forms.expressions.expression import Call, ExpressionError, Literal, Path, Tree
from fieldkit.forms.expressions.lists import Listed
from fieldkit.forms.expressions.reading import read
from fieldkit.forms.model import Node, Source
from fieldkit.forms.question import NO_TEXT, Choice, Text
from fieldkit.forms.xforms.external import Document, grow_element

_MOST_MADE = 100_000
"""How many rows of a list are remembered as the choices they became."""
_BY_ID = re.compile(r"\s*jr:itext\(\s*([\w.\-/]+)\s*\)\s*")


def document_of(element: ET.Element) -> Node:
    """Return the document of a list that is written within the form."""
    document = Listed("", None)
    for inner in element:
        grow_element(inner, document)
    return document


_NO_MEDIA: Mapping[str, str] = MappingProxyType({})
_NO_LIST = Document("", lambda _document: None)


def source_of(itemset: ET.Element) -> Source:
    """Return what an `<itemset>` says."""
    label = itemset.find("label")
    ref = label.get("ref", "") if label is not None else ""
    by_id = _BY_ID.fullmatch(ref)
    value = itemset.find("value")
    return Source(
        itemset.get("nodeset", ""),
        value.get("ref", "").strip() if value is not None else "",
        (by_id[1] if by_id else ref).strip(),
        bool(by_id),
    )


def queried(control: ET.Element) -> Source | None:
    """Return where a `select_one_external`, an input with a query, finds its choices; None for any other control."""
    query = control.get("query", "")
    return Source(query, "name", "label", translated=False) if query else None


class Listing(NamedTuple):
    """What the questions that choose from one list have in common."""

    choices: dict[Node, Choice]
    """All of them, unfiltered, by their rows. There are none where the list is made of answers, or lies in a file:
    such a list may have very many rows, and each becomes a choice only when it is offered."""
    all: tuple[Choice, ...]
    quoting: tuple[Text, ...]
    """The labels that quote answers."""
    made: Callable[[Node], Choice]
    """Makes a choice of a row that is not among them."""


class Choices:
    """The choices that the rows of a form's lists make."""

    def __init__(self, instances: Mapping[str, Node], texts: Mapping[str, Text]) -> None:
        self._instances = instances
        self._texts = texts
        self._known: dict[tuple[object, ...], Listing] = {}

    def of(self, source: Source) -> Listing:
        """Return the choices of a list, each list read but once."""
        way = _way(source.nodes)
        key = (way or source.nodes, source.value, source.label, source.translated)
        if key not in self._known:
            choices = {row: choice_of(row, source, self._texts) for row in self._rows(way)}
            quoting = tuple(choice.label for choice in choices.values() if choice.label.quotes)
            self._known[key] = Listing(choices, tuple(choices.values()), quoting, self._making(source))
        return self._known[key]

    def _rows(self, way: tuple[str, ...]) -> list[Node]:
        if not way or isinstance(self._instances.get(way[0], _NO_LIST), Document):
            return []
        rows = [self._instances[way[0]]]
        for name in way[1:]:
            rows = [below for row in rows for below in row.by_name.get(name, [])]
        return rows

    def _making(self, source: Source) -> Callable[[Node], Choice]:
        made = partial(choice_of, source=source, texts=self._texts)
        kept = lru_cache(_MOST_MADE)(made)
        # The rows of a list never change; an answer in a repeat does.
        return lambda node: made(node) if node.definition else kept(node)


def value_of(row: Node, source: Source) -> str:
    """Return the value of the choice that a row makes."""
    value = row.text_in(source.value)
    return said_at(row, source.value) if value is None else value


def offering(rows: Sequence[Node], source: Source, language: str) -> Offering:
    """Return what the rows of a list in a file offer, as `choice_of` would, with nothing done for any of them yet."""
    translated = f"{source.label}::{language}"

    def make(row: Node) -> Offered:
        label = row.text_in(translated)
        if label is None:
            label = row.text_in(source.label) or choice_of(row, source, {}).label.in_(language)
        return Offered(value_of(row, source), label, _NO_MEDIA)

    def places() -> Mapping[str, int]:
        # Of values that are alike, the first row counts.
        return {value_of(rows[at], source): at for at in reversed(range(len(rows)))}

    return Offering(rows, language, cache(places), make)


def choice_of(node: Node, source: Source, texts: Mapping[str, Text]) -> Choice:
    """Return the choice that a row of a list makes."""
    columns = node.columns()
    value = columns[source.value] if source.value in columns else said_at(node, source.value)
    label = columns[source.label] if source.label in columns else said_at(node, source.label)
    if source.translated:
        return Choice(value, texts.get(label, NO_TEXT), columns)
    words = {"": (label,)} if label else {}
    start = f"{source.label}::"
    words.update({name[len(start) :]: (said,) for name, said in columns.items() if name.startswith(start)})
    return Choice(value, Text(words), columns)


def said_at(node: Node, path: str) -> str:
    """Return the text at a plain path beneath a node, such as `name` or `details/label`."""
    at = [node]
    for name in path.split("/"):
        if name not in ("", "."):
            at = [below for one in at for below in one.by_name.get(name.rpartition(":")[2], [])]
    return at[0].said() if at else ""


def lacking(source: Source, instances: Mapping[str, Node]) -> tuple[str, str]:
    """Return the name of a list in a file and the column that its choices want and it has not; blank where all is well.

    A list without rows lacks nothing: that it is missing, or cannot be read, is said elsewhere.
    """
    way = _way(source.nodes)
    rows = [instances[way[0]]] if way and isinstance(instances.get(way[0]), Document) else []
    for name in way[1:]:
        rows = [below for node in rows for below in node.by_name.get(name, ())[:1]]
    for row in rows:
        for column in (source.value, source.label):
            translated = any(name.startswith(f"{column}::") for name in row.columns())
            if "/" not in column and column not in row.columns() and not translated:
                return way[0], column
    return "", ""


def _way(nodes: str) -> tuple[str, ...]:
    """Return the name of the list, and the names that lead to its rows; empty where this is no list."""
    try:
        tree: Tree = read(nodes)
    except ExpressionError:
        return ()
    while isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
        tree = tree.arguments[0]
    if not isinstance(tree, Path) or not isinstance(tree.start, Call) or tree.start.name != "instance":
        return ()
    name = tree.start.arguments[0] if tree.start.arguments else None
    if not isinstance(name, Literal) or any(step.axis != "child" for step in tree.steps):
        return ()
    return (str(name.value), *(step.test for step in tree.steps))
