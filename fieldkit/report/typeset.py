"""Type and ink on paper: the faces, the styles of paragraphs, and the painter of drawings."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph

from fieldkit.report import look
from fieldkit.report.charts import Circle, Drawing, Line, Mark, Rect, Text
from fieldkit.report.look import Face
from fieldkit.shipped import shipped


@cache
def faces() -> None:
    """Make the shipped faces known to the printer, once in a process."""
    printer: Any = pdfmetrics  # its stubs leave these untyped
    for face in Face:
        printer.registerFont(TTFont(face, str(shipped("resources", "fonts", f"{face}.ttf"))))
    printer.registerFontFamily(Face.TEXT, Face.TEXT, Face.STRONG, Face.SLANTED, Face.STRONG)
    # A canvas opens with its base font, and a font that is not ours would not be embedded.
    rl_config.canvas_basefontname = Face.TEXT


def measure(text: str, face: Face, size: float) -> float:
    """Return how wide a text is, in points."""
    return pdfmetrics.stringWidth(text, face, size)


def _style(
    face: Face, size: float, colour: str = look.INK, leading: float = look.LEADING, **more: Any
) -> ParagraphStyle:
    options: dict[str, Any] = {"allowWidows": 0, "allowOrphans": 0, "alignment": TA_LEFT, **more}
    return ParagraphStyle(
        f"{face}{size}",
        fontName=face,
        fontSize=size,
        leading=size * leading,
        textColor=HexColor(colour),
        bulletFontName=face,
        **options,
    )


STYLES = {
    "cover": _style(Face.TITLE, 32, leading=1.2, spaceAfter=14),
    "subtitle": _style(Face.TEXT, 14, look.MUTED, 1.4),
    "kicker": _style(Face.STRONG, look.SMALL, look.ACCENT, spaceBefore=30, spaceAfter=2),
    "h1": _style(Face.TITLE, 22, leading=1.22, spaceBefore=30, spaceAfter=8),
    "h2": _style(Face.STRONG, 13.5, leading=1.3, spaceBefore=16, spaceAfter=4),
    "h3": _style(Face.STRONG, look.BODY, look.MUTED, leading=1.3, spaceBefore=12, spaceAfter=3),
    "body": _style(Face.TEXT, look.BODY, spaceAfter=8),
    "lead": _style(Face.TEXT, 12.5, leading=1.5, spaceAfter=10),
    "small": _style(Face.TEXT, look.SMALL, look.MUTED, spaceAfter=6),
    "caption": _style(Face.STRONG, look.BODY, leading=1.35, spaceBefore=10, spaceAfter=4),
    "note": _style(Face.TEXT, look.SMALL, look.MUTED, spaceBefore=3, spaceAfter=10),
    "quote": _style(Face.QUOTE, 12, leading=1.45),
    "source": _style(Face.TEXT, look.SMALL, look.MUTED, spaceBefore=2),
    "source right": _style(Face.TEXT, look.SMALL, look.MUTED, spaceBefore=2, alignment=TA_RIGHT),
    "number": _style(Face.STRONG, 20, leading=1.2),
    "label": _style(Face.TEXT, look.SMALL, look.MUTED, leading=1.3, spaceBefore=1),
    "head": _style(Face.STRONG, look.SMALL, look.MUTED, leading=1.3),
    "head right": _style(Face.STRONG, look.SMALL, look.MUTED, leading=1.3, alignment=TA_RIGHT),
    "plain": _style(Face.TEXT, look.BODY, leading=1.35),
    "plain right": _style(Face.TEXT, look.BODY, leading=1.35, alignment=TA_RIGHT),
    "strong": _style(Face.STRONG, look.BODY, leading=1.35),
    "strong right": _style(Face.STRONG, look.BODY, leading=1.35, alignment=TA_RIGHT),
    "spoken": _style(Face.QUOTE, look.BODY, leading=1.35),
    "act": _style(Face.STRONG, look.BODY, leading=1.4, spaceAfter=2),
    "contents 1": _style(Face.STRONG, look.BODY, spaceBefore=7),
    "contents 2": _style(Face.TEXT, look.BODY, spaceBefore=1, leftIndent=14),
}


def paragraph(text: str, style: str, **more: Any) -> Paragraph:
    """Return a paragraph of plain text: nothing in it is read as markup."""
    look_of_it = STYLES[style].clone(style, **more) if more else STYLES[style]
    return Paragraph(escape(printable(text)).replace("\n", "<br/>"), look_of_it)


def closed(text: str) -> str:
    """Return a title whose last words stay together: no short word stands alone on its last line."""
    head, _space, last = text.rpartition(" ")
    return f"{head}\u00a0{last}" if head and len(last) < 8 else text


def printable(text: str) -> str:
    """Return the text without the control characters that no printer takes, new lines kept."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


class Picture(Flowable):
    """A drawing on paper."""

    def __init__(self, drawing: Drawing, most: float) -> None:
        """Take a drawing; one higher than `most` points is set smaller."""
        super().__init__()
        self._drawing = drawing
        self._scale = min(1.0, most / drawing.height)
        self.width, self.height = drawing.width * self._scale, drawing.height * self._scale

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803  ReportLab's names
        """Return the size of the drawing."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint its marks."""
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        for mark in self._drawing.marks:
            _paint(self.canv, mark, self._drawing.height)
        self.canv.restoreState()


def _paint(canvas: Any, mark: Mark, height: float) -> None:
    match mark:
        case Line():
            canvas.setStrokeColor(mark.colour)
            canvas.setLineWidth(mark.width)
            canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)
        case Rect():
            fill, edge = _inks(canvas, mark.fill, mark.edge)
            corner = (mark.x, height - mark.y - mark.height, mark.width, mark.height)
            canvas.roundRect(*corner, min(mark.radius, mark.width / 2), stroke=edge, fill=fill)
        case Circle():
            fill, edge = _inks(canvas, mark.fill, mark.edge)
            canvas.circle(mark.x, height - mark.y, mark.radius, stroke=edge, fill=fill)
        case Text():
            canvas.setFillColor(mark.colour)
            canvas.setFont(mark.face, mark.size)
            write = {
                "start": canvas.drawString,
                "middle": canvas.drawCentredString,
                "end": canvas.drawRightString,
            }
            write[mark.anchor](mark.x, height - mark.y, printable(mark.words))


def _inks(canvas: Any, fill: str, edge: str) -> tuple[int, int]:
    """Take up the colours; return whether to fill and whether to draw the edge."""
    if fill:
        canvas.setFillColor(fill)
    if edge:
        canvas.setStrokeColor(edge)
        canvas.setLineWidth(1.1)
    return int(bool(fill)), int(bool(edge))
