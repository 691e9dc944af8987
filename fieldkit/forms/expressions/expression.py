"""The text of an expression, such as `${water} > 3 and selected(${source}, 'well')`, becomes a tree.

Source: XPath 1.0, section 3, without variables. What the tree means is the matter of `evaluation`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from fieldkit.errors import FieldkitError
from fieldkit.forms.expressions.letters import WORD
from fieldkit.words import _

LONGEST = 100_000
DEEPEST = 120
"""How many brackets may stand within each other."""


class ExpressionError(FieldkitError):
    """An expression cannot be read."""


class Literal(NamedTuple):
    """A text or number written out."""

    value: str | float


class Call(NamedTuple):
    """A function with what it is given."""

    name: str
    arguments: tuple[Tree, ...]


def check_count(call: Call, least: int, most: int | None) -> None:
    """Raise ExpressionError where a function is given fewer values than it takes, or more."""
    given = len(call.arguments)
    if given < least or (most is not None and given > most):
        wanted = str(least) if most == least else f"{least}–{most}" if most is not None else f"{least}+"
        raise ExpressionError(
            _("“{function}” is given {given} values and takes {wanted}.").format(
                function=call.name, given=given, wanted=wanted
            )
        )


class Operation(NamedTuple):
    """An operator between two operands; those in _ROWS take a whole row of them."""

    sign: str
    operands: tuple[Tree, ...]


class Step(NamedTuple):
    """One step of a path. `test` is a name, `*`, the kind of a node such as `node()`, or `?` with a target.

    The axis `WHOLE` goes nowhere: its predicates look at all nodes together, as in `(//a)[2]`.
    """

    axis: str
    test: str
    predicates: tuple[Tree, ...] = ()
    prefix: str = ""


class Path(NamedTuple):
    """Steps from somewhere: from the root, from where the expression stands, or from another expression."""

    start: Tree | None
    absolute: bool
    steps: tuple[Step, ...]


Tree = Literal | Call | Operation | Path

_WORD = re.compile(
    rf"""\s*(?:
        (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<name>{WORD}(?::(?!:)(?:{WORD}|\*))?)
      | (?P<way>(?:/{WORD})++(?!\s*[(:]))
      | (?P<sign>//|::|\.\.|<=|>=|!=|[/.@()\[\],|+\-*=<>])
      | (?P<end>$)
    )""",
    re.VERBOSE,
)
_OPERATOR = re.compile(r"\s*(?P<operator>(?:and|or|div|mod)(?![A-Za-z]))")
"""An operator that is a word. What follows may stand close to it, as in `1 div2` and `${a} div-2`: so read others."""
_OPENING = {"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
_STRENGTH = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_NEGATIVE = 7
_SLASHES = {"/", "//", "way"}
_GOING_ON = {"[", *_SLASHES}
_ROWS = {"and", "or", "+", "|"}
_NODE_KINDS = {"node", "text", "comment", "processing-instruction"}
AXES = {"child", "parent", "self", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "attribute",
        "following-sibling", "preceding-sibling", "following", "preceding", "namespace"}  # fmt: skip

WHOLE = "whole"


class _Words(NamedTuple):
    """The words of an expression, in three columns: the kind of each, its text, and where in the expression it ends.

    A sign or an operator is its own kind. Plain steps down, such as `/form/age`, are one word, a way: most of what
    expressions say is such ways.
    """

    kinds: list[str]
    texts: list[str]
    ends: list[int]


@lru_cache(maxsize=2000)
def read(text: str) -> Tree:
    """Return the tree of an expression, which may have up to `LONGEST` letters.

    Raises:
        ExpressionError: it is no expression; the sentence says where it stops making sense.
    """
    if len(text) > LONGEST:
        raise ExpressionError(_("The expression is too long: {count} letters.").format(count=len(text)))
    return _Reader(text).whole()


def _words(text: str) -> _Words:
    kinds, texts, ends = list[str](), list[str](), list[int]()
    at, kind = 0, ""
    # XPath 1.0, 3.7: after an operand, `and` is an operator and a star multiplies; elsewhere they are names.
    operand = False
    while kind != "end":
        found = _WORD.match(text, at)
        if found is None:
            raise _unreadable(text, at)
        if operand and found.lastgroup == "name":
            found = _OPERATOR.match(text, at) or found
        kind, at = str(found.lastgroup), found.end()
        word = found[kind]
        operator = kind == "operator" or (operand and word == "*")
        if kind in ("sign", "operator"):
            kind = word
        operand = not operator and kind not in _OPENING
        kinds.append(kind)
        texts.append(word)
        ends.append(at)
    return _Words(kinds, texts, ends)


def _unreadable(text: str, at: int) -> ExpressionError:
    rest = text[at:].strip()
    if not rest:
        return ExpressionError(_("“{expression}” ends too early.").format(expression=text.strip()))
    return ExpressionError(
        _("“{expression}” cannot be understood from “{rest}” on.").format(
            expression=text.strip(), rest=rest[:30]
        )
    )


class _Reader:
    """Reads words by the strength with which operators bind (Pratt's method)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._kinds, self._texts, self._ends = _words(text)
        self._next = 0
        self._kind = self._kinds[0]
        """What comes next."""
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._tree(0)
        if self._kind != "end":
            raise self._wrong()
        return tree

    @property
    def _kind_after(self) -> str:
        """What comes after what comes next."""
        return self._kinds[self._next + 1] if self._kind != "end" else "end"

    def _wrong(self) -> ExpressionError:
        return _unreadable(self._text, self._ends[self._next] - len(self._texts[self._next]))

    def _take(self) -> str:
        """Return the text of what comes next, which is not the end, and go on."""
        word = self._texts[self._next]
        self._next += 1
        self._kind = self._kinds[self._next]
        return word

    def _took(self, kind: str) -> bool:
        if self._kind != kind:
            return False
        self._take()
        return True

    def _expect(self, kind: str) -> None:
        if not self._took(kind):
            raise self._wrong()

    def _tree(self, weakest: int) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(
                _("“{expression}” is nested too deeply.").format(expression=self._text.strip()[:80])
            )
        left = self._negative() if self._kind == "-" else self._union()
        tree = self._row(left, weakest)
        self._depth -= 1
        return tree

    def _negative(self) -> Tree:
        self._expect("-")
        return Operation("negative", (self._tree(_NEGATIVE),))

    def _row(self, left: Tree, weakest: int) -> Tree:
        while True:
            sign = self._kind
            strength = _STRENGTH.get(sign, 0)
            if strength <= weakest:
                return left
            self._take()
            right = self._tree(strength)
            row = (
                left.operands
                if sign in _ROWS and isinstance(left, Operation) and left.sign == sign
                else (left,)
            )
            left = Operation(sign, (*row, right))

    def _union(self) -> Tree:
        kind = self._kind
        if kind == "way":
            return Path(None, True, tuple(self._steps()))
        if kind == "number":
            return self._from(Literal(float(self._take())))
        if kind == "text":
            return self._from(Literal(self._take()[1:-1]))
        if kind == "name" and self._calls():
            return self._from(self._call())
        if self._took("("):
            tree = self._tree(0)
            self._expect(")")
            return self._from(tree)
        return self._location()

    def _calls(self) -> bool:
        return self._kind_after == "(" and self._texts[self._next] not in _NODE_KINDS

    def _call(self) -> Call:
        name = self._take()
        self._expect("(")
        arguments: list[Tree] = []
        while not self._took(")"):
            if arguments:
                self._expect(",")
            arguments.append(self._tree(0))
        return Call(name, tuple(arguments))

    def _from(self, start: Tree) -> Tree:
        """Read what may follow a primary expression: predicates, and steps."""
        if self._kind not in _GOING_ON:
            return start
        predicates = self._predicates()
        steps = [Step(WHOLE, "node()", predicates)] if predicates else []
        if self._kind in _SLASHES:
            steps.extend(self._steps())
        return Path(start, False, tuple(steps))

    def _location(self) -> Tree:
        if self._kind == "/" and not self._steps_after_slash():
            self._take()
            return Path(None, True, ())
        absolute = self._kind in _SLASHES
        steps = [] if absolute else [self._step()]
        if self._kind in _SLASHES:
            steps.extend(self._steps())
        return Path(None, absolute, tuple(steps))

    def _steps_after_slash(self) -> bool:
        return self._kind_after in ("name", ".", "..", "@", "*")

    def _steps(self) -> list[Step]:
        """Read steps, each after its slash."""
        steps: list[Step] = []
        while self._kind in _SLASHES:
            if self._kind == "way":
                steps.extend(self._way())
                continue
            if self._took("//"):
                steps.append(Step("descendant-or-self", "node()"))
            else:
                self._expect("/")
            steps.append(self._step())
        return steps

    def _way(self) -> list[Step]:
        steps = [_down(name) for name in self._take()[1:].split("/")]
        if self._kind == "[":
            steps[-1] = steps[-1]._replace(predicates=self._predicates())
        return steps

    def _step(self) -> Step:
        if self._took("."):
            return Step("self", "node()", self._predicates())
        if self._took(".."):
            return Step("parent", "node()", self._predicates())
        axis = "attribute" if self._took("@") else self._axis()
        prefix, test = self._test()
        return Step(axis, test, self._predicates(), prefix)

    def _axis(self) -> str:
        if self._kind_after != "::" or self._kind != "name":
            return "child"
        if self._texts[self._next] not in AXES:
            raise self._wrong()
        axis = self._take()
        self._expect("::")
        return axis

    def _test(self) -> tuple[str, str]:
        """Return the prefix of a name, and the name or kind of node."""
        if self._took("*"):
            return "", "*"
        if self._kind != "name":
            raise self._wrong()
        name = self._take()
        if name in _NODE_KINDS and self._took("("):
            kind = f"{name}()"
            if name == "processing-instruction":
                kind = self._target() or kind
            self._expect(")")
            return "", kind
        prefix, _colon, local = name.rpartition(":")
        return prefix, local

    def _target(self) -> str:
        """Return the name of a processing instruction, as a node has it; blank where any will do."""
        return f"?{self._take()[1:-1]}" if self._kind == "text" else ""

    def _predicates(self) -> tuple[Tree, ...]:
        if self._kind != "[":
            return ()
        predicates: list[Tree] = []
        while self._took("["):
            predicates.append(self._tree(0))
            self._expect("]")
        return tuple(predicates)


@lru_cache(maxsize=2000)
def _down(name: str) -> Step:
    """Return the step to a child of this name: the same for all who take it."""
    return Step("child", name)
