"""The types of questions, and the lists that they name."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.workbooks.converter import TYPES
from fieldkit.forms.workbooks.findings import Finding, fault, warning
from fieldkit.forms.workbooks.meant import OTHER_WORDS, like
from fieldkit.forms.workbooks.rows import SELECTS, Surveyed, Workbook
from fieldkit.words import _, listed

_KOBO = ("kobomatrix", "score", "rank", "literacytest")
_FILES = (".csv", ".xml", ".geojson")
_OUTDATED = {"simserial", "subscriberid"}
_WORDS = TYPES | {"begin_group", "end_group", "begin_repeat", "end_repeat"}
_CHOOSING = frozenset(SELECTS)


def missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a row with a name or a label, and no type."""
    if not workbook["survey"].has("type"):
        return
    for row in workbook.survey:
        if row.kind.written:
            continue
        if row.name or row.row.text("label"):
            yield fault(
                "type-missing",
                row.row.place("type"),
                _("The type is missing."),
                _("Say what kind of answer is wanted, such as text or integer."),
            )
        else:
            yield warning(
                "row-skipped",
                row.row.place(),
                _("The row has neither type nor name nor label; it is left out."),
                _("That is fine for a remark."),
            )


def unknown(workbook: Workbook) -> Iterator[Finding]:
    """Find a type that there is not."""
    for row in workbook.survey:
        if row.kind.written and not known(row):
            yield fault(
                "type-unknown",
                row.row.place("type"),
                _("“{type}” is no type of question.").format(type=row.kind.written),
                _meant(row.kind.written),
            )


def _meant(written: str) -> str:
    """Return what to do about a type that there is not."""
    word, _blank, rest = written.partition(" ")
    plain = word.lower()
    if plain.removeprefix("begin_").removeprefix("end_").startswith(_KOBO):
        return _("Only KoboToolbox knows it. Download the form there as XML, which can be read here.")
    if SELECTS.get(plain) and len(rest.split()) > 1:
        remedy = _(
            "The name of a list has no blanks: write “{type} {name}”, and the same into the sheet “choices”."
        )
        return remedy.format(type=SELECTS[plain], name="_".join(rest.split()))
    chosen = like(word, _CHOOSING) if rest else ""
    near = (
        f"{SELECTS[chosen]} {rest}" if chosen else OTHER_WORDS.get(written.lower()) or OTHER_WORDS.get(plain)
    )
    near = near or like(written, _WORDS)
    if near:
        return _("Was “{near}” meant?").format(near=near)
    return _("Correct it, such as text, integer or “select_one LIST”.")


def list_missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a question that names a list of choices that is not there, or names none."""
    external = {row.text("list_name") for row in workbook["external_choices"].rows}
    for row in workbook.survey:
        kind = row.kind
        if kind.written in SELECTS:
            yield fault(
                "choice-list-unnamed",
                row.row.place("type"),
                _("“{type}” does not say which list of choices it offers.").format(type=kind.written),
                _("Write the name of the list after it, such as “{type} yes_no”.").format(type=kind.written),
            )
        elif (
            kind.from_sheet and workbook["choices"].has("list_name") and kind.list_name not in workbook.lists
        ):
            yield _list_missing(row, list(workbook.lists), "choices")
        elif (
            kind.word == "select_one_external"
            and workbook["external_choices"].rows
            and kind.list_name not in external
        ):
            yield _list_missing(row, sorted(external), "external_choices")


def _list_missing(row: Surveyed, known: list[str], sheet: str) -> Finding:
    near = like(row.kind.list_name, frozenset(known))
    return fault(
        "choice-list-missing",
        row.row.place("type"),
        _("The choice list “{name}” is missing from the sheet “{sheet}”.").format(
            name=row.kind.list_name, sheet=sheet
        ),
        _("Was “{near}” meant?").format(near=near) if near else _("Add it there, or correct its name."),
    )


def file_ending(workbook: Workbook) -> Iterator[Finding]:
    """Find a question with a file of choices that is none of the kinds that hold them."""
    for row in workbook.survey:
        name = row.kind.list_name
        if row.kind.word.endswith("_from_file") and not (name.count(".") == 1 and name.endswith(_FILES)):
            yield fault(
                "choice-file-unknown",
                row.row.place("type"),
                _("“{name}” is not the name of a file with choices.").format(name=name),
                _("Its name must have one dot, and end in {endings}.").format(endings=listed(_FILES)),
            )


def outdated(workbook: Workbook) -> Iterator[Finding]:
    """Find a type that hardly any device can still answer."""
    for row in workbook.survey:
        if row.kind.word in _OUTDATED:
            yield warning(
                "type-outdated",
                row.row.place("type"),
                _("Phones no longer say their “{type}”, and a laptop has none: it stays empty.").format(
                    type=row.kind.word
                ),
                _("Use deviceid or username instead."),
            )


def known(row: Surveyed) -> bool:
    """Tell whether there is such a type."""
    kind = row.kind
    return bool(
        kind.begins or kind.ends or kind.list_name or kind.word in TYPES or kind.written in SELECTS
    ) or kind.word.startswith("osm ")


CHECKS = (missing, unknown, list_missing, file_ending, outdated)
