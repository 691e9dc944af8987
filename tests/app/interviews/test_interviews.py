import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from fieldkit.app.interviews.chooser import GroupChooser
from fieldkit.app.interviews.consent import ConsentSection
from fieldkit.app.interviews.page import InterviewsPage
from fieldkit.app.interviews.scopes import REACHES, SCOPES
from fieldkit.domain import Consent, GroupType, Interview, Note, Wave, Withdrawal
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.domain.consent import Answer, Reach, Scope, agreed
from fieldkit.domain.interviews import Status
from fieldkit.edits import consent, history, interviews, people
from fieldkit.store import Store
from tests.app.conftest import unnamed

TODAY = date(2026, 11, 3)


@pytest.fixture
def groups(store):
    kind = GroupType(name="Food sharing")
    store.write("Begin", kind, Wave(id="baseline", name="Baseline"))
    return [
        people.add_group(store, name, kind, place="Hulme") for name in ("Riverside Food Share", "Mill Lane")
    ]


@pytest.fixture
def interview(store, groups):
    return interviews.begin(store, groups[0], held_on=TODAY)


def notes_section(project, interview_id, parent):
    return QLabel(f"Notes of {interview_id}", parent)


@pytest.fixture
def page(project, interview, show):
    return show(InterviewsPage(project, sections=[("Consent", ConsentSection), ("Notes", notes_section)]))


@pytest.fixture
def section(project, interview, show):
    return show(ConsentSection(project, interview.id))


def said(store, scope):
    return next((c.answer for c in store.find(Consent) if c.scope == scope), None)


def answer(store, interview, scope, words=Answer.YES):
    consent.answer(store, interview, scope, words, on=TODAY)


# Consent


def test_every_scope_and_every_reach_has_its_words():
    assert SCOPES.keys() == set(Scope)
    assert REACHES.keys() == set(Reach)


def test_y_and_n_answer_and_go_on_to_the_next_question(section, qtbot, store):
    section.setFocus()

    for key in "yyn":
        qtbot.keyClick(QApplication.focusWidget(), key)

    assert [said(store, scope) for scope in list(SCOPES)[:4]] == ["yes", "yes", "no", None]


def test_what_follows_is_said_at_the_top(section, qtbot):
    section.setFocus()
    assert "stays on this laptop" in section._reach.text()

    qtbot.keyClick(QApplication.focusWidget(), "y")
    assert "Only the fact" in section._reach.text()

    qtbot.keyClick(QApplication.focusWidget(), "y")
    assert "goes to the team" in section._reach.text()


def test_the_day_of_the_answer_stands_beside_it(section, store, interview):
    answer(store, interview, Scope.HOLD)

    assert section._rows[Scope.HOLD]._date.text() == "3 November 2026"


def test_a_click_on_no_is_saved(section, qtbot, store):
    no = section._rows[Scope.TEAM]._answers._group.button(1)

    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)

    assert said(store, Scope.TEAM) == Answer.NO
    assert no.text() == "✓\u2009No"


def test_consent_from_another_laptop_shows_at_once(section, store, interview):
    one = Consent(id=consent.consent_id(interview.id, Scope.HOLD))
    cells = {"interview_id": interview.id, "scope": "hold", "answer": "yes", "answered_on": "2026-11-02"}

    store.apply(
        [
            Change(
                "wother",
                n,
                "abcdef",
                store.changes()[-1].stamp,
                1,
                Cell("consent", one.id, field),
                Op.SET,
                text,
            )
            for n, (field, text) in enumerate(cells.items(), start=1)
        ]
    )

    assert section._rows[Scope.HOLD]._answers.value == Answer.YES


def test_undo_takes_an_answer_back(section, qtbot, store):
    section.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), "y")

    history.undo(store)

    assert section._rows[Scope.HOLD]._answers.value is None
    assert not agreed(store.find(Consent), Scope.HOLD)


def test_a_refusal_declines_the_interview_and_can_be_undone(section, qtbot, store, interview):
    qtbot.mouseClick(section._refuse, Qt.MouseButton.LeftButton)

    assert store.get(Interview, interview.id).status == Status.DECLINED
    assert said(store, Scope.HOLD) == Answer.NO
    assert not section._refuse.isEnabled()
    assert "declined" in section._why_not.text()
    history.undo(store)
    assert store.get(Interview, interview.id).status == Status.DRAFT


def test_taking_back_says_what_goes_and_needs_a_tick(section, qtbot, store, interview):
    interviews.write_note(store, store.find(Note)[0], "Forty people come")

    qtbot.mouseClick(section._take_back, Qt.MouseButton.LeftButton)

    asked = section._taking_back
    assert asked.isVisible()
    assert "3 words of notes" in asked._goes.text()
    assert not asked._erase.isEnabled()
    assert store.find(Interview)

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.mouseClick(asked._erase, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not asked.isVisible())
    assert store.find(Interview) == []
    assert store.find(Note) == []
    assert [w.of_interview for w in store.find(Withdrawal)] == [interview.id]


def test_while_an_interview_is_erased_that_is_said_and_the_window_goes_on(section, qtbot, store, monkeypatch):
    at_it = threading.Event()
    scrub = Store._scrub

    def slow(self: Store) -> None:
        at_it.wait(20)
        scrub(self)

    monkeypatch.setattr(Store, "_scrub", slow)
    qtbot.mouseClick(section._take_back, Qt.MouseButton.LeftButton)
    asked = section._taking_back
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.mouseClick(asked._erase, Qt.MouseButton.LeftButton)

    assert asked._working.isVisible()
    assert "so that nothing of it is left: about 1 second." in asked._goes.text()
    at_it.set()
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=20_000)
    assert store.find(Interview) == []


def test_keeping_it_leaves_everything(section, qtbot, store):
    qtbot.mouseClick(section._take_back, Qt.MouseButton.LeftButton)
    before = store.changes()

    qtbot.mouseClick(section._taking_back._keep, Qt.MouseButton.LeftButton)

    assert not section._taking_back.isVisible()
    assert store.changes() == before


# The page


def test_an_interview_is_opened_by_choosing_it(page, interview):
    page._list._table.choose(interview.id)

    assert page._room._name.text() == "Riverside Food Share"
    assert "draft · 3 November 2026 · Hulme" in page._room._line.text()


def test_completing_without_consent_says_why_in_place(page, qtbot, store, interview):
    page.open(interview.id)
    qtbot.waitUntil(page._room._complete_button.isVisible)

    qtbot.mouseClick(page._room._complete_button, Qt.MouseButton.LeftButton)

    assert page._room._refused.isVisible()
    assert "nobody agreed yet" in page._room._refused.text()
    assert store.get(Interview, interview.id).status == Status.DRAFT

    answer(store, interview, Scope.HOLD)
    assert not page._room._refused.isVisible()
    qtbot.mouseClick(page._room._complete_button, Qt.MouseButton.LeftButton)
    assert store.get(Interview, interview.id).status == Status.COMPLETE
    assert not page._room._complete_button.isVisible()


def test_alt_and_a_number_lead_to_a_section(page, qtbot, interview):
    page.open(interview.id)

    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    assert page._room._tabs.currentIndex() == 1
    assert page._room._made[1].text() == f"Notes of {interview.id}"


def test_a_section_is_made_when_it_is_first_looked_at(page, interview):
    page.open(interview.id)

    assert list(page._room._made) == [0]


def test_ctrl_n_asks_with_whom_and_begins_today(page, qtbot, store, groups):
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    chooser = page.findChild(GroupChooser)
    qtbot.waitUntil(chooser.isActiveWindow)
    qtbot.keyClicks(chooser._box, "mill")
    qtbot.keyClick(chooser._box, Qt.Key.Key_Return)

    begun = store.get(Interview, page._room.interview_id)
    assert (begun.group_id, begun.wave_id) == (groups[1].id, "baseline")
    assert isinstance(page._room._made[0], ConsentSection)
    assert page._list._table.current.id == begun.id


def test_the_box_finds_interviews_by_group_and_by_words_in_their_notes(page, qtbot, store, interview, groups):
    other = interviews.begin(store, groups[1], held_on=TODAY)
    interviews.write_note(store, store.find(Note, interview_id=other.id)[0], "The scout hut leaks")

    qtbot.keyClicks(page._list._box, "scout")
    qtbot.keyClick(page._list._box, Qt.Key.Key_Return)
    assert [i.id for i in page._list._table.records._shown] == [other.id]

    page._list._box.setText("riverside")
    qtbot.keyClick(page._list._box, Qt.Key.Key_Return)
    assert [i.id for i in page._list._table.records._shown] == [interview.id]


def test_an_interview_from_another_laptop_joins_the_list(page, store, groups):
    store.apply(
        [
            Change(
                "wother",
                1,
                "abcdef",
                store.changes()[-1].stamp,
                1,
                Cell("interview", "i2", "group_id"),
                Op.SET,
                groups[1].id,
            ),
            Change(
                "wother",
                2,
                "abcdef",
                store.changes()[-1].stamp,
                1,
                Cell("interview", "i2", "held_on"),
                Op.SET,
                "2026-11-09",
            ),
        ]
    )

    assert page._list._table.records.record(0).id == "i2"


def test_an_interview_that_was_taken_back_closes(page, store, interview):
    page.open(interview.id)

    consent.withdraw(store, interview, on=TODAY)

    assert page._room is None
    assert page._empty.isVisible()


def test_a_place_typed_while_the_interview_is_taken_back_is_not_kept(page, qtbot, store, interview):
    page.open(interview.id)
    page._room._fold.setChecked(True)
    place = page._room._details._place
    qtbot.waitUntil(place.isVisible)
    place.setFocus()
    qtbot.keyClicks(place, " scout hut")

    consent.withdraw(store, interview, on=TODAY)

    assert store.find(Interview, deleted=(False, True)) == []
    assert not [change for change in store.changes() if "scout" in change.value]


def test_undoing_the_beginning_closes_it_too(page, store, interview):
    page.open(interview.id)

    history.undo(store)

    assert page._room is None


def test_details_save_themselves(page, qtbot, store, interview):
    page.open(interview.id)
    qtbot.waitUntil(page._room._fold.isVisible)
    qtbot.mouseClick(page._room._fold, Qt.MouseButton.LeftButton)
    place = page._room._details._place
    place.setFocus()
    place.selectAll()

    qtbot.keyClicks(place, "Scout hut")
    page._room._fold.setFocus()

    assert store.get(Interview, interview.id).place == "Scout hut"
    assert "Scout hut" in page._room._line.text()


def test_looking_at_an_interview_changes_nothing(page, store, interview):
    before = store.changes()

    page.open(interview.id)
    page._room._fold.setChecked(True)
    page._room._fold.setFocus()
    page.open("")

    assert store.changes() == before


def test_all_that_can_be_operated_has_a_name(page, interview):
    page.open(interview.id)

    assert unnamed(page) == []


def test_without_interviews_the_page_says_what_to_do(project, show):
    page = show(InterviewsPage(project))

    assert any("begin a new one" in label.text() for label in page.findChildren(QLabel))
    assert isinstance(page, QWidget)
