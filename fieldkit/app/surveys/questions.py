"""Which widget answers which type of question, and the row that a question takes on the page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldkit.app.parts import label
from fieldkit.app.style import GAP
from fieldkit.app.surveys.answers import (
    Answer,
    DayAnswer,
    LineAnswer,
    NoAnswer,
    RangeAnswer,
    TextAnswer,
    TickAnswer,
)
from fieldkit.app.surveys.choices import OneAnswer, RankAnswer, SomeOfFew
from fieldkit.forms import Asked
from fieldkit.words import _

WIDGETS: dict[str, type[Answer]] = {
    "text": TextAnswer,
    "integer": LineAnswer,
    "decimal": LineAnswer,
    "range": RangeAnswer,
    "date": DayAnswer,
    "time": LineAnswer,
    "datetime": LineAnswer,
    "select_one": OneAnswer,
    "select_multiple": SomeOfFew,
    "rank": RankAnswer,
    "note": NoAnswer,
    "acknowledge": TickAnswer,
    "barcode": LineAnswer,
    "geopoint": LineAnswer,
    "geotrace": LineAnswer,
    "geoshape": LineAnswer,
    "image": LineAnswer,
    "audio": LineAnswer,
    "video": LineAnswer,
    "file": LineAnswer,
    "calculate": NoAnswer,
    "hidden": NoAnswer,
    "start": NoAnswer,
    "end": NoAnswer,
    "today": NoAnswer,
    "deviceid": NoAnswer,
    "username": NoAnswer,
    "email": LineAnswer,
    "phonenumber": LineAnswer,
}
"""One line for each type of question. Where there is no way to record, a line says what to type."""

STEP = 20
"""How far a group within a group is set in."""


class QuestionRow(QFrame):
    """One question: its words, its hint, the place of its answer, and what is wrong with that."""

    answered = Signal(str, str, bool)
    """The question's path, the text of its answer, and whether more of it may follow."""

    def __init__(self, asked: Asked, depth: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.path = asked.path
        self._asked = asked
        self._words = label("", "" if asked.question.type == "note" else "strong", wraps=True)
        self._hint = label("", "sub", wraps=True)
        self._error = label("", "warn", wraps=True)
        self._answer = WIDGETS[asked.question.type](asked)
        self._answer.setAccessibleDescription(asked.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(depth * STEP, GAP // 2, 0, GAP // 2)
        column.setSpacing(4)
        for widget in (self._words, self._hint, self._answer, self._error):
            column.addWidget(widget)
        self.setFocusProxy(self._answer)
        self._answer.answered.connect(self._say)
        self.show_asked(asked)

    def show_asked(self, asked: Asked) -> None:
        """Show the question as it stands now."""
        self._asked = asked
        note = asked.question.type == "note"
        needed = asked.required and not note
        self._words.setText(
            _("{question} (needs an answer)").format(question=asked.label) if needed else asked.label
        )
        self._words.setVisible(bool(asked.label))
        self._hint.setText(asked.hint)
        self._hint.setVisible(bool(asked.hint))
        self._error.setText(f"⚠ {asked.error}")
        self._error.setVisible(bool(asked.error))
        self._answer.show_asked(asked)
        self.setFocusProxy(self._answer)

    @property
    def can_be_answered(self) -> bool:
        """Whether there is anything to do here."""
        return not isinstance(self._answer, NoAnswer)

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet."""
        return not self._asked.value

    @Slot()
    def save(self) -> None:
        """Say now what was typed and has only rested so far."""
        self._answer.save()

    @Slot(str, bool)
    def _say(self, text: str, typing: bool) -> None:
        self.answered.emit(self.path, text, typing)
