"""`pulldata()` and the appearance `search()`: looking things up in lists, in the manner older than itemsets.

Source: ODK documentation, "Selects from CSV: dynamic selects"; ODK Collect, where names of columns differ neither by
case nor by signs other than letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from fieldkit.forms.expressions.lists import Listed
from fieldkit.forms.expressions.values import Value, number, string
from fieldkit.forms.model import Compiled, Itemset, Node, Scope, World
from fieldkit.forms.question import Choice, Text

_SEARCH = re.compile(r"search\s*\(.+\)")
_WHOLE = re.compile(r"\s*-?\d+\s*")
_MATCHES: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "matches": str.__eq__,
}


def pulldata(scope: Scope, name: Value, column: Value, key: Value, value: Value) -> str:
    """Return what a list says in a column, in the first row that has a value in another; blank where none has."""
    root = _root(scope.world, string(name))
    wanted, sought = (_column(root, string(said)) for said in (column, key))
    rows = root.rows_where("item", sought, string(value)) if root and sought else []
    return next(iter(rows[0].texts_in(wanted)), "") if rows else ""


def search(
    scope: Scope,
    name: Value,
    how: Value = "contains",
    columns: Value = "",
    part: Value = "",
    filter_column: Value = "",
    filter_value: Value = "",
) -> Value:
    """Return the rows of a list in which one of these columns has such a part, and another has one value."""
    root = _root(scope.world, string(name))
    if root is None:
        return []
    by = _column(root, string(filter_column))
    rows = root.rows_where("item", by, string(filter_value)) if by else root.by_name.get("item", [])
    named = [column for said in _names(string(columns)) if (column := _column(root, said))]
    if named:
        matches = _MATCHES.get(string(how).strip().lower(), _MATCHES["contains"])
        sought = string(part).casefold()
        rows = [row for row in rows if any(matches(text.casefold(), sought) for text in _texts(row, named))]
    order = _column(root, "sortby")
    return sorted(rows, key=lambda row: number("".join(row.texts_in(order)))) if order else rows


def search_in(appearance: str) -> str:
    """Return the call of `search()` that is part of an appearance; blank where there is none."""
    found = _SEARCH.search(appearance)
    return found[0] if found else ""


def searched(rows: Compiled, written: Sequence[Choice]) -> Itemset:
    """Return the choices that a search finds.

    What is written in their place names the columns: its value that of the values, its label those of the labels. A
    whole number is no name of a column, but a choice like any other.
    """
    fixed = {Node(choice.value, None): choice for choice in written if _WHOLE.fullmatch(choice.value)}
    named = next((choice for choice in written if not _WHOLE.fullmatch(choice.value)), Choice("name"))

    def made(row: Node) -> Choice:
        root = row.parent
        columns = row.columns()
        words = {
            language: (_label(root, columns, _names(Text({"": parts}).in_())),)
            for language, parts in named.label.words.items()
        }
        return Choice(columns.get(_column(root, named.value), ""), Text(words), columns)

    make = cache(made)

    def found(scope: Scope) -> list[Node]:
        nodes = rows.evaluate(scope)
        once: dict[str, Node] = {}
        for node in nodes if isinstance(nodes, list) else ():
            once.setdefault(make(node).value, node)
        return [*fixed, *once.values()]

    return Itemset(rows._replace(evaluate=found), fixed, make)


def _label(root: Node | None, columns: dict[str, str], names: Sequence[str]) -> str:
    """Return the label that several columns make: `Ash (district: Norwich) (size: 12)`."""
    said = [(name, columns.get(_column(root, name), "")) for name in names]
    return " ".join([*(text for _name, text in said[:1]), *(f"({name}: {text})" for name, text in said[1:])])


def _names(text: str) -> list[str]:
    """Return the names in a list of columns, parted by commas or, where there are none, by blanks."""
    return [name for part in text.split("," if "," in text else None) if (name := part.strip())]


def _texts(row: Node, columns: Sequence[str]) -> list[str]:
    return [text for column in columns for text in row.texts_in(column)]


def _root(world: World, name: str) -> Listed | None:
    document = world.instances.get(name.removesuffix(".csv"))
    root = document.children[0] if document and document.children else None
    return root if isinstance(root, Listed) else None


def _column(root: Node | None, name: str) -> str:
    """Return the column that is meant by a name; blank where there is none."""
    rows = root.by_name.get("item") if root else None
    columns = rows[0].columns() if rows else {}
    if name in columns:
        return name
    return next((column for column in columns if column and _safe(column) == _safe(name)), "")


@cache
def _safe(name: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", name.strip().lower())
