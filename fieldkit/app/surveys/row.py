"""The row that a question takes on the page: its words, its hint, the place of its answer, and what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.app.parts import Fold
from fieldkit.app.style import GAP
from fieldkit.app.surveys.answer import Media, spoken, wished
from fieldkit.app.surveys.illustrated import Illustrated
from fieldkit.app.surveys.questions import instead, place_of_answer
from fieldkit.app.surveys.ticks import NoAnswer
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Asked
from fieldkit.words import _

STEP = 20
"""How far a group within a group is set in."""
_BESIDE = frozenset({"label", "list-nolabel", "list"})
"""The appearances whose answer stands beside the words, so that rows make a table."""
_PADDING = GAP // 2


class QuestionRow(QFrame):
    """One question."""

    answered = Signal(str, str, bool)
    """The question's path, the text of its answer, and whether more of it may follow."""
    given = Signal(str, str, bytes)
    """The question's path, and the name and content of the file that answers it."""
    led_on = Signal()
    laid_anew = Signal()
    """As in Answer."""

    def __init__(self, asked: Asked, depth: int, media: Media, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.path = asked.path
        self._depth = depth
        self._gap = 0
        self._asked = asked
        self._note = asked.question.type == "note"
        self._lines: dict[str, Words] = {}
        self._guidance: Guidance | None = None
        said = spoken(asked)
        self._answer = place_of_answer(said, media)
        self._answer.setAccessibleDescription(said.hint)
        self._words = Words("" if self._note else "strong")
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self._column.addWidget(self._words)
        self._outer: QBoxLayout = QVBoxLayout(self) if not self._in_table else QHBoxLayout(self)
        self._outer.setSpacing(4)
        self._outer.addLayout(self._column, 2)
        self._outer.addWidget(self._answer, 3)
        if asked.media:
            illustrated = Illustrated(media)
            self._column.addWidget(illustrated)
            illustrated.show_media(asked.media)
        self._indent()
        self.setFocusProxy(self._answer)
        self._answer.answered.connect(self._say)
        self._answer.given.connect(self._give)
        self._answer.led_on.connect(self.led_on)
        self._answer.laid_anew.connect(self.laid_anew)
        self.show_asked(asked)

    @property
    def _in_table(self) -> bool:
        return bool(wished(self._asked) & _BESIDE)

    def show_asked(self, asked: Asked) -> None:
        """Show the question as it stands now."""
        self._asked = asked
        needed = asked.required and not self._note and not asked.readonly
        words = asked.label.strip()
        self._words.say(words, _("(needs an answer)") if needed else "")
        self._words.setVisible(bool(words))
        self._line("hint", "sub", asked.hint)
        self._line("instead", "sub", instead(asked))
        self._line("error", "warn", f"⚠ \u2068{asked.error}\u2069" if asked.error else "")
        if asked.guidance and self._guidance is None:
            self._guidance = Guidance()
            self._column.addWidget(self._guidance)
        if self._guidance is not None:
            self._guidance.say(asked.guidance)
        self._answer.show_asked(spoken(asked))
        self.setFocusProxy(self._answer)

    @property
    def can_be_answered(self) -> bool:
        """Whether there is anything to do here."""
        if self._asked.readonly or isinstance(self._answer, NoAnswer):
            return False
        return self._answer.focusProxy() is not None

    @Slot()
    def save(self) -> None:
        """Say now what was typed and has only rested so far."""
        self._answer.save()

    def changeEvent(self, event: QEvent) -> None:
        """Set it in from the side where the words begin."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._indent()

    def _indent(self) -> None:
        inwards = self._depth * STEP
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        begin, end = (self._gap, inwards) if right else (inwards, self._gap)
        self._outer.setContentsMargins(begin, _PADDING, end, _PADDING)

    def stand_alone(self, alone: bool) -> None:
        """Leave a gap to the next question where that stands beside this one."""
        self._gap = 0 if alone else GAP // 2
        self._indent()

    def _line(self, name: str, dress: str, text: str) -> None:
        """Show one of the lines around the answer; a line that says nothing is not even made."""
        line = self._lines.get(name)
        if line is None:
            if not text:
                return
            line = self._lines[name] = Words(dress)
            if name == "error" and not self._in_table:
                self._outer.addWidget(line)
            else:
                self._column.addWidget(line)
        line.say(text)
        line.setVisible(bool(text))

    @Slot(str, bool)
    def _say(self, text: str, typing: bool) -> None:
        self.answered.emit(self.path, text, typing)

    @Slot(str, bytes)
    def _give(self, name: str, content: bytes) -> None:
        self.given.emit(self.path, name, content)


class Guidance(QWidget):
    """What the interviewer may want to know besides, folded away."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._fold = Fold()
        self._fold.say(_("For the interviewer"))
        # Tab goes from answer to answer; whoever wants this has the mouse or Shift+F1.
        self._fold.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._words = Words("sub")
        self._words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._words)
        self._fold.toggled.connect(self._words.setVisible)

    def say(self, text: str) -> None:
        """Show this when it is unfolded."""
        self.setVisible(bool(text))
        self._words.say(text)
