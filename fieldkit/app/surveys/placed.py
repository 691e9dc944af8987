"""The places that a form would have a phone note by itself: said by a person here, now, later or never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from fieldkit.app.parts import Fold, Scroll, emptied, label, plain
from fieldkit.app.surveys.places import PlaceAnswer
from fieldkit.forms import Asked
from fieldkit.words import _, ngettext

_HEIGHT = 280
"""About two places; more are scrolled to."""


class Placed(QFrame):
    """A box that unfolds to the places. It stops nobody: what stays open can be given at any later time."""

    answered = Signal(str, str, bool)
    """The path of a place, the text of its answer, and whether more of it may follow."""

    def __init__(self, ask: Callable[[str], Asked]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._ask = ask
        self._answers: dict[str, PlaceAnswer] = {}
        self._fold = Fold()
        held = plain()
        self._rows = QVBoxLayout(held)
        self._rows.setContentsMargins(0, 0, 0, 4)
        # A repeat may note a place in each of many instances; the questions keep their room.
        self._inside = Scroll(held)
        self._inside.setSizeAdjustPolicy(Scroll.SizeAdjustPolicy.AdjustToContents)
        self._inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._inside.setMaximumHeight(_HEIGHT)
        self._inside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._inside)
        self._fold.toggled.connect(self._unfold)
        self.hide()

    def show_places(self, paths: Sequence[str]) -> None:
        """Show the places at these paths; nothing where the form notes none."""
        asked = [self._ask(path) for path in paths]
        if list(self._answers) != list(paths):
            self._lay_out(asked)
        for each in asked:
            self._answers[each.path].show_asked(each)
        left = sum(not each.value for each in asked)
        self._fold.say(
            ngettext(
                "Where this was asked: {n} place was not given",
                "Where this was asked: {n} places were not given",
                left,
            ).format(n=left)
            if left
            else _("✓ Where this was asked")
        )
        self.setVisible(bool(paths))

    def save(self) -> None:
        """Say now what was typed and has only rested so far."""
        for answer in list(self._answers.values()):
            answer.save()

    def _lay_out(self, asked: Sequence[Asked]) -> None:
        emptied(self._rows)
        self._answers = {}
        said = _("A phone would note this by itself. Give the place now or later, or leave it open.")
        self._rows.addWidget(label(said, "sub", wraps=True))
        for each in _named(asked):
            answer = PlaceAnswer(each, _nothing)
            answer.answered.connect(partial(self._say, each.path))
            if len(asked) > 1:
                self._rows.addWidget(label(each.label, "fieldname"))
            self._rows.addWidget(answer)
            self._answers[each.path] = answer
        before: QWidget = self._fold
        for answer in self._answers.values():
            for control in answer.findChildren(QWidget):
                if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    QWidget.setTabOrder(before, control)
                    before = control

    @Slot(bool)
    def _unfold(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        waiting = next((each for path, each in self._answers.items() if not self._ask(path).value), None)
        if shown and waiting is not None:
            waiting.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str, str, bool)
    def _say(self, path: str, text: str, typing: bool) -> None:
        self.answered.emit(path, text, typing)


def _named(asked: Sequence[Asked]) -> Iterator[Asked]:
    """Yield places with words to call them by: nobody is asked for them, so the form has none."""
    seen = Counter[str]()
    for each in asked:
        name = each.question.name.replace("_", " ")
        seen[name] += 1
        yield replace(each, label=name if seen[name] == 1 else f"{name} {seen[name]}")


def _nothing(_name: str) -> None:
    """Stand for the files of a question: a place has none."""
