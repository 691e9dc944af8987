"""An XForm, the XML that every ODK form becomes, becomes a Form.

Source: ODK XForms specification. Prefixes of namespaces are ignored: no form has two names that differ by them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple
from xml.etree import ElementTree as ET

from fieldkit.errors import FormError
from fieldkit.forms.evaluation import compiled
from fieldkit.forms.expression import ExpressionError
from fieldkit.forms.form import Form
from fieldkit.forms.itemsets import Lists, choice_of, document_of, source_of
from fieldkit.forms.model import Action, Blank, Compiled, Definition, Itemset, Model, Node
from fieldkit.forms.plan import plan
from fieldkit.forms.question import NO_TEXT, Choice, Item, Part, Question, QuestionGroup, Repeat, Text
from fieldkit.forms.types import TYPES
from fieldkit.forms.wording import Translations, attributes, child, children, local
from fieldkit.words import _, listed

LOADING = {"odk-instance-first-load", "odk-instance-load", "xforms-ready"}
_SETTERS = {"setvalue", "setgeopoint", "recordaudio"}
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
_CONTROLS = {"input", "secret", "textarea", "upload", *_BY_CONTROL}
_BOUND = {"group", "repeat", *_CONTROLS, *_SETTERS}
_PREFIX = re.compile(r"/(?:[\w.\-]+:)(?=[\w.\-])")
_NO_PARAMETERS = {"ref", "nodeset", "bind", "appearance", "class"}


class Fault(NamedTuple):
    """What is wrong with a form: at which path, in which of its columns, and a sentence."""

    path: str
    column: str
    sentence: str


def parse(xml: str) -> Form:
    """Return the form that an XForm describes.

    Raises:
        FormError: it is no XForm, or expressions in it cannot be read: all of them are listed.
    """
    form, faults = examined(xml)
    if form is None:
        sentences = [
            f"{fault.path}, {fault.column}: {fault.sentence}" if fault.path else fault.sentence
            for fault in faults
        ]
        raise FormError(
            _("This questionnaire cannot be used."),
            _("Correct what is listed, or ask whoever made the questionnaire."),
            faults=sentences,
        )
    return form


def examined(xml: str) -> tuple[Form | None, list[Fault]]:
    """Return the form that an XForm describes, or None and all that is wrong with it."""
    try:
        root = ET.fromstring(xml)  # noqa: S314  expat refuses to expand entities into each other without end
    except (ET.ParseError, ValueError) as error:
        return None, [Fault("", "", _("It is no XForm: {reason}.").format(reason=error))]
    head, body = child(root, "head"), child(root, "body")
    model = child(head, "model")
    primary = next((e for i in children(model, "instance") for e in children(i)), None)
    if model is None or primary is None or body is None:
        return None, [Fault("", "", _("It is no XForm: it has no model, no instance or no body."))]
    reader = _Reader(model, primary, body)
    form = reader.form(xml, child(head, "title"))
    return (None, reader.faults) if reader.faults else (form, [])


class _Reader:
    """Reads one XForm, and gathers what is wrong with it."""

    def __init__(self, model: ET.Element, primary: ET.Element, body: ET.Element) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[str] = []
        self._model = model
        self._body = body
        self._primary = primary
        self._said = Translations(child(model, "itext"))
        self._instances = dict(self._lists())
        self._lists_of = Lists(self._instances, self._said.texts)
        self._document = Definition("", None)
        self._binds = {_plain(a.get("nodeset", "")): a for a in map(attributes, children(model, "bind"))}
        self._by_bind = {a["id"]: path for path, a in self._binds.items() if "id" in a}
        self._path_of: dict[ET.Element, str] = {}
        """What each element of the body, and each action, is bound to."""
        self._setters: list[tuple[ET.Element, str]] = []
        """Each action, with the question or repeat that it lies in."""
        for element in (model, body):
            self._bound(element, f"/{local(primary.tag)}", "")
        self._repeats = {path for e, path in self._path_of.items() if local(e.tag) == "repeat"}
        self._asked = {path for e, path in self._path_of.items() if local(e.tag) in _CONTROLS}
        self._wanted = {*self._binds, *(self._path_of[e] for e, _source in self._setters)}
        self._unsupported: dict[str, list[str]] = {}
        self._by_full_path: dict[str, Definition] = {}
        self._order: dict[Definition, int] = {}
        self._starting: dict[Definition, str] = {}

    def form(self, xml: str, title: ET.Element | None) -> Form:
        blank = self._defined(self._primary, self._document)
        root = self._document.children[blank.name]
        self._order = {definition: at for at, definition in enumerate(root.within())}
        for path, bind in self._binds.items():
            self._bind(path, bind)
        items = self._with_unasked(self._items(self._body, root), root)
        actions = [action for element, source in self._setters for action in self._action(element, source)]
        plan(self._document)
        self._warn()
        said = attributes(self._primary)
        languages = tuple(language for language in self._said.languages if language)
        return Form(
            form_id=said.get("id", "") or blank.name,
            version=said.get("version", ""),
            title=(title.text or "").strip() if title is not None else "",
            xml=xml,
            languages=languages,
            default_language=languages[0] if languages else "",
            children=items,
            warnings=tuple(self.warnings),
            model=Model(
                self._document,
                {definition.path: definition for definition in self._order if definition.path},
                self._instances,
                self._said.texts,
                blank,
                tuple(action for action in actions if action.events & LOADING),
            ),
        )

    def _lists(self) -> Iterator[tuple[str, Node]]:
        for instance in list(children(self._model, "instance"))[1:]:
            said = attributes(instance)
            if "id" not in said:
                continue
            if "src" in said and not any(True for _inner in children(instance)):
                self.warnings.append(
                    _(
                        "The list “{name}” is in a file of its own, which is not supported yet: it stays empty."
                    ).format(name=said["src"].rpartition("/")[2])
                )
            yield said["id"], document_of(instance)

    def _bound(self, element: ET.Element, around: str, source: str) -> None:
        """Note what the elements beneath are bound to. `around` is what their group is, `source` their question."""
        for inner in children(element):
            name, said = local(inner.tag), attributes(inner)
            if name not in _BOUND:
                continue
            ref = said.get("ref") or said.get("nodeset") or self._by_bind.get(said.get("bind", ""), "")
            path = self._path_of[inner] = _joined(around, _plain(ref)) if ref.strip() else ""
            if name in _SETTERS:
                self._setters.append((inner, source))
            elif name == "group":
                self._bound(inner, path or around, source)
            else:
                self._bound(inner, path if name == "repeat" else around, path)

    # The form's own document

    def _defined(self, element: ET.Element, parent: Definition, full: str = "") -> Blank:
        """Define an element and all beneath it, and return how they start out."""
        name = local(element.tag)
        full = f"{full}/{name}"
        definition = parent.children.get(name) or Definition(name, parent)
        definition.repeat = definition.repeat or full in self._repeats
        self._by_full_path[full] = definition
        inner = [self._defined(below, definition, full) for below in children(element)]
        for key, value in attributes(element).items():
            if f"{full}/@{key}" in self._wanted:
                self._by_full_path[f"{full}/@{key}"] = definition.children.get(f"@{key}") or Definition(
                    f"@{key}", definition
                )
                inner.append(Blank(f"@{key}", value, ()))
        text = "" if any(True for _below in children(element)) else (element.text or "").strip()
        self._starting.setdefault(definition, text)
        return Blank(name, text, tuple(inner), "template" in attributes(element))

    def _bind(self, path: str, bind: dict[str, str]) -> None:
        definition = self._by_full_path.get(path)
        if definition is None:
            return
        definition.bind_type = bind.get("type", "string").rpartition(":")[2]
        definition.relevant = self._compiled(definition, "relevant", bind.get("relevant", ""))
        definition.required = self._compiled(definition, "required", bind.get("required", ""))
        definition.readonly = self._compiled(definition, "read_only", bind.get("readonly", ""))
        definition.constraint = self._compiled(definition, "constraint", bind.get("constraint", ""))
        definition.calculate = self._compiled(definition, "calculation", bind.get("calculate", ""))
        definition.preload = (bind.get("preload", ""), bind.get("preloadParams", ""))
        definition.required_text = self._say(definition, self._said.message(bind.get("requiredMsg", "")))
        definition.constraint_text = self._say(definition, self._said.message(bind.get("constraintMsg", "")))

    def _compiled(self, definition: Definition, column: str, text: str) -> Compiled | None:
        if not text.strip():
            return None
        try:
            expression = compiled(text, definition)
        except ExpressionError as error:
            self.faults.append(Fault(definition.path, column, error.sentence))
            return None
        for function in expression.unsupported:
            self._unsupported.setdefault(function, []).append(definition.name)
        return expression

    def _say(self, definition: Definition, text: Text) -> Text:
        """Compile the answers that a text quotes, and return the text."""
        for words in text.words.values():
            for part in words:
                if isinstance(part, Part) and part not in definition.texts:
                    expression = self._compiled(definition, "label", part.value)
                    if expression:
                        definition.texts[part] = expression
        return text

    def _action(self, element: ET.Element, source: str) -> Iterator[Action]:
        said = attributes(element)
        target = self._by_full_path.get(self._path_of[element])
        if local(element.tag) != "setvalue":
            self.warnings.append(
                _("“{question}” would be filled in by the device itself, which is not supported yet.").format(
                    question=target.name if target else said.get("ref", "")
                )
            )
            return
        value = said.get("value", "") or _literal("".join(element.itertext()).strip())
        expression = self._compiled(target, "default", value) if target else None
        if target is None or expression is None:
            return
        from_ = self._by_full_path.get(source)
        action = Action(frozenset(said.get("event", "").split()), target, expression, from_)
        if from_ is not None:
            from_.actions.append(action)
        yield action

    def _warn(self) -> None:
        for function, names in sorted(self._unsupported.items()):
            self.warnings.append(
                _(
                    "The function “{function}” is not supported yet; it counts as blank in {questions}."
                ).format(function=function, questions=listed(list(dict.fromkeys(names))))
            )

    # What is asked

    def _items(self, element: ET.Element, around: Definition) -> tuple[Item, ...]:
        items: list[Item] = []
        for inner in children(element):
            name = local(inner.tag)
            if name == "group":
                items.append(self._group(inner, around))
            elif name == "repeat":
                items.append(self._repeat(inner, None))
            elif name in _CONTROLS:
                items.extend(self._question(inner))
        return tuple(items)

    def _group(self, element: ET.Element, around: Definition) -> Item:
        said = attributes(element)
        inner = child(element, "repeat")
        rest = [e for e in children(element) if local(e.tag) not in ("label", "hint", "repeat")]
        if inner is not None and not rest:
            return self._repeat(inner, element)
        definition = self._by_full_path.get(self._path_of[element])
        group = QuestionGroup(
            definition.path if definition else "",
            self._say(definition or around, self._said.element(child(element, "label"))),
            self._say(definition or around, self._said.element(child(element, "hint"))),
            said.get("appearance", ""),
            _written(definition.relevant) if definition else "",
            self._with_unasked(self._items(element, definition or around), definition),
        )
        if definition:
            definition.item = group
        return group

    def _repeat(self, element: ET.Element, group: ET.Element | None) -> Repeat:
        said = attributes(element)
        path = self._path_of[element]
        definition = self._by_full_path.get(path)
        if definition is None:
            self.faults.append(Fault(path, "type", _("The repeat has no place in the form.")))
            return Repeat(path)
        definition.count = self._compiled(definition, "repeat_count", said.get("count", ""))
        label = self._said.element(child(group, "label"))
        repeat = Repeat(
            definition.path,
            self._say(
                definition, label if label is not NO_TEXT else self._said.element(child(element, "label"))
            ),
            self._say(definition, self._said.element(child(group, "hint"))),
            attributes(group).get("appearance", "") if group is not None else said.get("appearance", ""),
            _written(definition.relevant),
            said.get("count", "").strip(),
            bool(said.get("count")) or said.get("noAddRemove", "").startswith("true"),
            self._with_unasked(self._items(element, definition), definition),
        )
        definition.item = repeat
        return repeat

    def _question(self, control: ET.Element) -> Iterator[Question]:
        said = attributes(control)
        path = self._path_of[control]
        definition = self._by_full_path.get(path)
        if definition is None:
            self.faults.append(Fault(path, "name", _("The question has no place in the form.")))
            return
        hint = child(control, "hint")
        source = child(control, "itemset")
        choices, choice_filter = self._choices(control, definition, source)
        yield self._described(
            definition,
            Question(
                definition.path,
                _type(local(control.tag), said, definition),
                label=self._say(definition, self._said.element(child(control, "label"))),
                hint=self._say(definition, self._said.element(hint)),
                guidance=self._say(definition, self._said.guidance_of(hint)),
                appearance=said.get("appearance", ""),
                choices=choices,
                choice_filter=choice_filter,
                parameters={name: value for name, value in said.items() if name not in _NO_PARAMETERS},
            ),
        )

    def _choices(
        self, control: ET.Element, definition: Definition, itemset: ET.Element | None
    ) -> tuple[tuple[Choice, ...], str]:
        if itemset is None:
            return tuple(self._choice(item, definition) for item in children(control, "item")), ""
        source = source_of(itemset)
        nodes = self._compiled(definition, "choice_filter", source.nodes)
        choices = self._lists_of.choices(source)
        if nodes:
            definition.itemset = Itemset(
                nodes, choices, partial(choice_of, source=source, texts=self._said.texts)
            )
        for choice in choices.values():
            self._say(definition, choice.label)
        return tuple(choices.values()), source.filter

    def _choice(self, item: ET.Element, definition: Definition) -> Choice:
        value = child(item, "value")
        label = self._say(definition, self._said.element(child(item, "label")))
        return Choice("".join(value.itertext()).strip() if value is not None else "", label)

    def _described(self, definition: Definition, shown: Question) -> Question:
        """Add to a question what its bind says."""
        default, dynamic = self._default(definition)
        definition.item = replace(
            shown,
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

    def _default(self, definition: Definition) -> tuple[str, bool]:
        for element, _source in self._setters:
            said = attributes(element)
            mine = self._by_full_path.get(self._path_of[element]) is definition
            if mine and "odk-instance-first-load" in said.get("event", ""):
                return said.get("value", ""), True
        return self._starting.get(definition, ""), False

    def _with_unasked(self, items: tuple[Item, ...], container: Definition | None) -> tuple[Item, ...]:
        """Put what nobody is asked, such as calculations, among the items, at its place in the form."""
        if container is None:
            return items
        unasked = [
            self._described(definition, Question(definition.path, _unasked_type(definition), asked=False))
            for definition in container.within()
            if not (definition.children or definition.item or definition.repeat or definition is container)
            and self._full_path(definition) not in self._asked
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
        return "/" + "/".join(d.name for d in reversed(list(definition.above())) if d.name)

    def _place(self, item: Item) -> int:
        """Return where an item stands in the form; a group of layout alone stands where its first item does."""
        definition = self._by_full_path.get(f"/{local(self._primary.tag)}{item.path}") if item.path else None
        if definition:
            return self._order[definition]
        inner = () if isinstance(item, Question) else item.children
        return min((self._place(below) for below in inner), default=-1)


def _written(expression: Compiled | None) -> str:
    return expression.text.strip() if expression else ""


def _plain(path: str) -> str:
    return _PREFIX.sub("/", path.strip())


def _literal(text: str) -> str:
    """Return the expression that is this text and nothing else."""
    quote = '"' if "'" in text else "'"
    return f"{quote}{text.replace(quote, '')}{quote}"


def _joined(around: str, path: str) -> str:
    """Return a path as seen from another, `..` and `.` worked out."""
    parts = [] if path.startswith("/") else around.split("/")
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", "current()"):
            parts.append(part)
    return "/".join(parts)


def _type(control: str, said: dict[str, str], definition: Definition) -> str:
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
