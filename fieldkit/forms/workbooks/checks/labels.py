"""What people read: questions that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.workbooks.checks.types import known
from fieldkit.forms.workbooks.findings import Finding, fault, warning
from fieldkit.forms.workbooks.rows import Surveyed, Workbook
from fieldkit.words import _

_UNASKED = {
    "calculate", "hidden", "start", "end", "today", "deviceid", "device id", "get device id", "username", "email",
    "phonenumber", "phone number", "get phone number", "simserial", "sim id", "get sim id", "subscriberid",
    "subscriber id", "get subscriber id", "imei", "start time", "get start time", "end time", "get end time",
    "get today", "audit", "background-audio", "background-geopoint", "start-geopoint", "csv-external",
    "xml-external", "q calculate", "add calculate prompt",
    "form_title", "set_form_title", "form_id", "set_form_id", "prefix",
}  # fmt: skip
_SHOWN = ("label", "hint", "image", "audio", "video")


def missing(workbook: Workbook) -> Iterator[Finding]:
    """Find a question that shows nothing."""
    for row in workbook.survey:
        if not shown(row):
            continue
        if not any(row.row.text(column) for column in _SHOWN):
            only_guidance = _(" Guidance alone may be hidden.") if row.row.text("guidance_hint") else ""
            yield fault(
                "label-missing",
                row.row.place("label"),
                _("The question “{name}” has neither label nor hint: nobody would know what it asks.").format(
                    name=row.name
                )
                + only_guidance,
                _("Write what people should read into the column label."),
            )
        elif not row.row.text("label") and not any(row.row.text(media) for media in _SHOWN[2:]):
            yield warning(
                "label-missing",
                row.row.place("label"),
                _("The question “{name}” has a hint and no label.").format(name=row.name),
                _("Write the question itself into the column label."),
            )


def repeats(workbook: Workbook) -> Iterator[Finding]:
    """Find a repeat of which nobody knows what is asked again and again."""
    for row in workbook.survey:
        if row.kind.begins == "repeat" and not any(row.row.text(column) for column in ("label", *_SHOWN[2:])):
            yield warning(
                "repeat-label-missing",
                row.row.place("label"),
                _("The repeat “{name}” has no label.").format(name=row.name),
                _("Say what is asked about each time, such as “Person in the household”."),
            )


def choices(workbook: Workbook) -> Iterator[Finding]:
    """Find a choice that shows its name, for want of a label."""
    for row in workbook["choices"].rows:
        if row.text("list_name") and row.text("name") and not row.text("label"):
            yield warning(
                "choice-label-missing",
                row.place("label"),
                _("The choice “{name}” of the list “{list}” has no label; people see its name.").format(
                    name=row.text("name"), list=row.text("list_name")
                ),
                _("Write what people should read."),
            )


def shown(row: Surveyed) -> bool:
    """Tell whether people see the row as a question, so that it needs words."""
    if not (row.asks and known(row)) or row.kind.word in _UNASKED or row.kind.word.startswith("uri:"):
        return False
    # What is worked out and says nothing is not shown, whatever its type.
    return not (row.row.text("calculation") or row.row.text("trigger"))


CHECKS = (missing, repeats, choices)
