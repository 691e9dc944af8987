"""A workbook as its sheets, rows and columns, each column under its one name however the author wrote it.

Source: XLSForm reference, https://xlsform.org/en/ref-table/, and pyxform's table of other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from fieldkit.forms.workbooks.findings import Finding, Place

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
TRANSLATED = (
    "label", "hint", "guidance_hint", "image", "big-image", "audio", "video", "constraint_message", "required_message",
)  # fmt: skip
"""The columns that may be in several languages."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "survey": (
        "type", "name", *TRANSLATED, "relevant", "constraint", "required", "read_only", "calculation", "default",
        "trigger", "appearance", "parameters", "choice_filter", "repeat_count", "save_to", "autoplay", "rows",
        "disabled", "intent", "compact_tag", "noapperrorstring", "sms_field", "sms_option", "sms_separator",
        "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response", "note", "query",
    ),
    "choices": ("list_name", "name", "label", "image", "big-image", "audio", "video"),
    "external_choices": ("list_name", "name", "label"),
    "settings": (
        "form_title", "form_id", "version", "instance_name", "default_language", "style", "name",
        "allow_choice_duplicates", "public_key", "submission_url", "auto_send", "auto_delete", "client_editable",
        "omit_instanceid", "instance_id", "clean_text_values", "namespaces", "prefix", "delimiter", "sms_keyword",
        "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response", "flat",
        "add_none_option", "instance_xmlns", "entity_version",
    ),
    "entities": ("list_name", "label", "entity_id", "create_if", "update_if", "repeat"),
    "osm": ("list_name", "name", "label"),
}  # fmt: skip
"""The columns that mean something, by sheet."""
_OTHER_NAMES: Mapping[str, Mapping[str, str]] = {
    "survey": {
        "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
        "calculate": "calculation", "count": "repeat_count", "jr:count": "repeat_count", "readonly": "read_only",
        "constraining_message": "constraint_message", "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message", "jr:requiredmsg": "required_message",
        "no_app_error_string": "noapperrorstring",
    },
    "choices": {"value": "name", "caption": "label"},
    "external_choices": {"value": "name", "caption": "label"},
    "settings": {
        "id_string": "form_id", "title": "form_title", "set_form_id": "form_id", "set_form_title": "form_title",
    },
    "entities": {"dataset": "list_name"},
}  # fmt: skip
_WRAPPED = ("bind", "control", "body", "media")
"""What may stand before the name of a column, as in `bind::relevant`."""


class Column(NamedTuple):
    """A column of a sheet: its header as written, its one name, and the language of its texts."""

    header: str
    name: str
    language: str = ""


class Row(NamedTuple):
    """A row that says something. Rows are counted as in the sheet, the headers being row 1."""

    sheet: str
    number: int
    cells: Mapping[Column, str]

    def text(self, name: str) -> str:
        """Return what stands in a column, in the first language that says anything; blank where nothing does."""
        return next((text for column, text in self.cells.items() if column.name == name), "")

    def place(self, name: str = "") -> Place:
        """Return where a column of this row is."""
        header = next((column.header for column in self.cells if column.name == name), name)
        return Place(self.sheet, self.number, header)


class Sheet(NamedTuple):
    """A sheet of a workbook."""

    name: str
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()

    def has(self, name: str) -> bool:
        """Tell whether there is such a column, in whatever language."""
        return any(column.name == name for column in self.columns)


class Workbook:
    """A workbook as read. It never changes."""

    def __init__(
        self, sheets: Mapping[str, Sheet], names: Sequence[str] = (), noticed: Sequence[Finding] = ()
    ) -> None:
        self.sheets = sheets
        self.names = names
        """All its sheets, those too that mean nothing to a questionnaire."""
        self.noticed = noticed
        """What was found while reading it."""

    def __getitem__(self, name: str) -> Sheet:
        return self.sheets.get(name, Sheet(name))

    @cached_property
    def lists(self) -> dict[str, list[Row]]:
        """The choices by the name of their list."""
        found: dict[str, list[Row]] = {}
        for row in self["choices"].rows:
            if name := row.text("list_name"):
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def settings(self) -> Row:
        """The first row of the settings; one that says nothing where there is none."""
        rows = self["settings"].rows
        return rows[0] if rows and rows[0].number == 2 else Row("settings", 2, {})

    @cached_property
    def survey(self) -> list[Surveyed]:
        """The rows of the survey, with what their types say and where they lie."""
        return list(_surveyed(self["survey"].rows))

    @cached_property
    def rows_by_path(self) -> dict[str, Row]:
        """The rows of the survey by the paths of what they ask; the last where a path is used twice."""
        return {row.path: row.row for row in self.survey if not row.kind.ends}

    @cached_property
    def names_of_questions(self) -> dict[str, Surveyed]:
        """What `${name}` may name: questions, groups and repeats; the first where a name is used twice."""
        found: dict[str, Surveyed] = {}
        for row in self.survey:
            if row.name and not row.kind.ends:
                found.setdefault(row.name, row)
        return found


# Types

_BEGIN = re.compile(r"begin[ _](group|lgroup|repeat|loop|looped group)(?: (?:over )?(\S+))?")
_END = re.compile(r"end[ _](group|lgroup|repeat|loop|looped group)")
_CONTAINERS = {"group": "group", "loop": "loop"}
_SELECT_ONE = ("select_one", "select one", "select1", "select one from", "add select one prompt using")
_SELECT_MULTIPLE = (
    "select_multiple", "select all that apply", "select all that apply from", "add select multiple prompt using",
)  # fmt: skip
SELECTS = {
    **dict.fromkeys(_SELECT_ONE, "select_one"),
    **dict.fromkeys(_SELECT_MULTIPLE, "select_multiple"),
    "rank": "rank",
    "select_one_external": "select_one_external",
    "select_one_from_file": "select_one_from_file",
    "select one from file": "select_one_from_file",
    "select_multiple_from_file": "select_multiple_from_file",
    "select multiple from file": "select_multiple_from_file",
}
"""The ways to write a type with choices, and its one name."""
_SELECT = re.compile(
    rf"({'|'.join(sorted(SELECTS, key=len, reverse=True))}) (\S+)(?: (or specify other|or_other|or other))?"
)
_FILE = re.compile(r".*\.(csv|xml|geojson)")


class Kind(NamedTuple):
    """What the type of a row says: `select_one water or_other` is select_one, with the list `water` and others."""

    written: str
    word: str
    """One name for each type; as written where it has none."""
    list_name: str = ""
    other: bool = False
    begins: str = ""
    """`group`, `repeat` or `loop` where the row begins one."""
    ends: str = ""

    @property
    def chooses(self) -> bool:
        """True where the answer is one or several of a list."""
        return bool(self.list_name) and not self.begins

    @property
    def from_sheet(self) -> bool:
        """True where the choices are in the sheet `choices`."""
        return (
            self.word in ("select_one", "select_multiple", "rank")
            and self.chooses
            and not _FILE.fullmatch(self.list_name)
            and "${" not in self.list_name
        )


def kind_of(written: str) -> Kind:
    """Return what a type says."""
    plain = " ".join(written.split())
    if begins := _BEGIN.fullmatch(plain):
        word = _CONTAINERS.get(begins[1], "repeat")
        return Kind(plain, f"begin_{word}", begins[2] or "", begins=word)
    if ends := _END.fullmatch(plain):
        word = _CONTAINERS.get(ends[1], "repeat")
        return Kind(plain, f"end_{word}", ends=word)
    if chosen := _SELECT.fullmatch(plain):
        return Kind(plain, SELECTS[chosen[1]], chosen[2], bool(chosen[3]))
    return Kind(plain, plain)


class Surveyed(NamedTuple):
    """A row of the survey: `path` as in the form, `around` the path of its group, `repeats` those it lies in."""

    row: Row
    kind: Kind
    name: str
    path: str
    around: str
    repeats: tuple[str, ...]

    @property
    def number(self) -> int:
        """The row in the sheet."""
        return self.row.number

    @property
    def asks(self) -> bool:
        """True where the row is a question, a note or something worked out: no begin, no end, no remark."""
        return bool(self.kind.word) and not self.kind.begins and not self.kind.ends


def _surveyed(rows: Iterable[Row]) -> Iterator[Surveyed]:
    groups: list[str] = []
    repeats: list[str] = []
    opened: list[bool] = []
    for row in rows:
        if row.text("disabled").lower() in ("yes", "true", "true()"):
            continue
        kind, name = kind_of(row.text("type")), row.text("name")
        if kind.ends and opened:
            groups.pop()
            if opened.pop():
                repeats.pop()
        around = "/".join(["", *groups])
        path = f"{around}/{name}"
        yield Surveyed(row, kind, name, path, around, tuple(repeats))
        if kind.begins:
            groups.append(name)
            opened.append(kind.begins != "group")
            if opened[-1]:
                repeats.append(path)


# Columns


def columns_of(sheet: str, headers: Iterable[str]) -> list[Column]:
    """Return the columns with these headers."""
    written = list(headers)
    # Before there was `label::French`, there was `label:French`; a sheet uses one or the other.
    parting = "::" if any("::" in header for header in written) else ":"
    return [_column(sheet, header, parting) for header in written]


def _column(sheet: str, header: str, parting: str) -> Column:
    whole = _known(sheet, header)
    if whole or parting not in header:
        return Column(header, whole or header)
    parts = [part.strip() for part in header.split(parting)]
    if parts[0].lower() in _WRAPPED and len(parts) > 1:
        parts = parts[1:]
    if parts[0] == "jr" and len(parts) > 1:
        parts = [f"jr:{parts[1]}", *parts[2:]]
    name = _known(sheet, parts[0])
    if not name or (len(parts) > 1 and name not in TRANSLATED):
        return Column(header, header)
    return Column(header, name, parts[1] if len(parts) > 1 else "")


def _known(sheet: str, header: str) -> str:
    plain = "_".join(header.lower().split())
    name = _OTHER_NAMES.get(sheet, {}).get(plain, plain)
    return name if name in COLUMNS.get(sheet, ()) else ""
