"""Words as people read them: translations, dates, counts and lists."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fieldkit.shipped import shipped

_translation: gettext.NullTranslations = gettext.NullTranslations()


ENGLISH = "en"
"""The language that everything is written in."""


def languages() -> list[str]:
    """Return the tags of the languages that fieldkit speaks, English first."""
    files = shipped("resources", "translations").glob("*/LC_MESSAGES/fieldkit.mo")
    return [ENGLISH, *sorted(file.parents[1].name for file in files)]


def speak(language: str) -> str:
    """Use this language, a tag such as `fr_CH`, from now on; return the tag of the one that is spoken.

    Where it has no translation, that is English.
    """
    global _translation  # noqa: PLW0603  the one language a process speaks
    folder = shipped("resources", "translations")
    found = gettext.find("fieldkit", folder, [language])
    _translation = gettext.translation("fieldkit", folder, languages=[language], fallback=True)
    return Path(found).parents[1].name if found else ENGLISH


def _(text: str) -> str:
    """Return the text in the language in use."""
    return _translation.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the text that goes with `count`."""
    return _translation.ngettext(one, many, count)


def listed(items: Sequence[str]) -> str:
    """Return the items as people list them: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return _("{start} and {end}").format(start=", ".join(items[:-1]), end=items[-1])


def day(value: date | None) -> str:
    """Return a date as people write it, such as `3 November 2026`; a dash where there is none."""
    return f"{value.day} {value:%B %Y}" if value else "–"
