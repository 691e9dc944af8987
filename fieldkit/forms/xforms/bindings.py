"""Which element of the form's own document each control, group, repeat and action of an XForm is bound to."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from fieldkit.forms.xforms.wording import local

SETTERS = {"setvalue", "setgeopoint", "recordaudio"}
CONTROLS = {"input", "secret", "textarea", "upload", "select1", "select", "rank", "trigger", "range"}
_BOUND = {"group", "repeat", *CONTROLS, *SETTERS}
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_PREFIX = re.compile(r"/(?:[\w.\-]+:)(?=[\w.\-])")


class Bindings:
    """Paths are full here, the root's name included, and without prefixes: `/form/household/roster`."""

    def __init__(self, model: ET.Element, primary: ET.Element, body: ET.Element) -> None:
        self.binds = {_plain(bind.get("nodeset", "")): bind.attrib for bind in model.iterfind("bind")}
        self.path_of: dict[ET.Element, str] = {}
        """What each element of the body, and each action, is bound to."""
        self.setters: list[tuple[ET.Element, str]] = []
        """Each action, with the question or repeat that it lies in."""
        self._by_id = {a["id"]: path for path, a in self.binds.items() if "id" in a}
        for element in (model, body):
            self._bound(element, f"/{local(primary.tag)}", "")
        self.repeats = {path for e, path in self.path_of.items() if e.tag == "repeat"}
        self.asked = {path for e, path in self.path_of.items() if e.tag in CONTROLS}
        self.wanted = {*self.binds, *(self.path_of[e] for e, _source in self.setters)}
        """All that anything is said of: an attribute counts as part of the form only where it is among these."""

    def _bound(self, element: ET.Element, around: str, source: str) -> None:
        """Note what the elements beneath are bound to. `around` is what their group is, `source` their question."""
        for inner in element:
            name = inner.tag
            if name not in _BOUND:
                continue
            ref = inner.get("ref") or inner.get("nodeset") or self._by_id.get(inner.get("bind", ""), "")
            path = self.path_of[inner] = _joined(around, _plain(ref)) if ref.strip() else ""
            if name in SETTERS:
                self.setters.append((inner, source))
            elif name == "group":
                self._bound(inner, path or around, source)
            else:
                self._bound(inner, path if name == "repeat" else around, path)


def _plain(path: str) -> str:
    if "[" in path:
        path = _PREDICATE.sub("", path)
    if ":" in path:
        path = _PREFIX.sub("/", path)
    return path.strip()


def _joined(around: str, path: str) -> str:
    """Return a path as seen from another, `..` and `.` worked out."""
    if path.startswith("/") and "/." not in path and "current()" not in path:
        return path
    parts = [] if path.startswith("/") else around.split("/")
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", "current()"):
            parts.append(part)
    return "/".join(parts)
