"""Each kind of answer, one by one: what is typed or chosen becomes which text."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from fieldkit.app.surveys.arranging import Flow
from fieldkit.app.surveys.calendars import CALENDARS, coptic, ethiopian, islamic, persian
from fieldkit.app.surveys.lines import grouped
from fieldkit.app.surveys.moments import meant_day, meant_time
from fieldkit.app.surveys.questions import WIDGETS
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.slider import Slider
from fieldkit.forms import TYPES, Response
from tests.app.conftest import unnamed
from tests.app.surveys.everything import everything
from tests.forms.tables import opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return everything(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def response(demo) -> Response:
    return opened(demo)


@pytest.fixture
def row(response, show, qtbot):
    """Return what shows the row of a question, its answers going to the engine as on the page."""

    def put(path: str) -> QuestionRow:
        made = show(QuestionRow(response.asked(path), 0, lambda _name: None))

        def answered(at: str, text: str, _typing: bool) -> None:
            response.answer(at, text)
            made.show_asked(response.asked(at))

        made.answered.connect(answered)
        made.setFocus()
        return made

    return put


def type_in(qtbot, text: str, end=Qt.Key.Key_Return) -> None:
    focus = QApplication.focusWidget()
    qtbot.keyClicks(focus, text)
    qtbot.keyClick(focus, end)


def press(qtbot, row, words: str) -> None:
    button = next(b for b in row.findChildren(QPushButton) if b.text() == words and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_type_of_question_has_a_place():
    assert WIDGETS.keys() == TYPES.keys()


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("/g0/name", "The well", "The well"),
        ("/g0/phone", "+44 1603a", "+44 1603"),
        ("/g0/secret", "hush", "hush"),
        ("/g0/people", "12500", "12500"),
        ("/g0/metres", "2.50", "2.5"),
        ("/g0/code", "5901234", "5901234"),
        ("/g1/day", "3.11.2026", "2026-11-03"),
        ("/g1/day", "20261103", "2026-11-03"),
        ("/g1/month", "11/2026", "2026-11-01"),
        ("/g1/year", "2026", "2026-01-01"),
        ("/g1/hour", "930", "09:30:00.000"),
        ("/g1/hour", "9.30 pm", "21:30:00.000"),
        ("/g5/place", "51°30'N 0°7'30\"W", "51.5 -0.125"),
    ],
)
def test_what_is_typed_is_kept_as_the_form_stores_it(row, response, qtbot, path, typed, kept):
    row(path)

    type_in(qtbot, typed)

    assert response.asked(path).value == kept


def test_a_number_is_shown_in_threes_once_it_is_left(row, qtbot):
    shown = row("/g0/people")

    type_in(qtbot, "1234567")

    assert shown._answer.line.text() == "1\u202f234\u202f567"
    assert grouped("-1234.5678") == "-1\u202f234.5678"
    assert grouped("many") == "many"


def test_a_counter_counts_by_buttons_and_by_arrows(row, response, qtbot):
    shown = row("/g0/rooms")

    press(qtbot, shown, "+")
    qtbot.keyClick(shown._answer.line, Qt.Key.Key_Up)
    qtbot.keyClick(shown._answer.line, Qt.Key.Key_Up)
    press(qtbot, shown, "−")

    assert response.asked("/g0/rooms").value == "2"


def test_a_day_and_a_time_are_one_answer_and_half_of_it_is_kept(row, response, qtbot):
    shown = row("/g1/moment")

    type_in(qtbot, "2026-11-03", Qt.Key.Key_Tab)
    assert response.asked("/g1/moment").typed == "2026-11-03"
    assert response.asked("/g1/moment").error

    shown._answer._time.setFocus()
    type_in(qtbot, "9:30")
    assert response.asked("/g1/moment").value.startswith("2026-11-03T09:30:00.000")
    assert not response.asked("/g1/moment").error
    assert (shown._answer.line.text(), shown._answer._time.text()) == ("2026-11-03", "09:30")


def test_a_day_is_picked_from_the_calendar(row, response, qtbot):
    shown = row("/g1/day")
    response.answer("/g1/day", "2026-11-03")
    shown.show_asked(response.asked("/g1/day"))

    shown._answer._unfold._make()
    calendar = shown._answer._unfold._shown
    assert calendar.selectedDate().toPython() == date(2026, 11, 3)
    calendar.activated.emit(calendar.selectedDate().addDays(1))

    assert response.asked("/g1/day").value == "2026-11-04"


@pytest.mark.parametrize(
    ("put", "day", "said"),
    [
        (ethiopian, date(2024, 9, 11), "1 Meskerem 2017"),
        (ethiopian, date(2023, 9, 11), "6 Pagume 2015"),
        (ethiopian, date(2025, 1, 7), "29 Tahsas 2017"),
        (coptic, date(2024, 9, 11), "1 Thout 1741"),
        (persian, date(2025, 3, 21), "1 Farvardin 1404"),
        (islamic, date(2025, 6, 27), "1 Muharram 1447"),
    ],
)
def test_a_day_has_its_name_in_other_calendars(put, day, said):
    assert put(day) == said


def test_a_calendar_that_is_not_known_is_said_so(row):
    shown = row("/g1/nepali")

    assert any("cannot be shown here" in label.text() for label in shown.findChildren(QLabel))
    assert "2017" in CALENDARS["ethiopian"].beside(date(2024, 9, 11))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", "09:00"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("0930", "09:30"),
        ("25:00", "25:00"),
        ("noon", "noon"),
    ],
)
def test_a_time_is_understood_as_people_type_it(typed, meant):
    assert meant_time(typed) == meant


def test_a_day_that_could_be_two_is_left_as_it_is():
    assert meant_day("3/11/2026") == "3/11/2026"


@pytest.mark.parametrize("name", ["one", "columns", "columns3", "bare", "likert", "quick"])
def test_a_digit_chooses_in_every_layout(row, response, qtbot, name):
    row(f"/g2/{name}")

    qtbot.keyClick(QApplication.focusWidget(), "2")

    assert response.asked(f"/g2/{name}").value in ("src1", "often1", "yn1")


def test_quick_leads_on_by_itself(row, qtbot):
    shown = row("/g2/quick")

    with qtbot.waitSignal(shown.led_on):
        qtbot.keyClick(QApplication.focusWidget(), "1")


def test_packed_choices_flow_from_the_right_where_words_run_that_way(row):
    shown = row("/g2/packed")
    flow = shown._answer._inner._area.layout()
    assert isinstance(flow, Flow)
    first, second = flow.itemAt(0).geometry(), flow.itemAt(1).geometry()
    assert first.x() < second.x()

    shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    assert flow.itemAt(0).geometry().x() > flow.itemAt(1).geometry().x()


def test_many_choices_to_tick_are_searched_and_kept_in_their_order(row, response, qtbot):
    shown = row("/g3/towns")
    ticks = shown._answer._inner._list

    for words in ("Town 33", "Town 7"):
        shown._answer._inner._find.setText(words)
        ticks.setFocus()
        ticks.setCurrentIndex(ticks.model().index(0, 0))
        qtbot.keyClick(ticks, Qt.Key.Key_Space)

    assert response.asked("/g3/towns").value == "town6 town32"
    assert "2 chosen" in shown._answer._inner._chosen.text()


def test_an_order_is_an_answer_only_once_somebody_says_so(row, response, qtbot):
    shown = row("/g3/order")
    assert not response.asked("/g3/order").value

    press(qtbot, shown, "It is right in this order")

    assert response.asked("/g3/order").value == "src0 src1 src2 src3 src4"
    assert not shown._answer._as_it_is.isVisible()


def test_an_order_is_changed_by_dragging(row, response, qtbot):
    view = row("/g3/order")._answer._order._list
    places = [view.visualRect(view.model().index(n, 0)).center() for n in range(3)]

    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    for place in (places[1], places[2]):
        _drag(view.viewport(), place)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=places[2])

    assert response.asked("/g3/order").value == "src1 src2 src0 src3 src4"


def _drag(widget, place: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, over = QPointF(place), QPointF(widget.mapToGlobal(place))
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at, over, left, left, none))


def test_a_slider_has_no_answer_before_it_is_touched(row, response, qtbot):
    shown = row("/g4/slider")
    slider = shown.findChild(Slider)
    assert not slider._answered
    assert slider.accessibleDescription() == "Not answered yet"

    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert response.asked("/g4/slider").value == "5"

    qtbot.keyClick(slider, Qt.Key.Key_Delete)
    assert response.asked("/g4/slider").value == ""
    assert not slider._answered


def test_the_lowest_step_of_a_slider_is_given_with_space_or_typed(row, response, qtbot):
    shown = row("/g4/slider")

    qtbot.keyClick(shown.findChild(Slider), Qt.Key.Key_Space)
    assert response.asked("/g4/slider").value == "0"

    shown._answer._line.setFocus()
    shown._answer._line.selectAll()
    type_in(qtbot, "85")
    assert shown.findChild(Slider).value() == 17


def test_a_slider_goes_in_steps_of_decimals(row, response, qtbot):
    shown = row("/g4/half")

    for _n in range(3):
        qtbot.keyClick(shown.findChild(Slider), Qt.Key.Key_Right)

    assert response.asked("/g4/half").value == "1.5"


@pytest.mark.parametrize("path", ["/g3/minimal", "/g4/slider", "/g4/picker"])
def test_scrolling_past_changes_no_answer(row, response, path):
    shown = row(path)
    control = shown.findChild(Slider) or shown.findChild(QComboBox)
    at, none = QPointF(control.rect().center()), Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        at, control.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(control, turn)

    assert response.asked(path).value == ""
    assert not turn.isAccepted()


def test_stars_say_in_words_how_many_there_are(row, qtbot):
    shown = row("/g4/stars")

    qtbot.keyClick(QApplication.focusWidget(), "4")

    assert shown._answer._stars.text() == "★★★★☆"
    assert shown._answer._stars.accessibleName() == "4 stars of 5"


def test_places_come_from_a_file_and_an_area_is_closed(row, response, tmp_path):
    gpx = "".join(f'<trkpt lat="5{n}" lon="1{n}"/>' for n in range(3))
    (tmp_path / "way.gpx").write_text(f"<gpx>{gpx}</gpx>")

    for path in ("/g5/place", "/g5/way", "/g5/area"):
        row(path)._answer.take_from(tmp_path / "way.gpx")

    assert response.asked("/g5/place").value == "52.0 12.0"
    assert response.asked("/g5/way").value.count(";") == 2
    assert response.asked("/g5/area").value.count(";") == 3
    assert not response.asked("/g5/area").error


def test_a_file_without_places_is_said_so_beside_the_question(row, response, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing here")
    shown = row("/g5/place")

    shown._answer.take_from(tmp_path / "notes.txt")

    assert "no place" in shown._answer._understood.text()
    assert not response.asked("/g5/place").value


def test_a_drawing_is_given_as_a_picture_once_the_pen_rests(row, qtbot):
    shown = row("/g5/signed")
    canvas = shown._answer._canvas

    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    _drag(canvas, QPoint(120, 90))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(120, 90))
    with qtbot.waitSignal(shown.given) as given:
        shown.save()

    path, name, content = given.args
    drawn = QImage.fromData(content)
    assert (path, name) == ("/g5/signed", "signature.png")
    assert drawn.pixelColor(140, 120).lightness() < 128
    assert drawn.pixelColor(5, 5).lightness() == 255


def test_what_a_laptop_cannot_do_is_said(row):
    for path, words in (("/g3/mapped", "list"), ("/g4/bearing", "compass"), ("/g5/place", "no map")):
        assert any(words in line.text() for line in row(path).findChildren(QLabel)), path


def test_every_kind_has_a_name_for_a_screen_reader(demo, response, show):
    for shown in response.walk():
        if hasattr(shown.item, "type"):
            assert unnamed(show(QuestionRow(response.asked(shown.path), 0, lambda _name: None))) == []
