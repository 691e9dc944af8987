"""Taking in the same answers again, and an export to which answers or files were added since."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Interview, Submission, SurveyForm
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, filling, surveys, taking_in
from fieldkit.edits.taking_in import Taken
from fieldkit.exchange.export import Format, export
from fieldkit.exchange.odk import read
from fieldkit.forms import Form
from fieldkit.store import Store
from tests.forms.tables import form as form_of
from tests.making import DAY, an_interview

VISIT = """
| survey |              |        |        |
|        | type         | name   | label  |
|        | text         | place  | Place  |
|        | text         | why    | Why?   |
|        | image        | photo  | Photo  |
|        | begin_repeat | member | Member |
|        | text         | called | Called |
|        | integer      | age    | Age    |
|        | end_repeat   |        |        |
"""
FIRST = {"/place": "Norwich", "/member[000001]": "000001", "/member[000001]/called": "Ana"}
OURS = (Scope.HOLD, Scope.TEAM)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return form_of(tmp_path, VISIT)


@pytest.fixture
def visit(store: Store, form: Form) -> SurveyForm:
    return surveys.add_form(store, form)


def take(store: Store, visit: SurveyForm, answers: dict[str, str], **files: bytes) -> Taken:
    return taking_in.import_submissions(
        store, visit, [("a1", answers)], files=lambda _key, name: files.get(name.partition(".")[0])
    )


def only(store: Store) -> Submission:
    (submission,) = store.find(Submission)
    return submission


def test_answers_that_were_added_since_are_added_here(store: Store, visit: SurveyForm) -> None:
    take(store, visit, FIRST)
    more = {**FIRST, "/why": "the well", "/member[000001]/age": "7", "/member[000002]": "000002"}
    more["/member[000002]/called"] = "Bea"

    taken = take(store, visit, more)

    assert taken == Taken(answers=4)
    assert store.answers(only(store).id) == more
    assert take(store, visit, more) == Taken()


def test_an_answer_that_is_another_one_here_is_left_and_counted(store: Store, visit: SurveyForm) -> None:
    take(store, visit, FIRST)
    surveys.answer(store, only(store), {"/place": "Norwich, by the river"})

    taken = take(store, visit, {**FIRST, "/place": "Norwich City"})

    assert taken == Taken(differing=1)
    assert store.answers(only(store).id)["/place"] == "Norwich, by the river"


def test_what_was_emptied_or_removed_here_does_not_come_back(store: Store, visit: SurveyForm) -> None:
    take(store, visit, {**FIRST, "/why": "my neighbour"})
    gone = {"/why": None, "/member[000001]": None, "/member[000001]/called": None}
    surveys.answer(store, only(store), gone)

    taken = take(store, visit, {**FIRST, "/why": "my neighbour", "/member[000001]/age": "7"})

    assert taken == Taken()
    assert store.answers(only(store).id) == {"/place": "Norwich"}


def test_where_instances_were_removed_here_nothing_is_added_to_another(
    store: Store, visit: SurveyForm
) -> None:
    two = {**FIRST, "/member[000002]": "000002", "/member[000002]/called": "Bea"}
    take(store, visit, two)
    surveys.answer(store, only(store), {"/member[000001]": None, "/member[000001]/called": None})

    taken = take(store, visit, {**two, "/member[000002]/age": "7", "/why": "the well"})

    assert taken == Taken(answers=1)
    assert "/member[000002]/age" not in store.answers(only(store).id)


def asked_here(store: Store, visit: SurveyForm, *names: str) -> str:
    """Fill a questionnaire here, with people who were added by hand, and return its key."""
    submission = surveys.begin(store, an_interview(store, *OURS), visit)
    given = {}
    for place, name in enumerate(names, 1):
        given |= {f"/member[{name.lower()}xyz]": f"{place:06d}", f"/member[{name.lower()}xyz]/called": name}
    surveys.answer(store, submission, given)
    return submission.instance_id


def came(*names: str) -> dict[str, str]:
    found = {}
    for place, name in enumerate(names, 1):
        found |= {f"/member[{place:06d}]": f"{place:06d}", f"/member[{place:06d}]/called": name}
    return found


def again(store: Store, visit: SurveyForm, key: str, answers: dict[str, str]) -> Taken:
    return taking_in.import_submissions(store, visit, [(key, answers)])


def test_instances_that_came_since_are_added_to_those_that_were_made_by_hand(
    store: Store, visit: SurveyForm
) -> None:
    key = asked_here(store, visit, "Ana", "Bea")
    more = {**came("Ana", "Bea", "Cleo"), "/member[000002]/age": "7"}

    assert again(store, visit, key, more) == Taken(answers=3)

    answers = store.answers(only(store).id)
    assert answers["/member[beaxyz]/age"] == "7"
    assert answers["/member[000003]/called"] == "Cleo"
    assert again(store, visit, key, more) == Taken()


@pytest.mark.parametrize(
    "names", [("Bea", "Ana", "Cleo"), ("Ana",), ("Ana", "Cleo", "Bea")], ids=["moved", "fewer", "between"]
)
def test_where_instances_do_not_say_the_same_one_by_one_nothing_is_added(
    store: Store, visit: SurveyForm, names: tuple[str, ...]
) -> None:
    key = asked_here(store, visit, "Ana", "Bea")

    assert again(store, visit, key, came(*names)) == Taken()


def test_an_instance_that_was_removed_here_is_not_taken_for_one_that_came_since(
    store: Store, visit: SurveyForm
) -> None:
    key = asked_here(store, visit, "Ana", "Bea")
    surveys.answer(store, only(store), {"/member[beaxyz]": None, "/member[beaxyz]/called": None})

    assert again(store, visit, key, came("Ana", "Bea")) == Taken()


def test_submissions_and_tables_mean_the_same_instances(store: Store, visit: SurveyForm) -> None:
    take(store, visit, {"/member[00000001]": "000001", "/member[00000001]/called": "Ana"})

    taken = take(store, visit, {**FIRST, "/member[000001]/age": "7"})

    assert taken == Taken(answers=2)
    assert store.answers(only(store).id)["/member[00000001]/age"] == "7"


def test_files_that_came_later_are_added_once(store: Store, visit: SurveyForm) -> None:
    answers = {"/photo": "p.jpg"}
    take(store, visit, answers)
    assert store.find(Attachment) == []

    taken = take(store, visit, answers, p=b"well")

    assert taken == Taken(files=1)
    (file,) = store.find(Attachment)
    assert store.attachments.take(file.sha256) == b"well"
    assert take(store, visit, answers, p=b"well") == Taken()


def test_a_file_that_was_deleted_here_does_not_come_back(store: Store, visit: SurveyForm) -> None:
    take(store, visit, {"/photo": "p.jpg"}, p=b"well")
    store.write("Delete", store.find(Attachment)[0].but(deleted=True))

    assert take(store, visit, {"/photo": "p.jpg"}, p=b"well") == Taken()


def test_the_file_of_another_answer_is_not_added_to_one_that_changed_here(
    store: Store, visit: SurveyForm
) -> None:
    take(store, visit, {"/photo": "p.jpg"})
    surveys.answer(store, only(store), {"/photo": "q.jpg"})

    assert take(store, visit, {"/photo": "p.jpg"}, p=b"well") == Taken(differing=1)


def test_what_was_taken_back_stays_gone_whatever_was_added(store: Store, visit: SurveyForm) -> None:
    take(store, visit, FIRST)
    consent.withdraw(store, store.find(Interview)[0], on=DAY)

    assert take(store, visit, {**FIRST, "/why": "the well", "/photo": "p.jpg"}, p=b"well") == Taken()
    assert store.find(Submission) == []


@pytest.mark.parametrize("kind", list(Format))
def test_our_own_export_adds_nothing_where_it_came_from(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path, kind: Format
) -> None:
    asked = an_interview(store, *OURS)
    submission = surveys.begin(store, asked, visit)
    photo = surveys.attached(store, asked.id, "p.jpg", b"well")
    told = {"/place": "Norwich", "/photo": photo.name, "/member[k3]": "000001", "/member[k3]/called": "Ana"}
    surveys.answer(store, submission, told, files=[photo])
    take(store, visit, FIRST)
    before = store.changes()
    to = tmp_path / f"a.{'xlsx' if kind == Format.XLSX else 'zip'}"
    export(store, form, visit, to, kind)
    found = read(form, to)

    taken = taking_in.import_submissions(store, visit, found.rows, files=found.files.content)

    assert found.rows
    assert taken == Taken()
    assert store.changes() == before


def test_a_finished_one_that_was_edited_here_is_known_by_both_of_its_names(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
) -> None:
    submission = surveys.begin(store, an_interview(store, *OURS), visit)
    surveys.answer(store, submission, {"/place": "Norwich"})
    store.write("Finish", submission.but(finished=True))
    export(store, form, visit, tmp_path / "before.zip", Format.CSV)
    finished = store.get(Submission, submission.id)
    filling.edit(store, finished, filling.opened(store, visit, finished.interview_id, finished))
    export(store, form, visit, tmp_path / "after.zip", Format.CSV)

    for name in ("before.zip", "after.zip"):
        found = read(form, tmp_path / name)
        assert taking_in.import_submissions(store, visit, found.rows) == Taken()
    assert len(store.find(Interview)) == 1


def test_an_old_export_does_not_bring_back_what_was_asked_here_and_taken_back(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
) -> None:
    asked = an_interview(store, *OURS)
    surveys.answer(store, surveys.begin(store, asked, visit), {"/place": "Norwich"})
    export(store, form, visit, tmp_path / "old.zip", Format.CSV)
    consent.withdraw(store, asked, on=DAY)

    taken = taking_in.import_submissions(store, visit, read(form, tmp_path / "old.zip").rows, agreed="yes")

    assert taken == Taken()
    assert store.find(Submission) == []


def test_the_same_submission_is_known_under_another_version_of_the_form_and_without_the_sign_before_its_key(
    store: Store, tmp_path: Path
) -> None:
    older, newer = (surveys.add_form(store, versioned(tmp_path, version)) for version in "12")
    for form, key in ((older, "uuid:a1"), (newer, "uuid:a1"), (older, "a1"), (newer, "a1")):
        taking_in.import_submissions(store, form, [(key, FIRST)])
    assert len(store.find(Interview)) == 1

    taken = taking_in.import_submissions(store, newer, [("a1", {**FIRST, "/why": "the well"})])

    assert taken == Taken(answers=1)
    assert store.answers(only(store).id)["/why"] == "the well"


@pytest.mark.parametrize("key", ["uuid:a1", "a1"])
@pytest.mark.parametrize("version", ["1", "2"])
def test_what_was_taken_back_does_not_come_in_again_under_another_version_of_the_form(
    store: Store, tmp_path: Path, key: str, version: str
) -> None:
    forms = {number: surveys.add_form(store, versioned(tmp_path, number)) for number in "12"}
    taking_in.import_submissions(store, forms["1"], [("uuid:a1", FIRST)])
    consent.withdraw(store, store.find(Interview)[0], on=DAY)

    assert taking_in.import_submissions(store, forms[version], [(key, FIRST)]) == Taken()
    assert store.find(Interview) == []


def test_nor_does_one_that_went_out_after_it_was_edited(store: Store, visit: SurveyForm) -> None:
    interview = an_interview(store, *OURS)
    surveys.answer(store, surveys.begin(store, interview, visit), {"/place": "Norwich"})
    keys: list[str] = []
    for _time in range(2):
        filling.finish(store, only(store), filling.opened(store, visit, interview.id, only(store)))
        filling.edit(store, only(store), filling.opened(store, visit, interview.id, only(store)))
        keys.append(only(store).instance_id)
    consent.withdraw(store, interview, on=DAY)

    for key in keys:
        assert taking_in.import_submissions(store, visit, [(key, {"/place": "Norwich"})]) == Taken()
    assert len(set(keys)) == 2
    assert store.find(Interview) == []


def versioned(tmp_path: Path, version: str) -> Form:
    settings = f"""
        | settings |         |           |
        |          | form_id | version   |
        |          | visit   | {version} |
    """
    (folder := tmp_path / f"version {version}").mkdir()
    return form_of(folder, VISIT + settings)
