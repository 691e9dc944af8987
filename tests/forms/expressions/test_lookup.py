"""`pulldata()` and `search()`: looking things up in lists as forms did before there were itemsets."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.forms import Response, load, parse
from tests.forms.tables import form, opened

PEOPLE = """\
Name Key,name,district,age,photo,sortby
a,Ash,North,30,ash.png,3
b,Beech,South,41,,1
c,Cherry,North,9,,2
a,Ash again,North,31,,4
"""
LOOKED_UP = """
| survey |
|        | type      | name | label | calculation |
|        | text      | key  | Key   |             |
|        | calculate | who  |       | pulldata('people', 'Name', 'name_key', ${key}) |
"""


def searching(
    folder: Path, appearance: str, label: str = "name, district", value: str = "name_key"
) -> Response:
    (folder / "people.csv").write_text(PEOPLE)
    table = f"""
    | survey |
    |        | type              | name | label | appearance |
    |        | text              | part | Part  |            |
    |        | select_one people | who  | Who?  | minimal {appearance} |
    | choices |
    |        | list_name | name    | label   |
    |        | people    | {value} | {label} |
    |        | people    | 0       | Nobody  |
    """
    return opened(form(folder, table))


def offered(response: Response) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in response.asked("/who").choices]


def values(response: Response) -> list[str]:
    return [value for value, _label in offered(response)]


def test_a_value_is_pulled_from_the_first_row_that_fits(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE)
    response = opened(form(tmp_path, LOOKED_UP))

    changed = response.answer("/key", "a")

    assert changed.cells["/who"] == "Ash"
    assert response.answer("/key", "nobody").cells["/who"] is None
    assert response.form.files == ("people.csv",)


def test_what_is_pulled_from_a_missing_list_or_column_is_blank(tmp_path: Path) -> None:
    missing = opened(form(tmp_path, LOOKED_UP))
    (tmp_path / "people.csv").write_text("other\n1\n")
    another = opened(form(tmp_path, LOOKED_UP))

    for response in (missing, another):
        response.answer("/key", "a")

        assert "/who" not in response.answers()


def test_choices_are_made_of_columns_in_the_order_of_sortby(tmp_path: Path) -> None:
    response = searching(tmp_path, "search('people')")

    assert offered(response) == [
        ("0", "Nobody"),
        ("b", "Beech (district: South)"),
        ("c", "Cherry (district: North)"),
        ("a", "Ash (district: North)"),
    ]
    assert response.form.files == ("people.csv",)


@pytest.mark.parametrize(
    ("how", "part", "found"),
    [
        ("contains", "EE", ["0", "b"]),
        ("startswith", "ch", ["0", "c"]),
        ("endsWith", "sh", ["0", "a"]),
        ("matches", "ash", ["0", "a"]),
        ("matches", "as", ["0"]),
        ("contains", "", ["0", "b", "c", "a"]),
    ],
)
def test_a_search_compares_without_regard_to_capitals(
    tmp_path: Path, how: str, part: str, found: list[str]
) -> None:
    response = searching(tmp_path, f"search('people', '{how}', 'name', ${{part}})")

    response.answer("/part", part)

    assert values(response) == found


def test_a_search_looks_through_several_columns_within_a_filter(tmp_path: Path) -> None:
    response = searching(tmp_path, "search('people', 'contains', 'name, age', ${part}, 'district', 'North')")

    response.answer("/part", "e")
    assert values(response) == ["0", "c"]
    response.answer("/part", "3")
    assert values(response) == ["0", "a"]


def test_an_answer_that_a_search_finds_no_more_goes(tmp_path: Path) -> None:
    response = searching(tmp_path, "search('people', 'contains', 'name', ${part})")
    response.answer("/part", "beech")
    response.answer("/who", "b")

    changed = response.answer("/part", "cherry")

    assert response.asked("/who").error == ""
    assert changed.cells["/who"] is None


def test_real_forms_look_up_what_is_beside_them(shared: Path) -> None:
    forms = shared / "corpus" / "xforms" / "forms"
    pulls = (forms / "065_pull_data.xml").read_text()
    searches = (forms / "072_search_and_select.xml").read_text()
    fruits = b"name_key,name\nmango,Mango\nkiwi,Kiwi\n"

    pulled = opened(parse(pulls, {"fruits.csv": fruits}))
    found = opened(parse(searches, {"nombre.csv": fruits}))

    assert pulled.asked("/note_country").label == "The fruit Mango is pulled csv data."
    assert [(c.value, c.label) for c in found.asked("/encabezado/nombre").choices] == [
        ("mango", "Mango"),
        ("kiwi", "Kiwi"),
    ]
    assert found.form.files == ("nombre.csv", "nombre2.csv")
    (warning,) = (told.sentence for told in found.form.warnings)
    assert "nombre2.csv" in warning


def test_every_real_form_names_its_lists(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "xforms" / "forms").glob("*.xml")):
        if "cycle" not in path.name:
            read = load(path)

            told = " ".join(warning.sentence for warning in read.warnings)
            assert all(name in told for name in read.files if name.endswith(".csv"))
