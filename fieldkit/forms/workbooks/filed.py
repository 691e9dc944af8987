"""What lies in a file, whatever its name says: a workbook or tables as text that can be read, or why they cannot.

Source: the first bytes of each format, as in ECMA-376 (packages) and MS-CFB; OpenDocument 1.3, part 2 (`mimetype`).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from fieldkit.forms.workbooks.parts import unreadable
from fieldkit.words import _

LARGEST_FILE = 50_000_000
"""In bytes; the largest workbooks seen in the field have a tenth of it."""
_PACKED = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_TEXTS = (".csv", ".md")
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", re.IGNORECASE)
_OTHER_SIGNS = (";", "\t")


class Filed(NamedTuple):
    """What is in a file, and which kind it is: `.xlsx`, `.xls`, `.csv` or `.md`."""

    content: bytes
    kind: str


def filed(path: Path) -> Filed:
    """Return what is in a file that may be a questionnaire. Its content tells what it is, not its name.

    Raises:
        FormError: it is none, or one that cannot be read.
    """
    sized(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error.strerror or "") from error
    if not content:
        raise unreadable(path, _("there is nothing in it"), _("Save or download it again."))
    if path.name.startswith("~$"):
        raise unreadable(
            path,
            _("it only marks that the workbook is open in Excel"),
            _("Choose the file with the same name without “~$”."),
        )
    if content.startswith(_PACKED):
        _packed(path)
        return Filed(content, ".xlsx")
    if content.startswith(_COMPOUND):
        if _LOCKED in content:
            raise _locked(path)
        return Filed(content, ".xls")
    if _PAGE.match(content):
        raise unreadable(
            path,
            _("it is a page of the web"),
            _("Download it again: a page that asks to sign in was probably saved in its place."),
        )
    if path.suffix.lower() in _TEXTS:
        text = _text(path, content)
        if path.suffix.lower() == ".csv":
            text = _with_commas(path, text)
        return Filed(text.encode(), path.suffix.lower())
    raise unreadable(path, _("it is no workbook, or a damaged one"))


def sized(path: Path) -> None:
    """See that a file is there and not too large to be read.

    Raises:
        FormError: it is not.
    """
    if path.is_dir():
        raise unreadable(path, _("it is a folder"))
    if not path.is_file():
        raise unreadable(path, _("there is no such file"))
    try:
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(path, error.strerror or "") from error
    if size > LARGEST_FILE:
        raise unreadable(path, _("it is far larger than any questionnaire"))


def _packed(path: Path) -> None:
    """See that a package is a workbook of Excel's newer kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            plain = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            kind = archive.read("mimetype") if plain else b""
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise unreadable(path, _("it is no workbook, or a damaged one")) from error
    again = _("Open it, save it as an Excel workbook (.xlsx), and choose that.")
    if b"opendocument" in kind:
        raise unreadable(path, _("it is an OpenDocument file"), again)
    if "xl/workbook.bin" in names:
        raise unreadable(path, _("it is a binary workbook (.xlsb)"), again)
    if any(name.endswith(".iwa") for name in names):
        raise unreadable(path, _("it is a file of Apple Numbers"), again)
    if not any(name.startswith("xl/") for name in names):
        raise unreadable(
            path,
            _("it is an archive, and no workbook"),
            _("If the questionnaire is in it, unpack it and choose that."),
        )


def _locked(path: Path) -> Exception:
    return unreadable(
        path,
        _("it is locked with a password"),
        _("Open it in Excel or LibreOffice, save it without a password, and choose that."),
    )


def _text(path: Path, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable(
            path,
            _("its letters are not written as UTF-8"),
            _("Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)."),
        ) from error


def _with_commas(path: Path, text: str) -> str:
    """Return a CSV file with commas between its cells, as spreadsheets in many countries do not write them."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = next((sign for sign in _OTHER_SIGNS if sign in first and "," not in first), "")
    if sign:
        written = io.StringIO(newline="")
        csv.writer(written).writerows(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        text = written.getvalue()
        first = first.replace(sign, ",")
    if {"type", "name"} <= {cell.strip(' "').lower() for cell in first.split(",")}:
        raise unreadable(
            path,
            _("it is one sheet alone, and does not say which"),
            _("Write “survey” into a line of its own before it, and begin each line below with a comma."),
        )
    return text
