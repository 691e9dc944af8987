"""Entities: the things that forms follow over time, as lists to choose from and as what a filled form says of them.

Source: ODK Entities specification 2025.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fieldkit.forms.expressions.lists import Listed, Table, grow_rows
from fieldkit.forms.model import Node

NAME, LABEL, VERSION, TRUNK, BRANCH = "name", "label", "__version", "__trunkVersion", "__branchId"
"""The columns that a list of entities has besides their properties."""


class Entity(NamedTuple):
    """An entity as it stands, to be offered in the list that bears the name of its dataset.

    Of one that came in a file and was changed since, `properties` are those that changed, and `made_here` is False.
    """

    dataset: str
    id: str
    label: str
    version: int
    properties: Mapping[str, str]
    made_here: bool


class EntityChange(NamedTuple):
    """What a filled form says of an entity: that there is a new one, or what is now true of one there was."""

    path: str
    """Where in the form it is said: the same whenever this submission is finished."""
    dataset: str
    id: str
    creates: bool
    updates: bool
    """Both: it is made unless it is there."""
    label: str
    properties: Mapping[str, str]
    base_version: int
    """The version that was seen when it was changed; 0 where it is new."""


def changes_in(root: Node) -> list[EntityChange]:
    """Return what the relevant part of a filled form says of entities."""
    return [change for node in root.within() if (change := _change(node))]


def _change(node: Node) -> EntityChange | None:
    meta = node.parent
    if (
        node.name != "entity"
        or not node.relevant
        or meta is None
        or meta.name != "meta"
        or meta.parent is None
    ):
        return None
    creates, updates = (_said(node, name) in ("1", "true") for name in ("create", "update"))
    if not (creates or updates) or not _said(node, "dataset") or not _said(node, "id"):
        return None
    return EntityChange(
        node.path,
        _said(node, "dataset"),
        _said(node, "id"),
        creates,
        updates,
        next((label.text for label in node.by_name.get("label", ())), ""),
        dict(_properties(meta.parent)),
        version_in(_said(node, "baseVersion")) if updates else 0,
    )


def _said(node: Node, name: str) -> str:
    """Return an attribute of an entity: as worked out, or as the form has it."""
    worked_out = node.by_name.get(f"@{name}")
    if worked_out:
        return worked_out[0].text
    return node.definition.attributes.get(name, "") if node.definition else ""


def _properties(around: Node) -> Iterator[tuple[str, str]]:
    """Yield what is saved to the entity of a node: by all beneath it that has no nearer entity."""
    for node in around.children:
        if not node.relevant or _has_entity(node):
            continue
        if node.definition and node.definition.saved_to:
            yield node.definition.saved_to, node.text
        yield from _properties(node)


def _has_entity(node: Node) -> bool:
    return any("entity" in meta.by_name for meta in node.by_name.get("meta", ()))


def version_in(text: str) -> int:
    """Return a version as a number; 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() else 0


def with_entities(document: Node, entities: Sequence[Entity]) -> Node:
    """Return the document of a list with what is known of its entities by now.

    Where the list itself has come as far, it was made anew since and speaks for itself.
    """
    rows = [row.columns() for root in document.children for row in root.by_name.get("item", ())]
    known = {entity.id: entity for entity in entities}
    merged = [_merged(row, known.pop(row.get(NAME, ""), None)) for row in rows]
    merged += [_merged({}, entity) for entity in known.values() if entity.made_here]
    named = (name for entity in entities for name in entity.properties)
    columns = list(dict.fromkeys([*(rows[0] if rows else ()), NAME, LABEL, VERSION, TRUNK, BRANCH, *named]))
    anew = Listed("", None)
    grow_rows(anew, Table(columns, [[row.get(column, "") for column in columns] for row in merged]))
    return anew


def _merged(row: dict[str, str], entity: Entity | None) -> dict[str, str]:
    trunk = row.get(VERSION, "")
    if entity is None or (trunk and version_in(trunk) >= entity.version):
        return row
    own = {NAME: entity.id, VERSION: str(entity.version), TRUNK: trunk, **entity.properties}
    return {**row, **own, LABEL: entity.label or row.get(LABEL, "")}
