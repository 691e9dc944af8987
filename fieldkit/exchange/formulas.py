"""Texts that Excel would run as a formula, and the mark that keeps it from doing so in a CSV file.

Source: OWASP, "CSV Injection". Numbers, `-5` and `+44 20` among them, are left as they are: they run nothing, and
scripts read them.
"""

from __future__ import annotations

import re

GUARDED = "_guarded"
"""The last column of each CSV table: the headings of those cells in this row that bear the mark, parted by spaces.

The mark alone would not do: an answer may itself begin with an apostrophe.
"""
MARK = "'"
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})
"""What Excel writes into a cell whose formula it cannot work out."""
_RUN = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,eE+-]*")


def runs(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula, or for what is left of one that failed."""
    return text in ERRORS or (bool(_RUN.match(text)) and not _NUMBER.fullmatch(text))
