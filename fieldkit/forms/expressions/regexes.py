"""Patterns in Java's dialect, as forms write them for Collect, and never for longer than a person would wait."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.forms.expressions.values import Value, string

if TYPE_CHECKING:
    import regex

_SECONDS = 0.25
"""How long one comparison may take: `(a+)+b` against a long row of a's would take years."""
_LONGEST = 5000
_LARGEST = 100_000
"""How large a pattern may be once `(a{1000}){1000}` is written out: making it ready takes as long."""
_PART = re.compile(r"\\.|[()]|\{(?P<least>\d+)(?:,(?P<most>\d*))?\}|.", re.DOTALL)
_ESCAPE = re.compile(
    r"""\\Q(?P<quoted>.*?)(?:\\E|$)
      | \\(?P<sign>[pP])\{(?:Is|In|java|blk=|sc=|script=)?(?P<kind>\w+)\}
      | \\k<(?P<group>\w+)>
      | \\x\{(?P<code>[0-9A-Fa-f]{1,6})\}
      | \\(?P<letter>.)""",
    re.DOTALL | re.VERBOSE,
)
_CLASSES = {
    "d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]", "s": r"[ \t\n\x0b\f\r]",
    "S": r"[^ \t\n\x0b\f\r]",
}  # fmt: skip
_KINDS = {
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
    r"""Return a pattern ready for use; None where it is none, or beyond all measure.

    As in Java, `\d`, `\w` and `\s` mean ASCII, classes may be nested and intersected, and `\p{L}` is any letter.
    """
    import regex

    if len(text) > _LONGEST or _size(text) > _LARGEST:
        return None
    try:
        return regex.compile(_ESCAPE.sub(_ours, text), regex.V1)
    except (regex.error, ValueError, OverflowError, RecursionError):
        return None


def _size(text: str) -> int:
    """Return how many parts a pattern has once all its numbers of times are written out."""
    sizes, last = [0], 1
    for part in _PART.finditer(text):
        if part["least"]:
            times = max(int(part["least"][:9]), int((part["most"] or "0")[:9]), 1)
            sizes[-1] += last * (times - 1)
            last *= times
        elif part[0] == "(":
            sizes.append(0)
        elif part[0] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes)


def _ours(found: re.Match[str]) -> str:
    """Return an escape of Java's in our library's words."""
    if found["quoted"] is not None:
        return re.escape(found["quoted"])
    if found["sign"]:
        plain = _KINDS.get(found["kind"])
        if plain is None:
            return f"\\{found['sign']}{{{found['kind']}}}"
        return plain if found["sign"] == "p" else f"[^{plain[1:]}"
    if found["group"]:
        return f"(?P={found['group']})"
    if found["code"]:
        return re.escape(chr(min(int(found["code"], 16), 0x10FFFF)))
    return _CLASSES.get(found["letter"], found[0])
