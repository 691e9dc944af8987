"""The paths in an expression become closures that find their nodes, and tell what in the form it looks at.

A path through the form is resolved once, against the form's definitions: that tells which nodes it can ever meet,
and so whom a change concerns. An absolute path within a repeat means the same instance of that repeat, as in Collect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from fieldkit.forms.expressions.axes import finder
from fieldkit.forms.expressions.expression import WHOLE, Call, Path, Step, Tree, check_count
from fieldkit.forms.expressions.lists import Listed, plain
from fieldkit.forms.expressions.paths import (
    ELSEWHERE,
    Evaluate,
    Nodes,
    Number,
    Place,
    Start,
    Walk,
    above,
    at_node,
    at_origin,
    at_place,
    at_root,
    climbs,
    keeps_order,
    kept,
    long_way,
    only_nodes,
    plain_way,
    stepped,
    straight,
)  # fmt: skip
from fieldkit.forms.expressions.seeking import place_sought, sought_in
from fieldkit.forms.expressions.values import Value, number, string
from fieldkit.forms.model import Definition, Found, Node, Reference, Scope

STAY = Step("self", "node()")
"""The step that is written `.`, and goes nowhere."""
NODE_FUNCTIONS = {"current", "instance"}
"""What paths may set out from besides the form itself and the place where an expression stands."""


def _found(definition: Definition) -> Found:
    """Return what finds the node of a definition in no repeat, the same for all expressions that look at it."""
    names = [above.name for above in definition.above() if above.parent]
    definition.found = straight(at_root, names[::-1])
    return definition.found


class Routes:
    """The paths of one expression, and what they refer to."""

    def __init__(
        self,
        origin: Definition,
        namespaces: Mapping[str, str],
        compile: Callable[[Tree, Place], Evaluate],  # noqa: A002  what the deed is called
        known: Callable[[Evaluate], Value | None],
    ) -> None:
        """`compile` makes closures of what stands within paths, `known` tells what of it is a constant."""
        self.references: set[Reference] = set()
        self.numbers: dict[Evaluate, Number] = {}
        """What finds the same as a number, of those that find no more than one node."""
        self.elsewhere = False
        """Whether they look at anything in the form but the very one that the expression was written for."""
        self.own = False
        """Whether they look at the very one that it was written for."""
        self.origin = origin
        self._namespaces = namespaces
        self.compile = compile
        self._known = known

    @property
    def way(self) -> list[Definition]:
        """From the document down to the one that the expression was written for."""
        return list(self.origin.above())[::-1]

    def nodes(self, tree: Tree, place: Place) -> tuple[Nodes, Place]:
        """Return what finds the nodes of any expression, and where in the form they lie."""
        if isinstance(tree, Path):
            return self.path(tree, place)
        if isinstance(tree, Call) and tree.name in NODE_FUNCTIONS:
            return self.path(Path(tree, False, ()), place)
        evaluate = self.compile(tree, place)
        return (lambda scope: only_nodes(evaluate(scope))), ELSEWHERE

    def path(self, tree: Path, place: Place, *, note: bool = True) -> tuple[Nodes, Place]:
        """Return what finds the nodes of a path, and where in the form they lie. `note` keeps what it refers to."""
        sole = self._sole(tree)
        if sole is not None:
            if note:
                self.references.add(Reference(sole, 0))
            nodes, self.numbers[nodes] = sole.found or _found(sole)
            return nodes, Place((sole,), 0)
        start, there, steps = self._start(tree, place)
        plain = None if self._namespaces else plain_way(start, there, steps)
        if plain:
            if note:
                self.references.add(Reference(plain.end, plain.depth))
                for definition in plain.repeats:
                    self.references.add(Reference(definition, plain.depth))
            if plain.number:
                self.numbers[plain.nodes] = plain.number
            return plain.nodes, Place((plain.end,), plain.depth)
        places = [there]
        for step in steps:
            there = stepped(there, step, self._namespaces)
            places.append(there)
        if note:
            self._note(places)
        walks = [self._walk(*taken) for taken in zip(steps, places[1:], places[:-1], strict=True)]
        return long_way(start, walks, ordered=keeps_order(steps)), there

    def definition(self, tree: Tree, place: Place) -> Definition | None:
        """Return what in the form a path leads to, without keeping that; None where it leads nowhere."""
        there = self.path(tree, place, note=False)[1] if isinstance(tree, Path) else ELSEWHERE
        return there.definitions[0] if there.definitions else None

    def _note(self, places: list[Place]) -> None:
        """Keep what a path refers to: where it ends, and the repeats whose instances it goes through."""
        *between, end = places
        self.references.update([Reference(d, end.depth) for d in end.definitions])
        for place in between[1:]:
            for definition in place.definitions:
                if definition.repeat and definition.depth > place.depth:
                    self.references.add(Reference(definition, place.depth))

    def _sole(self, tree: Path) -> Definition | None:
        """Return where an absolute path of names leads, if that is in no repeat: to one node, wherever one stands."""
        if not tree.absolute or self._namespaces:
            return None
        at, own = self.origin.document, False
        for axis, test, predicates, _prefix in tree.steps:
            below = at.children.get(test)
            if below is None or below.repeat or axis != "child" or predicates:
                return None
            own |= below is self.origin
            at = below
        self.elsewhere = True
        self.own |= own
        return at

    def _start(self, tree: Path, place: Place) -> tuple[Start, Place, tuple[Step, ...]]:
        if isinstance(tree.start, Call) and tree.start.name == "instance":
            return Start(None, self._instance(tree.start, place)), ELSEWHERE, tree.steps
        if tree.start is None:
            return self._absolute(tree.steps) if tree.absolute else self._relative(at_node, place, tree.steps)
        if isinstance(tree.start, Call) and tree.start.name == "current":
            return self._relative(at_origin, Place((self.origin,), self.origin.depth), tree.steps)
        nodes, there = self.nodes(tree.start, place)
        self.elsewhere |= bool(there.definitions)
        return Start(None, nodes), there, tree.steps

    def _relative(
        self, start: Callable[[Scope], Node], place: Place, steps: tuple[Step, ...]
    ) -> tuple[Start, Place, tuple[Step, ...]]:
        leaves = bool(steps) and climbs(steps[0])
        self.own |= self.origin in place.definitions and not leaves
        self.elsewhere |= bool(place.definitions) and any(step != STAY for step in steps)
        return Start(start), place, steps

    def _instance(self, tree: Call, place: Place) -> Nodes:
        check_count(tree, 1, 1)
        name = self.compile(tree.arguments[0], place)

        def instance(scope: Scope) -> list[Node]:
            document = scope.world.instances.get(string(name(scope)))
            return [document] if document else []

        return instance

    def _absolute(self, steps: tuple[Step, ...]) -> tuple[Start, Place, tuple[Step, ...]]:
        """Bind the first steps to the ancestors of the one that looks, as far as they name them."""
        self.elsewhere = True
        (bound, *way), taken = self.way, 0
        for step, below in zip(steps, way, strict=False):
            if step.test != below.name or step.axis != "child" or step.predicates:
                break
            if below.repeat and taken == len(steps) - 1:
                # A path that ends at a repeat means all its instances, as in Collect: count(/form/roster).
                break
            bound, taken = below, taken + 1
        self.own |= bound is self.origin
        climb = self.origin.depth - bound.depth
        start = Start(above(climb) if bound.parent else at_root)
        return start, Place((bound,), bound.depth), steps[taken:]

    def _walk(self, step: Step, there: Place, before: Place) -> Walk:
        quick = self._looked_up(step, before)
        if quick:
            return quick
        keepers = [self._keeper(predicate, there) for predicate in step.predicates]
        if step.axis == WHOLE:
            return lambda scope, nodes: reduce(lambda some, keep: keep(scope, some), keepers, nodes)
        find = finder(step, self._namespaces)

        def walk(scope: Scope, nodes: list[Node]) -> list[Node]:
            found: list[Node] = []
            for node in nodes:
                some = find(node)
                for keep in keepers:
                    some = keep(scope, some)
                found.extend(some)
            return found

        return walk

    def _keeper(self, tree: Tree, there: Place) -> Walk:
        """Return what keeps the nodes that a predicate wants; where it wants one place, without asking each."""
        predicate = self.compile(tree, there)
        known, place = self._known(predicate), place_sought(tree)
        if isinstance(known, float):
            return lambda _scope, nodes: at_place(nodes, known)
        if place is None:
            return lambda scope, nodes: kept(scope, nodes, predicate)
        where = self.compile(place, there)

        def keep(scope: Scope, nodes: list[Node]) -> list[Node]:
            wanted = where(scope)
            if isinstance(wanted, list) and len(wanted) > 1:
                return kept(scope, nodes, predicate)
            return at_place(nodes, number(wanted))

        return keep

    def _looked_up(self, step: Step, before: Place) -> Walk | None:
        """Return a walk that finds `item[name = …]` by an index, where the list is one that never changes."""
        if before.definitions or step.axis != "child" or not step.predicates:
            return None
        sought = sought_in(step.predicates[0])
        if sought is None:
            return None
        value = self.compile(sought.value, ELSEWHERE)
        slow, *rest = [self.compile(predicate, ELSEWHERE) for predicate in step.predicates]

        def walk(scope: Scope, nodes: list[Node]) -> list[Node]:
            wanted = value(scope)
            sure = sought.whole and plain(wanted)
            found: list[Node] = []
            for node in nodes:
                if isinstance(node, Listed):
                    some = node.rows_where(step.test, sought.column, wanted)
                    some = some if sure else kept(scope, some, slow)
                else:
                    some = kept(scope, node.by_name.get(step.test, []), slow)
                for predicate in rest:
                    some = kept(scope, some, predicate)
                found.extend(some)
            return found

        return walk
