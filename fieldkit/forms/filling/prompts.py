"""What a question says and offers now: its words with the answers they quote, its choices, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldkit.forms.asked import Asked, Offered, place_of
from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.expression import ExpressionError
from fieldkit.forms.expressions.values import boolean, string
from fieldkit.forms.model import Compiled, Definition, Itemset, Model, Node, Scope, Source, World
from fieldkit.forms.question import Choice, Part, Question, Text
from fieldkit.forms.types import TYPES, on_scale
from fieldkit.forms.xforms.itemsets import offering, value_of
from fieldkit.words import _

_LONG = 500
"""From so many rows on, a choice is made when somebody looks at it."""


class Prompts:
    """Speaks for the nodes of one answer sheet, in the language of its world."""

    def __init__(self, model: Model, world: World) -> None:
        self._model = model
        self._world = world
        self._always_offered: dict[tuple[Definition | None, str], Sequence[Offered]] = {}
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
        self, definition: Definition, question: Question, node: Node, choices: Sequence[Offered]
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

    def offered(self, node: Node, question: Question) -> Sequence[Offered]:
        """Return the choices that a question offers now."""
        definition, language = node.definition, self._world.language
        key = definition, language
        if key in self._always_offered:
            return self._always_offered[key]
        itemset = definition.itemset if definition else None
        rows = self._rows(itemset, node) if itemset else []
        source = _in_file(itemset, rows) if itemset else None
        if source and len(rows) > _LONG:
            offered, still = offering(rows, source, language), True
        else:
            choices = [_choice_of(itemset, row) for row in rows] if itemset else question.choices
            offered = tuple([self._offer(choice, node) for choice in choices])
            still = not any(choice.label.quotes for choice in choices)
        if still and _same_for_all(definition):
            self._always_offered[key] = offered
        return offered

    def choice_label(self, definition: Definition, value: str, scope: Scope) -> str:
        """Return what a choice of a question is called; blank where it has none of this value."""
        if not isinstance(definition.item, Question):
            return ""
        choices, itemset = definition.item.choices, definition.itemset
        if not choices and itemset:
            rows, source = self._rows(itemset, scope.origin), itemset.source
            choices = (
                _choice_of(itemset, row) for row in rows if not source or value_of(row, source) == value
            )
        return next((self.say(c.label, scope.origin) or c.value for c in choices if c.value == value), "")

    def _rows(self, itemset: Itemset, node: Node) -> list[Node]:
        """Return the rows that a question offers now."""
        rows = itemset.nodes.evaluate(Scope(self._world, node))
        return rows if isinstance(rows, list) else []

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


def _choice_of(itemset: Itemset, row: Node) -> Choice:
    return itemset.choices.get(row) or itemset.made(row)


def _in_file(itemset: Itemset, rows: Sequence[Node]) -> Source | None:
    """Return how choices are made of rows of a list in a file, with plain texts for labels; None for any others."""
    source = itemset.source
    if source is None or source.translated or itemset.choices or not rows or rows[0].definition:
        return None
    return source


def _not_offered(question: Question, text: str, choices: Sequence[Offered]) -> str:
    if question.type not in ("select_one", "select_multiple", "rank") or not (choices or question.choices):
        return ""
    chosen = [text] if question.type == "select_one" else text.split()
    return next((value for value in chosen if place_of(choices, value) < 0), "")
