"""The body of an XForm becomes what a questionnaire asks: questions, groups and repeats, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from fieldkit.forms.expressions.lookup import search_in, searched
from fieldkit.forms.form import Fault
from fieldkit.forms.model import Compiled, Definition, Itemset
from fieldkit.forms.question import NO_TEXT, Choice, Item, Question, QuestionGroup, Repeat
from fieldkit.forms.types import PLACES, TYPES, is_number, scale
from fieldkit.forms.xforms.bindings import CONTROLS, Bindings
from fieldkit.forms.xforms.definitions import Definitions
from fieldkit.forms.xforms.itemsets import Choices, queried, source_of
from fieldkit.forms.xforms.wording import Translations
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
        self._places = {path: place for place, path in enumerate(definitions.by_path)}
        self._asked = {definitions.by_full_path.get(path) for path in bindings.asked}

    def items(self, body: ET.Element) -> tuple[Item, ...]:
        """Return all that the form asks, and what it works out by itself in between."""
        root = self._definitions.document.children[self._definitions.blank.name]
        return self._with_unasked(self._items(body, root), root)

    def _items(self, element: ET.Element, around: Definition) -> tuple[Item, ...]:
        items: list[Item] = []
        for inner in element:
            name = inner.tag
            if name == "group":
                items.append(self._group(inner, around))
            elif name == "repeat":
                items.append(self._repeat(inner, None))
            elif name in CONTROLS:
                items.extend(self._question(inner))
        return tuple(items)

    def _group(self, element: ET.Element, around: Definition) -> Item:
        inner = element.find("repeat")
        rest = [e for e in element if e.tag not in ("label", "hint", "repeat")]
        if inner is not None and not rest:
            return self._repeat(inner, element)
        definition = self._definitions.of(element)
        speaker = definition or around
        group = QuestionGroup(
            definition.path if definition else "",
            self._definitions.say(speaker, self._said.element(element.find("label"))),
            self._definitions.say(speaker, self._said.element(element.find("hint"))),
            element.get("appearance", ""),
            _written(definition.relevant) if definition else "",
            self._with_unasked(self._items(element, speaker), definition),
        )
        if definition:
            definition.item = group
        return group

    def _repeat(self, element: ET.Element, group: ET.Element | None) -> Repeat:
        said = element.attrib
        definition = self._definitions.of(element)
        if definition is None:
            path = self._bindings.path_of[element]
            self._definitions.faults.append(Fault(path, "type", _("The repeat has no place in the form.")))
            return Repeat(path)
        count = said.get("count", "")
        definition.count = self._definitions.compiled(definition, "repeat_count", count)
        speaker = group if group is not None else element
        label = self._said.element(speaker.find("label"))
        if label is NO_TEXT:
            label = self._said.element(element.find("label"))
        repeat = Repeat(
            definition.path,
            self._definitions.say(definition, label),
            self._definitions.say(
                definition, self._said.element(group.find("hint") if group is not None else None)
            ),
            speaker.get("appearance", ""),
            _written(definition.relevant),
            count.strip(),
            bool(count) or said.get("noAddRemove", "").startswith("true"),
            self._with_unasked(self._items(element, definition), definition),
        )
        definition.item = repeat
        return repeat

    def _question(self, control: ET.Element) -> Iterator[Question]:
        said, definition = control.attrib, self._definitions.of(control)
        if definition is None:
            path = self._bindings.path_of[control]
            sentence = _("It has no place in the form, and is not asked.")
            self._definitions.warnings.append(Fault(path, "name", sentence))
            return
        if control.tag == "range":
            self._check_scale(definition, said)
        hint = control.find("hint")
        choices, choice_filter = self._choices(control, definition)
        yield self._described(
            definition,
            _type(control.tag, said, definition),
            label=self._definitions.say(definition, self._said.element(control.find("label"))),
            hint=self._definitions.say(definition, self._said.element(hint)),
            guidance=self._definitions.say(definition, self._said.guidance_of(hint)),
            appearance=said.get("appearance", ""),
            choices=choices,
            choice_filter=choice_filter,
            parameters={name: value for name, value in said.items() if name not in _NO_PARAMETERS},
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

    def _choices(self, control: ET.Element, definition: Definition) -> tuple[tuple[Choice, ...], str]:
        """Return the choices of a control, unfiltered, and what filters them."""
        itemset = control.find("itemset")
        source = source_of(itemset) if itemset is not None else queried(control)
        if source is None:
            written = tuple([self._choice(item, definition) for item in control.findall("item")])
            return self._searched(control, definition, written), ""
        nodes = self._definitions.compiled(definition, "choice_filter", source.nodes)
        listing = self._choices_of.of(source)
        if nodes:
            definition.itemset = Itemset(nodes, listing.choices, listing.made, source)
        for label in listing.quoting:
            self._definitions.say(definition, label)
        return listing.all, source.filter

    def _searched(
        self, control: ET.Element, definition: Definition, written: tuple[Choice, ...]
    ) -> tuple[Choice, ...]:
        """Return the choices as written, but where the appearance has them searched for in a list: then, none."""
        call = search_in(control.get("appearance", ""))
        rows = self._definitions.compiled(definition, "appearance", call) if call else None
        if rows is None:
            return written
        definition.itemset = searched(rows, written)
        return ()

    def _choice(self, item: ET.Element, definition: Definition) -> Choice:
        value = item.find("value")
        label = self._definitions.say(definition, self._said.element(item.find("label")))
        return Choice("".join(value.itertext()).strip() if value is not None else "", label)

    def _described(self, definition: Definition, kind: str, **said: Any) -> Question:
        """Make a question of what its control says, and what its bind does."""
        default, dynamic = self._definitions.default(definition)
        definition.item = Question(
            definition.path,
            kind,
            relevant=_written(definition.relevant),
            required=_written(definition.required),
            required_message=definition.required_text,
            constraint=_written(definition.constraint),
            constraint_message=definition.constraint_text,
            calculate=_written(definition.calculate),
            readonly=_written(definition.readonly),
            default=default,
            dynamic_default=dynamic,
            **said,
        )
        return definition.item

    # What nobody is asked

    def _with_unasked(self, items: tuple[Item, ...], container: Definition | None) -> tuple[Item, ...]:
        """Put what nobody is asked, such as calculations, among the items, at its place in the form."""
        if container is None:
            return items
        unasked = [
            self._described(definition, _unasked_type(definition), asked=False)
            for definition in container.within()
            if not (definition.children or definition.item or definition.repeat or definition is container)
            and definition not in self._asked
        ]
        # What is asked keeps its order, which need not be that of the form; the rest stands before what follows it.
        mixed: list[Item] = []
        for item in items:
            place = self._place(item)
            while unasked and self._places[unasked[0].path] < place:
                mixed.append(unasked.pop(0))
            mixed.append(item)
        return (*mixed, *unasked)

    def _place(self, item: Item) -> int:
        """Return where an item stands in the form; a group of layout alone stands where its first item does."""
        if item.path in self._places:
            return self._places[item.path]
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
    if definition.bind_type in PLACES:
        # Whoever filled it in, a place is one: what hides places must find it.
        return definition.bind_type
    preload, parameter = definition.preload
    named = _BY_PRELOAD.get((preload, parameter), parameter if preload == "property" else "")
    return named if named in TYPES else "calculate" if definition.calculate else "hidden"
