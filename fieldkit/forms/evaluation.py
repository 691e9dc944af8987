"""The tree of an expression becomes a closure to run, and the list of what it looks at.

A path through the form is resolved once, against the form's definitions: that tells which nodes it can ever meet,
and so whom a change concerns. An absolute path within a repeat means the same instance of that repeat, as in Collect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import cast

from fieldkit.forms.axes import finder
from fieldkit.forms.expression import WHOLE, Call, ExpressionError, Literal, Operation, Path, Step, Tree, read
from fieldkit.forms.functions import FUNCTIONS, Function
from fieldkit.forms.lists import Listed, plain
from fieldkit.forms.model import Compiled, Definition, Node, Reference, Scope
from fieldkit.forms.operators import OPERATIONS
from fieldkit.forms.paths import (
    ELSEWHERE,
    Evaluate,
    Nodes,
    Place,
    Start,
    Walk,
    above,
    ancestor,
    at_node,
    at_origin,
    at_place,
    at_root,
    climbs,
    indexed,
    keeps_order,
    kept,
    long_way,
    only_nodes,
    place_among_its_like,
    place_sought,
    short_way,
    sought_in,
    stepped,
)  # fmt: skip
from fieldkit.forms.regexes import pattern_of
from fieldkit.forms.values import Value, boolean, number, string
from fieldkit.words import _

NO_NAMESPACES: Mapping[str, str] = MappingProxyType({})
DEEPEST = 150
"""How deep an expression may be nested: each level costs a frame or two when it runs."""


def compiled(text: str, definition: Definition, namespaces: Mapping[str, str] = NO_NAMESPACES) -> Compiled:
    """Return an expression, as written for this definition, ready to run. `namespaces`: what prefixes stand for.

    Raises:
        ExpressionError: it cannot be read, or a function is given too little or too much.
    """
    compiler = _Compiler(definition, namespaces)
    evaluate = compiler.compile(read(text), Place((definition,), definition.depth))
    return Compiled(
        text,
        evaluate,
        frozenset(compiler.references),
        compiler.volatile,
        tuple(compiler.unsupported),
        tuple(compiler.remarks),
        not compiler.elsewhere,
        not compiler.own,
    )


class _Compiler:
    """Compiles one expression, and gathers what it refers to."""

    def __init__(self, origin: Definition, namespaces: Mapping[str, str]) -> None:
        self.origin = origin
        self.namespaces = namespaces
        self.references: set[Reference] = set()
        self.unsupported: list[str] = []
        self.remarks: list[str] = []
        self.volatile = False
        self.elsewhere = False
        """Whether it looks at anything in the form but the very one that it was written for."""
        self.own = False
        """Whether it looks at the very one that it was written for."""
        self._constants: dict[Evaluate, Value] = {}
        self._depth = 0
        self._mine = set(origin.above())
        self._document = next(d for d in self._mine if d.parent is None)

    def compile(self, tree: Tree, place: Place) -> Evaluate:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(_("The expression is nested too deeply."))
        evaluate = self._compile(tree, place)
        self._depth -= 1
        return evaluate

    def _compile(self, tree: Tree, place: Place) -> Evaluate:
        if isinstance(tree, Literal):
            return self._always(tree.value)
        if isinstance(tree, Path):
            return self._path(tree, place)[0]
        if isinstance(tree, Call):
            return self._call(tree, place)
        if tree.sign in ("and", "or"):
            return self._claims(tree, place)
        operands = [self.compile(operand, place) for operand in tree.operands]
        return self._folded(OPERATIONS[tree.sign](*operands), operands)

    def _claims(self, tree: Operation, place: Place) -> Evaluate:
        """Leave out what comes after a claim that settles the matter: nobody will ever look at it."""
        settles = tree.sign == "or"
        operands: list[Evaluate] = []
        for operand in tree.operands:
            operands.append(self.compile(operand, place))
            known = self._known(operands[-1])
            if known is not None and boolean(known) is settles:
                break
        return self._folded(OPERATIONS[tree.sign](*operands), operands)

    # What is known before anybody answers

    def _always(self, value: Value) -> Evaluate:
        def constant(_scope: Scope) -> Value:
            return value

        self._constants[constant] = value
        return constant

    def _known(self, evaluate: Evaluate) -> Value | None:
        return self._constants.get(evaluate)

    def _folded(self, evaluate: Evaluate, operands: list[Evaluate]) -> Evaluate:
        """Work out at once what hangs on nothing but constants."""
        if all(operand in self._constants for operand in operands):
            return self._always(evaluate(_NOWHERE))
        return evaluate

    # Functions

    def _call(self, tree: Call, place: Place) -> Evaluate:
        if tree.name in _NODE_FUNCTIONS:
            return self._path(Path(tree, False, ()), place)[0]
        special = _SPECIAL.get(tree.name)
        if special:
            return special(self, tree, place)
        function = FUNCTIONS.get(tree.name)
        if function is None:
            self.unsupported.append(tree.name)
            return self._always("")
        _check_count(tree, function.least, function.most)
        self.volatile |= function.volatile
        arguments = [self.compile(argument, place) for argument in tree.arguments]
        if tree.name == "regex":
            self._look_at_pattern(self._known(arguments[1]))
        called = _calling(function, arguments)
        return called if function.scoped else self._folded(called, arguments)

    def _look_at_pattern(self, pattern: Value | None) -> None:
        if isinstance(pattern, str) and pattern_of(pattern) is None:
            sentence = _("“{pattern}” is no pattern that can be understood: no answer fits it.")
            self.remarks.append(sentence.format(pattern=pattern[:80]))

    def _if(self, tree: Call, place: Place) -> Evaluate:
        _check_count(tree, 3, 3)
        claim = self.compile(tree.arguments[0], place)
        known = self._known(claim)
        if known is not None:
            return self.compile(tree.arguments[1 if boolean(known) else 2], place)
        then, otherwise = (self.compile(argument, place) for argument in tree.arguments[1:])
        return lambda scope: then(scope) if boolean(claim(scope)) else otherwise(scope)

    def _position(self, tree: Call, place: Place) -> Evaluate:
        _check_count(tree, 0, 1)
        if not tree.arguments:
            return lambda scope: float(scope.position)
        asked = tree.arguments[0]
        if isinstance(asked, Path) and asked.absolute:
            # Not how many there are, but which of them this is: /form/roster is the instance that one stands in.
            asked = asked._replace(steps=(*asked.steps, _STAY))
        nodes, there = self._nodes(asked, place)
        self.elsewhere = True
        for definition in there.definitions:
            if definition.parent:
                self.references.add(Reference(definition, min(there.depth, definition.parent.depth)))
        return lambda scope: place_among_its_like(nodes(scope))

    def _choice_name(self, tree: Call, place: Place) -> Evaluate:
        _check_count(tree, 2, 2)
        value, path = self.compile(tree.arguments[0], place), tree.arguments[1]
        if isinstance(path, Literal) and isinstance(path.value, str):
            path = read(path.value)
        there = self._path(path, place)[1] if isinstance(path, Path) else ELSEWHERE
        if not there.definitions:
            self.unsupported.append(tree.name)
            return self._always("")
        self.elsewhere, definition = True, there.definitions[0]
        return lambda scope: scope.world.choice_label(definition, string(value(scope)), scope)

    def _indexed_repeat(self, tree: Call, place: Place) -> Evaluate:
        """`indexed-repeat(/form/roster/age, /form/roster, 2)` is the age of the second in the roster."""
        _check_count(tree, 3, 7)
        self.own = self.elsewhere = True
        target = self._definition(tree.arguments[0], place)
        places = {
            self._definition(repeat, place): self.compile(index, place)
            for repeat, index in zip(tree.arguments[1::2], tree.arguments[2::2], strict=False)
        }
        if target is None or None in places:
            self.unsupported.append(tree.name)
            return self._always("")
        way = list(target.above())[::-1]
        shared = 0
        while shared < len(way) and way[shared] in self._mine and way[shared] not in places:
            shared += 1
        depth = way[shared - 1].depth
        self.references.update(Reference(d, depth) for d in way[shared:] if d.repeat or d is target)
        climb, onward = self.origin.depth - depth, [(d.name, places.get(d)) for d in way[shared:]]
        return lambda scope: indexed(scope, ancestor(scope.origin, climb), onward)

    def _definition(self, tree: Tree, place: Place) -> Definition | None:
        there = self._path(tree, place, note=False)[1] if isinstance(tree, Path) else ELSEWHERE
        return there.definitions[0] if there.definitions else None

    # Paths

    def _nodes(self, tree: Tree, place: Place) -> tuple[Nodes, Place]:
        if isinstance(tree, Path):
            return self._path(tree, place)
        if isinstance(tree, Call) and tree.name in _NODE_FUNCTIONS:
            return self._path(Path(tree, False, ()), place)
        evaluate = self.compile(tree, place)
        return (lambda scope: only_nodes(evaluate(scope))), ELSEWHERE

    def _path(self, tree: Path, place: Place, *, note: bool = True) -> tuple[Nodes, Place]:
        """Return what finds the nodes of a path, and where in the form they lie. `note` keeps what it refers to."""
        start, there, steps = self._start(tree, place)
        places = [there]
        for step in steps:
            there = stepped(there, step, self.namespaces)
            places.append(there)
        if note:
            self._note(places)
        quick = short_way(start, steps, places) if self._plain(steps, places) else None
        if quick:
            return quick, there
        walks = [self._walk(*taken) for taken in zip(steps, places[1:], places[:-1], strict=True)]
        return long_way(start, walks, ordered=keeps_order(steps)), there

    def _note(self, places: list[Place]) -> None:
        """Keep what a path refers to: where it ends, and the repeats whose instances it goes through."""
        *between, end = places
        self.references.update([Reference(d, end.depth) for d in end.definitions])
        for place in between[1:]:
            for definition in place.definitions:
                if definition.repeat and definition.depth > place.depth:
                    self.references.add(Reference(definition, place.depth))

    def _plain(self, steps: tuple[Step, ...], places: list[Place]) -> bool:
        """Tell whether names alone decide where a path leads."""
        if not self.namespaces:
            return True
        return not any(step.prefix for step in steps) and not any(
            d.namespace for place in places for d in place.definitions
        )

    def _start(self, tree: Path, place: Place) -> tuple[Start, Place, tuple[Step, ...]]:
        if isinstance(tree.start, Call) and tree.start.name == "instance":
            return Start(None, self._instance(tree.start, place)), ELSEWHERE, tree.steps
        if tree.start is None:
            return self._absolute(tree.steps) if tree.absolute else self._relative(at_node, place, tree.steps)
        if isinstance(tree.start, Call) and tree.start.name == "current":
            return self._relative(at_origin, Place((self.origin,), self.origin.depth), tree.steps)
        nodes, there = self._nodes(tree.start, place)
        self.elsewhere |= bool(there.definitions)
        return Start(None, nodes), there, tree.steps

    def _relative(
        self, start: Callable[[Scope], Node], place: Place, steps: tuple[Step, ...]
    ) -> tuple[Start, Place, tuple[Step, ...]]:
        leaves = bool(steps) and climbs(steps[0])
        self.own |= self.origin in place.definitions and not leaves
        self.elsewhere |= bool(place.definitions) and any(step != _STAY for step in steps)
        return Start(start), place, steps

    def _instance(self, tree: Call, place: Place) -> Nodes:
        _check_count(tree, 1, 1)
        name = self.compile(tree.arguments[0], place)

        def instance(scope: Scope) -> list[Node]:
            document = scope.world.instances.get(string(name(scope)))
            return [document] if document else []

        return instance

    def _absolute(self, steps: tuple[Step, ...]) -> tuple[Start, Place, tuple[Step, ...]]:
        """Bind the first steps to the ancestors of the one that looks, as far as they name them."""
        self.elsewhere = True
        bound, taken = self._document, 0
        for step in steps:
            below = bound.children.get(step.test) if step.axis == "child" and not step.predicates else None
            if below is None or below not in self._mine or (below.repeat and taken == len(steps) - 1):
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
        find = finder(step, self.namespaces)

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


_NOWHERE = cast(Scope, None)
"""Where constants are worked out: what needs a scope is never worked out beforehand."""
_STAY = Step("self", "node()")
_NODE_FUNCTIONS = {"current", "instance"}
_SPECIAL: dict[str, Callable[[_Compiler, Call, Place], Evaluate]] = {
    "if": _Compiler._if,  # pyright: ignore[reportPrivateUsage]  # a table of its own methods
    "position": _Compiler._position,  # pyright: ignore[reportPrivateUsage]
    "jr:choice-name": _Compiler._choice_name,  # pyright: ignore[reportPrivateUsage]
    "indexed-repeat": _Compiler._indexed_repeat,  # pyright: ignore[reportPrivateUsage]
}


def _check_count(tree: Call, least: int, most: int | None) -> None:
    given = len(tree.arguments)
    if given < least or (most is not None and given > most):
        wanted = str(least) if most == least else f"{least}–{most}" if most is not None else f"{least}+"
        raise ExpressionError(
            _("“{function}” is given {given} values and takes {wanted}.").format(
                function=tree.name, given=given, wanted=wanted
            )
        )


def _calling(function: Function, arguments: list[Evaluate]) -> Evaluate:
    call = function.call
    if function.scoped:
        return lambda scope: call(scope, *[argument(scope) for argument in arguments])
    if len(arguments) == 1:
        only = arguments[0]
        return lambda scope: call(only(scope))
    if len(arguments) == 2:
        first, second = arguments
        return lambda scope: call(first(scope), second(scope))
    return lambda scope: call(*[argument(scope) for argument in arguments])
