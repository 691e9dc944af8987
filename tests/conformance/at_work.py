"""The rules by which a form at work differs on purpose from what other engines made of it.

Each has its paragraph in `docs/xforms-policy.md`. A rule looks at the kind of question and at both outcomes, never at
which case it is; and it names the very difference, so that any other one still counts as a failure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from fieldkit.forms import TYPES, Question, Response
from fieldkit.forms.expressions.values import number
from fieldkit.forms.model import Blank, Definition, Node
from tests.conformance import policy
from tests.conformance.metres import same_metres
from tests.conformance.policy import Answer, Engine
from tests.conformance.states import Difference

_BY_DEVICE = re.compile(r"<(?:[\w.\-]+:)?(?:setgeopoint|recordaudio)\b[^>]*?\bref=[\"']([^\"']+)[\"']")
_INDEX = re.compile(r"\[\d+\]")
_SHORT_FORM = re.compile(r"form=[\"']short[\"']")


class Sight(NamedTuple):
    """Where a trace differs from ours: how, and at which node of which response."""

    difference: Difference
    engine: Engine
    response: Response
    node: Node | None
    """The one that differs; None where it is there on their side alone."""

    @property
    def definition(self) -> Definition | None:
        """Return the definition of the node."""
        return self.node.definition if self.node else None

    @property
    def question(self) -> Question | None:
        """Return the question that the node is the answer of; None for a group."""
        item = self.definition.item if self.definition else None
        return item if isinstance(item, Question) else None

    @property
    def calculates(self) -> str:
        """Return the expression that the node is calculated by; blank where it is not."""
        compiled = self.definition.calculate if self.definition else None
        return compiled.text.strip() if compiled else ""


def _reads(it: Sight) -> bool:
    """Tell whether our text is an answer of its type."""
    if it.question is None or it.node is None:
        return False
    try:
        TYPES[it.question.type].read(it.node.text)
    except ValueError:
        return False
    return True


def _as_typed(it: Sight) -> bool:
    if it.question is None or it.node is None or it.difference.key not in ("v", "cv", "msg", "rv"):
        return False
    return bool(it.node.text) and (not _reads(it) or not _offered(it.response, it.node))


def _offered(response: Response, node: Node) -> bool:
    asked = response.asked(node.path)
    if asked.question.type not in ("select_one", "select_multiple", "rank"):
        return True
    chosen = [node.text] if asked.question.type == "select_one" else node.text.split()
    return set(chosen) <= {choice.value for choice in asked.choices}


def _read_more(it: Sight) -> bool:
    timed = it.question is not None and it.question.type in ("date", "time", "datetime")
    return (
        it.engine is Engine.WEB_FORMS
        and timed
        and it.difference.key == "v"
        and it.difference.wanted == ""
        and _reads(it)
    )


def device_targets(xml: str) -> set[str]:
    """Return the names of what a form wants a device to fill in."""
    return {name_in(path) for path in _BY_DEVICE.findall(xml)}


def name_in(path: str) -> str:
    """Return the name at the end of a path or reference."""
    return path.strip().rpartition("/")[2].rpartition(":")[2]


def _no_device(it: Sight) -> bool:
    targets = device_targets(it.response.form.xml)
    return it.difference.key == "v" and it.difference.got == "" and bool(it.node and it.node.name in targets)


def _set_unasked(it: Sight) -> bool:
    if it.engine is not Engine.WEB_FORMS or it.definition is None or it.difference.wanted != "":
        return False
    targets = [action.target for action in it.response.form.model.loading]
    targets += [a.target for d in it.response.form.model.by_path.values() for a in d.actions]
    return it.definition in targets and any(d.relevant for d in it.definition.above())


def _sum_of_nothing(it: Sight) -> bool:
    summed = it.calculates.startswith("sum(")
    return it.engine is Engine.WEB_FORMS and summed and (it.difference.got, it.difference.wanted) == ("0", "")


def _filtered(it: Sight) -> bool:
    """Tell whether ours is what the filters have left of theirs; those further down have less to offer for it."""
    itemset = it.definition.itemset if it.definition else None
    if it.node is None or itemset is None or not itemset.nodes.references:
        return False
    if it.difference.key == "v":
        return set(it.node.text.split()) < set(str(it.difference.wanted).split())
    if it.difference.key == "c":
        return all(choice in it.difference.wanted for choice in it.difference.got)
    return it.difference.key in ("rv", "msg") and not it.node.text


def _one_form(it: Sight) -> bool:
    if it.engine is not Engine.WEB_FORMS or not _SHORT_FORM.search(it.response.form.xml):
        return False
    got, wanted = it.difference.got, it.difference.wanted
    if it.difference.key == "c":
        pairs = list(zip(got, wanted, strict=False))
        return len(got) == len(wanted) and all(o[0] == t[0] and t[1].startswith(o[1]) for o, t in pairs)
    return it.difference.key in ("l", "h") and str(wanted).startswith(str(got))


def _function_of_theirs(it: Sight) -> bool:
    compiled = it.definition.calculate if it.definition else None
    return it.difference.got == "" and compiled is not None and bool(compiled.unsupported)


def _blank_index(it: Sight) -> bool:
    indexed = re.match(r"indexed-repeat\(.*,\s*([^,]+)\)$", it.calculates)
    if it.engine is not Engine.JAVAROSA or not indexed or it.difference.got != "":
        return False
    name = indexed[1].rpartition("/")[2].strip()
    nodes = it.response.sheet.root.by_name.get(name, [])
    return bool(nodes) and number(nodes[0].text) != number(nodes[0].text)


def _one_of_a_name(it: Sight) -> bool:
    """Tell whether the XForm has several elements of this name, or around it, that no repeat makes."""
    model = it.response.form.model
    if it.definition:
        names = {d.name for d in it.definition.above() if d.path and not d.repeat}
    else:
        path = _INDEX.sub("", it.difference.ref).removeprefix(f"/{model.blank.name}")
        definition = model.by_path.get(path)
        names = {definition.name} if definition and not definition.repeat else set[str]()
    return _several(it.response.form.model.blank, names)


def _several(blank: Blank, names: set[str]) -> bool:
    found = Counter(below.name for below in blank.children)
    return any(found[name] > 1 for name in names) or any(_several(below, names) for below in blank.children)


def _counted_before(it: Sight) -> bool:
    if it.engine is not Engine.JAVAROSA or it.definition is None or it.difference.key != "v":
        return False
    set_off = [
        a for d in it.response.form.model.by_path.values() for a in d.actions if a.target is it.definition
    ]
    looked_at = [reference.definition for action in set_off for reference in action.compiled.references]
    return any(d.count for definition in looked_at for d in definition.above())


def _kept_early(it: Sight) -> bool:
    """Tell whether what is kept once may hang on who is asked, on instances that come, or on the place of one."""
    if it.engine is not Engine.JAVAROSA or it.difference.key != "v" or "once(" not in it.calculates:
        return False
    assert it.definition
    around = [above for definition in _looked_at(it.definition) for above in definition.above()]
    return "position(" in it.calculates or any(d.relevant or d.count for d in around)


def _looked_at(definition: Definition) -> set[Definition]:
    """Return a definition and all that its calculation looks at, be it by way of others."""
    found: set[Definition] = set()
    waiting = [definition]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += (
                [reference.definition for reference in one.calculate.references] if one.calculate else []
            )
    return found


def _came_along(it: Sight) -> bool:
    if it.engine is not Engine.JAVAROSA or it.definition is None or it.difference.wanted != "":
        return False
    repeats = [d for d in it.definition.above() if d.repeat]
    starting = [a for d in repeats for a in d.actions if a.target is it.definition]
    return len(repeats) > 1 and any("odk-new-repeat" in action.events for action in starting)


def measured_alike(it: Sight) -> bool:
    """Tell whether ours are the metres that Web Forms rounded to centimetres."""
    measured = it.engine is Engine.WEB_FORMS and it.difference.key == "v" and it.node is not None
    return measured and same_metres(it.calculates, number(it.difference.got), it.difference.wanted)


def _default_seen(it: Sight) -> bool:
    """Tell whether a default looks at what is worked out, counted or left out, which JavaRosa does only afterwards."""
    if it.engine is not Engine.JAVAROSA or it.definition is None or it.difference.key != "v":
        return False
    model = it.response.form.model
    actions = [*model.loading, *(a for d in model.by_path.values() for a in d.actions)]
    starting = [a for a in actions if a.target is it.definition and "xforms-value-changed" not in a.events]
    looked_at = [reference.definition for action in starting for reference in action.compiled.references]
    counted = any(d.count for d in it.definition.above())
    return counted or any(d.calculate or d.relevant or d.count for one in looked_at for d in one.above())


def _placed_unasked(it: Sight) -> bool:
    if it.engine is not Engine.JAVAROSA or it.node is None or it.difference.key != "v" or it.node.relevant:
        return False
    actions = [a for d in it.response.form.model.by_path.values() for a in d.actions]
    return any("position(" in a.compiled.text for a in actions if a.target is it.definition)


def _rule_of_expression(it: Sight) -> str:
    """Return the rule of expressions by which a calculation differs."""
    if not it.calculates or it.difference.key != "v" or it.node is None:
        return ""
    text = it.node.text
    value = number(text) if number(text) == number(text) else text
    answer = Answer(value if text else float("nan"))
    return policy.rule_for(policy.Difference(it.calculates, answer, it.difference.wanted or "NaN", it.engine))


class Rule(NamedTuple):
    """A difference that is meant, by its name in `docs/xforms-policy.md`."""

    name: str
    holds: Callable[[Sight], bool]


RULES = (
    Rule("F01 what was typed stays", _as_typed),
    Rule("F02 more times can be read", _read_more),
    Rule("F03 a laptop has no satellite and no recorder", _no_device),
    Rule("F04 a value is set also where nobody is asked", _set_unasked),
    Rule("F05 the sum of nothing is 0", _sum_of_nothing),
    Rule("F07 an answer that a filter took away is gone", _filtered),
    Rule("F08 a text speaks in one form", _one_form),
    Rule("F09 functions that a test brought along", _function_of_theirs),
    Rule("F10 a blank index picks nothing", _blank_index),
    Rule("F11 elements of one name are one", _one_of_a_name),
    Rule("F16 what an answer sets off sees what it counts", _counted_before),
    Rule("F17 an instance that comes along has its defaults", _came_along),
    Rule("F22 a default sees what is worked out", _default_seen),
    Rule("F23 an instance has its place though nobody is asked", _placed_unasked),
    Rule("F19 what is kept once is worked out when it is asked", _kept_early),
)


def rule_for(sight: Sight) -> str:
    """Return the name of the rule by which ours differs from theirs; blank where none allows it."""
    return next((rule.name for rule in RULES if rule.holds(sight)), "") or _rule_of_expression(sight)
