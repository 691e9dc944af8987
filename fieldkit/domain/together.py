"""What says one thing only together: written as one, shown as one, settled as one."""

from __future__ import annotations

from functools import cache

from fieldkit.domain import KINDS
from fieldkit.domain.change import WHOLE, Cell
from fieldkit.domain.surveys import ANSWER

_OTHER = "_other"
"""How a questionnaire names the question that asks what `other` is. Source: XLSForm reference, "or_other"."""


def together(cell: Cell) -> tuple[Cell, ...]:
    """Return the cells that say one thing only together, this one among them; the first stands for them all."""
    return tuple(Cell(cell.table, cell.record, field) for field in _fields(cell.table, cell.field))


def whole(cell: Cell) -> Cell:
    """Return the cell that stands for all that are written, shown and settled with this one."""
    return Cell(cell.table, cell.record, _fields(cell.table, cell.field)[0])


@cache
def _fields(table: str, field: str) -> tuple[str, ...]:
    if table == ANSWER and field != WHOLE:
        choice = field.removesuffix(_OTHER)
        return choice, choice + _OTHER
    groups = KINDS[table].together if table in KINDS else ()
    return next((tuple(fields) for fields in groups if field in fields), (field,))
