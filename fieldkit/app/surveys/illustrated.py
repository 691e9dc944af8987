"""The pictures, sounds and films that go with the words of a question, a group or a page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldkit.app.parts import emptied, label
from fieldkit.app.surveys.answer import Media
from fieldkit.app.surveys.played import Player
from fieldkit.words import _

_PICTURE = 240


class Illustrated(QWidget):
    """What goes with some words, under each other. It hides where there is nothing."""

    def __init__(self, media: Media) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._media = media
        self._shown: Mapping[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_media(self, files: Mapping[str, str]) -> None:
        """Show these instead: by kind, as the form names them."""
        if files == self._shown:
            return
        self._shown = files
        emptied(self._column)
        if "image" in files:
            self._column.addWidget(self._picture(files["image"]))
        for kind in ("audio", "video"):
            if kind in files:
                player = Player(files[kind], self._media)
                self._column.addWidget(player, 0, Qt.AlignmentFlag.AlignLeading)
        self.setVisible(self._column.count() > 0)

    def _picture(self, name: str) -> QLabel:
        picture, bare = QPixmap(), name.rpartition("/")[2]
        if not picture.loadFromData(self._media(name) or b""):
            return label(_("The form goes with: {files}").format(files=bare), "sub", wraps=True)
        shown = QLabel()
        shown.setAccessibleName(_("Picture: {name}").format(name=bare))
        shown.setPixmap(
            picture.scaled(
                2 * _PICTURE,
                _PICTURE,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        return shown
