"""What was answered on another version of the form, where this one asks no such thing any more."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from fieldkit.app.parts import Fold, label
from fieldkit.words import _, ngettext


class Kept(QFrame):
    """A box that unfolds to the answers that have no place any more. They are kept as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._fold = Fold()
        self._words = label("", wraps=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._words)
        self._fold.toggled.connect(self._words.setVisible)
        self.hide()

    def show_answers(self, answers: Mapping[str, str]) -> None:
        """Show these, by the path of a question that is no more; nothing where there are none."""
        count = len(answers)
        self._fold.say(
            ngettext(
                "Kept from an earlier version: {n} answer", "Kept from an earlier version: {n} answers", count
            ).format(n=count)
        )
        self._words.setText(
            "\n".join(
                _("{question}: {answer}").format(question=path.strip("/").replace("/", " › "), answer=text)
                for path, text in sorted(answers.items())
            )
        )
        self.setVisible(bool(answers))
