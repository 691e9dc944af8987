from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldkit.app.surveys.outline import PAGE, pages
from fieldkit.app.surveys.questions import WIDGETS
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.domain import GroupType, Submission
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.domain.surveys import ANSWER
from fieldkit.edits import consent, history, interviews, people, surveys
from fieldkit.forms import TYPES, Response, load
from fieldkit.shipped import shipped
from tests.app.conftest import unnamed
from tests.forms.tables import form

ROUND = """
| survey  |                |          |                     |              |                        |          |
|         | type           | name     | label               | relevant     | constraint             | required |
|         | begin_group    | water    | Water               |              |                        |          |
|         | select_one src | source   | Where from?         |              |                        | yes      |
|         | text           | which    | Which well?         | ${source} = 'well' |                  |          |
|         | select_multiple src | others | Where else?       |              |                        |          |
|         | range          | far      | How far?            |              |                        |          |
|         | end_group      |          |                     |              |                        |          |
|         | begin_group    | home     | Home                |              |                        |          |
|         | integer        | rooms    | How many rooms?     |              | . < 20                 |          |
|         | begin_repeat   | person   | Person              |              |                        |          |
|         | text           | role     | What do they do?    |              |                        |          |
|         | end_repeat     |          |                     |              |                        |          |
|         | acknowledge    | read     | Read aloud          |              |                        |          |
|         | date           | again    | When again?         |              |                        |          |
|         | rank src       | order    | Best first          |              |                        |          |
|         | end_group      |          |                     |              |                        |          |
| choices |                |          |                     |              |                        |          |
|         | list_name      | name     | label               |              |                        |          |
|         | src            | well     | A well              |              |                        |          |
|         | src            | tap      | A tap               |              |                        |          |
|         | src            | river    | The river           |              |                        |          |
| settings |               |          |                     |              |                        |          |
|         | form_title     | form_id  | version             |              |                        |          |
|         | Round          | round    | 1                   |              |                        |          |
"""


@pytest.fixture
def round_form(tmp_path):
    return form(tmp_path, ROUND)


@pytest.fixture
def interview(store):
    group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
    return interviews.begin(store, group, held_on=date(2026, 11, 3))


@pytest.fixture
def section(store, interview, round_form, opened):
    surveys.add_form(store, round_form)
    return opened(interview)


@pytest.fixture
def filler(section):
    return section._filler


def row(filler, path) -> QuestionRow:
    return next(r for r in filler._sheet.questions() if r.path == path)


def shown(filler) -> list[str]:
    return [r.path for r in filler._sheet.questions()]


def answers(store) -> dict[str, str]:
    (submission,) = store.find(Submission)
    return store.answers(submission.id)


def lead(filler, qtbot, path):
    filler._sheet.focus_on(row(filler, path))
    return QApplication.focusWidget()


def test_every_type_of_question_has_a_widget():
    assert WIDGETS.keys() == TYPES.keys()


def test_looking_at_a_questionnaire_writes_nothing(section, store):
    assert store.find(Submission) == []


def test_a_digit_chooses_and_is_saved_at_once(filler, qtbot, store):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "2")

    assert answers(store)["/water/source"] == "tap"


def test_an_answer_brings_up_what_hangs_on_it_and_takes_it_away(filler, qtbot):
    assert "/water/which" not in shown(filler)

    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")
    assert shown(filler)[:2] == ["/water/source", "/water/which"]

    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "2")
    assert "/water/which" not in shown(filler)


def test_rows_that_stay_are_not_made_anew(filler, qtbot):
    before = row(filler, "/water/others")

    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")

    assert row(filler, "/water/others") is before


def test_tab_goes_from_top_to_bottom_also_into_what_came_later(filler, qtbot):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    assert row(filler, "/water/which").isAncestorOf(QApplication.focusWidget())


def test_enter_goes_to_the_next_question_and_then_to_the_next_page(filler, qtbot):
    lead(filler, qtbot, "/water/source")

    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert row(filler, "/water/far").isAncestorOf(QApplication.focusWidget())

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert row(filler, "/home/rooms").isAncestorOf(QApplication.focusWidget())


def test_delete_takes_an_answer_back(filler, qtbot, store):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "2")

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)

    assert "/water/source" not in answers(store)
    assert row(filler, "/water/source")._answer._inner._group.checkedButton() is None


def test_several_are_ticked_by_their_digits(filler, qtbot, store):
    others = lead(filler, qtbot, "/water/others")

    qtbot.keyClick(others, "3")
    qtbot.keyClick(others, "1")

    assert answers(store)["/water/others"] == "well river"


def test_typed_text_waits_for_a_rest(filler, qtbot, store, project):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")

    with qtbot.waitSignal(project.changed):
        qtbot.keyClicks(lead(filler, qtbot, "/water/which"), "Behind the church")

    assert answers(store)["/water/which"] == "Behind the church"


def test_hiding_saves_what_is_typed(section, filler, qtbot, store):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")
    qtbot.keyClicks(lead(filler, qtbot, "/water/which"), "The old")

    section.hide()

    assert answers(store)["/water/which"] == "The old"


def test_what_is_wrong_is_said_beside_the_question(filler, qtbot, store):
    filler._go_to(1)
    qtbot.keyClicks(lead(filler, qtbot, "/home/rooms"), "many")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    rooms = row(filler, "/home/rooms")
    said = rooms._lines["error"]
    assert said.isVisible()
    assert "whole number" in said.text()
    assert answers(store)["/home/rooms"] == "many"

    rooms._answer.line.clear()
    qtbot.keyClicks(lead(filler, qtbot, "/home/rooms"), "4")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not said.isVisible()


def test_a_required_question_says_so_in_words(filler):
    assert row(filler, "/water/source")._words.text() == "Where from? (needs an answer)"


def test_instances_of_a_repeat_are_added_and_removed(filler, qtbot, store):
    filler._go_to(1)
    before = [p for p in shown(filler) if "/role" in p]
    buttons = {b.accessibleName(): b for b in filler.findChildren(QPushButton) if not b.isHidden()}
    qtbot.mouseClick(buttons["Add another: Person"], Qt.MouseButton.LeftButton)

    roles = [p for p in shown(filler) if "/role" in p]
    assert len(roles) == len(before) + 1
    assert row(filler, roles[-1]).isAncestorOf(QApplication.focusWidget())
    qtbot.keyClicks(QApplication.focusWidget(), "Treasurer")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert answers(store)[roles[-1]] == "Treasurer"

    filler._remove(roles[-1].rpartition("/")[0])
    assert roles[-1] not in answers(store)
    assert roles[-1] not in shown(filler)


def test_ticks_and_orders_are_saved(filler, qtbot, store):
    filler._go_to(1)

    qtbot.keyClick(lead(filler, qtbot, "/home/read"), Qt.Key.Key_Space)
    order = lead(filler, qtbot, "/home/order")
    qtbot.keyClick(order, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert answers(store)["/home/read"] == "OK"
    assert answers(store)["/home/order"] == "tap well river"


def test_how_much_is_answered_is_said(filler, qtbot):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "2")

    assert filler._answered.text().startswith("1 of ")
    assert filler._contents.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Water: 1 of 3 answered"


def test_a_wrong_answer_does_not_count_until_it_is_put_right(filler, qtbot):
    filler.lead_to("/home/rooms")
    qtbot.keyClicks(QApplication.focusWidget(), "30")
    filler._sheet.save()

    assert filler._answered.text().startswith("⚠ 0 of ")
    assert filler._answered.text().endswith(" answered, 1 wrong")
    filler._check.trigger()
    assert any(fault.path == "/home/rooms" for fault in filler._faults._found._faults)

    filler._answer("/home/rooms", "3", False)

    assert filler._answered.text().startswith("1 of ")
    assert "wrong" not in filler._answered.text()


def test_undo_takes_the_answer_back_on_screen_too(filler, qtbot, store):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "2")

    history.undo(store)

    assert answers(store)["/water/source"] == "well"
    assert "/water/which" in shown(filler)


def test_an_answer_from_another_laptop_shows_and_keeps_the_page(filler, qtbot, store):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "2")
    (submission,) = store.find(Submission)
    head = store.standing([Cell(ANSWER, submission.id, "/water/source")])
    ((seen,),) = head.values()

    store.apply(
        [
            Change(
                "wother", 1, "abcdef", seen.stamp + "z", 1, Cell(ANSWER, submission.id, "/water/source"), Op.SET,
                "well", (seen.id,),
            )
        ]
    )  # fmt: skip

    assert "/water/which" in shown(filler)
    assert filler._list.currentIndex().row() == 0


def test_coming_back_goes_on_where_it_ended(filler, qtbot, interview, opened):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")

    later = opened(interview)
    again = later._filler

    assert row(again, "/water/source")._answer._inner._group.checkedButton().text() == "1)  A well"
    assert "/water/which" in shown(again)


def test_of_several_questionnaires_the_one_that_was_begun_is_shown(
    filler, qtbot, store, interview, opened, tmp_path
):
    qtbot.keyClick(lead(filler, qtbot, "/water/source"), "1")
    surveys.add_form(
        store, form(tmp_path, ROUND.replace("Round          | round ", "Another        | another "))
    )

    section = opened(interview)

    assert section._chooser.isVisible()
    assert section._chooser.currentText() == "Round"


def test_without_a_questionnaire_it_says_what_to_do(project, interview, show):
    section = show(QuestionnaireSection(project, interview.id))

    assert any("XLSForm" in shown.text() for shown in section.findChildren(QLabel) if shown.isVisible())


def test_all_that_can_be_operated_has_a_name(section, filler):
    assert unnamed(section) == []
    filler._go_to(1)
    assert unnamed(section) == []


def test_in_a_list_to_search_a_part_of_the_words_chooses(store, interview, tmp_path, opened, qtbot):
    many = "\n".join(f"| | src | t{n} | Town number {n} |" for n in range(100, 130))
    table = f"""
        | survey  | | | |
        | | type | name | label |
        | | select_one src | town | Which town? |
        | | text | why | Why there? |
        | choices | | | |
        | | list_name | name | label |
        {many}
    """
    surveys.add_form(store, form(tmp_path, table))
    section = opened(interview)
    filler = section._filler
    town = lead(filler, qtbot, "/town")

    qtbot.keyClicks(town, "117")
    qtbot.keyClick(town, Qt.Key.Key_Return)
    assert answers(store)["/town"] == "t117"

    edit = row(filler, "/town")._answer._inner._edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "nowhere")
    row(filler, "/why").setFocus()
    assert answers(store)["/town"] == "t117"
    assert edit.text() == "Town number 117"


def test_what_is_typed_while_the_interview_is_taken_back_is_not_kept(
    filler, section, qtbot, store, interview
):
    filler._go_to(1)
    qtbot.keyClicks(lead(filler, qtbot, "/home/rooms"), "12")

    consent.withdraw(store, interview, on=date(2026, 11, 4))
    section.hide()

    assert store.find(Submission) == []
    assert not [change for change in store.changes() if change.cell.table == ANSWER]


def test_a_long_form_shows_a_page_of_it_at_a_time(tmp_path):
    questions = "\n".join(f"|  | text | q{n} | Question {n} | |" for n in range(600))
    long = form(tmp_path, f"| survey | | | | |\n| | type | name | label | |\n{questions}\n")

    found = pages(long.children, Response(long).children, "Long")

    assert max(len(page.rows) for page in found) == PAGE
    assert sum(len(page.questions) for page in found) == 600
    assert [page.title for page in found[:2]] == [found[0].title, f"{found[0].title} (2)"]


def test_a_repeat_of_none_has_no_page_until_there_is_one(tmp_path):
    counted = form(
        tmp_path,
        """
        | survey |              |        |        |              |
        |        | type         | name   | label  | repeat_count |
        |        | integer      | many   | Many?  |              |
        |        | begin_repeat | member | Member | ${many}      |
        |        | text         | name   | Name?  |              |
        |        | end_repeat   |        |        |              |
        """,
    )
    response = Response(counted)

    def titles() -> list[str]:
        return [page.title for page in pages(counted.children, response.children, "Count")]

    assert titles() == ["Count"]
    response.answer("/many", "2")
    assert titles() == ["Count", "Member"]


def test_the_shipped_questionnaire_can_be_walked_from_end_to_end(store, interview, opened):
    surveys.add_form(store, load(shipped("forms", "community-technology.xlsx")))
    section = opened(interview)
    filler = section._filler
    seen = []

    filler._go_to(0)
    for _page in filler._pages:
        seen += shown(filler)
        filler._next.click()

    assert len(seen) == sum(len(page.questions) for page in filler._pages)
    assert unnamed(filler) == []
    assert filler._faults.isVisible()
