"""Answers that are typed: lines, texts and numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRegularExpression, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton

from fieldkit.app.fields import Line, Text
from fieldkit.app.surveys.answer import Answer, Media, wished
from fieldkit.forms import Asked
from fieldkit.words import _

NUMBER_WIDTH = 210
_MOST_ROWS = 12
_DIGITS = QRegularExpression(r"[-+*#.,()/ 0-9]*")
"""Source: ODK documentation, "numbers": a text of digits and the signs of a telephone."""
_THIN = "\u202f"
"""The space between groups of digits; no form can take it for a part of the number."""


class LineAnswer(Answer):
    """A line, with an example of what to type."""

    def build(self, asked: Asked) -> None:
        """Lay out the line."""
        self.line = Line()
        self.line.setAccessibleName(asked.label)
        self.line.show_hint(*self.hints())
        self.line.written.connect(self._say)
        self.line.editingFinished.connect(self._tidy)
        self.column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._value = ""

    def hints(self) -> tuple[str, str]:
        """Return what to type, and the same in few letters."""
        return "", ""

    def worded(self, value: str) -> str:
        """Return the answer as people write it."""
        return value

    def meant(self, text: str) -> str:
        """Return the answer that a person means by what was typed."""
        return text

    def show_asked(self, asked: Asked) -> None:
        """Show the answer, unless somebody is typing it."""
        self._value = asked.typed
        self.line.setReadOnly(asked.readonly)
        if not (self.line.hasFocus() and self.meant(self.line.text()).strip() == asked.typed):
            self.line.show_text(self.worded(asked.typed))

    def save(self) -> None:
        """Say what was typed."""
        self.line.save()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.answered.emit(self.meant(text), True)

    @Slot()
    def _tidy(self) -> None:
        """Show a line that is left as people write such answers."""
        self.line.show_text(self.worded(self._value))


class BarcodeAnswer(LineAnswer):
    """What a bar code says. A scanner on a USB port types it and ends with Enter, which leads on."""

    def hints(self) -> tuple[str, str]:
        """Return what to do."""
        return _("Scan it with a scanner on this laptop, or type what stands under the bars"), _(
            "Scan or type"
        )


class EmailAnswer(LineAnswer):
    """An address for letters."""


class MaskedAnswer(LineAnswer):
    """A line that nobody else in the room can read; where the form lets it, it is shown for a while."""

    def build(self, asked: Asked) -> None:
        """Lay out the line and the box that shows it."""
        super().build(asked)
        self.line.setEchoMode(Line.EchoMode.Password)
        if "hidden-answer" in wished(asked):
            return
        shown = QCheckBox(_("Show what is typed"))
        shown.setAccessibleName(_("Show what is typed: {question}").format(question=asked.label))
        shown.toggled.connect(self._unmask)
        self.column.addWidget(shown)

    @Slot(bool)
    def _unmask(self, shown: bool) -> None:
        self.line.setEchoMode(Line.EchoMode.Normal if shown else Line.EchoMode.Password)


class LinkAnswer(LineAnswer):
    """An address on the web. It is opened only when a person presses the button."""

    def build(self, asked: Asked) -> None:
        """Lay out the line and the button."""
        super().build(asked)
        self._open = QPushButton(_("Open in the browser"))
        self._open.clicked.connect(self._visit)
        self.column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)

    def show_asked(self, asked: Asked) -> None:
        """Show the address; only one of the web can be opened."""
        super().show_asked(asked)
        self._open.setEnabled(asked.typed.startswith(("https://", "http://")))

    @Slot()
    def _visit(self) -> None:
        QDesktopServices.openUrl(QUrl(self._value))


class TextAnswer(Answer):
    """Several lines of text."""

    def build(self, asked: Asked) -> None:
        """Lay out the field."""
        rows = asked.question.parameters.get("rows", "")
        self._field = Text(min(max(int(rows), 2), _MOST_ROWS) if rows.isdecimal() else 4)
        self._field.setAccessibleName(asked.label)
        self._field.written.connect(self._say)
        self.column.addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_asked(self, asked: Asked) -> None:
        """Show the text, unless somebody is typing."""
        self._field.setReadOnly(asked.readonly)
        self._field.show_text(asked.typed)

    def save(self) -> None:
        """Say what was typed."""
        self._field.save()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.answered.emit(text, True)


class NumberAnswer(LineAnswer):
    """A number; `thousands-sep` parts its digits in threes while nobody types."""

    def build(self, asked: Asked) -> None:
        """Lay out the line, no wider than a number is."""
        self._whole = asked.question.type == "integer"
        self._grouped = "thousands-sep" in wished(asked)
        super().build(asked)
        self.line.setMaximumWidth(NUMBER_WIDTH)

    def hints(self) -> tuple[str, str]:
        """Return an example."""
        return (_("A whole number, such as 12"), "12") if self._whole else (_("A number, such as 2.5"), "2.5")

    def worded(self, value: str) -> str:
        """Return the number with its digits in threes."""
        return grouped(value) if self._grouped else value

    def meant(self, text: str) -> str:
        """Return the number without what parts its digits."""
        return "".join(text.split()).replace("’", "").replace("'", "") if self._grouped else text


class PhoneAnswer(LineAnswer):
    """A text of digits."""

    def build(self, asked: Asked) -> None:
        """Lay out a line that takes only digits and the signs around them."""
        self._grouped = "thousands-sep" in wished(asked)
        super().build(asked)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.line.setValidator(QRegularExpressionValidator(_DIGITS, self.line))
        self.line.setFixedWidth(NUMBER_WIDTH)

    def hints(self) -> tuple[str, str]:
        """Return what the line takes."""
        return _("Digits only"), "0–9"


class CounterAnswer(NumberAnswer):
    """A number with a button for one less and one for one more; the arrows do the same."""

    def build(self, asked: Asked) -> None:
        """Lay out the buttons around the line."""
        super().build(asked)
        self.column.removeWidget(self.line)
        self.line.setFixedWidth(NUMBER_WIDTH // 2)
        self.line.show_hint("", "")
        self.line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._less, self._more = QPushButton("−"), QPushButton("+")
        self._less.setAccessibleName(_("One less: {question}").format(question=asked.label))
        self._more.setAccessibleName(_("One more: {question}").format(question=asked.label))
        row = QHBoxLayout()
        for widget in (self._less, self.line, self._more):
            row.addWidget(widget)
        row.addStretch(1)
        self.column.addLayout(row)
        self._less.clicked.connect(self._lower)
        self._more.clicked.connect(self._raise)

    def show_asked(self, asked: Asked) -> None:
        """Show the number."""
        super().show_asked(asked)
        self._less.setEnabled(not asked.readonly)
        self._more.setEnabled(not asked.readonly)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count with the arrows."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step and self._more.isEnabled():
            self._count(step)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _lower(self) -> None:
        self._count(-1)

    @Slot()
    def _raise(self) -> None:
        self._count(1)

    def _count(self, step: int) -> None:
        self.save()
        try:
            now = Decimal(self._value or "0")
        except InvalidOperation:
            return
        self.answered.emit(format(now + step, "f"), False)


def grouped(value: str) -> str:
    """Return a number with its digits in threes: `12 345.5`; what is no number stays as it is."""
    sign = value[:1] if value[:1] in "+-" else ""
    whole, point, rest = value.removeprefix(sign).partition(".")
    if not whole.isdecimal() or (rest and not rest.isdecimal()):
        return value
    return f"{sign}{int(whole):,}".replace(",", _THIN) + point + rest


def line_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of a text, as its appearance wants it."""
    wishes = wished(asked)
    for wish, made in _TEXTS.items():
        if wish in wishes:
            return made(asked, media)
    return LineAnswer(asked, media)


_TEXTS: dict[str, type[Answer]] = {
    "masked": MaskedAnswer,
    "hidden-answer": MaskedAnswer,
    "multiline": TextAnswer,
    "numbers": PhoneAnswer,
    "url": LinkAnswer,
}


def number_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of a number, as its appearance wants it."""
    if "masked" in wished(asked):
        return MaskedAnswer(asked, media)
    return (CounterAnswer if "counter" in wished(asked) else NumberAnswer)(asked, media)


def barcode_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of what a bar code says."""
    return (MaskedAnswer if "hidden-answer" in wished(asked) else BarcodeAnswer)(asked, media)
