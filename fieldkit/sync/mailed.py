"""What came by mail or on a stick: files of changes and attachments, one by one, in folders, or in archives."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from pathlib import Path

from fieldkit.errors import FolderError
from fieldkit.sync.folder import HEAD, MARKER
from fieldkit.words import _

MOST_BYTES = 1 << 30
"""A file in an archive that unpacks to more than this is refused: no parcel comes near it."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def parcels(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield what may be files of changes, by name: what was named itself, and whatever ends in `.csv` within.

    Raises:
        FolderError: there is no such file, or it cannot be read.
    """
    named = {path.name for path in paths}

    def wanted(name: str) -> bool:
        if name in (HEAD, MARKER) or name.startswith(".") or _SHA256.fullmatch(name):
            return False
        return name.endswith(".csv") or name in named

    yield from _read(paths, wanted)


def attachments(paths: Sequence[Path], awaited: Container[str]) -> Iterator[tuple[str, bytes]]:
    """Yield those of the awaited attachments that came whole, by the hashes of their content, which are their names.

    Raises:
        FolderError: there is no such file, or it cannot be read.
    """
    for sha256, content in _read(paths, awaited.__contains__):
        if hashlib.sha256(content).hexdigest() == sha256:
            yield sha256, content


def _read(paths: Sequence[Path], wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        try:
            yield from ((name, read()) for name, read in _inside(path) if wanted(name))
        except (OSError, zipfile.BadZipFile) as error:
            raise FolderError(
                _("{name} cannot be read: {reason}. Nothing was changed.").format(
                    name=path.name, reason=getattr(error, "strerror", None) or error
                ),
                _("Look whether the file is there and whole, then try again."),
            ) from error
        except (RuntimeError, zlib.error, EOFError) as error:
            # So zipfile says that there is a password, a way of packing that it does not know, or damage.
            raise FolderError(
                _(
                    "{name} cannot be unpacked: it is damaged, or locked by a password. Nothing was changed."
                ).format(name=path.name),
                _("Unpack it with another program, and merge the folder that comes of it."),
            ) from error


def _inside(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each file, and what reads it."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield file.name, file.read_bytes
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and entry.file_size <= MOST_BYTES:
                    yield entry.filename.rpartition("/")[2], partial(archive.read, entry)
    else:
        yield path.name, path.read_bytes
