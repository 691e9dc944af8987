"""The same document as one page for a browser."""

from __future__ import annotations

import math
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.errors import FieldkitError
from fieldkit.report import html
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
    Paragraph,
    Quote,
    Section,
    Stack,
    Stacks,
    Table,
    Terms,
)

VOID = {"meta", "br", "line", "rect", "circle"}


class Checked(HTMLParser):
    """Reads a page, and finds tags that do not close in order, and all that leads out of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.outward: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.outward += [
            value for name, value in attrs if name in {"src", "href"} and not value.startswith("#")
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def document(text: str) -> Document:
    parts = (
        Paragraph(text),
        Bullets((text,)),
        Terms(((text, text),)),
        Quote(text, text),
        KeyFigures((KeyFigure(text, text),)),
        Callout(text, text, text),
        Dots(text, text, (Dot(text, 3, text, 2, 4, (1, 5)),), 6, text, text),
        Stacks(text, text, (text, text + "."), (Stack(text, (5, 7), text),)),
        Heat(text, text, ("1", "2"), ((text, (7, math.nan)), (text + ".", (None, 5))), 7),
        Table(text, (Column(text), Column(text)), ((Cell(text, text), Cell(text)),), text),
        Section(text, (Paragraph(text),)),
    )
    return Document(
        text, text, ((text, text),), (Section(text, parts),) * 4, Section(text, parts, kicker=text)
    )


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_whatever_people_wrote_makes_a_whole_page(text):
    page = Checked(html.made(document(text)))

    assert page.open == []
    assert page.tags.count("svg") == 15


def test_markup_in_what_people_wrote_is_shown_as_they_wrote_it():
    page = Checked(html.made(document('<script src="x">alert(1)</script>')))

    assert "script" not in page.tags
    assert '<script src="x">alert(1)</script>' in page.words


def test_the_page_needs_nothing_beside_it():
    page = Checked(html.made(document("Plain")))

    assert page.outward == []
    assert {"script", "link", "img", "iframe"}.isdisjoint(page.tags)


def test_the_same_document_gives_the_same_page(tmp_path):
    html.render(document("Plain"), tmp_path / "a.html")
    html.render(document("Plain"), tmp_path / "b.html")

    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(FieldkitError, match=r"a\.html"):
        html.render(document("Plain"), tmp_path / "gone" / "a.html")
