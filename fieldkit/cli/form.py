"""Help for those who write questionnaires: what is wrong with a workbook, and one to begin with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from fieldkit.forms import Examined, Finding, Severity, examine
from fieldkit.words import _, ngettext


def check(files: Sequence[Path], as_json: bool) -> None:
    """Say what is wrong with questionnaires, and what will not work; exit with 1 where one cannot be used."""
    answers = [(file, examine(file)) for file in files]
    if as_json:
        told = {"files": [_as_json(file, answer) for file, answer in answers]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        console = Console(highlight=False)
        for file, answer in answers:
            _tell(console, file, answer)
    if any(answer.form is None for _file, answer in answers):
        raise typer.Exit(1)


def new(file: Path, title: str) -> None:
    """Write a workbook to begin with.

    Raises:
        FileError: it could not be written, or is there already.
    """
    from fieldkit.forms.workbooks.starting import write_starting_workbook

    write_starting_workbook(
        file, title or file.stem.replace("_", " ").replace("-", " ").capitalize(), _today()
    )
    console = Console(highlight=False, soft_wrap=True)
    console.print(_("Written: {file}").format(file=file), markup=False)
    console.print(
        _("Change it in Excel or LibreOffice, then: fieldkit form check {file}").format(file=file),
        markup=False,
    )


def _today() -> Any:
    return datetime.now().astimezone().date()


# As JSON


def _as_json(file: Path, answer: Examined) -> dict[str, Any]:
    form = answer.form
    return {
        "file": str(file),
        "usable": form is not None,
        "form_id": form.form_id if form else None,
        "version": form.version if form else None,
        "title": form.title if form else None,
        "findings": [_finding_as_json(finding) for finding in answer.findings],
    }


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.place.sheet or None,
        "row": finding.place.row or None,
        "column": finding.place.column or None,
        "sentence": finding.sentence,
        "remedy": finding.remedy or None,
    }


# For a terminal


def _tell(console: Console, file: Path, answer: Examined) -> None:
    faults = [finding for finding in answer.findings if finding.severity is Severity.FAULT]
    warnings = [finding for finding in answer.findings if finding.severity is Severity.WARNING]
    console.print(f"{file.name}: {_verdict(answer, len(faults), len(warnings))}", style="bold", markup=False)
    for heading, style, some in ((_("Fault"), "red", faults), (_("Warning"), "yellow", warnings)):
        if some:
            console.print(_table(heading, style, some))
    console.print()


def _verdict(answer: Examined, faults: int, warnings: int) -> str:
    counted = [
        ngettext("{count} fault", "{count} faults", faults).format(count=faults) if faults else "",
        ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings) if warnings else "",
    ]
    said = ", ".join(filter(None, counted))
    if answer.form is None:
        return _("cannot be used yet ({counted}).").format(counted=said)
    asked = sum(question.asked for question in answer.form.questions())
    usable = ngettext("can be used: {count} question", "can be used: {count} questions", asked).format(
        count=asked
    )
    return f"{usable} ({said})." if said else f"{usable}."


def _table(heading: str, style: str, findings: Sequence[Finding]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=f"bold {style}")
    table.add_column(heading, style=style)
    table.add_column(_("Row"), justify="right")
    table.add_column(_("Column"), max_width=24)
    table.add_column("")
    for finding in findings:
        sheet, row, column = finding.place
        said = f"{finding.sentence} {finding.remedy}"
        table.add_row(*map(_escaped, (sheet, str(row or ""), column, said)))
    return table


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text.strip())
