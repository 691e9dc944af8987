"""What a running form is made of: definitions, as the form has them once, and nodes, as an answer sheet has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import IntEnum
from random import Random
from typing import NamedTuple

from fieldkit.forms.question import NO_TEXT, Choice, Part, Question, QuestionGroup, Repeat, Text


class Node:
    """An element of a document: of the form as filled in, or of a list of choices.

    `relevant` is the effective one, parents included; a node that is not relevant is invisible to expressions.
    `key` names one instance of a repeat and `order` is its place; `path` is the one that answers are kept under.
    """

    __slots__ = (
        "by_name", "children", "definition", "key", "kind", "name", "order", "own", "parent", "path", "relevant",
        "surplus", "text", "typed",
    )  # fmt: skip

    def __init__(self, name: str, parent: Node | None, definition: Definition | None = None) -> None:
        self.name = name
        self.parent = parent
        self.definition = definition
        self.children: list[Node] = []
        self.by_name: dict[str, list[Node]] = {}
        self.text = ""
        self.kind: type = str
        """What its text came from: a claim (bool) or a number (float) that was worked out, or else a text."""
        self.typed = ""
        """What was typed, where that is no answer of its type: kept and shown, and nothing that expressions see."""
        self.relevant = True
        self.own = True
        """Whether it is relevant by its own condition."""
        self.surplus = False
        """True for an instance beyond the number that the form wants."""
        self.key = ""
        self.order = 0
        self.path = ""
        if parent is not None:
            parent.children.append(self)
            parent.by_name.setdefault(name, []).append(self)

    @property
    def cell(self) -> str:
        """What is stored: the answer, or what was typed where that is none."""
        return self.typed or self.text

    def leave(self) -> None:
        """Take this node out of its parent."""
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent.by_name[self.name].remove(self)

    def stand(self, place: int) -> None:
        """Put this instance of a repeat at a place among its like, from 0, and all of them where the form has them."""
        parent, definition = self.parent, self.definition
        if parent is None or definition is None or definition.parent is None:
            return
        like = parent.by_name[self.name]
        like.remove(self)
        like.insert(place, self)
        names = list(definition.parent.children)
        earlier = set(names[: names.index(self.name)])
        others = [node for node in parent.children if node.name != self.name]
        first = max((at for at, node in enumerate(others, 1) if node.name in earlier), default=0)
        parent.children[:] = [*others[:first], *like, *others[first:]]

    def within(self) -> Iterator[Node]:
        """Yield this node and everything beneath it, in document order."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(reversed(node.children))

    def said(self) -> str:
        """Return the text of this node: its own, or that of all elements beneath it. A claim says `true` or `false`."""
        if not self.children:
            return self.text if self.kind is not bool else "true" if self.text == "1" else "false"
        return "".join(
            node.text
            for node in self.within()
            if node.relevant and node.name[:1] not in ("@", "?") and node.name != "#comment"
        )

    def columns(self) -> dict[str, str]:
        """Return what the row of a list says, by the names of its columns."""
        return {name: nodes[0].said() for name, nodes in self.by_name.items()}

    def text_in(self, column: str) -> str | None:
        """Return what the row of a list says in a column; None where it has no such column."""
        nodes = self.by_name.get(column)
        return nodes[0].said() if nodes else None

    def texts_in(self, column: str) -> list[str]:
        """Return what the row of a list says in a column; none where it says nothing there."""
        return [node.said() for node in self.by_name.get(column, ())]


class World:
    """What expressions may ask of the world outside the form: clock, chance, place, lists and translations."""

    __slots__ = (
        "beginning", "choice_label", "instances", "itext", "language", "locate", "now", "random", "root", "seed",
        "today",
    )  # fmt: skip

    def __init__(
        self,
        root: Node,
        instances: dict[str, Node],
        *,
        today: Callable[[], date],
        now: Callable[[], datetime],
        random: Random,
        itext: Callable[[str, Scope], str],
        choice_label: Callable[[Definition, str, Scope], str],
        locate: Callable[[], str] = lambda: "",
        language: str = "",
    ) -> None:
        self.root = root
        """The document that holds the answers."""
        self.instances = instances
        self.today = today
        self.now = now
        self.random = random
        self.seed = random.getrandbits(32)
        """What orders choices that the form wants in any order."""
        self.locate = locate
        """Where this laptop is, as the answer of a geopoint; blank where it does not know."""
        self.itext = itext
        self.choice_label = choice_label
        self.language = language
        self.beginning: set[Node] | None = None
        """While a form is opened anew, what `once()` is to keep: not before the defaults are there that it looks at."""


class Scope:
    """Where an expression stands while it is evaluated. `origin` is the node whose expression it is."""

    __slots__ = ("node", "origin", "position", "size", "world")

    def __init__(
        self, world: World, node: Node, origin: Node | None = None, position: int = 1, size: int = 1
    ) -> None:
        self.world = world
        self.node = node
        self.origin = origin or node
        self.position = position
        self.size = size


class Reference(NamedTuple):
    """What an expression looks at: all nodes of a definition that share an ancestor with the one that looks.

    `depth` is how deep that ancestor lies; the deeper, the fewer have to look again when one of them changes.
    """

    definition: Definition
    depth: int


class Compiled(NamedTuple):
    """An expression ready to run, with all that is known of it without running it."""

    text: str
    evaluate: Callable[[Scope], str | float | bool | list[Node]]
    references: frozenset[Reference]
    volatile: bool = False
    """True where the clock or chance decide: running it twice may give two answers."""
    unsupported: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What its author should hear of, as sentences, although it can be run."""
    anywhere: bool = False
    """True where it serves every definition, as `true()` and `. > 0` do: of the form, it looks at that one alone."""
    beside: bool = False
    """True where it is the same for every question beside this one, as `/form/age > 17` is."""


class Found(NamedTuple):
    """What finds the only node of a definition that lies in no repeat, wherever an expression stands."""

    nodes: Callable[[Scope], list[Node]]
    """None where it is not relevant."""
    number: Callable[[Scope], float]
    """What it says as a number; NaN where it is not relevant."""


class Kind(IntEnum):
    """What becomes of the outcome of an expression."""

    RELEVANT = 0
    COUNT = 1
    CALCULATE = 2
    CHOICES = 3


# By names of their own: Python 3.11 takes a hundred times as long to look up the member of an enum, and one answer
# asks for a kind thousands of times.
RELEVANT, COUNT, CALCULATE, CHOICES = Kind.RELEVANT, Kind.COUNT, Kind.CALCULATE, Kind.CHOICES


class Job:
    """One expression of one definition, to be run anew whenever something that it refers to changes."""

    __slots__ = ("circular", "compiled", "definition", "kind", "place", "turn")

    def __init__(self, definition: Definition, kind: Kind, compiled: Compiled) -> None:
        self.definition = definition
        self.kind = kind
        self.compiled = compiled
        self.place = definition.parent if kind is COUNT and definition.parent else definition
        """Whose nodes it runs for: how many instances there are is the matter of the one that holds them."""
        self.turn = 0
        """Its place among all jobs of the form: each comes after those it waits for."""
        self.circular = False
        """True for a count that depends on what it counts, as in “one more while the last says so”."""


class Source(NamedTuple):
    """Where an itemset finds its choices, as written."""

    nodes: str
    value: str
    label: str
    translated: bool
    """True where the label is the id of a text."""

    @property
    def filter(self) -> str:
        """What a row must fulfil to be offered."""
        start, end = self.nodes.find("["), self.nodes.rfind("]")
        return self.nodes[start + 1 : end].strip() if 0 <= start < end else ""


class Itemset(NamedTuple):
    """Where the choices of a question come from, when they are not written beside it."""

    nodes: Compiled
    choices: Mapping[Node, Choice]
    """The choices of the list, by their rows."""
    made: Callable[[Node], Choice]
    """Makes a choice of what is in no list, such as an answer in a repeat."""
    source: Source | None = None
    """None where they are searched for."""


class Action(NamedTuple):
    """A value set when something happens: events as XForms names them, such as `odk-instance-first-load`."""

    events: frozenset[str]
    target: Definition
    compiled: Compiled
    where: Compiled | None
    """What finds the targets, as seen from the source, where a plain path does not say it all."""
    source: Definition | None
    """The question whose answering sets it off, or the repeat whose growing does."""


class Definition:
    """An element of the form's own document, with all its expressions compiled."""

    __slots__ = (
        "actions",
        "attributes",
        "bind_type",
        "calculate",
        "children",
        "constraint",
        "constraint_text",
        "count",
        "dependents",
        "depth",
        "document",
        "found",
        "item",
        "itemset",
        "jobs",
        "name",
        "parent",
        "path",
        "prefix",
        "preload",
        "readonly",
        "relevant",
        "repeat",
        "required",
        "required_text",
        "saved_to",
        "tag",
        "texts",
        "watchers",
    )  # fmt: skip

    def __init__(self, name: str, parent: Definition | None) -> None:
        self.name = name
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.document: Definition = parent.document if parent else self
        # Neither the document nor the form's root element is part of a path.
        self.path: str = f"{parent.path}/{name}" if parent and parent.depth else ""
        self.children: dict[str, Definition] = {}
        self.tag = name
        """Its name with its namespace, as ElementTree writes it; the one of XForms itself is left out."""
        self.attributes: dict[str, str] = {}
        """What its element always says besides."""
        self.saved_to = ""
        """The property of an entity that its answer becomes."""
        self.prefix = ""
        """What its document writes before its name, where that is known."""
        self.repeat = False
        self.bind_type = "string"
        self.item: Question | QuestionGroup | Repeat | None = None
        self.relevant: Compiled | None = None
        self.calculate: Compiled | None = None
        self.required: Compiled | None = None
        self.readonly: Compiled | None = None
        self.constraint: Compiled | None = None
        self.count: Compiled | None = None
        self.required_text = NO_TEXT
        self.constraint_text = NO_TEXT
        self.preload: tuple[str, str] = ("", "")
        self.itemset: Itemset | None = None
        self.texts: dict[Part, Compiled] = {}
        """The expressions within its label, hint and messages."""
        self.actions: list[Action] = []
        """What its answering, or its growing where it is a repeat, sets off."""
        self.found: Found | None = None
        """What finds its node; None where it lies in a repeat, or nobody has looked for it yet."""
        self.jobs: list[Job] = []
        self.dependents: list[tuple[Job, int]] = []
        self.watchers: list[tuple[Definition, int]] = []
        if parent is not None:
            parent.children[name] = self

    @property
    def namespace(self) -> str:
        """The namespace of its element; blank for that of XForms itself, and for none."""
        return self.tag[1:].partition("}")[0] if self.tag.startswith("{") else ""

    @property
    def leaf(self) -> bool:
        """Whether it holds an answer: nothing lies beneath it but attributes."""
        return not self.children or all(name.startswith("@") for name in self.children)

    def within(self) -> Iterator[Definition]:
        """Yield this definition and all beneath it, parents first."""
        waiting: list[Definition] = [self]
        while waiting:
            definition = waiting.pop()
            yield definition
            if definition.children:
                waiting.extend(reversed(definition.children.values()))

    def above(self) -> Iterator[Definition]:
        """Yield this definition and its parents, up to the document."""
        definition: Definition | None = self
        while definition is not None:
            yield definition
            definition = definition.parent


class Model(NamedTuple):
    """All that a form needs to run."""

    document: Definition
    by_path: dict[str, Definition]
    instances: dict[str, Node]
    texts: dict[str, Text]
    blank: Blank
    """The form as it starts out."""
    jobs: tuple[Job, ...]
    """All that is to be worked out, by turns."""
    loading: tuple[Action, ...]
    """What opening the form sets off."""
    last_saved: frozenset[str] = frozenset()
    """The instances that stand for the answers saved last."""
    locating: tuple[Action, ...] = ()
    """What notes where the form is filled in."""


class Blank(NamedTuple):
    """An element of the form as it starts out: its text, and what lies beneath."""

    name: str
    text: str
    children: tuple[Blank, ...]
    template: bool = False
