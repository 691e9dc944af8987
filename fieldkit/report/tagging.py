"""Tags in a PDF: what each mark on the page is, so that reading software can read it out.

Source: ISO 32000-1, 14.7 "Logical structure" and 14.8 "Tagged PDF". ReportLab writes none of it itself.
"""

# The inner parts of ReportLab's canvas, which alone can write marks, are in no stub.
# pyright: reportAttributeAccessIssue=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

LINK_KEYS = 100_000
"""Links are numbered from here in the tree of parents; pages from 0."""

pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


@dataclass(eq=False, slots=True)
class Node:
    """An element of the structure, such as a paragraph; it stays the same when its ink is split over pages."""

    role: str
    parent: Node | None = None
    alt: str = ""
    scope: str = ""
    """For a heading cell: `Row` or `Column`."""


@dataclass(slots=True)
class _Ink:
    """Where the ink of a node is: page and number of each of its marked stretches; children; links."""

    stretches: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    children: list[Node] = field(default_factory=list[Node])
    links: list[pdfdoc.PDFObjectReference] = field(default_factory=list[pdfdoc.PDFObjectReference])
    key: int | None = None


@dataclass(slots=True)
class _Structure:
    """What has been drawn so far, by node and by page."""

    ink: dict[Node, _Ink] = field(default_factory=dict[Node, _Ink])
    top: list[Node] = field(default_factory=list[Node])
    marks: dict[int, list[Node]] = field(default_factory=dict[int, list[Node]])
    """The owner of each marked stretch of a page."""
    pages: dict[int, pdfdoc.PDFObjectReference] = field(default_factory=dict[int, pdfdoc.PDFObjectReference])
    links: list[Node] = field(default_factory=list[Node])

    def known(self, node: Node) -> _Ink:
        """Return the ink of a node; a new one takes its place among its siblings, in reading order."""
        if node not in self.ink:
            self.ink[node] = _Ink()
            siblings = self.known(node.parent).children if node.parent else self.top
            siblings.append(node)
        return self.ink[node]


class _Link(pdfdoc.LinkAnnotation):
    permitted = (*pdfdoc.LinkAnnotation.permitted, "StructParent")


class TaggedCanvas(Canvas):
    """A canvas that knows which node it is drawing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = ""
        self.places: dict[str, int] = {}
        """The page of each heading, by its bookmark."""
        self._structure = _Structure()

    @contextmanager
    def tagged(self, node: Node) -> Generator[None]:
        """Mark what is drawn meanwhile as the ink of this node."""
        page = self.getPageNumber()
        marks = self._structure.marks.setdefault(page, [])
        self._structure.known(node).stretches.append((page, len(marks)))
        self._code.append(f"/{node.role} <</MCID {len(marks)}>> BDC")
        marks.append(node)
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Generator[None]:
        """Mark what is drawn meanwhile as ornament: nothing to be read out."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def has_ink(self, node: Node) -> bool:
        """Tell whether anything of this node has been drawn."""
        return bool(self._structure.ink.get(node, _Ink()).stretches)

    def link(self, node: Node, destination: str, area: tuple[float, float, float, float], words: str) -> None:
        """Make an area of the page lead to a bookmark, as part of this node."""
        key = LINK_KEYS + len(self._structure.links)
        annotation = _Link(
            self._absRect(area, 1), words, self._bookmarkReference(destination), "[0 0 0]", StructParent=key
        )
        name = f"link{key}"
        self._addAnnotation(annotation, name)
        self._structure.known(node).links.append(self._doc.refAnnotation(name))
        self._structure.known(node).key = key
        self._structure.links.append(node)

    def showPage(self) -> None:  # noqa: N802  ReportLab's name
        """Close the page, and tell it where its marks stand in the tree of parents."""
        page = self.getPageNumber()
        self._structure.pages[page] = self._doc.thisPageRef()
        add = self._doc.addPage

        def added(sheet: Any) -> None:
            sheet.StructParents = page - 1
            sheet.Tabs = pdfdoc.PDFName("S")
            add(sheet)

        self._doc.addPage = added
        try:
            super().showPage()
        finally:
            self._doc.addPage = add

    def save(self) -> None:
        """Write the structure into the catalogue, then the file."""
        if self._code:
            self.showPage()
        _Tree(self._structure, self._doc).write(self.title)
        super().save()


class _Tree:
    """Writes the nodes of a finished canvas as a structure tree."""

    def __init__(self, structure: _Structure, document: Any) -> None:
        self._structure = structure
        self._document = document
        self._refs = {node: self._reserve(f"node{at}") for at, node in enumerate(structure.ink)}

    def _reserve(self, name: str) -> pdfdoc.PDFObjectReference:
        return self._document.Reference(pdfdoc.PDFDictionary({}), name)

    def write(self, title: str) -> None:
        """Put the tree and the metadata into the catalogue."""
        root, whole = self._reserve("structure"), self._reserve("whole")
        for node in self._refs:
            self._fill(self._refs[node], self._element(node, whole))
        top = pdfdoc.PDFArray([self._refs[node] for node in self._structure.top])
        self._fill(whole, {"Type": _name("StructElem"), "S": _name("Document"), "P": root, "K": top})
        parents = self._document.Reference(pdfdoc.PDFDictionary({"Nums": self._parents()}), "parents")
        self._fill(
            root,
            {
                "Type": _name("StructTreeRoot"),
                "K": pdfdoc.PDFArray([whole]),
                "ParentTree": parents,
                "ParentTreeNextKey": LINK_KEYS + len(self._structure.links),
            },
        )
        catalogue = self._document.Catalog
        catalogue.StructTreeRoot = root
        catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalogue.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        catalogue.Metadata = self._document.Reference(self._metadata(title), "metadata")

    def _fill(self, ref: pdfdoc.PDFObjectReference, entries: dict[str, Any]) -> None:
        self._document.idToObject[ref.name].dict.update(entries)

    def _element(self, node: Node, whole: pdfdoc.PDFObjectReference) -> dict[str, Any]:
        ink = self._structure.ink[node]
        kids: list[Any] = [self._stretch(page, mark) for page, mark in ink.stretches]
        kids += [_dictionary(Type=_name("OBJR"), Obj=link) for link in ink.links]
        kids += [self._refs[child] for child in ink.children]
        entries: dict[str, Any] = {
            "Type": _name("StructElem"),
            "S": _name(node.role),
            "P": self._refs[node.parent] if node.parent else whole,
            "K": pdfdoc.PDFArray(kids),
        }
        if node.alt:
            entries["Alt"] = pdfdoc.PDFString(node.alt)
        if node.scope:
            entries["A"] = _dictionary(O=_name("Table"), Scope=_name(node.scope))
        return entries

    def _stretch(self, page: int, mark: int) -> pdfdoc.PDFDictionary:
        return _dictionary(Type=_name("MCR"), Pg=self._structure.pages[page], MCID=mark)

    def _parents(self) -> pdfdoc.PDFArray:
        numbers: list[Any] = []
        for page in sorted(self._structure.pages):
            owners = self._structure.marks.get(page, [])
            numbers += [page - 1, pdfdoc.PDFArray([self._refs[node] for node in owners])]
        for at, node in enumerate(self._structure.links):
            numbers += [LINK_KEYS + at, self._refs[node]]
        return pdfdoc.PDFArray(numbers)

    def _metadata(self, title: str) -> pdfdoc.PDFStream:
        kind = _dictionary(Type=_name("Metadata"), Subtype=_name("XML"))
        return pdfdoc.PDFStream(kind, XMP.format(title=escape(title)).encode(), filters=None)


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Tagged(Flowable):
    """A flowable whose ink belongs to a node, also where it is split over pages."""

    canv: TaggedCanvas  # pyright: ignore[reportIncompatibleVariableOverride]  # pages.py draws on no other

    def __init__(self, content: Flowable, node: Node) -> None:
        super().__init__()
        self.content = content
        self.node = node

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  ReportLab's names
        """Return the size of the content."""
        self.width, self.height = self.content.wrap(aW, aH)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803  ReportLab's names
        """Return the parts that go on different pages; all belong to the same node."""
        return [Tagged(part, self.node) for part in self.content.split(aW, aH)]

    def getSpaceBefore(self) -> float:  # noqa: N802  ReportLab's name
        """Return the room the content asks for above it."""
        return self.content.getSpaceBefore()

    def getSpaceAfter(self) -> float:  # noqa: N802  ReportLab's name
        """Return the room the content asks for below it."""
        return self.content.getSpaceAfter()

    def draw(self) -> None:
        """Draw the content as the ink of its node."""
        # The heading row of a table comes again on each page: it is read out once.
        again = self.node.role == "TH" and self.node.scope == "Column" and self.canv.has_ink(self.node)
        with self.canv.artifact() if again else self.canv.tagged(self.node):
            self.content.drawOn(self.canv, 0, 0)


def _name(text: str) -> object:
    return pdfdoc.PDFName(text)


def _dictionary(**entries: Any) -> pdfdoc.PDFDictionary:
    return pdfdoc.PDFDictionary(entries)
