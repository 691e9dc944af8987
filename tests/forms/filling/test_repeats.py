"""Repeats that the form itself counts, and what looks across their instances."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.forms import Response
from tests.forms.filling.test_events import xform
from tests.forms.tables import form, opened

COUNTED = """
| survey |
|        | type         | name   | label    | repeat_count | calculation |
|        | integer      | many   | How many |              |             |
|        | begin_repeat | child  | Child    | ${many}      |             |
|        | integer      | age    | Age      |              |             |
|        | end_repeat   |        |          |              |             |
|        | calculate    | total  |          |              | sum(${age}) |
|        | calculate    | second |          |              | indexed-repeat(${age}, ${child}, 2) |
"""


def test_a_counted_repeat_has_as_many_instances_as_the_answer_says(tmp_path: Path) -> None:
    response = opened(form(tmp_path, COUNTED))

    changed = response.answer("/many", "3")

    assert len(response.instances("/child")) == 3
    assert changed.moved
    assert {changed.cells[path] for path in response.instances("/child")} == {"000001", "000002", "000003"}


def test_instances_that_the_form_made_have_the_same_keys_on_every_laptop(tmp_path: Path) -> None:
    counted = form(tmp_path, COUNTED)
    one, other = opened(counted), opened(counted)

    one.answer("/many", "2")
    other.answer("/many", "2")

    assert one.instances("/child") == other.instances("/child")


def test_a_lowered_count_sets_instances_aside_and_loses_nothing(tmp_path: Path) -> None:
    response = opened(form(tmp_path, COUNTED))
    response.answer("/many", "2")
    for path, age in zip(response.instances("/child"), ["5", "7"], strict=True):
        response.answer(f"{path}/age", age)

    response.answer("/many", "1")
    lowered = response.asked("/total").value, len(response.instances("/child"))
    response.answer("/many", "2")

    assert lowered == ("5", 1)
    assert response.asked("/total").value == "12"
    assert response.asked("/second").value == "7"


def test_a_slip_of_the_hand_does_not_make_a_million_instances(tmp_path: Path) -> None:
    response = opened(form(tmp_path, COUNTED))

    response.answer("/many", "99999999")

    assert len(response.instances("/child")) == 1000


def test_a_removed_instance_makes_those_that_look_past_it_look_again(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type         | name | label | calculation |
    |        | begin_repeat | step | Step  |             |
    |        | integer      | cost | Cost  |             |
    |  | calculate | sofar | | ${cost} + coalesce(indexed-repeat(${sofar}, ${step}, position(..) - 1), 0) |
    |        | end_repeat   |      |       |             |
    """
    response = opened(form(tmp_path, table))
    response.add("/step")
    response.add("/step")
    for path, cost in zip(response.instances("/step"), ["1", "10", "100"], strict=True):
        response.answer(f"{path}/cost", cost)
    before = [response.asked(f"{path}/sofar").value for path in response.instances("/step")]

    response.remove(response.instances("/step")[1])

    assert before == ["1", "11", "111"]
    assert [response.asked(f"{path}/sofar").value for path in response.instances("/step")] == ["1", "101"]


def test_choices_may_come_from_the_answers_of_a_repeat(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type              | name   | label  |
    |        | begin_repeat      | member | Member |
    |        | text              | called | Name   |
    |        | end_repeat        |        |        |
    |        | select_one ${called} | head | Who leads? |
    """
    response = opened(form(tmp_path, table))
    response.add("/member")
    for path, name in zip(response.instances("/member"), ["Ada", "Ben"], strict=True):
        response.answer(f"{path}/called", name)

    assert [choice.value for choice in response.asked("/head").choices] == ["Ada", "Ben"]

    response.answer(f"{response.instances('/member')[0]}/called", "Awa")

    assert [choice.value for choice in response.asked("/head").choices] == ["Awa", "Ben"]


def test_a_count_that_is_blank_for_a_moment_sends_nobody_away(tmp_path: Path) -> None:
    response = opened(form(tmp_path, COUNTED))
    response.answer("/many", "2")

    response.answer("/many", "")

    assert len(response.instances("/child")) == 2


ADDED = """
| survey |
|        | type         | name  | label | calculation               |
|        | begin_repeat | child | Child |                           |
|        | text         | name  | Name  |                           |
|        | calculate    | place |       | position(..)              |
|        | calculate    | all   |       | count(${child})           |
|        | end_repeat   |       |       |                           |
|        | calculate    | first |       | join(' ', ${name})        |
"""


def with_children(tmp_path: Path, *names: str) -> Response:
    response = opened(form(tmp_path, ADDED))
    for name in names:
        response.add("/child")
        response.answer(f"{response.instances('/child')[-1]}/name", name)
    return response


def test_an_instance_moves_to_another_place_and_everything_follows(tmp_path: Path) -> None:
    response = with_children(tmp_path, "Awa", "Bo", "Chi")
    awa, bo, chi = response.instances("/child")[-3:]

    changed = response.move(chi, len(response.instances("/child")) - 2)

    assert response.instances("/child")[-3:] == [chi, awa, bo]
    assert response.asked("/first").value.split() == ["Chi", "Awa", "Bo"]
    assert int(response.asked(f"{chi}/place").value) < int(response.asked(f"{awa}/place").value)
    assert changed.moved
    cells = response.answers()
    assert cells[chi] < cells[awa] < cells[bo]
    assert opened(response.form, response.answers()).instances("/child") == response.instances("/child")


@pytest.mark.parametrize("place", [0, 9])
def test_there_is_no_place_beyond_the_last(tmp_path: Path, place: int) -> None:
    response = with_children(tmp_path, "Awa")

    with pytest.raises(ValueError, match=str(place)):
        response.move(response.instances("/child")[0], place)


def test_every_instance_knows_how_many_there_are(tmp_path: Path) -> None:
    response = with_children(tmp_path, "Awa", "Bo")

    counts = {response.asked(f"{path}/all").value for path in response.instances("/child")}

    assert counts == {str(len(response.instances("/child")))}


def test_a_further_instance_has_no_instances_within_unless_a_template_says_so() -> None:
    nested = xform(
        "<outer><inner><b/></inner></outer>",
        body='<repeat nodeset="/data/outer"><repeat nodeset="/data/outer/inner"><input ref="/data/outer/inner/b"/>'
        "</repeat></repeat>",
    )
    response = opened(nested)

    response.add("/outer")

    assert [len(response.instances(f"{path}/inner")) for path in response.instances("/outer")] == [1, 0]
    response.add(f"{response.instances('/outer')[1]}/inner")
    assert len(response.instances(f"{response.instances('/outer')[1]}/inner")) == 1


def test_one_more_comes_when_the_last_is_begun_and_says_so() -> None:
    growing = xform(
        "<person><called/><more/></person><many/>",
        '<bind nodeset="/data/many" calculate="count(/data/person) + (count(/data/person) = 0 or '
        "/data/person[position() = last()]/more != 'no')\"/>",
        '<repeat nodeset="/data/person" jr:count="/data/many"><input ref="/data/person/called"/>'
        '<input ref="/data/person/more"/></repeat>',
    )
    response = opened(growing)
    counts = [len(response.instances("/person"))]

    for name in ("Awa", "Bo"):
        response.answer(f"{response.instances('/person')[-1]}/called", name)
        counts.append(len(response.instances("/person")))
    response.answer(f"{response.instances('/person')[-1]}/more", "no")
    counts.append(len(response.instances("/person")))

    assert counts == [1, 2, 3, 3]
    assert opened(growing, response.answers()).answers() == response.answers()
    assert not growing.warnings


def test_a_repeat_that_is_not_relevant_offers_no_instance(tmp_path: Path) -> None:
    tables = """
    | survey |
    |        | type         | name     | label      | relevant              |
    |        | text         | children | Children?  |                       |
    |        | begin_repeat | child    | Child      | ${children} = 'yes'   |
    |        | text         | name     | Name       |                       |
    |        | end_repeat   |          |            |                       |
    """
    response = opened(form(tmp_path, tables))

    before = [shown.path for shown in response.walk()]
    changed = response.answer("/children", "yes")
    after = [shown.path for shown in response.walk()]

    assert before == ["/children"]
    assert "/child" in after
    assert changed.moved


def test_a_repeat_without_instances_says_so_when_its_condition_turns() -> None:
    empty = xform(
        '<wanted/><other/><child jr:template=""><name/></child>',
        '<bind nodeset="/data/child" relevant="/data/wanted = 1"/>',
        '<input ref="/data/wanted"/><input ref="/data/other"/><repeat nodeset="/data/child">'
        '<input ref="/data/child/name"/></repeat>',
    )
    response = opened(empty)

    before = [shown.path for shown in response.walk()]
    moved = [response.answer(path, "1").moved for path in ("/other", "/wanted")]
    after = [shown.path for shown in response.walk()]

    assert before == ["/wanted", "/other"]
    assert after == ["/wanted", "/other", "/child"]
    assert moved == [False, True]


def test_a_counted_repeat_begins_as_the_form_does() -> None:
    nested = xform(
        '<many>2</many><outer jr:template=""><inner jr:template=""><b/></inner></outer>'
        "<outer><inner><b/></inner></outer>",
        body='<input ref="/data/many"/><repeat nodeset="/data/outer" jr:count="/data/many">'
        '<repeat nodeset="/data/outer/inner"><input ref="/data/outer/inner/b"/></repeat></repeat>',
    )

    response = opened(nested)

    assert [len(response.instances(f"{path}/inner")) for path in response.instances("/outer")] == [1, 0]
