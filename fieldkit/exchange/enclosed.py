"""The files that lie with collected answers: in the same archive, or in a folder beside them."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath

from fieldkit.exchange.destination import beside
from fieldkit.exchange.media import FOLDER

MOST_BYTES = 100_000_000
"""A larger file would neither fit into the project file nor travel by a shared folder."""
_TABLES = (".csv", ".xml", ".xlsx")
_UNSAFE = re.compile(r"[^-\w.]")


class Enclosed:
    """Files by the name that an answer has for them.

    ODK Central has them side by side in `media`. Where several have one name, as in KoboToolbox, whose folders are
    called after submissions, the one in the folder of the submission is meant.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, list[str]] = defaultdict(list)
        for name in _names(path):
            self._found[_plain(PurePosixPath(name).name)].append(name)

    def content(self, key: str, name: str) -> bytes | None:
        """Return the bytes of the file that an answer of this submission names; None where it is not there."""
        own = key.removeprefix("uuid:")
        found = self._found.get(_plain(name), [])
        of_submission = [path for path in found if own in PurePosixPath(path).parts]
        called_so = [path for path in found if PurePosixPath(path).name == name]
        chosen = of_submission or called_so or found
        return self._read(chosen[0]) if len(chosen) == 1 else None

    def _read(self, name: str) -> bytes | None:
        try:
            if zipfile.is_zipfile(self._path) and self._path.suffix.lower() == ".zip":
                with zipfile.ZipFile(self._path) as archive:
                    return archive.read(name) if archive.getinfo(name).file_size <= MOST_BYTES else None
            path = Path(name)
            return path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
        except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError):
            return None


def in_media(name: str) -> bool:
    """Tell whether a file lies in a folder of media, whatever it looks like: it holds no answers of its own."""
    return FOLDER in PurePosixPath(name).parts[:-1]


def _names(path: Path) -> list[str]:
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                return [
                    part.filename
                    for part in archive.infolist()
                    if not part.is_dir() and _is_media(part.filename)
                ]
        except (OSError, zipfile.BadZipFile):
            return []
    folders = [path] if path.is_dir() else [beside(path, FOLDER), path.with_name(FOLDER)]
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    return [file.as_posix() for file in files if _is_media(file.as_posix())]


def _is_media(name: str) -> bool:
    return in_media(name) or not name.lower().endswith(_TABLES)


def _plain(name: str) -> str:
    """Return a name as servers rewrite it: KoboToolbox keeps `a photo 1).jpg` as `a_photo_1.jpg`."""
    return _UNSAFE.sub("", name.strip().replace(" ", "_")).lower()
