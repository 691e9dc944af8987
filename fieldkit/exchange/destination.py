"""Where an export goes: nothing is there before all of it is whole, and what was there before stays until then."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from fieldkit.errors import FileError
from fieldkit.words import _


@contextmanager
def packed(to: Path) -> Generator[Path]:
    """Lend a folder to write files in. They end up in `to`: a .zip, or else a folder, which is made.

    Where the body raises, nothing is written.

    Raises:
        FileError: `to` cannot be written.
    """
    with _beside(to) as desk:
        files = desk / "files"
        files.mkdir()
        yield files
        if to.suffix.lower() == ".zip":
            _zip(files, desk / "whole.zip")
            (desk / "whole.zip").replace(to)
        else:
            _put(files, to)


@contextmanager
def whole(to: Path) -> Generator[Path]:
    """Lend a path to write one file at, which ends up as `to`.

    Raises:
        FileError: `to` cannot be written.
    """
    with _beside(to) as desk:
        yield desk / to.name
        (desk / to.name).replace(to)


@contextmanager
def _beside(to: Path) -> Generator[Path]:
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
        for file in sorted(files.iterdir()):
            archive.write(file, file.name)


def _put(files: Path, to: Path) -> None:
    if to.is_dir() and any(to.iterdir()):
        raise FileError(
            _("The folder “{name}” is not empty. Nothing was written.").format(name=to.name),
            _("Choose a new folder: files of an earlier export could be taken for part of this one."),
        )
    to.mkdir(exist_ok=True)
    for file in sorted(files.iterdir()):
        shutil.move(file, to / file.name)
