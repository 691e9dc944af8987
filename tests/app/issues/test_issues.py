from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldkit.app.issues.section import IssuesSection
from fieldkit.app.issues.words import CHANGERS, MATTERS, SIZES, STATUSES
from fieldkit.domain import Code, GroupType, Issue, Need, Tool
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.domain.issues import Changer, IssueStatus, Size
from fieldkit.edits import history, interviews, issues, people
from tests.app.conftest import unnamed


@pytest.fixture
def interview(store):
    store.write(
        "Catalogue",
        Need(id="N1", name="Meet online"),
        Tool(id="T1", name="Zoom"),
        Code(id="MON", name="Money"),
        Code(id="MON-AFFORD", parent_id="MON", name="They cannot pay for it"),
    )
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


@pytest.fixture
def section(project, interview, show):
    return show(IssuesSection(project, interview.id))


@pytest.fixture
def issue(section, qtbot, store):
    section._new.setFocus()
    qtbot.keyClicks(section._new, "Calls end after forty minutes")
    qtbot.keyClick(section._new, Qt.Key.Key_Return)
    return store.find(Issue)[0]


def choose(combo, value):
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_every_word_of_the_domain_can_be_said():
    assert (CHANGERS.keys(), SIZES.keys(), STATUSES.keys()) == (set(Changer), set(Size), set(IssueStatus))
    assert len(MATTERS) == 4


def test_enter_adds_an_issue_and_opens_it(section, issue, store, interview):
    assert (issue.title, issue.interview_id) == ("Calls end after forty minutes", interview.id)
    assert section._editor.isVisible()
    assert section._editor._title.text() == "Calls end after forty minutes"
    assert section._editor._title.hasFocus()


def test_an_issue_that_does_not_say_what_is_wrong_is_not_added(section, project, qtbot, store):
    with qtbot.waitSignal(project.faulted) as faulted:
        qtbot.keyClick(section._new, Qt.Key.Key_Return)

    assert "what is wrong" in faulted.args[0].sentence
    assert store.find(Issue) == []


def test_a_digit_says_how_much_it_matters(section, issue, qtbot, store):
    section._editor._matters.setFocus()

    qtbot.keyClick(QApplication.focusWidget(), "3")

    assert store.get(Issue, issue.id).matters == 3
    assert "it stops us" in section._table.records.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_choices_save_at_once(section, issue, store):
    choose(section._editor._need, "N1")
    choose(section._editor._code, "MON-AFFORD")
    choose(section._editor._tool, "T1")
    choose(section._editor._changer, Changer.MAKER)
    choose(section._editor._size, Size.WEEKS)
    choose(section._editor._status, IssueStatus.TAKEN_UP)

    saved = store.get(Issue, issue.id)
    assert (saved.need_id, saved.code_id, saved.tool_id) == ("N1", "MON-AFFORD", "T1")
    assert (saved.alterable_by, saved.size, saved.status) == ("maker", "weeks", "taken up")


def test_what_is_typed_is_saved_when_the_section_is_left(section, issue, qtbot, store):
    section._editor._objection.setFocus()
    qtbot.keyClicks(section._editor._objection, "We pay for nothing else")

    section.hide()

    assert store.get(Issue, issue.id).objection == "We pay for nothing else"


def test_typing_goes_to_the_issue_it_was_typed_for(section, issue, qtbot, store, interview):
    other = issues.add(store, interview, Issue(title="Another"))
    section._table.choose(issue.id)
    section._editor._alteration.setFocus()
    qtbot.keyClicks(section._editor._alteration, "Longer calls")

    section._table.choose(other.id)

    assert store.get(Issue, issue.id).alteration == "Longer calls"
    assert store.get(Issue, other.id).alteration == ""
    assert section._editor._alteration.toPlainText() == ""


def test_delete_in_the_list_takes_an_issue_off_and_undo_brings_it_back(section, issue, qtbot, store):
    section._table.setFocus()

    qtbot.keyClick(section._table, Qt.Key.Key_Delete)
    assert store.find(Issue) == []
    assert section._nothing.isVisible()

    history.undo(store)
    assert section._table.records.rowCount() == 1


def test_what_somebody_else_wrote_shows_but_not_over_what_is_being_typed(section, issue, qtbot, store):
    section._editor._objection.setFocus()
    qtbot.keyClicks(section._editor._objection, "We pay")

    stamp = store.changes()[-1].stamp + "z"
    store.apply(
        [
            Change("wother", 1, "abcdef", stamp, 1, Cell("issue", issue.id, "objection"), Op.SET, "Theirs"),
            Change("wother", 2, "abcdef", stamp, 1, Cell("issue", issue.id, "alteration"), Op.SET, "A cap"),
        ]
    )

    assert section._editor._objection.toPlainText() == "We pay"
    assert section._editor._alteration.toPlainText() == "A cap"


def test_looking_at_issues_writes_nothing(section, issue, store):
    before = store.changes()

    section._editor._objection.setFocus()
    section.hide()

    assert store.changes() == before


def test_all_that_can_be_operated_has_a_name(section, issue):
    assert unnamed(section) == []
