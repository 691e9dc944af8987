"""What counts as heard, and what does not."""

from __future__ import annotations

from fieldkit.analysis.frames import frames, frames_of, wide
from fieldkit.domain import Consent, Group, Interview, Note, Segment, Submission
from fieldkit.store import Store


def outcomes(fieldwork):
    interviews = fieldwork.frames.interviews
    return dict(zip(interviews["id"], interviews["outcome"], strict=True))


def heard(fieldwork):
    interviews = fieldwork.frames.interviews
    return [*interviews[interviews["heard"]]["id"]]


def test_each_outcome_is_told_apart(fieldwork):
    took, draft, declined, withdrew, silent = (
        fieldwork.visit(),
        fieldwork.visit(status="draft"),
        fieldwork.visit(status="declined"),
        fieldwork.visit(status="withdrawn"),
        fieldwork.visit(scopes=("hold",)),
    )

    assert outcomes(fieldwork) == {
        took: "took part",
        draft: "draft",
        declined: "declined",
        withdrew: "withdrew",
        silent: "no consent",
    }


def test_only_complete_interviews_with_consent_of_pooled_kinds_count(fieldwork):
    counts = fieldwork.visit()
    for details in ({"status": "draft"}, {"scopes": ("team",)}, {"scopes": ("hold",)}, {"kind": "fund"}):
        fieldwork.visit(**details)

    assert heard(fieldwork) == [counts]


def test_a_refusal_is_not_an_agreement(fieldwork):
    interview = fieldwork.visit(scopes=("hold",))
    fieldwork.records.append(Consent(interview_id=interview, scope="team", answer="no"))

    assert heard(fieldwork) == []


def test_an_interview_without_a_group_does_not_count(fieldwork):
    fieldwork.records.append(Interview(id="x", status="complete"))
    fieldwork.records += [Consent(interview_id="x", scope=s, answer="yes") for s in ("hold", "team")]

    assert heard(fieldwork) == []


def test_what_was_said_in_a_deleted_interview_is_gone(fieldwork):
    interview = fieldwork.visit()
    fieldwork.name(interview, "CAP-1")
    kept = [r.but(deleted=True) if isinstance(r, Interview) else r for r in fieldwork.records]

    assert len(frames_of(kept).segments) == 0
    assert len(fieldwork.frames.segments) == 1


def test_a_group_is_sensitive_by_its_own_mark_or_by_its_kind(fieldwork):
    plain, by_kind, by_mark = fieldwork.visit(), fieldwork.visit(kind="trans"), fieldwork.visit()
    marked = [
        r.but(sensitive=True) if isinstance(r, Group) and r.id == "g03" else r for r in fieldwork.records
    ]

    interviews = frames_of(marked).interviews

    sensitive = dict(zip(interviews["id"], interviews["sensitive"], strict=True))
    assert sensitive == {plain: False, by_kind: True, by_mark: True}


def test_nothing_at_all_gives_empty_tables():
    empty = frames_of([])

    assert len(empty.interviews) == 0
    assert len(empty.segments[empty.segments["heard"]]) == 0


def test_answers_stand_wide_with_a_column_for_each_path(fieldwork):
    one, other = fieldwork.visit(), fieldwork.visit(status="draft")
    records = [
        Submission(id="s1", interview_id=one, form_id="f"),
        Submission(id="s2", interview_id=other, form_id="f"),
    ]
    answers = [("s1", "/water", "well"), ("s1", "/hours", "3"), ("s2", "/water", "tap")]

    table = wide(frames_of([*fieldwork.records, *records], answers), "f")

    assert table.to_dict("index") == {"s1": {"/water": "well", "/hours": "3"}}


def test_the_tables_of_a_project_file_are_those_of_its_records(tmp_path, fieldwork):
    interview = fieldwork.visit()
    fieldwork.name(interview, "CAP-1", "Ask us after the festival.")
    with Store.create(tmp_path / "p.fieldkit", "Test") as store:
        store.write("Fill", *fieldwork.records)

        read = frames(store)

    assert [*read.segments["id"]] == [r.id for r in fieldwork.records if isinstance(r, Segment)]
    assert [*read.notes["text"]] == [r.text for r in fieldwork.records if isinstance(r, Note)]
    assert read.interviews["heard"].tolist() == [True]
