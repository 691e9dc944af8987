"""A sound or a film that goes with a question: fieldkit has no player of its own, the laptop does."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from fieldkit.app.surveys.answer import Media
from fieldkit.words import _


class Player(QPushButton):
    """A button that opens a file of the form with whatever this laptop plays such files with.

    Qt's own player comes with a package many times as large as all of fieldkit.
    """

    def __init__(self, name: str, media: Media, parent: QWidget | None = None) -> None:
        self._called = name.rpartition("/")[2]
        super().__init__(_("▶ Play {name}").format(name=self._called), parent)
        self.setAccessibleName(_("Play {name}").format(name=self._called))
        self._name = name
        self._media = media
        self._desk: QTemporaryDir | None = None
        self.clicked.connect(self.play)

    @Slot()
    def play(self) -> None:
        """Open the file; where it has not arrived yet, or is neither a sound nor a film, say so."""
        if not _playable(self._called):
            # A form from elsewhere may name a program, which this laptop would run.
            self.setText(_("{name} is neither a sound nor a film").format(name=self._called))
            return
        content = self._media(self._name)
        if content is None:
            self.setText(_("{name} has not been added to this project yet").format(name=self._called))
            return
        # Files of a form say nothing of anybody: they may lie there until the button goes.
        self._desk = self._desk or QTemporaryDir()
        path = Path(self._desk.filePath(self._called))
        path.write_bytes(content)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _playable(name: str) -> bool:
    kind, _coding = mimetypes.guess_type(name, strict=False)
    return kind is not None and kind.startswith(("audio/", "video/"))
