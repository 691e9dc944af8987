"""The parts of an .xlsx file, unpacked within bounds; and what they show that its cells do not.

Source: ECMA-376, part 1, 18.3.1 (worksheets).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

from fieldkit.errors import FormError
from fieldkit.forms.workbooks.findings import Finding, Place, warning
from fieldkit.words import _

LARGEST_UNPACKED = 150_000_000
"""In bytes; a questionnaire of 5,000 questions unpacks to 5 million."""
MOST_NOTICED = 20
"""Of one kind in one sheet: a column filled with formulas is one thing to tell, not a thousand."""
_DAMAGE = (OSError, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError, ET.ParseError)
"""What a damaged archive may bring besides."""
_FORMULA_WITHOUT_VALUE = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ROW = re.compile(rb'<row [^>]*?r="(\d+)"')
_END = re.compile(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"')


def unreadable(path: Path, reason: str, remedy: str = "") -> FormError:
    """Return the error that says why a file is no questionnaire, and what to do."""
    return FormError(
        _("“{name}” cannot be read as a questionnaire: {reason}.").format(
            name=path.name, reason=reason.rstrip(".")
        ),
        remedy or _("Choose an XLSForm: an Excel workbook with the sheets “survey” and “choices”."),
    )


def unpacked(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook that are its sheets, by the name of the sheet in lower case.

    Raises:
        FormError: it is no workbook, or one that was made to fill the memory.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            # The sizes that are stated bind: more than is stated is never unpacked.
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise unreadable(path, _("it unpacks to far more than any questionnaire"))
            parts = _parts_of_sheets(archive)
            if any(_defines_entities(archive, part) for part in archive.namelist()):
                raise unreadable(path, _("it holds XML entities, which no workbook does"))
            return {name: archive.read(part) for name, part in parts.items()}
    except (*_DAMAGE, zipfile.BadZipFile, zlib.error) as error:
        raise unreadable(path, _("it is no workbook, or a damaged one")) from error


def _defines_entities(archive: zipfile.ZipFile, part: str) -> bool:
    # What defines entities stands before everything else.
    with archive.open(part) as content:
        return b"<!DOCTYPE" in content.read(4096)


def _parts_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  expat bounds entities
    }
    parts: dict[str, str] = {}
    for element in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in archive.NameToInfo:
                parts[element.get("name", "").lower()] = part
    return parts


def noticed(
    unpacked: Mapping[str, bytes], sheets: Mapping[str, tuple[Sequence[str], Sequence[object]]]
) -> Iterator[Finding]:
    """Yield what the parts show that the cells read from them do not: formulas, merged cells, rows below a gap."""
    for name, (_headers, rows) in sheets.items():
        content = unpacked.get(name, b"")
        yield from _formulas(name, content)
        yield from _merged(name, content)
        yield from _below(name, content, len(rows) + 1)


def _formulas(sheet: str, content: bytes) -> Iterator[Finding]:
    for found in islice(_FORMULA_WITHOUT_VALUE.finditer(content), MOST_NOTICED):
        yield warning(
            "formula-without-value",
            Place(sheet, int(found[2]), found[1].decode()),
            _("This cell is a formula that was never worked out; it counts as empty."),
            _("Open the workbook in Excel or LibreOffice and save it, or write the value itself."),
        )


def _merged(sheet: str, content: bytes) -> Iterator[Finding]:
    told = (found for found in _MERGED.finditer(content) if _says_something(found, content))
    for found in islice(told, MOST_NOTICED):
        first, row, last, last_row = (part.decode() for part in found.groups())
        sentence = _(
            "The cells {first} to {last} are merged: only the first one says something, the rest are empty."
        )
        yield warning(
            "cells-merged",
            Place(sheet, int(row), first),
            sentence.format(first=f"{first}{row}", last=f"{last}{last_row}"),
            _("Unmerge them, and write into each cell what it means."),
        )


def _says_something(merged: re.Match[bytes], content: bytes) -> bool:
    return bool(re.search(rb'<c r="' + merged[1] + merged[2] + rb'"[^>]*>\s*<', content))


def _below(sheet: str, content: bytes, last_read: int) -> Iterator[Finding]:
    last_value = max(content.rfind(b"<v>"), content.rfind(b"<is>"))
    starts = content.rfind(b"<row ", 0, last_value) if last_value >= 0 else -1
    row = _ROW.match(content, starts) if starts >= 0 else None
    # pyxform, and so every tool for these forms, stops reading after 60 empty rows.
    end = _END.search(content, 0, 4096)
    if row and end and int(end[1]) <= last_read < int(row[1]):
        yield warning(
            "sheet-ends-early",
            Place(sheet, int(row[1])),
            _("The workbook says that this sheet ends in row {end}. What is below is not read.").format(
                end=int(end[1])
            ),
            _("Open the workbook in Excel or LibreOffice and save it: that puts it right."),
        )
    elif row and int(row[1]) > last_read + 60:
        yield warning(
            "rows-below-a-gap",
            Place(sheet, int(row[1])),
            _("Rows down to this one lie below more than 60 empty rows. They are not read."),
            _("Delete the empty rows between."),
        )
