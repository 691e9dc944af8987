"""Questionnaires: XLSForm in, a running form out. Knows neither records nor windows."""

from __future__ import annotations

from pathlib import Path

from fieldkit.forms.asked import Asked, Changed, Offered, Shown
from fieldkit.forms.beside import content_of, with_files
from fieldkit.forms.entities import Entity, EntityChange
from fieldkit.forms.external import LISTS
from fieldkit.forms.form import Choice, Form, Item, Question, QuestionGroup, Repeat, Text
from fieldkit.forms.response import Response
from fieldkit.forms.types import TYPES
from fieldkit.forms.xform import parse

__all__ = [
    "LISTS", "TYPES", "Asked", "Changed", "Choice", "Entity", "EntityChange", "Form", "Item", "Offered", "Question",
    "QuestionGroup", "Repeat", "Response", "Shown", "Text", "content_of", "load", "parse",
]  # fmt: skip


def load(path: Path) -> Form:
    """Return the form in an XLSForm workbook (.xlsx, .xls or .csv), or in an XForm (.xml).

    Its lists, pictures and sounds are taken from the same folder, or from one beside it named `<name>-media`.

    Raises:
        FormError: it cannot be used; everything that is wrong is listed with sheet, row and column.
    """
    # pyxform takes as long to import as the rest of the app: only who loads a workbook waits for it.
    from fieldkit.forms.xlsform import load as load_workbook

    return with_files(load_workbook(path), Path(path))
