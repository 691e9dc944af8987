"""Patterns in Java's dialect, as forms write them for Collect, and never for longer than a person would wait."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.forms.values import Value, string

if TYPE_CHECKING:
    import regex

_SECONDS = 0.25
"""How long one comparison may take: `(a+)+b` against a long row of a's would take years."""
_LONGEST = 5000
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|$)", re.DOTALL)
_JAVA_CLASSES = re.compile(r"\\([pP])\{(Is|In|java|blk=|sc=|script=)?(\w+)\}")
_JAVA_NAMES = {
    "Lower": "[a-z]", "Upper": "[A-Z]", "ASCII": r"[\x00-\x7f]", "Alpha": "[A-Za-z]", "Digit": "[0-9]",
    "Alnum": "[A-Za-z0-9]", "Punct": r"[!-/:-@\[-`{-~]", "Graph": "[!-~]", "Print": "[ -~]", "Blank": r"[ \t]",
    "Cntrl": r"[\x00-\x1f\x7f]", "XDigit": "[0-9A-Fa-f]", "Space": r"[ \t\n\x0b\f\r]",
}  # fmt: skip


def matches(value: Value, pattern: Value) -> bool:
    """Tell whether the whole text has this shape; false where the pattern is none, or takes too long."""
    shape = pattern_of(string(pattern))
    if shape is None:
        return False
    try:
        return shape.fullmatch(string(value), timeout=_SECONDS) is not None
    except TimeoutError:
        return False


@lru_cache(maxsize=500)
def pattern_of(text: str) -> regex.Pattern[str] | None:
    r"""Return a pattern ready for use; None where it is none.

    As in Java, `\d`, `\w` and `\s` mean ASCII, classes may be nested and intersected, and `\p{L}` is any letter.
    """
    import regex

    if len(text) > _LONGEST:
        return None
    ours = _QUOTED.sub(lambda found: regex.escape(found[1]), text)
    try:
        return regex.compile(_JAVA_CLASSES.sub(_class, ours), regex.V1 | regex.ASCII)
    except (regex.error, ValueError, OverflowError, RecursionError):
        return None


def _class(found: re.Match[str]) -> str:
    sign, prefix, name = found[1], found[2], found[3]
    plain = _JAVA_NAMES.get(name)
    if plain and not prefix:
        return plain if sign == "p" else f"[^{plain[1:]}"
    return f"\\{sign}{{{name}}}"
