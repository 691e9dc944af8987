"""A workbook to begin a questionnaire with: small, well made, and explaining itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FileError
from fieldkit.words import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Table = Sequence[Sequence[str]]


def write_starting_workbook(path: Path, title: str, day: date) -> None:
    """Write a questionnaire with a few questions of each common kind, and a sheet of help for its author.

    Raises:
        FileError: there is a file already, its name does not end in .xlsx, or the disk did not take it.
    """
    from openpyxl import Workbook

    if path.suffix.lower() != ".xlsx":
        raise FileError(
            _("“{name}” is not the name of a workbook.").format(name=path.name),
            _("Give it a name that ends in .xlsx."),
        )
    if path.exists():
        raise FileError(
            _("{path} is there already, and was left as it is.").format(path=path), _("Choose another name.")
        )
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in {
        "survey": [_COLUMNS, *([row.get(column, "") for column in _COLUMNS] for row in _SURVEY)],
        "choices": _CHOICES,
        "settings": _settings(title, day),
        "help": _help(),
    }.items():
        _lay_out(book.create_sheet(name), table)
    try:
        book.save(path)
    except OSError as error:
        raise FileError(
            _("{path} could not be written.").format(path=path),
            _("Look whether the folder is there, and may be written to."),
        ) from error


_COLUMNS = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "parameters",
    "appearance",
)  # fmt: skip
_SURVEY: Sequence[Mapping[str, str]] = (
    {"type": "begin_group", "name": "about", "label": "About the visit"},
    {
        "type": "date",
        "name": "visited",
        "label": "Date of the visit",
        "required": "yes",
        "constraint": ". <= today()",
        "constraint_message": "The visit cannot be in the future.",
    },
    {
        "type": "text",
        "name": "place",
        "label": "Where was it?",
        "hint": "A street or a village; no names of people",
    },
    {"type": "end_group"},
    {"type": "select_one yes_no", "name": "online", "label": "Do you use the internet?", "required": "yes"},
    {
        "type": "select_multiple device",
        "name": "devices",
        "label": "Which devices do you use for it?",
        "hint": "Tick all that apply",
        "relevant": "${online} = 'yes'",
    },
    {
        "type": "text",
        "name": "device_other",
        "label": "Which other device?",
        "relevant": "selected(${devices}, 'other')",
    },
    {
        "type": "integer",
        "name": "people",
        "label": "How many people share them?",
        "relevant": "${online} = 'yes'",
        "constraint": ". >= 1 and . <= 50",
        "constraint_message": "Give a number from 1 to 50.",
    },
    {
        "type": "note",
        "name": "offline",
        "label": "Ask instead what they would want it for.",
        "relevant": "${online} = 'no'",
    },
    {"type": "begin_repeat", "name": "barrier", "label": "What stands in the way"},
    {
        "type": "text",
        "name": "what",
        "label": "What is difficult?",
        "hint": "In their own words",
        "appearance": "multiline",
    },
    {
        "type": "range",
        "name": "weight",
        "label": "How much does it matter?",
        "hint": "From 1, a little, to 5, very much",
        "parameters": "start=1 end=5 step=1",
    },
    {"type": "end_repeat"},
)
_CHOICES: Table = (
    ("list_name", "name", "label"),
    ("yes_no", "yes", "Yes"),
    ("yes_no", "no", "No"),
    ("device", "phone", "A phone"),
    ("device", "laptop", "A laptop or tablet"),
    ("device", "library", "A computer in a library or community centre"),
    ("device", "other", "Something else"),
)


def _settings(title: str, day: date) -> Table:
    name = re.sub(r"\W+", "_", title.lower(), flags=re.ASCII).strip("_")
    return (
        ("form_title", "form_id", "version"),
        (title, name if name[:1].isalpha() else f"form_{name}".rstrip("_"), f"{day:%Y%m%d}01"),
    )


def _help() -> Table:
    return (
        (_("What"), _("How")),
        (_("A question"), _("One row of “survey”: its type, a short name, and the label that people read.")),
        (
            _("Types"),
            "text, integer, decimal, date, time, note, select_one LIST, select_multiple LIST, geopoint, image",
        ),
        (
            _("Choices"),
            _("Rows of “choices” with the same list_name. The name is stored, the label is shown."),
        ),
        (_("Asked only if"), _("relevant: ${online} = 'yes', or selected(${devices}, 'other')")),
        (
            _("Must hold"),
            _("constraint: . >= 1, where . is the answer; constraint_message says what would be right."),
        ),
        (_("Must be answered"), _("required: yes. Use it seldom: people may not want to say.")),
        (
            _("Worked out"),
            _("type calculate, and in a column calculation what is to be worked out: ${a} + ${b}"),
        ),
        (
            _("Together, or again"),
            _("begin_group … end_group; begin_repeat … end_repeat for each of several."),
        ),
        (
            _("Another language"),
            _("Columns such as “label::French (fr)”, for labels, hints and choices alike."),
        ),
        (_("A new version"), _("Raise version in “settings” with each change, and never change form_id.")),
        (_("What is wrong"), "fieldkit form check FILE"),
        (_("How it works"), "fieldkit form preview FILE"),
        (_("All that there is"), "https://xlsform.org"),
    )


def _lay_out(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row in table:
        sheet.append([cell or None for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, column in enumerate(zip(*table, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = min(60, 3 + max(map(len, column)))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
