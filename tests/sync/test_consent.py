"""What people agreed to decides what leaves the laptop, and what was taken out before a sync never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.analysis.frames import frames
from fieldkit.domain import Code, Consent, Group, Interview, Issue, Note, Segment
from fieldkit.domain.change import Cell, Change, Op, Value, kept
from fieldkit.domain.coding import Span
from fieldkit.domain.consent import Answer, Audience, Scope, agreed, missing
from fieldkit.domain.interviews import Status
from fieldkit.edits import coding, consent, history, interviews, issues
from fieldkit.edits.identifiers import in_notes
from fieldkit.errors import ConsentError
from fieldkit.store import Parcel, Store
from fieldkit.store.parcels import Parcels
from fieldkit.sync import sync
from tests.making import DAY, a_group, agree, an_interview, the_note
from tests.sync.conftest import EVERYTHING, holds


def test_without_consent_nothing_of_an_interview_leaves(store: Store, other: Store, folder: Path):
    an_interview(store, note="CANARY")

    outcome = sync(store, folder)
    sync(other, folder)

    assert outcome.held_back == 1
    assert other.find(Interview) == other.find(Consent) == []
    assert not holds(folder, "CANARY")


def test_without_consent_for_the_team_only_id_status_and_consent_travel(
    store: Store, other: Store, folder: Path
):
    group = a_group(store)
    interview = an_interview(store, Scope.HOLD, Scope.QUOTE_PUBLIC, group=group, note="CANARY")
    agree(store, interview, [Scope.TEAM], Answer.NO)
    interviews.complete(store, store.get(Interview, interview.id))

    sync(store, folder)
    sync(other, folder)

    assert other.find(Interview) == [Interview(id=interview.id, status=Status.COMPLETE)]
    assert len(other.find(Consent)) == 3
    assert other.find(Note) == []
    assert not holds(folder, "CANARY")


def test_a_refusal_travels_as_a_bare_fact(store: Store, other: Store, folder: Path):
    interview = an_interview(store, note="CANARY")
    consent.refuse(store, interview, on=DAY)

    sync(store, folder)
    sync(other, folder)

    assert other.find(Interview) == [Interview(id=interview.id, status=Status.DECLINED)]
    assert not holds(folder, "CANARY")


def test_once_people_agree_all_that_waited_travels(store: Store, other: Store, folder: Path):
    interview = an_interview(store, note="It waited.")
    sync(store, folder)

    agree(store, interview, EVERYTHING)
    outcome = sync(store, folder)
    sync(other, folder)

    assert outcome.held_back == 0
    assert the_note(other, interview).text == "It waited."


def test_what_was_taken_out_again_before_a_sync_never_leaves(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note="first")
    sync(store, folder)
    for number in range(3):
        store.write("An earlier wording", the_note(store, interview).but(text=f"CANARY {number}"))
    store.write("The wording", the_note(store, interview).but(text="last"))

    sync(store, folder)
    sync(other, folder)

    assert the_note(other, interview).text == "last"
    assert not holds(folder, "CANARY")
    assert store.conflicts() == other.conflicts() == []
    assert history.undo(store) == "The wording"
    assert the_note(store, interview).text == "CANARY 2"


def test_wordings_that_stayed_here_invent_and_hide_no_conflict(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note="first")
    for laptop in (store, other):
        sync(laptop, folder)
    other.write("Apart", the_note(other, interview).but(text="theirs"))
    sync(other, folder)
    store.write("Apart", the_note(store, interview).but(text="CANARY"))
    store.write("Apart again", the_note(store, interview).but(text="ours"))

    for laptop in (store, other, store):
        sync(laptop, folder)

    for laptop in (store, other):
        (conflict,) = laptop.conflicts()
        assert {head.value for head in conflict.heads} == {"theirs", "ours"}
        laptop.rebuild()
        assert laptop.conflicts() == [conflict]


def test_a_record_that_was_deleted_before_a_sync_leaves_only_once_it_is_restored(
    store: Store, other: Store, folder: Path
):
    group = a_group(store, "CANARY")
    store.write("Delete", group.but(deleted=True))
    sync(store, folder)
    assert not holds(folder, "CANARY")

    history.undo(store)
    sync(store, folder)
    sync(other, folder)

    assert other.find(Group) == [group]


def test_a_record_that_was_deleted_and_written_into_once_more_is_in_dispute_everywhere(
    store: Store, other: Store, folder: Path
):
    group = a_group(store, "Shed Three")
    sync(other, folder)
    store.write("Delete", group.but(deleted=True))
    store.write_cells("Type on", {Cell("group", group.id, "place"): Value(Op.SET, "Leeds")})

    for laptop in (store, other):
        sync(laptop, folder)

    assert len(store.conflicts()) == 1
    assert other.conflicts() == store.conflicts()


def test_what_was_taken_back_and_done_again_before_a_sync_travels_whole(
    store: Store, other: Store, folder: Path
):
    group = a_group(store, "Shed Three")
    history.undo(store)
    history.redo(store)

    sync(store, folder)
    sync(other, folder)

    assert other.get(Group, group.id) == store.get(Group, group.id)


@pytest.mark.parametrize("last", [Answer.NO, Answer.YES])
def test_a_conflict_is_not_settled_for_a_no_where_the_team_has_the_interview_by_somebodys_yes(
    store: Store, other: Store, folder: Path, last: Answer
):
    interview = an_interview(store, Scope.HOLD, note="what they said")
    for laptop in (store, other):
        sync(laptop, folder)
    said = [(store, Answer.YES), (other, Answer.NO)]
    for laptop, answer in said if last == Answer.NO else reversed(said):
        agree(laptop, laptop.get(Interview, interview.id), [Scope.TEAM], answer)
    for laptop in (store, other):
        sync(laptop, folder)
    (conflict,) = other.conflicts()
    no = [head.value for head in conflict.heads].index(Answer.NO)

    with pytest.raises(ConsentError, match="They take it back"):
        history.settle(other, kept(conflict, no))
    history.settle(other, kept(conflict, 1 - no))

    assert conflict.heads[0].value == last
    assert other.conflicts() == []


def test_what_was_written_into_a_tag_and_removed_with_it_before_a_sync_never_leaves(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, *EVERYTHING, note="We ring them every day.")
    code = Code(name="Reachable")
    store.write("Add a code", code)
    segment = coding.tag(store, the_note(store, interview), Span(3, 12), code)
    sync(store, folder)
    interviews.write_note(store, the_note(store, interview), "We ring 07700 900123, them, every day.")
    grown = store.get(Segment, segment.id)
    coding.untag(store, grown)
    (named,) = in_notes(store)
    interviews.replace_identifier(store, the_note(store, interview), named.identifier)

    sync(store, folder)
    sync(other, folder)

    assert "07700 900123" in grown.quote
    assert not holds(folder, "900123")
    assert store.conflicts() == other.conflicts() == []


def test_what_left_with_a_removed_record_is_back_once_that_is_undone(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, *EVERYTHING)
    issue = issues.add(store, interview, Issue(title="Forms", objection="too long"))
    sync(store, folder)
    issues.save(store, store.get(Issue, issue.id).but(title="Paper forms", objection="Mrs CANARY says so"))
    issues.remove(store, store.get(Issue, issue.id))
    sync(store, folder)
    assert not holds(folder, "CANARY")

    assert history.undo(store) == "Remove an issue"
    sync(store, folder)
    sync(other, folder)

    for laptop in (store, other):
        (found,) = laptop.find(Issue)
        assert (found.title, found.objection) == ("Paper forms", "Mrs CANARY says so")
    assert history.redo(store) == "Remove an issue"
    assert store.conflicts() == other.conflicts() == []


def test_a_no_that_is_ticked_while_a_sync_is_going_on_still_holds(
    store: Store, other: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    interview = an_interview(store, *EVERYTHING, note="CANARY")
    a_group(store, "Shed Three")
    seal = Parcels.seal

    def ticked(parcels: Parcels, changes: list[Change], nonce: str) -> Parcel:
        agree(store, store.get(Interview, interview.id), [Scope.TEAM], Answer.NO)
        return seal(parcels, changes, nonce)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Parcels, "seal", ticked)
        outcome = sync(store, folder)

    assert not holds(folder, "CANARY")
    assert outcome.held_back == 1
    for laptop in (store, other, store):
        assert sync(laptop, folder).findings == []
    assert [group.name for group in other.find(Group)] == [group.name for group in store.find(Group)]
    assert [note.text for note in other.find(Note)] == []
    agree(store, store.get(Interview, interview.id), [Scope.TEAM])
    for laptop in (store, other):
        sync(laptop, folder)
    assert [note.text for note in other.find(Note)] == ["CANARY"]


def test_what_a_yes_and_a_no_apart_are_said_of_stays_until_that_is_settled(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, Scope.HOLD, note="CANARY")
    for laptop in (store, other):
        sync(laptop, folder)
    agree(other, other.get(Interview, interview.id), [Scope.TEAM], Answer.NO)
    sync(other, folder)
    agree(store, interview, [Scope.TEAM])

    outcome = sync(store, folder)

    assert (outcome.conflicts, outcome.held_back) == (1, 1)
    assert not holds(folder, "CANARY")
    sync(other, folder)
    (conflict,) = other.conflicts()
    history.settle(other, kept(conflict, [head.value for head in conflict.heads].index(Answer.YES)))
    for laptop in (other, store, other):
        sync(laptop, folder)
    assert [note.text for note in other.find(Note)] == ["CANARY"]


def test_a_yes_beside_which_a_no_stands_counts_as_no_in_tables_exports_and_reports(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM, note="CANARY")
    interviews.complete(store, interview)
    for laptop in (store, other):
        sync(laptop, folder)
    agree(other, other.get(Interview, interview.id), [Scope.QUOTE_REPORT, Scope.SHARE_PARTNERS], Answer.NO)
    sync(other, folder)
    agree(store, interview, [Scope.QUOTE_REPORT, Scope.SHARE_PARTNERS])
    sync(store, folder)

    def quotable() -> bool:
        return bool(frames(store).interviews["quotable"].all())

    assert agreed(store.find(Consent), Scope.QUOTE_REPORT)
    assert missing(store.consents()[interview.id], Audience.PARTNERS) == Scope.SHARE_PARTNERS
    before = quotable()
    for conflict in store.conflicts():
        history.settle(store, kept(conflict, [head.value for head in conflict.heads].index(Answer.YES)))

    assert (before, quotable()) == (False, True)
    assert missing(store.consents()[interview.id], Audience.PARTNERS) is None
