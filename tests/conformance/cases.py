"""Reading the files of cases: gzipped JSON, one case a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.outcome import Case, Outcome, Replay, Replays, Verdict


def cases_in(path: Path) -> Iterator[Case]:
    """Yield the cases of a file; one that has no id is named after the file and its line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield {"id": f"{path.name.partition('.')[0]}-{number:05d}", **json.loads(line)}


def each(replay: Replay) -> Replays:
    """Return what replays every case of a file. An exception is a failure like any other."""

    def replays(path: Path) -> Iterator[Outcome]:
        for case in cases_in(path):
            try:
                yield replay(case)
            except Exception as error:  # a case that breaks the engine must not end the count
                yield Outcome(case["id"], Verdict.FAILED, f"{type(error).__name__}: {error}")

    return replays
