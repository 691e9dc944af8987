"""A form being filled: what to ask now, what was answered, and what each answer changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from random import Random, SystemRandom
from typing import NamedTuple

from fieldkit.forms import dates
from fieldkit.forms.form import Form
from fieldkit.forms.functions import fresh_uuid
from fieldkit.forms.model import Compiled, Definition, Node, Scope, World
from fieldkit.forms.question import Choice, Item, Question, QuestionGroup, Repeat, Text
from fieldkit.forms.sheet import Sheet
from fieldkit.forms.types import TYPES
from fieldkit.forms.values import Value, boolean, string
from fieldkit.words import _


class Offered(NamedTuple):
    """A choice as it is offered now, in the language in use."""

    value: str
    label: str
    media: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands now. `error` is a sentence to show beside it, or blank."""

    path: str
    question: Question
    value: str
    relevant: bool
    required: bool
    readonly: bool
    label: str
    hint: str
    choices: tuple[Offered, ...]
    error: str

    @property
    def missing(self) -> bool:
        """Whether an answer is required and has not been given."""
        return self.relevant and self.required and not self.value


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the form as it is shown now, with what is in it.

    `key` is that of an instance of a repeat; the repeat itself has none, and its instances as children.
    """

    path: str
    item: Item
    label: str
    key: str = ""
    children: tuple[Shown, ...] = ()

    def within(self) -> Iterator[Shown]:
        """Yield this part and all within it, in order."""
        yield self
        for child in self.children:
            yield from child.within()


class Changed(NamedTuple):
    """What a deed changed.

    `paths` are the questions to ask for again: value, condition, message or words may differ. `cells` are to be
    stored: the text under each path, or None where it goes. `moved` says that `children` is another than before.
    """

    paths: tuple[str, ...]
    cells: dict[str, str | None]
    moved: bool


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


class Response:
    """A form being filled.

    Without answers it starts anew, with defaults and what the form makes of them; with the answers of an earlier
    sitting it goes on where that ended. Nothing that was typed is lost: what cannot be read stays and is reported,
    what is not relevant stays and counts as blank, and cells that this form does not know stay as they are.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, str] | None = None,
        *,
        language: str | None = None,
        today: Callable[[], date] = _today,
        now: Callable[[], datetime] = _now,
        random: Random | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        """Open a form. `properties` are what it may want to know of this laptop, such as `deviceid` or `username`."""
        self.form = form
        self._properties = properties or {}
        document = Node("", None, form.model.document)
        self._world = World(
            document,
            form.model.instances,
            today=today,
            now=now,
            random=random or SystemRandom(),
            itext=self._itext,
            choice_label=self._choice_label,
            language=form.default_language if language is None else language,
        )
        self._sheet = Sheet(form.model, self._world, answers or None)
        self._strays = {path: text for path, text in (answers or {}).items() if path not in self._sheet.nodes}
        self._open(anew=not answers)
        self.opened = self._taken()
        """What opening it changed: to be stored like any other change."""

    def _open(self, *, anew: bool) -> None:
        if anew:
            for node in list(self._sheet.nodes.values()):
                self._preload(node)
        self._sheet.settle()
        for action in self.form.model.loading:
            if anew or "odk-instance-load" in action.events:
                self._sheet.act(action, self._sheet.root)
                self._sheet.settle()

    def _preload(self, node: Node) -> None:
        kind, parameter = node.definition.preload if node.definition else ("", "")
        if kind == "timestamp":
            self._sheet.write(node, dates.write_moment(self._world.now()))
        elif kind == "date":
            self._sheet.write(node, self._world.today().isoformat())
        elif kind == "uid" or (kind and parameter == "uid"):
            self._sheet.write(node, f"uuid:{fresh_uuid(self._world)}")
        elif kind == "property":
            self._sheet.write(node, self._properties.get(parameter, ""))

    # What to show

    @property
    def language(self) -> str:
        """The language that labels are shown in: one of the form's."""
        return self._world.language

    @language.setter
    def language(self, language: str) -> None:
        self._world.language = language

    @property
    def children(self) -> tuple[Shown, ...]:
        """What to show now, in order and nested: only what is relevant and asked."""
        return tuple(self._shown(self.form.children, self._sheet.root))

    def walk(self) -> Iterator[Shown]:
        """Yield what to show now, one after the other: each group and repeat before what is in it."""
        for child in self.children:
            yield from child.within()

    def _shown(self, items: tuple[Item, ...], around: Node) -> Iterator[Shown]:
        for item in items:
            if isinstance(item, Question):
                if item.asked:
                    node = self._node_beneath(around, item.path)
                    if node and node.relevant:
                        yield Shown(node.path, item, "")
            elif isinstance(item, QuestionGroup):
                yield from self._shown_group(item, around)
            else:
                yield from self._shown_repeat(item, around)

    def _shown_group(self, group: QuestionGroup, around: Node) -> Iterator[Shown]:
        node = self._node_beneath(around, group.path) if group.path else around
        if node is None or not node.relevant:
            return
        inner = tuple(self._shown(group.children, node))
        if inner:
            yield Shown(node.path if group.path else "", group, self._say(group.label, node), children=inner)

    def _shown_repeat(self, repeat: Repeat, around: Node) -> Iterator[Shown]:
        definition = self.form.model.by_path[repeat.path]
        parents = self._sheet.below(around, definition.parent) if definition.parent else []
        for parent in parents[:1]:
            if not parent.relevant:
                continue
            instances = [
                Shown(
                    node.path,
                    repeat,
                    self._say(repeat.label, node),
                    node.key,
                    tuple(self._shown(repeat.children, node)),
                )
                for node in parent.by_name.get(definition.name, [])
                if node.relevant
            ]
            yield Shown(
                f"{parent.path}/{definition.name}",
                repeat,
                self._say(repeat.label, parent),
                children=tuple(instances),
            )

    def _node_beneath(self, around: Node, path: str) -> Node | None:
        definition = self.form.model.by_path[path]
        depth = min(around.definition.depth if around.definition else 0, definition.depth - 1)
        nodes = self._sheet.below(self._sheet.above(around, depth), definition)
        return nodes[0] if nodes else None

    # What is asked

    def asked(self, path: str) -> Asked:
        """Return a question as it stands now.

        Raises:
            KeyError: there is no such question, or its instance is gone.
        """
        node = self._sheet.nodes[path]
        definition = node.definition
        if definition is None or not isinstance(definition.item, Question):
            raise KeyError(path)
        question = definition.item
        choices = self._offered(definition, question, node) if node.relevant else ()
        return Asked(
            path=path,
            question=question,
            value=node.text,
            relevant=node.relevant,
            required=self._holds(definition.required, node),
            readonly=question.type == "note" or self._readonly(node),
            label=self._say(question.label, node),
            hint=self._say(question.hint, node),
            choices=choices,
            error=self._error(definition, question, node, choices) if node.relevant and node.text else "",
        )

    def _holds(self, compiled: Compiled | None, node: Node) -> bool:
        return compiled is not None and boolean(compiled.evaluate(Scope(self._world, node)))

    def _readonly(self, node: Node) -> bool:
        """Tell whether a question is read-only, by itself or by a group around it."""
        around: Node | None = node
        while around is not None and around.definition is not None:
            if self._holds(around.definition.readonly, around):
                return True
            around = around.parent
        return False

    def _error(
        self, definition: Definition, question: Question, node: Node, choices: tuple[Offered, ...]
    ) -> str:
        named = TYPES[question.type]
        try:
            named.read(node.text)
        except ValueError:
            return named.wrong()
        unknown = self._not_offered(question, node.text, choices)
        if unknown:
            return _("“{value}” is not among the choices.").format(value=unknown)
        if definition.constraint is None or self._holds(definition.constraint, node):
            return ""
        said = self._say(definition.constraint_text, node) if definition.constraint_text else ""
        return said or _("This answer is not possible here.")

    def _not_offered(self, question: Question, text: str, choices: tuple[Offered, ...]) -> str:
        if question.type not in ("select_one", "select_multiple", "rank") or not (
            choices or question.choices
        ):
            return ""
        offered = {choice.value for choice in choices}
        chosen = [text] if question.type == "select_one" else text.split()
        return next((value for value in chosen if value not in offered), "")

    def _offered(self, definition: Definition, question: Question, node: Node) -> tuple[Offered, ...]:
        itemset = definition.itemset
        if itemset is None:
            choices = list(question.choices)
        else:
            rows = itemset.nodes.evaluate(Scope(self._world, node))
            nodes = rows if isinstance(rows, list) else []
            choices = [itemset.choices.get(row) or itemset.made(row) for row in nodes]
        return tuple(self._offer(choice, node) for choice in choices)

    def _offer(self, choice: Choice, node: Node) -> Offered:
        media = choice.label.media.get(self._world.language, {})
        return Offered(choice.value, self._say(choice.label, node) or choice.value, media)

    def _say(self, text: Text, node: Node) -> str:
        """Return a text in the language in use, with the answers that it quotes."""
        parts = text.parts(self._world.language)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        expressions = node.definition.texts if node.definition else {}
        said: list[str] = []
        for part in parts:
            if isinstance(part, str):
                said.append(part)
            elif part in expressions:
                said.append(string(expressions[part].evaluate(Scope(self._world, node))))
        return "".join(said)

    def _itext(self, name: str, scope: Scope) -> str:
        text = self.form.model.texts.get(name)
        return self._say(text, scope.origin) if text else ""

    def _choice_label(self, definition: Definition, value: str, scope: Scope) -> str:
        if not isinstance(definition.item, Question):
            return ""
        choices = definition.item.choices
        if not choices and definition.itemset:
            rows: Value = definition.itemset.nodes.evaluate(Scope(self._world, scope.origin))
            choices = [definition.itemset.made(row) for row in rows] if isinstance(rows, list) else []
        return next((self._say(c.label, scope.origin) or c.value for c in choices if c.value == value), "")

    # What is answered

    def answer(self, path: str, text: str) -> Changed:
        """Answer a question, and return what that changes.

        A text that is no such answer, such as `abc` for a number, is kept as typed; `asked` then tells the error.

        Raises:
            KeyError: there is no such question, or its instance is gone.
        """
        node = self._sheet.nodes[path]
        definition = node.definition
        if definition is None or not isinstance(definition.item, Question):
            raise KeyError(path)
        before = node.text
        self._sheet.write(node, _canonical(definition.item.type, text))
        self._sheet.settle()
        if node.text != before:
            for action in definition.actions:
                if "xforms-value-changed" in action.events:
                    self._sheet.act(action, node)
                    self._sheet.settle()
        return self._taken()

    def add(self, path: str) -> Changed:
        """Add an instance to a repeat, such as `/household/roster`, and return what that changes.

        Raises:
            KeyError: there is no such repeat.
        """
        parent_path, _slash, name = path.rpartition("/")
        parent = self._sheet.nodes[parent_path]
        definition = parent.definition.children[name] if parent.definition else None
        if definition is None or not definition.repeat:
            raise KeyError(path)
        self._sheet.add(parent, definition)
        self._sheet.settle()
        return self._taken()

    def remove(self, path: str) -> Changed:
        """Remove an instance of a repeat with all its answers, and return what that changes.

        Raises:
            KeyError: there is no such instance.
        """
        node = self._sheet.nodes[path]
        if not node.key:
            raise KeyError(path)
        self._sheet.remove(node)
        self._sheet.settle()
        return self._taken()

    def finish(self) -> Changed:
        """Note the end of the sitting, where the form asks for it, and return what that changes."""
        for node in self._sheet.nodes.values():
            if node.definition and node.definition.preload == ("timestamp", "end"):
                self._sheet.write(node, dates.write_moment(self._world.now()))
        self._sheet.settle()
        return self._taken()

    def instances(self, path: str) -> list[str]:
        """Return the paths of the instances of a repeat, in order."""
        parent_path, _slash, name = path.rpartition("/")
        parent = self._sheet.nodes.get(parent_path)
        return [node.path for node in parent.by_name.get(name, []) if not node.surplus] if parent else []

    def answers(self) -> dict[str, str]:
        """Return all cells as they are stored, those of the instances of repeats among them."""
        return {**self._strays, **dict(self._sheet.answers())}

    def faults(self) -> list[Asked]:
        """Return every relevant question whose answer is wrong, or required and missing, with what to say of it."""
        faulty: list[Asked] = []
        for node in self._sheet.nodes.values():
            if node.relevant and node.definition and self._may_be_faulty(node, node.definition):
                asked = self.asked(node.path)
                if asked.error:
                    faulty.append(asked)
                elif asked.missing:
                    said = self._say(asked.question.required_message, node)
                    faulty.append(replace(asked, error=said or _("This question needs an answer.")))
        return faulty

    def _may_be_faulty(self, node: Node, definition: Definition) -> bool:
        if (
            not isinstance(definition.item, Question)
            or not definition.item.asked
            or definition.item.type == "note"
        ):
            return False
        return bool(node.text) or self._holds(definition.required, node)

    def _taken(self) -> Changed:
        sheet = self._sheet
        questions = (
            node for node in sheet.changed if node.definition and isinstance(node.definition.item, Question)
        )
        changed = Changed(
            tuple(node.path for node in questions if node.path in sheet.nodes), sheet.cells, sheet.moved
        )
        sheet.changed, sheet.cells, sheet.moved = {}, {}, False
        return changed


def _canonical(type_name: str, text: str) -> str:
    named = TYPES[type_name]
    if not text.strip():
        return ""
    try:
        return named.write(named.read(text))
    except ValueError:
        return text
