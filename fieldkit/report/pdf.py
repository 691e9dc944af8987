"""A document becomes a PDF: A4, tagged, with bookmarks and contents, the same bytes for the same document."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from fieldkit.report import files, look
from fieldkit.report.charts import broken
from fieldkit.report.document import Document
from fieldkit.report.look import Face
from fieldkit.report.pages import Pages, flowables
from fieldkit.report.tagging import TaggedCanvas
from fieldkit.report.typeset import faces, measure, printable
from fieldkit.words import _

Progress = Callable[[float, str], None]
"""Told which share is done, 0 to 1, and what is being done."""


def render(document: Document, path: Path, progress: Progress | None = None) -> None:
    """Write the document as a PDF, whole or not at all.

    The file carries the document's title and language, and neither a date nor the name of a person or folder.

    Raises:
        FieldkitError: the file cannot be written there; what stood there before still does.
    """
    files.write(path, made(document, progress))


PASSES = 4


def made(document: Document, progress: Progress | None = None) -> bytes:
    """Return the document as the bytes of a PDF.

    It is set again until the page numbers of the contents stand still, which is the second time as a rule.
    """
    faces()
    before, pages, content = Pages({}, -1), Pages({}, 0), b""
    turn = 0
    while pages != before and turn < PASSES:
        before = pages
        content, pages = _set(document, before)
        turn += 1
        if progress is not None:
            progress(min(turn, 2) / 2, _("Setting the pages"))
    return content


def _set(document: Document, pages: Pages) -> tuple[bytes, Pages]:
    """Set the document once; return its bytes and where its headings came to stand."""
    paper = BytesIO()
    template = _Template(paper, document, pages)
    template.build(flowables(document, pages), canvasmaker=TaggedCanvas)
    canvas = template.used
    return paper.getvalue(), Pages(canvas.places, canvas.getPageNumber() - 1)


class _Template(BaseDocTemplate):
    """The pages: a cover, and then pages with a foot."""

    def __init__(self, paper: BytesIO, document: Document, pages: Pages) -> None:
        BaseDocTemplate.__init__(  # pyright: ignore[reportUnknownMemberType]  # its stubs leave options untyped
            self,
            paper,
            pagesize=(look.PAGE_WIDTH, look.PAGE_HEIGHT),
            title=document.title,
            author="",
            subject=document.subtitle,
            creator="fieldkit",
            producer="fieldkit",
            keywords="",
            lang=document.language,
            invariant=1,
            initialFontName=Face.TEXT,
        )
        self._document = document
        self._pages = pages
        self.used: Any = None
        height = look.PAGE_HEIGHT - look.TOP - look.BOTTOM
        frame = Frame(look.MARGIN, look.BOTTOM, look.WIDTH, height, 0, 0, 0, 0, id="text")
        cover = Frame(
            look.MARGIN, look.MARGIN, look.WIDTH, look.PAGE_HEIGHT - 2 * look.MARGIN, 0, 0, 0, 0, id="cover"
        )
        self.addPageTemplates(
            [
                PageTemplate("cover", [cover], onPage=self._cover),
                PageTemplate("page", [frame], onPageEnd=self._page),
            ]
        )

    def _cover(self, canvas: Any, template: Any) -> None:  # noqa: ARG002  ReportLab's call
        self.used = canvas
        canvas.title = self._document.title
        with canvas.artifact():
            canvas.setFillColor(look.ACCENT)
            canvas.rect(0, look.PAGE_HEIGHT - 14, look.PAGE_WIDTH, 14, stroke=0, fill=1)

    def _page(self, canvas: Any, template: Any) -> None:  # noqa: ARG002  ReportLab's call
        right = look.PAGE_WIDTH - look.MARGIN
        with canvas.artifact():
            canvas.setFillColor(look.ACCENT)
            canvas.rect(0, look.PAGE_HEIGHT - 6, look.PAGE_WIDTH, 6, stroke=0, fill=1)
            canvas.setStrokeColor(look.RULE)
            canvas.setLineWidth(0.6)
            canvas.line(look.MARGIN, 44, right, 44)
            canvas.setFont(Face.TEXT, look.SMALL)
            canvas.setFillColor(look.MUTED)
            canvas.drawString(look.MARGIN, 30, _foot(self._document.running))
            number = canvas.getPageNumber()
            canvas.drawRightString(
                right, 30, f"{number} / {self._pages.count}" if self._pages.count else f"{number}"
            )


def _foot(words: str) -> str:
    """Return the words of the foot, cut where they would run into the number of the page."""
    room = look.WIDTH - 70
    kept = broken(printable(words), room, lambda text: measure(text, Face.TEXT, look.SMALL))
    return kept[0] if len(kept) == 1 else f"{kept[0]} …"
