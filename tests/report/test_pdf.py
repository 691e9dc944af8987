"""What stands on the pages, and what stands in the file."""

from __future__ import annotations

import math
import re
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.errors import FieldkitError
from fieldkit.report import pdf
from fieldkit.report.document import (
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Dot,
    Dots,
    Heat,
    KeyFigure,
    KeyFigures,
    Look,
    Paragraph,
    Quote,
    Section,
    Stack,
    Stacks,
    Table,
    Terms,
)

DOTS = Dots(
    "Barriers",
    "Time is named most",
    (Dot("No time", 12, "12 of 20", 9, 15, (5, 18), strong=True),),
    20,
    "groups",
)
EVERYTHING = Section(
    "What stands in the way",
    (
        Paragraph("Half of the groups have no time."),
        Bullets(("One", "Two")),
        Terms((("Barrier", "What stands in the way"),)),
        Quote("Ask us after the festival.", "A community group"),
        KeyFigures((KeyFigure("20", "groups"),)),
        Callout("Makers: one entry, many places", "Let the calendar read the listing.", "Evidence 3fa9c1"),
        DOTS,
        Stacks(
            "Severity",
            "Most are stopped",
            ("mild", "grave"),
            (Stack("No time", (5, 7), "12"), Stack("Cost", None, "–")),
        ),
        Heat(
            "Together",
            "Time with cost",
            ("1", "2"),
            (("1 Time", (12.0, math.nan)), ("2 Cost", (None, 7.0))),
            12,
        ),
        Table(
            "Issues",
            (Column("Issue"), Column("Objection")),
            ((Cell("Twice", "weeks", Look.STRONG), Cell("Nobody reads it", look=Look.QUOTE)),),
            "Of those we spoke to.",
        ),
        Section("One level down", (Paragraph("Deeper."),)),
    ),
    kicker="Findings",
)


def document(*sections: Section) -> Document:
    return Document(
        "Time is short", "What 20 groups need", (("Asked by", "A fund"),), sections or (EVERYTHING,) * 4
    )


@pytest.fixture(scope="module")
def read() -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf.made(document())))


def elements(reader: pypdf.PdfReader) -> list[dict]:
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, dict) and "/S" in node:
            found.append(node)
            for kid in node["/K"]:
                walk(kid)

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0])
    return found


def test_the_same_document_gives_the_same_bytes():
    assert pdf.made(document()) == pdf.made(document())


def test_the_file_says_its_title_and_language_and_neither_person_nor_date_nor_folder(read):
    metadata = read.metadata

    assert metadata.title == "Time is short"
    assert metadata.author == ""
    assert metadata["/CreationDate"].startswith("D:20000101")
    assert read.trailer["/Root"]["/Lang"] == "en-GB"
    assert str(Path.home()) not in str(dict(metadata))


def test_every_face_is_embedded(read):
    fonts = [f.get_object() for page in read.pages for f in page["/Resources"]["/Font"].values()]

    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_every_kind_of_block_has_its_tag(read):
    roles = {element["/S"] for element in elements(read)}

    assert roles >= {"/Document", "/Title", "/H1", "/H2", "/P", "/L", "/LI", "/Lbl", "/LBody", "/BlockQuote"}
    assert roles >= {"/Figure", "/Table", "/TR", "/TH", "/TD", "/TOC", "/TOCI", "/Link", "/Div"}


def test_every_figure_is_said_in_words(read):
    figures = [element for element in elements(read) if element["/S"] == "/Figure"]

    assert len(figures) == 12
    assert all(figure["/Alt"] for figure in figures)


def test_all_ink_on_every_page_is_tagged_or_ornament(read):
    for page in read.pages:
        depth, marks = 0, 0
        for operator in re.findall(
            rb"\b(BDC|BMC|EMC|Tj|TJ|re|f|S|B)\b(?=\s)", page.get_contents().get_data()
        ):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            marks += operator in {b"Tj", b"TJ"} and depth != 1

        assert (depth, marks) == (0, 0)


def test_each_marked_stretch_is_found_from_its_page(read):
    root = read.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))

    for page in read.pages:
        marks = page.get_contents().get_data().count(b"/MCID")
        assert len(parents[page["/StructParents"]]) == marks


def test_the_contents_lead_to_the_headings(read):
    links = [note.get_object() for page in read.pages for note in page.get("/Annots", [])]
    named = [title["/Title"] for title in read.outline if not isinstance(title, list)]

    assert len(links) == 8
    assert named == ["Contents", *["What stands in the way"] * 4]


def test_the_contents_tell_the_page_on_which_a_section_stands(read):
    text = [page.extract_text() for page in read.pages]
    contents = next(page for page in text if page.startswith("Contents"))

    told = [int(number) for number in re.findall(r"What stands in the way\s+(\d+)", contents)]

    assert told
    assert all("What stands in the way" in text[number - 1] for number in told)


def test_what_must_be_read_is_at_least_eleven_points_and_nothing_is_under_nine(read):
    sizes: list[float] = []
    long: list[float] = []

    def note(text, _matrix, _text_matrix, _font, size):
        if text.strip():
            sizes.append(size)
        if len(text.strip()) > 25 and "foot" not in text:
            long.append(size)

    for page in read.pages:
        page.extract_text(visitor_text=note)

    assert min(sizes) >= 9
    assert min(long) >= 11


def test_a_table_longer_than_a_page_repeats_its_head_which_is_read_out_once():
    rows = tuple(
        (Cell(f"Issue {n}"), Cell("What would have to change, in some words. " * 4)) for n in range(60)
    )
    table = Table("Issues", (Column("Issue"), Column("Change")), rows)

    reader = pypdf.PdfReader(BytesIO(pdf.made(document(Section("Register", (table,))))))

    heads = [e for e in elements(reader) if e["/S"] == "/TH" and e.get("/A", {}).get("/Scope") == "/Column"]
    assert len(reader.pages) > 3
    assert sum("Change" in page.extract_text() for page in reader.pages[1:]) == len(reader.pages) - 1
    assert [len(head["/K"]) for head in heads] == [1, 1]


def test_a_cell_longer_than_a_page_runs_on():
    table = Table(
        "Issues", (Column("Issue"), Column("Change")), ((Cell("One"), Cell("word " * 3000 + "end")),)
    )

    reader = pypdf.PdfReader(BytesIO(pdf.made(document(Section("Register", (table,))))))

    assert "end" in reader.pages[-1].extract_text()


def test_a_figure_higher_than_a_page_is_set_smaller():
    rows = tuple(Dot(f"Barrier {n}", n, str(n)) for n in range(90))

    reader = pypdf.PdfReader(
        BytesIO(pdf.made(document(Section("Barriers", (Dots("All", "All", rows, 90, "n"),)))))
    )

    assert "Barrier 89" in reader.pages[-1].extract_text()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_whatever_people_wrote_can_be_printed(text):
    cells = ((Cell(text, text, Look.QUOTE), Cell(text)),)
    parts = (
        Paragraph(text),
        Quote(text, text),
        Callout(text, text, text),
        Dots(text, text, (Dot(text, 1, text),), 2, text),
        Table(text, (Column(text), Column(text)), cells),
    )

    content = pdf.made(
        Document(text, text, ((text, text),), (Section(text, parts, kicker=text),), running=text)
    )

    assert len(pypdfium2.PdfDocument(content)) >= 2


def test_markup_in_what_people_wrote_is_shown_as_they_wrote_it():
    content = pdf.made(document(Section("Said", (Paragraph('<b>a & b</b> <a href="x">'),))))

    assert '<b>a & b</b> <a href="x">' in pypdf.PdfReader(BytesIO(content)).pages[-1].extract_text()


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path):
    target = tmp_path / "gone" / "report.pdf"

    with pytest.raises(FieldkitError) as fault:
        pdf.render(document(), target)

    assert "report.pdf" in fault.value.sentence
    assert fault.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_the_old_report_as_it_was(tmp_path, monkeypatch):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")

    def full(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(FieldkitError, match="No space left"):
        pdf.render(document(), target)

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_progress_is_told_up_to_the_end(tmp_path):
    told: list[float] = []

    pdf.render(document(), tmp_path / "report.pdf", lambda share, _words: told.append(share))

    assert told[-1] == 1
    assert told == sorted(told)


def test_others_may_read_a_report_as_any_other_file_of_ours(tmp_path):
    (tmp_path / "other").write_bytes(b"")

    pdf.render(document(), tmp_path / "report.pdf")

    assert (tmp_path / "report.pdf").stat().st_mode == (tmp_path / "other").stat().st_mode
