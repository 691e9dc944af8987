"""The laptop that this runs on: what tells it from others, and where it remembers which files are its own."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_PATIENCE_S = 5


class Laptop(NamedTuple):
    """What tells one laptop from another."""

    memory: Path | None = None
    """Where it remembers which project files are its own, apart from all of them; None where it remembers nothing."""
    machine: str = ""
    """Names the machine and the account on it; empty where that cannot be told."""


def this_laptop() -> Laptop:
    """Return the laptop that this runs on; it remembers in FIELDKIT_DATA where that is set, else where systems do."""
    named = os.environ.get("FIELDKIT_DATA")
    if named:
        return Laptop(Path(named), _machine())
    import platformdirs

    return Laptop(platformdirs.user_data_path("fieldkit", appauthor=False), _machine())


def _machine() -> str:
    # Names of hosts and addresses of networks change while a laptop is in use; these do not.
    number = {"win32": _of_windows, "darwin": _of_mac}.get(sys.platform, _of_linux)()
    account = getpass.getuser() if sys.platform == "win32" else str(os.getuid())
    return f"{number} {account}" if number else ""


def _of_linux() -> str:
    """Source: machine-id(5), which asks not to pass the id on as it is: see `identity`."""
    try:
        return Path("/etc/machine-id").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _of_mac() -> str:
    """Source: Apple TN1103, "Uniquely identifying a Macintosh computer"."""
    try:
        said = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r'"IOPlatformUUID" = "([^"]+)"', said.stdout)
    return found[1] if found else ""


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""
