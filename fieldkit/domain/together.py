"""What says one thing only together: written as one, shown as one, settled as one."""

from __future__ import annotations

from fieldkit.domain import KINDS
from fieldkit.domain.change import WHOLE, Cell
from fieldkit.domain.surveys import ANSWER

_OTHER = "_other"
"""How a questionnaire names the question that asks what `other` is. Source: XLSForm reference, "or_other"."""


def together(cell: Cell) -> tuple[Cell, ...]:
    """Return the cells that say one thing only together, this one among them; the first stands for them all."""
    table, record, field = cell
    if table == ANSWER and field != WHOLE:
        choice = field.removesuffix(_OTHER)
        return Cell(table, record, choice), Cell(table, record, choice + _OTHER)
    for fields in KINDS[table].together if table in KINDS else ():
        if field in fields:
            return tuple(Cell(table, record, name) for name in fields)
    return (cell,)


def whole(cell: Cell) -> Cell:
    """Return the cell that stands for all that are written, shown and settled with this one."""
    return together(cell)[0]
