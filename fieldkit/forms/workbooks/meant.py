"""What was probably meant by a word that is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

_MANY = 300
"""Of more words than these, only those are looked at that begin or end alike."""

OTHER_WORDS: dict[str, str] = {
    **dict.fromkeys(("number", "numeric", "whole number", "whole"), "integer"),
    **dict.fromkeys(("float", "double", "real", "currency", "money"), "decimal"),
    **dict.fromkeys(
        ("radio", "radio buttons", "dropdown", "single choice", "single", "multiple choice", "choice", "select",
         "option", "options", "list", "yes_no", "yesno", "boolean", "likert"),
        "select_one LIST",
    ),
    **dict.fromkeys(("checkbox", "checkboxes", "multiselect", "multi_select", "multiple", "multiple select"),
                    "select_multiple LIST"),
    **dict.fromkeys(("ranking",), "rank LIST"),
    **dict.fromkeys(("paragraph", "textarea", "long text", "short text", "open", "phone", "telephone", "url"), "text"),
    **dict.fromkeys(("picture", "camera", "signature"), "image"),
    **dict.fromkeys(("upload", "attachment", "document"), "file"),
    **dict.fromkeys(("point", "coordinates", "map", "latitude", "longitude"), "geopoint"),
    **dict.fromkeys(("timestamp", "date_time", "date and time"), "dateTime"),
    **dict.fromkeys(("slider", "scale"), "range"),
    **dict.fromkeys(("section", "group", "page"), "begin_group"),
    **dict.fromkeys(("repeat", "loop"), "begin_repeat"),
    **dict.fromkeys(("formula", "computed", "calculated", "calculation"), "calculate"),
    **dict.fromkeys(("heading", "title", "info", "information", "statement", "description", "message"), "note"),
}  # fmt: skip
"""What other tools and people call the types of questions."""


class _Index(NamedTuple):
    by_lower: dict[str, str]
    by_letters: dict[str, str]
    by_edge: dict[str, list[str]]


@lru_cache(maxsize=20_000)
def like(word: str, known: frozenset[str]) -> str:
    """Return the known word that was probably meant; blank where none is near."""
    index, plain = _index(known), word.lower()
    # In short words, two letters that changed places are half of the word.
    if turned := index.by_letters.get("".join(sorted(plain))):
        return turned
    among: Sequence[str] = list(index.by_lower)
    if len(among) > _MANY:
        among = [*index.by_edge.get(plain[:2], ()), *index.by_edge.get(f"…{plain[-2:]}", ())]
    close = get_close_matches(plain, among, n=1, cutoff=0.75)
    return index.by_lower[close[0]] if close else ""


@lru_cache(maxsize=50)
def _index(known: frozenset[str]) -> _Index:
    by_lower = {name.lower(): name for name in sorted(known)}
    by_letters = {"".join(sorted(lower)): name for lower, name in by_lower.items()}
    by_edge: defaultdict[str, list[str]] = defaultdict(list)
    for lower in by_lower:
        by_edge[lower[:2]].append(lower)
        by_edge[f"…{lower[-2:]}"].append(lower)
    return _Index(by_lower, by_letters, dict(by_edge))
