"""How interviews are named on screen."""

from __future__ import annotations

from collections.abc import Callable

from fieldkit.domain import Interview
from fieldkit.domain.interviews import Mode, Status
from fieldkit.words import _

STATUSES: dict[str, Callable[[], str]] = {
    Status.DRAFT: lambda: _("draft"),
    Status.COMPLETE: lambda: _("complete"),
    Status.DECLINED: lambda: _("declined"),
    Status.WITHDRAWN: lambda: _("taken back"),
}
MODES: dict[str, Callable[[], str]] = {
    Mode.IN_PERSON: lambda: _("in person"),
    Mode.PHONE: lambda: _("by phone"),
    Mode.VIDEO: lambda: _("by video call"),
    Mode.WRITTEN: lambda: _("in writing"),
    Mode.IMPORTED: lambda: _("imported"),
}


def status_word(status: str) -> str:
    """Return the word for a status; one of a newer version as it stands."""
    return STATUSES.get(status, lambda: status)()


def mode_word(mode: str) -> str:
    """Return the words for how people met."""
    return MODES.get(mode, lambda: mode)()


def without_group(interview: Interview) -> str:
    """Return what to call an interview whose group is not known here, and so say why."""
    if interview.group_id:
        return _("A group that has not arrived yet")
    if interview.mode == Mode.IMPORTED:
        return _("Imported, with no group")
    return _("Not shared with the team")
