"""Submissions as ODK has them: the XML of one filled form, read into cells and written from a response.

Source: ODK XForms specification, "Primary Instance" and "Metadata"; OpenRosa metadata schema.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from unicodedata import normalize
from xml.etree import ElementTree as ET

from fieldkit.errors import FormError
from fieldkit.forms.filling.response import Response
from fieldkit.forms.form import Form
from fieldkit.forms.keys import made_key
from fieldkit.forms.model import Blank, Definition, Node
from fieldkit.forms.xforms.wording import child, local
from fieldkit.words import _

OPENROSA = "http://openrosa.org/xforms"
_PREFIXES = {
    "orx": OPENROSA,
    "jr": "http://openrosa.org/javarosa",
    "odk": "http://www.opendatakit.org/xforms",
    "entities": "http://www.opendatakit.org/xforms/entities",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for _prefix, _namespace in _PREFIXES.items():
    ET.register_namespace(_prefix, _namespace)


def read_instance(form: Form, xml: str | bytes) -> dict[str, str]:
    """Return the cells of a filled form; what the form does not know has its path for a name, and is kept.

    The instances of a repeat are keyed by their number, so that the same file always gives the same cells.

    Raises:
        FormError: it is no XML, or of another form.
    """
    try:
        root = ET.fromstring(xml)  # noqa: S314  expat refuses to expand entities into each other without end
    except (ET.ParseError, ValueError) as error:
        raise FormError(
            _("This submission cannot be read: {reason}.").format(reason=error),
            _("Ask for the file once more: it may have been cut off."),
        ) from error
    definition = form.model.document.children.get(local(root.tag))
    if definition is None:
        raise FormError(
            _("This submission is of another questionnaire."),
            _("Choose the questionnaire that it was filled with."),
        )
    return dict(_cells(root, definition, form.model.blank, ""))


def _cells(
    element: ET.Element, definition: Definition | None, blank: Blank | None, path: str
) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if definition and f"@{local(name)}" in definition.children and value:
            yield f"{path}/@{local(name)}", value
    text = "".join(element.itertext()) if not len(element) else ""
    if text.strip():
        yield path, text
    starts = {start.name: start for start in reversed(blank.children if blank else ())}
    seen: Counter[str] = Counter()
    for below in element:
        name = local(below.tag)
        known = definition.children.get(name) if definition else None
        seen[name] += 1
        at = f"{path}/{name}"
        if known.repeat if known else seen[name] > 1:
            at = f"{at}[{made_key(seen[name])}]"
            yield at, f"{seen[name]:06d}"
        yield from _cells(below, known, starts.get(name), at)
    for name, start in starts.items():
        # What was not relevant is left out of a submission: should it be asked after all, it starts as it would have.
        if definition and not seen[name] and not name.startswith("@"):
            yield from _starting(start, definition.children[name], path)


def _starting(blank: Blank, definition: Definition, around: str) -> Iterator[tuple[str, str]]:
    path = f"{around}/{blank.name}"
    if definition.repeat:
        return
    if definition.leaf and blank.text:
        yield path, blank.text
    for inner in blank.children:
        yield from _starting(inner, definition.children[inner.name], path)


def write_instance(response: Response, stored: Mapping[str, str] | None = None) -> bytes:
    """Return a filled form as XML in UTF-8, without what is not relevant: what a server is sent.

    `stored` are the cells it was opened with, where they are to be told as they are and not as opening it once more
    works them out: with another random number, say.
    """
    root = _element(response.sheet.root, stored)
    root.attrib.setdefault("id", response.form.form_id)
    _tell_ids(root, response)
    # Readers of XML turn a bare CR into LF; as a reference it stays what somebody wrote.
    return ET.tostring(root, "utf-8", xml_declaration=True).replace(b"\r", b"&#13;")


def _element(node: Node, stored: Mapping[str, str] | None) -> ET.Element:
    definition = node.definition
    assert definition is not None
    element = ET.Element(definition.tag, definition.attributes)
    if definition.leaf:
        element.text = _xml(_text(node, stored)) or None
    for name in definition.children:
        for below in node.by_name.get(name, ()):
            if name.startswith("@"):
                element.set(name[1:], _xml(_text(below, stored)))
            elif below.relevant:
                element.append(_element(below, stored))
    return element


def _text(node: Node, stored: Mapping[str, str] | None) -> str:
    return node.text if stored is None else stored.get(node.path, "")


def _xml(text: str) -> str:
    """Return a text as XML may hold it: without control characters, and each letter written in one way (NFC)."""
    return normalize("NFC", _NOT_XML.sub("", text))


def _tell_ids(root: ET.Element, response: Response) -> None:
    """Say which submission this is, also where the form has no place for it, and which one it takes the place of."""
    meta = child(root, "meta")
    told = {local(inner.tag) for inner in meta} if meta is not None else set[str]()
    ids = {"instanceID": response.instance_id, "deprecatedID": response.deprecated_id}
    for name, value in ids.items():
        if value and name not in told:
            if meta is None:
                meta = ET.SubElement(root, f"{{{OPENROSA}}}meta")
            namespace = meta.tag[: meta.tag.rfind("}") + 1]
            ET.SubElement(meta, f"{namespace}{name}").text = value
