"""The little Markdown that labels and hints may hold, as rich text that can do no harm, and as plain words.

Source: ODK documentation, "Styling prompts": headings, emphasis, links, colour and font of a span, alignment of a
paragraph. Everything else is shown as it was written; nothing is ever fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

Colour = Callable[[str], str]
"""Returns the colour to show for one that a form names; blank for the usual one."""

_MARK = re.compile(r"[*_#\[<\\\n]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>&])")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(\s*([^()\s]+)\s*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
# An underline within a word, as in names of variables, is no emphasis.
_EMPHASIS = re.compile(r"\*(?=\S)([^*]+?)(?<=\S)\*|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)")
_STYLED = re.compile(
    r"<(span|p)(?:\s+style\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'))?\s*>(.*?)</\1\s*>", re.I | re.S
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,24}", re.IGNORECASE)
_FONT = re.compile(r"[\w \-,]{1,60}")
_ALIGNED = ("left", "center", "right")
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


class _Style(NamedTuple):
    """What a span or a paragraph may ask for."""

    colour: str = ""
    font: str = ""
    align: str = ""


def marked(text: str) -> bool:
    """Tell whether a text has any mark to be shown as something else than itself."""
    return _MARK.search(text) is not None


def rich(text: str, colour: Colour = str) -> str:
    """Return a text as rich text for Qt: what is no known mark is escaped."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\ue000{len(kept) - 1}\ue001"

    shown = _inline_styles(_ESCAPED.sub(keep, _without_private(text)), colour)
    return _KEPT.sub(lambda found: html.escape(kept[int(found[1])]), shown)


def plain(text: str) -> str:
    """Return the words of a text without its marks, for titles and for what a screen reader says."""
    if not marked(text):
        return text
    words = _BREAK.sub("\n", _without_private(text))
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\ue000{len(kept) - 1}\ue001"

    words = _ESCAPED.sub(keep, words)
    while _STYLED.search(words):
        words = _STYLED.sub(r"\4", words)
    words = _LINK.sub(r"\1", words)
    words = _STRONG.sub(r"\2", words)
    words = _EMPHASIS.sub(lambda found: found[1] or found[2], words)
    lines = (_plain_line(line) for line in words.split("\n"))
    joined = " ".join(line for line in lines if line)
    return _KEPT.sub(lambda found: kept[int(found[1])], joined)


def _without_private(text: str) -> str:
    """Take out the two signs that stand for what was escaped."""
    return text.replace("\ue000", "").replace("\ue001", "")


def _plain_line(line: str) -> str:
    heading = _HEADING.fullmatch(line.strip())
    return heading[2] if heading else line.strip()


def _inline_styles(text: str, colour: Colour) -> str:
    """Return rich text, the words of each span and paragraph in their style; the innermost are those within."""
    shown: list[str] = []
    at = 0
    for found in _STYLED.finditer(text):
        shown.append(_blocks(text[at : found.start()]))
        style = _style(found[2] or found[3] or "")
        inner = _inline_styles(found[4], colour)
        shown.append(_styled(found[1].lower(), style, inner, colour))
        at = found.end()
    shown.append(_blocks(text[at:]))
    return "".join(shown)


def _style(said: str) -> _Style:
    pairs = (part.partition(":")[::2] for part in said.split(";"))
    asked = {name.strip().lower(): value.strip() for name, value in pairs}
    colour, font = asked.get("color", ""), asked.get("font-family", "")
    align = asked.get("text-align", "").lower()
    return _Style(
        colour if _COLOUR.fullmatch(colour) else "",
        font if _FONT.fullmatch(font) else "",
        align if align in _ALIGNED else "",
    )


def _styled(tag: str, style: _Style, inner: str, colour: Colour) -> str:
    shown = colour(style.colour) if style.colour else ""
    css = "".join(
        f"{name}:{value};" for name, value in (("color", shown), ("font-family", style.font)) if value
    )
    attributes = f' style="{css}"' if css else ""
    if tag == "span":
        return f"<span{attributes}>{inner}</span>"
    align = f' align="{style.align}"' if style.align else ""
    return f"<p{align}{attributes}>{inner}</p>"


def _blocks(text: str) -> str:
    """Return rich text for words without spans: headings and bullets line by line, marks within them."""
    return "<br>".join(_lines(_BREAK.sub("\n", text)))


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        heading, bullet = _HEADING.fullmatch(line.strip()), _BULLET.fullmatch(line)
        if heading:
            size = {1: "x-large", 2: "large"}.get(len(heading[1]), "medium")
            yield f'<b><span style="font-size:{size}">{_marks(heading[2])}</span></b>'
        elif bullet:
            yield f"•\u00a0{_marks(bullet[1])}"
        else:
            yield _marks(line)


def _marks(line: str) -> str:
    """Return rich text for one line: links and emphasis."""
    shown: list[str] = []
    at = 0
    for found in _LINK.finditer(line):
        shown.append(_emphasised(line[at : found.start()]))
        shown.append(_linked(found))
        at = found.end()
    shown.append(_emphasised(line[at:]))
    return "".join(shown)


def _linked(found: re.Match[str]) -> str:
    if not found[2].lower().startswith(_SCHEMES):
        return _emphasised(found[0])
    return f'<a href="{html.escape(found[2])}">{_emphasised(found[1])}</a>'


def _emphasised(words: str) -> str:
    safe = _STRONG.sub(r"<b>\2</b>", html.escape(words))
    return _EMPHASIS.sub(lambda found: f"<i>{found[1] or found[2]}</i>", safe)
