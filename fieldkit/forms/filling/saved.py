"""What was saved before, as lists that a form may look at: the answers of the last sitting, and entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from fieldkit.forms.expressions.lists import Listed
from fieldkit.forms.filling.entities import Entity, with_entities
from fieldkit.forms.keys import instances_in
from fieldkit.forms.model import Model, Node


def lists_for(model: Model, last_saved: Mapping[str, str], entities: Iterable[Entity]) -> dict[str, Node]:
    """Return the lists of a form for one sitting.

    `last_saved` are the cells of the submission saved last; before there is any, all of it is blank.
    """
    lists = dict(model.instances)
    if model.last_saved:
        document = answers_as_list(model.blank.name, last_saved)
        lists.update(dict.fromkeys(model.last_saved, document))
    by_dataset: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        by_dataset[entity.dataset].append(entity)
    for dataset, some in by_dataset.items():
        if dataset in lists:
            lists[dataset] = with_entities(lists[dataset], some)
    return lists


def answers_as_list(root: str, cells: Mapping[str, str]) -> Node:
    """Return the document that a form with these cells would be sent as; what is blank is not there."""
    document = Listed("", None)
    nodes = {"": Listed(root, document)}
    # Outer instances first, each in its place among its like: an answer in one must not make it before its time.
    for repeat, instances in sorted(instances_in(cells).items(), key=lambda some: some[0].count("/")):
        for _order, key in instances:
            _at(f"{repeat}[{key}]", nodes)
    for path, text in cells.items():
        if not path.endswith("]"):
            _at(path, nodes).text = text
    return document


def _at(path: str, nodes: dict[str, Listed]) -> Listed:
    node = nodes.get(path)
    if node is None:
        around, _slash, name = path.rpartition("/")
        node = nodes[path] = Listed(name.partition("[")[0], _at(around, nodes))
    return node
