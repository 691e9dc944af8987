"""Paths through the form and its lists: from where they set out, step by step, to the nodes they lead to.

The same steps are taken twice: once over the definitions, which tells where a path can ever lead, and then, each
time it runs, over the nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from fieldkit.forms.expression import Call, ExpressionError, Literal, Operation, Path, Step, Tree
from fieldkit.forms.model import Definition, Node, Scope
from fieldkit.forms.values import NAN, Value, boolean, number
from fieldkit.words import _

Evaluate = Callable[[Scope], Value]
Nodes = Callable[[Scope], list[Node]]
Walk = Callable[[Scope, list[Node]], list[Node]]


class Place(NamedTuple):
    """The definitions of the nodes that a path may have come to; none where it has left the form's own document.

    `depth` is that of the deepest ancestor which these nodes are sure to share with the one that looks.
    """

    definitions: tuple[Definition, ...]
    depth: int


ELSEWHERE = Place((), 0)


class Start(NamedTuple):
    """Where a path sets out: from the one node that `one` tells, or else from those that `many` does."""

    one: Callable[[Scope], Node] | None
    many: Nodes | None = None

    def nodes(self, scope: Scope) -> list[Node]:
        """Return the nodes to set out from."""
        if self.one is not None:
            return [self.one(scope)]
        return self.many(scope) if self.many else []


def only_nodes(value: Value) -> list[Node]:
    """Return the nodes of a value; none where it is a text, number or claim."""
    return value if isinstance(value, list) else []


def place_among_its_like(nodes: list[Node]) -> float:
    """Return which of the instances of its repeat the first of these nodes is, from 1."""
    if not nodes or nodes[0].parent is None:
        return NAN
    node = nodes[0]
    alike = [other for other in nodes[0].parent.by_name[node.name] if other.relevant or other is node]
    return float(alike.index(node) + 1)


def ancestor(node: Node, climb: int) -> Node:
    """Return the node so many levels up."""
    for _step in range(climb):
        assert node.parent is not None
        node = node.parent
    return node


def indexed(scope: Scope, start: Node, onward: list[tuple[str, Evaluate | None]]) -> list[Node]:
    """Return the nodes down a way of names; of those with an index, the one at that place alone."""
    nodes = [start]
    for name, index in onward:
        nodes = [below for node in nodes for below in node.by_name.get(name, []) if below.relevant]
        if index is not None:
            place = number(index(scope))
            nodes = nodes[int(place) - 1 : int(place)] if 1 <= place <= len(nodes) else []
    return nodes


def at_origin(scope: Scope) -> Node:
    """Set out from the node whose expression it is."""
    return scope.origin


def at_node(scope: Scope) -> Node:
    """Set out from the node where the expression stands now."""
    return scope.node


def above(climb: int) -> Callable[[Scope], Node]:
    """Set out so many levels above the node whose expression it is."""
    if climb == 0:
        return at_origin
    return lambda scope: ancestor(scope.origin, climb)


def stepped(place: Place, step: Step) -> Place:
    """Return where a step leads in the form's definitions."""
    onward = _STATIC.get(step.axis, _nowhere)
    if step.axis == "child" and not step.test.endswith(("*", ")")):
        found = dict.fromkeys(d.children[step.test] for d in place.definitions if step.test in d.children)
    else:
        found = dict.fromkeys(
            d for here in place.definitions for d in onward(here) if _meets(d.name, step.test)
        )
    depth = min((place.depth, *(d.depth for d in found)))
    return Place(tuple(found), depth)


def _meets(name: str, test: str) -> bool:
    if test == "*":
        return not name.startswith("@")
    return test in ("node()", name) or (name.startswith("@") and name[1:] == test)


def _nowhere(_definition: Definition) -> Iterable[Definition]:
    return ()


def _siblings(definition: Definition) -> Iterable[Definition]:
    return definition.parent.children.values() if definition.parent else ()


_STATIC: dict[str, Callable[[Definition], Iterable[Definition]]] = {
    "child": lambda d: d.children.values(),
    "attribute": lambda d: d.children.values(),
    "parent": lambda d: (d.parent,) if d.parent else (),
    "self": lambda d: (d,),
    "descendant": lambda d: list(d.within())[1:],
    "descendant-or-self": lambda d: d.within(),
    "ancestor": lambda d: list(d.above())[1:],
    "ancestor-or-self": lambda d: d.above(),
    "following-sibling": _siblings,
    "preceding-sibling": _siblings,
}


def _up(node: Node | None) -> Iterable[Node]:
    while node is not None:
        yield node
        node = node.parent


_AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": lambda node: node.children,
    "attribute": lambda node: (child for child in node.children if child.name.startswith("@")),
    "parent": lambda node: (node.parent,) if node.parent else (),
    "self": lambda node: (node,),
    "descendant": lambda node: list(node.within())[1:],
    "descendant-or-self": lambda node: node.within(),
    "ancestor": lambda node: list(_up(node))[1:],
    "ancestor-or-self": _up,
    "following-sibling": lambda node: _beside(node)[1],
    "preceding-sibling": lambda node: _beside(node)[0],
}


def _beside(node: Node) -> tuple[list[Node], list[Node]]:
    if node.parent is None:
        return [], []
    at = node.parent.children.index(node)
    return node.parent.children[:at][::-1], node.parent.children[at + 1 :]


def finder(step: Step) -> Callable[[Node], list[Node]]:
    """Return what finds the relevant nodes one step from a node."""
    test, axis = step.test, _AXES.get(step.axis)
    if axis is None:
        raise ExpressionError(_("Paths along “{axis}” are not supported.").format(axis=step.axis))
    if step.axis == "child" and not test.endswith(("*", ")")):
        return lambda node: [below for below in node.by_name.get(test, ()) if below.relevant]
    return lambda node: [other for other in axis(node) if other.relevant and _meets(other.name, test)]


def kept(scope: Scope, nodes: list[Node], predicate: Evaluate) -> list[Node]:
    """Return those nodes that a predicate keeps: by its claim, or by their place where it is a number."""
    some: list[Node] = []
    for position, node in enumerate(nodes, 1):
        value = predicate(Scope(scope.world, node, scope.origin, position, len(nodes)))
        if value == float(position) if isinstance(value, float) else boolean(value):
            some.append(node)
    return some


def long_way(start: Start, walks: list[Walk]) -> Nodes:
    """Return what takes one walk after the other; works for any path."""

    def nodes(scope: Scope) -> list[Node]:
        found = [node for node in start.nodes(scope) if node.relevant]
        for walk in walks:
            found = walk(scope, found)
        return found if len(found) < 2 else list(dict.fromkeys(found))

    return nodes


def short_way(start: Start, steps: tuple[Step, ...], places: list[Place]) -> Nodes | None:
    """Return a plain loop for a plain path, such as `../age`: most paths are plain."""
    if start.one is None or any(len(place.definitions) != 1 for place in places):
        return None
    plain = [step for step in steps if step.axis != "self"]
    ups = sum(step.axis == "parent" for step in plain)
    downs = plain[ups:]
    if any(step.predicates or step.test == "*" for step in steps) or any(
        step.axis != "child" for step in downs
    ):
        return None
    names = tuple(step.test for step in downs)
    repeated = any(place.definitions[0].repeat for place in places[len(places) - len(names) :])
    return (_loop if repeated else _straight)(start.one, ups, names)


def _straight(start: Callable[[Scope], Node], ups: int, names: tuple[str, ...]) -> Nodes:
    def node(scope: Scope) -> list[Node]:
        at = start(scope)
        for _step in range(ups):
            at = at.parent or at
        for name in names:
            at = at.by_name[name][0]
        return [at] if at.relevant else []

    return node


def _loop(start: Callable[[Scope], Node], ups: int, names: tuple[str, ...]) -> Nodes:
    def nodes(scope: Scope) -> list[Node]:
        found = [ancestor(start(scope), ups)]
        for name in names:
            found = [below for node in found for below in node.by_name.get(name, ())]
        return [node for node in found if node.relevant]

    return nodes


# Looking up rows of a list


class Sought(NamedTuple):
    """A predicate such as `name = ../town`, whose value is the same for every row.

    `whole` is True where it says nothing else; where it is one of several claims that must all hold, the others
    are still to be looked at.
    """

    column: str
    value: Tree
    whole: bool


def sought_in(tree: Tree) -> Sought | None:
    """Return which rows a predicate seeks, where an index can find them."""
    if isinstance(tree, Operation) and tree.sign == "and" and not _asks_for_place(tree):
        found = next(filter(None, map(sought_in, tree.operands)), None)
        return found._replace(whole=False) if found else None
    if not isinstance(tree, Operation) or tree.sign != "=":
        return None
    for one, other in (tree.operands, tree.operands[::-1]):
        plain = isinstance(one, Path) and one.start is None and not one.absolute and len(one.steps) == 1
        if plain and isinstance(one, Path) and _same_for_every_row(other):
            step = one.steps[0]
            if step.axis == "child" and not step.test.endswith(("*", ")")) and not step.predicates:
                return Sought(step.test, other, whole=True)
    return None


def _asks_for_place(tree: Tree) -> bool:
    """Tell whether an expression may ask at which place a row stands: it then must see all of them."""
    if isinstance(tree, Call):
        return tree.name in ("position", "last") or any(map(_asks_for_place, tree.arguments))
    return isinstance(tree, Operation) and any(map(_asks_for_place, tree.operands))


def _same_for_every_row(tree: Tree) -> bool:
    if isinstance(tree, Literal):
        return True
    if isinstance(tree, Path):
        anchored = tree.absolute or (isinstance(tree.start, Call) and tree.start.name == "current")
        return anchored and not any(step.predicates for step in tree.steps)
    if isinstance(tree, Call):
        return (
            bool(tree.arguments)
            and tree.name != "randomize"
            and all(map(_same_for_every_row, tree.arguments))
        )
    return all(map(_same_for_every_row, tree.operands))
