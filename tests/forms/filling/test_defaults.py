"""What a form fills in by itself: defaults, the clock, values set by other answers, choices that follow others."""

from __future__ import annotations

from pathlib import Path

from fieldkit.forms import Response
from tests.forms.tables import form, opened

FILLED = """
| survey |
|        | type              | name    | label    | default        | calculation   | trigger  |
|        | start             | begun   |          |                |               |          |
|        | end               | ended   |          |                |               |          |
|        | today             | day     |          |                |               |          |
|        | deviceid          | laptop  |          |                |               |          |
|        | integer           | rooms   | Rooms    | 2              |               |          |
|        | date              | since   | Since    | today() - 1    |               |          |
|        | calculate         | key     |          |                | uuid()        |          |
|        | text              | town    | Town     |                |               |          |
|        | dateTime          | changed | Changed  |                | now()         | ${town}  |
|        | begin_repeat      | visit   | Visit    |                |               |          |
|        | integer           | nth     | Nth      | position(..)   |               |          |
|        | end_repeat        |         |          |                |               |          |
"""

CASCADE = """
| survey |
|        | type                  | name    | label   | choice_filter         | calculation |
|        | select_one region     | region  | Region  |                       |             |
|        | select_one town       | town    | Town    | region = ${region}    |             |
|        | select_multiple town  | towns   | Towns   | region = ${region}    |             |
|        | calculate             | said    |         |                       | jr:choice-name(${town}, '${town}') |
| choices |
|        | list_name | name    | label   | region |
|        | region    | north   | North   |        |
|        | region    | south   | South   |        |
|        | town      | york    | York    | north  |
|        | town      | hull    | Hull    | north  |
|        | town      | poole   | Poole   | south  |
"""


def test_opening_anew_fills_in_defaults_and_the_clock(tmp_path: Path) -> None:
    response = Response(form(tmp_path, FILLED), properties={"deviceid": "L7"})

    assert response.asked("/rooms").value == "2"
    assert response.asked("/laptop").value == "L7"
    assert response.asked("/begun").value[:2] == "20"


def test_what_opening_filled_in_is_there_to_be_stored(tmp_path: Path) -> None:
    response = opened(form(tmp_path, FILLED))

    cells = response.opened.cells

    assert cells["/day"] == "2026-11-03"
    assert cells["/since"] == "2026-11-02"
    assert cells["/begun"] == "2026-11-03T09:30:00.000+00:00"
    assert cells == response.answers()


def test_a_default_that_was_cleared_stays_cleared(tmp_path: Path) -> None:
    read = form(tmp_path, FILLED)
    response = opened(read)

    response.answer("/rooms", "")

    assert "/rooms" not in opened(read, response.answers()).answers()


def test_chance_falls_once_and_not_again_when_the_form_is_opened_again(tmp_path: Path) -> None:
    read = form(tmp_path, FILLED)
    key = opened(read).answers()["/key"]

    again = Response(read, {"/key": key})

    assert again.asked("/key").value == key


def test_an_answer_sets_off_what_it_triggers(tmp_path: Path) -> None:
    response = opened(form(tmp_path, FILLED))
    before = response.asked("/changed").value

    changed = response.answer("/town", "Hull")

    assert before == ""
    assert changed.cells["/changed"] == "2026-11-03T09:30:00.000+00:00"


def test_a_new_instance_gets_its_own_default(tmp_path: Path) -> None:
    response = opened(form(tmp_path, FILLED))

    response.add("/visit")

    assert [response.asked(f"{path}/nth").value for path in response.instances("/visit")] == ["1", "2"]


def test_an_instance_that_nobody_is_asked_about_yet_knows_its_place(tmp_path: Path) -> None:
    response = opened(
        form(
            tmp_path,
            """
            | survey |
            |        | type         | name   | label  | default      | relevant          |
            |        | text         | guests | Guests |              |                   |
            |        | begin_repeat | guest  | Guest  |              | ${guests} = 'yes' |
            |        | integer      | nth    | Nth    | position(..) |                   |
            |        | end_repeat   |        |        |              |                   |
            """,
        )
    )

    response.answer("/guests", "yes")

    assert [response.asked(f"{guest}/nth").value for guest in response.instances("/guest")] == ["1"]


def test_the_end_is_noted_when_the_sitting_ends(tmp_path: Path) -> None:
    response = opened(form(tmp_path, FILLED))

    assert response.finish().cells.keys() <= {"/ended"}
    assert response.asked("/ended").value == "2026-11-03T09:30:00.000+00:00"


def test_choices_follow_the_answer_they_hang_on(tmp_path: Path) -> None:
    response = opened(form(tmp_path, CASCADE))

    changed = response.answer("/region", "north")

    assert "/town" in changed.paths
    assert [choice.label for choice in response.asked("/town").choices] == ["York", "Hull"]


def test_an_answer_that_is_no_longer_offered_goes(tmp_path: Path) -> None:
    response = opened(form(tmp_path, CASCADE))
    response.answer("/region", "north")
    response.answer("/town", "hull")
    response.answer("/towns", "york hull")

    changed = response.answer("/region", "south")

    assert changed.cells == {"/region": "south", "/town": None, "/towns": None, "/said": None}


def test_what_is_not_among_the_choices_is_reported_and_stays(tmp_path: Path) -> None:
    response = opened(form(tmp_path, CASCADE))
    response.answer("/region", "north")

    response.answer("/town", "poole")

    assert response.asked("/town").value == "poole"
    assert response.asked("/town").error == "“poole” is not among the choices."


def test_opening_drops_nothing_that_two_laptops_answered_apart(tmp_path: Path) -> None:
    table = CASCADE.replace("calculation |", "calculation | relevant |").replace(
        "| region  | Region  |                       |             |",
        "| region | Region | | | ${ask} = 'yes' |",
    )
    table = table.replace(
        "|        | select_one region     |",
        "|        | text | ask | Ask? |\n|        | select_one region     |",
        1,
    )
    cells = {"/ask": "no", "/region": "north", "/town": "york", "/said": "York"}

    response = opened(form(tmp_path, table), cells)

    assert response.asked("/town").value == "york"
    assert response.asked("/town").error == "“york” is not among the choices."


def test_the_name_of_a_choice_can_be_calculated(tmp_path: Path) -> None:
    response = opened(form(tmp_path, CASCADE))
    response.answer("/region", "north")

    changed = response.answer("/town", "york")

    assert changed.cells["/said"] == "York"
