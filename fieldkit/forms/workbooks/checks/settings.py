"""The settings: what a form is called, and which version it is."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.expressions.letters import is_name
from fieldkit.forms.workbooks.findings import Finding, Place, fault, warning
from fieldkit.forms.workbooks.rows import Workbook, columns_of
from fieldkit.words import _

_WRITTEN = {"form_title", "form_id", "version", "default_language"}


def id_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a form that is called after its file."""
    if not workbook.settings.text("form_id") and not _in_survey(workbook, "form_id"):
        yield warning(
            "form-id-missing",
            Place("settings", 0, "form_id"),
            _("The form has no form_id; it goes by the name of its file."),
            _("Add one to the sheet “settings”, such as water_points, and never change it."),
        )


def id_twice(workbook: Workbook) -> Iterator[Finding]:
    """Find two ids."""
    ids = [column for column in workbook["settings"].columns if column.name == "form_id"]
    if len(ids) > 1:
        yield warning(
            "form-id-twice",
            Place("settings", 1, ids[1].header),
            _("There are two ids, under “form_id” and “id_string”; form_id counts."),
            _("Remove the column id_string."),
        )


def version_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a form of which nobody can tell which one was filled in."""
    if not workbook.settings.text("version"):
        yield warning(
            "version-missing",
            Place("settings", 0, "version"),
            _("The form has no version."),
            _("Add one to the sheet “settings”, such as 2026110301, and raise it with each change."),
        )


def title_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a form that shows its id for want of a title."""
    if not workbook.settings.text("form_title") and not _in_survey(workbook, "form_title"):
        yield warning(
            "title-missing",
            Place("settings", 0, "form_title"),
            _("The form has no title; people see its id."),
            _("Add a form_title to the sheet “settings”."),
        )


def root_impossible(workbook: Workbook) -> Iterator[Finding]:
    """Find the name of the whole, which has to be one."""
    name = workbook.settings.text("name")
    if name and not is_name(name):
        yield fault(
            "name-impossible",
            # pyxform calls the row of the headers the first one here; the cell is beneath it.
            workbook.settings.place("name"),
            _("The name “{name}” is not possible.").format(name=name),
            _("Begin with a letter, and use only letters, digits, “_”, “-” and “.”; or remove the column."),
        )


def elsewhere(workbook: Workbook) -> Iterator[Finding]:
    """Find settings that are written where none are read: sideways, or below the second row."""
    sheet = workbook["settings"]
    names = {
        column.name for column in columns_of("settings", [r.text(sheet.columns[0].name) for r in sheet.rows])
    }
    if names & _WRITTEN and {column.name for column in sheet.columns} & _WRITTEN:
        yield warning(
            "settings-elsewhere",
            Place("settings", 1),
            _("The settings are written below each other, and only row 2 is read."),
            _("Write their names into row 1, side by side, and what they are into row 2."),
        )
    elif below := [row for row in sheet.rows if row.number > 2]:
        yield warning(
            "settings-elsewhere",
            below[0].place(),
            _("Only row 2 of the settings is read; this row is not."),
            _("Move what it says into row 2, or remove it."),
        )


CHECKS = (elsewhere, id_missing, id_twice, version_missing, title_missing, root_impossible)


def _in_survey(workbook: Workbook, setting: str) -> bool:
    return any(row.kind.word in (setting, f"set_{setting}") for row in workbook.survey)
