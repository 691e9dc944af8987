"""Collected answers as sheets, whatever they come in: a workbook, CSV files side by side, in a folder or a .zip."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

from fieldkit.errors import FileError
from fieldkit.exchange import workbook
from fieldkit.exchange.enclosed import in_media
from fieldkit.exchange.workbook import LARGEST, Row, Sheet, unreadable
from fieldkit.forms.xforms.external import text_in
from fieldkit.words import _

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*", re.IGNORECASE)


def sheets(path: Path) -> list[Sheet]:
    """Return the tables in a file or folder that hold anything; the first row of each are its headings.

    A .csv brings those beside it along that begin with its name and `-`, as ODK Central calls those of repeats.

    Raises:
        FileError: it cannot be read to its end; every file that is damaged is named.
    """
    if not (path.is_dir() or path.suffix.lower() in (".csv", ".zip")):
        return [_without_tags(sheet) for sheet in workbook.sheets(path)]
    files = {name: content for name, content in files_in(path).items() if name.lower().endswith(".csv")}
    if not files:
        raise unreadable(path, _("there is no CSV file in it"))
    faults: list[str] = []
    found = [_sheet(name, content, files, faults) for name, content in files.items()]
    if faults:
        raise FileError(
            _("“{name}” cannot be read as collected answers. Nothing was taken in.").format(name=path.name),
            _(
                "Download the answers once more: the files may have been cut off, or changed by another program."
            ),
            faults,
        )
    return [_without_tags(sheet) for sheet in found if sheet.headings]


def files_in(path: Path) -> dict[str, bytes]:
    """Return the files of a .zip, a folder or a .csv and those that belong to it, by their name, in order.

    Raises:
        FileError: it cannot be read, or is far too large.
    """
    try:
        if path.suffix.lower() == ".zip" and path.is_file():
            return _unpacked(path)
        beside = path.rglob("*") if path.is_dir() else [path, *path.parent.glob(f"{path.stem}-*.csv")]
        root = path if path.is_dir() else path.parent
        files = [f for f in sorted(beside) if f.is_file() and _holds_answers(f.relative_to(root).as_posix())]
        if sum(file.stat().st_size for file in files) > LARGEST:
            raise unreadable(path, _("it is far too large"))
        if not files:
            raise unreadable(path, _("there is no such file"))
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}
    except OSError as error:
        raise unreadable(path, error.strerror or _("it cannot be read")) from error


def content_of(path: Path) -> bytes:
    """Return all bytes of a file, or of the files of a folder one after the other."""
    return b"\0".join(files_in(path).values()) if path.is_dir() else path.read_bytes()


def _unpacked(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            wanted = [part for part in parts if _holds_answers(part.filename)]
            # The sizes that are stated bind: more than is stated is never unpacked.
            if sum(part.file_size for part in wanted) > LARGEST:
                raise unreadable(path, _("it is far too large"))
            return {part.filename: archive.read(part) for part in wanted}
    except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise unreadable(path, _("it is no .zip file, or only part of one")) from error


def _holds_answers(name: str) -> bool:
    return name.lower().endswith((".csv", ".xml")) and not in_media(name)


def _sheet(name: str, content: bytes, files: Mapping[str, bytes], faults: list[str]) -> Sheet:
    text = text_in(content)
    separator = _separator(text)
    rows: list[Row] = []
    try:
        # A quote that is never closed is the mark of a file that was cut off.
        for number, cells in enumerate(
            csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), 1
        ):
            if any(cells):
                rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        faults.append(_("“{name}”, row {row}: {reason}.").format(name=name, row=len(rows) + 1, reason=error))
    headings = tuple(str(cell).strip() for cell in rows[0].cells) if rows else ()
    return Sheet(name, headings, tuple(rows[1:]), repeat=_repeat(name, files))


def _separator(text: str) -> str:
    """Return what parts the cells: a label in the headings may hold what does not."""
    found: dict[str, int] = {}
    for separator in ",;\t":
        try:
            found[separator] = len(
                next(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), ())
            )
        except csv.Error:
            found[separator] = 0
    return max(found, key=lambda separator: found[separator])


def _without_tags(sheet: Sheet) -> Sheet:
    """Return a sheet without the row of tags that may follow the headings. Source: hxlstandard.org, 1.1."""
    said = [cell for cell in sheet.rows[0].cells if cell not in (None, "")] if sheet.rows else []
    if said and all(isinstance(cell, str) and _TAG.fullmatch(cell.strip()) for cell in said):
        return replace(sheet, rows=sheet.rows[1:])
    return sheet


def _repeat(name: str, files: Mapping[str, bytes]) -> str:
    """Return what the name of a file says beyond that of the shortest other one that it continues."""
    stem = name.removesuffix(".csv")
    mains = [
        other.removesuffix(".csv") for other in files if stem.startswith(f"{other.removesuffix('.csv')}-")
    ]
    return stem.removeprefix(f"{min(mains, key=len)}-") if mains else ""
