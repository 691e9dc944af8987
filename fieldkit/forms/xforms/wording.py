"""The words of an XForm: labels, hints and messages, in each language, with the answers quoted in them."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from fieldkit.forms.question import NO_TEXT, Part, Text

_TRANSLATED = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*")
_MEDIA = {"image", "big-image", "audio", "video"}

Words = tuple[str | Part, ...]


@lru_cache(maxsize=1000)
def local(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def attributes(element: ET.Element) -> dict[str, str]:
    """Return the attributes of an element by their names without namespace."""
    return {local(name): value for name, value in element.attrib.items()}


def child(element: ET.Element | None, name: str) -> ET.Element | None:
    """Return the first element of this name, in whatever namespace, directly beneath."""
    beneath = element if element is not None else ()
    return next((inner for inner in beneath if local(inner.tag) == name), None)


def unprefix(top: ET.Element) -> None:
    """Take the namespaces off all names in an element: its own, those of its attributes, and those beneath it."""
    for element in top.iter():
        element.tag = local(element.tag)
        if "{" in "".join(element.keys()):
            element.attrib = attributes(element)


class Translations:
    """The texts that a form keeps apart from its questions, by their ids."""

    def __init__(self, itext: ET.Element | None) -> None:
        translations = itext.findall("translation") if itext is not None else []
        # The default comes first: it speaks wherever another has nothing to say.
        translations.sort(key=lambda t: t.get("default", "false()") in ("false()", "false"))
        self.languages = tuple(dict.fromkeys(t.get("lang", "") for t in translations))
        self.texts: dict[str, Text] = {}
        self.guidance: dict[str, Text] = {}
        for translation in translations:
            language = translation.get("lang", "")
            for text in translation.findall("text"):
                self._keep(text.get("id", ""), language, text)

    def _keep(self, name: str, language: str, text: ET.Element) -> None:
        words: dict[str, Words] = {}
        media: dict[str, str] = {}
        for value in text.findall("value"):
            form = value.get("form", "long")
            if form in _MEDIA:
                media[form] = "".join(value.itertext()).strip()
            elif form not in words:
                words[form] = words_in(value)
        said = words.get("long", words.get("short", ()))
        self.texts[name] = _with(self.texts.get(name, NO_TEXT), language, said, media)
        if "guidance" in words:
            self.guidance[name] = _with(self.guidance.get(name, NO_TEXT), language, words["guidance"], {})

    def message(self, text: str) -> Text:
        """Return a message that a bind gives, written out or by the id of its text."""
        if not text:
            return NO_TEXT
        name = translated(text)
        if name:
            return self.texts.get(name, NO_TEXT)
        return Text({"": (_part(text) if text.lstrip().startswith("jr:itext(") else text,)})

    def element(self, element: ET.Element | None) -> Text:
        """Return the text of a label or hint."""
        if element is None:
            return NO_TEXT
        ref = element.get("ref")
        name = translated(ref) if ref else ""
        if name:
            return self.texts.get(name, NO_TEXT)
        words = (_part(ref),) if ref else words_in(element)
        return Text({"": words}) if words else NO_TEXT

    def guidance_of(self, element: ET.Element | None) -> Text:
        """Return what a hint says to the interviewer besides."""
        if element is None:
            return NO_TEXT
        return self.guidance.get(translated(element.get("ref", "")), NO_TEXT)


def _with(text: Text, language: str, words: Words, media: dict[str, str]) -> Text:
    return Text(
        {**text.words, language: words} if words else text.words,
        {**text.media, language: media} if media else text.media,
    )


def translated(ref: str) -> str:
    """Return the id in `jr:itext('id')`; blank where this is something else."""
    found = _TRANSLATED.fullmatch(ref)
    return (found[1] or found[2] or "") if found else ""


def words_in(element: ET.Element) -> Words:
    """Return the text of an element, with the answers it quotes."""
    if not len(element):
        said = (element.text or "").strip()
        return (said,) if said else ()
    words: list[str | Part] = [element.text or ""]
    for inner in element:
        value = inner.get("value") or inner.get("ref", "")
        words.extend([_part(value)] if inner.tag == "output" and value else words_in(inner))
        words.append(inner.tail or "")
    kept = [word for word in words if word]
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return tuple(word for word in kept if word)


def _part(value: str) -> Part:
    return Part(value.strip().rpartition("/")[2].strip(), value)
