"""The shared folder: each laptop writes files of its own and reads those of the others.

    fieldkit-project.csv                          says whose folder it is
    journal/<writer>/<first>-<last>-<hash>.csv    changes; never rewritten, but for a redacted twin
    journal/<writer>/head.csv                     what this laptop last said about itself
    files/<ha>/<hash>                             attachments

One writer a file: cloud folders then have nothing to merge.
"""

from __future__ import annotations

import csv
import errno
import fnmatch
import hashlib
import io
import os
import re
import time
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from pathlib import Path
from stat import S_ISDIR
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from fieldkit.errors import FolderError
from fieldkit.store.disk import put
from fieldkit.sync.patience import Patience
from fieldkit.words import _

P = ParamSpec("P")
T = TypeVar("T")

MARKER = "fieldkit-project.csv"
_FORMAT = "fk1"
HEAD = "head.csv"
_IS_HEAD = re.compile(r"head\b.*\.csv", re.IGNORECASE)
"""What a laptop says about itself; a cloud may have made copies of it."""
_HASH = re.compile(r"[0-9a-f]{64}")
_NOWHERE = "--"
"""The name under which nothing lies."""
_UNFINISHED = ".fk-*.tmp"
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_A_DAY_S = 24 * 60 * 60
_WAITS_S = (0.05, 0.2, 0.8, 1.6)
"""How long to wait for a program, such as Excel or a virus scanner, to let go of a file."""


class Marker(NamedTuple):
    """Whose folder it is."""

    project: str
    created: str


class Entry(NamedTuple):
    """A file of changes as the folder lists it: its name below `journal`, its size, and when it was last written."""

    name: str
    size: int
    changed: int


class _Place(NamedTuple):
    """Where a file lies below `journal` or `files`."""

    folder: str
    name: str

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"


def _waited_for(deed: Callable[Concatenate[Folder, P], T]) -> Callable[Concatenate[Folder, P], T]:
    """Let a deed of the folder be waited for as long as its patience lasts."""

    @wraps(deed)
    def asked(folder: Folder, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            if folder.patience is None:
                return deed(folder, *args, **kwargs)
            return folder.patience.wait(lambda: deed(folder, *args, **kwargs))
        except OSError as error:
            # A drive that went away says so wherever it is asked for anything, were it only whether a file is there.
            raise folder.trouble(error, Path(error.filename or folder.path).name) from error

    return asked


class Folder:
    """A shared folder, wherever it is synced by: a cloud, a network drive, a stick."""

    def __init__(self, path: Path, patience: Patience | None = None) -> None:
        self.path = path
        self.patience = patience
        """How long to wait for it; without, as long as it takes."""

    @_waited_for
    def marker(self) -> Marker | None:
        """Return whose folder this is; None where nobody has said so.

        Raises:
            FolderError: the folder is not there, or its marker cannot be read.
        """
        if not self.path.is_dir():
            raise FolderError(
                _("The shared folder {folder} is not there. Nothing was changed.").format(folder=self.path),
                _("Plug in the stick or start the cloud program, or choose another folder."),
            )
        try:
            text = (self.path / MARKER).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self.trouble(error, MARKER) from error
        rows = {row[0]: row[1] for row in csv.reader(io.StringIO(text)) if len(row) == 2}
        if rows.get("format") != _FORMAT or not rows.get("project"):
            raise FolderError(
                _("{name} in the shared folder cannot be understood. Nothing was changed.").format(
                    name=MARKER
                ),
                _(
                    "Wait until the folder has finished syncing. If it stays so, this laptop may need a newer fieldkit."
                ),
            )
        return Marker(rows["project"], rows.get("created", ""))

    @_waited_for
    def claim(self, marker: Marker) -> None:
        """Say whose folder this is."""
        rows = [("format", _FORMAT), ("project", marker.project), ("created", marker.created)]
        self._write(self.path / MARKER, _table(rows))

    @_waited_for
    def is_empty(self) -> bool:
        """Tell whether nothing at all lies in the folder."""
        return self.path.is_dir() and not any(self.path.iterdir())

    @_waited_for
    def surrounds(self, project: Path) -> bool:
        """Tell whether a project file lies, or would lie, inside the folder."""
        return project.resolve().is_relative_to(self.path.resolve())

    # The journals

    @_waited_for
    def parcels(self) -> list[Entry]:
        """Return every file of changes, whatever it is called, without reading it.

        A cloud may have renamed one (`… (conflicted copy).csv`): the content says what it is, not the name.
        """
        found = [place for place in self._places("journal") if place.name.endswith(".csv")]
        named = [str(place) for place in found if not _IS_HEAD.match(place.name)]
        return [entry for name in named if (entry := self._entry(name))]

    @_waited_for
    def parcel(self, name: str) -> Entry | None:
        """Return one file of changes, if it is there."""
        return self._entry(name)

    @_waited_for
    def read_parcel(self, name: str) -> bytes:
        """Return the bytes of a file of changes."""
        return self._read(self.path / f"journal/{name}")

    @_waited_for
    def write_parcel(self, name: str, content: bytes) -> None:
        """Write one file of changes."""
        self._write(self.path / "journal" / name, content)

    @_waited_for
    def remove_parcel(self, name: str) -> None:
        """Remove a file of changes whose changes are in another one."""
        self._remove(self.path / "journal" / name)

    @_waited_for
    def heads(self) -> list[bytes]:
        """Return what each laptop said about itself, copies by a cloud included."""
        named = [str(place) for place in self._places("journal") if _IS_HEAD.fullmatch(place.name)]
        return [self._read(self.path / f"journal/{name}") for name in named if self._entry(name)]

    @_waited_for
    def write_head(self, writer: str, content: bytes) -> None:
        """Say something about this laptop to whoever looks into the folder.

        Another program may hold the file open for a moment: then it is written with the next sync, for nothing
        depends on it. Nor does whoever only reads need the right to write.
        """
        path = self.path / "journal" / writer / HEAD
        for wait in _WAITS_S:
            try:
                if not path.exists() or self._read(path) != content:
                    self._write(path, content)
                return
            except FolderError as error:
                if getattr(error.__cause__, "errno", None) not in _NO_RIGHT:
                    raise
                if not path.exists():
                    return
                time.sleep(wait)

    @_waited_for
    def versions(self) -> bool:
        """Tell whether Syncthing keeps older versions of the folder's files in it."""
        return (self.path / ".stversions").is_dir()

    # Attachments

    @_waited_for
    def attachment(self, sha256: str) -> bytes | None:
        """Return an attachment's bytes; None where it has not arrived whole."""
        path = self._attachment(sha256)
        if not path.is_file():
            return None
        content = self._read(path)
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    @_waited_for
    def has_attachment(self, sha256: str, size: int) -> bool:
        """Tell whether the folder has an attachment of this size in bytes."""
        path = self._attachment(sha256)
        return path.is_file() and path.stat().st_size == size

    @_waited_for
    def lying(self) -> dict[str, str]:
        """Return every file that lies where attachments do, by its place there, with the hash of its content."""
        files = self.path / "files"
        return {
            path.relative_to(files).as_posix(): hashlib.sha256(self._read(path)).hexdigest()
            for path in sorted(files.rglob("*"))
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        }

    @_waited_for
    def write_attachment(self, sha256: str, content: bytes) -> None:
        """Write an attachment."""
        self._write(self._attachment(sha256), content)

    @_waited_for
    def remove_attachment(self, sha256: str) -> None:
        """Remove an erased attachment, and the copies of it to whose names a cloud has added something."""
        path = self._attachment(sha256)
        for name in self._names(f"files/{path.parent.name}"):
            if name.startswith(path.name):
                self._remove(path.with_name(name))

    def _attachment(self, sha256: str) -> Path:
        # What a journal says is no path: it could lead to any file of this laptop.
        name = sha256 if _HASH.fullmatch(sha256) else _NOWHERE
        return self.path / "files" / name[:2] / name

    @_waited_for
    def sweep(self, own: Collection[str]) -> None:
        """Remove what power cuts left half written: by our own writers, and what nobody is writing any more.

        Words that were taken back since may be in it.
        """
        places = ["", *(f"{kind}/{name}" for kind in ("journal", "files") for name in self._names(kind))]
        for place in places:
            for name in fnmatch.filter(self._names(place), _UNFINISHED):
                path = self.path / place / name
                stat = self._stat(str(path))
                if stat and (path.parent.name in own or time.time() - stat.st_mtime > _A_DAY_S):
                    self._remove(path)

    # Disk

    def _places(self, kind: str) -> list[_Place]:
        """Return where the files of a kind lie, in order. What a link leads to is none of ours, nor what is hidden."""
        return [
            _Place(folder, name)
            for folder in self._names(kind)
            for name in self._names(f"{kind}/{folder}")
            if not name.startswith(".")
        ]

    def _names(self, place: str) -> list[str]:
        """Return what lies in a place and is no link, in order; nothing where there is no such folder."""
        self._go_on()
        try:
            # The listing tells links from the rest: to ask again of each file takes its time on a network drive.
            with os.scandir(f"{self.path}/{place}") as listed:
                return sorted(one.name for one in listed if not one.is_symlink())
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return []
        except OSError as error:
            raise self.trouble(error, place) from error

    def _entry(self, name: str) -> Entry | None:
        # Asked of the file itself: what a listing says of it may be older.
        stat = self._stat(f"{self.path}/journal/{name}")
        # Somebody may have made a folder of that name, which is none of ours and must stop nobody.
        return Entry(name, stat.st_size, stat.st_mtime_ns) if stat and not S_ISDIR(stat.st_mode) else None

    def _stat(self, path: str) -> os.stat_result | None:
        self._go_on()
        try:
            return os.stat(path)  # noqa: PTH116  to make a path of it takes longer than the answer
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.trouble(error, path.rpartition("/")[2]) from error

    def _read(self, path: Path) -> bytes:
        try:
            self._go_on(path.stat().st_size if self.patience else 0)
            return path.read_bytes()
        except OSError as error:
            raise self.trouble(error, path.name) from error

    def _write(self, path: Path, content: bytes) -> None:
        self._go_on(len(content))
        try:
            put(path, content)
        except OSError as error:
            raise self.trouble(error, path.name) from error

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self.trouble(error, path.name) from error

    def _go_on(self, size: int = 0) -> None:
        if self.patience:
            self.patience.go_on(size)

    def trouble(self, error: Exception, name: str) -> FolderError:
        """Return what to tell of an error of the disk, or of what carries the folder, about one of its files."""
        number = getattr(error, "errno", None)
        if number in (errno.ENOSPC, errno.EDQUOT):
            return FolderError(
                _("The shared folder is full, so {name} was not written. Your own project is safe.").format(
                    name=name
                ),
                _("Free some space there and sync again: it goes on where it stopped."),
            )
        if number in _NO_RIGHT:
            return FolderError(
                _("The shared folder does not let us read or write {name}. Your own project is safe.").format(
                    name=name
                ),
                _("Ask whoever shares it for the right to read and write, then sync again."),
            )
        return FolderError(
            _(
                "{name} in the shared folder cannot be read or written ({reason}). Your own project is safe."
            ).format(name=name, reason=getattr(error, "strerror", None) or error),
            _("Look whether the folder is still there, then sync again."),
        )


def _table(rows: Sequence[tuple[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")
