from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip

from fieldkit.app.coding.notes import NotesSection
from fieldkit.domain import Code, Coding, GroupType, Interview, Issue, Note, Passage, Segment
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.edits import consent, history, interviews, people
from fieldkit.store import Store
from tests.app.conftest import unnamed


@pytest.fixture
def interview(store):
    store.write(
        "Codes",
        Code(id="MON", name="Money and staying power"),
        Code(id="MON-AFFORD", parent_id="MON", name="They cannot pay for it"),
        Code(id="CAP", name="Room to take part"),
        Code(id="CAP-TIME", parent_id="CAP", name="No time for it"),
    )
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


@pytest.fixture
def section(project, interview, show):
    return show(NotesSection(project, interview.id))


def the_note(store: Store) -> Note:
    (note,) = store.find(Note)
    return note


def type_notes(section, qtbot, text):
    section._editor.setFocus()
    qtbot.keyClicks(section._editor, text)


def select(section, text):
    cursor = section._editor.document().find(text)
    assert not cursor.isNull()
    section._editor.setTextCursor(cursor)


def from_elsewhere(store: Store, note: Note, text: str, *, saw: tuple[str, ...] = ()) -> None:
    now = store.changes()[-1].stamp
    store.apply(
        [Change("wother", 1, "abcdef", now + "z", 1, Cell("note", note.id, "text"), Op.SET, text, saw)]
    )


def test_what_is_typed_is_saved_once_the_typing_rests(section, project, qtbot, store):
    section._editor.setFocus()

    with qtbot.waitSignal(project.changed):
        qtbot.keyClicks(section._editor, "Nobody has an hour.")

    assert the_note(store).text == "Nobody has an hour."


def test_looking_at_notes_changes_nothing(store, project, interview, show):
    interviews.write_note(store, the_note(store), "Written before\u00a0today.\n\nTwo lines.")
    before = store.changes()

    section = show(NotesSection(project, interview.id))
    section._editor.setFocus()
    section.hide()

    assert section._editor.text() == "Written before\u00a0today.\n\nTwo lines."
    assert store.changes() == before


def test_leaving_the_page_saves_at_once(section, qtbot, store):
    type_notes(section, qtbot, "Half a sentence")

    section.hide()

    assert the_note(store).text == "Half a sentence"


def test_a_barrier_is_tagged_by_keyboard_alone(section, qtbot, store):
    type_notes(section, qtbot, "We have no time for it, and no money.")
    select(section, "no money")

    qtbot.keyClick(section._editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    qtbot.keyClicks(box, "they ca")
    qtbot.keyClick(box, Qt.Key.Key_Return)

    (segment,) = store.find(Segment)
    assert (segment.quote, segment.code_id, segment.coder_id) == ("no money", "MON-AFFORD", store.person)
    assert section._list.model().rowCount() == 1
    assert section._editor.hasFocus()
    assert not section._editor.textCursor().hasSelection()


def test_emoji_before_a_passage_do_not_move_its_tag(section, qtbot, store):
    section._editor.setFocus()
    section._editor.insertPlainText("👩‍🌾🎉 They laughed 😀, then: no money at all")
    select(section, "no money")

    qtbot.keyClick(section._editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "they ca")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    (segment,) = store.find(Segment)
    note = the_note(store)
    assert note.text[segment.start : segment.end] == segment.quote == "no money"
    (drawn,) = section._editor.extraSelections()
    assert drawn.cursor.selectedText() == "no money"


def test_a_tag_moves_with_its_words(section, qtbot, store, project):
    type_notes(section, qtbot, "No money.")
    select(section, "money")
    section._picker.picked.emit(store.get(Code, "MON-AFFORD"))

    section._editor.moveCursor(section._editor.textCursor().MoveOperation.Start)
    with qtbot.waitSignal(project.changed):
        qtbot.keyClicks(section._editor, "They said: ")

    (segment,) = store.find(Segment)
    assert the_note(store).text[segment.start : segment.end] == "money"


def test_tagging_is_undone_and_the_list_hears_of_it(section, qtbot, store):
    type_notes(section, qtbot, "No money.")
    select(section, "money")
    section._picker.picked.emit(store.get(Code, "MON-AFFORD"))
    assert section._list.model().rowCount() == 1

    history.undo(store)

    assert section._list.model().rowCount() == 0
    assert store.find(Segment) == []


def test_delete_in_the_list_takes_the_tag_off(section, qtbot, store):
    type_notes(section, qtbot, "No money.")
    select(section, "money")
    section._picker.picked.emit(store.get(Code, "MON-AFFORD"))

    section._list.setFocus()
    section._list.setCurrentIndex(section._list.model().index(0, 0))
    qtbot.keyClick(section._list, Qt.Key.Key_Delete)

    assert store.find(Segment) == []
    assert store.find(Note)[0].text == "No money."


def test_own_words_are_marked_and_drawn_unlike_tags(section, qtbot, store):
    type_notes(section, qtbot, "I'm not technical")
    select(section, "not technical")

    qtbot.keyClick(
        section._editor, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )

    (passage,) = store.find(Passage)
    assert passage.quote == "not technical"
    (drawn,) = section._editor.extraSelections()
    assert drawn.format.underlineStyle() == QTextCharFormat.UnderlineStyle.DashUnderline


def test_tagging_without_a_selection_says_what_to_do(section, qtbot, project):
    type_notes(section, qtbot, "No money.")

    with qtbot.waitSignal(project.faulted) as faulted:
        section._picker.picked.emit(project.store.get(Code, "MON-AFFORD"))

    assert "Select the words" in faulted.args[0].hint


def test_choosing_a_tag_shows_its_words(section, qtbot, store):
    section._editor.insertPlainText("First 😀 this. No money.")
    select(section, "money")
    section._picker.picked.emit(store.get(Code, "MON-AFFORD"))

    index = section._list.model().index(0, 0)
    qtbot.mouseClick(
        section._list.viewport(), Qt.MouseButton.LeftButton, pos=section._list.visualRect(index).center()
    )

    assert section._editor.textCursor().selectedText() == "money"


def test_a_tagged_passage_becomes_an_issue_in_their_words(section, qtbot, store):
    type_notes(section, qtbot, "No money.")
    select(section, "No money")
    section._picker.picked.emit(store.get(Code, "MON-AFFORD"))
    section._list.setCurrentIndex(section._list.model().index(0, 0))

    qtbot.keyClick(section._list, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)

    (issue,) = store.find(Issue)
    assert (issue.code_id, issue.objection) == ("MON-AFFORD", "No money")
    assert issue.segment_id == store.find(Segment)[0].id


def test_coded_by_me_is_said_for_the_person_at_this_laptop(section, qtbot, store):
    section._coded.setFocus()
    qtbot.keyClick(section._coded, Qt.Key.Key_Space)

    (coding,) = store.find(Coding)
    assert coding.done
    assert coding.coder_id == store.person


def test_what_somebody_added_later_shows_without_moving_the_cursor(section, qtbot, store):
    type_notes(section, qtbot, "First. Third.")
    section._editor.save()
    cursor = section._editor.textCursor()
    cursor.setPosition(13)
    section._editor.setTextCursor(cursor)
    head = store.standing([Cell("note", the_note(store).id, "text")])

    seen = tuple(change.id for changes in head.values() for change in changes)
    from_elsewhere(store, the_note(store), "First. Second. Third.", saw=seen)

    assert section._editor.text() == "First. Second. Third."
    assert section._editor.textCursor().position() == len("First. Second. Third.")


def test_two_who_wrote_apart_both_keep_their_words(section, qtbot, store):
    type_notes(section, qtbot, "Mine.")
    section._editor.save()
    first = the_note(store)

    from_elsewhere(store, first, "Theirs.")

    assert section._editor.text() == "Mine."
    assert section._apart.isVisible()
    qtbot.keyClicks(section._editor, " More of mine.")
    section._editor.save()
    assert {note.text for note in store.find(Note)} == {"Theirs.", "Mine. More of mine."}
    assert len(store.conflicts()) == 1
    assert section._chooser.isVisible()


def test_a_second_note_is_added_and_the_first_kept(section, qtbot, store):
    type_notes(section, qtbot, "One")

    qtbot.keyClick(
        section._editor, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    type_notes(section, qtbot, "Two")
    section._editor.save()

    assert sorted(note.text for note in store.find(Note)) == ["One", "Two"]


def test_what_is_typed_while_the_interview_is_taken_back_is_not_kept(section, qtbot, store, interview):
    type_notes(section, qtbot, "Nobody may know")
    section._editor.save()
    qtbot.keyClicks(section._editor, ", not even this")

    consent.withdraw(store, interview, on=date(2026, 11, 4))
    section.hide()

    assert store.find(Note, deleted=(False, True)) == []
    assert not [change for change in store.changes() if "even this" in change.value]


def test_ctrl_z_never_takes_back_what_somebody_else_wrote(section, qtbot, store):
    type_notes(section, qtbot, "First. ")
    section._editor.save()
    (heads,) = store.standing([Cell("note", the_note(store).id, "text")]).values()
    from_elsewhere(store, the_note(store), "First. Second.", saw=(heads[0].id,))

    qtbot.keyClick(section._editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert section._editor.text() == "First. Second."


def test_all_that_can_be_operated_has_a_name(section):
    assert unnamed(section) == []


def test_an_interview_that_came_without_a_note_gets_one_with_the_first_words(store, project, show, qtbot):
    interview = Interview(group_id="g")
    store.write("From elsewhere", interview)
    section = show(NotesSection(project, interview.id))

    type_notes(section, qtbot, "Hello")
    section._editor.save()

    assert the_note(store).text == "Hello"


REPLACE = (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def waved(section) -> list[str]:
    return [
        drawn.cursor.selectedText()
        for drawn in section._editor.extraSelections()
        if drawn.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    ]


def test_what_may_name_somebody_is_waved_once_the_typing_rests_and_nothing_is_replaced(section, qtbot, store):
    text = "😀 Ring 07700 900123 for Riverside Food Share"
    section._editor.setFocus()
    section._editor.insertPlainText(text)

    qtbot.waitUntil(lambda: waved(section) == ["07700 900123", "Riverside Food Share"])

    assert the_note(store).text == section._editor.text() == text
    assert section._naming.isVisible()


def test_what_may_name_somebody_is_replaced_by_keyboard_one_at_a_time(section, qtbot, store):
    type_notes(section, qtbot, "Ash: ash@example.org, or 07700 900123, or @ash")
    cursor = section._editor.textCursor()
    cursor.setPosition(30)
    section._editor.setTextCursor(cursor)

    qtbot.keyClick(section._editor, *REPLACE)
    assert the_note(store).text == "Ash: ash@example.org, or [phone], or @ash"

    qtbot.keyClick(section._editor, *REPLACE)
    assert the_note(store).text == "Ash: ash@example.org, or [phone], or [handle]"
    assert section._naming.text() == "“ash@example.org” may name somebody; [e-mail] could stand here instead."

    qtbot.keyClick(section._editor, *REPLACE)
    assert the_note(store).text == section._editor.text() == "Ash: [e-mail], or [phone], or [handle]"
    assert not section._naming.isVisible()
    qtbot.keyClick(section._editor, *REPLACE)
    assert the_note(store).text == "Ash: [e-mail], or [phone], or [handle]"


def test_pointing_at_what_may_name_somebody_says_what_could_stand_there(section, qtbot):
    type_notes(section, qtbot, "Ring 07700 900123 now")
    section._editor.save()
    cursor = section._editor.document().find("900")
    over = section._editor.cursorRect(cursor).center()
    away = section._editor.cursorRect(section._editor.document().find("now")).center()

    for point, words in (
        (over, "“07700 900123” may name somebody; [phone] could stand here instead."),
        (away, ""),
    ):
        pointed = QHelpEvent(QEvent.Type.ToolTip, point, section._editor.viewport().mapToGlobal(point))
        QApplication.sendEvent(section._editor.viewport(), pointed)
        qtbot.waitUntil(lambda words=words: QToolTip.text() == words)
