"""Replays expressions that the suites of JavaRosa and ODK Web Forms evaluated."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from random import Random
from typing import Any

from fieldkit.forms import dates
from fieldkit.forms.expressions.evaluation import compiled
from fieldkit.forms.expressions.expression import Call, ExpressionError, Operation, Path, Tree
from fieldkit.forms.expressions.reading import read
from fieldkit.forms.expressions.values import Value, boolean, number, string, texts
from fieldkit.forms.model import Scope, World
from tests.conformance.documents import Document, document_of
from tests.conformance.metres import same_metres
from tests.conformance.outcome import Case, Outcome, Verdict
from tests.conformance.policy import Answer, Difference, Engine, rule_for
from tests.conformance.zones import in_zone

_ZONE = "America/Phoenix"
_PRECISE = 1e-9
_ORDERED = {"ordered-iterator", "ordered-snapshot"}


def webforms(case: Case) -> Outcome:
    """Replay an expression of ODK Web Forms' suite: with its document, context, clock and zone."""
    if case["known_fail"]:
        return Outcome(case["id"], Verdict.SKIPPED, "upstream marks the outcome as not wanted")
    with in_zone(case["tz"]):
        answer = _answer(case)
        wanted = case.get("value", case.get("error"))
        return _outcome(case, answer, wanted, agrees=_as_webforms(case, answer))


def javarosa(case: Case) -> Outcome:
    """Replay an expression of JavaRosa's suite."""
    with in_zone(case["tz"]):
        answer = _answer(case)
        if answer.unsupported:
            return Outcome(case["id"], Verdict.SKIPPED, "calls a function that only that suite defines")
        if case["type"] == "exception":
            agrees = bool(answer.refused)
        else:
            agrees = not answer.refused and _as_javarosa(answer.value, case["value"], case["type"])
        return _outcome(case, answer, case["value"], agrees=agrees)


def divergences(case: Case) -> Outcome:
    """Replay an expression on which the two differ: JavaRosa is followed, and ODK Web Forms where that refuses."""
    if _depends_on_document(read(case["expr"])):
        return Outcome(case["id"], Verdict.SKIPPED, "each engine was asked about a document of its own")
    with in_zone(_ZONE):
        answer = _answer(case)
        if case["kind"] == "javarosa_error":
            wanted, kind = case["webforms"], case["webforms_type"]
            agrees = not answer.refused and _same(answer.value, wanted, kind)
        else:
            wanted, kind = case["javarosa"], case["javarosa_type"]
            agrees = not answer.refused and _as_javarosa(answer.value, wanted, kind)
        return _outcome(case, answer, wanted, agrees=agrees)


def _outcome(case: Case, answer: Answer, wanted: object, *, agrees: bool) -> Outcome:
    engine = _engine(case)
    measured = engine is Engine.WEB_FORMS and same_metres(case["expr"], number(answer.value), wanted)
    if agrees or measured:
        return Outcome(case["id"], Verdict.PASSED)
    rule = rule_for(Difference(case["expr"], answer, wanted, engine))
    ours = answer.refused or repr(_told(answer.value))
    why = f"{case['expr']}: {ours[:120]}, wanted {str(wanted)[:120]!r}"
    return Outcome(case["id"], Verdict.KNOWN if rule else Verdict.FAILED, f"{rule}: {why}" if rule else why)


def _engine(case: Case) -> Engine:
    followed = case.get("kind") == "diverge" or "uses_custom_functions" in case
    return Engine.JAVAROSA if followed else Engine.WEB_FORMS


def _told(value: Value) -> object:
    return [f"{node.name}={node.said()[:20]}" for node in value] if isinstance(value, list) else value


def _answer(case: Case) -> Answer:
    every_text = bool(re.search(r"node\(|text\(", case["expr"] + case.get("ctx", "")))
    root = case.get("root") or "/"
    document = document_of(case.get("xml") or "<root/>", root, every_text=every_text)
    context = document.by_path[case.get("ctx") or "/"]
    assert context.definition
    try:
        expression = compiled(case["expr"], context.definition, document.prefixes | (case.get("ns") or {}))
    except ExpressionError as error:
        return Answer("", error.sentence)
    value = expression.evaluate(Scope(_world(case, document, root), context))
    return Answer(value, "", document, expression.unsupported)


def _world(case: Case, document: Document, root: str) -> World:
    now = datetime.fromtimestamp(case.get("now_ms", 0) / 1000, UTC).astimezone()
    said = document.texts.get(case.get("lang") or next(iter(document.texts), ""), {})
    return World(
        document.by_path[root], document.instances, today=now.date, now=lambda: now, random=Random(1),
        itext=lambda name, _scope: said.get(name, ""), choice_label=lambda _definition, value, _scope: value,
    )  # fmt: skip


# Comparing


def _as_webforms(case: Case, answer: Answer) -> bool:
    if "error" in case:
        return bool(answer.refused)
    if answer.refused:
        return False
    wanted, kind = case["value"], case["type"]
    if kind in ("nodeset", "node"):
        return _same_nodes(answer, wanted, case)
    value = answer.value
    if case["nondeterministic"] and not _same(value, wanted, kind):
        return isinstance(wanted, str) and _alike(case["expr"], string(value), wanted)
    return _same(value, wanted, kind)


def _same(value: Value, wanted: object, kind: str) -> bool:
    """Tell whether a value is the wanted one, once it has become one of the wanted kind."""
    if kind == "boolean":
        return boolean(value) is wanted
    if kind == "number":
        return _close(number(value), float(str(wanted)))
    return string(value) == str(wanted)


def _close(got: float, wanted: float) -> bool:
    return (math.isnan(got) and math.isnan(wanted)) or math.isclose(
        got, wanted, rel_tol=_PRECISE, abs_tol=_PRECISE * 1e-3
    )


def _alike(expression: str, got: str, wanted: str) -> bool:
    """Tell whether chance may have brought both; of `uuid(n)`, the length is all that is promised."""
    if re.match(r"uuid\(.", expression) and not expression.startswith("uuid()"):
        return len(got) == len(wanted)
    return re.sub(r"[0-9a-f]", "x", got) == re.sub(r"[0-9a-f]", "x", wanted)


def _same_nodes(answer: Answer, wanted: list[dict[str, Any]], case: Case) -> bool:
    if isinstance(answer.value, str):
        # jr:itext() answers with the text, where Web Forms answers with the node that holds it.
        return [answer.value] == [node["string"] for node in wanted]
    if not isinstance(answer.value, list) or answer.document is None:
        return False
    names = {node: path for path, node in answer.document.by_path.items()}
    got = [names.get(node, "?") for node in answer.value]
    paths = [str(node["path"]) for node in wanted]
    if case["requested"] in ("any-node", "first-node"):
        return got[:1] == paths
    if case["requested"] in _ORDERED and not case["nondeterministic"]:
        return _without_order_of_attributes(got) == _without_order_of_attributes(paths)
    if "randomize" in case["expr"] and not case["nondeterministic"] and "," in case["expr"]:
        return got == paths
    return sorted(got) == sorted(paths)


def _without_order_of_attributes(paths: list[str]) -> list[str]:
    # XPath 1.0, 5.3: the order of attributes is nobody's.
    return [path for _at, path in sorted(enumerate(paths), key=lambda pair: _place(paths, *pair))]


def _place(paths: list[str], at: int, path: str) -> tuple[int, str]:
    above, attribute, _name = path.partition("/@")
    first = (
        next(other for other, one in enumerate(paths) if one.startswith(f"{above}/@")) if attribute else at
    )
    return first, path if attribute else ""


def _as_javarosa(value: Value, wanted: object, kind: str) -> bool:
    if kind == "Date":
        day, named = dates.day_in(string(value)), dates.day_in(_plain_day(str(wanted)))
        return day is not None and day == named
    if kind == "nodeset":
        return texts(value) == wanted
    if kind == "Boolean":
        return value is (wanted in (True, "true"))
    if kind == "Double":
        return isinstance(value, float) and _close(value, float(str(wanted)))
    return string(value) == str(wanted)


def _plain_day(text: str) -> str:
    """Return a day that Java wrote, such as `Wed Jan 07 00:00:00 GMT 1970`, as `1970-01-07`."""
    if not re.match("[A-Z]", text):
        return text
    return f"{datetime.strptime(text, '%a %b %d %H:%M:%S GMT %Y').date()}"  # noqa: DTZ007


def _depends_on_document(tree: Tree) -> bool:
    """Tell whether an expression looks at any node: where it stands, at a path, or at one that has an id."""
    if isinstance(tree, Path):
        return tree.start is None or _depends_on_document(tree.start)
    if isinstance(tree, Call):
        here = not tree.arguments and tree.name in _HERE
        return here or tree.name in _LOOKING or any(map(_depends_on_document, tree.arguments))
    return isinstance(tree, Operation) and any(map(_depends_on_document, tree.operands))


_HERE = {
    "string",
    "number",
    "normalize-space",
    "string-length",
    "name",
    "local-name",
    "namespace-uri",
    "position",
    "last",
}
_LOOKING = {"id", "lang", "current", "instance", "once"}
