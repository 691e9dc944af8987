"""Deeds about what people agree to. They are the strongest deeds there are."""

from __future__ import annotations

from datetime import date

from fieldkit.domain import Consent, Interview, Withdrawal
from fieldkit.domain.change import Change
from fieldkit.domain.consent import Answer, Scope, consent_id
from fieldkit.domain.interviews import Status
from fieldkit.domain.record import Record, same_id
from fieldkit.errors import ConsentError
from fieldkit.store import Store
from fieldkit.words import _


def answer(
    store: Store, interview: Interview, scope: Scope, said: Answer, *, on: date, script_version: str = ""
) -> list[Change]:
    """Write down what they said to one scope.

    Raises:
        ConsentError: they no longer agree that the team has it, and it has reached the team already.
    """
    if said != Answer.YES:
        must_not_call_back(store, interview.id, scope)
    changed: list[Record] = [_consent(interview, scope, said, on, script_version)]
    if scope == Scope.HOLD and said != Answer.YES and interview.status == Status.COMPLETE:
        # What may not be kept may not be counted either.
        changed.append(interview.but(status=Status.DRAFT))
    return store.write(_("Write down consent"), *changed)


def must_not_call_back(store: Store, interview_id: str, scope: str) -> None:
    """See to it that nobody ends their consent to this scope in a way that would reach nobody else.

    Raises:
        ConsentError: the interview has reached the team already, and may be there by this consent alone.
    """
    if scope in (Scope.HOLD, Scope.TEAM) and store.parcels.sent(interview_id):
        raise ConsentError(
            _("This interview has reached the team's laptops already, so a tick here cannot call it back."),
            _(
                "Choose “They take it back”: it is then erased here, in the shared folder and on every laptop."
            ),
        )


def refuse(store: Store, interview: Interview, *, on: date, script_version: str = "") -> list[Change]:
    """Write down that they do not want the interview kept: it counts as declined, and nothing else of it travels.

    Raises:
        ConsentError: it has reached the team already.
    """
    must_not_call_back(store, interview.id, Scope.HOLD)
    return store.write(
        _("Write down a refusal"),
        interview.but(status=Status.DECLINED),
        _consent(interview, Scope.HOLD, Answer.NO, on, script_version),
    )


def withdraw(store: Store, interview: Interview, *, on: date) -> list[Change]:
    """Forget an interview, here and wherever it went, because the people took it back.

    What remains is that there was one and when it was withdrawn. This cannot be undone.
    """
    remains = Withdrawal(id=same_id("withdrawal", interview.id), of_interview=interview.id, withdrawn_on=on)
    return store.erase(interview, remains=remains)


def _consent(interview: Interview, scope: Scope, said: Answer, on: date, script_version: str) -> Consent:
    return Consent(
        id=consent_id(interview.id, scope),
        interview_id=interview.id,
        scope=scope,
        answer=said,
        answered_on=None if said == Answer.NOT_ASKED else on,
        script_version=script_version,
    )
