"""What spreadsheets write into a cell whose formula they cannot work out: nobody's answer, and no choice's name.

Source: Microsoft, "Error.Type function" and the same page in other languages, whose names go into a CSV file; and
LibreOffice, "Error Codes".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import NamedTuple

from fieldkit.forms.xforms.external import text_in
from fieldkit.words import _, ngettext

_FAILED = frozenset(
    {
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!",
        "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!",
        "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!",
        "#NOM?", "#VALEUR!", "#NOMBRE!", "#NUL!",
        "#¡DIV/0!", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#¡NUM!", "#¡NULO!",
        "#N/D", "#NOME?", "#VALOR!", "#NÚM!", "#NULO!", "#RIF!", "#VALORE!", "#NULLO!",
        "#N/B", "#VERW!", "#WAARDE!", "#NAAM?", "#GETAL!", "#LEEG!", "#DEEL/0!",
        "#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!", "#ДЕЛ/0!",
    }
)  # fmt: skip
_NUMBERED = re.compile(r"Err:\d{3}")
_HINTS = ("#", "Err:")
_MOST_TOLD = 20
"""So many cells of one list are named; whoever sees them mends the column."""


def failed(text: str) -> bool:
    """Tell whether a text is what a spreadsheet writes where a formula failed."""
    text = text.strip()
    return text in _FAILED or bool(_NUMBERED.fullmatch(text))


class Cell(NamedTuple):
    """A cell of a list: its row, where the headings are row 1, its heading, and what it says."""

    row: int
    column: str
    text: str


def failed_in(content: bytes) -> Iterator[Cell]:
    """Yield the cells of a list in a CSV file where a formula failed."""
    text = text_in(content)
    if not any(hint in text for hint in _HINTS):
        return
    separator = ";" if ";" in next(StringIO(text), "") else ","
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    headings = next(rows, list[str]())
    for number, row in enumerate(rows, 2):
        for heading, cell in zip(headings, row, strict=False):
            if failed(cell):
                yield Cell(number, heading, cell.strip())


def sentences(name: str, content: bytes) -> Iterator[str]:
    """Yield what is to be told of such cells in a list, by the name of its file."""
    cells = failed_in(content)
    for cell in islice(cells, _MOST_TOLD):
        said = _(
            "The list “{name}”, row {row}, column “{column}”: a formula failed here, and “{text}” counts as what the"
            " cell says. Mend the formula, or write the value itself."
        )
        yield said.format(name=name, **cell._asdict())
    if left := sum(1 for _cell in cells):
        said = ngettext(
            "The list “{name}” has {n} more such cell.", "The list “{name}” has {n} more such cells.", left
        )
        yield said.format(name=name, n=left)
