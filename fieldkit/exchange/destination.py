"""Where an export goes: nothing is there before all of it is whole, and what was there before stays until then."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldkit.errors import FileError
from fieldkit.store import spare
from fieldkit.words import _

_TEXTS = frozenset({".csv", ".xml"})


@contextmanager
def packed(to: Path) -> Generator[Path]:
    """Lend a folder to write files in. They end up in `to`: a .zip, or else a folder, which is made.

    Where the body raises, nothing is written.

    Raises:
        FileError: `to` cannot be written.
        ProjectError: it is a project.
    """
    with _at_hand(to) as desk:
        files = desk / "files"
        files.mkdir()
        yield files
        if to.suffix.lower() == ".zip":
            _zip(files, desk / "whole.zip")
            _private(desk / "whole.zip").replace(to)
        else:
            _put(files, to)


@contextmanager
def whole(to: Path, along: str = "") -> Generator[Path]:
    """Lend a path to write one file at, which ends up as `to`; and what is `beside` it goes along, if named.

    Raises:
        FileError: `to` cannot be written, or files of an earlier time lie beside it.
        ProjectError: it is a project.
    """
    with _at_hand(to) as desk:
        yield desk / to.name
        files = beside(desk / to.name, along)
        if along and files.exists():
            _put(files, beside(to, along))
        _private(desk / to.name).replace(to)


def beside(file: Path, what: str) -> Path:
    """Return the folder beside a file that belongs to it, such as `visit-media` for `visit.xlsx`."""
    return file.with_name(f"{file.stem}-{what}")


@contextmanager
def _at_hand(to: Path) -> Generator[Path]:
    spare(to)
    try:
        # Beside it, so that putting it there is one step, and nothing said lies in a folder of the system.
        with tempfile.TemporaryDirectory(prefix=".fieldkit-", dir=to.absolute().parent) as desk:
            yield Path(desk)
    except OSError as error:
        raise FileError(
            _("The answers could not be written to {name}.").format(name=to.name or to),
            _("Look whether you may write there ({reason}), or choose another folder.").format(
                reason=error.strerror
            ),
        ) from error


def _zip(files: Path, to: Path) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(file for file in files.rglob("*") if file.is_file()):
            # Photos and films are as small as they get.
            kind = zipfile.ZIP_DEFLATED if file.suffix in _TEXTS else zipfile.ZIP_STORED
            archive.write(file, file.relative_to(files).as_posix(), kind)


def _private(file: Path) -> Path:
    """Let this account alone read a file or folder, while nobody else can reach it yet; return it."""
    if os.name != "nt":
        for one in (file, *file.rglob("*")):
            with suppress(OSError):  # A stick that knows no rights is nobody's but its holder's.
                one.chmod(0o700 if one.is_dir() else 0o600)
    return file


def _put(files: Path, to: Path) -> None:
    if to.is_dir() and any(to.iterdir()):
        raise FileError(
            _("The folder “{name}” is not empty. Nothing was written.").format(name=to.name),
            _("Choose a new folder: files of an earlier export could be taken for part of this one."),
        )
    to.mkdir(mode=0o700, exist_ok=True)
    for file in sorted(files.iterdir()):
        shutil.move(_private(file), to / file.name)
