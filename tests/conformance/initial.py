"""How forms start out: JavaRosa's state right after load, of the XForms that pyxform makes and of real ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.conformance.cases import cases_in
from tests.conformance.outcome import Case, Outcome, Verdict
from tests.conformance.states import alike, plain
from tests.conformance.traces import Walk, javarosa_at_load

_NOT_OF_THE_FORM = re.compile(r"XPath evaluation: canno")
"""JavaRosa alone, outside of Collect, has no pulldata() and no lists."""


def initial(path: Path) -> Iterator[Outcome]:
    """Open every form of a file of cases; the forms themselves lie in the files beside it."""
    forms = dict(_forms(path.parent))
    for case in cases_in(path):
        xml = forms.get(case["id"])
        if xml is None:
            yield Outcome(case["id"], Verdict.SKIPPED, "the form is not among the cases")
            continue
        try:
            yield _refused(case, xml) if "error" in case else _opened(case, xml)
        except Exception as error:  # a form that breaks the engine must not end the count
            yield Outcome(case["id"], Verdict.FAILED, f"{type(error).__name__}: {error}")


def _forms(folder: Path) -> Iterator[tuple[str, str]]:
    workbooks = folder / "xlsforms_pyxform_md.jsonl.gz"
    for case in cases_in(workbooks) if workbooks.exists() else ():
        if case.get("xform"):
            yield case["id"], case["xform"]
    for path in sorted((folder / "forms").glob("*.xml")):
        yield f"form-{path.name.partition('_')[0]}", path.read_text("utf-8")


def _refused(case: Case, xml: str) -> Outcome:
    """Look at a form that JavaRosa would not open."""
    walk = javarosa_at_load(xml)
    if walk is None:
        return Outcome(case["id"], Verdict.PASSED)
    if _NOT_OF_THE_FORM.search(case["error"]):
        return Outcome(case["id"], Verdict.SKIPPED, "JavaRosa lacks what Collect gives it")
    if "<label> node for itemset" in case["error"]:
        return Outcome(case["id"], Verdict.KNOWN, "F06 a choice without a label shows its value")
    if walk.form.warnings:
        return Outcome(case["id"], Verdict.KNOWN, "F13 a form is opened with a warning")
    return Outcome(case["id"], Verdict.FAILED, f"opened without a warning; there: {case['error']}")


def _opened(case: Case, xml: str) -> Outcome:
    walk = javarosa_at_load(xml)
    if walk is None:
        return Outcome(case["id"], Verdict.FAILED, "refused")
    wrong = walk.at_load(case["initial"])
    # Where a count keeps an instance away that JavaRosa keeps, only the rest can be compared.
    if not wrong and not walk.known and walk.as_many(case["initial"]):
        wrong = _written(case, walk) or _validated(case, walk)
    if wrong:
        return Outcome(case["id"], Verdict.FAILED, wrong)
    return Outcome(case["id"], Verdict.KNOWN if walk.known else Verdict.PASSED, "".join(walk.known[:1]))


def _written(case: Case, walk: Walk) -> str:
    """Compare the submission, which JavaRosa wrote after it had looked at all choices."""
    written = walk.submission(finished=False)
    if alike(written, case["finalXml"]):
        return ""
    if alike(_bare(written), _bare(case["finalXml"])):
        walk.known.append("F14 every instance has the attributes of its element")
        return ""
    if any("not among the choices" in fault.error for fault in walk.response.faults()):
        walk.known.append("F07 an answer that a filter took away is gone")
        return ""
    return f"XML {written}, wanted {case['finalXml']}"


def _bare(xml: str) -> str:
    root = ET.fromstring(xml)
    for element in root.iter():
        element.attrib.clear()
    return ET.tostring(root, "unicode")


def _validated(case: Case, walk: Walk) -> str:
    """Compare whether all is answered rightly, and where it first is not."""
    faults = [fault.path for fault in walk.response.faults()]
    if walk.known or case["validate"] not in ("OK", "1", "2"):
        return ""
    if (case["validate"] == "OK") is bool(faults):
        return f"faults {faults}, wanted {case['validate']}"
    wanted = plain(re.sub(r"\[\d+\]", "", str(case["validate_at"])))
    if faults and walk.ref_of(faults[0]) != wanted:
        return f"fault at {faults[0]}, wanted {wanted}"
    return ""
