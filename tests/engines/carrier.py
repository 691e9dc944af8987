"""What carries a shared folder from one laptop to the other."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import pytest

PATIENCE_S = 60.0


class Carrier(Protocol):
    """Two ends of one shared folder."""

    here: Path
    there: Path

    def carry(self) -> None:
        """Bring both ends to the same files, as far as this engine does."""
        ...


def needs(*programs: str) -> None:
    """Skip the test where one of these programs is not on this machine."""
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}; as root, `python3 dev.py engines` installs it")


def until(claim: Callable[[], bool], what: str) -> None:
    """Wait until something holds, for as long as an engine may take."""
    ends = time.monotonic() + PATIENCE_S
    while not claim():
        if time.monotonic() > ends:
            pytest.fail(f"waited {PATIENCE_S:.0f} s in vain: {what}")
        time.sleep(0.1)


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it printed; its failure is the test's."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, but for what an engine keeps there for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".st") for part in path.relative_to(folder).parts)
    }
