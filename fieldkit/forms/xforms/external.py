"""Lists in files of their own, CSV, XML or GeoJSON, as documents that expressions walk. Read when first looked at.

Source: ODK XForms specification, "Secondary Instances - External"; where it is silent, JavaRosa.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from threading import Lock
from typing import Any
from xml.etree import ElementTree as ET

from fieldkit.forms.expressions.lists import Listed, Row, Table, grow_rows
from fieldkit.forms.model import Node
from fieldkit.forms.xforms.wording import local
from fieldkit.words import _

LISTS = (".csv", ".geojson", ".xml")
"""How the names of lists end."""
ITEMSETS = "itemsets.csv"
"""Where the choices of every `select_one_external` lie, told apart by the column `list_name`."""
csv.field_size_limit(2**31 - 1)


_UNREADABLE = (
    ValueError, TypeError, LookupError, AttributeError, RecursionError, ET.ParseError, csv.Error,
)  # fmt: skip
"""What a file of another kind, or half of one, makes the readers below raise."""


class Document(Listed):
    """The document of a list in a file, read when somebody first looks at it.

    `fault` then says in a sentence why it could not be read; it is empty in that case.
    """

    __slots__ = ("_grow", "_name", "_reading", "fault")

    def __init__(self, name: str, grow: Callable[[Node], None]) -> None:
        super().__init__("", None)
        self._name = name
        self._grow = grow
        self._reading = Lock()
        self.fault = ""
        del self.children, self.by_name

    def __getattr__(self, name: str) -> Any:
        if name not in ("children", "by_name"):
            raise AttributeError(name)
        # Whoever else looks meanwhile, on another thread, waits for the whole of it.
        with self._reading:
            if not self._is_read():
                self._read()
        return self.children if name == "children" else self.by_name

    def _is_read(self) -> bool:
        try:
            object.__getattribute__(self, "children")
        except AttributeError:
            return False
        return True

    def _read(self) -> None:
        grown = Listed("", None)
        try:
            self._grow(grown)
        except _UNREADABLE as error:
            grown = Listed("", None)
            self.fault = _("The list “{name}” cannot be read, so it is empty: {reason}.").format(
                name=self._name, reason=error
            )
        for child in grown.children:
            child.parent = self
        self.by_name = grown.by_name
        self.children = grown.children


def document_in(name: str, content: bytes) -> Document:
    """Return the document of a list, by the ending of its file's name: .csv, .geojson, or else XML.

    One without any content is empty: so is a list whose file is missing.
    """
    ending = name.rpartition(".")[2].lower()
    grow = {"csv": _grow_csv, "geojson": _grow_geojson}.get(ending, _grow_xml)
    return Document(name, lambda document: grow(document, content) if content else None)


def choices_in(content: bytes, list_name: str) -> Document:
    """Return the document of one list among those that `itemsets.csv` holds."""

    def grow(document: Node) -> None:
        columns, rows = table_in(content)
        if not columns:
            return
        at = columns.index("list_name")
        grow_rows(document, Table(columns, [row for row in rows if row[at : at + 1] == (list_name,)]))

    return Document(ITEMSETS, grow)


def table_in(content: bytes) -> Table:
    """Return the columns and rows of a CSV file as Collect reads it.

    Semicolons part the cells where the first line has one; blanks around a cell belong to it; cells that are
    missing at the end of a row are blank; those without a column, or in a second one of the same name, are left
    out, and so are rows that say nothing.
    """
    text = text_in(content)
    first = next(StringIO(text), "")
    # Lines may end in CR alone, which csv knows only where it is given lines with their ends.
    rows = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    columns = next(rows, list[str]())
    once = ["" if name in columns[:at] else name for at, name in enumerate(columns)]
    # Tuples of text cost the collector of garbage nothing, and there are very many.
    return Table(once, [tuple(row) for row in rows if any(row)])


def text_in(content: bytes) -> str:
    """Return the text of a file, its mark of byte order left out: UTF-8, UTF-16, or what Excel writes on Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _grow_csv(document: Node, content: bytes) -> None:
    grow_rows(document, table_in(content))


def _grow_xml(document: Node, content: bytes) -> None:
    grow_element(ET.fromstring(content), document)  # noqa: S314  expat refuses to expand entities without end


def grow_element(element: ET.Element, parent: Node) -> None:
    """Put an element and all beneath it into a document, its attributes under names that begin with `@`."""
    node = Listed(local(element.tag), parent)
    for name, value in element.attrib.items():
        Listed(f"@{local(name)}", node).text = value
    if not len(element):
        node.text = (element.text or "").strip()
    for below in element:
        grow_element(below, node)


def _grow_geojson(document: Node, content: bytes) -> None:
    said: Any = json.loads(text_in(content))
    if said["type"] != "FeatureCollection":
        raise ValueError(_("it is no collection of features"))
    root = Listed("root", document)
    for feature in said["features"]:
        columns = _columns_of(feature)
        row = Row(root, tuple(columns), tuple(columns.values()))
        root.children.append(row)
        root.by_name.setdefault("item", []).append(row)


def _columns_of(feature: Mapping[str, Any]) -> dict[str, str]:
    """Return a feature as columns: its geometry, its properties and, over a property of that name, its id."""
    columns: dict[str, str] = {}
    if feature.get("geometry"):
        columns["geometry"] = _places(feature["geometry"])
    properties: Mapping[str, Any] = feature.get("properties") or {}
    columns.update({name: _said(value) for name, value in properties.items()})
    if feature.get("id") is not None:
        columns["id"] = _said(feature["id"])
    return columns


def _places(geometry: Mapping[str, Any]) -> str:
    """Return a geometry as answers write it: `lat lon 0 0`, several parted by `; `, of a polygon its outer ring."""
    where, kind = geometry["coordinates"], geometry["type"]
    if kind == "Point":
        return _place(where)
    if kind == "LineString":
        return "; ".join(map(_place, where))
    if kind == "Polygon":
        return "; ".join(map(_place, where[0])) if where else ""
    raise ValueError(_("it holds a {kind}, and only points, lines and polygons are known").format(kind=kind))


def _place(point: Sequence[float]) -> str:
    return f"{point[1]} {point[0]} 0 0"


def _said(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def unreadable(documents: Iterable[Node]) -> list[str]:
    """Read those of these lists that lie in files, and return a sentence for each that cannot be read."""
    read = [d for d in documents if isinstance(d, Document) and not d.children]
    return [document.fault for document in read if document.fault]
