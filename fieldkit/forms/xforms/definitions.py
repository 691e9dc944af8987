"""The form's own document becomes definitions, and what its binds and actions say becomes closures."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.expression import ExpressionError
from fieldkit.forms.form import Fault
from fieldkit.forms.model import Action, Blank, Compiled, Definition, Reference, Scope
from fieldkit.forms.question import NO_TEXT, Part, Text
from fieldkit.forms.types import TYPES
from fieldkit.forms.xforms.bindings import Bindings
from fieldkit.forms.xforms.wording import Translations, attributes, local
from fieldkit.words import _, listed

_XFORMS = "http://www.w3.org/2002/xforms"
_SAME_EVENT = {"jr-insert": "odk-new-repeat"}
"""What events were called before the ODK XForms specification."""
_TEMPLATE = "{http://openrosa.org/javarosa}template"
_COLUMNS = {
    "relevant": "relevant",
    "required": "required",
    "readonly": "read_only",
    "constraint": "constraint",
    "calculate": "calculation",
}
"""The expressions that a bind may give, and the columns of an XLSForm that they come from."""


class Definitions:
    """The definitions of one form, by their full paths, and all that is wrong with their expressions."""

    def __init__(self, primary: ET.Element, bindings: Bindings, said: Translations) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.document = Definition("", None)
        self.by_full_path: dict[str, Definition] = {}
        self._bindings = bindings
        self._said = said
        self._starting: dict[Definition, str] = {}
        self._shared: dict[tuple[Definition | None, str], Compiled] = {}
        """Expressions that serve more than one: all questions, or all that lie side by side beneath a definition."""
        self._namespace = primary.tag[1:].partition("}")[0] if primary.tag.startswith("{") else ""
        self._own = f"{{{self._namespace}}}"
        self.blank = self._defined(primary, self.document, "")
        if self._namespace not in ("", _XFORMS):
            self.document.children[self.blank.name].attributes["xmlns"] = self._namespace
        self.by_path = {d.path: d for d in self.document.children[self.blank.name].within() if d.path}
        """In the order of the form."""
        self._set_at_first = dict(self._settings())
        for path, bind in bindings.binds.items():
            self._bind(path, bind)

    def of(self, element: ET.Element) -> Definition | None:
        """Return what a control, group, repeat or action is bound to."""
        return self.by_full_path.get(self._bindings.path_of[element])

    def _defined(self, element: ET.Element, parent: Definition, full: str) -> Blank:
        """Define an element and all beneath it, and return how they start out."""
        name = local(element.tag)
        full = f"{full}/{name}"
        definition = parent.children.get(name) or Definition(name, parent)
        definition.repeat = definition.repeat or full in self._bindings.repeats
        definition.tag = element.tag.removeprefix(self._own)
        self.by_full_path[full] = definition
        inner = [self._defined(below, definition, full) for below in element]
        text = "" if inner else (element.text or "").strip()
        self._starting.setdefault(definition, text)
        if not element.keys():
            return Blank(name, text, tuple(inner))
        definition.attributes = {**element.attrib, **definition.attributes}
        definition.attributes.pop(_TEMPLATE, None)
        said = attributes(element)
        inner += self._attributes(said, definition, full)
        return Blank(name, text, tuple(inner), "template" in said)

    def _attributes(self, said: dict[str, str], parent: Definition, full: str) -> Iterator[Blank]:
        """Define those attributes of an element that anything is said of, and yield how they start out."""
        for key, value in said.items():
            path = f"{full}/@{key}"
            if path in self._bindings.wanted:
                self.by_full_path[path] = parent.children.get(f"@{key}") or Definition(f"@{key}", parent)
                yield Blank(f"@{key}", value, ())

    def _bind(self, path: str, bind: dict[str, str]) -> None:
        definition = self.by_full_path.get(path)
        if definition is None:
            return
        definition.bind_type = bind.get("type", "string").rpartition(":")[2]
        for name, column in _COLUMNS.items():
            if name in bind:
                setattr(definition, name, self.compiled(definition, column, bind[name]))
        definition.saved_to = bind.get("saveto", "")
        if "preload" in bind:
            definition.preload = (bind["preload"], bind.get("preloadParams", ""))
        if "requiredMsg" in bind:
            definition.required_text = self.say(definition, self._said.message(bind["requiredMsg"]))
        if "constraintMsg" in bind:
            definition.constraint_text = self.say(definition, self._said.message(bind["constraintMsg"]))

    def compiled(self, definition: Definition, column: str, text: str) -> Compiled | None:
        """Return an expression ready to run; None where there is none, or where it cannot be read."""
        if not text.strip():
            return None
        try:
            return self._ready(definition, column, text)
        except ExpressionError as error:
            self.faults.append(Fault(definition.path, column, error.sentence))
            return None

    def _ready(self, definition: Definition, column: str, text: str) -> Compiled:
        expression = self._known(definition, text)
        if expression is None:
            expression = compiled(text, definition)
            if expression.anywhere or expression.beside:
                self._shared[None if expression.anywhere else definition.parent, text] = expression
        for function in expression.unsupported:
            sentence = _("The function “{function}” is not supported yet; it counts as blank.")
            said = sentence.format(function=function)
            self.warnings.append(Fault(definition.path, column, said, "function-unknown"))
        for remark in expression.remarks:
            self.warnings.append(Fault(definition.path, column, remark, "expression-doubtful"))
        return expression

    def _known(self, definition: Definition, text: str) -> Compiled | None:
        """Return an expression that was compiled for another before, and is the same for this one."""
        anywhere = self._shared.get((None, text))
        if anywhere and anywhere.references:
            return anywhere._replace(references=frozenset([Reference(definition, definition.depth)]))
        if anywhere:
            return anywhere
        shared = self._shared.get((definition.parent, text))
        if shared and any(reference.definition is definition for reference in shared.references):
            # To those beside it a repeat is all its instances, to itself the one that looks.
            return None
        return shared

    def say(self, definition: Definition, text: Text) -> Text:
        """Compile the answers that a text quotes, and return the text."""
        if text is NO_TEXT:
            return text
        for words in text.words.values():
            for part in words:
                if isinstance(part, Part) and part not in definition.texts and part.value.strip():
                    self._quote(definition, part)
        return text

    def _quote(self, definition: Definition, part: Part) -> None:
        try:
            definition.texts[part] = self._ready(definition, "label", part.value)
        except ExpressionError as error:
            # As in Collect: a text that cannot be filled in is no reason to ask nothing at all.
            sentence = _("{fault} In the text it stays blank.").format(fault=error.sentence)
            self.warnings.append(Fault(definition.path, "label", sentence, "quote-unreadable"))

    def warn_of_circles(self, circles: list[list[Definition]]) -> None:
        """Warn of conditions and calculations that wait for each other: Collect refuses a form with such."""
        for circle in circles:
            names = [definition.name for definition in circle]
            if len(names) == 1:
                sentence = _("“{question}” depends on itself: what it comes to is not certain.")
            else:
                sentence = _(
                    "{questions} depend on each other in a circle: what they come to is not certain."
                )
            column = "relevant" if circle[0].relevant else "calculation"
            said = sentence.format(question=names[0], questions=listed(names))
            self.warnings.append(Fault(circle[0].path, column, said, "circle"))

    def _settings(self) -> Iterator[tuple[Definition, str]]:
        """Yield what is set when a form is opened for the first time; of several, the first comes last."""
        for element, _source in reversed(self._bindings.setters):
            definition = self.of(element)
            if definition and "odk-instance-first-load" in element.get("event", ""):
                yield definition, element.get("value", "")

    def default(self, definition: Definition) -> tuple[str, bool]:
        """Return what a question starts out with, and whether that is an expression."""
        if definition in self._set_at_first:
            return self._set_at_first[definition], True
        return self._starting.get(definition, ""), False

    def actions(self) -> Iterator[Action]:
        """Hang each action on the question or repeat that sets it off, and yield them all."""
        for element, source in self._bindings.setters:
            action = self._action(element, self.by_full_path.get(source))
            if action is not None:
                if action.source is not None:
                    action.source.actions.append(action)
                yield action

    def _value_of(self, element: ET.Element, target: Definition) -> Compiled | None:
        """Return what an action sets; None where it cannot be done here, or cannot be read."""
        if element.tag == "setvalue":
            value = element.get("value", "") or _literal("".join(element.itertext()).strip())
            return self.compiled(target, "default", value)
        return HERE if element.tag == "setgeopoint" else None

    def _action(self, element: ET.Element, source: Definition | None) -> Action | None:
        said, target = element.attrib, self.of(element)
        if element.tag != "setvalue":
            sentence = (
                _(
                    "“{question}” would be filled in by a phone itself, with its place. Here a person may say it."
                )
                if element.tag == "setgeopoint"
                else _(
                    "“{question}” would be filled in by a phone itself, with a recording. A laptop cannot."
                )
            )
            name = target.name if target else said.get("ref", "")
            self.warnings.append(Fault(target.path if target else "", "type", sentence.format(question=name)))
        expression = self._value_of(element, target) if target else None
        if target is None or expression is None:
            return None
        events = frozenset(_SAME_EVENT.get(event, event) for event in said.get("event", "").split())
        if source is None and "odk-new-repeat" in events:
            source = next((d for d in target.above() if d.repeat), None)
        ref, where = said.get("ref", ""), None
        if "[" in ref:
            where = self.compiled(source or self.document.children[self.blank.name], "default", ref)
        return Action(events, target, expression, where, source)


def _place_here(scope: Scope) -> str:
    """Return where the laptop is, where it knows; else what was there before."""
    return TYPES["geopoint"].answer_in(scope.world.locate()) or scope.node.text


HERE = Compiled("", _place_here, frozenset(), volatile=True)
"""What an action sets that notes where the form is filled in."""


def _literal(text: str) -> str:
    """Return the expression that is this text and nothing else."""
    quote = '"' if "'" in text else "'"
    return f"{quote}{text.replace(quote, '')}{quote}"
