"""Random walks through real forms: the same answers here and in JavaRosa, and the same state at the end.

A walk is decided here, step by step, by what our engine asks and offers; a seed always gives the same walk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.peers.java import PeerError
from fieldkit.errors import FormError
from fieldkit.forms import Question, Repeat, Response, Shown, parse
from fieldkit.forms.filling.example import answer_to
from fieldkit.forms.model import Definition, Kind
from tests.conformance.oracle import Oracle, Steps, javarosa
from tests.conformance.outcome import Outcome, Verdict
from tests.conformance.parting import Told, node_at, parting
from tests.conformance.states import plain
from tests.conftest import SHARED

STEPS = 200
SEED = 1
_MOST_INSTANCES = 6
"""How many instances a walk adds to one repeat."""
_MOST_COUNTED = 5
"""What an answer stays below that says how many instances there are: JavaRosa takes seconds for dozens of them."""
_NUMBERS = ("integer", "decimal", "range", "text")


def walks(folder: Path) -> Iterator[Outcome]:
    """Walk through every XForm of a folder."""
    return walked(sorted(folder.glob("*.xml")))


def walked(forms: Sequence[Path]) -> Iterator[Outcome]:
    """Walk through these XForms; where there is no Java, all are skipped."""
    try:
        with javarosa(SHARED) as oracle:
            for path in forms:
                yield _walked(oracle, path)
    except PeerError as error:
        for path in forms:
            yield Outcome(_name(path), Verdict.SKIPPED, str(error))


def _name(path: Path) -> str:
    return f"walk-{path.name.split('.')[0].replace(' ', '-')}"


def _walked(oracle: Oracle, path: Path) -> Outcome:
    return walk_through(
        oracle, _name(path), path.read_text("utf-8-sig"), f"{path.name} {SEED}", STEPS, validated=False
    )


def walk_through(
    oracle: Oracle, case: str, xml: str, seed: str, steps: int, *, validated: bool = True
) -> Outcome:
    """Walk so many steps through a form, here and there, and compare the states at the end.

    `validated` compares what is wrong there, too; in long forms JavaRosa takes minutes to find it.
    """
    try:
        walk = Walk(xml, Random(seed))
    except FormError as error:
        return Outcome(case, Verdict.FAILED, f"refused: {' '.join(map(str, error.faults))}")
    for _step in range(steps):
        walk.step()
    told = oracle.fill(xml, [*walk.steps, *([{"op": "validate"}] if validated else [])])
    if "error" in told:
        return Outcome(case, Verdict.SKIPPED, f"JavaRosa does not run it: {told['error'][:200]}")
    taken = Told(xml, walk.steps, told["steps"][: len(walk.steps)], told["final"])
    unknown, rules, aside = parting(oracle, walk.response, taken)
    if unknown:
        return Outcome(case, Verdict.FAILED, _first(oracle, xml, seed, walk.steps) or "; ".join(unknown))
    if validated and not rules and not aside:
        wrong, *rules = _validated(walk.response, told["steps"][-1])
        if wrong:
            return Outcome(case, Verdict.FAILED, wrong)
    return Outcome(case, Verdict.KNOWN if rules else Verdict.PASSED, *rules[:1])


def _validated(response: Response, told: Mapping[str, str]) -> list[str]:
    """Return in words how what is wrong first differs, and after it the rule by which it may."""
    at = node_at(response, told["at"]) if "at" in told else None
    if at and response.prompts.readonly(at) and not at.cell:
        return ["", "F18 nobody is asked for what nobody can give"]
    faults = [response.node_of(fault.path).replace("[1]", "") for fault in response.faults()]
    ours, theirs = (faults[0] if faults else ""), plain(told.get("at", "")).replace("[1]", "")
    return ["" if ours == theirs else f"wrong first: {ours!r}, wanted {theirs!r} {told}"]


def _first(oracle: Oracle, xml: str, seed: str, steps: Steps) -> str:
    """Return how the two first part: after which step, and where."""
    told = oracle.fill(xml, steps, every_state=True)
    walk = Walk(xml, Random(seed))
    for number, state in enumerate([told["initial"], *(step["state"] for step in told["steps"])]):
        if number < len(walk.steps):
            continue
        taken = Told(xml, steps[:number], told["steps"][:number], state)
        unknown = parting(oracle, walk.response, taken).unknown
        if unknown:
            return (
                f"after step {number}, {steps[number - 1] if number else 'opening'}: {'; '.join(unknown[:4])}"
            )
        walk.step()
    return ""


class Walk:
    """A response that goes its own way."""

    def __init__(self, xml: str, random: Random) -> None:
        self._random = random
        self.steps: Steps = []
        """What was done, in the words of the oracle."""
        self.response = Response(
            parse(xml),
            random=Random(1),
            today=lambda: datetime.now(tz=UTC).date(),
            now=lambda: datetime.now(tz=UTC),
        )

    def step(self) -> None:
        """Answer a question, clear an answer, add or remove an instance, or take another language."""
        shown = list(self.response.walk())
        chance = self._random.random()
        if chance < 0.1 and self._grow(shown):
            return
        if chance < 0.15 and self._shrink(shown):
            return
        if chance < 0.17 and self._speak():
            return
        self._answer(shown)

    def _grow(self, shown: list[Shown]) -> bool:
        repeats = [
            one for one in shown if isinstance(one.item, Repeat) and not one.key and not one.item.fixed
        ]
        repeats = [one for one in repeats if len(one.children) < _MOST_INSTANCES]
        if not repeats:
            return False
        repeat = self._random.choice(repeats)
        parent, _slash, name = repeat.path.rpartition("/")
        self._note("addRepeat", f"{self.response.node_of(parent)}/{name}")
        self.response.add(repeat.path)
        return True

    def _shrink(self, shown: list[Shown]) -> bool:
        instances = [one for one in shown if isinstance(one.item, Repeat) and one.key and not one.item.fixed]
        if not instances:
            return False
        instance = self._random.choice(instances)
        self._note("delRepeat", self.response.node_of(instance.path))
        self.response.remove(instance.path)
        return True

    def _speak(self) -> bool:
        languages = self.response.form.languages
        if len(languages) < 2:
            return False
        self.response.language = self._random.choice(languages)
        self.steps.append({"op": "lang", "value": self.response.language})
        return True

    def _answer(self, shown: list[Shown]) -> None:
        questions = [one for one in shown if isinstance(one.item, Question)]
        self._random.shuffle(questions)
        for question in questions:
            asked = self.response.asked(question.path)
            text = answer_to(asked, self._random)
            if text and self._counts(question.path):
                text = str(self._random.randrange(_MOST_COUNTED)) if asked.question.type in _NUMBERS else ""
            if asked.readonly or not text:
                continue
            if asked.question.type == "time":
                # Without an offset it would be the time on this laptop's clock.
                text += "Z"
            if self._random.random() < 0.1:
                text = ""
            self._note("set", self.response.node_of(question.path), text)
            changed = self.response.answer(question.path, text)
            self._show({path: cell for path, cell in changed.cells.items() if path != question.path})
            return

    def _show(self, cells: Mapping[str, str | None]) -> None:
        """Take what is no longer offered out of the answers there too: JavaRosa does so once choices are shown."""
        for path, text in cells.items():
            node = self.response.sheet.nodes.get(path)
            if node and node.definition and node.definition.itemset:
                self._note("set", self.response.node_of(path), text or "")

    def _counts(self, path: str) -> bool:
        """Tell whether an answer decides, be it by a calculation, how many instances there are."""
        waiting = [self.response.sheet.nodes[path].definition]
        seen: set[Definition] = set()
        while waiting:
            definition = waiting.pop()
            if definition and definition not in seen:
                seen.add(definition)
                if any(job.kind is Kind.COUNT for job, _depth in definition.dependents):
                    return True
                waiting += [j.definition for j, _depth in definition.dependents if j.kind is Kind.CALCULATE]
        return False

    def _note(self, op: str, ref: str, value: str = "") -> None:
        self.steps.append({"op": op, "ref": ref, **({"value": value} if op == "set" else {})})
