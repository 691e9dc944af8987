"""What a question says and offers: guidance, pictures, and which numbers a range takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.errors import FormError
from fieldkit.forms import parse
from tests.forms.filling.test_events import xform
from tests.forms.tables import form, opened

WELL = """
| survey |
|        | type            | name | label::en | label::fr | guidance_hint::en | guidance_hint::fr | image::en |
|        | text            | who  | Who       | Qui       |                   |                   |           |
|        | select_one free | open | Open?     | Ouvert ?  | Ask ${who}        | Demander à ${who} | well.png  |
| choices |
|         | list_name | name | label::en | label::fr | image::en |
|         | free      | yes  | Yes       | Oui       | yes.png   |
| settings |
|          | style |
|          | pages |
"""


def test_guidance_speaks_the_language_in_use_with_the_answers_it_quotes(tmp_path: Path) -> None:
    response = opened(form(tmp_path, WELL))
    response.answer("/who", "Awa")

    english = response.asked("/open").guidance
    response.language = "fr"

    assert (english, response.asked("/open").guidance) == ("Ask Awa", "Demander à Awa")


def test_pictures_go_with_labels_and_choices(tmp_path: Path) -> None:
    asked = opened(form(tmp_path, WELL)).asked("/open")

    assert asked.media == {"image": "jr://images/well.png"}
    assert asked.choices[0].media == {"image": "jr://images/yes.png"}


def test_a_form_says_how_it_wants_to_look(tmp_path: Path) -> None:
    assert form(tmp_path, WELL).style == "pages"


@pytest.mark.parametrize(("text", "right"), [("0", True), ("4.5", True), ("4.6", False), ("5.5", False)])
def test_a_range_takes_the_numbers_on_its_scale(text: str, right: bool) -> None:
    response = opened(xform("<deep/>", body='<range ref="/data/deep" start="0" end="5" step="0.5"/>'))

    response.answer("/deep", text)

    assert (response.asked("/deep").error == "") is right


def test_a_range_without_numbers_is_refused() -> None:
    with pytest.raises(FormError) as refused:
        xform("<a/>", body='<range ref="/data/a" start="low" end="9" step="1"/>')

    assert [fault.split(":")[0] for fault in refused.value.faults] == ["/a, parameters"]


def test_a_range_without_a_scale_takes_any_number_and_says_so() -> None:
    bare = xform("<a/>", body='<range ref="/data/a"/>')
    response = opened(bare)

    response.answer("/a", "77")

    assert response.asked("/a").error == ""
    assert len(bare.warnings) == 1


def test_a_number_that_other_clients_cannot_hold_is_an_error() -> None:
    response = opened(xform("<a/>", '<bind nodeset="/data/a" type="int"/>', '<input ref="/data/a"/>'))

    response.answer("/a", "2147483648")

    asked = response.asked("/a")
    assert (asked.typed, asked.value, bool(asked.error)) == ("2147483648", "", True)


CIRCLE = '<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>'


def test_questions_that_wait_for_each_other_are_named() -> None:
    assert any("a and b" in warning.sentence for warning in xform("<a/><b/>", CIRCLE).warnings)


def test_a_question_that_waits_for_itself_is_named() -> None:
    own = xform("<a/>", '<bind nodeset="/data/a" relevant=". != 3"/>', '<input ref="/data/a"/>')

    assert any("“a”" in warning.sentence for warning in own.warnings)


def test_what_is_asked_without_a_place_in_the_form_is_left_out_and_named() -> None:
    lost = xform("<a/>", body='<input ref="/data/a"/><input ref="/data/z"/>')

    assert [question.path for question in lost.questions()] == ["/a"]
    assert [warning.path for warning in lost.warnings] == ["/data/z"]


def test_a_label_that_quotes_what_cannot_be_read_is_shown_without_it() -> None:
    odd = xform("<a/>", body='<input ref="/data/a"><label>Hi <output value="1 &lt;&gt; 2"/>!</label></input>')

    assert opened(odd).asked("/a").label == "Hi !"
    assert len(odd.warnings) == 1
    assert parse(odd.xml).warnings == odd.warnings


def test_the_words_on_a_scale_are_worked_out_once(tmp_path: Path) -> None:
    response = opened(form(tmp_path, SCALE))
    before = response.asked("/a").choices

    response.answer("/a", "2")

    assert [choice.label for choice in before] == ["Cold", "Hot"]
    assert response.asked("/a").choices is before


SCALE = """
| survey  |       |      |       |                                          |
|         | type  | name | label | parameters                               |
|         | range | a    | How?  | start=1 end=5 step=1 tick_labelset=warm  |
| choices |       |      |       |
|         | list_name | name | label |
|         | warm      | 1    | Cold  |
|         | warm      | 5    | Hot   |
"""
