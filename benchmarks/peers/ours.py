"""The deeds of a benchmark, done by fieldkit."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

from fieldkit.forms import Response, load


class Watch:
    """Takes the time of deeds, by their names."""

    def __init__(self) -> None:
        self._took: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def timing(self, name: str) -> Generator[None]:
        """Take the time of what is done within."""
        cpu, wall = process_time(), perf_counter()
        yield
        took = (process_time() - cpu) * 1e3, (perf_counter() - wall) * 1e3
        self._took.setdefault(name, []).append(took)

    def medians(self) -> dict[str, list[float]]:
        """Return [CPU ms, wall ms] of each name."""
        return {name: [median(part) for part in zip(*some, strict=True)] for name, some in self._took.items()}


def done(plan: dict[str, Any]) -> dict[str, object]:
    """Do the deeds of a plan, and return what they took."""
    watch, workbook, cache = Watch(), Path(plan["workbook"]), Path(plan["folder"]) / "converted"
    with watch.timing("load"):
        response = Response(load(workbook, cache), random=Random(1))
    for ref, text in plan["before"]:
        _answer(response, plan, ref, text)
    for ref, text in plan["answers"]:
        with watch.timing("answer"):
            _answer(response, plan, ref, text)
    if plan["roster"]:
        roster = _path(plan["roster"])
        while len(response.instances(roster)) < plan["instances"]:
            response.add(roster)
        for _time in range(5):
            with watch.timing("add"):
                response.add(roster)
    if plan["validates"]:
        with watch.timing("validate"):
            response.faults()
    return {**watch.medians(), "check": response.answers().get(_path(plan["check"]), "")}


def _answer(response: Response, plan: dict[str, Any], ref: str, text: str) -> None:
    response.answer(_path(ref), text)
    if plan["choices"]:
        response.asked(_path(plan["choices"]))


def _path(ref: str) -> str:
    return "/" + ref.split("/", 2)[2]


if __name__ == "__main__":
    print(json.dumps(done(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
