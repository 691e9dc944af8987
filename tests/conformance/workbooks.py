"""Replays XLSForms of pyxform's own suite, and loads real forms.

A valid one loads, and warns of what pyxform warns of. A bad one is refused for the same reason at the same place, in
sentences for people.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import openpyxl

from fieldkit.forms import Examined, Finding, Severity, examine
from tests.conformance.cases import cases_in
from tests.conformance.outcome import Case, Outcome, Verdict
from tests.conformance.policy import NOBODY_READS, nobody_reads
from tests.conformance.reasons import FAULTS, WARNINGS, kinds_of

_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '([^']*)' value")
_JARGON = re.compile(r"\[row|\b(?:pyxform|[Ii]temset|nodeset|survey element|[Xx][Pp]ath|\w*Error|None)\b")


class Place(NamedTuple):
    """Where a reason of upstream points to; blank and 0 where it does not say."""

    sheet: str
    row: int
    column: str


def pyxform(path: Path) -> Iterator[Outcome]:
    """Replay every XLSForm of a file of cases."""
    for case in cases_in(path):
        try:
            yield _replayed(case, path.with_name("initial_state_javarosa.jsonl.gz"))
        except Exception as error:  # a form that breaks the importer must not end the count
            yield Outcome(_name(case), Verdict.FAILED, f"{type(error).__name__}: {error}")


def real_forms(folder: Path) -> Iterator[Outcome]:
    """Load every form of a folder, workbooks and XForms."""
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".xlsx", ".xls", ".xml") or path.name.endswith(".xform.xml"):
            continue
        name = f"load-{path.stem.replace(' ', '-')}"
        try:
            form, found = examine(path)
        except Exception as error:
            yield Outcome(name, Verdict.FAILED, f"{type(error).__name__}: {error}")
            continue
        verdict = Verdict.PASSED if form is not None else Verdict.FAILED
        yield Outcome(name, verdict, "; ".join(f.said for f in found if f.severity is Severity.FAULT))


def _name(case: Case) -> str:
    # The same ids name the states right after loading.
    return f"xlsform-{case['id']}"


def _replayed(case: Case, states: Path) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        answer = examine(_written(case, Path(folder)))
    if case["errored"]:
        return _refused(case, answer)
    if case.get("convert_error"):
        return Outcome(_name(case), Verdict.SKIPPED, "upstream calls it valid, and could not convert it")
    return _accepted(case, answer, states)


def _written(case: Case, folder: Path) -> Path:
    """Write a case to a file. Without a form_id a form is called after its file, which upstream calls `data`."""
    if case["md"]:
        path = folder / "data.md"
        path.write_text(case["md"], "utf-8")
        return path
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in case["ss"].items():
        sheet = book.create_sheet(name)
        headers = list(dict.fromkeys(header for row in rows for header in row))
        sheet.append(headers)
        for row in rows:
            sheet.append([row.get(header) for header in headers])
    path = folder / "data.xlsx"
    book.save(path)
    return path


# Valid ones


def _accepted(case: Case, answer: Examined, states: Path) -> Outcome:
    faults = _with(answer, Severity.FAULT)
    if answer.form is None:
        told = "; ".join(finding.said for finding in faults)
        if nobody_reads(
            {finding.code for finding in faults}, _errors_of_javarosa(states).get(case["id"], "")
        ):
            return Outcome(_name(case), Verdict.KNOWN, f"{NOBODY_READS}: {told}")
        return Outcome(_name(case), Verdict.FAILED, f"did not load: {told}")
    if faults:
        return Outcome(_name(case), Verdict.FAILED, f"loads, and calls it a fault: {faults[0].said}")
    warnings = _with(answer, Severity.WARNING)
    missing = [said for said in case.get("warnings") or [] if _unheard(said, warnings, WARNINGS)]
    if missing:
        return Outcome(_name(case), Verdict.FAILED, f"no warning alike: {missing[0]}")
    if odd := _odd(warnings):
        return Outcome(_name(case), Verdict.FAILED, f"not for people: {odd}")
    return Outcome(_name(case), Verdict.PASSED)


@lru_cache(maxsize=4)
def _errors_of_javarosa(states: Path) -> dict[str, str]:
    return {case["id"]: case.get("error") or "" for case in cases_in(states)} if states.exists() else {}


# Bad ones


def _refused(case: Case, answer: Examined) -> Outcome:
    faults = _with(answer, Severity.FAULT)
    if answer.form is not None or not faults:
        return Outcome(_name(case), Verdict.FAILED, f"was accepted: {_reason(case)}")
    if odd := _odd(answer.findings):
        return Outcome(_name(case), Verdict.FAILED, f"not for people: {odd}")
    for said in _reasons(case):
        if why := _unheard(said, faults, FAULTS):
            told = "; ".join(f"{finding.code}: {finding.said}" for finding in faults)
            return Outcome(_name(case), Verdict.FAILED, f"{why} {said} | told: {told}")
    return Outcome(_name(case), Verdict.PASSED)


def _reason(case: Case) -> str:
    return " ".join(case["error_contains"]) or str(case.get("convert_error", ""))


def _reasons(case: Case) -> list[str]:
    """Return the reasons of upstream: one for each row that it names; all it says, where it names none."""
    placed = [part for part in case["error_contains"] if _ROW.search(part)]
    return placed or [_reason(case)]


def _unheard(said: str, findings: list[Finding], known: dict[str, set[str]]) -> str:
    """Return why what upstream says is not among the findings; blank where it is."""
    plain = " ".join(said.split())
    kinds = kinds_of(plain, known)
    if not kinds:
        return "no kind is known for"
    alike = [finding for finding in findings if finding.code in kinds]
    if not alike:
        return "none of its kind is told:"
    return "" if any(_at(_place(plain), finding) for finding in alike) else "told, and not at its place:"


def _place(said: str) -> Place:
    row, sheet, column = _ROW.search(said), _SHEET.search(said), _COLUMN.search(said)
    return Place(
        sheet[1] if sheet else "survey" if row else "",
        int(row[1]) if row else 0,
        re.sub(r" \((?:value|label)\)$", "", column[1]) if column and sheet else "",
    )


def _at(place: Place, finding: Finding) -> bool:
    ours = finding.place
    # Of settings, pyxform names the row of the headers; the cell to mend is beneath them.
    row = 0 if place.sheet == "settings" else place.row
    return (
        (not place.sheet or place.sheet == ours.sheet)
        and (not row or row == ours.row)
        and (not place.column or place.column == ours.column or not row or place.sheet == "entities")
    )


def _odd(findings: list[Finding]) -> str:
    """Return what no author would understand; blank where there is nothing."""
    for finding in findings:
        if _JARGON.search(finding.sentence) or not finding.sentence.rstrip().endswith((".", "?", "!")):
            return json.dumps(finding)
        if finding.severity is Severity.FAULT and not finding.remedy:
            return f"{finding.said} (and what to do about it?)"
    return ""


def _with(answer: Examined, severity: Severity) -> list[Finding]:
    return [finding for finding in answer.findings if finding.severity is severity]
