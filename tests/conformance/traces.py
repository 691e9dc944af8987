"""Forms at work: what other engines recorded, step by step, of a form being filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from random import Random
from typing import Any, cast
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from fieldkit.errors import FormError
from fieldkit.forms import Form, Response, parse
from fieldkit.forms.filling.instance import read_instance, write_instance
from fieldkit.forms.model import Node
from tests.conformance.at_work import Sight, device_targets, measured_alike, name_in, rule_for
from tests.conformance.outcome import Case, Outcome, Verdict
from tests.conformance.policy import Engine
from tests.conformance.states import (
    SOME_ID,
    Difference,
    State,
    alike,
    differences,
    plain,
    plain_refs,
    same,
    state_of,
)

Step = dict[str, Any]

_PROPERTIES = {"deviceID": "deviceid", "phoneNumber": "phonenumber"}
"""What the harness of ODK Web Forms calls what a form may ask of the laptop."""
_RESTORED = re.compile("(?i)restor|edit|serializ|deprecated")
"""What tests are called that go on with a submission: what it held is recorded with the case."""
_INSTANCE = re.compile(r"\[[^\]]+\]")
_LIST = re.compile(r"<instance\b[^>]*\bsrc=[\"']jr://")
_RECORDED = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("America/Phoenix")).timestamp()
"""The day on which the states after load were recorded."""
_PLACE = ("latitude", "longitude", "altitude", "accuracy")


def webforms(case: Case) -> Outcome:
    """Replay a trace of ODK Web Forms: a value counts as blank there while it is not relevant."""
    if case["fails"]:
        return Outcome(case["id"], Verdict.SKIPPED, "upstream itself marks it as failing")
    return _Replay(case).outcome()


def javarosa(case: Case) -> Outcome:
    """Replay a trace of JavaRosa: values are kept while they are not relevant, and walking makes instances."""
    if "xml" not in case:
        return Outcome(case["id"], Verdict.SKIPPED, "the form was not recorded")
    walk = Walk(case)
    outcome = walk.outcome()
    if outcome.verdict is Verdict.FAILED and walk.lacks_lists():
        return outcome._replace(verdict=Verdict.SKIPPED, why="the files of its lists were not recorded")
    return outcome


def javarosa_at_load(xml: str) -> Walk | None:
    """Return a form as opened in the way of JavaRosa; None where it is refused."""
    walk = Walk({"xml": xml, "initial": {}, "now": _RECORDED * 1000, "tz": "America/Phoenix"})
    try:
        walk.form = parse(xml)
    except FormError:
        return None
    walk.open()
    return walk


class _Replay:
    """One trace of ODK Web Forms, and our response on which it is replayed."""

    engine = Engine.WEB_FORMS
    instance_id = SOME_ID
    """What a submission is called whose form has no place for it: ODK Web Forms makes one."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.form: Form
        self.response: Response
        self.theirs: State = {}
        self.known: list[str] = []
        """The rules by which we have differed."""
        self.wanted_xml = ""
        """What a submission should look like, where it does not yet: a test may look before it is told to."""

    def outcome(self) -> Outcome:
        """Replay the trace to its end, or to where it first differs for no known reason."""
        name = self.case["id"]
        try:
            self.form = parse(self.case["xml"], self._files())
        except FormError as error:
            return self._refused(error)
        self.open()
        self.theirs = plain_refs(self.case["initial"])
        wrong = self._wrong(self.compared())
        for number, step in enumerate(self.case["steps"], 1):
            if wrong:
                return Outcome(name, Verdict.FAILED, f"before step {number}: {wrong}")
            wrong = self._wrong(self.stepped(step))
        wrong = wrong or (f"XML, wanted {self.wanted_xml}" if self.wanted_xml else "")
        if wrong:
            return Outcome(name, Verdict.FAILED, f"at the end: {wrong}")
        return Outcome(name, Verdict.KNOWN, self.known[0]) if self.known else Outcome(name, Verdict.PASSED)

    def _refused(self, error: FormError) -> Outcome:
        try:
            ET.fromstring(self.case["xml"])
        except ET.ParseError:
            return Outcome(self.case["id"], Verdict.KNOWN, "F12 an XForm is XML")
        return Outcome(self.case["id"], Verdict.FAILED, f"refused: {' '.join(map(str, error.faults))}")

    def _files(self) -> dict[str, bytes]:
        resources: dict[str, dict[str, str]] = self.case.get("resources") or {}
        return {url.rpartition("/")[2]: said["body"].encode() for url, said in resources.items()}

    def open(self) -> None:
        """Open the form as the trace does: anew, or with the submission that is recorded with it."""
        cells = read_instance(self.form, self.case["edit"]) if self.case.get("edit") else None
        self._open(cells)
        held = self.case.get("instance", "")
        if held and _RESTORED.search(self.case["test"]):
            self.theirs = plain_refs(self.case["initial"])
            if self.compared() or "deprecatedID" in held:
                self._open(read_instance(self.form, held))

    def _open(self, cells: dict[str, str] | None) -> None:
        moment = datetime.fromtimestamp(self.case["now"] / 1000, ZoneInfo(self.case["tz"]))
        preload: dict[str, str] = self.case.get("preload") or {}
        places = iter(self._told_places())
        self.response = Response(
            self.form,
            cells,
            today=moment.date,
            now=lambda: moment,
            random=Random(7),
            locate=lambda: next(places, ""),
            instance_id=self.instance_id,
            properties={_PROPERTIES.get(name, name): value for name, value in preload.items()},
        )

    def _told_places(self) -> list[str]:
        """Return where the device was, each time it was asked: recorded is only what came of it, at each target."""
        steps: list[Step] = self.case.get("steps", [])
        told: dict[str, object] = {}
        for state in (self.case["initial"], *(step.get("changed", {}) for step in steps)):
            told |= {ref: stands.get("v") for ref, stands in plain_refs(state).items()}
        told |= {plain(step["ref"] or ""): step["value"] for step in steps if step["op"] == "observe"}
        targets = device_targets(self.form.xml)
        return [str(place) for ref, place in told.items() if place and name_in(ref) in targets]

    def _wrong(self, found: Iterable[Difference]) -> str:
        """Return in words what differs for no known reason."""
        unknown: list[str] = []
        for difference in found:
            nodes = self.nodes(difference.ref)
            sight = Sight(difference, self.engine, self.response, nodes[0] if nodes else None)
            if measured_alike(sight):
                continue
            rule = rule_for(sight)
            if rule:
                self.known.append(rule)
            else:
                unknown.append(str(difference))
        return "; ".join(unknown)

    def stepped(self, step: Step) -> list[Difference]:
        """Take a step, and return what differs after it."""
        if step["op"] == "observe":
            return self.observed(step)
        if "error" in step:
            return []
        _DEEDS[step["op"]](self, step)
        if self.wanted_xml and alike(self.submission(), self.wanted_xml):
            self.wanted_xml = ""
        for ref in step.get("changed", {}).get("#removed", []):
            self.theirs.pop(plain(ref), None)
        self.theirs |= plain_refs(step.get("changed", {}))
        return self.compared()

    def compared(self) -> list[Difference]:
        """Return where the states differ."""
        found = differences(state_of(self.response, as_webforms=True), self.theirs, self.form)
        return [d for d in found if not self._still_to_come(d)]

    def _still_to_come(self, difference: Difference) -> bool:
        """Tell whether it is a place that their device told only after the state was recorded; a later look sees it."""
        targets = device_targets(self.form.xml)
        return difference.key == "v" and not difference.wanted and name_in(difference.ref) in targets

    def observed(self, step: Step) -> list[Difference]:
        """Compare what a test looked at."""
        if step["what"] == "instanceXML":
            if not alike(self.submission(), step["value"]):
                self.wanted_xml = step["value"]
            return []
        nodes = self.nodes(step["ref"]) if step["ref"] else []
        if not nodes:
            return []
        got = self.told(nodes[0], step)
        if got is None:
            return []
        definition = nodes[0].definition
        if same(got, step["value"], definition.bind_type if definition else ""):
            return []
        return [Difference(step["ref"], "v", got, step["value"], {})]

    def told(self, node: Node, step: Step) -> str | None:
        """Return what a test is told of a node; None where that says nothing."""
        if step["what"] == "choicesOf":
            return " ".join(choice.value for choice in self.response.asked(node.path).choices)
        if step["value"] in ("true", "false") and node.text in ("OK", ""):
            return "true" if node.text else "false"
        return node.text if node.relevant else self.told_of_irrelevant(node)

    def told_of_irrelevant(self, _node: Node) -> str | None:
        """Return the value of what is not relevant."""
        return ""

    def at_load(self, initial: Mapping[str, Any]) -> str:
        """Return in words how a form that was just opened differs from what is recorded."""
        self.theirs = plain_refs(initial)
        return self._wrong(self.compared())

    def ref_of(self, path: str) -> str:
        """Return the reference of an answer, instances left out."""
        return f"/{self.form.model.blank.name}{_INSTANCE.sub('', path)}"

    def submission(self, *, finished: bool = True) -> str:
        """Return what would be sent."""
        if finished:
            self.response.finish()
        return write_instance(self.response).decode()

    def nodes(self, ref: str) -> list[Node]:
        """Return the nodes at a reference of theirs, instances by their place from 1."""
        nodes = [self.response.sheet.root]
        for name, place in re.findall(r"/([^/\[]+)(?:\[(\d+)\])?", plain(ref))[1:]:
            found = [[n for n in node.by_name.get(name, []) if not n.surplus] for node in nodes]
            nodes = [n for some in found for n in (some[int(place) - 1 : int(place)] if place else some)]
        return nodes

    def answer(self, step: Step) -> None:
        """Answer as the step does."""
        value = step["args"]
        if value[0] == step["ref"]:
            value = value[1:]
        if value == [{}]:
            # A file: what it is called is recorded with what came of it alone.
            value = [step["changed"][step["ref"]]["v"]]
        self.put(step["ref"], value)

    def put(self, ref: str, value: list[Any]) -> str:
        """Answer as a widget would, and return the path."""
        path = self.nodes(ref)[0].path
        if self.response.asked(path).question.type == "acknowledge":
            value = ["OK" if value[0] in (True, "OK", "true") else ""]
        self.response.answer(path, " ".join(map(_written, value)))
        return path

    def grow(self, step: Step) -> None:
        """Add the instance that the step adds."""
        self.add(step["ref"])

    def add(self, ref: str) -> None:
        """Add an instance to the repeat at a reference."""
        parent, _slash, name = plain(ref).rpartition("/")
        self.response.add(f"{self.nodes(parent)[0].path}/{name}")

    def remove(self, step: Step) -> None:
        """Remove an instance."""
        self.response.remove(self.nodes(step["ref"])[0].path)

    def speak(self, step: Step) -> None:
        """Take another language."""
        self.response.language = step.get("language") or step["ref"]

    def renew(self, _step: Step) -> None:
        """Begin anew."""
        self._open(None)


class Walk(_Replay):
    """One trace of JavaRosa.

    An instance comes when one walks there, also where the form counts them; the one that the XForm brings stays
    there whatever the count. A constraint that does not hold keeps the answer out. What is calculated where nobody
    is asked, is: as nothing can look at it, it is not compared.
    """

    engine = Engine.JAVAROSA
    instance_id = ""

    def as_many(self, initial: Mapping[str, Any]) -> bool:
        """Tell whether all repeats have as many instances here as there."""
        ours = state_of(self.response, as_webforms=False)
        return not any(self._counted(ref) for ref in ours.keys() ^ plain_refs(initial).keys())

    def compared(self) -> list[Difference]:
        """Return where the states differ, once one has walked to all instances that the form counts."""
        ours = state_of(self.response, as_webforms=False)
        if any(self._counted(ref) for ref in ours.keys() - self.theirs.keys()):
            return []
        aside = tuple(f"{ref}/" for ref in self.theirs.keys() - ours.keys() if self._counted(ref))
        theirs = {ref: stands for ref, stands in self.theirs.items() if not f"{ref}/".startswith(aside)}
        return [d for d in differences(ours, theirs, self.form) if not self._invisible(d)]

    def _counted(self, ref: str) -> bool:
        path = re.sub(r"\[\d+\]", "", ref).removeprefix(f"/{self.form.model.blank.name}")
        definition = self.form.model.by_path.get(path)
        return ref.endswith("]") and definition is not None and definition.count is not None

    def _invisible(self, difference: Difference) -> bool:
        nodes = self.nodes(difference.ref)
        definition = nodes[0].definition if nodes else None
        calculated = definition is not None and definition.calculate is not None
        return calculated and difference.key == "v" and not nodes[0].relevant

    def told_of_irrelevant(self, node: Node) -> str | None:
        """Return the value of what is not relevant; None where it would have been calculated."""
        return None if node.definition and node.definition.calculate else node.text

    def answer(self, step: Step) -> None:
        """Answer as the step does, and take it back where the constraint does not hold."""
        # An index of JavaRosa counts from 0; what its tests write counts from 1.
        ref = re.sub(r"\[(\d+)\]", lambda place: f"[{int(place[1]) + 1}]", step["ref"])
        former = self.nodes(ref)[0].text
        path = self.put(ref, [step["value"]])
        if step["result"] == "CONSTRAINT_VIOLATED" and self.response.asked(path).error:
            self.response.answer(path, former)

    def lacks_lists(self) -> bool:
        """Tell whether the form takes choices from files that lay beside it then."""
        return bool(_LIST.search(self.case["xml"]))

    def grow(self, step: Step) -> None:
        """Add the instances that came by this step, unless our count was there before."""
        for ref in step["changed"]:
            if ref.endswith("]") and ref not in self.theirs and not self.nodes(ref):
                self.add(ref[: ref.rindex("[")])


_DEEDS: dict[str, Callable[[_Replay, Step], None]] = {
    "answer": lambda replay, step: replay.answer(step),
    "createNewRepeat": lambda replay, step: replay.grow(step),
    "implicitRepeat": lambda replay, step: replay.grow(step),
    "newInstance": lambda replay, step: replay.renew(step),
    "removeRepeat": lambda replay, step: replay.remove(step),
    "setLanguage": lambda replay, step: replay.speak(step),
}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict):
        place = cast("dict[str, Any]", value)  # JSON
        return " ".join(str(place[part]) for part in _PLACE if place.get(part) is not None)
    return "" if value is None else str(value)
