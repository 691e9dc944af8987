"""Where one answer is given: what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.forms import Asked, Offered, Offering
from fieldkit.forms.markdown import marked, plain

Media = Callable[[str], bytes | None]
"""Returns the bytes of a file by the name that a form or an answer has for it; None where it is not here."""


class Answer(QWidget):
    """Where one answer is given. It says what was answered, and shows what it is told."""

    answered = Signal(str, bool)
    """The text of the answer, and whether more of it may follow: the typing only rests."""
    given = Signal(str, bytes)
    """A file is the answer: its name and its content."""
    led_on = Signal()
    """The answer is complete, and the hands may go on to the next question."""

    laid_anew = Signal()
    """There are other controls than before, for Tab to pass."""

    def __init__(self, asked: Asked, media: Media, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.media = media
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


Make = Callable[[Asked, Media], Answer]
"""Makes the place of an answer."""


def wished(asked: Asked) -> set[str]:
    """Return the words of the question's appearance; `compact-2` is `compact` as well."""
    words = asked.question.appearance.lower().split()
    return {*words, *(word.rpartition("-")[0] for word in words if word.rpartition("-")[2].isdigit())}


def numbered(asked: Asked, name: str) -> int:
    """Return the number in an appearance such as `columns-3`; 0 where it has none."""
    found = (word.rpartition("-") for word in asked.question.appearance.lower().split())
    return next((int(number) for word, _dash, number in found if word == name and number.isdigit()), 0)


def called(choice: Offered) -> str:
    """Return the words of a choice without marks, as a screen reader says them; its value where it has none."""
    return plain(choice.label) or choice.value


def spoken(asked: Asked) -> Asked:
    """Return a question with its words as a screen reader and a button say them: without marks."""
    return replace(asked, label=plain(asked.label)) if marked(asked.label) else asked


def with_plain_choices(asked: Asked) -> Asked:
    """Return a question with the words of its choices without marks, for where these cannot be shown."""
    if isinstance(asked.choices, Offering):
        return replace(asked, choices=asked.choices.told(_plainly))
    return replace(asked, choices=tuple(map(_plainly, asked.choices)))


def _plainly(choice: Offered) -> Offered:
    if choice.label and not marked(choice.label):
        return choice
    return choice._replace(label=called(choice))
