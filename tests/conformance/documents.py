"""Any XML as the nodes that expressions walk, each with the path by which the cases name it."""

from __future__ import annotations

from typing import Any, NamedTuple
from xml.dom import Node as Dom
from xml.dom import minidom

from fieldkit.forms.model import Definition, Node

_KINDS = {Dom.TEXT_NODE: "text()", Dom.CDATA_SECTION_NODE: "text()", Dom.COMMENT_NODE: "comment()"}

_XFORMS = "http://www.w3.org/2002/xforms"


class Document(NamedTuple):
    """Nodes by their path, such as `/data[1]/item[2]/@id`; the whole document is `/`.

    `texts` tells what each text says, by language and id; the first language is the default one.
    """

    by_path: dict[str, Node]
    instances: dict[str, Node]
    texts: dict[str, dict[str, str]]
    prefixes: dict[str, str]


def document_of(xml: str, root: str = "/", *, every_text: bool = False) -> Document:
    """Return the nodes of a document; the element at the path `root` stands alone, as a form's instance does.

    `every_text` gives each piece of text a node of its own, where otherwise an element that has nothing else holds it.
    """
    # What minidom tells the type checker of its nodes is less than it knows.
    dom: Any = minidom.parseString(xml)
    by_path: dict[str, Node] = {}
    grower = _Grower(by_path, every_text=every_text)
    grower.whole(dom, "/")
    instances: dict[str, Node] = {}
    for element in dom.getElementsByTagName("instance"):
        if root != "/":
            path = path_of(element)
            inner = by_path if path == root else {}
            _Grower(inner, every_text=every_text).whole(element, path)
            instances.setdefault(element.getAttribute("id"), inner[path])
            by_path[path] = inner[path]
        elif element.getAttribute("id"):
            instances.setdefault(element.getAttribute("id"), by_path[path_of(element)])
    return Document(by_path, instances, _texts(dom), grower.prefixes)


class _Grower:
    """Grows nodes, and keeps them by their path."""

    def __init__(self, by_path: dict[str, Node], *, every_text: bool) -> None:
        self._by_path = by_path
        self._every_text = every_text
        self.prefixes: dict[str, str] = {}

    def whole(self, dom: Any, path: str) -> None:
        document = self._by_path[path] = Node("", None, Definition("", None))
        if dom.nodeType == Dom.ELEMENT_NODE:
            self._attributes(dom, document, path)
        for below in dom.childNodes:
            self._grow(below, document)
        _mark_what_may_lack(document)

    def _grow(self, dom: Any, parent: Node) -> None:
        path = path_of(dom)
        node = self._by_path[path] = _node(_name(dom), parent, dom.prefix or "", dom.namespaceURI or "")
        if dom.nodeType != Dom.ELEMENT_NODE:
            node.text = str(dom.nodeValue or "")
            return
        self._attributes(dom, node, path)
        only = dom.childNodes[0] if len(dom.childNodes) == 1 and not self._every_text else None
        if only is not None and only.nodeType == Dom.TEXT_NODE:
            node.text = only.data
            return
        for below in dom.childNodes:
            self._grow(below, node)

    def _attributes(self, dom: Any, node: Node, path: str) -> None:
        for qualified, text in dom.attributes.items():
            prefix, _colon, local = qualified.rpartition(":")
            declares = qualified.startswith("xmlns")
            if prefix == "xmlns":
                self.prefixes.setdefault(local, text)
            uri = dom.getAttributeNode(qualified).namespaceURI or ""
            below = _node(f"@{qualified if declares else local}", node, prefix, "" if declares else uri)
            below.text = text
            if node.definition and node.parent and not node.parent.name:
                # Elements of one name share a definition; what it says of all of them is sure of the root alone.
                node.definition.attributes[qualified] = text
            self._by_path[f"{path.rstrip('/')}/@{qualified}"] = below


def _node(name: str, parent: Node, prefix: str, namespace: str) -> Node:
    assert parent.definition
    namespace = "" if namespace == _XFORMS else namespace
    known = parent.definition.children.get(name)
    definition = known if known and known.namespace == namespace else Definition(name, parent.definition)
    definition.prefix, definition.tag = prefix, f"{{{namespace}}}{name}" if namespace else name
    definition.repeat = definition.repeat or name in parent.by_name
    return Node(name, parent, definition)


def _mark_what_may_lack(document: Node) -> None:
    """Of a form's nodes only the instances of a repeat may be missing; so what is missing somewhere is one."""
    for node in document.within():
        for name, definition in node.definition.children.items() if node.definition else ():
            definition.repeat = definition.repeat or name not in node.by_name


def _name(dom: Any) -> str:
    if dom.nodeType == Dom.ELEMENT_NODE:
        return str(dom.localName)
    if dom.nodeType == Dom.PROCESSING_INSTRUCTION_NODE:
        return f"?{dom.nodeName}"
    return f"#{_KINDS.get(dom.nodeType, 'doctype').removesuffix('()')}"


def path_of(dom: Any) -> str:
    """Return the path by which the cases name a node."""
    if dom.parentNode is None:
        return "/"
    if dom.nodeType == Dom.DOCUMENT_TYPE_NODE:
        return f"(type {dom.nodeType})"
    above = path_of(dom.parentNode).rstrip("/")
    if dom.nodeType == Dom.PROCESSING_INSTRUCTION_NODE:
        return f"{above}/processing-instruction()[{dom.nodeName}]"
    kind = _KINDS.get(dom.nodeType, dom.nodeName)
    alike = [
        one
        for one in dom.parentNode.childNodes
        if one.nodeType != Dom.DOCUMENT_TYPE_NODE and _KINDS.get(one.nodeType, one.nodeName) == kind
    ]
    return f"{above}/{kind}[{next(at for at, one in enumerate(alike, 1) if one is dom)}]"


def _last_unless_default(translation: Any) -> bool:
    return not translation.hasAttribute("default")


def _texts(dom: Any) -> dict[str, dict[str, str]]:
    found: list[Any] = dom.getElementsByTagName("translation")
    translations = sorted(found, key=_last_unless_default)
    texts: dict[str, dict[str, str]] = {}
    for translation in translations:
        said = texts.setdefault(translation.getAttribute("lang"), {})
        for text in translation.getElementsByTagName("text"):
            values = [one for one in text.getElementsByTagName("value") if not one.hasAttribute("form")]
            for value in values[:1]:
                said[text.getAttribute("id")] = "".join(one.data for one in value.childNodes)
    return texts
