"""The tree of one form being filled: its nodes, as an earlier sitting left them or as the form starts out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fieldkit.forms.dates import read_moment
from fieldkit.forms.keys import fresh_key, instances_in, made_key, path_of
from fieldkit.forms.model import Blank, Definition, Model, Node, World
from fieldkit.forms.question import Question
from fieldkit.forms.types import TYPES

_WRITTEN_ANEW = {"geopoint", "geotrace", "geoshape"}


class Tree:
    """The nodes of one form being filled, by the paths that answers are kept under.

    `answers` are the cells of an earlier sitting; None starts anew. Cells that change are gathered in `cells` until
    they are taken; None stands for one that is gone.
    """

    def __init__(self, model: Model, world: World, answers: Mapping[str, str] | None) -> None:
        self.world = world
        self.nodes: dict[str, Node] = {}
        self.cells: dict[str, str | None] = {}
        self.sole: dict[Definition, Node] = {}
        """The node of each definition that is in no repeat: it needs no looking for."""
        self._answers = answers
        self._instances = instances_in(answers or {})
        self._templates: dict[Definition, Blank] = {}
        self._beginnings: dict[tuple[Node, Definition], Sequence[Blank]] = {}
        """What the form begins a counted repeat with: the instances that come first are like these."""
        self._names: dict[tuple[Definition, int], tuple[str, ...]] = {}
        self.root = self._grow(model.blank, world.root, model.document.children[model.blank.name])

    def _grow(
        self, blank: Blank, parent: Node, definition: Definition, key: str = "", order: int = 0
    ) -> Node:
        """Add a node and all beneath it: as the earlier sitting left them, or as the form starts out."""
        node = Node(blank.name, parent, definition)
        node.key, node.order = key, order
        node.path = path_of(node)
        node.relevant = parent.relevant
        self.nodes[node.path] = node
        if not definition.repeat and (parent.definition in self.sole or parent is self.world.root):
            self.sole.setdefault(definition, node)
        if definition.leaf:
            text = _starting(blank, definition) if self._answers is None else self._answers.get(node.path, "")
            if text:
                take(node, text)
            if self._answers is None and text:
                self.cells[node.path] = text
        elif key and self._answers is None:
            self.cells[node.path] = f"{order:06d}"
        if blank.children:
            self._grow_beneath(blank, node, definition)
        return node

    def _grow_beneath(self, blank: Blank, node: Node, definition: Definition) -> None:
        done: set[str] = set()
        for below in blank.children:
            inner = definition.children[below.name]
            if not inner.repeat:
                if below.name not in done:
                    self._grow(below, node, inner)
            elif below.name not in done:
                self._grow_repeat([b for b in blank.children if b.name == below.name], node, inner)
            done.add(below.name)

    def _grow_repeat(self, blanks: list[Blank], parent: Node, definition: Definition) -> None:
        template = next((blank for blank in blanks if blank.template), None) or _bare(blanks[0], definition)
        self._templates.setdefault(definition, template)
        first = [blank for blank in blanks if not blank.template]
        if definition.count:
            self._beginnings[parent, definition] = first
        if self._answers is not None:
            for order, key in self._instances.get(f"{parent.path}/{definition.name}", ()):
                self._grow(template, parent, definition, key, order)
        elif not definition.count:
            for order, blank in enumerate(first, 1):
                self._grow(blank, parent, definition, made_key(order), order)

    def grow(self, parent: Node, definition: Definition, key: str = "") -> Node:
        """Add one more instance to a repeat, as it starts out, with a key of its own where none is given."""
        like = parent.by_name.get(definition.name, [])
        order = max((node.order for node in like), default=0) + 1
        key = key or fresh_key({node.key for node in like}, self.world.random)
        restored, self._answers = self._answers, None
        beginnings = self._beginnings.get((parent, definition), ())
        blank = beginnings[len(like)] if len(like) < len(beginnings) else self._templates[definition]
        node = self._grow(blank, parent, definition, key, order)
        self._answers = restored
        node.stand(len(like) - 1)
        return node

    def holds(self, path: str) -> bool:
        """Tell whether there is a place for what is kept under a path."""
        node = self.nodes.get(path)
        return node is not None and bool(node.key or (node.definition and node.definition.leaf))

    def below(self, node: Node, definition: Definition) -> Sequence[Node]:
        """Return the nodes of a definition beneath a node, itself included."""
        depth = node.definition.depth if node.definition else 0
        names = self._names.get((definition, depth))
        if names is None:
            way = [d.name for d in definition.above() if d.depth > depth]
            names = self._names[definition, depth] = tuple(reversed(way))
        nodes: list[Node] = [node]
        for name in names:
            if len(nodes) == 1:
                nodes = nodes[0].by_name.get(name, [])
            else:
                nodes = [inner for one in nodes for inner in one.by_name.get(name, ())]
        return nodes

    def above(self, node: Node, depth: int) -> Node:
        """Return the ancestor of a node at a depth."""
        while node.definition and node.definition.depth > depth and node.parent:
            node = node.parent
        return node

    def answers(self) -> Iterator[tuple[str, str]]:
        """Yield all cells: each answer that is not blank, and the place of each instance of a repeat."""
        for path, node in self.nodes.items():
            if node.key:
                yield path, f"{node.order:06d}"
            elif cell := node.cell:
                yield path, cell


def _bare(blank: Blank, definition: Definition) -> Blank:
    """Return the first instance as one to make others like: without those of repeats within, as in Collect."""
    inner = [
        _bare(b, definition.children[b.name])
        for b in blank.children
        if not definition.children[b.name].repeat
    ]
    repeats = {b.name: b for b in reversed(blank.children) if definition.children[b.name].repeat}
    templates = [_bare(b, definition.children[b.name])._replace(template=True) for b in repeats.values()]
    return blank._replace(children=(*inner, *templates))


def _starting(blank: Blank, definition: Definition) -> str:
    """Return what an answer starts out as: written as its type writes it, where it is one."""
    if definition.bind_type == "date":
        moment = read_moment(blank.text)
        return moment.isoformat()[:10] if moment else blank.text
    named = TYPES.get(definition.bind_type) if definition.bind_type in _WRITTEN_ANEW else None
    try:
        return named.write(named.read(blank.text)) if named and blank.text.strip() else blank.text
    except ValueError:
        return blank.text


def take(node: Node, text: str) -> None:
    """Give a node the answer that is in a text, and the text itself where it is none."""
    node.text, node.typed = text, ""
    item = node.definition.item if text and node.definition else None
    if item is not None and isinstance(item, Question) and item.asked:
        node.text = TYPES[item.type].answer_in(text)
        node.typed = "" if node.text == text else text
