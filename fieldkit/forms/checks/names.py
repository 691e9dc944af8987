"""The names of questions, groups and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldkit.forms.findings import Finding, fault, warning
from fieldkit.forms.rows import Surveyed, Workbook
from fieldkit.words import _

NAME = re.compile(r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?")
_FORM = {"form_title", "set_form_title", "form_id", "set_form_id", "prefix"}
"""Types that are settings written into the survey; there, the name is the setting."""


def missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a question without a name."""
    for row in workbook.survey:
        if row.kind.written and not row.kind.ends and not row.name and row.kind.word not in ("note", "audit"):
            yield fault(
                "name-missing",
                row.row.place("name"),
                _("The name is missing."),
                _("Give it a short one, such as age."),
            )


def impossible(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that cannot be one."""
    for row in _named(workbook):
        if not NAME.fullmatch(row.name):
            yield fault(
                "name-impossible",
                row.row.place("name"),
                _("The name “{name}” is not possible.").format(name=row.name),
                _("Begin with a letter, and use only letters, digits, “_”, “-” and “.”."),
            )


def twice(workbook: Workbook) -> Iterator[Finding]:
    """Find two of a name in one group, or two repeats of a name anywhere."""
    seen: dict[str, int] = {}
    repeats: dict[str, int] = {}
    for row in _named(workbook):
        other = seen.setdefault(row.path, row.number)
        if other == row.number and row.kind.begins == "repeat":
            other = repeats.setdefault(row.name, row.number)
        if other != row.number:
            yield fault(
                "name-twice",
                row.row.place("name"),
                _("The name “{name}” is already used in row {other}.").format(name=row.name, other=other),
                _("Give each question, group and repeat a name of its own."),
            )


def reserved(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that the form itself needs."""
    root = workbook.settings.text("name") or "data"
    for row in _named(workbook):
        if row.name == "meta" or (row.kind.begins == "repeat" and row.name == root):
            yield fault(
                "name-reserved",
                row.row.place("name"),
                _("The name “{name}” is kept for the form itself.").format(name=row.name),
                _("Choose another, such as {name}_1.").format(name=row.name),
            )


def audit(workbook: Workbook) -> Iterator[Finding]:
    """Find an audit with a name of its own."""
    for row in workbook.survey:
        if row.kind.word == "audit" and row.name not in ("", "audit"):
            yield fault(
                "name-impossible",
                row.row.place("name"),
                _("An audit is always called audit."),
                _("Leave its name empty."),
            )


def case(workbook: Workbook) -> Iterator[Finding]:
    """Find names that differ only in capital letters."""
    seen: dict[str, Surveyed] = {}
    for row in _named(workbook):
        other = seen.setdefault(row.path.lower(), row)
        if other.path != row.path:
            yield warning(
                "names-differ-in-case",
                row.row.place("name"),
                _("“{name}” differs from “{other}” in row {row} by capital letters alone.").format(
                    name=row.name, other=other.name, row=other.number
                ),
                _("Spreadsheets and databases may take them for the same: choose names that differ more."),
            )


CHECKS = (missing, impossible, twice, reserved, audit, case)


def _named(workbook: Workbook) -> Iterator[Surveyed]:
    for row in workbook.survey:
        if row.name and row.kind.written and not row.kind.ends and row.kind.word not in (*_FORM, "audit"):
            yield row
