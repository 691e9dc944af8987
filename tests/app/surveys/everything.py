"""A questionnaire with every type of question and each appearance that a laptop knows, for tests and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldkit.forms import Form
from tests.forms.tables import form

_HEAD = ("type", "name", "label", "hint", "appearance", "parameters", "guidance_hint", "required")
_LISTS = {
    "yn": ("Yes", "No"),
    "src": ("A well", "A tap", "The river", "A tanker", "Rain"),
    "fuel": ("Wood", "Gas"),
    "often": ("Never", "Rarely", "Sometimes", "Often", "Always"),
    "town": tuple(f"Town {n}" for n in range(1, 41)),
}

PAGES: dict[str, Sequence[tuple[str, ...]]] = {
    "Typing": (
        (
            "text",
            "name",
            "What is the place **called**?",
            "As people *there* say it",
            "",
            "",
            "Ask two people.",
        ),
        ("text", "story", "What happened?", "", "multiline", "rows=3"),
        ("text", "phone", "A number to call", "", "numbers"),
        ("text", "link", "Where on the web?", "", "url"),
        ("text", "secret", "The word they gave you", "", "masked"),
        ("integer", "people", "How many people?", "", "thousands-sep", "", "", "yes"),
        ("integer", "rooms", "How many rooms?", "", "counter"),
        ("decimal", "metres", "How many metres?"),
        ("barcode", "code", "Scan the card"),
    ),
    "Days": (
        ("date", "day", "Which day?"),
        ("date", "typed", "Which day, typed?", "", "no-calendar"),
        ("date", "month", "Which month?", "", "month-year"),
        ("date", "year", "Which year?", "", "year"),
        ("date", "meskerem", "Which day?", "", "ethiopian"),
        ("date", "nepali", "Which day?", "", "bikram-sambat"),
        ("time", "hour", "At what time?"),
        ("dateTime", "moment", "Day and time?"),
    ),
    "Choosing": (
        ("select_one src", "one", "Where from?"),
        ("select_multiple src", "some", "Where else?"),
        ("select_one src", "columns", "In columns", "", "columns"),
        ("select_one src", "columns3", "In three columns", "", "columns-3"),
        ("select_multiple src", "packed", "Packed", "", "columns-pack"),
        ("select_one src", "bare", "Without buttons", "", "no-buttons columns-pack"),
        ("select_one often", "likert", "How often?", "", "likert"),
        ("select_one yn", "quick", "Goes on at once", "", "quick"),
    ),
    "Searching": (
        ("select_one town", "minimal", "From a list", "", "minimal"),
        ("select_one town", "search", "By searching", "", "autocomplete"),
        ("select_multiple town", "towns", "Several of many"),
        ("select_multiple src", "folded", "Several, folded", "", "minimal"),
        ("select_one src", "mapped", "On a map", "", "map"),
        ("select_one fuel or_other", "another", "Or something else"),
        ("rank src", "order", "Best first"),
    ),
    "Numbers": (
        ("range", "steps", "How far?", "", "", "start=1 end=10 step=1"),
        ("range", "slider", "How much?", "", "", "start=0 end=100 step=5"),
        ("range", "half", "How much, in halves?", "", "no-ticks", "start=0 end=10 step=0.5"),
        ("range", "upright", "How high?", "", "vertical", "start=0 end=20 step=1"),
        ("range", "picker", "Pick one", "", "picker", "start=1 end=30 step=1"),
        ("range", "stars", "How good?", "", "rating", "start=1 end=5 step=1"),
        ("integer", "bearing", "Which way?", "", "bearing"),
    ),
    "Places and files": (
        ("geopoint", "place", "Where?", "", "placement-map"),
        ("geotrace", "way", "Which way?"),
        ("geoshape", "area", "Which area?"),
        ("image", "photo", "A photo"),
        ("image", "signed", "Sign here", "", "signature"),
        ("image", "sketch", "Draw it", "", "draw"),
        ("audio", "said", "A recording"),
        ("video", "film", "A film"),
        ("file", "paper", "A paper"),
        ("acknowledge", "read", "Read aloud"),
        ("note", "thanks", "Thank them, and say what happens next."),
    ),
}


def table() -> str:
    """Return the form as a Markdown table, with a matrix, a repeat and questions side by side at its end."""
    rows = ["| survey |", _line(_HEAD)]
    for number, (title, questions) in enumerate(PAGES.items()):
        rows += [_line(("begin_group", f"g{number}", title)), *map(_line, questions), _line(("end_group",))]
    rows += map(_line, _TABLES)
    rows += ["| choices |", "| | list_name | name | label |"]
    rows += [
        f"| | {name} | {name}{n} | {words} |"
        for name, labels in _LISTS.items()
        for n, words in enumerate(labels)
    ]
    rows += [
        "| settings |",
        "| | form_title | form_id | style |",
        "| | Everything | everything | theme-grid |",
    ]
    return "\n".join(rows)


_TABLES = (
    ("begin_group", "matrix", "A table of choices", "", "table-list"),
    ("select_one often", "light", "Is there light?"),
    ("select_one often", "water", "Is there water?"),
    ("select_one often", "net", "Is there a network that lasts through the whole day?"),
    ("end_group",),
    ("begin_group", "grid", "Side by side", "", "w4"),
    ("text", "street", "Street", "", "w3"),
    ("integer", "number", "Number", "", "w1"),
    ("text", "town", "Town", "", "w2"),
    ("text", "country", "Country", "", "w2"),
    ("end_group",),
    ("begin_repeat", "person", "Person"),
    ("text", "role", "What do they do?"),
    ("integer", "age", "How old?"),
    ("end_repeat",),
)


def _line(cells: Sequence[str]) -> str:
    return "| | " + " | ".join([*cells, *[""] * (len(_HEAD) - len(cells))]) + " |"


def everything(folder: Path) -> Form:
    """Return the questionnaire, made by way of a real workbook."""
    return form(folder, table())
