"""The text of an expression, such as `${water} > 3 and selected(${source}, 'well')`, becomes a tree.

Source: XPath 1.0, section 3, without variables; 3.7 on why `and` and `*` may be names or operators.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fieldkit.forms.expressions.expression import (
    AXES,
    WHOLE,
    Call,
    ExpressionError,
    Literal,
    Operation,
    Path,
    Step,
    Tree,
)
from fieldkit.forms.expressions.letters import WORD
from fieldkit.words import _

LONGEST = 100_000
DEEPEST = 120
"""How many brackets may stand within each other."""

_NAME = rf"{WORD}(?::(?!:)(?:{WORD}|\*))?"
_KIND = r"(?:node|text|comment|processing-instruction)"
_QUOTED = r"""(?:"[^"]*"|'[^']*')"""
_WAY = rf"(?:/{WORD})++(?!\s*[(:])"
_OPERAND = re.compile(
    rf"""\s*(?:
        (?P<way>{_WAY})
      | (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<text>{_QUOTED})
      | (?!{_KIND}\s*\()(?P<call>{_NAME})\s*\(
      | (?P<negative>-)
      | (?P<bracket>\()
    )""",
    re.VERBOSE,
)
"""What an operand begins with, but for a step. Plain steps down, such as `/form/age`, are read at once, as a way:
most of what expressions say is such ways."""
_STEP = re.compile(
    rf"""\s*(?:
        (?P<dots>\.\.|\.(?!\d))
      | (?:(?P<attribute>@)|(?P<axis>{_NAME})\s*::)?+\s*(?:
            (?P<kind>{_KIND})\s*\(\s*\)
          | processing-instruction\s*\(\s*(?P<target>{_QUOTED})\s*\)
          | (?P<name>{_NAME}|\*)
        )
    )""",
    re.VERBOSE,
)
_SIGN = re.compile(r"\s*((?:and|or|div|mod)(?![A-Za-z])|//|<=|>=|!=|[/\[\]),|+\-*=<>]|$)")
"""What may follow an operand. Another may stand close to an operator, as in `1 div2` and `${a} div-2`."""
_WAY_ON = re.compile(rf"\s*({_WAY})")
_CLOSED = re.compile(r"\s*\)")

_STRENGTH = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_NEGATIVE = 7
_SLASHES = ("/", "//")
_ONWARD = ("[", *_SLASHES)
_ROWS = {"and", "or", "+", "|"}


@lru_cache(maxsize=2000)
def read(text: str) -> Tree:
    """Return the tree of an expression, which may have up to `LONGEST` letters.

    Raises:
        ExpressionError: it is no expression; the sentence says where it stops making sense.
    """
    if len(text) > LONGEST:
        raise ExpressionError(_("The expression is too long: {count} letters.").format(count=len(text)))
    return _Reader(text).whole()


class _Reader:
    """Reads by the strength with which operators bind (Pratt's method): an operand, a sign, an operand and so on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        """Where the text has been read up to."""
        self._sign = ""
        """What follows there, once an operand has been read; blank at the end, `?` where it is nothing known."""
        self._after = 0
        """Where that sign ends."""
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._tree(0)
        if self._sign:
            raise self._wrong()
        return tree

    def _wrong(self) -> ExpressionError:
        text, rest = self._text.strip(), self._text[self._at :].strip()
        if not rest:
            return ExpressionError(_("“{expression}” ends too early.").format(expression=text))
        sentence = _("“{expression}” cannot be understood from “{rest}” on.")
        return ExpressionError(sentence.format(expression=text, rest=rest[:30]))

    def _look(self) -> None:
        """See which sign follows."""
        found = _SIGN.match(self._text, self._at)
        self._sign, self._after = (found[1], found.end()) if found else ("?", self._at)

    def _close(self, bracket: str) -> None:
        """Read the bracket that must follow."""
        if self._sign != bracket:
            raise self._wrong()
        self._at = self._after
        self._look()

    def _tree(self, weakest: int) -> Tree:
        """Read an operand, and what follows it as far as operators bind more strongly than the weakest."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(
                _("“{expression}” is nested too deeply.").format(expression=self._text.strip()[:80])
            )
        tree = self._operand()
        while (strength := _STRENGTH.get(self._sign, 0)) > weakest:
            sign, self._at = self._sign, self._after
            tree = _operation(sign, tree, self._tree(strength))
        self._depth -= 1
        return tree

    def _operand(self) -> Tree:
        found = _OPERAND.match(self._text, self._at)
        if found is None:
            return self._location()
        kind, self._at = found.lastgroup or "", found.end()
        word = found[kind]
        if kind == "negative":
            return Operation(kind, (self._tree(_NEGATIVE),))
        if kind == "way":
            return Path(None, True, self._steps(self._way(word)))
        if kind == "call":
            return self._from(Call(word, self._arguments()))
        if kind == "bracket":
            tree = self._tree(0)
            self._close(")")
            return self._from(tree)
        self._look()
        return self._from(Literal(float(word) if kind == "number" else word[1:-1]))

    def _arguments(self) -> tuple[Tree, ...]:
        """Read what a function is given, up to the closing bracket."""
        if closed := _CLOSED.match(self._text, self._at):
            self._at = closed.end()
            self._look()
            return ()
        arguments = [self._tree(0)]
        while self._sign == ",":
            self._at = self._after
            arguments.append(self._tree(0))
        self._close(")")
        return tuple(arguments)

    def _from(self, start: Tree) -> Tree:
        """Read what may follow a primary expression: predicates, and steps."""
        if self._sign not in _ONWARD:
            return start
        predicates = self._predicates()
        return Path(start, False, self._steps([Step(WHOLE, "node()", predicates)] if predicates else []))

    def _location(self) -> Path:
        self._look()
        if self._sign not in _SLASHES:
            return Path(None, False, self._steps([self._step()]))
        if self._sign == "/" and not _STEP.match(self._text, self._after):
            self._at = self._after
            self._look()
            return Path(None, True, ())
        return Path(None, True, self._steps([]))

    def _steps(self, steps: list[Step]) -> tuple[Step, ...]:
        """Read more steps, each after its slash, and return all."""
        while self._sign in _SLASHES:
            if way := _WAY_ON.match(self._text, self._at):
                self._at = way.end()
                steps += self._way(way[1])
                continue
            if self._sign == "//":
                steps.append(Step("descendant-or-self", "node()"))
            self._at = self._after
            steps.append(self._step())
        return tuple(steps)

    def _way(self, way: str) -> list[Step]:
        """Return the steps of a way that has been read, the last with the predicates that follow."""
        self._look()
        steps = [_down(name) for name in way[1:].split("/")]
        if self._sign == "[":
            steps[-1] = steps[-1]._replace(predicates=self._predicates())
        return steps

    def _step(self) -> Step:
        found = _STEP.match(self._text, self._at)
        axis = "child" if found is None else found["axis"] or "child"
        if found is None or axis not in AXES:
            raise self._wrong()
        kind, self._at = found.lastgroup or "", found.end()
        word, prefix = found[kind], ""
        if kind == "dots":
            axis, test = "self" if word == "." else "parent", "node()"
        elif kind == "name":
            prefix, _colon, test = word.rpartition(":")
        else:
            test = f"{word}()" if kind == "kind" else f"?{word[1:-1]}"
        self._look()
        return Step("attribute" if found["attribute"] else axis, test, self._predicates(), prefix)

    def _predicates(self) -> tuple[Tree, ...]:
        if self._sign != "[":
            return ()
        predicates: list[Tree] = []
        while self._sign == "[":
            self._at = self._after
            predicates.append(self._tree(0))
            self._close("]")
        return tuple(predicates)


def _operation(sign: str, left: Tree, right: Tree) -> Operation:
    if sign in _ROWS and isinstance(left, Operation) and left.sign == sign:
        return Operation(sign, (*left.operands, right))
    return Operation(sign, (left, right))


@lru_cache(maxsize=2000)
def _down(name: str) -> Step:
    """Return the step to a child of this name: the same for all who take it."""
    return Step("child", name)
