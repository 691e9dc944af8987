"""Where a form wants to note by itself where it is filled in, and a laptop cannot: a person may say it instead.

Source: ODK XForms specification, "Action: setgeopoint"; `start-geopoint` and `background-geopoint` of an XLSForm.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.filling.sheet import Sheet
from fieldkit.forms.model import Action, Definition, Node
from fieldkit.forms.question import Question


def located(actions: tuple[Action, ...], sheet: Sheet) -> list[str]:
    """Return the paths of the places that a phone would have noted by now, and that no question asks for."""
    found = (node.path for action in actions if not _is_asked(action.target) for node in _due(action, sheet))
    return list(dict.fromkeys(found))


def _is_asked(definition: Definition) -> bool:
    return isinstance(definition.item, Question) and definition.item.asked


def _due(action: Action, sheet: Sheet) -> Iterator[Node]:
    source = action.source
    for node in sheet.below(sheet.root, action.target):
        if not node.relevant or node.path not in sheet.nodes:
            continue
        # What answering a question sets off waits for that; a repeat is there once it has grown.
        if node.cell or source is None or source.repeat or _answered(node, source, sheet):
            yield node


def _answered(node: Node, source: Definition, sheet: Sheet) -> bool:
    """Tell whether a question was answered in the instances of repeats that it has in common with a node."""
    around = set(source.above())
    shared = next((d.depth for d in (node.definition.above() if node.definition else ()) if d in around), 0)
    return any(asked.cell for asked in sheet.below(sheet.above(node, shared), source))
