"""The whole state of a response as other engines record theirs: what stands at each of their references.

References are theirs: `/data/household/roster[2]/age`, the root's name included, instances by their place; prefixes
of namespaces are left out on both sides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from fieldkit.forms import Form, Question, Response
from fieldkit.forms.dates import read_moment, read_time
from fieldkit.forms.model import Definition, Node

State = dict[str, dict[str, Any]]

_PREFIX = re.compile(r"/(@?)[\w.\-]+:(?=[\w.\-])")
_BY_CHANCE = re.compile(r"(uuid:)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e-\d+)?)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}([+-]\d\d:\d\d|Z)")


def state_of(response: Response, *, as_webforms: bool) -> State:
    """Return everything that a response shows, and what nobody is asked, as ODK Web Forms or as JavaRosa records it."""
    state: State = {}
    _note(response, response.sheet.root, f"/{response.sheet.root.name}", state, as_webforms)
    return state


def _note(response: Response, node: Node, ref: str, state: State, as_webforms: bool) -> None:
    definition = node.definition
    assert definition is not None
    state[ref] = _stands(response, node, definition, as_webforms)
    for name, below in definition.children.items():
        nodes = [inner for inner in node.by_name.get(name, []) if not inner.surplus]
        if below.repeat:
            state[f"{ref}/{name}#range"] = {"count": len(nodes)}
        for place, inner in enumerate(nodes, 1):
            at = f"{ref}/{name}[{place}]" if below.repeat else f"{ref}/{name}"
            _note(response, inner, at, state, as_webforms)


def _stands(response: Response, node: Node, definition: Definition, as_webforms: bool) -> dict[str, Any]:
    item = definition.item
    if not isinstance(item, Question):
        required = response.prompts.holds(definition.required, node)
        stands: dict[str, Any] = {
            "rel": node.relevant,
            "ro": response.prompts.readonly(node),
            "req": required,
        }
        if item is not None:
            stands["l"] = response.prompts.say(item.label, node)
        return stands
    if not as_webforms:
        # JavaRosa records no words: its walks are long, and most of the time went into these.
        return {
            "rel": node.relevant,
            "ro": item.type == "note" or response.prompts.readonly(node),
            "req": response.prompts.holds(definition.required, node),
            # Its tests set texts that no widget would give, and these stay.
            "v": node.cell,
            "type": definition.bind_type,
        }
    asked = response.asked(node.path)
    fault = response.prompts.fault(node)
    return {
        "rel": asked.relevant,
        "ro": asked.readonly,
        "req": asked.required,
        # A file that was chosen stays chosen there too.
        "v": "" if not asked.relevant and definition.bind_type != "binary" else asked.value,
        "l": asked.label,
        "h": asked.hint,
        "c": [[choice.value, choice.label] for choice in asked.choices],
        # What is no answer of its type is none there, and no constraint looks at it.
        "cv": asked.missing or not asked.error or asked.typed != asked.value,
        "rv": not asked.missing,
        "msg": fault.error if fault else "",
        "type": definition.bind_type,
    }


def plain_refs(recorded: Mapping[str, Any]) -> State:
    """Return a recorded state by references without prefixes."""
    return {plain(ref): stands for ref, stands in recorded.items() if isinstance(stands, dict)}


def plain(ref: str) -> str:
    """Return a reference without prefixes."""
    return _PREFIX.sub(r"/\1", ref)


def differences(ours: State, theirs: State, form: Form) -> list[Difference]:
    """Return where two states differ, of what the other one records."""
    found: list[Difference] = []
    for ref, wanted in theirs.items():
        got = ours.get(ref)
        if got is None:
            if not _of_the_client(ref, form):
                found.append(Difference(ref, "there", False, True, wanted))
            continue
        kind = got.get("type", "")
        found += [
            Difference(ref, key, got[key], value, wanted)
            for key, value in wanted.items()
            if key in got and not same(got[key], value, kind)
        ]
    found += [
        Difference(ref, "there", True, False, {})
        for ref in ours
        if ref not in theirs and "#" not in ref and "@" not in ref
    ]
    return found


class Difference(NamedTuple):
    """Where two states differ. `theirs` is all that the other one records of the same reference."""

    ref: str
    key: str
    got: Any
    wanted: Any
    theirs: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.ref} {self.key}: {self.got!r}, wanted {self.wanted!r}"


def _of_the_client(ref: str, form: Form) -> bool:
    # ODK Web Forms gives every form a meta/instanceID; here the submission itself is called so.
    root = form.model.blank.name
    path = ref.removeprefix(f"/{root}")
    return path in ("/meta", "/meta/instanceID", "/meta/deprecatedID") and path not in form.model.by_path


def same(ours: Any, theirs: Any, kind: str = "") -> bool:
    """Tell whether two values of a bind's type are alike; of what clock or chance decided, the shape alone counts."""
    if ours == theirs:
        return True
    if not isinstance(ours, str) or not isinstance(theirs, str):
        # No message recorded: the client has a sentence of its own, as we have.
        return theirs is None
    if _nearly(ours.strip(), theirs.strip()):
        # Space around a label is that of the XML file.
        return True
    if any(shape.fullmatch(ours) and shape.fullmatch(theirs) for shape in (_BY_CHANCE, _MOMENT)):
        return True
    read = _READ.get(kind)
    try:
        return bool(read) and read(ours) == read(theirs)
    except ValueError:
        return False


def _nearly(ours: str, theirs: str) -> bool:
    """Tell whether two texts are the same to nine places behind the point: the rest is noise of binary fractions."""
    mine, other = _NUMBER.split(ours), _NUMBER.split(theirs)
    if mine[::2] != other[::2]:
        return False
    numbers = zip(mine[1::2], other[1::2], strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=0.0, abs_tol=1e-9) for a, b in numbers)


def _places(text: str) -> list[tuple[float, ...]]:
    points = [tuple(map(float, point.split())) for point in text.split(";") if point.strip()]
    return [(*point, 0.0, 0.0)[:4] for point in points]


_READ: dict[str, Callable[[str], object]] = {
    "int": float,
    "decimal": float,
    "geopoint": _places,
    "geotrace": _places,
    "geoshape": _places,
    "dateTime": read_moment,
    "time": read_time,
}


SOME_ID = "uuid:00000000-0000-0000-0000-000000000000"
_SOME_MOMENT = "1970-01-01T00:00:00.000+00:00"


def alike(ours: str, theirs: str) -> bool:
    """Tell whether two submissions are the same XML, but for what clock or chance decided."""
    mine, other = ET.fromstring(ours), ET.fromstring(theirs)
    if "id" not in other.attrib:
        # What OpenRosa wants of every submission is written here also where the XForm forgot it.
        mine.attrib.pop("id", None)
    return _bare(mine) == _bare(other)


def _bare(element: ET.Element) -> tuple[object, ...]:
    text = (element.text or "").strip() if not len(element) else ""
    attributes = sorted((name, _shape(value)) for name, value in element.attrib.items())
    return (element.tag, attributes, _shape(text), [_bare(inner) for inner in element])


def _shape(text: str) -> str:
    try:
        if ";" in text:
            return str(_places(text))
    except ValueError:
        pass
    return next((shape for shape in (SOME_ID, _SOME_MOMENT) if same(text, shape)), text)
