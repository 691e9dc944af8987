"""Other engines, asked what becomes of a form: one question and one answer a line of JSON."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.peers import java, web_forms
from benchmarks.peers.java import PeerError

Steps = list[dict[str, str]]


class Oracle:
    """A running JavaRosa, the engine in ODK Collect, or the one of ODK Web Forms. Its clock tells the time in UTC."""

    def __init__(self, words: Sequence[str]) -> None:
        """Start the program that these words run."""
        self._process = subprocess.Popen(
            words,
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


def javarosa(shared: Path) -> Oracle:
    """Start JavaRosa, by a program that lies in `shared`; it is compiled where that has not been done yet.

    Raises:
        PeerError: there is no Java here, or no program.
    """
    source = shared / "tools" / "oracle" / "JrOracle.java"
    if not source.exists():
        raise PeerError(f"no {source.name} here")
    return Oracle([*java.command(source), "serve"])


def odk_web_forms() -> Oracle:
    """Start the engine of ODK Web Forms; it is installed where that has not been done yet.

    Raises:
        PeerError: there is no Node here, or no network to install from.
    """
    return Oracle(web_forms.command("serve.mjs"))
