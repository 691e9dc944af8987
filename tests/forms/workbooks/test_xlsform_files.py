"""Whatever file is chosen: a form, or sentences. Never a traceback, a hang, or a laptop out of memory."""

from __future__ import annotations

import resource
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.forms import Examined, Place, Response, Severity, examine
from fieldkit.forms.workbooks.rows import COLUMNS
from tests.forms.tables import workbook

ONE = "| survey |\n| | type | name | label |\n| | text | a | A |"


def codes(answer: Examined) -> list[str]:
    return [finding.code for finding in answer.findings if finding.code not in _OF_EVERY_SMALL_FORM]


def test_an_error_of_a_spreadsheet_in_a_list_is_told_with_its_file_row_and_column(tmp_path: Path) -> None:
    table = "| survey |\n| | type | name | label |\n| | select_one_from_file towns.csv | a | A |"
    rows = "\n".join(f"t{n},#N/A" for n in range(24))
    (tmp_path / "towns.csv").write_text(f"name,label\nnorwich,Norwich\n#REF!,York\n{rows}\n")

    answer = examine(workbook(tmp_path, table))

    told = [f.sentence for f in answer.findings if f.code == "list-cell-with-error"]
    assert answer.form is not None
    assert told[0].startswith(
        "The list “towns.csv”, row 3, column “name”: a formula failed here, and “#REF!” "
    )
    assert told[1].startswith("The list “towns.csv”, row 4, column “label”: ")
    assert told[-1] == "The list “towns.csv” has 5 more such cells."
    assert len(told) == 21


_OF_EVERY_SMALL_FORM = {"form-id-missing", "version-missing", "title-missing"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xlsx", b"Dear all,\n"),
        ("empty.xlsx", b""),
        ("broken.xlsx", b"PK\x03\x04 no more"),
        ("photo.jpg", b"\xff\xd8"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("letter.csv", b"Dear all,\n"),
        ("latin.csv", "é,à,ü,ö,\n".encode("latin-1")),
        ("letter.md", b"# Dear all\n"),
        ("letter.xml", b"Dear all"),
        ("other.xml", b"<html/>"),
        ("binary.xml", b"\xff\xfe\x00"),
        ("gone.xlsx", None),
    ],
)
def test_what_is_no_form_is_one_sentence_and_what_to_do(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    form, findings = examine(path)

    assert form is None
    (finding,) = findings
    assert finding.severity is Severity.FAULT
    assert finding.remedy


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for at in range(4):
            with archive.open(f"xl/media/{at}.bin", "w", force_zip64=True) as part:
                for _megabyte in range(50):
                    part.write(b"\0" * 1_000_000)
    assert path.stat().st_size < 1_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    (finding,) = examine(path).findings

    assert "unpacks to far more" in finding.sentence
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "kilobytes"


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = workbook(tmp_path, ONE)
    parts = {info.filename: zipfile.ZipFile(path).read(info) for info in zipfile.ZipFile(path).infolist()}
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        bad = tmp_path / f"{name.rpartition('/')[2]}.xlsx"
        with zipfile.ZipFile(bad, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, bomb + content if part == name else content)

        assert examine(bad).form is None
    form = tmp_path / "form.xml"
    form.write_bytes(bomb + b"<html/>")

    assert codes(examine(form)) == ["unreadable"]


def test_a_million_empty_rows_are_read_at_once(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    book = openpyxl.load_workbook(path)
    book["survey"].cell(1_000_000, 9).number_format = "0.00"
    book["survey"].cell(900_000, 1).fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    book.save(path)

    form, findings = examine(path)

    assert form is not None
    assert {finding.code for finding in findings} == _OF_EVERY_SMALL_FORM


def test_rows_below_a_gap_are_told_of(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    book = openpyxl.load_workbook(path)
    for at, text in enumerate(("text", "b", "B"), start=1):
        book["survey"].cell(200, at).value = text
    book.save(path)

    answer = examine(path)

    assert [f.place for f in answer.findings if f.code == "rows-below-a-gap"] == [Place("survey", 200)]


def test_a_formula_that_was_never_worked_out_is_told_of(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    book = openpyxl.load_workbook(path)
    book["survey"]["C2"] = '="A" & "B"'
    book.save(path)

    answer = examine(path)

    assert [f.place for f in answer.findings if f.code == "formula-without-value"] == [
        Place("survey", 2, "C")
    ]


def test_a_formula_counts_by_its_last_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    parts = {info.filename: zipfile.ZipFile(path).read(info) for info in zipfile.ZipFile(path).infolist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    start = sheet.index(b'<c r="C2"')
    end = sheet.index(b"</c>", start) + 4
    cell = b'<c r="C2" t="str"><f>"How " &amp; "many?"</f><v>How many?</v></c>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            whole = sheet[:start] + cell + sheet[end:] if content is sheet else content
            archive.writestr(name, whole)

    form, findings = examine(path)

    assert form is not None
    assert form.question("/a").label.in_() == "How many?"
    assert {finding.code for finding in findings} == _OF_EVERY_SMALL_FORM


def test_merged_cells_are_told_of(tmp_path: Path) -> None:
    path = workbook(tmp_path, f"{ONE}\n| | text | b | B |")
    book = openpyxl.load_workbook(path)
    book["survey"].merge_cells("A2:A3")
    book.save(path)

    answer = examine(path)

    assert [f.place for f in answer.findings if f.code == "cells-merged"] == [Place("survey", 2, "A")]
    assert "type-missing" in codes(answer)


def test_merged_cells_without_words_are_nobodys_trouble(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    book = openpyxl.load_workbook(path)
    book["survey"].merge_cells("G2:H3")
    book.save(path)

    assert codes(examine(path)) == []


def test_numbers_days_and_claims_in_cells_are_read_as_text(tmp_path: Path) -> None:
    path = workbook(tmp_path, f"{ONE}\n| | date | d | D |\n| | integer | i | I |\n| | text | t | T |")
    book = openpyxl.load_workbook(path)
    sheet = book["survey"]
    for at, value in enumerate(("default", None, date(2026, 11, 3), 7.0, True), start=1):
        sheet.cell(at, 5).value = value
    book.save(path)

    form = examine(path).form

    assert form is not None
    assert form.question("/i").default == "7"
    assert form.question("/t").default == "TRUE"
    assert form.question("/d").default.startswith("2026-11-03")


@pytest.mark.parametrize("text", ["x" * 200_000, "${a} " * 40_000, "(" * 150_000])
def test_a_huge_cell_is_told_of(tmp_path: Path, text: str) -> None:
    path = tmp_path / "huge.md"
    path.write_text(f"| survey |\n| | type | name | label | relevant |\n| | text | a | A | {text} |", "utf-8")

    answer = examine(path)

    assert answer.form is None
    assert "cell-too-long" in codes(answer)


def test_groups_without_end_are_told_of(tmp_path: Path) -> None:
    rows = [f"| | begin_group | g{at} | G |" for at in range(3000)]
    ends = ["| | end_group | | |" for _at in range(3000)]
    path = tmp_path / "deep.md"
    path.write_text(
        "\n".join(["| survey |", "| | type | name | label |", *rows, "| | text | a | A |", *ends]), "utf-8"
    )

    answer = examine(path)

    assert answer.form is None
    assert "group-too-deep" in codes(answer)


def test_where_the_converter_breaks_without_a_word_its_row_is_named(tmp_path: Path) -> None:
    # pyxform takes the tags of OpenStreetMap for a list, whatever they are.
    table = "| survey |\n| | type | name | label |\n| | text | a | A |\n| | osm streets | b | B |"

    answer = examine(workbook(tmp_path, f"{table}\n| osm |\n| | list_name | name |\n| | roads | x |"))

    assert answer.form is None
    assert [finding.place for finding in answer.findings if finding.code == "not-convertible"] == [
        Place("survey", 3)
    ]


@pytest.mark.parametrize("ending", ["csv", "md", "xls", "xlsm"])
def test_every_kind_of_file_gives_the_same_form(tmp_path: Path, ending: str, shared: Path) -> None:
    if ending == "xls":
        form = examine(shared / "corpus" / "xforms" / "forms" / "096_widgets.xls").form
        assert form is not None
        return
    if ending == "xlsm":
        path = workbook(tmp_path, ONE, "form.xlsm")
    else:
        path = tmp_path / f"form.{ending}"
        path.write_text(ONE if ending == "md" else "survey,,,\n,type,name,label\n,text,a,A\n", "utf-8")

    form = examine(path).form

    assert form is not None
    assert [question.label.in_() for question in form.questions() if question.asked] == ["A"]


# Whatever is in a workbook

_WORDS = st.sampled_from(
    ["", "text", "integer", "select_one a", "select_multiple a", "rank a", "begin_group", "begin_repeat", "end_group",
     "end_repeat", "calculate", "note", "range", "select_one ${x}", "select_one_from_file t.csv", "begin loop over a",
     "x", "y", "meta", "${x}", "${x", "1 +", "${y} = 1", "yes", "selected(., 'a')", "count(${x})", "start=1 end=3",
     "randomize=true", "table-list", "field-list", "search('t')", "French (fr)", "a", "or_other", "geotrace", "audit"]
)  # fmt: skip
_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
_CELLS: st.SearchStrategy[Any] = st.one_of(
    _WORDS,
    _WORDS,
    _TEXTS,
    st.integers(),
    st.booleans(),
    st.dates(date(1990, 1, 1)),
    st.floats(allow_nan=False),
)
_HEADERS = st.sampled_from(
    [
        *sorted({name for names in COLUMNS.values() for name in names}),
        "label::French (fr)",
        "bind::relevant",
        "bind",
        "media::image",
        "label:x",
        "control::x",
        "instance::x",
        "parameters",
    ]
)


@st.composite
def _sheets(draw: st.DrawFn) -> dict[str, list[list[Any]]]:
    sheets: dict[str, list[list[Any]]] = {}
    for name in draw(
        st.lists(
            st.sampled_from(["choices", "settings", "entities", "external_choices", "osm"]),
            unique=True,
            max_size=3,
        )
    ):
        sheets[name] = draw(_table(["list_name", "name"]))
    return {"survey": draw(_table(["type", "name", "label"])), **sheets}


@st.composite
def _table(draw: st.DrawFn, first: list[str]) -> list[list[Any]]:
    headers = [*first, *draw(st.lists(_HEADERS, max_size=4))]
    rows = draw(st.lists(st.lists(_CELLS, min_size=len(headers), max_size=len(headers)), max_size=6))
    return [headers, *rows]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(_sheets())
def test_no_workbook_whatever_brings_more_than_findings(
    tmp_path: Path, sheets: dict[str, list[list[Any]]]
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_storable(cell) for cell in row])
    path = tmp_path / "any.xlsx"
    book.save(path)

    form, findings = examine(path)

    faults = [finding for finding in findings if finding.severity is Severity.FAULT]
    assert bool(faults) == (form is None)
    assert all(finding.sentence and finding.code for finding in findings)
    if form is not None:
        Response(form).faults()


def _storable(cell: Any) -> Any:
    """Return what a workbook can hold: formulas are not what is tried here."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith("=") else cell


_PART = st.floats(0, 1, exclude_max=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_PART, st.integers(0, 255)), min_size=1, max_size=8), _PART)
def test_no_damage_to_a_file_brings_more_than_findings(
    tmp_path: Path, slips: list[tuple[float, int]], lost: float
) -> None:
    content = bytearray(workbook(tmp_path, f"{ONE}\n| | select_one yn | b | B |").read_bytes())
    for at, byte in slips:
        content[int(at * len(content))] = byte
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(bytes(content[: len(content) - int(lost * 200)]))

    form, findings = examine(path)

    assert form is not None or findings
