"""What was taken back: from which laptops it is gone, which have not said so yet, and where no program reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from fieldkit.domain import IssuedReport, Withdrawal
from fieldkit.domain.health import Finding, Weight
from fieldkit.domain.reports import stale
from fieldkit.store import Store
from fieldkit.sync.folder import Folder
from fieldkit.sync.gone import gone
from fieldkit.sync.heads import Head, heads, laptops
from fieldkit.sync.patience import Patience, StoppedError
from fieldkit.words import _, day, listed, ngettext

LAPTOP = "laptop "
"""How the name of a place begins that is a laptop; its own name follows."""


class TakenBack(NamedTuple):
    """An interview that was taken back, and the other laptops in words."""

    on: date | None
    gone_from: Sequence[str]
    """Those that have nothing left of it."""
    outstanding: Sequence[str]
    """Those that have not said so yet: they may still hold what was said."""
    never: Sequence[str]
    """Those that will not say so, for they will not come back: they may still hold it as well."""

    def in_words(self) -> str:
        """Return it as one or two sentences."""
        lines = [_("Taken back on {day}.").format(day=day(self.on))]
        if self.gone_from:
            lines.append(_("Gone from {laptops}.").format(laptops=listed(self.gone_from)))
        if self.outstanding:
            lines.append(_("Not confirmed yet by {laptops}.").format(laptops=listed(self.outstanding)))
        if self.never:
            lines.append(
                _("Never confirmed, and said to be gone: {laptops}.").format(laptops=listed(self.never))
            )
        return " ".join(lines)


class Place(NamedTuple):
    """Where no program reaches: somebody has to look there."""

    name: str
    """Stays the same in every language."""
    words: str


class Forgetting(NamedTuple):
    """How far what was taken back is forgotten."""

    interviews: Sequence[TakenBack]
    places: Sequence[Place]


def forgetting(store: Store, path: Path | None, stopped: Callable[[], bool] | None = None) -> Forgetting:
    """Return how far what was taken back is forgotten, as far as the shared folder tells.

    Raises:
        FolderError: the folder cannot be read.
    """
    if not store.find(Withdrawal):
        return Forgetting([], [])
    try:
        folder = Folder(path, Patience(stopped) if stopped else None) if path else None
        others = heads(store, folder) if folder else []
        versions = folder.versions() if folder else False
    except StoppedError:
        return Forgetting([], [])
    places = [*_laptops_away(store, others), *_places(store, versions=versions)]
    return Forgetting(taken_back(store, others), places)


def taken_back(store: Store, others: Sequence[Head]) -> list[TakenBack]:
    """Return what was taken back, the latest first, by what the other laptops say about themselves."""
    withdrawals = sorted(
        store.find(Withdrawal), key=lambda one: (one.withdrawn_on or date.min, one.id), reverse=True
    )
    if not withdrawals:
        return []
    forgot, away = _forgot(store, others), gone(store, others)
    names = laptops(store, others, forgot)
    last = {writer: _last_heard(store, writer, names[writer]) for writer in forgot}

    def told(one: Withdrawal) -> TakenBack:
        waiting = [writer for writer in forgot if one.of_interview not in forgot[writer]]
        return TakenBack(
            one.withdrawn_on,
            [names[writer] for writer in forgot if writer not in waiting],
            [last[writer] for writer in waiting if writer not in away],
            [last[writer] for writer in waiting if writer in away],
        )

    return [told(one) for one in withdrawals]


def _forgot(store: Store, others: Sequence[Head]) -> dict[str, set[str]]:
    """Return the other laptops by name, in order, with the ids of the interviews that they have nothing left of."""
    # Nothing lies any more where a file was that another took the place of; that one speaks for itself.
    given_up = {writer for head in others for writer in head.given_up}
    known = {*(head.writer for head in others), *store.parcels.others()}
    return {
        writer: {id_ for head in others if head.writer == writer for id_ in head.forgot}
        for writer in sorted(known - store.parcels.writers() - given_up)
    }


def _last_heard(store: Store, writer: str, name: str) -> str:
    at = store.parcels.last_wrote(writer)
    return (
        _("{laptop} (last wrote on {day})").format(laptop=name, day=day(at.astimezone().date()))
        if at
        else name
    )


def unconfirmed(found: Sequence[TakenBack]) -> list[Finding]:
    """Return that not all laptops have said yet that what was taken back is gone, if it is so."""
    waiting = [one for one in found if one.outstanding]
    if not waiting:
        return []
    laptops = sorted({laptop for one in waiting for laptop in one.outstanding})
    return [
        Finding(
            Weight.LOOK,
            ngettext(
                "{n} interview was taken back, and it is not confirmed that it is gone from {laptops}.",
                "{n} interviews were taken back, and it is not confirmed that they are gone from {laptops}.",
                len(waiting),
            ).format(n=len(waiting), laptops=listed(laptops)),
            _(
                "Let each of these laptops sync once: it then forgets what was said, and says so. If one will not come"
                " back, tick it on the page Sync."
            ),
        )
    ]


def _laptops_away(store: Store, others: Sequence[Head]) -> list[Place]:
    """Return the laptops that have not confirmed everything and of which nobody else has said that they are gone."""
    interviews = {one.of_interview for one in store.find(Withdrawal)}
    forgot = _forgot(store, others)
    known = {line.partition(" ")[0] for head in others for line in head.gone} & gone(store, others)
    away = [writer for writer in forgot if interviews - forgot[writer] and writer not in known]
    names = laptops(store, others, away)
    words = _("{laptop}, if it never comes back: nobody waits for it then.")
    return [
        Place(f"{LAPTOP}{writer}", words.format(laptop=_last_heard(store, writer, names[writer])))
        for writer in away
    ]


def _places(store: Store, *, versions: bool) -> list[Place]:
    return [
        Place(
            "versions",
            _("The folder .stversions inside the shared folder keeps older files. Empty it on every laptop.")
            if versions
            else _(
                "Older versions and deleted files that a cloud or Syncthing keeps of the shared folder (version"
                " history, trash, .stversions): remove them there."
            ),
        ),
        Place(
            "sticks",
            _(
                "Sticks, mails and archives with files of changes, or with a copy of the shared folder; and folders"
                " that were shared before: sync with them once more."
            ),
        ),
        Place("copies", _("Copies of the project file elsewhere, and backups of a whole laptop.")),
        Place(
            "exports",
            _(
                "Tables and answers that were exported, opened or sent on; data that were imported, and"
                " “… - left out.txt” beside the project."
            ),
        ),
        *(
            Place(
                f"report {report.id}",
                _("The report “{title}” of {day}, as a file and on paper.").format(
                    title=report.title, day=day(report.issued_on)
                ),
            )
            for report in stale(store.find(IssuedReport), store.find(Withdrawal))
        ),
    ]
