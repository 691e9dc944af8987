"""Signs in cells that nobody sees: they make a name another name, or keep a form from being written down at all.

Source: XML 1.0, 2.2 (characters); Unicode, general category Cf.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from fieldkit.forms.workbooks.findings import Finding, Place, warning
from fieldkit.forms.workbooks.parts import MOST_NOTICED
from fieldkit.forms.workbooks.rows import TRANSLATED, columns_of
from fieldkit.words import _

Sheets = Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, str]]]]

_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold."""
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
    r"\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
"""And what in a text parts words or turns their direction, and in a name is a slip of a keyboard or a copy."""
_SAID = {*TRANSLATED, "form_title", "note", "default"}
"""The columns whose texts people read."""


def without_unseen(sheets: Sheets) -> tuple[Sheets, list[Finding]]:
    """Return the cells without such signs, their accents composed, and a warning for each cell that had some."""
    found: list[Finding] = []
    clean: dict[str, tuple[Sequence[str], Sequence[Mapping[str, str]]]] = {}
    for name, (headers, rows) in sheets.items():
        heads = {header: _UNSEEN.sub("", header).strip() for header in headers}
        told = [_left_out(name, 1, head) for header, head in heads.items() if head != header]
        signs = {
            column.header: _NEVER if column.name in _SAID else _UNSEEN for column in columns_of(name, headers)
        }
        clean_rows: list[Mapping[str, str]] = []
        for number, row in enumerate(rows, 2):
            said: dict[str, str] = {}
            for header, text in row.items():
                left = signs.get(header, _NEVER).sub("", text)
                if left != text and len(told) < MOST_NOTICED:
                    told.append(_left_out(name, number, heads.get(header, header)))
                if signs.get(header) is _UNSEEN and not left.isascii():
                    left = unicodedata.normalize("NFC", left)
                said[heads.get(header, header)] = left
            clean_rows.append(said)
        found += told
        clean[name] = (list(heads.values()), clean_rows)
    return clean, found


def _left_out(sheet: str, row: int, column: str) -> Finding:
    return warning(
        "signs-unseen",
        Place(sheet, row, column),
        _("This cell has signs in it that cannot be seen. They are left out."),
        _("If something is missing or names differ that look alike, write the cell anew."),
    )
