"""Programs in Java over the JavaRosa that comes with pyxform, the engine within ODK Collect."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

FOLDER = user_cache_path("fieldkit-peers")
"""Where other engines are built and installed, once."""


class PeerError(Exception):
    """Another engine cannot run here; the message says why in a few words."""


def command(source: Path) -> list[str]:
    """Return what runs a program of one Java file; it is compiled where that has not been done before.

    Raises:
        PeerError: there is no Java here.
    """
    if not shutil.which("javac") or not shutil.which("java"):
        raise PeerError("no Java here")
    jar = _jar()
    told = hashlib.sha256(source.read_bytes() + str(jar.stat().st_size).encode()).hexdigest()[:16]
    classes = FOLDER / f"java-{told}"
    if not classes.exists():
        beside = classes.with_suffix(f".{os.getpid()}")
        beside.mkdir(parents=True)
        subprocess.run(
            ["javac", "-nowarn", "-encoding", "UTF-8", "-cp", str(jar), "-d", str(beside), str(source)],
            check=True,
        )
        beside.replace(classes)
    return ["java", "-Xmx2g", "-cp", os.pathsep.join([str(jar), str(classes)]), source.stem]


def _jar() -> Path:
    spec = find_spec("pyxform")
    assert spec
    assert spec.origin
    return Path(spec.origin).with_name("validators") / "odk_validate" / "bin" / "ODK_Validate.jar"
