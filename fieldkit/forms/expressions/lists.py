"""The nodes of lists, which never change once they are read; and how to find a row among very many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from fieldkit.forms.dates import Day
from fieldkit.forms.expressions.values import Value, number, told
from fieldkit.forms.model import Node

_IN_COMMON: dict[str, Any] = {
    "children": [], "by_name": {}, "definition": None, "kind": str, "own": True, "surplus": False, "key": "",
    "order": 0, "path": "",
}  # fmt: skip
"""What the nodes of tables have in common."""


class Listed(Node):
    """A node of a list, which remembers where its rows are by what they say."""

    __slots__ = ("_found",)

    def __init__(self, name: str, parent: Node | None) -> None:
        super().__init__(name, parent)
        self._found: dict[tuple[str, str, type], dict[str | float, list[Node]]] | None = None

    def rows_where(self, name: str, column: str, sought: Value) -> list[Node]:
        """Return the nodes of a name directly beneath that may equal a value in a column, in their order.

        They surely do where the value is `plain`; else there may be some among them that are not quite equal.
        """
        wanted = told(sought)
        if isinstance(sought, Day) or any(isinstance(one, bool) for one in wanted):
            return self.by_name.get(name, [])
        found = [self._rows(name, column, type(one)).get(_key(one), []) for one in wanted]
        return found[0] if len(found) == 1 else list(dict.fromkeys(row for some in found for row in some))

    def _rows(self, name: str, column: str, by: type) -> dict[str | float, list[Node]]:
        found = self._found = {} if self._found is None else self._found
        rows = found.get((name, column, by))
        if rows is None:
            rows = found[name, column, by] = {}
            for row in self.by_name.get(name, ()):
                for text in row.texts_in(column) or [""]:
                    rows.setdefault(_key(number(text)) if by is float else text, []).append(row)
        return rows


def plain(sought: Value) -> bool:
    """Tell whether a value equals the text that is the same, sign by sign, and no other."""
    return not isinstance(sought, bool | Day) and all(isinstance(one, str) for one in told(sought))


def _key(sought: str | float) -> str | float:
    # Numbers that differ by next to nothing are equal, and shall be found together.
    return round(sought, 9) if isinstance(sought, float) else sought


class Table(NamedTuple):
    """A list of rows: the names of its columns, and the cells of each row in their order."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


class _Still(Node):
    """A node of a table. What it has in common with all others is not kept with each: there are very many."""

    __slots__ = ()

    def __init__(self, name: str, parent: Node, text: str = "") -> None:
        self.name = name
        self.parent = parent
        self.text = text
        self.relevant = True

    def __getattr__(self, name: str) -> Any:
        try:
            return _IN_COMMON[name]
        except KeyError:
            raise AttributeError(name) from None


class Row(_Still):
    """A row of a table. Its cells become nodes only for who walks to them: most of a long list is never looked at."""

    __slots__ = ("_cells", "_columns")

    name = "item"
    text = ""
    relevant = True

    def __init__(self, parent: Node, columns: Sequence[str], cells: Sequence[str]) -> None:
        # What is the same in all is the class's: fifty thousand rows are made while somebody waits.
        self.parent = parent
        self._columns = columns
        self._cells = cells

    def __getattr__(self, name: str) -> Any:
        if name not in ("children", "by_name"):
            return super().__getattr__(name)
        self.children = [_Still(column, self, text) for column, text in self.columns().items()]
        self.by_name = {cell.name: [cell] for cell in self.children}
        return self.children if name == "children" else self.by_name

    def columns(self) -> dict[str, str]:
        """Return what the row says, by the names of its columns; a cell that is missing is blank."""
        blanks = ("",) * (len(self._columns) - len(self._cells))
        return dict(zip(self._columns, chain(self._cells, blanks), strict=False))

    def texts_in(self, column: str) -> list[str]:
        """Return what the row says in a column: one text, or none where there is no such column."""
        text = self.text_in(column)
        return [] if text is None else [text]

    def text_in(self, column: str) -> str | None:
        """Return what the row says in a column, blank where its cell is missing; None where there is no such column."""
        if column not in self._columns:
            return None
        at = self._columns.index(column)
        return self._cells[at] if at < len(self._cells) else ""


def grow_rows(document: Node, table: Table) -> None:
    """Put the rows of a table beneath a document, as `/root/item`."""
    root = Listed("root", document)
    root.children = [Row(root, table.columns, row) for row in table.rows]
    root.by_name = {"item": root.children}
