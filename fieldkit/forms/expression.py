"""The text of an expression, such as `${water} > 3 and selected(${source}, 'well')`, becomes a tree.

Source: XPath 1.0, section 3, without variables. What the tree means is the matter of `evaluation`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from fieldkit.errors import FieldkitError
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

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<name>[^\W\d][\w.\-]*(?::(?!:)(?:[^\W\d][\w.\-]*|\*))?)
      | (?P<way>(?:/[^\W\d][\w.\-]*+)++(?!\s*[(:]))
      | (?P<sign>//|::|\.\.|<=|>=|!=|[/.@()\[\],|+\-*=<>])
      | (?P<end>$)
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r"\s*(?P<operator>(?:and|or|div|mod)(?![A-Za-z_.\-]))")
"""An operator that is a word. What follows may stand close to it, as in `1 div2`: both engines read it so."""
_OPENING = {"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
_STRENGTH = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_NEGATIVE = 7
_SLASHES = {"/", "//"}
_ROWS = {"and", "or", "+", "|"}
_NODE_KINDS = {"node", "text", "comment", "processing-instruction"}
AXES = {"child", "parent", "self", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "attribute",
        "following-sibling", "preceding-sibling", "following", "preceding", "namespace"}  # fmt: skip

WHOLE = "whole"


class _Token(NamedTuple):
    """A word of an expression. `sign` is its text if it is a sign or an operator.

    Plain steps down, such as `/form/age`, are one word, the way, whose sign is the slash that it begins with: most
    of what expressions say is such ways.
    """

    kind: str
    text: str
    at: int
    sign: str


@lru_cache(maxsize=2000)
def read(text: str) -> Tree:
    """Return the tree of an expression, which may have up to `LONGEST` letters.

    Raises:
        ExpressionError: it is no expression; the sentence says where it stops making sense.
    """
    if len(text) > LONGEST:
        raise ExpressionError(_("The expression is too long: {count} letters.").format(count=len(text)))
    return _Reader(text).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    # XPath 1.0, 3.7: after an operand, `and` is an operator and a star multiplies; elsewhere they are names.
    operand = False
    while True:
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unreadable(text, at)
        if operand and found.lastgroup == "name":
            found = _WORD.match(text, at) or found
        kind = str(found.lastgroup)
        word, at = found[kind], found.end()
        if word == "*" and operand:
            kind = "operator"
        sign = word if kind in ("sign", "operator") else "/" if kind == "way" else ""
        tokens.append(_Token(kind, word, at - len(word), sign))
        if kind == "end":
            return tokens
        operand = kind == "way" or (kind != "operator" and sign not in _OPENING)


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
    """Reads tokens by the strength with which operators bind (Pratt's method)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 1
        self._peek = self._tokens[0]
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._tree(0)
        if self._peek.kind != "end":
            raise self._wrong()
        return tree

    def _wrong(self) -> ExpressionError:
        return _unreadable(self._text, self._peek.at)

    def _take(self) -> _Token:
        token = self._peek
        if token.kind != "end":
            self._peek = self._tokens[self._next]
            self._next += 1
        return token

    def _took(self, sign: str) -> bool:
        if self._peek.sign != sign:
            return False
        self._take()
        return True

    @property
    def _after(self) -> _Token:
        return self._tokens[min(self._next, len(self._tokens) - 1)]

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            raise self._wrong()

    def _tree(self, weakest: int) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(
                _("“{expression}” is nested too deeply.").format(expression=self._text.strip()[:80])
            )
        left = self._negative() if self._peek.sign == "-" else self._union()
        tree = self._row(left, weakest)
        self._depth -= 1
        return tree

    def _negative(self) -> Tree:
        self._expect("-")
        return Operation("negative", (self._tree(_NEGATIVE),))

    def _row(self, left: Tree, weakest: int) -> Tree:
        while True:
            sign = self._peek.sign
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
        token = self._peek
        if token.kind == "number":
            return self._from(Literal(float(self._take().text)))
        if token.kind == "text":
            return self._from(Literal(self._take().text[1:-1]))
        if self._took("("):
            tree = self._tree(0)
            self._expect(")")
            return self._from(tree)
        if token.kind == "name" and self._calls():
            return self._from(self._call())
        return self._location()

    def _calls(self) -> bool:
        return self._after.sign == "(" and self._peek.text not in _NODE_KINDS

    def _call(self) -> Call:
        name = self._take().text
        self._expect("(")
        arguments: list[Tree] = []
        while not self._took(")"):
            if arguments:
                self._expect(",")
            arguments.append(self._tree(0))
        return Call(name, tuple(arguments))

    def _from(self, start: Tree) -> Tree:
        """Read what may follow a primary expression: predicates, and steps."""
        steps: list[Step] = []
        predicates = self._predicates()
        if predicates:
            steps.append(Step(WHOLE, "node()", predicates))
        if self._peek.sign in _SLASHES:
            steps.extend(self._steps(after_slash=True))
        return Path(start, False, tuple(steps)) if steps else start

    def _location(self) -> Tree:
        if self._peek.text == "/" and not self._steps_after_slash():
            self._take()
            return Path(None, True, ())
        absolute = self._peek.sign in _SLASHES
        return Path(None, absolute, tuple(self._steps(after_slash=absolute)))

    def _steps_after_slash(self) -> bool:
        return self._after.kind == "name" or self._after.sign in (".", "..", "@", "*")

    def _steps(self, *, after_slash: bool) -> list[Step]:
        steps: list[Step] = []
        while True:
            if self._peek.kind == "way":
                steps.extend(self._way())
            else:
                if after_slash:
                    if self._took("//"):
                        steps.append(Step("descendant-or-self", "node()"))
                    else:
                        self._expect("/")
                steps.append(self._step())
            after_slash = self._peek.sign in _SLASHES
            if not after_slash:
                return steps

    def _way(self) -> list[Step]:
        *between, last = self._take().text[1:].split("/")
        return [*(Step("child", name) for name in between), Step("child", last, self._predicates())]

    def _step(self) -> Step:
        if self._took("."):
            return Step("self", "node()", self._predicates())
        if self._took(".."):
            return Step("parent", "node()", self._predicates())
        axis = "attribute" if self._took("@") else self._axis()
        prefix, test = self._test()
        return Step(axis, test, self._predicates(), prefix)

    def _axis(self) -> str:
        if self._after.sign != "::" or self._peek.kind != "name":
            return "child"
        if self._peek.text not in AXES:
            raise self._wrong()
        axis = self._take().text
        self._take()
        return axis

    def _test(self) -> tuple[str, str]:
        """Return the prefix of a name, and the name or kind of node."""
        if self._took("*"):
            return "", "*"
        if self._peek.kind != "name":
            raise self._wrong()
        name = self._take().text
        if name in _NODE_KINDS and self._took("("):
            kind = f"{name}()"
            if name == "processing-instruction" and self._peek.sign != ")":
                kind = f"?{self._target()}"
            self._expect(")")
            return "", kind
        prefix, _colon, local = name.rpartition(":")
        return prefix, local

    def _target(self) -> str:
        if self._peek.kind != "text":
            raise self._wrong()
        return self._take().text[1:-1]

    def _predicates(self) -> tuple[Tree, ...]:
        predicates: list[Tree] = []
        while self._took("["):
            predicates.append(self._tree(0))
            self._expect("]")
        return tuple(predicates)
