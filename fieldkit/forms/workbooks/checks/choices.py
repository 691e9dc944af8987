"""The lists of choices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldkit.forms.expressions.letters import WORD
from fieldkit.forms.workbooks.findings import Finding, fault, warning
from fieldkit.forms.workbooks.rows import Workbook
from fieldkit.words import _

_WORD = re.compile(rf"{WORD}|\d[\w.\-]*")
_YES = ("yes", "true", "true()")


def name_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a choice without a name."""
    if not workbook["choices"].has("name"):
        return
    for row in workbook["choices"].rows:
        if row.text("list_name") and not row.text("name"):
            yield fault(
                "choice-name-missing",
                row.place("name"),
                _("The choice has no name."),
                _("Give it a short one, such as yes."),
            )


def list_unnamed(workbook: Workbook) -> Iterator[Finding]:
    """Find a choice that belongs to no list."""
    if not workbook["choices"].has("list_name"):
        return
    for row in workbook["choices"].rows:
        if not row.text("list_name") and (row.text("name") or row.text("label")):
            yield warning(
                "choice-without-list",
                row.place("list_name"),
                _("The choice belongs to no list, and is left out."),
                _("Write the name of its list into the column list_name."),
            )


def twice(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that two choices of a list share."""
    allowed = workbook.settings.text("allow_choice_duplicates").lower() in _YES
    for name, rows in workbook.lists.items():
        seen: dict[str, int] = {}
        for row in rows:
            value = row.text("name")
            other = seen.setdefault(value, row.number)
            if value and other != row.number and not allowed:
                yield fault(
                    "choice-twice",
                    row.place("name"),
                    _("“{value}” is already in the list “{name}”, in row {other}.").format(
                        value=value, name=name, other=other
                    ),
                    _(
                        "Give each choice a name of its own; or write yes into the setting allow_choice_duplicates."
                    ),
                )


def case(workbook: Workbook) -> Iterator[Finding]:
    """Find names of choices that differ only in capital letters."""
    for name, rows in workbook.lists.items():
        seen: dict[str, str] = {}
        for row in rows:
            value = row.text("name")
            other = seen.setdefault(value.lower(), value)
            if other != value:
                yield warning(
                    "names-differ-in-case",
                    row.place("name"),
                    _("“{value}” and “{other}” of the list “{name}” differ by capital letters alone.").format(
                        value=value, other=other, name=name
                    ),
                    _("Choose names that differ more: expressions tell them apart, people do not."),
                )


def spaces(workbook: Workbook) -> Iterator[Finding]:
    """Find names with spaces, which would be taken for several where several may be chosen."""
    several = {row.kind.list_name for row in workbook.survey if row.kind.word in ("select_multiple", "rank")}
    strict = {row.kind.list_name for row in workbook.survey if row.kind.word == "select_multiple"}
    for name, rows in workbook.lists.items():
        for row in rows:
            if len(row.text("name").split()) < 2 or name not in several:
                continue
            found = fault if name in strict else warning
            yield found(
                "choice-name-with-space",
                row.place("name"),
                _("“{value}” has a space in it, and several of the list “{name}” may be chosen.").format(
                    value=row.text("name"), name=name
                ),
                _("Write “_” instead: the names that were chosen are stored with spaces between."),
            )


def unused(workbook: Workbook) -> Iterator[Finding]:
    """Find a list that no question offers."""
    used = {row.kind.list_name for row in workbook.survey if row.kind.list_name}
    # Lists are also looked up by name: instance('towns'), tick_labelset=towns, reference-geometry=towns.
    elsewhere = {
        word
        for row in workbook["survey"].rows
        for column, text in row.cells.items()
        if column.name not in ("type", "name", "label", "hint")
        for word in _WORD.findall(text)
    }
    for name, rows in workbook.lists.items():
        if name not in used and name not in elsewhere:
            yield warning(
                "choice-list-unused",
                rows[0].place("list_name"),
                _("No question uses the choice list “{name}”.").format(name=name),
                _("Remove it, or correct the type of the question that should."),
            )


CHECKS = (name_missing, list_unnamed, twice, case, spaces, unused)
