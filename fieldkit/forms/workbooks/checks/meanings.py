"""Expressions that can be read and do not mean what their author meant: they would stay silent, and never hold."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.expressions.expression import Call, Literal, Operation, Path, Tree
from fieldkit.forms.workbooks.checks.trees import INSIDE_PATH, Said, bare, named, parts, said
from fieldkit.forms.workbooks.findings import Finding, warning
from fieldkit.forms.workbooks.meant import like
from fieldkit.forms.workbooks.rows import Surveyed, Workbook
from fieldkit.words import _, listed

_TOGETHER = {
    "sum", "count", "count-non-empty", "min", "max", "join", "concat", "indexed-repeat", "position", "once",
    "randomize", "area", "distance", "enclosed-area", "checklist", "weighted-checklist", INSIDE_PATH,
}  # fmt: skip
"""Functions that take many answers at once, or choose one of them."""
_OTHER = "other"


def bare_names(workbook: Workbook) -> Iterator[Finding]:
    """Find a word that was meant for an answer or a text, and is neither."""
    for expression in said(workbook):
        if expression.column.name == "choice_filter" or not expression.row.asks:
            continue
        names = (bare(tree) for tree, around in parts(expression.tree) if INSIDE_PATH not in around)
        for name in dict.fromkeys(filter(None, names)):
            yield warning(
                "name-bare",
                expression.row.row.place(expression.column.name),
                _("“{name}” counts as blank here: it is neither an answer nor a text.").format(name=name),
                _bare_remedy(name, expression, workbook),
            )


def _bare_remedy(name: str, expression: Said, workbook: Workbook) -> str:
    if name in workbook.names_of_questions:
        return _("Write ${{{name}}} for the answer to that question.").format(name=name)
    if expression.column.name in ("required", "read_only"):
        return _("Write yes or no, or a condition.")
    return _("Write ${{…}} around the name of a question, and quotes around a text: '{name}'.").format(
        name=name
    )


def filter_columns(workbook: Workbook) -> Iterator[Finding]:
    """Find a choice_filter that looks at a column which the choices have not: nothing would be offered."""
    for expression in said(workbook):
        sheet = _sheet_of(expression.row)
        if expression.column.name != "choice_filter" or not sheet:
            continue
        columns = workbook[sheet].columns
        there = frozenset({*(column.header for column in columns), *(column.name for column in columns)})
        names = (bare(tree) for tree, around in parts(expression.tree) if INSIDE_PATH not in around)
        for name in dict.fromkeys(filter(None, names)):
            if there and name not in there:
                near = like(name, there)
                yield warning(
                    "choice-filter-column-unknown",
                    expression.row.row.place("choice_filter"),
                    _("The sheet “{sheet}” has no column “{name}”: no choice fits.").format(
                        sheet=sheet, name=name
                    ),
                    _("Was “{near}” meant?").format(near=near)
                    if near
                    else _("Add the column, or write ${…} around the name of a question."),
                )


def _sheet_of(row: Surveyed) -> str:
    if row.kind.from_sheet:
        return "choices"
    return "external_choices" if row.kind.word == "select_one_external" else ""


def into_repeats(workbook: Workbook) -> Iterator[Finding]:
    """Find an answer that is there many times, and is named from where nothing says which one is meant."""
    for expression in said(workbook):
        if "${" in expression.row.kind.list_name and expression.column.name == "choice_filter":
            continue  # where the instances of a repeat are the choices, each is looked at by itself
        for tree, around in parts(expression.tree):
            other = workbook.names_of_questions.get(named(tree))
            if other is None or _TOGETHER & set(around):
                continue
            here = _repeats(expression.row)
            beyond = [path for path in _repeats(other) if path not in here]
            if beyond:
                yield warning(
                    "reference-into-repeat",
                    expression.row.row.place(expression.column.name),
                    _("“{name}” is answered once in each “{repeat}”, and this does not say in which.").format(
                        name=other.name, repeat=beyond[-1].rpartition("/")[2]
                    ),
                    _(
                        "Take all together, as in sum(${{{name}}}) or join(', ', ${{{name}}});"
                        " or move this into the repeat."
                    ).format(name=other.name),
                )


def _repeats(row: Surveyed) -> tuple[str, ...]:
    return (*row.repeats, row.path) if row.kind.begins in ("repeat", "loop") else row.repeats


def no_choices(workbook: Workbook) -> Iterator[Finding]:
    """Find a choice that is asked for and that nobody can make: its label in place of its name, or a slip."""
    for expression in said(workbook):
        for tree, _around in parts(expression.tree):
            for row, value in _compared(tree, expression.row, workbook):
                names = frozenset(
                    choice.text("name") for choice in workbook.lists.get(row.kind.list_name, ())
                )
                if not names or value in names or not value or (row.kind.other and value == _OTHER):
                    continue
                labels = {
                    text: choice.text("name")
                    for choice in workbook.lists[row.kind.list_name]
                    for column, text in choice.cells.items()
                    if column.name == "label"
                }
                near = labels.get(value) or like(value, names)
                yield warning(
                    "value-no-choice",
                    expression.row.row.place(expression.column.name),
                    _("“{value}” is no choice of the list “{name}”: nobody can answer so.").format(
                        value=value, name=row.kind.list_name
                    ),
                    _("Was “{near}” meant? The names of choices count, not their labels.").format(near=near)
                    if near
                    else _("Write one of {names}.").format(names=listed(sorted(names)[:8])),
                )


def several_compared(workbook: Workbook) -> Iterator[Finding]:
    """Find an answer of several choices that is compared with one of them."""
    for expression in said(workbook):
        for tree, _around in parts(expression.tree):
            if not isinstance(tree, Operation):
                continue
            for row, value in _compared(tree, expression.row, workbook):
                if row.kind.word == "select_multiple" and value:
                    yield warning(
                        "several-compared",
                        expression.row.row.place(expression.column.name),
                        _("Several may be chosen of “{name}”, and this looks for “{value}” alone.").format(
                            name=row.name, value=value
                        ),
                        _("Write selected(${{{name}}}, '{value}'), if others may be chosen with it.").format(
                            name=row.name, value=value
                        ),
                    )


def _compared(tree: Tree, here: Surveyed, workbook: Workbook) -> Iterator[tuple[Surveyed, str]]:
    """Yield the question with choices and the text that it is compared with."""
    if isinstance(tree, Operation) and tree.sign in ("=", "!=") and len(tree.operands) == 2:
        pairs = [tree.operands, tree.operands[::-1]]
    elif isinstance(tree, Call) and tree.name == "selected" and len(tree.arguments) == 2:
        pairs = [tree.arguments]
    else:
        return
    for asked, text in pairs:
        row = here if _is_itself(asked) else workbook.names_of_questions.get(named(asked))
        if row is not None and row.kind.from_sheet and isinstance(text, Literal):
            value = text.value
            whole = isinstance(value, float) and value.is_integer()
            yield row, str(int(value)) if whole else str(value)


def _is_itself(tree: Tree) -> bool:
    if not isinstance(tree, Path) or tree.start is not None or tree.absolute or len(tree.steps) != 1:
        return False
    step = tree.steps[0]
    return step.axis == "self" and not step.predicates


CHECKS = (bare_names, filter_columns, into_repeats, no_choices, several_compared)
