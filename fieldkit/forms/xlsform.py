"""A workbook becomes a Form, through pyxform and the XForm it makes; or a list of all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pyxform import aliases  # pyright: ignore[reportMissingTypeStubs]  # pyxform ships none, here and below
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # pyright: ignore[reportMissingTypeStubs]
from pyxform.xls2json_backends import (  # pyright: ignore[reportMissingTypeStubs]
    DefinitionData,
    get_xlsform,  # pyright: ignore[reportUnknownVariableType]  # it also takes a bare dict
)
from pyxform.xls2xform import convert  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from fieldkit.errors import FormError
from fieldkit.forms.external import ITEMSETS
from fieldkit.forms.form import Form
from fieldkit.forms.rows import Fault, Place, Row, faults, surveyed
from fieldkit.forms.xform import examined, parse
from fieldkit.words import _

_TYPES = frozenset(
    name.lower()
    for name in (*QUESTION_TYPE_DICT, *aliases.settings_header, *aliases.select, "image", "audit", "entity")
)
_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".csv"}
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_LEARN_MORE = re.compile(r"\s*Learn more: \S+")


def load(path: Path) -> Form:
    """Return the form in an XLSForm workbook, or in an XForm (.xml).

    Raises:
        FormError: it cannot be used; everything that is wrong is listed with sheet, row and column.
    """
    path = Path(path)
    if path.suffix.lower() == ".xml":
        return parse(_text(path))
    workbook = _workbook(path)
    xml, itemsets, failed = _converted(path)
    if xml is None:
        raise _form_error(path, _all_faults(workbook, failed))
    form, wrong = examined(xml, {ITEMSETS: itemsets} if itemsets else None)
    if form is None:
        rows = {row.path: row.number for row in surveyed(workbook.survey or ())}
        raise _form_error(
            path,
            [
                Fault(Place("survey", rows.get(fault.path, 0), fault.column), fault.sentence)
                for fault in wrong
            ],
        )
    return form


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(path, error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, _("it is not text")) from error


def _unreadable(path: Path, reason: str) -> FormError:
    return FormError(
        _("“{name}” cannot be read as a questionnaire: {reason}.").format(
            name=path.name, reason=reason.rstrip(".")
        ),
        _("Choose an XLSForm: an Excel workbook with the sheets “survey” and “choices”."),
    )


def _form_error(path: Path, found: list[Fault]) -> FormError:
    return FormError(
        _("The questionnaire “{name}” cannot be used yet.").format(name=path.name),
        _("Correct what is listed in the workbook, save it, and choose it again."),
        faults=[fault.place.said(fault.sentence) for fault in found],
    )


def _workbook(path: Path) -> DefinitionData:
    if not path.is_file():
        raise _unreadable(path, _("there is no such file"))
    if path.suffix.lower() not in _SUFFIXES:
        raise _unreadable(path, _("it is no workbook"))
    try:
        workbook = get_xlsform(path)
    except OSError as error:
        raise _unreadable(path, error.strerror or _("it is no workbook, or a damaged one")) from error
    except (
        Exception
    ) as error:  # whatever zipfile, openpyxl, xlrd and pyxform raise for a file that is none of theirs
        raise _unreadable(path, _("it is no workbook, or a damaged one")) from error
    if not workbook.survey:
        raise _unreadable(path, _("it has no sheet “survey” with questions"))
    return workbook


def _converted(path: Path) -> tuple[str | None, bytes, str]:
    """Return the XForm that pyxform makes of a workbook with its `itemsets.csv`, or None and why it does not."""
    try:
        result = convert(path, validate=False)
        return result.xform, (result.itemsets or "").encode(), ""
    except (
        Exception
    ) as error:  # pyxform raises bare TypeError, KeyError and the like for many a slip in a sheet
        said = str(error) if type(error).__module__.startswith("pyxform") else ""
        return None, b"", said


def _all_faults(workbook: DefinitionData, failed: str) -> list[Fault]:
    found = faults(workbook.survey or (), _rows(workbook.choices), _rows(workbook.settings), _TYPES)
    told = _told(failed)
    known = any(fault.place[:2] == told.place[:2] for fault in found) if told.place.row else bool(found)
    return found if known else [*found, told]


def _rows(rows: Sequence[Row] | None) -> Sequence[Row]:
    return rows or ()


def _told(failed: str) -> Fault:
    """Return the fault that pyxform tells of."""
    row, sheet = _ROW.search(failed), _SHEET.search(failed)
    said = _LEARN_MORE.sub("", _ROW.sub("", failed)).strip()
    return Fault(
        Place(sheet[1] if sheet else "survey", int(row[1]) if row else 0),
        said or _("something in it cannot be converted. Remove the rows added last, and try again."),
    )
