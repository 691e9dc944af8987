"""Words of a questionnaire on screen, with the little Markdown they may hold."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import QLabel

from fieldkit.app.style import tokens
from fieldkit.forms.markdown import marked, plain, rich

_LEGIBLE = 4.5
"""The least contrast of text. Source: WCAG 2.2, 1.4.3."""


class Words(QLabel):
    """A text of a form. Nothing in it is fetched, and a link opens only when a person follows it."""

    def __init__(self, name: str = "", *, centred: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._centred = centred
        if centred:
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWordWrap(True)
        self.setOpenExternalLinks(False)
        self.linkActivated.connect(self._follow)

    def changeEvent(self, event: QEvent) -> None:
        """Begin at the side where the page begins, whatever the letters: a form may leave words untranslated."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and not self._centred:
            right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def say(self, text: str, after: str = "") -> None:
        """Show a text, and plain words of ours after it."""
        if not marked(text):
            self.setTextFormat(Qt.TextFormat.PlainText)
            self.setText(f"{text} {after}".strip())
            return
        shown = rich(text, legible)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(f"{shown} {after}" if after else shown)
        self.setAccessibleName(f"{plain(text)} {after}".strip())
        if "<a href" in shown:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)

    @Slot(str)
    def _follow(self, link: str) -> None:
        QDesktopServices.openUrl(QUrl(link))


def legible(colour: str) -> str:
    """Return a colour that a form wants where it can be read in the look of the window; else none."""
    wanted = QColor(colour)
    if not wanted.isValid() or _contrast(wanted, QColor(tokens().card)) < _LEGIBLE:
        return ""
    return wanted.name()


def _contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
