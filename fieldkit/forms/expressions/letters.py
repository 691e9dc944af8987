"""What the names of questions are made of: letters of all scripts with their marks, digits, and a few signs.

Source: Namespaces in XML 1.0, NCName; of the letters, those that parsers in use take (XML 1.0, fourth edition).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from xml.parsers import expat

# Vowels of Devanagari, Thai and their like are marks: no letters to Python, and yet part of every other word.
_MARKS = "".join(
    letter
    for letter in map(chr, chain(range(0x300, 0x3100), range(0xA600, 0xAC00)))
    if unicodedata.category(letter).startswith("M")
)
_PLAIN = r"[\w.\-]"
# Nearly all names have no mark: these are looked for but where the plain letters end.
WORD = rf"[^\W\d]{_PLAIN}*+(?:[\u00b7{_MARKS}]{_PLAIN}*+)*+"
"""The pattern of a name without a prefix."""
NAME = re.compile(rf"{WORD}(?::{WORD})?")
"""A name, perhaps with a prefix."""


@lru_cache(maxsize=20_000)
def is_name(text: str) -> bool:
    """Tell whether a question can be called so."""
    if not NAME.fullmatch(text):
        return False
    if text.isascii():
        return True
    try:
        expat.ParserCreate().Parse(f"<{text}/>", True)
    except expat.ExpatError:
        return False
    return True
