"""Lists in files of their own: what authors put beside a questionnaire, and the quirks of such files."""

from __future__ import annotations

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from itertools import product
from pathlib import Path
from threading import Barrier
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.forms import Form, Offering, Response, load, parse, place_of
from fieldkit.forms.xforms.external import choices_in, document_in, table_in
from tests.forms.tables import form, opened, workbook

TOWNS = """
| survey |
|        | type                             | name | label | choice_filter |
|        | text                             | area | Area  |               |
|        | select_one_from_file towns.csv   | town | Town  | area=${area}  |
"""
ROWS = "name,label,area\nn,Norwich,east\nl,Lowestoft,east\nd,Derby,middle\n"


def offered(response: Response, path: str = "/town") -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in response.asked(path).choices]


def with_towns(folder: Path, content: bytes | str, table: str = TOWNS, name: str = "towns.csv") -> Form:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return form(folder, table)


def test_choices_come_from_a_list_beside_the_questionnaire(tmp_path: Path) -> None:
    response = opened(with_towns(tmp_path, ROWS))

    response.answer("/area", "east")

    assert offered(response) == [("n", "Norwich"), ("l", "Lowestoft")]
    assert response.form.files == ("towns.csv",)
    assert not response.form.warnings


def test_a_list_may_lie_in_the_folder_for_media(tmp_path: Path) -> None:
    media = tmp_path / "form-media"
    media.mkdir()
    (media / "Towns.CSV").write_text(ROWS)

    response = opened(form(tmp_path, TOWNS))

    response.answer("/area", "middle")
    assert offered(response) == [("d", "Derby")]


def test_a_form_that_was_kept_takes_its_lists_by_name(tmp_path: Path) -> None:
    kept = with_towns(tmp_path, ROWS)

    again = opened(parse(kept.xml, kept.contents))

    again.answer("/area", "east")
    assert offered(again) == [("n", "Norwich"), ("l", "Lowestoft")]


def test_a_missing_list_is_named_and_nothing_breaks(tmp_path: Path) -> None:
    response = opened(form(tmp_path, TOWNS))

    response.answer("/area", "east")
    response.answer("/town", "n")

    (warning,) = (told.sentence for told in response.form.warnings)
    assert "towns.csv" in warning
    assert "is missing" in warning
    assert offered(response) == []
    assert response.asked("/town").value == "n"
    assert response.faults() == []


def test_an_answer_that_a_list_no_longer_offers_goes(tmp_path: Path) -> None:
    response = opened(with_towns(tmp_path, ROWS))
    response.answer("/area", "east")
    response.answer("/town", "n")

    changed = response.answer("/area", "middle")

    assert changed.cells["/town"] is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + ROWS.encode(), id="a mark of byte order"),
        pytest.param(ROWS.encode("utf-16"), id="Unicode text of Excel"),
        pytest.param(ROWS.replace(",", ";"), id="semicolons"),
        pytest.param(ROWS.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(ROWS.replace("\n", "\r"), id="lines of old Macs"),
        pytest.param(ROWS.replace("Norwich", '"Norwich"'), id="quotes"),
        pytest.param(ROWS.replace("\n", ",,\n") + ",,,,\n\n", id="columns without a name, and blank rows"),
        pytest.param(ROWS.rstrip("\n"), id="no end of the last line"),
    ],
)
def test_a_csv_file_is_read_whoever_wrote_it(tmp_path: Path, content: bytes | str) -> None:
    response = opened(with_towns(tmp_path, content))

    response.answer("/area", "east")

    assert offered(response) == [("n", "Norwich"), ("l", "Lowestoft")]


def test_commas_quotes_and_lines_within_a_cell_belong_to_it(tmp_path: Path) -> None:
    response = opened(with_towns(tmp_path, 'name,label,area\nn,"Norwich, ""the\nfine"" city",east\n'))

    response.answer("/area", "east")

    assert offered(response) == [("n", 'Norwich, "the\nfine" city')]


def test_what_excel_saves_on_windows_keeps_its_letters(tmp_path: Path) -> None:
    response = opened(with_towns(tmp_path, "name,label,area\nz,Zürich,east\n".encode("cp1252")))

    response.answer("/area", "east")

    assert offered(response) == [("z", "Zürich")]


def test_a_cell_that_is_missing_is_blank_and_its_choice_has_no_label(tmp_path: Path) -> None:
    response = opened(with_towns(tmp_path, "name,area,label\nn,east\n"))

    response.answer("/area", "east")

    assert offered(response) == [("n", "")]


def test_blanks_around_a_cell_belong_to_it(tmp_path: Path) -> None:
    response = opened(with_towns(tmp_path, "name,label,area\nn, Norwich , east\n"))

    response.answer("/area", "east")

    assert offered(response) == []


def test_two_conditions_and_columns_named_otherwise(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type                           | name | label | parameters              | choice_filter               |
    |        | text                           | area | Area  |                         |                             |
    |        | integer                        | size | Size  |                         |                             |
    |        | select_one_from_file towns.csv | town | Town  | value=code, label=title | area=${area} and size=${size} |
    """
    response = opened(
        with_towns(tmp_path, "code,title,area,size\na,Aa,east,1\nb,Bb,east,2\nc,Cc,west,2\n", table)
    )

    response.answer("/area", "east")
    response.answer("/size", "2")

    assert offered(response) == [("b", "Bb")]


@pytest.mark.parametrize(
    ("type_", "condition", "answer"),
    [
        ("integer", "size=${size}", "2"),
        ("decimal", "size=${size}", "2.0"),
        ("text", "size=${size}", "2.0"),
        ("integer", "size=${size} + 0", "2"),
        ("integer", "size=${size} and area='east'", "2"),
        ("date", "day=${size}", "2026-11-03"),
        ("date", "day=date(${size})", "2026-11-03"),
        ("text", "(area='east')=(${size}='x')", "x"),
        ("text", "area=(${size}='x')", "x"),
    ],
)
def test_an_index_finds_what_looking_at_each_row_finds(
    tmp_path: Path, type_: str, condition: str, answer: str
) -> None:
    table = f"""
    | survey |
    |        | type                           | name | label | choice_filter |
    |        | {type_}                        | size | Size  |               |
    |        | select_one_from_file towns.csv | town | Town  | {condition}   |
    |        | select_one_from_file towns.csv | slow | Slow  | ({condition}) and position() > 0 |
    """
    rows = "".join(
        f"t{n},T,{a},{s},{d}\n"
        for n, (a, s, d) in enumerate(
            product(
                ["east", "", "middle"], ["2", "2.0", "02", "", "3", "x"], ["2026-11-03", "2026-11-04", ""]
            )
        )
    )
    response = opened(with_towns(tmp_path, f"name,label,area,size,day\n{rows}", table))

    response.answer("/size", answer)

    assert offered(response) == offered(response, "/slow")
    assert offered(response)


def test_a_place_among_the_rows_is_that_among_all_of_them(tmp_path: Path) -> None:
    table = TOWNS.replace("area=${area}", "area=${area} and position() = 2")
    response = opened(with_towns(tmp_path, ROWS, table))

    response.answer("/area", "east")

    assert offered(response) == [("l", "Lowestoft")]


def test_several_may_be_chosen_from_a_list(tmp_path: Path) -> None:
    table = TOWNS.replace("select_one_from_file", "select_multiple_from_file")
    response = opened(with_towns(tmp_path, ROWS, table))
    response.answer("/area", "east")

    response.answer("/town", "l n")

    assert response.asked("/town").error == ""
    assert response.answer("/town", "d").paths
    assert "“d”" in response.asked("/town").error


def test_a_map_gives_places_properties_and_ids(tmp_path: Path) -> None:
    wells = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": 7,
                "geometry": {"type": "Point", "coordinates": [1.5, 52.25]},
                "properties": {"title": "The well", "id": "overruled", "depth": 12.5, "note": None},
            },
            {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
                "properties": {"id": "ditch", "title": "The ditch"},
            },
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
                "properties": {"id": "pond", "title": "The pond"},
            },
        ],
    }
    table = """
    | survey |
    |        | type                                | name  | label | calculation |
    |        | select_one_from_file wells.geojson  | town  | Well  |             |
    |        | calculate                           | where |       | instance('wells')/root/item[id=${town}]/geometry |
    |        | calculate                           | deep  |       | instance('wells')/root/item[id=${town}]/depth |
    """

    response = opened(with_towns(tmp_path, json.dumps(wells), table, "wells.geojson"))

    assert offered(response) == [("7", "The well"), ("ditch", "The ditch"), ("pond", "The pond")]
    assert response.answer("/town", "7").cells["/where"] == "52.25 1.5 0 0"
    assert response.asked("/town").error == ""
    assert response.answers()["/deep"] == "12.5"
    assert response.answer("/town", "ditch").cells["/where"] == "2 1 0 0; 4 3 0 0"
    assert response.answer("/town", "pond").cells["/where"] == "0 0 0 0; 1 0 0 0; 1 1 0 0; 0 0 0 0"


def test_a_list_in_xml_is_walked_like_any_other(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type         | name  | label | calculation |
    |        | xml-external | towns |       |             |
    |        | text         | code  | Code  |             |
    |        | calculate    | town  |       | instance('towns')/root/item[name=${code}]/label |
    """
    xml = "<root><item><name>n</name><label>Norwich</label></item></root>"
    response = opened(with_towns(tmp_path, xml, table, "towns.xml"))

    changed = response.answer("/code", "n")

    assert changed.cells["/town"] == "Norwich"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wells.geojson", '{"type": "FeatureCollection", "feat'),
        ("wells.geojson", "[]"),
        ("wells.geojson", "[" * 100_000),
        ("wells.xml", "<root>"),
        ("wells.xml", "<a>" * 5_000 + "</a>" * 5_000),
    ],
    ids=["half of a map", "no map", "a map too deep", "half of a document", "a document too deep"],
)
def test_a_list_that_cannot_be_read_is_named_and_stays_empty(tmp_path: Path, name: str, content: str) -> None:
    table = f"""
    | survey |
    |        | type                        | name | label |
    |        | select_one_from_file {name} | town | Well  |
    """

    read = with_towns(tmp_path, content, table, name)

    (warning,) = (told.sentence for told in read.warnings)
    assert name in warning
    assert offered(opened(read)) == []


def test_a_list_without_the_column_of_its_values_is_named(tmp_path: Path) -> None:
    without_value = with_towns(tmp_path, "code,label,area\nn,Norwich,east\n")
    without_label = with_towns(tmp_path, "name,title,area\nn,Norwich,east\n")
    translated = with_towns(tmp_path, "name,label::English (en),area\nn,Norwich,east\n")
    without_rows = with_towns(tmp_path, "name,label,area\n")

    assert [(warning.path, warning.code) for warning in without_value.warnings] == [
        ("/town", "list-column-missing")
    ]
    assert "“name”" in without_value.warnings[0].sentence
    assert "“label”" in without_label.warnings[0].sentence
    assert not translated.warnings
    assert not without_rows.warnings


def test_the_older_external_choices_work_too(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type                      | name | label | choice_filter |
    |        | text                      | area | Area  |               |
    |        | select_one_external towns | town | Town  | area=${area}  |
    | external_choices |
    |        | list_name | name | label     | area   |
    |        | towns     | n    | Norwich   | east   |
    |        | rivers    | w    | Wensum    | east   |
    |        | towns     | d    | Derby     | middle |
    """

    response = opened(form(tmp_path, table))

    response.answer("/area", "east")
    assert response.form.question("/town").type == "select_one"
    assert offered(response) == [("n", "Norwich")]


def test_fifty_thousand_rows_are_filtered_in_a_blink(tmp_path: Path) -> None:
    rows = "".join(f"t{n},Town {n},area {n % 1000},{n % 7}\n" for n in range(50_000))
    path = workbook(tmp_path, TOWNS)
    (tmp_path / "towns.csv").write_text(f"name,label,area,size\n{rows}")
    response = opened(load(path))
    response.answer("/area", "area 1")
    response.asked("/town")

    began = process_time()
    response.answer("/area", "area 500")
    found = response.asked("/town").choices
    took = process_time() - began

    assert len(found) == 50
    assert took < 0.02  # 5 ms are the aim; this much is a list walked row by row


ALL_TOWNS = """
| survey |
|        | type                           | name   | label   | calculation                       |
|        | select_one_from_file towns.csv | town   | Town    |                                   |
|        | calculate                      | called |         | jr:choice-name(${town}, '${town}')  |
"""


def test_fifty_thousand_choices_are_offered_before_any_of_them_is_made(tmp_path: Path) -> None:
    rows = "".join(f"t{n},Town {n}\n" for n in range(50_000))
    response = opened(with_towns(tmp_path, f"name,label\n{rows}", ALL_TOWNS))
    assert len(response.form.model.instances["towns"].children[0].children) == 50_000  # read by now

    began = process_time()
    choices = response.asked("/town").choices
    took = process_time() - began

    assert len(choices) == 50_000
    assert choices[40_000] == ("t40000", "Town 40000", {})
    assert took < 0.05  # 5 ms on a quiet machine; making them all took 0.7 s


def test_a_long_list_offers_what_a_short_one_does(tmp_path: Path) -> None:
    rows = ["t1,Town 1", "t2,Town 2", "t3", "t1,Twice"]
    short = opened(with_towns(tmp_path, "\n".join(["name,label", *rows]), ALL_TOWNS)).asked("/town").choices
    others = [f"x{n},Else {n}" for n in range(1_000)]

    response = opened(with_towns(tmp_path, "\n".join(["name,label", *rows, *others]), ALL_TOWNS))
    long = response.asked("/town").choices

    assert tuple(long[:4]) == tuple(short)
    assert [place_of(choices, "t1") for choices in (short, long)] == [0, 0]
    assert [place_of(choices, "t9") for choices in (short, long)] == [-1, -1]
    assert long[-1] == ("x999", "Else 999", {})
    assert isinstance(long, Offering)
    assert long.told(lambda choice: choice._replace(label="—"))[0].label == "—"


def test_an_answer_from_a_long_list_is_checked_and_called_by_its_label(tmp_path: Path) -> None:
    rows = "".join(f"t{n},Town {n}\n" for n in range(1_000))
    response = opened(with_towns(tmp_path, f"name,label\n{rows}", ALL_TOWNS))

    response.answer("/town", "t700")
    right, called = response.asked("/town").error, response.answers()["/called"]
    response.answer("/town", "t7000")

    assert (right, called) == ("", "Town 700")
    assert "t7000" in response.asked("/town").error


def test_a_long_list_without_a_filter_is_made_once_for_each_language(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type                           | name | label::English (en) | label::French (fr) |
    |        | select_one_from_file towns.csv | town | Town                | Ville              |
    """
    rows = "".join(f"t{n},Town {n},Ville {n}\n" for n in range(1_000))
    content = f"name,label::English (en),label::French (fr)\n{rows}"
    response = opened(with_towns(tmp_path, content, table), language="English (en)")

    english = response.asked("/town").choices
    again = response.asked("/town").choices
    response.language = "French (fr)"
    french = response.asked("/town").choices

    assert again is english
    assert (english[1].label, french[1].label) == ("Town 1", "Ville 1")


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), max_size=8), st.sampled_from([",", ";"]))
def test_what_is_written_as_csv_is_read_as_it_was(rows: list[list[str]], comma: str) -> None:
    written = StringIO()
    csv.writer(written, delimiter=comma, lineterminator="\n").writerows([["name", "label"], *rows])

    table = table_in(written.getvalue().encode())

    assert table.columns == ["name", "label"]
    assert [list(row) for row in table.rows] == rows


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xml", "a.geojson", "itemsets.csv"]))
def test_no_file_whatever_is_in_it_breaks_a_form(content: bytes, name: str) -> None:
    document = choices_in(content, "towns") if name == "itemsets.csv" else document_in(name, content)

    assert next(iter(document.within())) is document
    assert bool(document.fault) <= (not document.children)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | CELLS,
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "id"]) | CELLS,
                inner,
            )
        ),
    )
)
def test_no_map_whatever_is_in_it_breaks_a_form(said: object) -> None:
    features = {"type": "FeatureCollection", "features": [said, {"type": "Feature", "geometry": said}]}

    for content in (said, features):
        document = document_in("a.geojson", json.dumps(content).encode())

        assert bool(document.fault) <= (not document.children)


def test_who_looks_at_a_list_while_another_thread_reads_it_sees_all_of_it():
    content = "name,label\n" + "".join(f"v{n},Village {n}\n" for n in range(20_000))
    document = document_in("villages.csv", content.encode())
    begun = Barrier(4)

    def look(_number):
        begun.wait()
        (root,) = document.by_name["root"]
        return len(root.by_name["item"]), root.parent is document

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(look, range(4)))

    assert seen == [(20_000, True)] * 4
