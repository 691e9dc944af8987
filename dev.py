#!/usr/bin/env python3
"""Sets fieldkit up and runs it: `python3 dev.py demo`. Without a word it lists what it can do.

The standard library is all it needs. Everything else goes into `.venv` beside this file, once.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("FIELDKIT_VENV", ROOT / ".venv")).absolute()
"""Where the parts are installed. FIELDKIT_VENV names another place: `.ci/run` starts from an empty one."""
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

OLDEST_PYTHON = (3, 11)
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt loads from a Linux system even without a screen, each with its Debian package."""
SCREEN_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What it loads besides to open windows on an X11 screen."""


class Verb(NamedTuple):
    """Something `dev.py` can do. Words typed after the verb go to the last of its commands."""

    line: str
    commands: Sequence[Sequence[str]]
    """Each begins with the name of a program in the venv."""
    extras: frozenset[str] = frozenset()
    """The optional dependencies in `pyproject.toml` that it needs."""
    programs: Mapping[str, str] = MappingProxyType({})
    """What it uses of the system where that is there, each program with its Debian package; root gets it installed."""


FIELDKIT = ("python", "-m", "fieldkit")
PYTEST = ("python", "-m", "pytest")
SCREENSHOTS = ("python", "-m", "tests.screenshots")
CONFORMANCE = ("python", "-m", "tests.conformance")
SIMULATION = ("python", "-m", "tests.simulation")
BENCH = ("python", "-m", "benchmarks")
ON_ALL_CORES = ("-n", "auto")
TESTS = (*PYTEST, *ON_ALL_CORES, "--dist", "loadfile")
"""The tests of one file share what they set up."""
ENGINES = (*PYTEST, "-n", "4", "-m", "engine", "tests/engines")
"""They mostly wait for each other's programs, so there may be more of them than cores."""
CRASH = (*PYTEST, *ON_ALL_CORES, "-m", "crash", "tests/crash")
CARRIERS = {
    "syncthing": "syncthing",
    "rclone": "rclone",
    "smbd": "samba",
    "fusermount3": "fuse3",
    "fusefat": "fusefat",
    "mkfs.fat": "dosfstools",
    "mount.exfat-fuse": "exfat-fuse",
    "mkfs.exfat": "exfatprogs",
    "ntfs-3g": "ntfs-3g",
}
"""What people share folders with, and the file systems of their sticks."""
LINT = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("lint-imports",),
    ("basedpyright", "--pythonpath", str(PYTHON)),
)
TEST = frozenset({"test"})
LINTED = TEST | {"cluster"}
"""Types are checked against all libraries that are used; where these are, the tests use them too."""

VERBS = {
    "demo": Verb("does the main job with the sample fieldwork, from start to finish", [(*FIELDKIT, "demo")]),
    "run": Verb("opens the app, or does what the words after it say", [FIELDKIT]),
    "test": Verb("runs the tests on all cores; words after it go to pytest", [TESTS], TEST),
    "lint": Verb("checks style, layers and types", LINT, LINTED),
    "check": Verb("runs all that must pass: style, layers, types and tests", (*LINT, TESTS), LINTED),
    "screenshots": Verb("takes pictures of the app into a FOLDER", [SCREENSHOTS], TEST),
    "conformance": Verb("replays what other form engines did, and counts", [CONFORMANCE], TEST),
    "simulate": Verb("plays made-up histories of laptops that share a folder", [SIMULATION], TEST),
    "crash": Verb(
        "cuts the power, anywhere and at any moment, and starts again",
        [CRASH],
        TEST,
        {"strace": "strace"},
    ),
    "engines": Verb("syncs through Syncthing, WebDAV, Samba and sticks", [ENGINES], TEST, CARRIERS),
    "bench": Verb("measures speed beside peers: bench forms, bench sync, …", [BENCH], TEST),
}


def main(words: Sequence[str]) -> int:
    """Do what the words say and return the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"fieldkit needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not words or words[0] in ("-h", "--help"):
        print(usage())
        return 0
    verb = VERBS.get(words[0])
    if verb is None:
        print(f"dev.py does not know '{words[0]}'.\n\n{usage()}", file=sys.stderr)
        return 2
    set_up(verb)
    return run(verb, words[1:])


def usage() -> str:
    """Return the list of verbs, one line each."""
    width = max(map(len, VERBS))
    lines = [f"  {name:{width}}  {verb.line}" for name, verb in VERBS.items()]
    return "\n".join(["python3 dev.py VERB", *lines])


def set_up(verb: Verb) -> None:
    """Make sure that the system and the venv have what is needed; quick where they have it already."""
    packages = [*missing_packages(), *missing_programs(verb)]
    if packages:
        install_packages(packages)
    if not ready(verb.extras):
        install(verb.extras)


def run(verb: Verb, words: Sequence[str]) -> int:
    """Run all commands of a verb, also after one has failed; return the first exit code that is not 0."""
    failed: dict[str, int] = {}
    for command in (*verb.commands[:-1], (*verb.commands[-1], *words)):
        named = " ".join(command)
        if len(verb.commands) > 1:
            print(f"\n== {named}", flush=True)
        program = shutil.which(command[0], path=str(BIN)) or command[0]
        code = subprocess.call([program, *command[1:]], cwd=ROOT, env=surroundings(os.environ))
        if code:
            failed[named] = code
    if len(verb.commands) > 1:
        print(f"\nDid not pass: {', '.join(failed)}." if failed else "\nAll passed.", flush=True)
    return next(iter(failed.values()), 0)


def surroundings(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for programs that use Qt: without a screen they draw into memory."""
    if sys.platform.startswith("linux") and not (given.get("DISPLAY") or given.get("WAYLAND_DISPLAY")):
        return {"QT_QPA_PLATFORM": "offscreen", **given}
    return dict(given)


def missing_packages() -> list[str]:
    """Return the Debian packages that are needed and are not there; none on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    libraries = LIBRARIES | SCREEN_LIBRARIES if os.environ.get("DISPLAY") else LIBRARIES
    packages = [package for name, package in libraries.items() if not loads(name)]
    # Debian cuts ensurepip out of its Python; no venv gets a pip without it.
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        packages.insert(0, f"python3.{sys.version_info.minor}-venv")
    return packages


def missing_programs(verb: Verb) -> list[str]:
    """Return the Debian packages of the programs that a verb would use, where we may install them."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return []
    return [package for program, package in verb.programs.items() if not shutil.which(program)]


def loads(name: str) -> bool:
    """Return whether the system's loader finds this shared library and all that it needs itself."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_packages(packages: Sequence[str]) -> None:
    """Install Debian packages.

    Raises:
        SystemExit: not root, or no Debian; the message is one line that says what to do.
    """
    if shutil.which("apt-get") is None:
        sys.exit(f"fieldkit needs what Debian calls {' '.join(packages)}. Please install it, then try again.")
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        sys.exit(f"fieldkit needs some system packages. Please type:  sudo {' '.join(command)}")
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], env=quiet)
    if subprocess.call([*command, "-qq", "-o=Dpkg::Use-Pty=0"], env=quiet, stdout=subprocess.DEVNULL):
        sys.exit("The system packages could not be installed; what went wrong stands above.")


def ready(extras: frozenset[str]) -> bool:
    """Return whether the venv was made for this very project file and Python, with these extras."""
    installed = stamp()
    return PYTHON.exists() and installed.fingerprint == fingerprint() and extras <= installed.extras


def fingerprint() -> str:
    """Return what the venv depends on, in short: when it changes, everything is installed again."""
    digest = hashlib.sha256(str(ROOT).encode())
    # Where the system's Python moved on to a new version, the same link leads elsewhere.
    digest.update(str(PYTHON.resolve()).encode())
    for file in (ROOT / "pyproject.toml", VENV / "pyvenv.cfg"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def install(extras: frozenset[str]) -> None:
    """Install the project, editable, and what it and these extras need; make the venv where there is none.

    Raises:
        SystemExit: something could not be made or fetched.
    """
    print(f"Installing what fieldkit needs into {VENV} (once; this takes a minute or two).", flush=True)
    extras |= stamp().extras
    stamp_file().unlink(missing_ok=True)
    if not _usable() and not _succeeds(sys.executable, "-m", "venv", "--clear", VENV):
        sys.exit(f"Python could not make {VENV}; what went wrong stands above.")
    project = f"{ROOT}[{','.join(sorted(extras))}]" if extras else str(ROOT)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check")
    # uv takes a third of pip's time; the system's certificates let it through an office's own gate.
    through_uv = _succeeds(*pip, "install", "--quiet", "uv") and _succeeds(
        BIN / "uv", "pip", "install", "--system-certs", "--python", PYTHON, "--editable", project
    )
    if not through_uv and not _succeeds(*pip, "install", "--editable", project):
        sys.exit("Not everything could be installed; what went wrong stands above. Is this computer online?")
    write_stamp(extras)


def _usable() -> bool:
    config = VENV / "pyvenv.cfg"
    # The programs of a venv that was moved call a Python where it used to be.
    if not PYTHON.exists() or str(VENV) not in config.read_text("utf-8"):
        return False
    probe = f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.call([PYTHON, "-c", probe], stderr=subprocess.DEVNULL) == 0


def _succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.call(list(map(str, command)), stdin=subprocess.DEVNULL) == 0
    except OSError:
        return False


class Stamp(NamedTuple):
    """What was last installed in the venv."""

    fingerprint: str
    extras: frozenset[str]


def stamp_file() -> Path:
    """Return where the stamp lies; it goes when the venv goes."""
    return VENV / "fieldkit-ready.json"


def stamp() -> Stamp:
    """Return what the venv was made for; nothing where it is unfinished or the stamp is spoilt."""
    try:
        fields = json.loads(stamp_file().read_text("utf-8"))
        return Stamp(fields["fingerprint"], frozenset(fields["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Stamp("", frozenset())


def write_stamp(extras: Iterable[str]) -> None:
    """Note that the project as it is now, with these extras, is installed."""
    fields = {"fingerprint": fingerprint(), "extras": sorted(extras)}
    stamp_file().write_text(json.dumps(fields), "utf-8")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
