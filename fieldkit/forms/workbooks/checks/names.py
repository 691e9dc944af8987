"""The names of questions, groups and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldkit.forms.expressions.letters import NAME, is_name
from fieldkit.forms.workbooks.converter import PREFIXES
from fieldkit.forms.workbooks.findings import Finding, fault, warning
from fieldkit.forms.workbooks.rows import Surveyed, Workbook
from fieldkit.words import _

ONE_REFERENCE = re.compile(r"\s*\$\{[^}]+\}\s*")
_PREFIX = re.compile(r"([^\s=]+)=")
_FORM = {"form_title", "set_form_title", "form_id", "set_form_id", "prefix"}
"""Types that are settings written into the survey; there, the name is the setting."""


def missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a question without a name."""
    for row in workbook.survey:
        # What ends a group has no name, also where it is misspelt.
        ends = row.kind.ends or row.kind.word.lower().startswith("end")
        if row.kind.written and not ends and not row.name and row.kind.word not in ("note", "audit"):
            yield fault(
                "name-missing",
                row.row.place("name"),
                _("The name is missing."),
                _("Give it a short one, such as age."),
            )


def impossible(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that cannot be one."""
    for row in _named(workbook):
        if not is_name(row.name) or _prefix_unknown(row.name, workbook):
            yield fault(
                "name-impossible",
                row.row.place("name"),
                _("The name “{name}” is not possible.").format(name=row.name),
                _("Forms know no names of such signs: use Latin letters for it. Labels may have them.")
                if NAME.fullmatch(row.name) and ":" not in row.name
                else _("Begin with a letter, and use only letters, digits, “_”, “-” and “.”."),
            )


def twice(workbook: Workbook) -> Iterator[Finding]:
    """Find two of a name in one group, or two repeats of a name anywhere."""
    seen: dict[str, int] = {}
    repeats: dict[str, int] = {}
    made = {path: row for row in _named(workbook) for path in _made(row)}
    for row in _named(workbook):
        if source := made.get(row.path):
            yield fault(
                "name-twice",
                row.row.place("name"),
                _("“{name}” is what the form itself calls what belongs to row {other}.").format(
                    name=row.name, other=source.number
                ),
                _("Give this question another name."),
            )
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


def _made(row: Surveyed) -> Iterator[str]:
    """Yield the paths of the questions that are made along with a row: for other answers, and to count instances."""
    if row.kind.other:
        yield f"{row.path}_other"
    count = row.row.text("repeat_count")
    if row.kind.begins == "repeat" and count and not ONE_REFERENCE.fullmatch(count):
        yield f"{row.path}_count"


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


def _prefix_unknown(name: str, workbook: Workbook) -> bool:
    prefix, colon, _rest = name.partition(":")
    return bool(colon) and prefix not in {*PREFIXES, *_PREFIX.findall(workbook.settings.text("namespaces"))}


def _named(workbook: Workbook) -> Iterator[Surveyed]:
    for row in workbook.survey:
        if row.name and row.kind.written and not row.kind.ends and row.kind.word not in (*_FORM, "audit"):
            yield row
