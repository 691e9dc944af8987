"""A sound or a film that goes with a question: fieldkit has no player of its own, the laptop does."""

from __future__ import annotations

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
        super().__init__(_("▶ Play {name}").format(name=name.rpartition("/")[2]), parent)
        self.setAccessibleName(_("Play {name}").format(name=name.rpartition("/")[2]))
        self._name = name
        self._media = media
        self._desk: QTemporaryDir | None = None
        self.clicked.connect(self.play)

    @Slot()
    def play(self) -> None:
        """Open the file; where it has not arrived yet, say so."""
        content = self._media(self._name)
        if content is None:
            self.setText(
                _("{name} has not been added to this project yet").format(name=self._name.rpartition("/")[2])
            )
            return
        # Files of a form say nothing of anybody: they may lie there until the button goes.
        self._desk = self._desk or QTemporaryDir()
        path = Path(self._desk.filePath(Path(self._name).name))
        path.write_bytes(content)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
