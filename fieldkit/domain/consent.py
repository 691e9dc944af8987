"""What people agreed to, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from fieldkit.domain.record import Record, Said, same_id


class Scope(StrEnum):
    """One thing people may agree to, each on its own."""

    HOLD = "hold"
    CONTACT = "contact"
    TEAM = "team"
    SHARE_PARTNERS = "share_partners"
    QUOTE_TEAM = "quote_team"
    QUOTE_REPORT = "quote_report"
    QUOTE_PUBLIC = "quote_public"
    NAME_GROUP = "name_group"
    FOLLOWUP = "followup"
    ARCHIVE = "archive"
    SPECIAL = "special"


class Answer(StrEnum):
    """What they said. Not asked counts as no."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = ""


class Reach(StrEnum):
    """How much of an interview may leave this laptop for the team's shared folder."""

    NOTHING = "nothing"
    STATUS = "status"
    """Its id, its status and what was agreed; nothing that was said, and not with whom."""
    EVERYTHING = "everything"


class Consent(Said):
    """The answer to one scope in one interview. Its id is the same on every laptop."""

    together = (("answer", "answered_on", "script_version"),)

    scope: str = ""
    answer: str = Answer.NOT_ASKED
    answered_on: date | None = None
    script_version: str = ""
    """Which wording was read to the people."""


class Withdrawal(Record):
    """What remains of an interview whose people took it back: that it was, and when it went.

    It does not bear the field `interview_id`, for whatever bears that goes with the interview.
    """

    of_interview: str = ""
    withdrawn_on: date | None = None


def consent_id(interview_id: str, scope: str) -> str:
    """Return the id of the consent to a scope in an interview."""
    return same_id("consent", interview_id, scope)


def agreed(consents: Iterable[Consent], scope: str) -> bool:
    """Tell whether they said yes to this scope."""
    return any(c.scope == scope and c.answer == Answer.YES for c in consents)


def reach(consents: Iterable[Consent]) -> Reach:
    """Return how far an interview with these consents may travel within the team.

    Until they were asked whether we may keep it at all, nothing leaves. A refusal travels as a bare fact, so
    that the report can say how many declined.
    """
    consents = list(consents)
    if agreed(consents, Scope.HOLD) and agreed(consents, Scope.TEAM):
        return Reach.EVERYTHING
    asked = any(c.scope == Scope.HOLD and c.answer != Answer.NOT_ASKED for c in consents)
    return Reach.STATUS if asked else Reach.NOTHING


TRAVELLING_STATUS = ("status",)
"""The fields of an interview that travel where its reach is STATUS."""


class Audience(StrEnum):
    """Whom an export of what was said is for."""

    TEAM = "team"
    PARTNERS = "partners"


_WANTED = {
    Audience.TEAM: (Scope.HOLD, Scope.TEAM),
    Audience.PARTNERS: (Scope.HOLD, Scope.TEAM, Scope.SHARE_PARTNERS),
}


def missing(consents: Iterable[Consent], audience: Audience) -> Scope | None:
    """Return the first scope that keeps an interview from these readers; None where it may go to them."""
    consents = list(consents)
    return next((scope for scope in _WANTED[audience] if not agreed(consents, scope)), None)
