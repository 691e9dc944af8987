"""A document becomes what flows down pages, each piece with its tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Spacer,
    Table,
)

from fieldkit.report import look
from fieldkit.report.charts import draw
from fieldkit.report.document import (
    Align,
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Dots,
    Figure,
    Heat,
    KeyFigures,
    Look,
    Paragraph,
    Quote,
    Section,
    Stacks,
    Terms,
    Tone,
)
from fieldkit.report.document import Table as Rows
from fieldkit.report.tagging import Node, Tagged, TaggedCanvas
from fieldkit.report.typeset import Picture, closed, measure, paragraph
from fieldkit.words import _


@dataclass(frozen=True, slots=True)
class Pages:
    """What one setting of a document teaches the next: the page of each heading, and how many pages."""

    places: dict[str, int]
    count: int


TALLEST = look.PAGE_HEIGHT - look.TOP - look.BOTTOM - 90
"""A figure with its caption and note fits a page."""


def flowables(document: Document, pages: Pages) -> list[Flowable]:
    """Return the pieces of the whole document: cover, summary, contents, sections."""
    parts: list[Flowable] = [*_cover(document), NextPageTemplate("page"), PageBreak()]
    first = True
    if document.summary:
        parts += [*_section(document.summary, 1, "s"), PageBreak()]
    if len(document.sections) > 3:
        parts += [*_contents(document, pages), PageBreak()]
    for at, section in enumerate(document.sections):
        if section.new_page and not first:
            parts.append(PageBreak())
        parts += _section(section, 1, f"{at}")
        first = False
    return parts


def _cover(document: Document) -> Iterator[Flowable]:
    yield Spacer(1, 150)
    if document.kicker:
        yield _tagged("P", document.kicker.upper(), "kicker")
    yield _tagged("Title", closed(document.title), "cover")
    yield _tagged("P", document.subtitle, "subtitle")
    yield Spacer(1, 60)
    rows = [[_tagged("P", name, "small"), _tagged("P", text, "plain")] for name, text in document.facts]
    if rows:
        yield _layout(rows, [0.27, 0.73], [("LINEABOVE", (0, 0), (-1, -1), 0.6, look.RULE), *_padding(7, 7)])


class _Heading(Tagged):
    """A heading, which is also a place to go to: a bookmark, and a line of the contents."""

    def __init__(self, title: str, level: int, key: str, *, under: bool = False) -> None:
        """Take a title; `under` a kicker it stands close."""
        more: dict[str, Any] = {"spaceBefore": 0} if under else {}
        super().__init__(paragraph(closed(title), f"h{level}", **more), Node(f"H{level}"))
        self._title, self._level, self._key = title, level, key

    def draw(self) -> None:
        canvas: Any = self.canv  # its stubs leave these untyped
        canvas.bookmarkHorizontal(self._key, 0, self.height + 8)
        canvas.addOutlineEntry(self._title, self._key, self._level - 1, closed=self._level > 1)
        self.canv.places[self._key] = self.canv.getPageNumber()
        super().draw()


class _Entry(Flowable):
    """A line of the contents that leads to its heading."""

    canv: TaggedCanvas  # pyright: ignore[reportIncompatibleVariableOverride]  # we draw on no other

    def __init__(self, title: str, level: int, key: str, page: int, parent: Node) -> None:
        super().__init__()
        self._words = paragraph(title, f"contents {level}", rightIndent=40)
        self._page, self._level, self._key, self._title = page, level, key, title
        self._link = Node("Link", Node("TOCI", parent))

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  ReportLab's names
        self.width = aW
        self.height = self._words.wrap(aW, aH)[1]
        return aW, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802  ReportLab's name
        return self._words.getSpaceBefore()

    def draw(self) -> None:
        with self.canv.tagged(self._link):
            self._words.drawOn(self.canv, 0, 0)
            self.canv.setFont(look.Face.TEXT, look.BODY)
            self.canv.setFillColor(look.MUTED)
            self.canv.drawRightString(self.width, 4, str(self._page or ""))
        self.canv.link(self._link, self._key, (0, 0, self.width, self.height), self._title)


def _contents(document: Document, pages: Pages) -> Iterator[Flowable]:
    yield _Heading(_("Contents"), 1, "contents")
    whole = Node("TOC")
    for at, section in enumerate(document.sections):
        yield _Entry(section.title, 1, f"{at}", pages.places.get(f"{at}", 0), whole)
        for below, part in enumerate(section.body):
            if isinstance(part, Section):
                key = f"{at}.{below}"
                yield _Entry(part.title, 2, key, pages.places.get(key, 0), whole)


def _section(section: Section, level: int, key: str) -> Iterator[Flowable]:
    yield CondPageBreak(_needed(section))
    if section.kicker:
        yield _tagged("P", section.kicker.upper(), "kicker")
    yield _Heading(section.title, level, key, under=bool(section.kicker))
    for at, part in enumerate(section.body):
        if isinstance(part, Section):
            yield from _section(part, min(level + 1, 3), f"{key}.{at}")
        else:
            yield from _block(part)


def _needed(section: Section) -> float:
    """Return how much room a heading asks for, so that it never stands alone at the foot of a page."""
    first = next(iter(section.body), None)
    if isinstance(first, Dots | Stacks | Heat):
        return min(draw(first, look.WIDTH, measure).height, TALLEST) + 110
    return 150


def _block(block: Block) -> Iterator[Flowable]:
    match block:
        case Paragraph():
            style = {Tone.BODY: "body", Tone.LEAD: "lead", Tone.SMALL: "small"}[block.tone]
            yield _tagged("P", block.text, style)
        case Bullets():
            yield from _bullets(block)
        case Terms():
            yield from _terms(block)
        case Quote():
            yield from _quote(block)
        case KeyFigures():
            yield from _key_figures(block)
        case Callout():
            yield from _callout(block)
        case Rows():
            yield from _table(block)
        case Dots() | Stacks() | Heat():
            yield from _figure(block)


def _bullets(block: Bullets) -> Iterator[Flowable]:
    whole = Node("L")
    rows: list[list[Flowable]] = []
    for item in block.items:
        one = Node("LI", whole)
        rows.append(
            [_tagged("Lbl", "•", "plain", one, textColor=look.ACCENT), _tagged("LBody", item, "plain", one)]
        )
    yield _layout(rows, [0.035, 0.965], _padding(0, 5))
    yield Spacer(1, 8)


def _terms(block: Terms) -> Iterator[Flowable]:
    whole = Node("L")
    rows: list[list[Flowable]] = []
    for term, meaning in block.items:
        one = Node("LI", whole)
        rows.append([_tagged("Lbl", term, "strong", one), _tagged("LBody", meaning, "plain", one)])
    yield _layout(rows, [0.27, 0.73], [("LINEABOVE", (0, 0), (-1, -1), 0.6, look.RULE), *_padding(6, 6)])
    yield Spacer(1, 8)


def _quote(block: Quote) -> Iterator[Flowable]:
    node = Node("BlockQuote")
    words = _tagged("P", f"“{block.text}”", "quote", node)
    rows = [[words], [_tagged("P", block.source, "source", node)]]
    yield Spacer(1, 6)
    yield _layout(
        rows, [1], [("LINEBEFORE", (0, 0), (0, -1), 2.4, look.ACCENT), *_padding(1, 1, 14)], split=False
    )
    yield Spacer(1, 12)


def _key_figures(block: KeyFigures) -> Iterator[Flowable]:
    cells: list[Any] = []
    for figure in block.figures:
        node = Node("Div")
        cells.append([_tagged("P", figure.value, "number", node), _tagged("P", figure.label, "label", node)])
    shares = [1 / len(cells)] * len(cells)
    yield Spacer(1, 6)
    yield _layout([cells], shares, [("LINEABOVE", (0, 0), (-1, 0), 1.2, look.INK), *_padding(8, 8), _gap()])
    yield Spacer(1, 8)


def _callout(block: Callout) -> Iterator[Flowable]:
    node = Node("Div")
    words = [_tagged("P", block.title, "act", node), _tagged("P", block.text, "plain", node)]
    if block.note:
        words.append(_tagged("P", block.note, "source", node))
    style = [
        ("BACKGROUND", (0, 0), (-1, -1), look.TINT),
        ("ROUNDEDCORNERS", [5, 5, 5, 5]),
        *_padding(9, 10, 12),
    ]
    yield Spacer(1, 4)
    yield _layout([[word] for word in words], [1], _close(style, len(words)), split=False)
    yield Spacer(1, 8)


def _figure(block: Figure) -> Iterator[Flowable]:
    picture = Picture(draw(block, look.WIDTH, measure), TALLEST)
    parts: list[Flowable] = [
        _tagged("P", block.title, "caption"),
        Tagged(picture, Node("Figure", alt=block.alt)),
    ]
    if block.note:
        parts.append(_tagged("P", block.note, "note"))
    yield KeepTogether(parts)
    yield Spacer(1, 6)


def _table(block: Rows) -> Iterator[Flowable]:
    whole = Node("Table")
    yield CondPageBreak(130)
    yield _tagged("P", block.title, "caption")
    rows = [_head(block.columns, whole)]
    for cells in block.rows:
        row = Node("TR", whole)
        rows.append(
            [
                _cell(c, column, row, at)
                for at, (c, column) in enumerate(zip(cells, block.columns, strict=True))
            ]
        )
    total = sum(column.share for column in block.columns)
    style = [
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, look.RULE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, look.INK),
        *_padding(5, 6),
        _gap(),
    ]
    yield _layout(rows, [column.share / total for column in block.columns], style, heads=1)
    if block.note:
        yield _tagged("P", block.note, "note")
    yield Spacer(1, 6)


def _head(columns: tuple[Column, ...], whole: Node) -> list[Any]:
    row = Node("TR", whole)
    return [
        Tagged(paragraph(column.title, _aligned("head", column)), Node("TH", row, scope="Column"))
        for column in columns
    ]


def _cell(cell: Cell, column: Column, row: Node, at: int) -> list[Flowable]:
    node = Node("TH", row, scope="Row") if at == 0 else Node("TD", row)
    style = {Look.PLAIN: "plain", Look.STRONG: "strong", Look.QUOTE: "spoken"}[cell.look]
    text = f"“{cell.text}”" if cell.look is Look.QUOTE and cell.text else cell.text
    parts: list[Flowable] = [Tagged(paragraph(text, _aligned(style, column)), node)]
    if cell.note:
        parts.append(_tagged("P", cell.note, _aligned("source", column), node))
    return parts


def _aligned(style: str, column: Column) -> str:
    return f"{style} right" if column.align is Align.RIGHT else style


def _tagged(role: str, text: str, style: str, parent: Node | None = None, **more: Any) -> Tagged:
    return Tagged(paragraph(text, style, **more), Node(role, parent))


def _layout(
    rows: list[list[Any]], shares: list[float], style: list[Any], *, heads: int = 0, split: bool = True
) -> Flowable:
    """Return rows in columns. Their tags are those of the cells; lines and grounds are ornament."""
    ornament: Any = _ornament
    table = _Grid(
        rows,
        colWidths=[look.WIDTH * share for share in shares],
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("FONTNAME", (0, 0), (-1, -1), look.Face.TEXT), *style],
        repeatRows=heads,
        renderCB=ornament,
        hAlign="LEFT",
    )
    return table if split else KeepTogether([table])


class _Grid(Table):
    """Rows that go whole to the next page; only one higher than a page is broken within."""

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803  ReportLab's names
        """Return the parts that go on different pages."""
        inner: Any = self  # the heights are known once it has been wrapped
        self.splitInRow = int(any(height > TALLEST for height in inner._rowHeights[: inner.repeatRows + 1]))
        return super().split(aW, aH)


def _ornament(table: Any, event: str, *_place: Any) -> None:
    """Mark the grounds and lines of a table as nothing to be read out."""
    if event in {"startBG", "startLines"}:
        table._ornament = table.canv.artifact()
        table._ornament.__enter__()
    elif event in {"endBG", "endLines"}:
        table._ornament.__exit__(None, None, None)


def _padding(above: float, below: float, left: float = 0) -> list[Any]:
    everywhere = ((0, 0), (-1, -1))
    return [
        ("TOPPADDING", *everywhere, above),
        ("BOTTOMPADDING", *everywhere, below),
        ("LEFTPADDING", *everywhere, left),
        ("RIGHTPADDING", *everywhere, left),
    ]


def _gap() -> tuple[Any, ...]:
    """Room between columns, none after the last."""
    return ("RIGHTPADDING", (0, 0), (-2, -1), 12)


def _close(style: list[Any], count: int) -> list[Any]:
    """Set the rows of one box close together: room only above the first and below the last."""
    inner = [("BOTTOMPADDING", (0, 0), (-1, -2), 1), ("TOPPADDING", (0, 1), (-1, -1), 0)] if count > 1 else []
    return [*style, *inner]
