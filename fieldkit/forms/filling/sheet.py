"""The answer sheet: what must be worked out anew when an answer changes.

Only what depends on a change runs, each expression once and after those it waits for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from fieldkit.forms.expressions.values import Value, boolean, kind_of, number, stored, unpacked
from fieldkit.forms.filling.tree import Tree, take
from fieldkit.forms.keys import made_key
from fieldkit.forms.model import (
    CALCULATE,
    COUNT,
    RELEVANT,
    Action,
    Definition,
    Job,
    Model,
    Node,
    Scope,
    World,
)  # fmt: skip
from fieldkit.forms.question import Question

MOST_INSTANCES = 1000
"""How many instances a form may make by itself; more is a slip of the hand."""
_MOST_RUNS = 50
"""How often one expression may run for one change: expressions that wait for each other would never end."""


class Sheet(Tree):
    """The tree of one form being filled, kept worked out.

    What changes is gathered in `changed`, `cells` and `moved` until it is taken.
    """

    def __init__(self, model: Model, world: World, answers: Mapping[str, str] | None) -> None:
        super().__init__(model, world, answers)
        self.model = model
        self.changed: dict[Node, None] = {}
        self.moved = False
        """True once other questions are to be shown than before."""
        self._opening = answers is not None
        self._acting: set[tuple[Action, Node]] = set()
        self._taken_away: dict[Node, str] = {}
        """What was answered before a filter took it away, or some of it."""
        self._waiting: dict[int, dict[Node, None]] = {}
        """The nodes that expressions are to run for, by the turn of each expression; first come, first served."""
        self._turns: list[int] = []
        """The turns of those that wait, as a heap."""
        self._scope = Scope(world, world.root)
        """Where expressions stand while they run, one after the other."""
        self._start(self.root)

    # Changes

    def write(self, node: Node, text: str, kind: type = str) -> None:
        """Give a node another text, and say what it came from; what is no answer of its type is kept as typed."""
        told, as_kind = node.text, node.kind
        cell = node.typed or told
        if self._taken_away:
            self._taken_away.pop(node, None)
        if cell == text and as_kind is kind:
            return
        if cell != text:
            take(node, text)
            self.cells[node.path] = text or None
        node.kind = kind
        if node.text != told or kind is not as_kind:
            self._touch(node)
        else:
            self.changed[node] = None

    def add(self, parent: Node, definition: Definition, key: str = "") -> Node:
        """Add an instance to a repeat, with a key of its own where none is given."""
        node = self.grow(parent, definition, key)
        for inner in list(node.within()):
            self.happen("odk-new-repeat", inner)
        self._start(node)
        self._announce(node)
        return node

    def grows(self, parent: Node, definition: Definition) -> bool:
        """Tell whether one more instance of a repeat would be relevant."""
        condition = definition.relevant
        if condition is None:
            return parent.relevant
        stand_in = _stand_in(parent, definition)
        return parent.relevant and boolean(condition.evaluate(Scope(self.world, stand_in)))

    def remove(self, node: Node) -> None:
        """Take an instance out of its repeat, with all that was answered in it."""
        for inner in node.within():
            del self.nodes[inner.path]
            self.changed.pop(inner, None)
            if inner.cell or inner.key:
                self.cells[inner.path] = None
        node.leave()
        self._announce(node)

    def move(self, node: Node, place: int) -> None:
        """Put an instance of a repeat at a place among its like, from 0."""
        node.stand(place)
        for order, other in enumerate(node.parent.by_name[node.name] if node.parent else (), 1):
            if other.order != order:
                other.order = order
                self.cells[other.path] = f"{order:06d}"
        self._announce(node)

    def happen(self, event: str, node: Node) -> None:
        """Do what an event at a node sets off."""
        for action in node.definition.actions if node.definition else ():
            if event in action.events:
                self.act(action, node)

    def act(self, action: Action, source: Node) -> None:
        """Set a value as an action of the form wants it; where that is a new one, it may set off others."""
        for node in self._targets(action, source):
            before = node.text
            value = unpacked(action.compiled.evaluate(Scope(self.world, node)))
            self.write(node, stored(value, action.target.bind_type))
            if node.text != before and (action, node) not in self._acting:
                self._acting.add((action, node))
                self.settle()
                self.happen("xforms-value-changed", node)
                self._acting.discard((action, node))

    def _targets(self, action: Action, source: Node) -> Sequence[Node]:
        if action.where is not None:
            nodes = action.where.evaluate(Scope(self.world, source))
            return nodes if isinstance(nodes, list) else []
        shared = 0
        for mine, its in zip(_way(source.definition), _way(action.target), strict=False):
            if mine is its:
                shared = mine.depth
        # What is set may have a repeat grow meanwhile.
        return tuple(self.below(self.above(source, shared), action.target))

    def _touch(self, node: Node) -> None:
        """Have everything that looks at this node run again."""
        self.changed[node] = None
        definition = node.definition
        if definition:
            self._wake(node, definition, definition.depth)

    def _announce(self, node: Node) -> None:
        """Have everything run again that looks at the instances of this repeat from outside them."""
        self.moved = True
        if node.definition is None or node.parent is None:
            return
        for definition in node.definition.within():
            self._wake(node.parent, definition, node.definition.depth - 1)

    def _wake(self, node: Node, definition: Definition, depth: int) -> None:
        for job, shared in definition.dependents:
            if shared <= depth:
                sole = self.sole.get(job.place)
                if sole is not None:
                    self._push(job, sole)
                else:
                    self._await(job, self.above(node, shared))
        for watcher, shared in definition.watchers:
            if shared <= depth:
                self.changed.update(dict.fromkeys(self.below(self.above(node, shared), watcher)))

    def _await(self, job: Job, ancestor: Node) -> None:
        for node in self.below(ancestor, job.place):
            self._push(job, node)
        if job.kind is RELEVANT and job.definition.repeat:
            self.moved = self.moved or self._lacks_instances(ancestor, job.definition)

    def _lacks_instances(self, ancestor: Node, definition: Definition) -> bool:
        """Tell whether a repeat has no instance somewhere: its condition decides there whether one is offered."""
        depth = ancestor.definition.depth if ancestor.definition else 0
        if definition.parent is None or depth >= definition.depth:
            return False
        parents = self.below(ancestor, definition.parent)
        return any(not parent.by_name.get(definition.name) for parent in parents)

    def _push(self, job: Job, node: Node) -> None:
        nodes = self._waiting.get(job.turn)
        if nodes is None:
            self._waiting[job.turn] = {node: None}
            heappush(self._turns, job.turn)
        else:
            nodes[node] = None

    def _start(self, top: Node) -> None:
        """Have all expressions beneath a new node run once."""
        for node in top.within():
            definition = node.definition
            for job in definition.jobs if definition else ():
                if job.kind in (RELEVANT, CALCULATE):
                    self._push(job, node)
            for inner in definition.children.values() if definition else ():
                for job in inner.jobs:
                    if job.kind is COUNT:
                        self._push(job, node)

    # Running

    def settle(self) -> None:
        """Run what waits, until nothing does."""
        jobs, latest = self.model.jobs, -1
        runs: dict[tuple[int, Node], int] = {}
        while self._turns:
            turn = self._turns[0]
            nodes = self._waiting[turn]
            node = next(iter(nodes))
            del nodes[node]
            if not nodes:
                heappop(self._turns)
                del self._waiting[turn]
            if turn > latest:
                latest = turn
            else:
                # Only what was woken by its own turn or a later one can go on without end.
                runs[turn, node] = ran = runs.get((turn, node), 1) + 1
                if ran > _MOST_RUNS:
                    continue
            self._run(jobs[turn], node)
        self._opening = False

    def _run(self, job: Job, node: Node) -> None:
        if job.kind is RELEVANT:
            node.own = boolean(self._evaluated(job, node))
            self.refresh(node)
        elif not node.relevant:
            return
        elif job.kind is CALCULATE:
            self._calculate(job, node)
        elif job.kind is COUNT:
            self._count(job, node)
        elif (node.text or node in self._taken_away) and not self._opening:
            # What two laptops answered apart may not go together: that is for a person to see, not for us to drop.
            self._keep_what_is_offered(job, node)

    def _evaluated(self, job: Job, node: Node) -> Value:
        self._scope.node = self._scope.origin = node
        return job.compiled.evaluate(self._scope)

    def _calculate(self, job: Job, node: Node) -> None:
        value = unpacked(self._evaluated(job, node))
        # What clock or chance decided stays: that a condition is looked at anew is no reason to throw again.
        stays = self._opening and job.compiled.volatile and node.text
        self.write(node, node.cell if stays else stored(value, job.definition.bind_type), kind_of(value))

    def refresh(self, top: Node) -> None:
        """Work out anew whether a node is relevant, and all beneath it."""
        if _shows(top) is top.relevant:
            return
        self.moved = True
        waiting = [top]
        for node in waiting:
            relevant = _shows(node)
            if relevant is node.relevant:
                continue
            node.relevant = relevant
            self._touch(node)
            if relevant:
                self._restart(node)
            waiting.extend(node.children)

    def _restart(self, node: Node) -> None:
        definition = node.definition
        if definition is None:
            return
        for job in definition.jobs:
            if job.kind is CALCULATE and not (job.compiled.volatile and node.text):
                self._push(job, node)
        for inner in definition.children.values():
            for job in inner.jobs:
                if job.kind is COUNT:
                    self._push(job, node)

    def _count(self, job: Job, parent: Node) -> None:
        """Have as many instances as the form wants. Those too many are set aside, and nothing in them is lost."""
        stand_in = _stand_in(parent, job.definition)
        instances = parent.by_name.get(job.definition.name, [])
        wanted = number(self._evaluated(job, stand_in))
        # A count that is being typed anew is blank for a moment: nobody is sent away for that.
        wanted = len(instances) if math.isnan(wanted) else int(min(max(wanted, 0), MOST_INSTANCES))
        if job.circular and wanted > len(instances):
            # One more at a time, and only once the last one has been begun: else there would be no end of them.
            wanted = len(instances) + (not instances or _begun(instances[-1]))
        taken = {node.key for node in instances}
        for order in range(len(instances) + 1, wanted + 1):
            # The same key on every laptop: two people who answer the same count then speak of the same instances.
            key = made_key(order)
            self.add(parent, job.definition, "" if key in taken else key)
        for place, node in enumerate(parent.by_name.get(job.definition.name, [])):
            if node.surplus is not (place >= wanted):
                node.surplus = place >= wanted
                self.refresh(node)
                self._announce(node)

    def _keep_what_is_offered(self, job: Job, node: Node) -> None:
        """Take out of an answer what the filter no longer offers, and give it back once it is offered again."""
        itemset = job.definition.itemset
        rows = self._evaluated(job, node)
        if itemset is None or not isinstance(rows, list):
            return
        offered = {(itemset.choices.get(row) or itemset.made(row)).value for row in rows}
        several = job.definition.item is not None and getattr(job.definition.item, "type", "") != "select_one"
        answered = self._taken_away.get(node, node.text)
        chosen = answered.split() if several else [answered]
        left = " ".join(value for value in chosen if value in offered)
        self.write(node, left)
        if left != " ".join(chosen):
            self._taken_away[node] = answered


def _shows(node: Node) -> bool:
    """Tell whether a node is relevant by its own condition and where it stands."""
    return node.own and not node.surplus and (node.parent is None or node.parent.relevant)


def _stand_in(parent: Node, definition: Definition) -> Node:
    """Return an instance of a repeat that nobody sees: its expressions stand there before there is any."""
    node = Node(definition.name, None, definition)
    node.parent = parent
    return node


def _begun(instance: Node) -> bool:
    """Tell whether anybody answered anything in an instance."""
    return any(node.cell and _by_a_person(node.definition) for node in instance.within())


def _by_a_person(definition: Definition | None) -> bool:
    item = definition.item if definition else None
    return isinstance(item, Question) and item.asked and not item.calculate


def _way(definition: Definition | None) -> list[Definition]:
    return list(definition.above())[::-1] if definition else []
