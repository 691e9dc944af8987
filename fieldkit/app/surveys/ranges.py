"""Answers within a range: steps side by side, stars, a slider, or a list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout

from fieldkit.app.fields import Choice, Line
from fieldkit.app.parts import label
from fieldkit.app.segmented import Option, Segmented
from fieldkit.app.style import GAP
from fieldkit.app.surveys.answer import Answer, Media, called, wished
from fieldkit.app.surveys.lines import NumberAnswer
from fieldkit.app.surveys.slider import Slider
from fieldkit.forms import Asked
from fieldkit.words import _, ngettext

AT_ONCE = 11
"""The most steps of a range that are shown side by side."""
MOST_STEPS = 10_000
"""A range of more steps is typed: no slider could hit one of them."""
_VALUE_WIDTH = 110
_SLIDER_WIDTH = 520
_SLIDER_HEIGHT = 200
_STAR, _NO_STAR = "★", "☆"


class StepsAnswer(Answer):
    """The steps of a range side by side."""

    def build(self, asked: Asked) -> None:
        """Lay out the steps."""
        self._steps = steps(asked.question.parameters)
        named = {_step(choice.value, self._steps): called(choice) for choice in asked.choices}
        self._row = Segmented(
            [Option(step, named.get(step) or step, step if len(step) == 1 else "") for step in self._steps],
            asked.label,
        )
        self._row.chosen.connect(self._say)
        row = QHBoxLayout()
        row.addWidget(self._row)
        row.addStretch(1)
        self.column.addLayout(row)
        self.setFocusProxy(self._row)

    def show_asked(self, asked: Asked) -> None:
        """Show the step that is chosen."""
        self._row.setEnabled(not asked.readonly)
        self._row.show_value(_step(asked.typed, self._steps))
        self.setFocusProxy(self._row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the answer back."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._row.isEnabled():
            self.answered.emit("", False)
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _say(self, value: str) -> None:
        self.answered.emit(value, False)


class RatingAnswer(StepsAnswer):
    """Stars, as many of them filled as were given."""

    def build(self, asked: Asked) -> None:
        """Lay out the stars."""
        super().build(asked)
        self._stars = label("", "cardtitle")
        self.column.addWidget(self._stars)

    def show_asked(self, asked: Asked) -> None:
        """Show how many stars were given."""
        super().show_asked(asked)
        step = _step(asked.typed, self._steps)
        given = self._steps.index(step) + 1 if step else 0
        self._stars.setText(_STAR * given + _NO_STAR * (len(self._steps) - given))
        self._stars.setAccessibleName(
            ngettext("{n} star of {most}", "{n} stars of {most}", given).format(
                n=given, most=len(self._steps)
            )
        )


class ListedRangeAnswer(Answer):
    """The steps of a range in a list that unfolds."""

    def build(self, asked: Asked) -> None:
        """Lay out the list."""
        self._steps = steps(asked.question.parameters)
        self._list = Choice()
        self._list.setAccessibleName(asked.label)
        self._list.offer([("", _("Not answered yet")), *((step, step) for step in self._steps)])
        self._list.chosen.connect(self._say)
        self._list.setFixedWidth(2 * _VALUE_WIDTH)
        self.column.addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_asked(self, asked: Asked) -> None:
        """Show the step that is chosen."""
        self._list.setEnabled(not asked.readonly)
        self._list.show_value(_step(asked.typed, self._steps) or "")

    @Slot(str)
    def _say(self, value: str) -> None:
        self.answered.emit(value, False)


class SliderAnswer(Answer):
    """A slider, and a line for whoever would rather type. Until it is touched, there is no answer."""

    def build(self, asked: Asked) -> None:
        """Lay out the slider between the ends of the range, and the line."""
        parameters = asked.question.parameters
        self._steps = steps(parameters)
        upright = "vertical" in wished(asked)
        self._slider = Slider(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(self._steps) - 1)
        self._slider.setPageStep(max(1, len(self._steps) // 10))
        self._slider.setAccessibleName(asked.label)
        self._placeholder = _step(parameters.get("placeholder", ""), self._steps)
        if "no-ticks" not in wished(asked):
            self._mark(parameters)
        self._line = Line()
        self._line.setFixedWidth(_VALUE_WIDTH)
        self._line.setPlaceholderText(_("no answer"))
        self._line.setAccessibleName(_("Value: {question}").format(question=asked.label))
        named = self._named = {_step(choice.value, self._steps): called(choice) for choice in asked.choices}
        ends = self._steps[0], self._steps[-1]
        between = [step for step in named if step is not None and step not in ends]
        if between and not upright:
            # Words along the slider tell more than those at its ends.
            self._slider.name_places({self._steps.index(step): said for step, said in named.items() if step})
            first, last = ends
        else:
            first, last = (named.get(end) or end for end in ends)
        self._lay_out(first, last, upright=upright)
        self._slider.touched.connect(self._say_step)
        self._line.written.connect(self._say)
        self.setFocusProxy(self._slider)

    def _mark(self, parameters: Mapping[str, str]) -> None:
        self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        try:
            interval = Decimal(parameters.get("tick-interval", "")) / Decimal(parameters["step"])
        except (InvalidOperation, ZeroDivisionError):
            interval = Decimal(max(1, len(self._steps) // 20))
        self._slider.setTickInterval(max(1, abs(int(interval))))

    def _lay_out(self, first: str, last: str, *, upright: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP // 2)
        if upright:
            self._slider.setFixedHeight(_SLIDER_HEIGHT)
            ends = QVBoxLayout()
            ends.addWidget(label(last, "sub"))
            ends.addStretch(1)
            ends.addWidget(label(first, "sub"))
            row.addWidget(self._slider)
            row.addLayout(ends)
        else:
            self._slider.setMaximumWidth(_SLIDER_WIDTH)
            row.addWidget(label(first, "sub"))
            row.addWidget(self._slider, 4)
            row.addWidget(label(last, "sub"))
        row.addWidget(self._line)
        row.addStretch(1)
        self.column.addLayout(row)

    def show_asked(self, asked: Asked) -> None:
        """Show where it stands, or that it stands nowhere yet."""
        self._slider.setEnabled(not asked.readonly)
        self._line.setReadOnly(asked.readonly)
        self._line.show_text(asked.typed)
        step = _step(asked.typed, self._steps)
        at = step or self._placeholder or self._steps[0]
        self._slider.show_place(self._steps.index(at), answered=step is not None)
        said = self._named.get(step) or asked.typed
        self._slider.setAccessibleDescription(said or _("Not answered yet"))

    def save(self) -> None:
        """Say what was typed."""
        self._line.save()

    @Slot(int)
    def _say_step(self, at: int) -> None:
        self.answered.emit(self._steps[at] if at >= 0 else "", True)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.answered.emit(text, True)


def steps(parameters: Mapping[str, str]) -> list[str]:
    """Return the values of a range from its parameters; none where it has no such values, or far too many."""
    try:
        start, end, step = (Decimal(parameters.get(name, "")) for name in ("start", "end", "step"))
        count = int(abs(end - start) / abs(step)) + 1
    except (InvalidOperation, ZeroDivisionError, OverflowError):
        return []
    towards = abs(step) if end >= start else -abs(step)
    return [format(start + n * towards, "f") for n in range(count)] if count <= MOST_STEPS else []


def _step(value: str, options: list[str]) -> str | None:
    try:
        wanted = Decimal(value)
    except InvalidOperation:
        return None
    return next((option for option in options if Decimal(option) == wanted), None)


def range_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of a number within a range, as its appearance wants it."""
    found, wishes = steps(asked.question.parameters), wished(asked)
    if not found:
        return NumberAnswer(asked, media)
    few = len(found) <= AT_ONCE
    if "rating" in wishes and few:
        return RatingAnswer(asked, media)
    if "picker" in wishes:
        return ListedRangeAnswer(asked, media)
    if few and not wishes & {"vertical", "no-ticks", "horizontal"}:
        return StepsAnswer(asked, media)
    return SliderAnswer(asked, media)
