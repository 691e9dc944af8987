"""The tree of an expression becomes a closure to run, and all that can be known of it without running it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from fieldkit.forms.expressions.expression import (
    Call,
    ExpressionError,
    Literal,
    Operation,
    Path,
    Tree,
    check_count,
)
from fieldkit.forms.expressions.functions import FUNCTIONS, Function
from fieldkit.forms.expressions.operators import ARITHMETIC, COMPARISONS, OPERATIONS
from fieldkit.forms.expressions.path_functions import PATH_FUNCTIONS
from fieldkit.forms.expressions.paths import Evaluate, Number, Place
from fieldkit.forms.expressions.reading import read
from fieldkit.forms.expressions.regexes import pattern_of
from fieldkit.forms.expressions.routes import NODE_FUNCTIONS, Routes
from fieldkit.forms.expressions.values import Value, boolean, number
from fieldkit.forms.model import Compiled, Definition, Scope
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
        frozenset(compiler.routes.references),
        compiler.volatile,
        tuple(compiler.unsupported),
        tuple(compiler.remarks),
        not compiler.routes.elsewhere,
        not compiler.routes.own,
    )


class _Compiler:
    """Compiles one expression, and gathers what it refers to."""

    def __init__(self, origin: Definition, namespaces: Mapping[str, str]) -> None:
        self.routes = Routes(origin, namespaces, self.compile, self._known)
        self.unsupported: list[str] = []
        self.remarks: list[str] = []
        self.volatile = False
        self._constants: dict[Evaluate, Value] = {}
        self._numbers = self.routes.numbers
        self._depth = 0

    def compile(self, tree: Tree, place: Place) -> Evaluate:
        if isinstance(tree, Path):
            return self.routes.path(tree, place)[0]
        if isinstance(tree, Literal):
            return self._always(tree.value)
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(_("The expression is nested too deeply."))
        evaluate = self._call(tree, place) if isinstance(tree, Call) else self._operation(tree, place)
        self._depth -= 1
        return evaluate

    def _operation(self, tree: Operation, place: Place) -> Evaluate:
        if tree.sign in ("and", "or"):
            return self._claims(tree, place)
        operands = [self.compile(operand, place) for operand in tree.operands]
        if tree.sign in ARITHMETIC:
            worked_out = ARITHMETIC[tree.sign](*map(self._number, operands))
            self._numbers[worked_out] = worked_out
        elif tree.sign in COMPARISONS and all(map(self._numbers.__contains__, operands)):
            worked_out = COMPARISONS[tree.sign](*map(self._number, operands))
        else:
            worked_out = OPERATIONS[tree.sign](*operands)
        return self._folded(worked_out, operands)

    def _number(self, operand: Evaluate) -> Number:
        """Return what works out an operand as a number."""
        return self._numbers.get(operand) or (lambda scope: number(operand(scope)))

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
        if isinstance(value, float):
            self._numbers[constant] = cast(Number, constant)
        return constant

    def _known(self, evaluate: Evaluate) -> Value | None:
        return self._constants.get(evaluate)

    def _folded(self, evaluate: Evaluate, operands: list[Evaluate]) -> Evaluate:
        """Work out at once what hangs on nothing but constants."""
        if all(map(self._constants.__contains__, operands)):
            return self._always(evaluate(_NOWHERE))
        return evaluate

    # Functions

    def _call(self, tree: Call, place: Place) -> Evaluate:
        if tree.name in NODE_FUNCTIONS:
            return self.routes.path(Path(tree, False, ()), place)[0]
        if tree.name == "if":
            return self._if(tree, place)
        if tree.name in PATH_FUNCTIONS:
            return PATH_FUNCTIONS[tree.name](tree, place, self.routes) or self._unsupported(tree)
        function = FUNCTIONS.get(tree.name)
        if function is None:
            return self._unsupported(tree)
        check_count(tree, function.least, function.most)
        self.volatile |= function.volatile
        arguments = [self.compile(argument, place) for argument in tree.arguments]
        if tree.name == "regex":
            self._look_at_pattern(self._known(arguments[1]))
        called = _calling(function, arguments)
        return called if function.scoped else self._folded(called, arguments)

    def _unsupported(self, tree: Call) -> Evaluate:
        self.unsupported.append(tree.name)
        return self._always("")

    def _look_at_pattern(self, pattern: Value | None) -> None:
        if isinstance(pattern, str) and pattern_of(pattern) is None:
            sentence = _("“{pattern}” is no pattern that can be understood: no answer fits it.")
            self.remarks.append(sentence.format(pattern=pattern[:80]))

    def _if(self, tree: Call, place: Place) -> Evaluate:
        check_count(tree, 3, 3)
        claim = self.compile(tree.arguments[0], place)
        known = self._known(claim)
        if known is not None:
            return self.compile(tree.arguments[1 if boolean(known) else 2], place)
        then, otherwise = (self.compile(argument, place) for argument in tree.arguments[1:])
        return lambda scope: then(scope) if boolean(claim(scope)) else otherwise(scope)


_NOWHERE = cast(Scope, None)
"""Where constants are worked out: what needs a scope is never worked out beforehand."""


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
