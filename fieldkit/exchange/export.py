"""Answers out of a project, in the formats of others; only as far as the people agreed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fieldkit.domain import SurveyForm
from fieldkit.domain.consent import Audience, Scope
from fieldkit.errors import ConsentError
from fieldkit.exchange import book, csv_tables, instances
from fieldkit.exchange.destination import beside, packed, whole
from fieldkit.exchange.layout import Way
from fieldkit.exchange.media import FOLDER, Media
from fieldkit.exchange.released import released
from fieldkit.exchange.tabulated import Tabulated
from fieldkit.forms import Form
from fieldkit.store import Store
from fieldkit.words import _, ngettext

_UNFIT = re.compile(r"[^\w.-]+")
_STEP = 10
"""So many submissions pass between two words on how far it is."""


class Format(StrEnum):
    """What answers are exported as."""

    XML = "xml"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Exported:
    """What went out, and what had to stay."""

    path: Path
    submissions: int
    withheld: Counter[Scope]
    """How many submissions stayed, by the scope that was not agreed to."""
    hidden: int
    """How many answers partners do not get."""
    strays: int
    """How many answers have no column, because this version of the form does not ask them."""
    files: int
    """How many photos and other files went along."""
    files_absent: int
    """How many answers name a file that has not arrived on this laptop."""
    files_kept: int
    """How many answers name a file that partners do not get."""


class _StoppedError(Exception):
    """Somebody asked it to stop: the file is not written."""


def export(
    store: Store,
    form: Form,
    survey_form: SurveyForm,
    to: Path,
    kind: Format,
    way: Way | None = None,
    tell: Callable[[float, str], None] = lambda _fraction, _words: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Exported | None:
    """Write the answers to a questionnaire there; return None where it was stopped, with nothing written.

    XML and CSV become a .zip where `to` is called that, else files in a folder. Answers that are not relevant are
    left out, as they are when ODK sends a form; XML takes no notice of labels, split columns and groups. Photos and
    other files that are answers go into a folder `media` within; beside a workbook, into one named after it.

    Raises:
        ConsentError: there are answers, and nobody agreed that these readers get them.
        FileError: it cannot be written there, or Excel cannot hold it.
    """
    way = way or Way()
    go = released(store, form, survey_form.id, way.audience)
    if go.withheld and not go.filled:
        raise ConsentError(
            _("Nobody agreed that these answers go to the {audience}. Nothing was written.").format(
                audience=_readers(way.audience)
            ),
            " ".join(reasons(go.withheld)),
        )
    told = Tabulated(form, survey_form.version, way)
    stem = _UNFIT.sub("_", survey_form.form_id).strip(".") or "answers"
    total = len(go.filled)

    def tick(done: int) -> None:
        if stopped():
            raise _StoppedError
        if done % _STEP == 0 or done == total:
            tell(done / total, _("Writing {done} of {total}").format(done=done, total=total))

    content = store.attachments.take if way.files else _nothing
    try:
        with whole(to, FOLDER) if kind == Format.XLSX else packed(to) as there:
            media = Media(form, beside(there, FOLDER) if kind == Format.XLSX else there / FOLDER, content)
            filled = media.enclosed(go.filled)
            if kind == Format.XLSX:
                book.write(there, stem, told, filled, tick)
            elif kind == Format.CSV:
                csv_tables.write(there, stem, told, filled, tick)
            else:
                instances.write(there, form, filled, tick)
    except _StoppedError:
        return None
    absent = media.absent if way.files else 0
    return Exported(to, total, go.withheld, go.hidden, told.strays, media.written, absent, media.kept_back)


def _nothing(_sha256: str) -> None:
    """Stand for the bytes of a file where none are wanted."""


def reasons(withheld: Counter[Scope]) -> list[str]:
    """Return in sentences how many submissions stayed, and for want of which consent."""
    why = {
        Scope.HOLD: ngettext(
            "{count} stayed here: nobody agreed that it is kept.",
            "{count} stayed here: nobody agreed that they are kept.",
            withheld[Scope.HOLD],
        ),
        Scope.TEAM: ngettext(
            "{count} stayed here: the people did not agree that the team reads it.",
            "{count} stayed here: the people did not agree that the team reads them.",
            withheld[Scope.TEAM],
        ),
        Scope.SHARE_PARTNERS: ngettext(
            "{count} stayed here: the people did not agree that partners get it.",
            "{count} stayed here: the people did not agree that partners get them.",
            withheld[Scope.SHARE_PARTNERS],
        ),
    }
    return [why[scope].format(count=withheld[scope]) for scope in why if withheld[scope]]


def _readers(audience: Audience) -> str:
    return _("partners") if audience == Audience.PARTNERS else _("team")


def outcome(exported: Exported) -> list[str]:
    """Return what went out and what did not, in sentences for whoever asked for it."""
    lines = [
        ngettext(
            "{count} filled questionnaire was written.",
            "{count} filled questionnaires were written.",
            exported.submissions,
        ).format(count=exported.submissions),
        *reasons(exported.withheld),
    ]
    if exported.hidden:
        lines.append(
            ngettext(
                "{count} answer was left out: it says who asked, or exactly where a sensitive group is.",
                "{count} answers were left out: they say who asked, or exactly where sensitive groups are.",
                exported.hidden,
            ).format(count=exported.hidden)
        )
    lines += _told_of_files(exported)
    if exported.strays:
        lines.append(
            ngettext(
                "{count} answer was left out: this version of the questionnaire does not ask it.",
                "{count} answers were left out: this version of the questionnaire does not ask them.",
                exported.strays,
            ).format(count=exported.strays)
        )
    return lines


def _told_of_files(exported: Exported) -> list[str]:
    told = [
        (
            exported.files,
            ngettext(
                "{count} file that was given as an answer went along.",
                "{count} files that were given as answers went along.",
                exported.files,
            ),
        ),
        (
            exported.files_kept,
            ngettext(
                "{count} file was left out: a photo can say where a sensitive group is.",
                "{count} files were left out: photos can say where sensitive groups are.",
                exported.files_kept,
            ),
        ),
        (
            exported.files_absent,
            ngettext(
                "{count} file is named and not there: it has not arrived on this laptop.",
                "{count} files are named and not there: they have not arrived on this laptop.",
                exported.files_absent,
            ),
        ),
    ]
    return [said.format(count=count) for count, said in told if count]
