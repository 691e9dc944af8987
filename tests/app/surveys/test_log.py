"""The log of a questionnaire as the window writes it, where the form wants one."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.filler import Filler
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.domain import Audit, Interview, Submission
from fieldkit.domain.consent import Scope
from fieldkit.edits import audit, consent, surveys
from fieldkit.store import Store
from tests.app.surveys.conftest import Opened
from tests.forms.tables import form
from tests.making import DAY, an_interview

LOGGED = """
| survey |
|        | type         | name  | label  | parameters         | relevant    |
|        | audit        | audit |        | track-changes=true |             |
|        | begin_group  | one   | One    |                    |             |
|        | text         | who   | Who?   |                    |             |
|        | text         | why   | Why?   |                    | ${who} != '' |
|        | end_group    |       |        |                    |             |
|        | begin_group  | two   | Two    |                    |             |
|        | text         | when  | When?  |                    |             |
|        | begin_repeat | visit | Visit  |                    |             |
|        | text         | where | Where? |                    |             |
|        | end_repeat   |       |        |                    |             |
|        | end_group    |       |        |                    |             |
"""


@pytest.fixture
def interview(store: Store) -> Interview:
    return an_interview(store, Scope.HOLD)


@pytest.fixture
def section(store: Store, interview: Interview, tmp_path: Path, opened: Opened) -> QuestionnaireSection:
    surveys.add_form(store, form(tmp_path, LOGGED))
    return opened(interview)


def filler_of(section: QuestionnaireSection) -> Filler:
    assert section._filler
    return section._filler


def log(store: Store, section: QuestionnaireSection) -> list[dict[str, str]]:
    (submission,) = store.find(Submission)
    text = audit.log_of(store, submission, filler_of(section)._form)
    return list(csv.DictReader(StringIO(text)))


def told(store: Store, section: QuestionnaireSection) -> list[tuple[str, str, str]]:
    return [(line["event"], line["node"], line["new-value"]) for line in log(store, section)]


def test_what_was_looked_at_answered_and_left_is_logged(store: Store, section: QuestionnaireSection) -> None:
    filler = filler_of(section)
    filler._answer("/one/who", "Ash", False)
    filler._answer("/one/why", "Asked", False)

    filler._go_on()
    section.hide()

    lines = told(store, section)
    assert lines[:3] == [
        ("form start", "", ""),
        ("question", "/data/one/who", "Ash"),
        ("question", "/data/one/why", "Asked"),
    ]
    assert ("question", "/data/two/when", "") in lines
    assert lines[-2:] == [("form save", "", ""), ("form exit", "", "")]
    assert all(int(line["start"]) <= int(line["end"]) for line in log(store, section) if line["end"])


def test_the_log_ends_with_the_project_and_not_after_it(
    store: Store, project: OpenProject, section: QuestionnaireSection
) -> None:
    filler_of(section)._answer("/one/who", "Ash", False)

    project.close()
    section.hide()

    assert store.path
    with Store.open(store.path) as again:
        assert told(again, section)[-2:] == [("form save", "", ""), ("form exit", "", "")]


def test_coming_back_and_repeats_are_logged(store: Store, section: QuestionnaireSection) -> None:
    filler = filler_of(section)
    filler._answer("/one/who", "Ash", False)
    section.hide()

    section.show()
    filler._go_on()
    filler._add("/two/visit")
    section.hide()

    lines = [(event, node) for event, node, _value in told(store, section)]
    assert ("form resume", "") in lines
    assert any(event == "add repeat" and node.startswith("/data/two/visit[") for event, node in lines)


def test_finishing_is_logged_and_names_the_log(store: Store, section: QuestionnaireSection) -> None:
    filler = filler_of(section)
    filler._answer("/one/who", "Ash", False)

    filler._finish()
    section.hide()

    (submission,) = store.find(Submission)
    assert submission.finished
    assert store.answers(submission.id)["/meta/audit"] == "audit.csv"
    lines = told(store, section)
    assert lines.index(("question", "/data/one/who", "Ash")) < lines.index(("form finalize", "", ""))


def test_looking_alone_keeps_no_log(store: Store, section: QuestionnaireSection) -> None:
    filler_of(section)._go_on()
    section.hide()

    assert store.find(Audit) == store.find(Submission) == []


def test_nothing_is_logged_of_an_interview_that_was_taken_back(
    store: Store, section: QuestionnaireSection, interview: Interview
) -> None:
    filler_of(section)._answer("/one/who", "Ash", False)
    filler_of(section)._go_on()

    consent.withdraw(store, interview, on=DAY)
    section.hide()

    assert store.find(Audit) == []
    assert not any(change.cell.table == "audit" and change.value for change in store.changes())
