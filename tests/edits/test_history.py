"""What was done can be taken back and done again, and conflicts end."""

from __future__ import annotations

from collections.abc import Callable

from fieldkit.domain import Code, Group, Note, Segment, Submission
from fieldkit.domain.change import Value
from fieldkit.domain.coding import Span
from fieldkit.edits import coding, history, interviews, people
from fieldkit.store import Store
from tests.making import a_group, an_interview, the_note

TIME = Code(id="CAP-TIME", name="No time for it")


def test_a_new_record_is_gone_after_undo_and_back_after_redo(store: Store):
    group = a_group(store)

    assert history.undo(store) == "Add a group"
    assert store.find(Group) == []

    assert history.redo(store) == "Add a group"
    assert store.find(Group) == [store.get(Group, group.id)]


def test_a_questionnaire_that_came_with_its_answers_is_gone_after_undo_and_back_after_redo(store: Store):
    submission = Submission(interview_id=an_interview(store).id)
    store.write("Take in", submission, answers={submission.id: {"/need": "Water"}})

    history.undo(store)
    assert store.find(Submission) == []
    assert store.disputes() == 0

    history.redo(store)
    assert store.find(Submission) == [submission]
    assert store.answers(submission.id) == {"/need": "Water"}


def test_undo_goes_back_step_by_step_and_redo_forth(store: Store):
    group = a_group(store)
    for place in ("Mossley", "Hull"):
        store.write(f"Move to {place}", group.but(place=place))

    def step(deed: Callable[[Store], str]) -> tuple[str, str]:
        return deed(store), store.get(Group, group.id).place

    assert [step(history.undo), step(history.undo)] == [
        ("Move to Hull", "Mossley"),
        ("Move to Mossley", "Norwich"),
    ]
    assert [step(history.redo), step(history.redo)] == [
        ("Move to Mossley", "Mossley"),
        ("Move to Hull", "Hull"),
    ]


def test_new_work_ends_what_could_be_done_again(store: Store):
    group = a_group(store)
    store.write("Move", group.but(place="Hull"))
    history.undo(store)

    store.write("Rename", group.but(name="Monday Tots"))

    assert history.redo(store) == ""
    assert history.undo(store) == "Rename"


def test_what_a_project_begins_with_cannot_be_undone(store: Store):
    assert history.undo(store) == ""
    assert store.project.name == "Norwich round"


def test_a_removed_tag_comes_back(store: Store):
    note = the_note(store, an_interview(store, note="We have no time for it."))
    segment = coding.tag(store, note, Span(3, 15), TIME)
    coding.untag(store, segment)

    history.undo(store)

    assert store.find(Segment) == [store.get(Segment, segment.id)]


def test_undo_of_typing_brings_back_the_text_before_it(store: Store):
    note = the_note(store, an_interview(store))
    for end in range(1, 10):
        interviews.write_note(store, store.get(Note, note.id), "no time"[:end])

    assert history.undo(store) == "Write notes"

    assert store.get(Note, note.id).text == ""


def test_an_answer_that_is_taken_back_is_empty_again(store: Store):
    store.write("Answer", answers={"s1": {"/wifi": "yes"}})
    store.write("Answer", answers={"s1": {"/wifi": "no"}})

    history.undo(store)
    assert store.answers("s1") == {"/wifi": "yes"}

    history.undo(store)
    assert store.answers("s1") == {}


def test_undo_leaves_alone_what_somebody_else_wrote_since(store: Store):
    group = a_group(store)
    with Store.create(None) as other:
        other.apply(store.changes())
        store.write("Move", group.but(place="Hull"))
        other.apply(store.changes())
        store.apply(other.write("Move", group.but(place="Leeds")))

    history.undo(store)

    assert store.get(Group, group.id).place == "Leeds"


def test_undo_goes_on_past_a_deed_of_which_nothing_is_left(store: Store):
    group = a_group(store)
    store.write("Rename", group.but(name="Monday Tots"))
    with Store.create(None) as other:
        other.apply(store.changes())
        store.write("Move", group.but(name="Monday Tots", place="Hull"))
        other.apply(store.changes())
        store.apply(other.write("Move", group.but(name="Monday Tots", place="Leeds")))

    assert history.undo(store) == "Rename"
    assert history.undo(store) == ""

    found = store.get(Group, group.id)
    assert (found.name, found.place) == ("Tuesday Tots", "Leeds")


def test_undo_travels_like_any_deed(store: Store):
    with Store.create(None) as other:
        group = a_group(store)
        other.apply(store.changes())
        history.undo(store)

        other.apply(store.changes())

        assert other.find(Group) == []
        assert other.find(Group, deleted=True) == [group.but(deleted=True)]


def test_settling_ends_a_conflict_on_every_laptop(store: Store):
    note = the_note(store, an_interview(store))
    with Store.create(None) as other:
        other.apply(store.changes())
        interviews.write_note(store, note, "mine")
        interviews.write_note(other, note, "yours")
        store.apply(other.changes())
        (conflict,) = store.conflicts()

        history.settle(store, {conflict.cell: Value("s", "mine and yours")})
        other.apply(store.changes())

        assert store.conflicts() == other.conflicts() == []
        assert other.get(Note, note.id).text == store.get(Note, note.id).text == "mine and yours"


def test_settling_with_the_value_that_shows_ends_it_too(store: Store):
    group = a_group(store)
    with Store.create(None) as other:
        other.apply(store.changes())
        people.save_group(store, group.but(place="Hull"))
        people.save_group(other, group.but(place="Leeds"))
        store.apply(other.changes())
        (conflict,) = store.conflicts()

        history.settle(store, {conflict.cell: Value("s", conflict.heads[0].value)})

        assert store.conflicts() == []
