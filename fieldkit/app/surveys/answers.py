"""Where an answer is written: lines, texts, steps of a range, ticks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from fieldkit.app.parts import Line, Text, label
from fieldkit.app.segmented import Option, Segmented
from fieldkit.forms import Asked
from fieldkit.words import _

AT_ONCE = 11
"""The most steps of a range that are shown side by side; more are typed."""

EXAMPLES: dict[str, Callable[[], str]] = {
    "integer": lambda: _("A whole number, such as 12"),
    "decimal": lambda: _("A number, such as 2.5"),
    "date": lambda: _("A day, such as 2026-11-03"),
    "time": lambda: _("A time, such as 09:30"),
    "datetime": lambda: _("A day and a time, such as 2026-11-03T09:30"),
    "barcode": lambda: _("What stands under the bars"),
    "geopoint": lambda: _("Latitude and longitude, such as 51.51 -0.12"),
    "geotrace": lambda: _("Places along the way, parted by semicolons: 51.51 -0.12; 51.52 -0.11"),
    "geoshape": lambda: _("Corners parted by semicolons, the first one again at the end"),
    "image": lambda: _("The name of the picture's file"),
    "audio": lambda: _("The name of the recording's file"),
    "video": lambda: _("The name of the film's file"),
    "file": lambda: _("The name of the file"),
}
"""What to type where a line is all there is."""


class Answer(QWidget):
    """Where one answer is given. It says what was answered, and shows what it is told."""

    answered = Signal(str, bool)
    """The text of the answer, and whether more of it may follow: the typing only rests."""

    def __init__(self, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.build(asked)

    def build(self, asked: Asked) -> None:
        """Lay out what does not change while the question is on screen."""
        raise NotImplementedError

    def show_asked(self, asked: Asked) -> None:
        """Show the question's value as it is now."""
        raise NotImplementedError

    def save(self) -> None:
        """Say now what was typed and has only rested so far."""


class LineAnswer(Answer):
    """A line, with an example of what to type."""

    def build(self, asked: Asked) -> None:
        """Lay out the line."""
        self._line = Line()
        self._line.setAccessibleName(asked.label)
        self._line.setPlaceholderText(EXAMPLES.get(asked.question.type, str)())
        self._line.written.connect(self._say)
        self.column.addWidget(self._line)
        self.setFocusProxy(self._line)

    def show_asked(self, asked: Asked) -> None:
        """Show the text, unless somebody is typing."""
        self._line.setReadOnly(asked.readonly)
        if not (self._line.hasFocus() and self._line.text().strip() == asked.value):
            self._line.show_text(asked.value)

    def save(self) -> None:
        """Say what was typed."""
        self._line.save()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.answered.emit(text, True)


class TextAnswer(Answer):
    """A line of text, or several where the form wants them."""

    def build(self, asked: Asked) -> None:
        """Lay out the field."""
        several = "multiline" in asked.question.appearance
        self._field = Text(int(asked.question.parameters.get("rows", 4))) if several else Line()
        self._field.setAccessibleName(asked.label)
        self._field.written.connect(self._say)
        self.column.addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_asked(self, asked: Asked) -> None:
        """Show the text, unless somebody is typing."""
        self._field.setReadOnly(asked.readonly)
        self._field.show_text(asked.value)

    def save(self) -> None:
        """Say what was typed."""
        self._field.save()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.answered.emit(text, True)


class DayAnswer(LineAnswer):
    """A day, typed or picked from a calendar."""

    def build(self, asked: Asked) -> None:
        """Lay out the line and the calendar that unfolds beside it."""
        super().build(asked)
        self._calendar = QCalendarWidget()
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.setGridVisible(False)
        self._menu = QMenu(self)
        holder = QWidgetAction(self._menu)
        holder.setDefaultWidget(self._calendar)
        self._menu.addAction(holder)
        self._unfold = QPushButton(_("Calendar"))
        self._unfold.setMenu(self._menu)
        self._unfold.setAccessibleName(_("Calendar for: {question}").format(question=asked.label))
        self.column.removeWidget(self._line)
        row = QHBoxLayout()
        row.addWidget(self._line)
        row.addWidget(self._unfold)
        row.addStretch(1)
        self.column.addLayout(row)
        self._line.setFixedWidth(210)
        self._calendar.activated.connect(self._pick)
        self._calendar.clicked.connect(self._pick)

    def show_asked(self, asked: Asked) -> None:
        """Show the day in the line and in the calendar."""
        super().show_asked(asked)
        self._unfold.setEnabled(not asked.readonly)
        try:
            known = date.fromisoformat(asked.value)
        except ValueError:
            return
        self._calendar.setSelectedDate(QDate(known.year, known.month, known.day))

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        self._menu.hide()
        self.answered.emit(date(picked.year(), picked.month(), picked.day()).isoformat(), False)


class RangeAnswer(Answer):
    """The steps of a range side by side; a line where they are too many."""

    def build(self, asked: Asked) -> None:
        """Lay out the steps."""
        self._steps = steps(asked.question.parameters)
        self._row = Segmented(
            [Option(step, step, step if len(step) == 1 else "") for step in self._steps], asked.label
        )
        self._line = LineAnswer(asked)
        self._line.answered.connect(self.answered)
        self._row.chosen.connect(self._say)
        few = bool(self._steps)
        self._row.setVisible(few)
        self._line.setVisible(not few)
        row = QHBoxLayout()
        row.addWidget(self._row)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self._line)
        self.setFocusProxy(self._row if few else self._line)

    def show_asked(self, asked: Asked) -> None:
        """Show the step that is chosen."""
        self._row.setEnabled(not asked.readonly)
        self._row.show_value(_same(asked.value, self._steps))
        self._line.show_asked(asked)
        self.setFocusProxy(self._row if self._steps else self._line)

    def save(self) -> None:
        """Say what was typed."""
        self._line.save()

    @Slot(str)
    def _say(self, value: str) -> None:
        self.answered.emit(value, False)


def steps(parameters: Mapping[str, str]) -> list[str]:
    """Return the values of a range from its parameters; none where they are too many to be seen at once."""
    try:
        start, end, step = (Decimal(parameters.get(name, "")) for name in ("start", "end", "step"))
        count = int((end - start) / step) + 1
    except (InvalidOperation, ZeroDivisionError):
        return []
    return [format(start + n * step, "f") for n in range(count)] if 0 < count <= AT_ONCE else []


def _same(value: str, options: list[str]) -> str | None:
    try:
        return next((option for option in options if Decimal(option) == Decimal(value)), None)
    except InvalidOperation:
        return None


class TickAnswer(Answer):
    """One box to tick. Source: XLSForm reference, "acknowledge": ticked is `OK`."""

    def build(self, asked: Asked) -> None:
        """Lay out the box."""
        self._box = QCheckBox(_("OK"))
        self._box.setAccessibleName(asked.label)
        self._box.clicked.connect(self._say)
        self.column.addWidget(self._box)
        self.setFocusProxy(self._box)

    def show_asked(self, asked: Asked) -> None:
        """Show whether it is ticked."""
        self._box.setEnabled(not asked.readonly)
        self._box.setChecked(asked.value == "OK")

    @Slot(bool)
    def _say(self, ticked: bool) -> None:
        self.answered.emit("OK" if ticked else "", False)


class NoAnswer(Answer):
    """Nothing to answer: words to read, or a value that the form works out."""

    def build(self, asked: Asked) -> None:  # noqa: ARG002  it looks the same for all
        """Lay out the value."""
        self._value = label("", wraps=True)
        self.column.addWidget(self._value)

    def show_asked(self, asked: Asked) -> None:
        """Show the value where there is one."""
        self._value.setText(asked.value)
        self._value.setVisible(bool(asked.value))
