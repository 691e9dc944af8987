"""Somebody who fills a questionnaire by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import thread_time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from fieldkit.app.surveys.filler import Filler
from fieldkit.forms import Asked

MOST_STEPS = 3000
NUMBERS = ("3", "30", "100")
"""One of these fits each question of the form, which asks for ages, days of a week, minutes and amounts."""
TYPED = {"text": "As they said", "geopoint": "34°31'N 69°11'E", "date": "2026-11-03"}


class Interviewer:
    """Somebody who only has a keyboard, reads what is asked, and gives answers that fit."""

    def __init__(self, filler: Filler) -> None:
        self._filler = filler
        self.seen: list[str] = []
        self.held: list[float] = []
        """How many seconds of its thread each key has held the window for, until that looked for the next one."""

    @property
    def at(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus, f"the keys go nowhere after {self.seen[-3:]}"
        return focus

    @property
    def asked(self) -> Asked:
        return self._filler._response.asked(self._filler._sheet.here)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            before = thread_time()
            QTest.keyClick(self.at, key)
            QApplication.processEvents()
            self.held.append(thread_time() - before)

    def fill(self) -> None:
        """Answer one question after the other, until the form says that it was the last."""
        for _step in range(MOST_STEPS):
            if not self._filler._sheet.here:
                return
            self.seen.append(self.asked.path)
            if not self.asked.value and not self.asked.readonly:
                self._answer(self.asked)
            self.press(Qt.Key.Key_Return)
        raise AssertionError(f"it never ends: {self.seen[-5:]}")

    def _answer(self, asked: Asked) -> None:
        for attempt in self._attempts(asked):
            attempt()
            assert self._filler._sheet.here == asked.path, f"{asked.path} lost the keys to {self.at}"
            if self.asked.value and not self.asked.error:
                return
        raise AssertionError(f"no answer fits {asked.path}: {self.asked.value} {self.asked.error}")

    def _attempts(self, asked: Asked) -> Iterator[Callable[[], None]]:
        kind = asked.question.type
        if kind in ("integer", "decimal"):
            return (lambda text=text: self._write(text) for text in NUMBERS)
        if kind.startswith("select"):
            many = len(asked.choices) > 15
            digits = (lambda digit=digit: QTest.keyClicks(self.at, digit) for digit in "1213")
            return iter([self._take_from_list] * 3) if many else digits
        return iter([lambda: self._write(TYPED[kind])])

    def _take_from_list(self) -> None:
        if self.asked.question.type == "select_one":
            self.press(Qt.Key.Key_Down)
        else:
            if not isinstance(self.at, QListView):
                self.press(Qt.Key.Key_Tab)
            self.press(Qt.Key.Key_Down, Qt.Key.Key_Space)

    def _write(self, text: str) -> None:
        self.at.selectAll()
        QTest.keyClicks(self.at, text)
        self._filler._sheet.save()
