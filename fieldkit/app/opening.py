"""Files that people gave, looked at with what this laptop has for them: only kinds that cannot do anything."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldkit.errors import FileError
from fieldkit.store import spare
from fieldkit.words import _

PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic"])
SOUNDS = frozenset([".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".amr", ".wma"])
FILMS = frozenset([".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".3gp", ".mpg", ".mpeg", ".ogv", ".wmv"])
PAPERS = frozenset([".pdf", ".txt", ".md", ".csv", ".rtf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx"])
HARMLESS = PICTURES | SOUNDS | FILMS | PAPERS
"""What is looked at or listened to. Programs, scripts, pages of the web and documents with macros are not here."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Signs that some system does not allow in a file name."""


def is_harmless(name: str, kinds: frozenset[str] = HARMLESS) -> bool:
    """Tell by its name whether a file is of a kind that can be opened without running anything in it."""
    return Path(name).suffix.lower() in kinds


class Desk:
    """A folder of this laptop where copies lie while they are looked at; it goes with `clear`, or with its owner."""

    def __init__(self) -> None:
        self._folder: QTemporaryDir | None = None

    def lay(self, name: str, content: bytes) -> Path:
        """Put a copy on the desk and return where it lies."""
        self._folder = self._folder or QTemporaryDir()
        path = Path(self._folder.filePath(_UNSAFE.sub("_", name.rpartition("/")[2]) or "_"))
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
        if self._folder:
            self._folder.remove()
            self._folder = None
