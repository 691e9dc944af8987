"""One choice on the page: its button, and its words, picture and sound where a button alone cannot show them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QMouseEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from fieldkit.app.surveys.answer import Media, called
from fieldkit.app.surveys.played import Player
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Offered
from fieldkit.forms.markdown import marked

_LONG = 40
"""More letters than this may need a second line, which no button has."""
_PICTURE = 110
_PLAYED = ("audio", "video")


def option(button: QAbstractButton, number: str, choice: Offered, media: Media, *, bare: bool) -> QWidget:
    """Return a choice with its words and what goes with it; most are their button alone.

    `number` is the digit that chooses it. A `bare` one has no words of its own.
    """
    button.setAccessibleName(called(choice))
    _illustrate(button, choice, media)
    played = [choice.media[kind] for kind in _PLAYED if kind in choice.media]
    words = choice.label or choice.value
    if bare or not (played or marked(words) or len(words) > _LONG):
        button.setText("" if bare else f"{number}  {called(choice)}".strip().replace("&", "&&"))
        return button
    button.setText(number)
    return _Told(button, words, [Player(name, media, called(choice)) for name in played])


def _illustrate(button: QAbstractButton, choice: Offered, media: Media) -> None:
    name = choice.media.get("image", "")
    content = media(name) if name else None
    picture = QPixmap()
    if content and picture.loadFromData(content):
        button.setIcon(QIcon(picture))
        button.setIconSize(QSize(_PICTURE, _PICTURE))


class _Told(QWidget):
    """A button with words beside it that break over lines and bear marks. A click on the words is one on the button."""

    def __init__(self, button: QAbstractButton, words: str, players: list[Player]) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._button = button
        told = Words()
        told.say(words)
        told.setCursor(Qt.CursorShape.PointingHandCursor)
        button.ensurePolished()
        # The first line stands beside the words of the button.
        above = max(0, (button.sizeHint().height() - told.fontMetrics().height()) // 2)
        told.setContentsMargins(0, above, 0, above)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(told, 1, Qt.AlignmentFlag.AlignTop)
        for player in players:
            row.addWidget(player, 0, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, wherever on the words it was pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self._button.isEnabled():
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()
