"""The parts of a form as they are shown now: what is relevant and asked, nested, in order."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.asked import Shown
from fieldkit.forms.filling.prompts import Prompts
from fieldkit.forms.filling.sheet import Sheet
from fieldkit.forms.model import Model, Node
from fieldkit.forms.question import Item, Question, QuestionGroup, Repeat


class Outline:
    """Tells what of one answer sheet is shown."""

    def __init__(self, model: Model, sheet: Sheet, prompts: Prompts) -> None:
        self._model = model
        self._sheet = sheet
        self._prompts = prompts

    def shown(self, items: tuple[Item, ...], around: Node) -> Iterator[Shown]:
        """Yield what is shown of these items within a node."""
        for item in items:
            if isinstance(item, Question):
                yield from self._question(item, around)
            elif isinstance(item, QuestionGroup):
                yield from self._group(item, around)
            else:
                yield from self._repeat(item, around)

    def _question(self, question: Question, around: Node) -> Iterator[Shown]:
        node = self._beneath(around, question.path) if question.asked else None
        if node and node.relevant:
            yield Shown(node.path, question, "")

    def _group(self, group: QuestionGroup, around: Node) -> Iterator[Shown]:
        node = self._beneath(around, group.path) if group.path else around
        if node is None or not node.relevant:
            return
        inner = tuple(self.shown(group.children, node))
        if inner:
            label, media = self._prompts.say(group.label, node), self._prompts.media(group.label)
            yield Shown(node.path if group.path else "", group, label, children=inner, media=media)

    def _repeat(self, repeat: Repeat, around: Node) -> Iterator[Shown]:
        definition = self._model.by_path[repeat.path]
        parents = self._sheet.below(around, definition.parent) if definition.parent else ()
        parent = parents[0] if parents else None
        if parent is None or not parent.relevant:
            return
        nodes = [node for node in parent.by_name.get(definition.name, []) if node.relevant]
        if not nodes and not self._sheet.grows(parent, definition):
            return
        label, media = self._prompts.say(repeat.label, parent), self._prompts.media(repeat.label)
        instances = tuple(self._instance(repeat, node) for node in nodes)
        yield Shown(f"{parent.path}/{definition.name}", repeat, label, children=instances, media=media)

    def _instance(self, repeat: Repeat, node: Node) -> Shown:
        inner = tuple(self.shown(repeat.children, node))
        return Shown(node.path, repeat, self._prompts.say(repeat.label, node), node.key, inner)

    def _beneath(self, around: Node, path: str) -> Node | None:
        definition = self._model.by_path[path]
        depth = min(around.definition.depth if around.definition else 0, definition.depth - 1)
        nodes = self._sheet.below(self._sheet.above(around, depth), definition)
        return nodes[0] if nodes else None
