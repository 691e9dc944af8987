"""A sound or a film that goes with a question: fieldkit has no player of its own, the laptop does."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from fieldkit.app.opening import FILMS, SOUNDS, Desk, is_harmless
from fieldkit.app.surveys.answer import Media
from fieldkit.words import _


class Player(QPushButton):
    """A button that opens a file of the form with whatever this laptop plays such files with.

    Qt's own player comes with a package many times as large as all of fieldkit.
    """

    def __init__(self, name: str, media: Media, goes_with: str = "", parent: QWidget | None = None) -> None:
        """Make a button for a file; a small one where it only `goes_with` something that stands beside it."""
        self._called = name.rpartition("/")[2]
        super().__init__("▶" if goes_with else _("▶ Play {name}").format(name=self._called), parent)
        self.setAccessibleName(_("Play {name}").format(name=goes_with or self._called))
        if goes_with:
            self.setObjectName("chip")
        self.setToolTip(_("Play {name}").format(name=self._called))
        self._name = name
        self._media = media
        # Files of a form say nothing of anybody: they may lie there until the button goes.
        self._desk = Desk()
        self.clicked.connect(self.play)

    @Slot()
    def play(self) -> None:
        """Open the file; where it has not arrived yet, or is neither a sound nor a film, say so."""
        if not is_harmless(self._called, SOUNDS | FILMS):
            # A form from elsewhere may name a program, which this laptop would run.
            self.setText(_("{name} is neither a sound nor a film").format(name=self._called))
            return
        content = self._media(self._name)
        if content is None:
            self.setText(_("{name} has not been added to this project yet").format(name=self._called))
            return
        self._desk.show(self._called, content, self)
