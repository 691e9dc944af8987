"""What people agree to, and take back."""

from __future__ import annotations

import pytest

from fieldkit.domain import Consent, Interview, Note, Withdrawal
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Status
from fieldkit.edits import consent, history, interviews
from fieldkit.errors import ConsentError
from fieldkit.store import Store
from tests.making import DAY, agree, an_interview


def test_a_changed_mind_replaces_the_answer(store: Store):
    interview = an_interview(store, Scope.QUOTE_REPORT)

    consent.answer(store, interview, Scope.QUOTE_REPORT, Answer.NO, on=DAY)

    (found,) = store.find(Consent)
    assert (found.scope, found.answer, found.answered_on) == (Scope.QUOTE_REPORT, Answer.NO, DAY)


def test_two_people_who_tick_the_same_scope_apart_speak_of_one_consent(store: Store):
    interview = an_interview(store)
    with Store.create(None) as other:
        other.apply(store.changes())
        agree(store, interview, [Scope.TEAM])
        agree(other, interview, [Scope.TEAM])
        store.apply(other.changes())

    assert len(store.find(Consent)) == 1
    assert store.conflicts() == []


def test_a_refusal_is_kept_as_a_fact(store: Store):
    interview = an_interview(store, note="They let me sit with them all the same.")

    consent.refuse(store, interview, on=DAY)

    assert store.get(Interview, interview.id).status == Status.DECLINED


def test_a_withdrawn_interview_leaves_only_the_fact_and_cannot_come_back(store: Store):
    interview = an_interview(store, Scope.HOLD, note="CANARY")

    consent.withdraw(store, interview, on=DAY)
    history.undo(store)

    assert store.find(Interview) == store.find(Note) == store.find(Consent) == []
    (remains,) = store.find(Withdrawal)
    assert (remains.of_interview, remains.withdrawn_on) == (interview.id, DAY)


def test_consent_that_was_acted_upon_is_taken_back_by_withdrawing_not_by_a_tick(store: Store):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM, note="sent to the team")
    store.parcels.seal(store.parcels.unsealed(), "nonce")

    with pytest.raises(ConsentError, match="reached the team's laptops"):
        consent.answer(store, interview, Scope.TEAM, Answer.NO, on=DAY)
    consent.answer(store, interview, Scope.QUOTE_REPORT, Answer.NO, on=DAY)

    answers = {found.scope: found.answer for found in store.find(Consent)}
    assert answers == {Scope.HOLD: Answer.YES, Scope.TEAM: Answer.YES, Scope.QUOTE_REPORT: Answer.NO}


def test_consent_that_was_acted_upon_is_not_ended_by_undo_either(store: Store):
    interview = an_interview(store, Scope.HOLD, note="sent to the team")
    for said in (Answer.NO, Answer.YES):
        consent.answer(store, interview, Scope.TEAM, said, on=DAY)
    store.parcels.seal(store.parcels.unsealed(), "nonce")

    with pytest.raises(ConsentError, match="reached the team's laptops"):
        history.undo(store)

    assert {c.scope for c in store.find(Consent) if c.answer == Answer.YES} == {Scope.HOLD, Scope.TEAM}


def test_a_tick_does_not_call_back_what_another_laptop_sent(store: Store):
    with Store.create(None) as other:
        interview = an_interview(other, Scope.HOLD, Scope.TEAM, note="sent to the team")
        store.apply(other.changes())

    with pytest.raises(ConsentError, match="reached the team's laptops"):
        consent.answer(store, interview, Scope.TEAM, Answer.NO, on=DAY)


def test_consent_that_reached_nobody_yet_can_be_undone(store: Store):
    interview = an_interview(store, Scope.HOLD, note="still here")
    agree(store, interview, [Scope.TEAM])

    history.undo(store)

    assert [found.scope for found in store.find(Consent)] == [Scope.HOLD]


def test_an_interview_that_may_no_longer_be_kept_is_no_longer_complete(store: Store):
    interview = an_interview(store, Scope.HOLD)
    interviews.complete(store, interview)

    consent.answer(store, store.get(Interview, interview.id), Scope.HOLD, Answer.NO, on=DAY)
    assert store.get(Interview, interview.id).status == Status.DRAFT

    history.undo(store)
    assert store.get(Interview, interview.id).status == Status.COMPLETE


def test_nor_by_writing_down_a_refusal(store: Store):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM, note="sent to the team")
    store.parcels.seal(store.parcels.unsealed(), "nonce")

    with pytest.raises(ConsentError, match="reached the team's laptops"):
        consent.refuse(store, interview, on=DAY)

    assert store.get(Interview, interview.id).status == Status.DRAFT
