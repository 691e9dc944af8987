"""Questionnaires: XLSForm in, a running form out. Knows neither records nor windows."""

from __future__ import annotations

from pathlib import Path

from fieldkit.forms.asked import Asked, Changed, Offered, Offering, Shown, label_of, place_of
from fieldkit.forms.filling.entities import Entity, EntityChange
from fieldkit.forms.filling.response import Response
from fieldkit.forms.form import Choice, Form, Item, Question, QuestionGroup, Repeat, Text
from fieldkit.forms.types import FILES, TYPES
from fieldkit.forms.workbooks.conversions import Conversions
from fieldkit.forms.workbooks.findings import Examined, Finding, Place, Severity
from fieldkit.forms.xforms.beside import content_of, with_files
from fieldkit.forms.xforms.external import LISTS
from fieldkit.forms.xforms.xform import parse

__all__ = [
    "FILES", "LISTS", "TYPES", "Asked", "Changed", "Choice", "Entity", "EntityChange", "Examined", "Finding", "Form",
    "Item", "Offered", "Offering", "Place", "Question", "QuestionGroup", "Repeat", "Response", "Severity", "Shown",
    "Text", "content_of", "examine", "label_of", "load", "parse", "place_of",
]  # fmt: skip


def load(path: Path, cache: Path | None = None) -> Form:
    """Return the form in an XLSForm workbook (.xlsx, .xls, .csv or .md), or in an XForm (.xml).

    What a workbook was converted to is kept in the folder `cache`, and taken from there the next time.

    Its lists, pictures and sounds are taken from the same folder, or from one beside it named `<name>-media`.

    Raises:
        FormError: it cannot be used; everything that is wrong is listed with sheet, row and column.
    """
    path = Path(path)
    kept = Conversions(cache) if cache and path.suffix.lower() != ".xml" else None
    known = kept.find(path) if kept else None
    if known is not None:
        return with_files(known, path)
    # pyxform takes as long to import as the rest of the app: only who converts a workbook waits for it.
    from fieldkit.forms.workbooks.xlsform import load as load_workbook

    form = load_workbook(path)
    if kept:
        kept.keep(path, form)
    return with_files(form, path)


def examine(path: Path) -> Examined:
    """Return the form in a file, if it can be used, and everything that its author will want to know of it.

    Nothing is raised for a file: that it cannot be read is a finding too.
    """
    from fieldkit.forms.workbooks.xlsform import examine as examine_workbook

    return examine_workbook(path)
