"""The rows of an XLSForm, and what is wrong with them: everything at once, each with sheet, row, column and remedy.

The converter stops at the first fault it meets; a person who mends a form wants to know of all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fieldkit.forms.expression import ExpressionError, read
from fieldkit.words import _

Row = Mapping[str, str]

EXPRESSIONS = (
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    "required",
    "read_only",
)
_OTHER_NAMES = {
    "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
    "bind::relevant": "relevant", "calculate": "calculation", "bind::calculate": "calculation", "count": "repeat_count",
    "jr:count": "repeat_count", "readonly": "read_only", "bind::readonly": "read_only", "bind::required": "required",
    "bind::constraint": "constraint", "list name": "list_name",
}  # fmt: skip
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_QUOTED = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_BEGIN = re.compile(r"begin[_ ](group|repeat|loop|lgroup|looped group)(?: over .*)?", re.IGNORECASE)
_END = re.compile(r"end[_ ](group|repeat|loop|lgroup|looped group)", re.IGNORECASE)
_SELECT = re.compile(
    r"(?:select_one|select one|select1|select_multiple|select multiple|rank)\s+([^\s$]\S*?)"
    r"(?:\s+(?:or[_ ]other|or specify other))?",
    re.IGNORECASE,
)
_FILE = re.compile(r".*\.(csv|xml|geojson)", re.IGNORECASE)
_YES_OR_NO = {"yes", "no", "true", "false", "true()", "false()"}


class Place(NamedTuple):
    """A cell of a workbook. Rows are counted as in the sheet; 0 means none in particular."""

    sheet: str
    row: int
    column: str = ""

    def said(self, sentence: str) -> str:
        """Return the sentence with its place before it."""
        if not self.row:
            return _("Sheet “{sheet}”: {sentence}").format(sheet=self.sheet, sentence=sentence)
        if not self.column:
            return _("Sheet “{sheet}”, row {row}: {sentence}").format(
                sheet=self.sheet, row=self.row, sentence=sentence
            )
        return _("Sheet “{sheet}”, row {row}, column “{column}”: {sentence}").format(
            sheet=self.sheet, row=self.row, column=self.column, sentence=sentence
        )


class Fault(NamedTuple):
    """What is wrong, and in which cell."""

    place: Place
    sentence: str


class Survey(NamedTuple):
    """A row of the survey, with where it lies: `path` as in the form, `around` that of its group."""

    number: int
    path: str
    around: str
    cells: Row


def column_of(header: str) -> str:
    """Return the one name of a column that has several, without the language of its texts."""
    plain = header.strip().lower()
    if plain in _OTHER_NAMES:
        return _OTHER_NAMES[plain]
    base = plain.partition("::")[0].strip().replace(" ", "_")
    return _OTHER_NAMES.get(base, base)


def surveyed(rows: Iterable[Row]) -> Iterator[Survey]:
    """Yield the rows of a survey that say anything, each with its path."""
    groups: list[str] = []
    for number, row in enumerate(rows, 2):
        cells = {
            column_of(header): str(value).strip() for header, value in row.items() if str(value or "").strip()
        }
        kind = " ".join(cells.get("type", "").split())
        if not cells:
            continue
        if _END.fullmatch(kind):
            groups = groups[:-1]
        around = "/".join(["", *groups])
        yield Survey(number, f"{around}/{cells.get('name', '')}", around, cells)
        if _BEGIN.fullmatch(kind):
            groups.append(cells.get("name", ""))


def faults(
    survey: Sequence[Row], choices: Sequence[Row], settings: Sequence[Row], types: frozenset[str]
) -> list[Fault]:
    """Return everything that is wrong with the rows of a form. `types` are those that need no list."""
    rows = list(surveyed(survey))
    lists = Counter(
        (cells.get("list_name", ""), cells.get("name", ""))
        for _number, cells in _cells(choices)
        if cells.get("list_name")
    )
    duplicates_allowed = any(
        str(value).lower() in ("yes", "true", "true()")
        for row in settings
        for key, value in row.items()
        if key == "allow_choice_duplicates"
    )
    found = [
        *_faults_of_types(rows, {name for name, _value in lists}, types),
        *_faults_of_names(rows),
        *_faults_of_groups(rows),
        *_faults_of_references(rows),
        *_faults_of_expressions(rows),
        *_faults_of_choices(choices, {} if duplicates_allowed else lists),
    ]
    return sorted(found, key=lambda fault: (fault.place.sheet != "survey", fault.place.row))


def _cells(rows: Iterable[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in enumerate(rows, 2):
        yield (
            number,
            {
                column_of(header): str(value).strip()
                for header, value in row.items()
                if str(value or "").strip()
            },
        )


def _faults_of_types(rows: list[Survey], lists: set[str], types: frozenset[str]) -> Iterator[Fault]:
    for row in rows:
        kind = " ".join(row.cells.get("type", "").split())
        place = Place("survey", row.number, "type")
        if not kind:
            if row.cells.keys() & {"name", "label"}:
                yield Fault(
                    place,
                    _("the type is missing. Say what kind of answer is wanted, such as text or integer."),
                )
            continue
        chosen = _SELECT.fullmatch(kind)
        if chosen and chosen[1] not in lists and not _FILE.fullmatch(chosen[1]):
            yield Fault(
                place,
                _(
                    "the choice list “{name}” is missing. Add it to the sheet “choices”, or correct its name."
                ).format(name=chosen[1]),
            )
        elif not chosen and not _known(kind, types):
            yield Fault(
                place,
                _("“{type}” is no type of question. Correct it, such as text or select_one.").format(
                    type=kind
                ),
            )


def _known(kind: str, types: frozenset[str]) -> bool:
    simple = kind.lower()
    if simple in types or _BEGIN.fullmatch(kind) or _END.fullmatch(kind):
        return True
    # Types with something after them, such as `select_one_from_file towns.csv`, are left to the converter.
    return simple.split()[0] in types or simple.startswith(
        ("select", "rank", "osm", "add ", "q ", "cascading", "csv-", "xml-")
    )


def _faults_of_names(rows: list[Survey]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for row in rows:
        name, kind = row.cells.get("name", ""), row.cells.get("type", "").lower()
        place = Place("survey", row.number, "name")
        if _END.fullmatch(" ".join(kind.split())) or not kind:
            continue
        if not name:
            if kind not in ("note", "audit") and "label" in row.cells:
                yield Fault(place, _("the name is missing. Give the question a short name, such as age."))
            continue
        if not _NAME.fullmatch(name) and "${" not in name:
            yield Fault(
                place,
                _(
                    "the name “{name}” is not possible. "
                    "Begin with a letter, and use only letters, digits, “_”, “-” and “.”."
                ).format(name=name),
            )
        elif row.path in seen:
            yield Fault(
                place,
                _(
                    "the name “{name}” is already used in row {other}. Give each question a name of its own."
                ).format(name=name, other=seen[row.path]),
            )
        seen.setdefault(row.path, row.number)


def _faults_of_groups(rows: list[Survey]) -> Iterator[Fault]:
    opened: list[tuple[str, int]] = []
    for row in rows:
        kind = " ".join(row.cells.get("type", "").split())
        begins, ends = _BEGIN.fullmatch(kind), _END.fullmatch(kind)
        if begins:
            opened.append((begins[1].lower(), row.number))
        elif ends and opened and opened[-1][0] == ends[1].lower():
            opened.pop()
        elif ends:
            yield Fault(
                Place("survey", row.number, "type"),
                _(
                    "this ends a {kind} that was not begun here. Remove the row, or put it where it belongs."
                ).format(kind=ends[1].lower()),
            )
    for kind, number in opened:
        yield Fault(
            Place("survey", number, "type"),
            _("this {kind} does not end. Add a row “end_{kind}” after its last question.").format(kind=kind),
        )


def _faults_of_references(rows: list[Survey]) -> Iterator[Fault]:
    names = {row.cells.get("name", "") for row in rows}
    for row in rows:
        for column, text in row.cells.items():
            for name in dict.fromkeys(_QUOTED.findall(text)):
                known = name.removeprefix("last-saved#")
                if known not in names:
                    yield Fault(
                        Place("survey", row.number, column),
                        _(
                            "“${{{name}}}” is no question of this form. Correct the name, or add the question."
                        ).format(name=known),
                    )


def _faults_of_expressions(rows: list[Survey]) -> Iterator[Fault]:
    for row in rows:
        for column in EXPRESSIONS:
            text = row.cells.get(column, "")
            if not text or text.lower() in _YES_OR_NO:
                continue
            try:
                read(_QUOTED.sub(" x ", text))
            except ExpressionError as error:
                yield Fault(Place("survey", row.number, column), error.sentence)


def _faults_of_choices(choices: Iterable[Row], lists: Mapping[tuple[str, str], int]) -> Iterator[Fault]:
    told: set[tuple[str, str]] = set()
    for number, cells in _cells(choices):
        name, value = cells.get("list_name", ""), cells.get("name", "")
        if name and not value:
            yield Fault(
                Place("choices", number, "name"),
                _("the choice has no name. Give it a short one, such as yes."),
            )
        elif lists.get((name, value), 0) > 1 and (name, value) not in told:
            told.add((name, value))
            yield Fault(
                Place("choices", number, "name"),
                _(
                    "“{value}” is more than once in the list “{name}”. Give each choice a name of its own."
                ).format(value=value, name=name),
            )
