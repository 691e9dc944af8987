"""The words along a scale, and calendars that speak the language of the form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCalendarWidget, QMenu

from fieldkit.app.fields import Choice
from fieldkit.app.surveys.days import Calendar
from fieldkit.app.surveys.languages import locale
from fieldkit.app.surveys.row import QuestionRow
from fieldkit.app.surveys.slider import Slider
from fieldkit.domain import GroupType
from fieldkit.edits import interviews, people, surveys
from fieldkit.forms import Response
from fieldkit.store import Store
from tests.app.conftest import Show
from tests.app.surveys.conftest import Opened
from tests.forms.tables import form

SCALE = """
| survey  |           |      |       |                                         |            |
|         | type      | name | label | parameters                              | appearance |
|         | range     | warm | Warm? | start=0 end=20 step=1 tick_labelset=how |            |
| choices |           |      |       |                                         |            |
|         | list_name | name | label |                                         |            |
|         | how       | 0    | Cold  |                                         |            |
|         | how       | 10   | Mild  |                                         |            |
|         | how       | 20   | Hot   |                                         |            |
"""
DAYS = """
| survey |      |      |                    |                     |
|        | type | name | label::English (en) | label::French (fr) |
|        | date | day  | Which day?          | Quel jour ?        |
"""


def test_the_words_of_a_scale_stand_along_it_and_say_where_it_is(tmp_path: Path, show: Show) -> None:
    response = Response(form(tmp_path, SCALE))
    row = QuestionRow(response.asked("/warm"), 0, lambda _name: None)
    show(row)
    (slider,) = row.findChildren(Slider)
    with_words = slider.grab().toImage()

    response.answer("/warm", "10")
    row.show_asked(response.asked("/warm"))

    assert slider.accessibleDescription() == "Mild"
    slider.name_places({})
    response.answer("/warm", "")
    row.show_asked(response.asked("/warm"))
    assert slider.grab().toImage() != with_words


def test_the_calendar_names_months_in_the_language_of_the_form(
    store: Store, tmp_path: Path, opened: Opened
) -> None:
    group = people.add_group(store, "Fridge", GroupType(name="Food"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    surveys.add_form(store, form(tmp_path, DAYS))
    section = opened(interview)
    languages = next(c for c in section.findChildren(Choice) if "Language" in c.accessibleName())

    languages.chosen.emit("French (fr)")

    unfold = next(c for c in section.findChildren(Calendar) if c.isVisible())
    menu = unfold.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    (calendar,) = menu.findChildren(QCalendarWidget)
    assert calendar.locale().monthName(11) == "novembre"


def test_a_language_without_a_tag_has_no_locale_of_its_own() -> None:
    assert locale("Welsh") is None
    swahili = locale("Kiswahili (sw)")
    assert swahili is not None
    assert swahili.language() == QLocale.Language.Swahili
