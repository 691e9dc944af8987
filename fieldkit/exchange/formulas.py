"""Texts that Excel would run as a formula, and the mark that keeps it from doing so in a CSV file.

Source: OWASP, "CSV Injection". Numbers, `-5` and `+44 20` among them, are left as they are: they run nothing, and
scripts read them. Sums do not count as numbers: of the telephone `+44-20-7946` Excel makes -7922.
"""

from __future__ import annotations

import re

from fieldkit.forms.xforms.failed import failed

GUARDED = "_guarded"
"""The last column of each CSV table: the headings of those cells in this row that bear the mark, parted by spaces.

The mark alone would not do: an answer may itself begin with an apostrophe.
"""
MARK = "'"
_RUN = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,]*([eE][+-]?[0-9]+)?")


def runs(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula, or for what is left of one that failed."""
    return failed(text) or (bool(_RUN.match(text)) and not _NUMBER.fullmatch(text))
