"""The functions that are given paths, and look at where these lead instead of at what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldkit.forms.expressions.expression import Call, Literal, Path, Step, check_count
from fieldkit.forms.expressions.paths import (
    ELSEWHERE,
    Evaluate,
    Place,
    ancestor,
    indexed,
    place_among_its_like,
)
from fieldkit.forms.expressions.reading import read
from fieldkit.forms.expressions.routes import STAY, Routes
from fieldkit.forms.expressions.values import string
from fieldkit.forms.model import Reference

_UP = Step("parent", "node()")


def _position(tree: Call, place: Place, routes: Routes) -> Evaluate:
    check_count(tree, 0, 1)
    if not tree.arguments:
        return lambda scope: float(scope.position)
    asked = tree.arguments[0]
    if isinstance(asked, Path) and asked.absolute:
        # Not how many there are, but which of them this is: /form/roster is the instance that one stands in.
        asked = asked._replace(steps=(*asked.steps, STAY))
    nodes, there = routes.nodes(asked, place)
    routes.elsewhere = True
    for definition in there.definitions:
        if definition.parent:
            routes.references.add(Reference(definition, min(there.depth, definition.parent.depth)))
    if isinstance(asked, Path) and asked.start is None and set(asked.steps) == {_UP}:
        # An instance has its place also while nobody is asked about it: a default may want to know.
        climb = len(asked.steps)
        return lambda scope: place_among_its_like([ancestor(scope.node, climb)])
    return lambda scope: place_among_its_like(nodes(scope))


def _choice_name(tree: Call, place: Place, routes: Routes) -> Evaluate | None:
    """`jr:choice-name(/form/water, '/form/water')` is the label of the choice that was made."""
    check_count(tree, 2, 2)
    value, path = routes.compile(tree.arguments[0], place), tree.arguments[1]
    if isinstance(path, Literal) and isinstance(path.value, str):
        path = read(path.value)
    there = routes.path(path, place)[1] if isinstance(path, Path) else ELSEWHERE
    if not there.definitions:
        return None
    routes.elsewhere, definition = True, there.definitions[0]
    return lambda scope: scope.world.choice_label(definition, string(value(scope)), scope)


def _indexed_repeat(tree: Call, place: Place, routes: Routes) -> Evaluate | None:
    """`indexed-repeat(/form/roster/age, /form/roster, 2)` is the age of the second in the roster."""
    check_count(tree, 3, 7)
    routes.own = routes.elsewhere = True
    target = routes.definition(tree.arguments[0], place)
    places = {
        routes.definition(repeat, place): routes.compile(index, place)
        for repeat, index in zip(tree.arguments[1::2], tree.arguments[2::2], strict=False)
    }
    if target is None or None in places:
        return None
    way, around = list(target.above())[::-1], routes.way
    shared = 0
    while shared < len(way) and way[shared] in around and way[shared] not in places:
        shared += 1
    depth = way[shared - 1].depth
    routes.references.update(Reference(d, depth) for d in way[shared:] if d.repeat or d is target)
    climb, onward = routes.origin.depth - depth, [(d.name, places.get(d)) for d in way[shared:]]
    return lambda scope: indexed(scope, ancestor(scope.origin, climb), onward)


PATH_FUNCTIONS: Mapping[str, Callable[[Call, Place, Routes], Evaluate | None]] = {
    "position": _position,
    "jr:choice-name": _choice_name,
    "indexed-repeat": _indexed_repeat,
}
"""What makes a closure of a call, by the name of the function; None where its paths lead nowhere in the form."""
