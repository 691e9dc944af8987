"""The disk that files lie on: writing one whole, and what can be told of it."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_SYNCED = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    "fieldkit-project.csv": "fieldkit",
}
"""What lies in a folder that a program syncs."""


def put(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it under its name, and that it outlasts a power cut."""
    unfinished = path.with_name(f".fk-{secrets.token_hex(6)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _settle(path.parent)
    except OSError:
        with suppress(OSError):  # Where the medium is gone, so is the file.
            unfinished.unlink(missing_ok=True)
        raise


def make_private(path: Path) -> None:
    """Make an empty file that this account alone may read, before anything is written into it.

    SQLite gives the files that it keeps beside one the same rights. On Windows a file has those of its folder, and the
    folders of an account are its own.

    Raises:
        OSError: it is there already, or cannot be made.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def make_like(path: Path, model: Path) -> None:
    """Make an empty file that those may read who may read the other, and a folder for it where there is none.

    Raises:
        OSError: the file is there already, or one of them cannot be made.
    """
    rights = stat.S_IMODE(model.stat().st_mode)
    # Whoever may read the files of a folder must also be let into it.
    path.parent.mkdir(mode=0o700 | (rights & 0o044) | (rights & 0o044) >> 2, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, rights | 0o600))


def _settle(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot sync a folder's entry, and needs no such thing.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def synced_by(path: Path) -> str:
    """Return the program that syncs the folder of a file, or one above it; empty where none is known to."""
    for folder in path.absolute().parents:
        for mark, program in _SYNCED.items():
            if (folder / mark).exists():
                return program
    return ""


def others_may_read(path: Path) -> bool:
    """Tell whether other accounts of this computer may read a file; where rights are otherwise, no."""
    if os.name == "nt":
        return False
    reachable = all(folder.stat().st_mode & 0o011 for folder in path.absolute().parents)
    return reachable and bool(path.stat().st_mode & 0o044)


def free_bytes(path: Path) -> int:
    """Return how much room the disk of a file has."""
    return shutil.disk_usage(path.parent).free


def encrypted(path: Path) -> bool | None:
    """Tell whether the disk of a file is encrypted; None where that cannot be told without special rights."""
    if sys.platform == "darwin":
        return _file_vault()
    return _device_mapper(path) if sys.platform.startswith("linux") else None


def _file_vault() -> bool | None:
    try:
        said = subprocess.run(
            ["/usr/bin/fdesetup", "status"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"FileVault is On.": True, "FileVault is Off.": False}.get(said.stdout.strip().partition("\n")[0])


def _device_mapper(path: Path) -> bool | None:
    """Follow a device down to those it is made of. Source: the kernel's Documentation/ABI, sysfs-block-dm."""
    number = path.stat().st_dev
    device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")
    if not device.exists():
        return None  # A file system without a device of its own, such as one in memory or of a container.
    waiting = [device.resolve()]
    while waiting:
        one = waiting.pop()
        uuid = one / "dm" / "uuid"
        if uuid.exists() and uuid.read_text("ascii").startswith("CRYPT-"):
            return True
        slaves = one / "slaves"
        waiting += [slave.resolve() for slave in slaves.iterdir()] if slaves.is_dir() else []
    return False
