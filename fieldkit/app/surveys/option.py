"""One choice on the page: its button, and its words, picture and sound where a button alone cannot show them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QMouseEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from fieldkit.app.surveys.answer import Media, called
from fieldkit.app.surveys.languages import side_of
from fieldkit.app.surveys.played import Player
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Offered
from fieldkit.forms.markdown import marked

_LONG = 40
"""More letters than this may need a second line, which no button has."""
_PICTURE = 110
_PLAYED = ("audio", "video")
_FROM_THE_RIGHT = "\u200f"
"""A sign without width that lets what follows run from the right. Source: Unicode Standard Annex 9."""


Make = Callable[[str], QAbstractButton]
"""Makes a button that bears these words."""


def option(
    make: Make, number: str, choice: Offered, media: Media, *, bare: bool
) -> tuple[QAbstractButton, QWidget]:
    """Return the button of a choice, and the place of it with its words; for most that is the button alone.

    `number` is the digit that chooses it. A `bare` one has no words of its own.
    """
    played = [choice.media[kind] for kind in _PLAYED if kind in choice.media]
    words = choice.label or choice.value
    if bare or not (played or marked(words) or len(words) > _LONG):
        button = make("" if bare else _numbered(number, called(choice)).replace("&", "&&"))
        _furnish(button, choice, media)
        return button, button
    button = make(f"{number})" if number else "")
    _furnish(button, choice, media)
    return button, _Told(button, words, [Player(name, media, called(choice)) for name in played])


def _numbered(number: str, words: str) -> str:
    """Return the number before the words: on their right where they run from there."""
    begins = _FROM_THE_RIGHT if side_of(words) == Qt.LayoutDirection.RightToLeft else ""
    return f"{begins}{number})  {words}" if number else words


def _furnish(button: QAbstractButton, choice: Offered, media: Media) -> None:
    """Give a button the name of its choice, and its picture where it has one."""
    button.setAccessibleName(called(choice))
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
