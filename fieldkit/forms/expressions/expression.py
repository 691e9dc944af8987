"""What an expression says, as a tree. Its text is the matter of `reading`, what it means that of `evaluation`.

Source: XPath 1.0, section 3, without variables.
"""

from __future__ import annotations

from typing import NamedTuple

from fieldkit.errors import FieldkitError
from fieldkit.words import _

AXES = {"child", "parent", "self", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "attribute",
        "following-sibling", "preceding-sibling", "following", "preceding", "namespace"}  # fmt: skip

WHOLE = "whole"
"""The axis that goes nowhere: its predicates look at all nodes together, as in `(//a)[2]`."""


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
    """An operator between two operands; `and`, `or`, `+` and `|` take a whole row of them."""

    sign: str
    operands: tuple[Tree, ...]


class Step(NamedTuple):
    """One step of a path. `test` is a name, `*`, the kind of a node such as `node()`, or `?` with a target."""

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
