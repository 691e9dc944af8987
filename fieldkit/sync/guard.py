"""Cells that no spreadsheet mistakes for a formula, a number or a date, and that can be told back exactly.

`guarded` puts one apostrophe before a text that a spreadsheet would run or rewrite; `plain` takes it off under
the same test, so that `plain(guarded(text)) == text` for every text.
"""

from __future__ import annotations

import re

_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_RUN = re.compile(r"[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]|[ \t]*[=+\-@]")
_REWRITTEN = re.compile(
    r"\s*[+-]?[0-9][0-9.,:/\-\s%eE+]*\s*\Z"
    r"|(?i:true|false|wahr|falsch|vrai|faux|null|nan|n/?a|inf)\Z"
    rf"|[0-9]{{1,4}}[-/. ](?i:[0-9]{{1,2}}|{_MONTH})[a-z]*([-/. ][0-9]{{1,4}})?\Z"
    rf"|(?i:{_MONTH})[a-z]*[-/. ]?[0-9]{{1,4}}\Z"
)


def guarded(text: str) -> str:
    """Return a text as a cell that spreadsheets leave alone."""
    return f"'{text}" if _endangered(text.lstrip("'")) else text


def plain(cell: str) -> str:
    """Return the text that was guarded as this cell."""
    return cell[1:] if cell.startswith("'") and _endangered(cell.lstrip("'")) else cell


def _endangered(text: str) -> bool:
    return bool(text) and (bool(_RUN.match(text)) or bool(_REWRITTEN.match(text)) or text != text.strip())
