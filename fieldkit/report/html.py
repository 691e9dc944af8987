"""A document becomes one HTML file that needs nothing beside it: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from fieldkit.report import files, look
from fieldkit.report.charts import Circle, Drawing, Line, Mark, Rect, Text, draw
from fieldkit.report.document import (
    Align,
    Block,
    Bullets,
    Callout,
    Cell,
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
    Table,
    Terms,
    Tone,
)
from fieldkit.report.look import Face
from fieldkit.report.typeset import faces, measure, printable
from fieldkit.words import _


def render(document: Document, path: Path) -> None:
    """Write the document as one HTML file, whole or not at all; the same bytes for the same document.

    Raises:
        FieldkitError: the file cannot be written there; what stood there before still does.
    """
    files.write(path, made(document).encode())


def made(document: Document) -> str:
    """Return the document as the text of an HTML file."""
    faces()
    return "\n".join(_page(document)) + "\n"


STYLE = f"""
body {{ margin: 0; color: {look.INK}; background: {look.PAPER}; font: 1rem/1.5 "Noto Sans", system-ui, sans-serif;
  border-top: .5rem solid {look.ACCENT}; }}
main {{ max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }}
h1, h2 {{ font-family: "Noto Serif", Georgia, serif; line-height: 1.2; text-wrap: balance; }}
h1 {{ font-size: 2.4rem; margin: .2em 0; }} h2 {{ font-size: 1.7rem; margin: 0 0 .4em; }} h3 {{ margin: 1.6em 0 .3em; }}
section.part {{ margin-top: 3.5rem; }}
.kicker {{ margin: 0; color: {look.ACCENT}; font-weight: 700; font-size: .8rem; text-transform: uppercase; }}
.small, .note, figcaption .note, small {{ color: {look.MUTED}; font-size: .85rem; }}
.lead {{ font-size: 1.15rem; }}
dl {{ display: grid; grid-template-columns: 12rem 1fr; margin: 1rem 0; }}
dt, dd {{ margin: 0; padding: .45rem .75rem .45rem 0; border-top: 1px solid {look.RULE}; }} dt {{ font-weight: 700; }}
blockquote {{ margin: 1.2rem 0; padding-left: 1rem; border-left: .2rem solid {look.ACCENT}; }}
blockquote p, td.spoken {{ font-family: "Noto Serif", Georgia, serif; font-style: italic; margin: 0; }}
.numbers {{ display: flex; flex-wrap: wrap; gap: 1.5rem; border-top: 2px solid {look.INK}; padding: .6rem 0; }}
.numbers div {{ flex: 1 1 8rem; }} .numbers b {{ display: block; font-size: 1.6rem; line-height: 1.2; }}
.callout {{ background: {look.TINT}; border-radius: .4rem; padding: .8rem 1rem; margin: 1rem 0; }}
.callout p {{ margin: 0; }}
figure {{ margin: 1.5rem 0; }} figcaption, caption {{ font-weight: 700; text-align: left; padding-bottom: .3rem; }}
svg {{ width: 100%; height: auto; }}
.wide {{ overflow-x: auto; }} table {{ border-collapse: collapse; width: 100%; margin-top: 1.2rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .8rem .5rem 0; border-bottom: 1px solid {look.RULE}; }}
thead th {{ font-size: .85rem; color: {look.MUTED}; border-bottom: 1px solid {look.INK}; }}
tbody th {{ font-weight: 400; }} .strong {{ font-weight: 700; }} .right {{ text-align: right; }}
td small, th small {{ display: block; font-weight: 400; font-style: normal; font-family: "Noto Sans", sans-serif; }}
nav a {{ color: inherit; }} nav li {{ margin: .2rem 0; }}
@media print {{ section.part {{ break-before: auto; }} figure, blockquote, tr {{ break-inside: avoid; }} }}
"""


def _page(document: Document) -> Iterator[str]:
    yield f'<!doctype html>\n<html lang="{_text(document.language)}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f'<p class="kicker">{_text(document.kicker)}</p>' if document.kicker else ""
    yield f"<h1>{_text(document.title)}</h1>\n<p>{_text(document.subtitle)}</p>"
    yield from _terms(document.facts)
    if document.summary:
        yield from _section(document.summary, 2, "summary")
    if len(document.sections) > 3:
        yield from _contents(document)
    for at, section in enumerate(document.sections):
        yield from _section(section, 2, f"s{at}")
    yield "</main>\n</body>\n</html>"


def _text(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")


def _contents(document: Document) -> Iterator[str]:
    yield f'<nav class="part" aria-label="{_text(_("Contents"))}">\n<h2>{_text(_("Contents"))}</h2>\n<ul>'
    for at, section in enumerate(document.sections):
        yield f'<li><a href="#s{at}">{_text(section.title)}</a></li>'
    yield "</ul>\n</nav>"


def _section(section: Section, level: int, key: str) -> Iterator[str]:
    part = ' class="part"' if level == 2 else ""
    yield f'<section id="{key}"{part}>'
    if section.kicker:
        yield f'<p class="kicker">{_text(section.kicker)}</p>'
    yield f"<h{level}>{_text(section.title)}</h{level}>"
    for at, block in enumerate(section.body):
        if isinstance(block, Section):
            yield from _section(block, min(level + 1, 6), f"{key}.{at}")
        else:
            yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            tone = "" if block.tone is Tone.BODY else f' class="{block.tone}"'
            yield f"<p{tone}>{_text(block.text)}</p>"
        case Bullets():
            yield "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
        case Terms():
            yield from _terms(block.items)
        case Quote():
            yield f"<blockquote><p>“{_text(block.text)}”</p><small>{_text(block.source)}</small></blockquote>"
        case KeyFigures():
            numbers = (
                f"<div><b>{_text(f.value)}</b><small>{_text(f.label)}</small></div>" for f in block.figures
            )
            yield f'<div class="numbers">{"".join(numbers)}</div>'
        case Callout():
            note = f"<small>{_text(block.note)}</small>" if block.note else ""
            title = f'<p class="strong">{_text(block.title)}</p>'
            yield f'<div class="callout">{title}<p>{_text(block.text)}</p>{note}</div>'
        case Table():
            yield from _table(block)
        case Dots() | Stacks() | Heat():
            yield from _figure(block)


def _terms(items: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if items:
        yield (
            "<dl>"
            + "".join(f"<dt>{_text(term)}</dt><dd>{_text(words)}</dd>" for term, words in items)
            + "</dl>"
        )


def _table(block: Table) -> Iterator[str]:
    right = ["right" if column.align is Align.RIGHT else "" for column in block.columns]
    heads = (
        f'<th scope="col" class="{side}">{_text(c.title)}</th>'
        for c, side in zip(block.columns, right, strict=True)
    )
    yield f'<div class="wide"><table>\n<caption>{_text(block.title)}</caption>'
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for cells in block.rows:
        first, *rest = (_cell(cell, side) for cell, side in zip(cells, right, strict=True))
        yield f'<tr><th scope="row"{first}</th>' + "".join(f"<td{cell}</td>" for cell in rest) + "</tr>"
    yield "</tbody>\n</table></div>"
    if block.note:
        yield f'<p class="note">{_text(block.note)}</p>'


def _cell(cell: Cell, side: str) -> str:
    """Return what follows the name of the tag."""
    kind = {Look.PLAIN: "", Look.STRONG: "strong", Look.QUOTE: "spoken"}[cell.look]
    words = f"“{_text(cell.text)}”" if cell.look is Look.QUOTE and cell.text else _text(cell.text)
    note = f"<small>{_text(cell.note)}</small>" if cell.note else ""
    return f' class="{" ".join(part for part in (kind, side) if part)}">{words}{note}'


def _figure(block: Figure) -> Iterator[str]:
    drawing = draw(block, look.WIDTH, measure)
    yield f"<figure>\n<figcaption>{_text(block.title)}</figcaption>"
    yield _svg(drawing, block.alt)
    yield f'<p class="note">{_text(block.note)}</p>' if block.note else ""
    yield "</figure>"


def _svg(drawing: Drawing, alt: str) -> str:
    marks = "".join(_mark(mark) for mark in drawing.marks)
    size = f"0 0 {drawing.width:.1f} {drawing.height:.1f}"
    return f'<svg viewBox="{size}" role="img" aria-label="{_text(alt)}">{marks}</svg>'


def _mark(mark: Mark) -> str:
    match mark:
        case Line():
            ends = f'x1="{mark.x1:.1f}" y1="{mark.y1:.1f}" x2="{mark.x2:.1f}" y2="{mark.y2:.1f}"'
            return f'<line {ends} stroke="{mark.colour}" stroke-width="{mark.width}"/>'
        case Rect():
            place = f'x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height:.1f}"'
            return f'<rect {place} rx="{mark.radius}" {_ink(mark.fill, mark.edge)}/>'
        case Circle():
            return f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius}" {_ink(mark.fill, mark.edge)}/>'
        case Text():
            weight = ' font-weight="700"' if mark.face is Face.STRONG else ""
            slant = ' font-style="italic"' if mark.face is Face.SLANTED else ""
            place = f'x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size}" text-anchor="{mark.anchor}"'
            return f'<text {place} fill="{mark.colour}"{weight}{slant}>{_text(mark.words)}</text>'


def _ink(fill: str, edge: str) -> str:
    return f'fill="{fill or "none"}" stroke="{edge or "none"}" stroke-width="1.1"'
