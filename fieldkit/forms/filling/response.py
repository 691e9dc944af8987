"""A form being filled: what to ask now, what was answered, and what each answer changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from random import Random, SystemRandom

from fieldkit.forms import dates
from fieldkit.forms.asked import Asked, Changed, Shown
from fieldkit.forms.audit import node_of
from fieldkit.forms.expressions.functions import fresh_uuid
from fieldkit.forms.filling.entities import Entity, EntityChange, changes_in
from fieldkit.forms.filling.located import located
from fieldkit.forms.filling.outline import Outline
from fieldkit.forms.filling.prompts import Prompts
from fieldkit.forms.filling.saved import lists_for
from fieldkit.forms.filling.sheet import Sheet
from fieldkit.forms.form import Form
from fieldkit.forms.model import Definition, Node, Scope, World
from fieldkit.forms.question import Question
from fieldkit.forms.types import TYPES
from fieldkit.forms.unswept import unswept

_META = {"/meta/instanceID", "/meta/deprecatedID"}
"""What a submission says of itself also where its form has no place for it."""


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
        locate: Callable[[], str] = lambda: "",
        properties: Mapping[str, str] | None = None,
        instance_id: str = "",
        last_saved: Mapping[str, str] | None = None,
        entities: Iterable[Entity] = (),
    ) -> None:
        """Open a form.

        `locate` tells where this laptop is, such as `51.5 -0.12 0 8`, blank where nobody knows; `properties` are what
        the form may want to know of it, such as `deviceid` or `username`; `instance_id` is what the submission is
        called, such as `uuid:…`, made up where none is given; `last_saved` are the cells of the submission saved
        last, and `entities` what became of those in the form's lists.
        """
        self.form = form
        self._instance_id = instance_id
        self._properties = properties or {}
        document = Node("", None, form.model.document)
        self._world = World(
            document,
            lists_for(form.model, last_saved or {}, entities),
            today=today,
            now=now,
            random=random or SystemRandom(),
            locate=locate,
            itext=self._itext,
            choice_label=self._choice_label,
            language=form.default_language if language is None else language,
        )
        self.prompts = Prompts(form.model, self._world)
        with unswept():
            self.sheet = Sheet(form.model, self._world, answers or None)
        """The nodes themselves, for those who write them out: to be read, not written."""
        self._outline = Outline(form.model, self.sheet, self.prompts)
        self._strays = {path: text for path, text in (answers or {}).items() if not self.sheet.holds(path)}
        self._open(anew=not answers)
        self.opened = self._taken()
        """What opening it changed: to be stored like any other change."""

    def _open(self, *, anew: bool) -> None:
        if anew:
            self._world.beginning = set()
            for node in list(self.sheet.nodes.values()):
                # Attributes are not filled in: so it is in Collect.
                if node.definition and node.definition.preload[0] and not node.name.startswith("@"):
                    self._preload(node, *node.definition.preload)
        self.sheet.settle()
        for action in self.form.model.loading:
            if anew or "odk-instance-load" in action.events:
                self.sheet.act(action, self.sheet.root)
                self.sheet.settle()
        self._world.beginning = None

    def _preload(self, node: Node, kind: str, parameter: str) -> None:
        if kind == "timestamp" and parameter != "end":
            self.sheet.write(node, dates.write_moment(self._world.now()))
        elif kind == "date":
            self.sheet.write(node, self._world.today().isoformat())
        elif "uid" in (kind, parameter):
            self.sheet.write(node, self._instance_id or f"uuid:{fresh_uuid(self._world)}")
        elif kind == "property":
            self.sheet.write(node, self._properties.get(parameter, ""))

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
        return tuple(self._outline.shown(self.form.children, self.sheet.root))

    def walk(self) -> Iterator[Shown]:
        """Yield what to show now, one after the other: each group and repeat before what is in it."""
        for child in self.children:
            yield from child.within()

    @property
    def places(self) -> list[str]:
        """The paths where a phone would have noted by now where it is, and that nobody is asked for.

        A laptop does not know; a person may `answer` there, or leave it open.
        """
        return located(self.form.model.locating, self.sheet)

    # What is asked

    def asked(self, path: str) -> Asked:
        """Return a question as it stands now.

        Raises:
            KeyError: there is no such question, or its instance is gone.
        """
        node = self.sheet.nodes[path]
        return self.prompts.asked(node, _question_of(node))

    # What is answered

    def answer(self, path: str, text: str) -> Changed:
        """Answer a question, and return what that changes.

        A text that is no such answer, such as `abc` for a number, is kept as typed, and expressions see what other
        ODK clients would: nothing, or 10 where 10.1 is typed for a whole number. `asked` then tells the error.

        Raises:
            KeyError: there is no such question, or its instance is gone.
        """
        node = self.sheet.nodes[path]
        question = _question_of(node)
        before = node.cell
        self.sheet.write(node, _canonical(question.type, text))
        self.sheet.settle()
        if node.cell != before:
            self.sheet.happen("xforms-value-changed", node)
            self.sheet.settle()
        return self._taken()

    def add(self, path: str) -> Changed:
        """Add an instance to a repeat, such as `/household/roster`, and return what that changes.

        Raises:
            KeyError: there is no such repeat.
        """
        parent_path, _slash, name = path.rpartition("/")
        parent = self.sheet.nodes[parent_path]
        definition = parent.definition.children[name] if parent.definition else None
        if definition is None or not definition.repeat:
            raise KeyError(path)
        self.sheet.add(parent, definition)
        self.sheet.settle()
        return self._taken()

    def remove(self, path: str) -> Changed:
        """Remove an instance of a repeat with all its answers, and return what that changes.

        Raises:
            KeyError: there is no such instance.
        """
        node = self.sheet.nodes[path]
        if not node.key:
            raise KeyError(path)
        self.sheet.remove(node)
        self.sheet.settle()
        return self._taken()

    def move(self, path: str, place: int) -> Changed:
        """Put an instance of a repeat at a place among its like, from 1, and return what that changes.

        Raises:
            KeyError: there is no such instance.
            ValueError: there is no such place.
        """
        node = self.sheet.nodes[path]
        if not node.key or node.parent is None:
            raise KeyError(path)
        if not 1 <= place <= len(node.parent.by_name[node.name]):
            raise ValueError(place)
        self.sheet.move(node, place - 1)
        self.sheet.settle()
        return self._taken()

    def finish(self) -> Changed:
        """Note the end of the sitting, where the form asks for it, and return what that changes."""
        for node in self.sheet.nodes.values():
            if node.definition and node.definition.preload == ("timestamp", "end"):
                self.sheet.write(node, dates.write_moment(self._world.now()))
        self.sheet.settle()
        return self._taken()

    def entities(self) -> list[EntityChange]:
        """Return what this submission says of entities: which it makes, and what is now true of others."""
        return changes_in(self.sheet.root)

    def instances(self, path: str) -> list[str]:
        """Return the paths of the instances of a repeat, in order."""
        parent_path, _slash, name = path.rpartition("/")
        parent = self.sheet.nodes.get(parent_path)
        return [node.path for node in parent.by_name.get(name, []) if not node.surplus] if parent else []

    def node_of(self, path: str) -> str:
        """Return the place of what is kept under a path, as XForms writes it: `/form/roster[2]/age`."""
        return node_of(path, self.sheet.root.name, self.instances)

    def answers(self) -> dict[str, str]:
        """Return all cells as they are stored, those of the instances of repeats among them."""
        return {**self._strays, **dict(self.sheet.answers())}

    @property
    def strays(self) -> dict[str, str]:
        """What was answered where the form has no place for it any more: kept, and to be shown."""
        return {path: text for path, text in self._strays.items() if path not in _META}

    @property
    def instance_name(self) -> str:
        """What the form calls this submission, such as the name of the household; blank where it does not say."""
        return self._meta("instanceName")

    @property
    def instance_id(self) -> str:
        """What this submission is called; blank where the form does not say and nobody gave a name."""
        return self._meta("instanceID") or self._instance_id

    @property
    def deprecated_id(self) -> str:
        """The submission that this one takes the place of; blank where there is none."""
        return self._meta("deprecatedID")

    def _meta(self, name: str) -> str:
        path = f"/meta/{name}"
        node = self.sheet.nodes.get(path)
        return node.text if node else self._strays.get(path, "")

    def revise(self, instance_id: str = "", former: str = "") -> Changed:
        """Go on with a submission that was sent, as a new one that takes its place; return what that changes.

        `former` is what that one was called, where the form itself works out another name each time it is opened.
        """
        former = former or self.instance_id
        self._instance_id = instance_id or f"uuid:{fresh_uuid(self._world)}"
        for name, text in (("deprecatedID", former), ("instanceID", self._instance_id)):
            self._write_meta(f"/meta/{name}", text)
        self.sheet.settle()
        return self._taken()

    def _write_meta(self, path: str, text: str) -> None:
        node = self.sheet.nodes.get(path)
        if node:
            self.sheet.write(node, text)
        elif text:
            self._strays[path] = self.sheet.cells[path] = text

    def faults(self) -> list[Asked]:
        """Return every relevant question whose answer is wrong, or required and missing, with what to say of it."""
        faults = (self.prompts.fault(node) for node in self.sheet.root.within())
        return [fault for fault in faults if fault]

    # Those who speak need the world, and the world, in its expressions, those who speak.

    def _itext(self, name: str, scope: Scope) -> str:
        return self.prompts.itext(name, scope)

    def _choice_label(self, definition: Definition, value: str, scope: Scope) -> str:
        return self.prompts.choice_label(definition, value, scope)

    def _taken(self) -> Changed:
        sheet = self.sheet
        questions = [
            node.path
            for node in sheet.changed
            if node.definition and isinstance(node.definition.item, Question)
        ]
        changed = Changed(tuple(questions), sheet.cells, sheet.moved)
        sheet.changed, sheet.cells, sheet.moved = {}, {}, False
        return changed


def _question_of(node: Node) -> Question:
    item = node.definition.item if node.definition else None
    if not isinstance(item, Question):
        raise KeyError(node.path)
    return item


def _canonical(type_name: str, text: str) -> str:
    named = TYPES[type_name]
    if not text.strip():
        return ""
    try:
        return named.write(named.read(text))
    except ValueError:
        return text
