"""What a form remembers: the answers saved last, and entities made and changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from fieldkit.forms import Entity, Form, Response, parse
from fieldkit.forms.filling.entities import changes_in
from tests.forms.tables import form, opened

PEOPLE = b"name,label,full_name,__version,age\np1,Ash,Ash Tree,3,30\np2,Beech,Beech Tree,1,41\n"


def sat_down(form: Form, entities: Iterable[Entity]) -> Response:
    return Response(form, entities=entities)


def real(shared: Path, name: str) -> Form:
    return parse((shared / "corpus" / "xforms" / "forms" / name).read_text(), {"people.csv": PEOPLE})


def test_the_answer_saved_last_is_offered_again(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type         | name   | label  | default                | calculation |
    |        | text         | street | Street | ${last-saved#street}   |             |
    |        | begin_repeat | member | Member |                        |             |
    |        | text         | first  | Name   |                        |             |
    |        | end_repeat   |        |        |                        |             |
    |        | calculate    | before |        |                        | count(instance('__last-saved')/data/member) |
    """
    read = form(tmp_path, table)
    saved = {
        "/street": "High Street",
        "/member[b]": "000002",
        "/member[a]": "000001",
        "/member[a]/first": "Ash",
        "/member[b]/first": "Beech",
    }

    first = opened(read)
    following = Response(read, last_saved=saved)

    assert first.asked("/street").value == ""
    assert following.asked("/street").value == "High Street"
    assert following.answers()["/before"] == "2"
    assert Response(read, following.answers()).asked("/street").value == "High Street"


def test_a_submission_makes_an_entity_with_what_was_answered(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type    | name | label | save_to   | relevant   |
    |        | text    | call | Name  | full_name |            |
    |        | integer | age  | Age   | age       |            |
    |        | text    | job  | Job   | job       | ${age} > 15 |
    | entities |
    |        | list_name | label   | create_if   |
    |        | people    | ${call} | ${age} != 9 |
    """
    response = opened(form(tmp_path, table))
    response.answer("/call", "Ash Tree")
    response.answer("/age", "12")

    (made,) = response.entities()

    assert (made.dataset, made.label, made.creates, made.updates) == ("people", "Ash Tree", True, False)
    assert made.properties == {"full_name": "Ash Tree", "age": "12"}
    assert len(made.id) == 36
    assert response.answer("/age", "9").cells
    assert response.entities() == []


def test_each_instance_of_a_repeat_makes_its_own_entity(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type         | name | label | save_to |
    |        | text         | area | Area  |         |
    |        | begin_repeat | tree | Tree  |         |
    |        | text         | kind | Kind  | kind    |
    |        | end_repeat   |      |       |         |
    | entities |
    |        | list_name | label   |
    |        | trees     | ${kind} |
    """
    response = opened(form(tmp_path, table))
    response.add("/tree")
    response.add("/tree")
    for kind, instance in zip(("oak", "elm", "ash"), response.instances("/tree"), strict=False):
        response.answer(f"{instance}/kind", kind)

    made = response.entities()

    assert [change.properties["kind"] for change in made] == [change.label for change in made]
    assert len({change.id for change in made}) == len({change.path for change in made}) == len(made)
    assert len(made) == len(response.instances("/tree"))


def test_the_real_form_for_updates_says_which_version_it_saw(shared: Path) -> None:
    response = opened(real(shared, "090_one-question-entity-update-editable.xml"))
    response.answer("/person", "p1")
    response.answer("/name", "Ash Grove")

    (change,) = response.entities()

    assert (change.id, change.creates, change.updates, change.base_version) == ("p1", False, True, 3)
    assert change.properties == {"full_name": "Ash Grove"}
    assert change.label == "Ash Grove"


def test_the_real_form_that_makes_or_updates_does_either(shared: Path) -> None:
    response = opened(real(shared, "078_one-question-entity-upsert.xml"))
    response.answer("/action", "create")
    response.answer("/name", "Cherry")
    (made,) = response.entities()

    response.answer("/action", "update")
    response.answer("/person", "p2")
    (updated,) = response.entities()

    assert (made.creates, made.updates, len(made.id)) == (True, True, 36)
    assert (updated.id, updated.base_version) == ("p2", 1)


def test_pulled_values_are_those_that_entities_have_by_now(shared: Path) -> None:
    form = real(shared, "021_entity-update-pulldata.xml")
    known = [
        Entity("people", "p1", "Ash!", 4, {"full_name": "Ash Grove"}, made_here=False),
        Entity("people", "p3", "Cherry", 1, {"full_name": "Cherry Tree"}, made_here=True),
        Entity("people", "gone", "Nobody", 2, {"full_name": "Nobody"}, made_here=False),
        Entity("towns", "t1", "Norwich", 1, {}, made_here=True),
    ]

    response = sat_down(form, known)

    assert [(c.value, c.label) for c in response.asked("/person").choices] == [
        ("p1", "Ash!"),
        ("p2", "Beech"),
        ("p3", "Cherry"),
    ]
    assert response.answer("/person", "p3").cells["/selected_person"] == "Cherry Tree"
    response.answer("/person", "p1")
    (change,) = changes_in(response.sheet.root)
    assert change.base_version == 4


@pytest.mark.parametrize(("version", "label"), [(2, "Ash"), (3, "Ash"), (4, "Ours")])
def test_a_list_that_came_as_far_speaks_for_itself(shared: Path, version: int, label: str) -> None:
    form = real(shared, "021_entity-update-pulldata.xml")

    response = sat_down(form, [Entity("people", "p1", "Ours", version, {}, made_here=False)])

    assert response.asked("/person").choices[0].label == label
