"""A form being filled: what is asked, what an answer changes, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.forms import Form, Repeat, Response
from tests.forms.tables import form, opened

HOUSEHOLD = """
| survey |
| | type | name | label | label::French (fr) | relevant | required | constraint | constraint_message | calculation |
| | select_one yn | water | Is there water? | Y a-t-il de l'eau? | | yes | | | |
| | begin_group | details | Details | Détails | ${water} = 'yes' | | | | |
| | integer | metres | How far, in metres? | À quelle distance? | | | . >= 0 and . <= 5000 | Less than 5 km, please. | |
| | text | source | Where does it flow? | D'où coule-t-elle? | ${metres} > 100 | | | | |
| | end_group | | | | | | | | |
| | begin_repeat | roster | Member | Membre | | | | | |
| | text | name | Name | Nom | | | | | |
| | integer | age | How old is ${name}? | Âge de ${name}? | | | | | |
| | calculate | adult | | | | | | | if(${age} >= 18, 1, 0) |
| | calculate | place | | | | | | | position(..) |
| | end_repeat | | | | | | | | |
| | calculate | adults | | | | | | | sum(${adult}) |
| | note | thanks | ${adults} adults | ${adults} adultes | ${adults} > 0 | | | | |
| choices |
| | list_name | name | label | label::French (fr) |
| | yn | yes | Yes | Oui |
| | yn | no | No | Non |
| settings |
| | form_title | form_id | version | default_language |
| | Household | household | 3 | default |
"""


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form(tmp_path_factory.mktemp("household"), HOUSEHOLD)


def shown(response: Response) -> list[str]:
    return [part.path for part in response.walk()]


def test_a_question_shows_once_its_condition_holds(household: Form) -> None:
    response = opened(household)
    assert "/details/metres" not in shown(response)

    changed = response.answer("/water", "yes")

    assert changed.moved
    assert "/details/metres" in changed.paths
    assert "/details/metres" in shown(response)


def test_an_answer_that_stops_being_relevant_counts_as_blank_and_comes_back(household: Form) -> None:
    response = opened(household)
    response.answer("/water", "yes")
    response.answer("/details/metres", "250")

    response.answer("/water", "no")
    hidden = response.asked("/details/source").relevant
    response.answer("/water", "yes")

    assert not hidden
    assert response.asked("/details/metres").value == "250"
    assert response.asked("/details/source").relevant


def test_an_answer_outside_its_bounds_is_told_in_the_form_s_own_words(household: Form) -> None:
    response = opened(household)
    response.answer("/water", "yes")

    response.answer("/details/metres", "9000")

    assert response.asked("/details/metres").error == "Less than 5 km, please."


def test_what_is_no_number_stays_as_typed_and_is_reported(household: Form) -> None:
    response = opened(household)
    response.answer("/water", "yes")

    changed = response.answer("/details/metres", "about 20")

    assert changed.cells == {"/details/metres": "about 20"}
    assert response.asked("/details/metres").typed == "about 20"
    assert response.asked("/details/metres").value == ""
    assert "whole number" in response.asked("/details/metres").error


def test_what_was_typed_in_error_is_there_again_on_the_next_day(household: Form) -> None:
    response = opened(household)
    response.answer("/water", "yes")
    response.answer("/details/metres", "about 20")

    again = opened(household, response.answers())

    asked = again.asked("/details/metres")
    assert (asked.typed, asked.value) == ("about 20", "")
    assert "whole number" in asked.error


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("integer", "10.7", "10"),
        ("integer", "-10.7", "-10"),
        ("integer", "1e3", ""),
        ("decimal", "ten", ""),
        ("date", "2026-02-31", ""),
        ("date", "2026-02-03T10:00:00Z", ""),
        ("datetime", "2026-02-03", ""),
        ("geopoint", "91 10", ""),
        ("geotrace", "51.5 0.1", "51.5 0.1"),
    ],
)
def test_expressions_see_of_a_slip_what_other_clients_would(
    tmp_path: Path, kind: str, typed: str, value: str
) -> None:
    response = opened(form(tmp_path, f"| survey |\n| | type | name | label |\n| | {kind} | a | A |"))

    response.answer("/a", typed)

    asked = response.asked("/a")
    assert (asked.typed, asked.value, bool(asked.error)) == (typed, value, True)


def test_an_answer_reaches_all_that_is_calculated_from_it(household: Form) -> None:
    response = opened(household)
    first = response.instances("/roster")[0]

    changed = response.answer(f"{first}/age", "44")

    assert changed.cells == {f"{first}/age": "44", f"{first}/adult": "1", "/adults": "1"}
    assert "/thanks" in changed.paths
    assert response.asked("/thanks").label == "1 adults"


def test_an_answer_leaves_alone_what_does_not_depend_on_it(household: Form) -> None:
    response = opened(household)
    response.add("/roster")
    first, second = response.instances("/roster")

    changed = response.answer(f"{first}/name", "Ada")

    assert changed.cells == {f"{first}/name": "Ada"}
    assert set(changed.paths) == {f"{first}/name", f"{first}/age"}
    assert not any(path.startswith(second) for path in changed.paths)


def test_within_a_repeat_a_question_speaks_of_its_own_instance(household: Form) -> None:
    response = opened(household)
    response.add("/roster")
    first, second = response.instances("/roster")

    response.answer(f"{first}/name", "Ada")
    response.answer(f"{second}/name", "Ben")

    assert response.asked(f"{first}/age").label == "How old is Ada?"
    assert response.asked(f"{second}/age").label == "How old is Ben?"


def test_an_added_instance_has_a_key_of_its_own_and_the_next_place(household: Form) -> None:
    response = opened(household)

    changed = response.add("/roster")

    path = response.instances("/roster")[1]
    key = path.removeprefix("/roster[").removesuffix("]")
    assert changed.cells[path] == "000002"
    assert len(key) == 8
    assert set(key) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_removing_an_instance_clears_its_cells_and_renumbers_the_others(household: Form) -> None:
    response = opened(household)
    response.add("/roster")
    first, second = response.instances("/roster")
    response.answer(f"{first}/age", "30")

    changed = response.remove(first)

    assert changed.cells[first] is None
    assert changed.cells[f"{first}/age"] is None
    assert changed.cells[f"{second}/place"] == "1"
    assert changed.cells["/adults"] == "0"
    assert response.instances("/roster") == [second]


def test_the_language_may_change_at_any_time(household: Form) -> None:
    response = opened(household)

    response.language = "French (fr)"

    assert response.asked("/water").label == "Y a-t-il de l'eau?"
    assert [choice.label for choice in response.asked("/water").choices] == ["Oui", "Non"]


def test_a_required_question_without_an_answer_is_a_fault_only_when_all_is_looked_at(household: Form) -> None:
    response = opened(household)

    faults = {asked.path: asked.error for asked in response.faults()}

    assert response.asked("/water").error == ""
    assert response.asked("/water").missing
    assert faults == {"/water": "This question needs an answer."}


def test_cells_that_the_form_does_not_know_stay_as_they_are(household: Form) -> None:
    cells = {"/water": "no", "/asked_in_a_later_version": "blue", "/roster[gone]/age": "5"}

    response = opened(household, cells)

    assert cells.items() <= response.answers().items()


def test_instances_follow_their_place_and_then_their_key_on_every_laptop(household: Form) -> None:
    cells = {"/roster[b]": "000002", "/roster[c]": "000001", "/roster[a]": "000002"}

    response = opened(household, cells)

    assert response.instances("/roster") == ["/roster[c]", "/roster[a]", "/roster[b]"]


def test_a_repeat_is_shown_with_its_instances_and_their_keys(household: Form) -> None:
    response = opened(household, {"/roster[k3f9]": "000001"})

    roster = next(part for part in response.children if part.path == "/roster")

    assert isinstance(roster.item, Repeat)
    assert [(part.path, part.key) for part in roster.children] == [("/roster[k3f9]", "k3f9")]
    assert [part.path for part in roster.children[0].children] == ["/roster[k3f9]/name", "/roster[k3f9]/age"]


def test_what_is_in_a_read_only_group_is_read_only(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type        | name   | label  | bind::readonly |
    |        | text        | locked | Lock?  |                |
    |        | begin_group | inside | Inside | ${locked} = 'y' |
    |        | text        | word   | Word   |                |
    |        | end_group   |        |        |                |
    """
    response = opened(form(tmp_path, table))

    changed = response.answer("/locked", "y")

    assert "/inside/word" in changed.paths
    assert response.asked("/inside/word").readonly


def test_an_unknown_question_is_our_slip_and_says_so(household: Form) -> None:
    response = opened(household)

    with pytest.raises(KeyError):
        response.answer("/nothing", "1")


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("/water"), st.sampled_from(["yes", "no", "", "perhaps"])),
        st.tuples(st.just("/details/metres"), st.sampled_from(["", "5", "250", "9000", "far"])),
        st.tuples(st.sampled_from(["age", "name"]), st.sampled_from(["", "17", "18", "Ada", "6.5"])),
        st.tuples(st.sampled_from(["add", "remove"]), st.just("")),
    ),
    max_size=12,
)


def done(response: Response, what: str, text: str) -> dict[str, str | None]:
    instances = response.instances("/roster")
    if what == "add":
        return response.add("/roster").cells
    if what == "remove":
        return response.remove(instances[0]).cells if instances else {}
    if what.startswith("/"):
        return response.answer(what, text).cells
    return response.answer(f"{instances[-1]}/{what}", text).cells if instances else {}


def state(response: Response) -> list[object]:
    return [
        (part.path, part.label, response.asked(part.path) if not hasattr(part.item, "children") else "")
        for part in response.walk()
    ]


@settings(max_examples=60, deadline=None)
@given(deeds)
def test_what_is_stored_brings_back_the_same_state(household: Form, deeds: list[tuple[str, str]]) -> None:
    response = opened(household)
    stored: dict[str, str | None] = dict(response.opened.cells)
    for what, text in deeds:
        stored.update(done(response, what, text))

    kept = {path: text for path, text in stored.items() if text is not None}
    again = opened(household, kept)

    assert response.answers() == kept
    assert again.answers() == kept
    assert again.opened.cells == {}
    assert state(again) == state(response)
