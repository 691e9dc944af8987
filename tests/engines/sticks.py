"""Sticks with the file systems that sticks have, mounted through FUSE."""

from __future__ import annotations

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engines.carrier import needs, run, until

SIZE = 64 * 1024 * 1024


class Stick:
    """A stick that goes from hand to hand: it is pulled out and put in again."""

    def __init__(self, image: Path, mount: Path, file_system: str) -> None:
        self.here = self.there = mount
        self._image, self._file_system = image, file_system
        self._device = ""

    def put_in(self) -> None:
        """Mount it."""
        if self._file_system == "fat":
            run("fusefat", "-o", "rw+", self._image, self.here)
            return
        self._device = run("losetup", "-f", "--show", self._image).strip()
        program = {"exfat": "mount.exfat-fuse", "ntfs": "ntfs-3g"}[self._file_system]
        options = ("-o", "windows_names") if self._file_system == "ntfs" else ()
        run(program, *options, self._device, self.here)

    def pull_out(self) -> None:
        """Unmount it."""
        unmounted(self.here)
        if self._device:
            run("losetup", "-d", self._device)
            self._device = ""

    def carry(self) -> None:
        """Take it to the other laptop."""
        self.pull_out()
        self.put_in()


def unmounted(mount: Path) -> None:
    """Unmount a folder; a mount made through FUSE may need a moment."""
    until(
        lambda: (
            not mount.is_mount()
            or subprocess.run(["umount", str(mount)], capture_output=True, check=False).returncode == 0
        ),
        f"{mount} cannot be unmounted",
    )


@contextmanager
def stick(desk: Path, file_system: str) -> Generator[Stick]:
    """Lend a stick with this file system: `fat`, `exfat` or `ntfs`."""
    makers = {
        "fat": ("mkfs.fat", "-F", "32"),
        "exfat": ("mkfs.exfat",),
        "ntfs": ("mkfs.ntfs", "--fast", "--force", "--quiet"),
    }
    programs = {"fat": "fusefat", "exfat": "mount.exfat-fuse", "ntfs": "ntfs-3g"}
    needs(makers[file_system][0], programs[file_system])
    mountable()
    image, mount = desk / "stick.img", desk / "stick"
    mount.mkdir(parents=True)
    with image.open("wb") as file:
        file.truncate(SIZE)
    run(*makers[file_system], image)
    lent = Stick(image, mount, file_system)
    try:
        lent.put_in()
        yield lent
    finally:
        lent.pull_out()


def mountable() -> None:
    """Skip where folders cannot be mounted through FUSE."""
    if (
        not Path("/dev/fuse").exists()
        or subprocess.run(["losetup", "-f"], capture_output=True, check=False).returncode
    ):
        pytest.skip("needs FUSE and a loop device, which this machine does not let us have")
