"""A small questionnaire, and workbooks of answers to it as servers export them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from fieldkit.forms import Form
from tests.forms.tables import form

Rows = Sequence[Sequence[Any]]

VISIT = """
| survey  |                      |         |          |
|         | type                 | name    | label    |
|         | today                | today   |          |
|         | text                 | place   | Place    |
|         | begin_group          | home    | Home     |
|         | integer              | rooms   | Rooms    |
|         | decimal              | rent    | Rent     |
|         | date                 | since   | Since    |
|         | time                 | wakes   | Wakes    |
|         | datetime             | visited | Visited  |
|         | select_multiple heat | heating | Heating  |
|         | acknowledge          | seen    | Seen     |
|         | end_group            |         |          |
|         | begin_repeat         | member  | Member   |
|         | text                 | first   | First    |
|         | integer              | age     | Age      |
|         | begin_repeat         | job     | Job      |
|         | text                 | title   | Title    |
|         | end_repeat           |         |          |
|         | end_repeat           |         |          |
| choices |                      |         |          |
|         | list_name            | name    | label    |
|         | heat                 | gas     | Gas      |
|         | heat                 | wood    | Wood     |
|         | heat                 | none    | None     |
| settings |                     |         |          |
|         | form_id              | version | form_title |
|         | visit                | 1       | Visit    |
"""

HOUSEHOLDS: Rows = [
    ["_uuid", "_index", "today", "place", "rooms"],
    ["a1", 1, "2026-09-14", "Norwich", 3],
    ["b2", 2, "2026-09-15", "Lowestoft", None],
]
MEMBERS: Rows = [
    ["first", "age", "_index", "_parent_index"],
    ["Ada", 41, 1, 1],
    ["Ben", 7, 2, 2],
    ["Cem", 9, 3, 2],
]
JOBS: Rows = [["title", "_parent_index"], ["baker", 1], ["carer", 1]]


def visit(folder: Path) -> Form:
    return form(folder, VISIT)


def book(folder: Path, sheets: Mapping[str, Rows], name: str = "data.xlsx") -> Path:
    """Write sheets cell by cell, each value as what it is."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(folder / name)
    return folder / name


def households(folder: Path) -> Path:
    return book(folder, {"main": HOUSEHOLDS, "member": MEMBERS, "job": JOBS})
