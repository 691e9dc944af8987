"""Files that people gave, looked at with what this laptop has for them: only kinds that cannot do anything."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PySide6.QtCore import QLockFile, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldkit.errors import FileError
from fieldkit.settings import cache_folder
from fieldkit.words import _

PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic"])
SOUNDS = frozenset([".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".amr", ".wma"])
FILMS = frozenset([".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".3gp", ".mpg", ".mpeg", ".ogv", ".wmv"])
PAPERS = frozenset([".pdf", ".txt", ".md", ".csv", ".rtf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx"])
HARMLESS = PICTURES | SOUNDS | FILMS | PAPERS
"""What is looked at or listened to. Programs, scripts, pages of the web and documents with macros are not here."""
_DESK = "desk-"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Signs that some system does not allow in a file name."""


def is_harmless(name: str, kinds: frozenset[str] = HARMLESS) -> bool:
    """Tell by its name whether a file is of a kind that can be opened without running anything in it."""
    return Path(name).suffix.lower() in kinds


class Desk:
    """A folder of this laptop where copies lie while they are looked at; it goes with `clear`, or with its owner.

    Where the power failed it goes when fieldkit is started next: see `clear_away`.
    """

    def __init__(self) -> None:
        self._folder: QTemporaryDir | None = None
        self._lock: QLockFile | None = None

    def place(self, name: str) -> Path:
        """Return where something of this name may be laid."""
        if not self._folder:
            desks = _desks()
            desks.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder = QTemporaryDir(str(desks / f"{_DESK}XXXXXX"))
            self._lock = _lock_of(self._folder.path())
            self._lock.lock()
        return Path(self._folder.filePath(_UNSAFE.sub("_", name.rpartition("/")[2]) or "_"))

    def lay(self, name: str, content: bytes) -> Path:
        """Put a copy on the desk and return where it lies."""
        path = self.place(name)
        path.write_bytes(content)
        return path

    def show(self, name: str, content: bytes, parent: QWidget) -> None:
        """Open a copy with what this laptop has for it; where its kind might run, ask where to save it instead.

        Raises:
            FileError: it cannot be saved there.
            ProjectError: a project lies there.
        """
        if is_harmless(name):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.lay(name, content))))
            return
        chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save a copy of the file"), name)
        if not chosen:
            return
        from fieldkit.store import spare

        spare(Path(chosen))
        try:
            Path(chosen).write_bytes(content)
        except OSError as error:
            raise FileError(
                _("{name} could not be saved there. It is still kept with the interview.").format(name=name),
                _("Choose a folder that you may write to, on a disk with space left."),
            ) from error

    def clear(self) -> None:
        """Take everything from the desk."""
        if self._folder and self._lock:
            self._folder.remove()
            self._lock.unlock()
            self._folder = None


def clear_away() -> None:
    """Take away what lies on desks that nobody sits at any more, for fieldkit ended there without a word."""
    for desk in _desks().glob(f"{_DESK}*"):
        lock = _lock_of(str(desk))
        if desk.is_dir() and lock.tryLock(0):
            shutil.rmtree(desk, ignore_errors=True)
            lock.unlock()


def _desks() -> Path:
    return cache_folder() / "desks"


def _lock_of(desk: str) -> QLockFile:
    """Return what tells whether somebody sits at a desk; whose owner ended does not count."""
    return QLockFile(f"{desk}.lock")
