"""How fast questionnaires load and answer, beside JavaRosa (in ODK Collect) and the engine of ODK Web Forms."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import Row
from benchmarks.peers import web_forms
from benchmarks.peers.java import PeerError, command
from benchmarks.shapes import Deeds, chain, listed, mixed, roster
from fieldkit.forms import load

PEERS = Path(__file__).parent / "peers"
OURS = "fieldkit"
_LONGEST_S = 300
"""After so long a peer is stopped, and its rows say so."""


class Promise(NamedTuple):
    """What we promise of a deed: at most so many ms of CPU."""

    deed: str
    task: str
    most_ms: float


def measured_forms() -> list[tuple[Deeds, list[Promise]]]:
    """Return the forms to measure with, and what we promise on each."""
    return [
        (chain(1000), [Promise("load", "load", 100), Promise("answer", "answer at the root", 10)]),
        (chain(5000), [Promise("load", "load", 700), Promise("answer", "answer at the root", 60)]),
        (mixed(1000), [Promise("load", "load", 100), Promise("answer", "typical answer", 1)]),
        (
            mixed(5000),
            [
                Promise("load", "load", 700),
                Promise("answer", "typical answer", 1),
                Promise("validate", "validate all", 200),
            ],
        ),
        (listed(50_000), [Promise("answer", "filter the list", 5)]),
        (roster(200), [Promise("add", "add an instance", 16)]),
    ]


def rows(words: Sequence[str]) -> list[Row]:
    """Measure all engines on this machine, one after the other; one that is not here says so in its rows."""
    parser = argparse.ArgumentParser(prog="dev.py bench forms", description=__doc__)
    parser.add_argument("--engine", action="append", choices=[*ENGINES], help="measure this one alone")
    parser.add_argument("--form", default="", help="measure with forms alone whose name begins like this")
    said = parser.parse_args(words)
    engines: list[str] = said.engine or [*ENGINES]
    measured: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for deeds, promises in measured_forms():
            if deeds.name.startswith(said.form):
                plan = _written(deeds, Path(folder) / deeds.name.replace(" ", "-"))
                told = {engine: _told(engine, plan) for engine in engines}
                measured += [
                    _row(f"{deeds.name}: {promise.task}", promise, engine, told)
                    for promise in promises
                    for engine in engines
                ]
    return measured


def _written(deeds: Deeds, folder: Path) -> Path:
    """Write a form, its files and its deeds into a folder, and return the file that tells of all."""
    folder.mkdir()
    workbook, xform, plan = folder / "form.md", folder / "form.xml", folder / "deeds.json"
    workbook.write_text(deeds.workbook, "utf-8")
    for name, text in deeds.files.items():
        (folder / name).write_text(text, "utf-8")
    # Converted here, so that what we measure is the first load of a fresh program, as with the peers.
    xform.write_text(load(workbook, folder / "converted").xml, "utf-8")
    where = {"workbook": str(workbook), "xform": str(xform), "folder": str(folder)}
    plan.write_text(json.dumps({**deeds._asdict(), **where, "workbook": str(workbook)}), "utf-8")
    return plan


def _told(engine: str, plan: Path) -> dict[str, Any]:
    print(f"{plan.parent.name}, {engine} …", file=sys.stderr, flush=True)
    try:
        ready = [*ENGINES[engine](), str(plan)]
        done = subprocess.run(ready, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
    except PeerError as error:
        return {"why": str(error)}
    except subprocess.TimeoutExpired:
        return {"why": f"stopped after {_LONGEST_S} s"}
    if done.returncode:
        return {"why": (done.stderr.strip() or f"ended with {done.returncode}").splitlines()[-1][:100]}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _row(task: str, promise: Promise, engine: str, told: dict[str, dict[str, Any]]) -> Row:
    mine = told[engine]
    cpu, wall = mine.get(promise.deed, (None, None))
    notes = [mine["why"]] if "why" in mine else []
    if OURS in told and mine.get("check") != told[OURS].get("check") and "why" not in mine:
        notes.append(f"ends with {mine.get('check')!r}, not {told[OURS].get('check')!r}")
    target = f"≤ {promise.most_ms:,.0f} ms" if engine == OURS else ""
    if target and cpu is not None and cpu > promise.most_ms:
        notes.append("MISSED")
    return Row(task, engine, cpu, wall, target=target, note="; ".join(notes))


# The engines: each is made ready where it is not yet, and told as the command that runs it


def _fieldkit() -> list[str]:
    return [sys.executable, "-m", "benchmarks.peers.ours"]


def _javarosa() -> list[str]:
    return command(PEERS / "javarosa" / "FormBench.java")


def _webforms() -> list[str]:
    return web_forms.command("bench.mjs")


ENGINES = {OURS: _fieldkit, "JavaRosa": _javarosa, "ODK Web Forms": _webforms}
"""What makes each engine ready, and returns how it is run."""
