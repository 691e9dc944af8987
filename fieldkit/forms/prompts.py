"""What a question says and offers now: its words with the answers they quote, its choices, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fieldkit.forms.asked import Asked, Offered
from fieldkit.forms.evaluation import compiled
from fieldkit.forms.expression import ExpressionError
from fieldkit.forms.model import Compiled, Definition, Model, Node, Scope, World
from fieldkit.forms.question import Choice, Part, Question, Text
from fieldkit.forms.types import TYPES, on_scale
from fieldkit.forms.values import boolean, string
from fieldkit.words import _


class Prompts:
    """Speaks for the nodes of one answer sheet, in the language of its world."""

    def __init__(self, model: Model, world: World) -> None:
        self._model = model
        self._world = world
        self._always_offered: dict[tuple[Definition | None, str], tuple[Offered, ...]] = {}
        """What questions offer, whatever was answered, by language: such a list may be very long."""

    def asked(self, node: Node, question: Question) -> Asked:
        """Return a question as it stands now."""
        definition = node.definition
        assert definition is not None
        choices = self.offered(node, question)
        return Asked(
            path=node.path,
            question=question,
            value=node.text,
            typed=node.cell,
            relevant=node.relevant,
            required=self.holds(definition.required, node),
            readonly=question.type == "note" or self.readonly(node),
            label=self.say(question.label, node),
            hint=self.say(question.hint, node),
            choices=choices,
            error=self._error(definition, question, node, choices) if node.relevant and node.cell else "",
            guidance=self.say(question.guidance, node),
            media=self.media(question.label),
        )

    def fault(self, node: Node) -> Asked | None:
        """Return the question of a node with what is wrong with its answer; None where nothing is."""
        definition = node.definition
        question = definition.item if definition else None
        if not node.relevant or not isinstance(question, Question) or not definition:
            return None
        if not question.asked or question.type == "note":
            return None
        if not node.cell and not self.holds(definition.required, node):
            return None
        asked = self.asked(node, question)
        if asked.missing:
            said = self.say(question.required_message, node)
            return replace(asked, error=said or _("This question needs an answer."))
        return asked if asked.error else None

    def holds(self, compiled: Compiled | None, node: Node) -> bool:
        """Tell whether a condition holds; where there is none, it does not."""
        return compiled is not None and boolean(compiled.evaluate(Scope(self._world, node)))

    def readonly(self, node: Node) -> bool:
        """Tell whether a question is read-only, by itself or by a group around it."""
        around: Node | None = node
        while around is not None and around.definition is not None:
            if self.holds(around.definition.readonly, around):
                return True
            around = around.parent
        return False

    def _error(
        self, definition: Definition, question: Question, node: Node, choices: tuple[Offered, ...]
    ) -> str:
        named = TYPES[question.type]
        try:
            named.read(node.cell)
        except ValueError:
            return named.wrong()
        if question.type == "range" and not on_scale(float(node.text), question.parameters):
            return _("Please give a number from {start} to {end}, in steps of {step}.").format(
                **question.parameters
            )
        unknown = _not_offered(question, node.text, choices)
        if unknown:
            return _("“{value}” is not among the choices.").format(value=unknown)
        if definition.constraint is None or self.holds(definition.constraint, node):
            return ""
        return self.say(definition.constraint_text, node) or _("This answer is not possible here.")

    # Choices

    def offered(self, node: Node, question: Question) -> tuple[Offered, ...]:
        """Return the choices that a question offers now."""
        key = node.definition, self._world.language
        if key in self._always_offered:
            return self._always_offered[key]
        choices = self._choices(node, node.definition, question)
        offered = tuple(self._offer(choice, node) for choice in choices)
        if _same_for_all(node.definition) and not any(map(self._quotes, choices)):
            self._always_offered[key] = offered
        return offered

    def _quotes(self, choice: Choice) -> bool:
        """Tell whether the label of a choice quotes answers."""
        return not all(isinstance(part, str) for part in choice.label.parts(self._world.language))

    def choice_label(self, definition: Definition, value: str, scope: Scope) -> str:
        """Return what a choice of a question is called; blank where it has none of this value."""
        if not isinstance(definition.item, Question):
            return ""
        choices = definition.item.choices or self._choices(scope.origin, definition, definition.item)
        return next((self.say(c.label, scope.origin) or c.value for c in choices if c.value == value), "")

    def _choices(self, node: Node, definition: Definition | None, question: Question) -> list[Choice]:
        itemset = definition.itemset if definition else None
        if itemset is None:
            return list(question.choices)
        rows = itemset.nodes.evaluate(Scope(self._world, node))
        nodes = rows if isinstance(rows, list) else []
        return [itemset.choices.get(row) or itemset.made(row) for row in nodes]

    def _offer(self, choice: Choice, node: Node) -> Offered:
        return Offered(choice.value, self.say(choice.label, node), self.media(choice.label))

    # Words

    def say(self, text: Text, node: Node) -> str:
        """Return a text in the language in use, with the answers that it quotes."""
        parts = text.parts(self._world.language)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return "".join(part if isinstance(part, str) else self._quoted(part, node) for part in parts)

    def media(self, text: Text) -> Mapping[str, str]:
        """Return what goes with a text in the language in use: `{"image": "jr://images/well.png"}`."""
        return text.media_in(self._world.language)

    def _quoted(self, part: Part, node: Node) -> str:
        definition = node.definition
        if definition is None:
            return ""
        if part not in definition.texts:
            # A text whose id is worked out may be any text of the form.
            try:
                definition.texts[part] = compiled(part.value, definition)
            except ExpressionError:
                return ""
        return string(definition.texts[part].evaluate(Scope(self._world, node)))

    def itext(self, name: str, scope: Scope) -> str:
        """Return a text of the form by its id; blank where there is none."""
        text = self._model.texts.get(name)
        return self.say(text, scope.origin) if text else ""


def _same_for_all(definition: Definition | None) -> bool:
    """Tell whether a question offers the same choices wherever it is asked and whatever was answered."""
    if definition is None:
        return False
    rows = definition.itemset.nodes if definition.itemset else None
    return rows is None or not (rows.references or rows.volatile)


def _not_offered(question: Question, text: str, choices: tuple[Offered, ...]) -> str:
    if question.type not in ("select_one", "select_multiple", "rank") or not (choices or question.choices):
        return ""
    offered = {choice.value for choice in choices}
    chosen = [text] if question.type == "select_one" else text.split()
    return next((value for value in chosen if value not in offered), "")
