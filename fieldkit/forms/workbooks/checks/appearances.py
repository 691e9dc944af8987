"""Appearances: those that are misspelt, and those that a laptop cannot show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldkit.forms.workbooks.converter import shown_as
from fieldkit.forms.workbooks.findings import Finding, warning
from fieldkit.forms.workbooks.meant import like
from fieldkit.forms.workbooks.rows import Surveyed, Workbook
from fieldkit.words import _, listed

KNOWN = frozenset({
    # groups
    "field-list", "table-list", "summary", "no-collapse", "compact", "pages", "theme-grid", "logo",
    # choices
    "minimal", "autocomplete", "search", "columns", "columns-pack", "no-buttons", "likert", "label", "list-nolabel",
    "list", "quick", "quickcompact", "horizontal", "horizontal-compact", "vertical", "image-map", "map", "randomized",
    # texts and numbers
    "multiline", "numbers", "thousands-sep", "url", "masked", "hidden-answer", "hidden", "counter", "bearing",
    "printer", "analog-scale", "distress",
    # ranges
    "no-ticks", "picker", "rating",
    # dates
    "no-calendar", "month-year", "year", "ethiopian", "coptic", "islamic", "persian", "bikram-sambat", "buddhist",
    "myanmar", "thai",
    # pictures, sounds, places
    "signature", "draw", "annotate", "new", "new-front", "selfie", "textarea", "maps", "placement-map", "hide-input",
    "streets", "satellite", "terrain", "voice-only", "low", "normal", "external",
})  # fmt: skip
"""Source: XLSForm reference, "appearance"; ODK and Enketo documentation."""
_OPEN = re.compile(r"(?:search|ex:|intent:|printer:|(?:columns|compact|quickcompact)-\d|w\d|horizontal-)")
"""How appearances begin that carry something of their own."""

OTHERWISE: dict[str, Callable[[], str]] = {
    "map": lambda: _("There is no map: the choices are a list."),
    "image-map": lambda: _("The picture cannot be touched: the choices are a list."),
    "maps": lambda: _("There is no map: places are typed, pasted, or taken from a file."),
    "placement-map": lambda: _("There is no map: places are typed, pasted, or taken from a file."),
    "bearing": lambda: _("A laptop has no compass: the degrees are typed."),
    "printer": lambda: _("Nothing is printed while a form is filled in."),
    "ex:": lambda: _("Another app cannot be called from here: the answer is typed."),
    "new": lambda: _("It is taken with another device, and its file is chosen."),
    "new-front": lambda: _("It is taken with another device, and its file is chosen."),
    "voice-only": lambda: _("It is recorded with another device, and its file is chosen."),
}
"""What happens instead of an appearance that a laptop cannot show; the same ones as on screen."""


_KINDS: dict[str, Callable[[], str]] = {
    "group": lambda: _("groups"),
    "choices": lambda: _("questions with choices"),
    "text": lambda: _("texts"),
    "number": lambda: _("numbers"),
    "date": lambda: _("dates"),
    "place": lambda: _("places"),
    "image": lambda: _("pictures"),
    "range": lambda: _("ranges"),
}
_ONLY_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("field-list", "table-list"), ("group",)),
    **dict.fromkeys(("quick", "likert", "autocomplete", "list-nolabel", "image-map", "columns-pack"), ("choices",)),
    **dict.fromkeys(("multiline", "url"), ("text",)),
    **dict.fromkeys(("numbers", "thousands-sep"), ("text", "number")),
    **dict.fromkeys(("no-calendar", "month-year", "year", "ethiopian", "coptic", "islamic", "persian", "bikram-sambat",
                     "buddhist", "myanmar", "thai"), ("date",)),
    **dict.fromkeys(("signature", "draw", "annotate", "selfie", "new-front"), ("image",)),
    **dict.fromkeys(("placement-map",), ("place",)),
    **dict.fromkeys(("no-ticks", "rating"), ("range",)),
}  # fmt: skip
"""Appearances that mean something to one or two kinds of questions. Source: XLSForm reference, "appearance"."""


def misspelt(workbook: Workbook) -> Iterator[Finding]:
    """Find an appearance that there is not."""
    for row in workbook.survey:
        for word in _words(row.row.text("appearance")):
            if word in KNOWN or _OPEN.match(word):
                continue
            near = like(word, KNOWN)
            yield warning(
                "appearance-unknown",
                row.row.place("appearance"),
                _("There is no appearance “{word}”; the question looks as it would without.").format(
                    word=word
                ),
                _("Was “{near}” meant?").format(near=near) if near else _("Correct or remove it."),
            )


def otherwise(workbook: Workbook) -> Iterator[Finding]:
    """Find appearances that a laptop cannot show, and say what it does instead."""
    for row in workbook.survey:
        for word in _words(row.row.text("appearance")):
            wish = "ex:" if word.startswith("ex:") else word.partition(":")[0]
            if wish in OTHERWISE:
                yield warning(
                    "appearance-otherwise",
                    row.row.place("appearance"),
                    _("“{word}” works otherwise here. {instead}").format(
                        word=word, instead=OTHERWISE[wish]()
                    ),
                )


def elsewhere(workbook: Workbook) -> Iterator[Finding]:
    """Find appearances of another type of question, which change nothing."""
    for row in workbook.survey:
        kind = _kind(row)
        for word in _words(row.row.text("appearance")) if kind else ():
            wanted = _ONLY_OF.get(word)
            if wanted and kind not in wanted:
                yield warning(
                    "appearance-elsewhere",
                    row.row.place("appearance"),
                    _("“{word}” changes nothing here: it is for {kinds}.").format(
                        word=word, kinds=listed([_KINDS[one]() for one in wanted])
                    ),
                    _("Remove it, or correct the type."),
                )


CHECKS = (misspelt, otherwise, elsewhere)


def _kind(row: Surveyed) -> str:
    """Return what kind of thing a row shows; blank where that is not known or nobody sees it."""
    if row.kind.begins:
        return "group"
    return "choices" if row.kind.chooses else shown_as(row.kind.word)


def _words(appearance: str) -> list[str]:
    # What stands within brackets, as in search('towns', 'contains'), belongs to the word before.
    return re.sub(r"\(.*\)", "", appearance).split()
