"""The expressions of a workbook as trees in which the answers that they name can be told from everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fieldkit.forms.expressions.expression import Call, ExpressionError, Literal, Operation, Path, Tree
from fieldkit.forms.expressions.reading import read
from fieldkit.forms.workbooks.checks.expressions import EXPRESSIONS, YES_OR_NO, straight
from fieldkit.forms.workbooks.checks.references import REFERENCE
from fieldkit.forms.workbooks.rows import Column, Surveyed, Workbook

_NAMED = "answer-called"
"""A function that no form has: `${age}` is read as a call of it with the name."""
INSIDE_PATH = "["
"""Stands among the functions around a part where it is the start of a path, or within the brackets of one."""


class Said(NamedTuple):
    """An expression in a cell of the survey."""

    row: Surveyed
    column: Column
    tree: Tree


def said(workbook: Workbook) -> Iterator[Said]:
    """Yield the expressions of the survey that can be read."""
    for row in workbook.survey:
        for column, text in row.row.cells.items():
            if column.name in EXPRESSIONS["survey"] and text.lower() not in YES_OR_NO:
                try:
                    tree = read(REFERENCE.sub(_call, straight(text)))
                except ExpressionError:
                    continue
                yield Said(row, column, tree)


def parts(tree: Tree, around: tuple[str, ...] = ()) -> Iterator[tuple[Tree, tuple[str, ...]]]:
    """Yield a tree and all within it, each with the functions around it, the nearest last."""
    yield tree, around
    if isinstance(tree, Call):
        for argument in tree.arguments:
            yield from parts(argument, (*around, tree.name))
    elif isinstance(tree, Operation):
        for operand in tree.operands:
            yield from parts(operand, around)
    elif isinstance(tree, Path):
        if tree.start is not None:
            yield from parts(tree.start, (*around, INSIDE_PATH))
        for step in tree.steps:
            for predicate in step.predicates:
                yield from parts(predicate, (*around, INSIDE_PATH))


def named(tree: Tree) -> str:
    """Return the name of the answer that a part of a tree is; blank where it is none."""
    if isinstance(tree, Call) and tree.name == _NAMED and isinstance(tree.arguments[0], Literal):
        return str(tree.arguments[0].value)
    return ""


def bare(tree: Tree) -> str:
    """Return the name with which a path begins that starts where the expression stands; blank for all others."""
    if isinstance(tree, Path) and tree.start is None and not tree.absolute and tree.steps:
        first = tree.steps[0]
        return first.test if first.axis == "child" and not first.prefix else ""
    return ""


def _call(found: re.Match[str]) -> str:
    name = found[1] or ""
    # Answers of the sitting before are looked up elsewhere.
    return "''" if name.startswith("last-saved#") or "'" in name else f" {_NAMED}('{name}') "
