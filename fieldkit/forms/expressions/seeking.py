"""What a predicate seeks: rows that an index finds, or one place; so not every row need be asked."""

from __future__ import annotations

from typing import NamedTuple

from fieldkit.forms.expressions.expression import Call, Literal, Operation, Path, Tree


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


def place_sought(tree: Tree) -> Tree | None:
    """Return the place that a predicate such as `position() = 2` wants, where it is the same for every node."""
    if not isinstance(tree, Operation) or tree.sign != "=":
        return None
    for one, other in (tree.operands, tree.operands[::-1]):
        if isinstance(one, Call) and one == Call("position", ()) and _same_for_every_row(other):
            return other
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
