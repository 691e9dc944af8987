"""Paths through the form and its lists: from where they set out, step by step, to the nodes they lead to.

The same steps are taken twice: once over the definitions, which tells where a path can ever lead, and then, each
time it runs, over the nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from fieldkit.forms.expressions.axes import DEFINITIONS, in_order, meeting, meeting_by_name
from fieldkit.forms.expressions.expression import WHOLE, Step
from fieldkit.forms.expressions.values import NAN, Value, boolean, number, number_in
from fieldkit.forms.model import Definition, Found, Node, Scope

Evaluate = Callable[[Scope], Value]
Number = Callable[[Scope], float]
Nodes = Callable[[Scope], list[Node]]
Walk = Callable[[Scope, list[Node]], list[Node]]


class Place(NamedTuple):
    """The definitions of the nodes that a path may have come to; none where it has left the form's own document.

    `depth` is that of the deepest ancestor which these nodes are sure to share with the one that looks.
    """

    definitions: tuple[Definition, ...]
    depth: int


ELSEWHERE = Place((), 0)
_UNORDERED = {
    "ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "following", "following-sibling",
}  # fmt: skip


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
    """Return which of the instances of its repeat the first of these nodes is, from 1; 0 where there is none."""
    if not nodes:
        return 0.0
    if nodes[0].parent is None:
        return NAN
    node = nodes[0]
    alike = [other for other in nodes[0].parent.by_name[node.name] if other.relevant or other is node]
    return float(alike.index(node) + 1)


def ancestor(node: Node, climb: int) -> Node:
    """Return the node so many levels up; the document where there are not so many."""
    for _step in range(climb):
        node = node.parent or node
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


def at_root(scope: Scope) -> Node:
    """Set out from the whole document."""
    return scope.world.root


def above(climb: int) -> Callable[[Scope], Node]:
    """Set out so many levels above the node whose expression it is."""
    if climb == 0:
        return at_origin
    if climb == 1:
        return lambda scope: scope.origin.parent or scope.origin
    return lambda scope: ancestor(scope.origin, climb)


def stepped(place: Place, step: Step, namespaces: Mapping[str, str]) -> Place:
    """Return where a step leads in the form's definitions."""
    if step.axis == WHOLE:
        return place
    if step.axis == "child" and meeting_by_name(step, namespaces):
        below = [d.children[step.test] for d in place.definitions if step.test in d.children]
        return Place(tuple(below), place.depth)
    onward, meets = DEFINITIONS[step.axis], meeting(step, namespaces)
    found = dict.fromkeys(d for here in place.definitions for d in onward(here) if meets(d.name, d))
    depth = min((place.depth, *(d.depth for d in found)))
    return Place(tuple(found), depth)


def kept(scope: Scope, nodes: list[Node], predicate: Evaluate) -> list[Node]:
    """Return those nodes that a predicate keeps: by its claim, their place if it is a number, or by what it finds."""
    some: list[Node] = []
    # One scope wanders from node to node: a predicate keeps none beyond its answer.
    inner = Scope(scope.world, scope.node, scope.origin, 1, len(nodes))
    for position, node in enumerate(nodes, 1):
        inner.node, inner.position = node, position
        value = predicate(inner)
        if isinstance(value, float):
            keeps = value == float(position)
        else:
            # In a predicate, a blank answer is a node that is there.
            keeps = bool(value) if isinstance(value, list) else boolean(value)
        if keeps:
            some.append(node)
    return some


def at_place(nodes: list[Node], place: float) -> list[Node]:
    """Return the node at a place, from 1; none where there is none."""
    return [nodes[int(place) - 1]] if 1 <= place <= len(nodes) and place.is_integer() else []


def long_way(start: Start, walks: list[Walk], *, ordered: bool) -> Nodes:
    """Return what takes one walk after the other; works for any path. `ordered`: the walks keep document order."""

    def nodes(scope: Scope) -> list[Node]:
        found = [node for node in start.nodes(scope) if node.relevant]
        for walk in walks:
            found = walk(scope, found)
        if len(found) < 2:
            return found
        return list(dict.fromkeys(found)) if ordered else in_order(found)

    return nodes


def keeps_order(steps: tuple[Step, ...]) -> bool:
    """Tell whether walking step by step meets the nodes in the order of their document."""
    deep = False
    for step in steps:
        if step.axis in _UNORDERED or (deep and step.axis not in ("self", "attribute", WHOLE)):
            return False
        deep = deep or step.axis in ("descendant", "descendant-or-self")
    return True


class Plain(NamedTuple):
    """A path of names and `..` alone, such as `../age`: most paths are plain."""

    nodes: Nodes
    number: Number | None
    """What finds the same as a number, where there is but one node to find."""
    end: Definition
    """Where it leads."""
    repeats: list[Definition]
    """Those whose instances it goes through."""
    depth: int
    """That of the deepest ancestor which its nodes are sure to share with the one that looks."""


def plain_way(start: Start, place: Place, steps: tuple[Step, ...]) -> Plain | None:
    """Return a path as a plain loop, and where it leads; None where it is not plain."""
    if start.one is None or len(place.definitions) != 1:
        return None
    (at,), depth = place
    ups = 0
    names: list[str] = []
    repeats: list[Definition] = []
    for axis, test, predicates, _prefix in steps:
        if predicates:
            return None
        if axis == "child" and test in at.children:
            if names and at.repeat:
                repeats.append(at)
            at = at.children[test]
            names.append(test)
        elif axis == "parent" and test == "node()" and at.parent and not names:
            at = at.parent
            ups, depth = ups + 1, min(depth, at.depth)
        elif axis != "self" or test != "node()":
            return None
    top = _climbing(start.one, ups)
    if repeats or (names and at.repeat):
        return Plain(_loop(top, names), None, at, repeats, depth)
    return Plain(*straight(top, names), at, repeats, depth)


def climbs(step: Step) -> bool:
    """Tell whether a step is `..`, and nothing else of what it leads to is asked."""
    return (step.axis, step.test) == ("parent", "node()")


def _climbing(start: Callable[[Scope], Node], ups: int) -> Callable[[Scope], Node]:
    return (lambda scope: ancestor(start(scope), ups)) if ups else start


def straight(start: Callable[[Scope], Node], names: list[str]) -> Found:
    """Return what goes down a way of names, each of which leads to one node."""

    def nodes(scope: Scope) -> list[Node]:
        at = start(scope)
        for name in names:
            at = at.by_name[name][0]
        return [at] if at.relevant else []

    def number(scope: Scope) -> float:
        at = start(scope)
        for name in names:
            at = at.by_name[name][0]
        return number_in(at) if at.relevant else NAN

    return Found(nodes, number)


def _loop(start: Callable[[Scope], Node], names: list[str]) -> Nodes:
    def nodes(scope: Scope) -> list[Node]:
        found = [start(scope)]
        for name in names:
            found = [below for node in found for below in node.by_name.get(name, ())]
        return [node for node in found if node.relevant]

    return nodes
