"""The files that belong to a form: which lists, pictures and sounds it names, and which of them are at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from fieldkit.forms.form import Fault
from fieldkit.forms.model import Node
from fieldkit.forms.question import Text
from fieldkit.forms.xforms.external import ITEMSETS, choices_in, document_in
from fieldkit.forms.xforms.itemsets import document_of
from fieldkit.words import _

LAST_SAVED = "jr://instance/last-saved"
_NAMED = re.compile(r"""\b(?:pulldata|search)\(\s*(?:'([^']+)'|"([^"]+)")""")
_ONE_OF_MANY = re.compile(r"""\s*instance\(\s*(?:'([^']+)'|"([^"]+)")""")


class Lists(NamedTuple):
    """The lists of a form by their ids, and what is to be said of them."""

    instances: dict[str, Node]
    last_saved: frozenset[str]
    """Which of them stand for the answers saved last."""
    files: tuple[str, ...]
    """The names of the files that they lie in, at hand or not."""
    warnings: tuple[Fault, ...]


def lists_of(xml: str, model: ET.Element, body: ET.Element, contents: Mapping[str, bytes]) -> Lists:
    """Return the lists that an XForm names: those within it, and those in files, whose content is given by name."""
    instances: dict[str, Node] = {}
    last_saved: set[str] = set()
    files: dict[str, None] = {}
    for instance in model.findall("instance")[1:]:
        list_id, source = instance.get("id", ""), instance.get("src", "")
        name = source.rpartition("/")[2]
        if source == LAST_SAVED:
            last_saved.add(list_id)
        elif name and (name in contents or not len(instance)):
            files[name] = None
            instances[list_id] = document_in(_with_ending(name, source), contents.get(name, b""))
            continue
        instances[list_id] = document_of(instance)
    for list_name in _asked_for_outright(xml, model, body):
        if list_name not in instances:
            name = f"{list_name}.csv"
            files[name] = None
            instances[list_name] = document_in(name, contents.get(name, b""))
    for list_name in _parts_of_itemsets(body):
        if list_name not in instances:
            files[ITEMSETS] = None
            instances[list_name] = choices_in(contents.get(ITEMSETS, b""), list_name)
    missing = [name for name in files if name not in contents]
    return Lists(instances, frozenset(last_saved), tuple(files), tuple(map(_missing, missing)))


def _with_ending(name: str, source: str) -> str:
    return f"{name}.csv" if source.startswith("jr://file-csv/") and not name.endswith(".csv") else name


def _missing(name: str) -> Fault:
    sentence = _(
        "The list “{name}” is missing: its choices stay empty, and what is looked up in it is blank."
        " Put it beside the questionnaire and add that again."
    )
    return Fault("", "", sentence.format(name=name), "list-missing")


def _asked_for_outright(xml: str, model: ET.Element, body: ET.Element) -> Iterator[str]:
    """Yield the names of lists that `pulldata()` and `search()` ask for, which need no instance."""
    if "pulldata(" not in xml and "search(" not in xml:
        # So it is in most forms: no need to look at each of their elements.
        return
    for element in (*model.iter(), *body.iter()):
        for _name, value in element.items():  # noqa: PERF102  an element is no mapping
            for one, other in _NAMED.findall(value) if "(" in value else ():
                yield (one or other).removesuffix(".csv")


def _parts_of_itemsets(body: ET.Element) -> Iterator[str]:
    for element in body.iter("input"):
        named = _ONE_OF_MANY.match(element.get("query", ""))
        if named:
            yield named[1] or named[2]


def media_of(texts: Iterable[Text]) -> tuple[str, ...]:
    """Return the names of the pictures and sounds that go with these texts."""
    named = (path for text in texts for media in text.media.values() for path in media.values())
    return tuple(dict.fromkeys(path.rpartition("/")[2] for path in named if path.startswith("jr://")))
