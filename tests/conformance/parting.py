"""Where a form that was walked through here and in JavaRosa ends differently, and by which rule it may.

What differs on purpose makes others differ, too: whatever looks at it, be it by way of others, is excused by the same
rule. And what JavaRosa itself comes to as we do, when it is asked anew, it has only forgotten to work out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, cast

from fieldkit.forms import Response
from fieldkit.forms.model import Definition, Model, Node
from tests.conformance.at_work import Sight, rule_for
from tests.conformance.oracle import Oracle, Steps
from tests.conformance.policy import Engine
from tests.conformance.states import Difference, State, differences, plain, plain_refs, same, state_of

SET_ASIDE = "F15 a lowered count sets instances aside"
FORGOTTEN = "F20 what has changed is seen from everywhere"
OUTSIDE = "F21 a trigger outside a repeat sets all that is in it"
_SEVERAL = re.compile("You are trying to target a repeated field|This field is repeated")
"""What JavaRosa says when a trigger outside a repeat finds more than one instance."""
_NOT_THERE = re.compile("expands to 0|no index for")
"""What it says where there is no instance yet, because a count or condition was not worked out anew."""


class Told(NamedTuple):
    """A form that was walked through in JavaRosa: how, and what became of it."""

    xml: str
    steps: Steps
    outcomes: Sequence[Mapping[str, Any]]
    """What each step said: `error` where it was refused."""
    state: Mapping[str, Any]


class Parting(NamedTuple):
    """How two states differ: in words, for no known reason, and the rules by which they do."""

    unknown: list[str]
    rules: list[str]
    aside: bool
    """True where there are instances there that a count has set aside here, be they seen in anything else or not."""


def parting(oracle: Oracle, response: Response, told: Told) -> Parting:
    """Return how the states differ."""
    found = _differences(response, plain_refs(told.state))
    causes = _causes(response, told)
    aside = SET_ASIDE in causes
    for difference in found:
        rule, definition = _rule(response, difference), _definition(response, difference.ref)
        if rule and definition:
            causes.setdefault(rule, set()).add(definition)
    reached = {rule: _touched(response.form.model, some) for rule, some in causes.items()}
    left = [d for d in found if not _excuse(response, d.ref, reached)]
    forgotten = _forgotten(oracle, response, told, left)
    reached[FORGOTTEN] = _touched(response.form.model, {*forgotten, *causes.get(FORGOTTEN, ())})
    left = [d for d in left if not _excuse(response, d.ref, reached)]
    refused = [
        outcome["error"]
        for step, outcome in zip(told.steps, told.outcomes, strict=False)
        if "error" in outcome
        and not _SEVERAL.search(outcome["error"])
        and not _excuse(response, step["ref"], reached)
    ]
    rules = [_rule(response, d) or _excuse(response, d.ref, reached) for d in found]
    return Parting([*map(str, left), *refused[:1]], list(filter(None, rules)), aside)


def apart(response: Response, told: Told) -> list[Difference]:
    """Return where the states differ, but for what hangs on a trigger that sets nothing there."""
    targets = _causes(response, told).get(OUTSIDE, ())
    unset = {OUTSIDE: _touched(response.form.model, targets)}
    return [d for d in _differences(response, plain_refs(told.state)) if not _excuse(response, d.ref, unset)]


def _differences(response: Response, theirs: State) -> list[Difference]:
    """Return where the states differ.

    What is set aside here stays in JavaRosa: the instance that the XForm brings and the count does not want. What is
    calculated where nobody is asked is there, too; nothing can look at it. And where nobody is asked, nothing is
    counted there yet.
    """
    ours = state_of(response, as_webforms=False)
    aside = tuple(f"{ref}/" for ref in theirs.keys() - ours.keys() if _counted(response, ref))
    unasked = [ref for ref in ours.keys() - theirs.keys() if _counted(response, ref) and not ours[ref]["rel"]]
    early = tuple(f"{ref}/" for ref in unasked)
    ours = {ref: stands for ref, stands in ours.items() if not f"{ref}/".startswith(early)}
    theirs = {ref: stands for ref, stands in theirs.items() if not f"{ref}/".startswith(aside)}
    return [d for d in differences(ours, theirs, response.form) if not _unseen(response, d)]


def _unseen(response: Response, difference: Difference) -> bool:
    definition = _definition(response, difference.ref)
    calculated = definition is not None and definition.calculate is not None
    decided = difference.key in ("req", "ro") or (calculated and difference.key == "v")
    return decided and not difference.theirs["rel"]


def _counted(response: Response, ref: str) -> bool:
    definition = _definition(response, ref)
    return ref.endswith("]") and definition is not None and definition.count is not None


def _definition(response: Response, ref: str) -> Definition | None:
    """Return the definition at a reference, wherever instances are on the way."""
    path = re.sub(r"\[\d+\]", "", plain(ref)).removeprefix(f"/{response.sheet.root.name}")
    return response.form.model.by_path.get(path)


def node_at(response: Response, ref: str) -> Node | None:
    """Return the node at a reference, such as `/form/roster[2]/age`; None where there is none here."""
    node = response.sheet.root
    for name, place in re.findall(r"/([^/\[]+)(?:\[(\d+)\])?", plain(ref))[1:]:
        like = [below for below in node.by_name.get(name, ()) if not below.surplus]
        if len(like) < int(place or 1):
            return None
        node = like[int(place or 1) - 1]
    return node


# By which rule


def _rule(response: Response, difference: Difference) -> str:
    return rule_for(Sight(difference, Engine.JAVAROSA, response, node_at(response, difference.ref)))


def _causes(response: Response, told: Told) -> dict[str, set[Definition]]:
    """Return what must differ, by the rule: instances that a count took away, and what a trigger cannot set there."""
    ours = state_of(response, as_webforms=False)
    aside = {
        _definition(response, ref)
        for ref in plain_refs(told.state).keys() - ours.keys()
        if _counted(response, ref)
    }
    refused = [
        (_definition(response, step["ref"]), str(outcome["error"]))
        for step, outcome in zip(told.steps, told.outcomes, strict=False)
        if "error" in outcome
    ]
    targets = {
        a.target for source, error in refused if source and _SEVERAL.search(error) for a in source.actions
    }
    late = {
        one
        for one, error in refused
        if one and _NOT_THERE.search(error) and any(d.count or d.relevant for d in one.above())
    }
    causes = {SET_ASIDE: {one for one in aside if one}, OUTSIDE: targets, FORGOTTEN: late}
    return {rule: some for rule, some in causes.items() if some}


def _touched(model: Model, causes: Iterable[Definition]) -> set[Definition]:
    """Return all that lies in these, and whatever looks at that, be it by way of others."""
    actions = [action for definition in model.by_path.values() for action in definition.actions]
    found: set[Definition] = set()
    waiting = list(causes)
    while waiting:
        definition = waiting.pop()
        if definition in found:
            continue
        found.add(definition)
        waiting += definition.within()
        waiting += [job.definition for job, _depth in definition.dependents]
        waiting += [action.target for action in definition.actions]
        waiting += [
            action.target
            for action in actions
            if any(reference.definition is definition for reference in action.compiled.references)
        ]
    return found


def _excuse(response: Response, ref: str, reached: Mapping[str, set[Definition]]) -> str:
    """Return the rule that reaches what is at a reference, or what makes that required or read-only."""
    definition = _definition(response, ref)
    if definition is None:
        return ""
    conditions = [definition.required, *(above.readonly for above in definition.above())]
    references = chain.from_iterable(condition.references for condition in conditions if condition)
    looked_at = {definition, *(reference.definition for reference in references)}
    return next((rule for rule, some in reached.items() if looked_at & some), "")


# What JavaRosa forgot


def _forgotten(oracle: Oracle, response: Response, told: Told, left: Sequence[Difference]) -> set[Definition]:
    """Return the definitions whose expressions come to ours also there, when they are worked out anew."""
    asked = [(d, text) for d in left if (text := _decides(response, d))]
    if not asked:
        return set()
    questions = [{"op": "eval", "expr": text, "ctx": difference.ref} for difference, text in asked]
    answers = oracle.fill(told.xml, [*told.steps, *questions])["steps"][len(told.steps) :]
    found = [
        _definition(response, difference.ref)
        for (difference, _text), answer in zip(asked, answers, strict=True)
        if _comes_to(difference.got, answer.get("value"))
    ]
    return {definition for definition in found if definition}


def _decides(response: Response, difference: Difference) -> str:
    """Return the expression that decides about what differs; blank where there is none."""
    definition = _definition(response, difference.ref)
    if definition is None:
        return ""
    if difference.key == "v" and definition.itemset and definition.itemset.source:
        return f"{definition.itemset.nodes.text}/{definition.itemset.source.value}"
    by_key = {"v": definition.calculate, "rel": definition.relevant, "req": definition.required}
    compiled = by_key.get(difference.key)
    return compiled.text if compiled else ""


def _comes_to(ours: object, theirs: object) -> bool:
    """Tell whether what JavaRosa comes to is ours, or holds all that is chosen here."""
    if isinstance(theirs, list):
        return set(str(ours).split()) <= set(map(str, cast("list[object]", theirs)))  # JSON
    said = {"true": "1", "false": "0", "NaN": ""}.get(str(theirs), str(theirs))
    return theirs is not None and same(str(int(ours)) if isinstance(ours, bool) else ours, said)
