"""The body of an XForm becomes what a questionnaire asks: questions, groups and repeats, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from xml.etree import ElementTree as ET

from fieldkit.forms.bindings import CONTROLS, Bindings
from fieldkit.forms.definitions import Definitions
from fieldkit.forms.form import Fault
from fieldkit.forms.itemsets import Choices, Source, choice_of, queried, source_of
from fieldkit.forms.lookup import search_in, searched
from fieldkit.forms.model import Compiled, Definition, Itemset, Node
from fieldkit.forms.question import NO_TEXT, Choice, Item, Question, QuestionGroup, Repeat
from fieldkit.forms.types import TYPES, is_number, scale
from fieldkit.forms.wording import Translations, attributes, child, children, local
from fieldkit.words import _

_BY_BIND = {
    "int": "integer", "integer": "integer", "decimal": "decimal", "double": "decimal", "date": "date", "time": "time",
    "dateTime": "datetime", "datetime": "datetime", "geopoint": "geopoint", "geotrace": "geotrace",
    "geoshape": "geoshape", "barcode": "barcode",
}  # fmt: skip
_BY_CONTROL = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "trigger": "acknowledge",
    "range": "range",
}
_BY_PRELOAD = {("timestamp", "start"): "start", ("timestamp", "end"): "end", ("date", "today"): "today"}
_MOST_MADE = 100_000
"""How many rows of lists are remembered as the choices they became."""
_NO_PARAMETERS = {"ref", "nodeset", "bind", "appearance", "class", "query"}


class Controls:
    """Reads the body of one form, and gives each definition its item."""

    def __init__(
        self, definitions: Definitions, bindings: Bindings, said: Translations, choices: Choices
    ) -> None:
        self._definitions = definitions
        self._bindings = bindings
        self._said = said
        self._choices_of = choices

    def items(self, body: ET.Element) -> tuple[Item, ...]:
        """Return all that the form asks, and what it works out by itself in between."""
        root = self._definitions.document.children[self._definitions.blank.name]
        return self._with_unasked(self._items(body, root), root)

    def _items(self, element: ET.Element, around: Definition) -> tuple[Item, ...]:
        items: list[Item] = []
        for inner in children(element):
            name = local(inner.tag)
            if name == "group":
                items.append(self._group(inner, around))
            elif name == "repeat":
                items.append(self._repeat(inner, None))
            elif name in CONTROLS:
                items.extend(self._question(inner))
        return tuple(items)

    def _group(self, element: ET.Element, around: Definition) -> Item:
        inner = child(element, "repeat")
        rest = [e for e in children(element) if local(e.tag) not in ("label", "hint", "repeat")]
        if inner is not None and not rest:
            return self._repeat(inner, element)
        definition = self._definitions.of(element)
        speaker = definition or around
        group = QuestionGroup(
            definition.path if definition else "",
            self._definitions.say(speaker, self._said.element(child(element, "label"))),
            self._definitions.say(speaker, self._said.element(child(element, "hint"))),
            attributes(element).get("appearance", ""),
            _written(definition.relevant) if definition else "",
            self._with_unasked(self._items(element, speaker), definition),
        )
        if definition:
            definition.item = group
        return group

    def _repeat(self, element: ET.Element, group: ET.Element | None) -> Repeat:
        said = attributes(element)
        definition = self._definitions.of(element)
        if definition is None:
            path = self._bindings.path_of[element]
            self._definitions.faults.append(Fault(path, "type", _("The repeat has no place in the form.")))
            return Repeat(path)
        count = said.get("count", "")
        definition.count = self._definitions.compiled(definition, "repeat_count", count)
        label = self._said.element(child(group, "label"))
        if label is NO_TEXT:
            label = self._said.element(child(element, "label"))
        repeat = Repeat(
            definition.path,
            self._definitions.say(definition, label),
            self._definitions.say(definition, self._said.element(child(group, "hint"))),
            (attributes(group) if group is not None else said).get("appearance", ""),
            _written(definition.relevant),
            count.strip(),
            bool(count) or said.get("noAddRemove", "").startswith("true"),
            self._with_unasked(self._items(element, definition), definition),
        )
        definition.item = repeat
        return repeat

    def _question(self, control: ET.Element) -> Iterator[Question]:
        said = attributes(control)
        definition = self._definitions.of(control)
        if definition is None:
            path = self._bindings.path_of[control]
            sentence = _("It has no place in the form, and is not asked.")
            self._definitions.warnings.append(Fault(path, "name", sentence))
            return
        if local(control.tag) == "range":
            self._check_scale(definition, said)
        hint = child(control, "hint")
        choices, choice_filter = self._choices(control, definition, child(control, "itemset"))
        yield self._described(
            definition,
            partial(
                Question,
                definition.path,
                _type(local(control.tag), said, definition),
                label=self._definitions.say(definition, self._said.element(child(control, "label"))),
                hint=self._definitions.say(definition, self._said.element(hint)),
                guidance=self._definitions.say(definition, self._said.guidance_of(hint)),
                appearance=said.get("appearance", ""),
                choices=choices,
                choice_filter=choice_filter,
                parameters={name: value for name, value in said.items() if name not in _NO_PARAMETERS},
            ),
        )

    def _check_scale(self, definition: Definition, said: dict[str, str]) -> None:
        if scale(said) is not None:
            return
        if any(said.get(name) is not None and not is_number(said[name]) for name in ("start", "end", "step")):
            sentence = _("A range needs numbers for start, end and step, such as start=1 end=10 step=1.")
            self._definitions.faults.append(Fault(definition.path, "parameters", sentence))
        else:
            sentence = _("It is a range without start, end and step: any number will do.")
            self._definitions.warnings.append(Fault(definition.path, "parameters", sentence))

    def _choices(
        self, control: ET.Element, definition: Definition, itemset: ET.Element | None
    ) -> tuple[tuple[Choice, ...], str]:
        source = source_of(itemset) if itemset is not None else queried(control)
        if source is None:
            written = tuple(self._choice(item, definition) for item in children(control, "item"))
            return self._searched(control, definition, written), ""
        nodes = self._definitions.compiled(definition, "choice_filter", source.nodes)
        choices = self._choices_of.of(source)
        if nodes:
            definition.itemset = Itemset(nodes, choices, self._making(source), source)
        for choice in choices.values():
            self._definitions.say(definition, choice.label)
        return tuple(choices.values()), source.filter

    def _making(self, source: Source) -> Callable[[Node], Choice]:
        made = partial(choice_of, source=source, texts=self._said.texts)
        kept = lru_cache(_MOST_MADE)(made)
        # The rows of a list never change; an answer in a repeat does.
        return lambda node: made(node) if node.definition else kept(node)

    def _searched(
        self, control: ET.Element, definition: Definition, written: tuple[Choice, ...]
    ) -> tuple[Choice, ...]:
        """Return the choices as written, but where the appearance has them searched for in a list: then, none."""
        call = search_in(attributes(control).get("appearance", ""))
        rows = self._definitions.compiled(definition, "appearance", call) if call else None
        if rows is None:
            return written
        definition.itemset = searched(rows, written)
        return ()

    def _choice(self, item: ET.Element, definition: Definition) -> Choice:
        value = child(item, "value")
        label = self._definitions.say(definition, self._said.element(child(item, "label")))
        return Choice("".join(value.itertext()).strip() if value is not None else "", label)

    def _described(self, definition: Definition, shown: Callable[..., Question]) -> Question:
        """Make a question of what its control says, and what its bind does."""
        default, dynamic = self._definitions.default(definition)
        definition.item = shown(
            relevant=_written(definition.relevant),
            required=_written(definition.required),
            required_message=definition.required_text or NO_TEXT,
            constraint=_written(definition.constraint),
            constraint_message=definition.constraint_text or NO_TEXT,
            calculate=_written(definition.calculate),
            readonly=_written(definition.readonly),
            default=default,
            dynamic_default=dynamic,
        )
        return definition.item

    # What nobody is asked

    def _with_unasked(self, items: tuple[Item, ...], container: Definition | None) -> tuple[Item, ...]:
        """Put what nobody is asked, such as calculations, among the items, at its place in the form."""
        if container is None:
            return items
        unasked = [
            self._described(
                definition, partial(Question, definition.path, _unasked_type(definition), asked=False)
            )
            for definition in container.within()
            if not (definition.children or definition.item or definition.repeat or definition is container)
            and self._full_path(definition) not in self._bindings.asked
        ]
        # What is asked keeps its order, which need not be that of the form; the rest stands before what follows it.
        mixed: list[Item] = []
        for item in items:
            place = self._place(item)
            while unasked and self._place(unasked[0]) < place:
                mixed.append(unasked.pop(0))
            mixed.append(item)
        return (*mixed, *unasked)

    def _full_path(self, definition: Definition) -> str:
        return f"/{self._definitions.blank.name}{definition.path}"

    def _place(self, item: Item) -> int:
        """Return where an item stands in the form; a group of layout alone stands where its first item does."""
        full = f"/{self._definitions.blank.name}{item.path}"
        definition = self._definitions.by_full_path.get(full) if item.path else None
        if definition:
            return self._definitions.order[definition]
        inner = () if isinstance(item, Question) else item.children
        return min((self._place(below) for below in inner), default=-1)


def _written(expression: Compiled | None) -> str:
    return expression.text.strip() if expression else ""


def _type(control: str, said: dict[str, str], definition: Definition) -> str:
    if "query" in said:
        return "select_one"
    if control in _BY_CONTROL:
        return _BY_CONTROL[control]
    if control == "upload":
        kind = said.get("mediatype", "").partition("/")[0]
        return kind if kind in ("image", "audio", "video") else "file"
    named = _BY_BIND.get(definition.bind_type, "text")
    readonly = definition.readonly is not None and definition.readonly.text.strip() == "true()"
    return "note" if named == "text" and readonly and not definition.calculate else named


def _unasked_type(definition: Definition) -> str:
    preload, parameter = definition.preload
    named = _BY_PRELOAD.get((preload, parameter), parameter if preload == "property" else "")
    return named if named in TYPES else "calculate" if definition.calculate else "hidden"
