"""What expressions ask about nodes themselves: their names, their language, which one has an id.

Source: XPath 1.0, 4.1 and 4.3.
"""

from __future__ import annotations

from fieldkit.forms.expressions.axes import in_order
from fieldkit.forms.expressions.values import Value, texts
from fieldkit.forms.model import Node, Scope

_UNNAMED = ("#", "@xmlns")


def local_name(scope: Scope, nodes: Value | None = None) -> str:
    """Return the name of a node without its prefix; blank where it has none."""
    node = _first(scope, nodes)
    if node is None or node.name.startswith(_UNNAMED):
        return ""
    return node.name.lstrip("@?")


def name(scope: Scope, nodes: Value | None = None) -> str:
    """Return the name of a node with its prefix; blank where it has none."""
    node, local = _first(scope, nodes), local_name(scope, nodes)
    prefix = node.definition.prefix if node and node.definition and local else ""
    return f"{prefix}:{local}" if prefix else local


def namespace(scope: Scope, nodes: Value | None = None) -> str:
    """Return the namespace of a node; blank where it has none."""
    node = _first(scope, nodes)
    return node.definition.namespace if node and node.definition else ""


def _first(scope: Scope, nodes: Value | None) -> Node | None:
    if nodes is None:
        return scope.node
    return nodes[0] if isinstance(nodes, list) and nodes else None


def speaks(scope: Scope, language: Value) -> bool:
    """Tell whether a node is in a language, or in a dialect of it."""
    wanted = (texts(language) or [""])[0].lower()
    node: Node | None = scope.node
    while node is not None:
        for said in node.by_name.get("@lang", ()):
            if said.definition is None or said.definition.prefix == "xml":
                spoken = said.text.lower()
                return spoken == wanted or spoken.startswith(f"{wanted}-")
        node = node.parent
    return False


def by_id(scope: Scope, ids: Value) -> Value:
    """Return the elements that have one of these ids, parted by blanks."""
    wanted = {one for text in texts(ids) for one in text.split()}
    top = scope.node
    while top.parent is not None:
        top = top.parent
    found: dict[str, Node] = {}
    for node in top.within():
        for attribute in node.by_name.get("@id", ()):
            if attribute.text in wanted:
                found.setdefault(attribute.text, node)
    return in_order(list(found.values()))


def version(scope: Scope) -> str:
    """Return the version of the form, as its root element says."""
    for root in scope.world.root.children:
        if root.definition:
            return root.definition.attributes.get("version", "")
    return ""
