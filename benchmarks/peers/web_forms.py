"""Programs in Node over the engine of ODK Web Forms, in the versions that are locked beside them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from benchmarks.peers.java import FOLDER, PeerError

_PROGRAMS = Path(__file__).with_name("webforms")


def command(program: str) -> list[str]:
    """Return what runs one of the programs; the engine is installed where that has not been done before.

    Raises:
        PeerError: there is no Node here, or no network to install from.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise PeerError("no Node here")
    folder = FOLDER / "webforms"
    shutil.copytree(_PROGRAMS, folder, dirs_exist_ok=True)
    installed, locked = folder / "node_modules" / ".package-lock.json", _PROGRAMS / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < locked.stat().st_mtime:
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, capture_output=True, check=False
        )
        if done.returncode:
            raise PeerError("npm cannot install it: no network?")
    return [node, "--max-old-space-size=4096", str(folder / program)]
