"""JavaRosa, the engine within ODK Collect, asked what becomes of a form: one question and one answer a line of JSON."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.peers.java import PeerError, command

Steps = list[dict[str, str]]


class Oracle:
    """A running JavaRosa. Its clock tells the time in UTC."""

    def __init__(self, source: Path) -> None:
        """Start the program of a Java file, compiled where that has not been done yet.

        Raises:
            PeerError: there is no Java here.
        """
        if not source.exists():
            raise PeerError(f"no {source.name} here")
        self._process = subprocess.Popen(
            [*command(source), "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TZ": "UTC"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # It ends where its questions do.
        with self._process:
            pass

    def fill(self, xml: str, steps: Steps, *, every_state: bool = False) -> dict[str, Any]:
        """Fill a form step by step, walking through all of it after each, and return what became of it.

        `initial` and the `state` of each of the `steps` are there where every state is wanted, `final` in any case;
        `error` where the form did not load.
        """
        asked = {"xml": xml, "steps": steps, "walk": True, "dump": "all" if every_state else "last"}
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps(asked) + "\n")
        stdin.flush()
        told: dict[str, Any] = json.loads(stdout.readline())
        return told
