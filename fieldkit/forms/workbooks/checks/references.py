"""Answers that are named in other cells, as `${name}`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from fieldkit.forms.expressions.letters import NAME
from fieldkit.forms.workbooks.findings import Finding, Place, fault
from fieldkit.forms.workbooks.meant import like
from fieldkit.forms.workbooks.rows import Column, Row, Workbook
from fieldkit.words import _

REFERENCE = re.compile(r"\$\{([^}]+)\}|\$\{[^}]*$")
_NOT_READ = {"survey": ("type", "name", "trigger"), "entities": ("list_name", "repeat")}
_QUOTING = ("label", "image", "big-image", "audio", "video")
"""The columns of choices in which answers may be named; the others hold whatever the author wants."""


def unknown(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that no question has."""
    known = frozenset({*workbook.names_of_questions, "instanceID"})
    for place, text in _quoting(workbook):
        for name in dict.fromkeys(REFERENCE.findall(text)):
            plain = name.removeprefix("last-saved#")
            if plain and NAME.fullmatch(plain) and plain not in known:
                yield _unknown(place, plain, known)


def unknown_trigger(workbook: Workbook) -> Iterator[Finding]:
    """Find a trigger that is no question."""
    asked = frozenset(row.name for row in workbook.survey if row.asks)
    for row in workbook.survey:
        trigger = row.row.text("trigger")
        for name in dict.fromkeys(REFERENCE.findall(trigger)):
            if name and name not in asked:
                yield _unknown(row.row.place("trigger"), name, asked)
        if trigger and "${" not in trigger:
            yield fault(
                "reference-unreadable",
                row.row.place("trigger"),
                _("“{text}” names no question.").format(text=trigger),
                _("Write ${, the name of a question, and }."),
            )


def _unknown(place: Place, name: str, known: frozenset[str]) -> Finding:
    near = like(name, known)
    return fault(
        "reference-unknown",
        place,
        _("“${{{name}}}” is no question of this form.").format(name=name),
        _("Did you mean ${{{near}}}?").format(near=near)
        if near
        else _("Correct the name, or add the question."),
    )


def unreadable(workbook: Workbook) -> Iterator[Finding]:
    """Find a `${` without its end, or with something in it that is no name."""
    for place, text in _quoting(workbook):
        for found in REFERENCE.finditer(text):
            name = (found[1] or "").removeprefix("last-saved#")
            if not NAME.fullmatch(name):
                yield fault(
                    "reference-unreadable",
                    place,
                    _("“{text}” names no question.").format(text=found[0][:40]),
                    _("Write ${, the name of a question, and }, without spaces between."),
                )


def ambiguous(workbook: Workbook) -> Iterator[Finding]:
    """Find a name that several questions have, in different groups."""
    count = Counter(
        row.name for row in workbook.survey if row.name and row.kind.written and not row.kind.ends
    )
    for place, text in _quoting(workbook):
        for name in dict.fromkeys(REFERENCE.findall(text)):
            plain = name.removeprefix("last-saved#")
            if count[plain] > 1:
                yield fault(
                    "reference-ambiguous",
                    place,
                    _("{count} questions are called “{name}”, and ${{{name}}} does not say which.").format(
                        count=count[plain], name=plain
                    ),
                    _("Give them different names."),
                )


CHECKS = (unknown, unknown_trigger, unreadable, ambiguous)


def _quoting(workbook: Workbook) -> Iterator[tuple[Place, str]]:
    """Yield the cells that name answers, each with its place."""
    for sheet in ("survey", "choices", "settings", "entities"):
        for row in workbook[sheet].rows:
            for column, text in row.cells.items():
                if "${" in text and _reads(column, row):
                    yield Place(sheet, row.number, column.header), text


def _reads(column: Column, row: Row) -> bool:
    if row.sheet == "choices":
        return column.name in _QUOTING
    return column.name not in _NOT_READ.get(row.sheet, ())
