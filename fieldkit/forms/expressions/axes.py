"""The axes and node tests of paths: where one step may lead from a definition, and from a node.

Source: XPath 1.0, 2.2 and 2.3. The first letter of a node's name tells its kind: `@` an attribute, `#` a piece of
text, a comment or the document type, `?` a processing instruction; the document itself has no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from fieldkit.forms.expressions.expression import Step
from fieldkit.forms.model import Definition, Node

Meets = Callable[[str, Definition | None], bool]

_NO_ELEMENT = {"", "@", "#", "?"}


def _nowhere(_definition: Definition) -> Iterable[Definition]:
    return ()


def _sibling_definitions(definition: Definition) -> Iterable[Definition]:
    return definition.parent.children.values() if definition.parent else ()


def _declares(name: str) -> bool:
    return name == "@xmlns" or name.startswith("@xmlns:")


def _up(node: Node | None) -> Iterable[Node]:
    while node is not None:
        yield node
        node = node.parent


def _below(node: Node) -> Iterable[Node]:
    return (other for other in node.within() if other is not node and not other.name.startswith("@"))


def _before(node: Node) -> list[Node]:
    """Return the siblings before a node, nearest first."""
    if node.parent is None or node.name.startswith("@"):
        return []
    siblings = node.parent.children
    return [other for other in siblings[: siblings.index(node)][::-1] if not other.name.startswith("@")]


def _after(node: Node) -> list[Node]:
    if node.parent is None or node.name.startswith("@"):
        return []
    siblings = node.parent.children
    return siblings[siblings.index(node) + 1 :]


def _preceding(node: Node) -> Iterable[Node]:
    for up in _up(_owner(node)):
        for sibling in _before(up):
            yield from reversed([sibling, *_below(sibling)])


def _following(node: Node) -> Iterable[Node]:
    if node.name.startswith("@") and node.parent is not None:
        yield from _below(node.parent)
    for up in _up(_owner(node)):
        for sibling in _after(up):
            yield sibling
            yield from _below(sibling)


def _owner(node: Node) -> Node | None:
    return node.parent if node.name.startswith("@") else node


DEFINITIONS: dict[str, Callable[[Definition], Iterable[Definition]]] = {
    "child": lambda d: (below for below in d.children.values() if not below.name.startswith("@")),
    "attribute": lambda d: (below for below in d.children.values() if below.name.startswith("@")),
    "namespace": _nowhere,
    "parent": lambda d: (d.parent,) if d.parent else (),
    "self": lambda d: (d,),
    "descendant": lambda d: list(d.within())[1:],
    "descendant-or-self": lambda d: d.within(),
    "ancestor": lambda d: list(d.above())[1:],
    "ancestor-or-self": lambda d: d.above(),
    "following-sibling": _sibling_definitions,
    "preceding-sibling": _sibling_definitions,
    "following": _nowhere,
    "preceding": _nowhere,
}
"""Where an axis leads from a definition, as far as is known before there are nodes."""

NODES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": lambda node: (below for below in node.children if not below.name.startswith("@")),
    "attribute": lambda node: (
        below for below in node.children if below.name.startswith("@") and not _declares(below.name)
    ),
    "namespace": lambda node: (below for below in node.children if below.name.startswith("@xmlns:")),
    "parent": lambda node: (node.parent,) if node.parent else (),
    "self": lambda node: (node,),
    "descendant": _below,
    "descendant-or-self": lambda node: (node, *_below(node)),
    "ancestor": lambda node: _up(node.parent),
    "ancestor-or-self": _up,
    "following-sibling": _after,
    "preceding-sibling": _before,
    "following": _following,
    "preceding": _preceding,
}
"""Where an axis leads from a node, nearest first."""


def meeting(step: Step, namespaces: Mapping[str, str]) -> Meets:
    """Return what tells whether a step means a node of this name and definition.

    `namespaces` are those that prefixes stand for. Without any, prefixes say nothing: no form has two elements that
    differ by them alone.
    """
    sign = _SIGNS.get(step.axis, "")
    if step.test.endswith(")"):
        return _KINDS[step.test]
    if step.test == "*":
        named: Meets = _KINDS[f"{sign}*"]
    elif step.test.startswith("?"):
        named = _named(step.test)
    else:
        named = _named(f"{sign}{step.test}")
    allowed = _namespaces(step, namespaces)
    if not allowed:
        return named
    return lambda name, definition: (
        named(name, definition) and (definition is None or definition.namespace in allowed)
    )


def _named(wanted: str) -> Meets:
    return lambda name, _definition: name == wanted


def _namespaces(step: Step, namespaces: Mapping[str, str]) -> tuple[str, ...]:
    if not namespaces or (step.test == "*" and not step.prefix) or step.axis == "namespace":
        return ()
    if step.prefix:
        return (namespaces[step.prefix],) if step.prefix in namespaces else ()
    return ("",)


_SIGNS = {"attribute": "@", "namespace": "@xmlns:"}
_KINDS: dict[str, Meets] = {
    "node()": lambda _name, _definition: True,
    "text()": _named("#text"),
    "comment()": _named("#comment"),
    "processing-instruction()": lambda name, _definition: name.startswith("?"),
    "*": lambda name, _definition: name[:1] not in _NO_ELEMENT,
    "@*": lambda name, _definition: name.startswith("@"),
    "@xmlns:*": lambda name, _definition: name.startswith("@xmlns:"),
}


def finder(step: Step, namespaces: Mapping[str, str]) -> Callable[[Node], list[Node]]:
    """Return what finds the relevant nodes one step from a node, nearest first."""
    axis, meets = NODES[step.axis], meeting(step, namespaces)
    if step.axis == "child" and step.test in ("text()", "node()"):
        return lambda node: _with_text(node, [other for other in axis(node) if meets(other.name, None)])
    find = _among_children(step, namespaces)
    if step.axis == "attribute":
        return lambda node: [*find(node), *(one for one in _unchanging(node) if meets(one.name, None))]
    return find


def _among_children(step: Step, namespaces: Mapping[str, str]) -> Callable[[Node], list[Node]]:
    axis, meets = NODES[step.axis], meeting(step, namespaces)
    if not meeting_by_name(step, namespaces):
        return lambda node: [
            other for other in axis(node) if other.relevant and meets(other.name, other.definition)
        ]
    name = f"{_SIGNS.get(step.axis, '')}{step.test}"
    return lambda node: [below for below in node.by_name.get(name, ()) if below.relevant]


def meeting_by_name(step: Step, namespaces: Mapping[str, str]) -> bool:
    """Tell whether the name alone decides, of children or attributes."""
    return step.axis in ("child", "attribute") and not namespaces and is_name(step.test)


def is_name(test: str) -> bool:
    """Tell whether a node test is a plain name."""
    return test[-1:] not in ("*", ")") and not test.startswith("?")


def _with_text(node: Node, found: list[Node]) -> list[Node]:
    """Give the text of an element that has nothing else a node of its own, for those who ask for it."""
    if node.text and node.name[:1] not in _NO_ELEMENT and all(n.name.startswith("@") for n in node.children):
        text = Node("#text", None)
        text.parent, text.text = node, node.text
        return [text]
    return [other for other in found if other.relevant]


def _unchanging(node: Node) -> Iterable[Node]:
    """Yield the attributes that an element always has, such as the form's id and version: no answer is kept of them."""
    for key, value in node.definition.attributes.items() if node.definition else ():
        name = f"@{key.rpartition('}')[2]}"
        if name not in node.by_name and not _declares(name):
            attribute = Node(name, None)
            attribute.parent, attribute.text = node, value
            yield attribute


def in_order(nodes: list[Node]) -> list[Node]:
    """Return nodes in the order of their document, each once."""
    if len(nodes) < 2:
        return nodes
    tops = dict.fromkeys(_top(node) for node in nodes)
    places = {node: place for place, node in enumerate(node for top in tops for node in top.within())}
    return sorted(dict.fromkeys(nodes), key=lambda node: places.get(node, len(places)))


def _top(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node
