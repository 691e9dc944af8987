"""What a form's language is on this laptop: the names of months in it, and from which side its words run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from PySide6.QtCore import QLocale, Qt

from fieldkit.forms import Form
from fieldkit.forms.question import Item, Text, questions_in

_TAG = re.compile(
    r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\s*\)\s*$|^([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)$"
)


def locale(language: str) -> QLocale | None:
    """Return how a language writes days and numbers, by its tag, as in `French (fr)`; None where it has none."""
    found = _TAG.search(language.strip())
    if found is None:
        return None
    known = QLocale((found[1] or found[2]).replace("-", "_"))
    return None if known.language() == QLocale.Language.C else known


def direction(form: Form, language: str) -> Qt.LayoutDirection:
    """Return the direction by the tag of a language, as in `Arabic (ar)`; where it has none, by its first words.

    A tag decides alone: words in Latin letters at the head of an Arabic form do not turn it round.
    """
    tagged = locale(language)
    if tagged is not None:
        return tagged.textDirection()
    sides = (side_of(text.in_(language)) for text in _texts(form.children))
    return next((side for side in sides if side is not None), Qt.LayoutDirection.LeftToRight)


def side_of(text: str) -> Qt.LayoutDirection | None:
    """Return from which side a text runs, by its first letter; None where it has no letters."""
    for sign in text:
        side = unicodedata.bidirectional(sign)
        if side in ("L", "R", "AL"):
            return Qt.LayoutDirection.LeftToRight if side == "L" else Qt.LayoutDirection.RightToLeft
    return None


def _texts(items: tuple[Item, ...]) -> Iterable[Text]:
    return (question.label for question in questions_in(items) if question.label.words)
