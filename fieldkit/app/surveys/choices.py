"""Answers to choose from: one, several, or an order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QRadioButton,
)

from fieldkit.app.ordering import Ordering
from fieldkit.app.parts import Choice, label
from fieldkit.app.surveys.answers import Answer
from fieldkit.forms import Asked, Offered
from fieldkit.words import _

MANY = 15
"""More choices than this go into a list to search."""
_NUMBERED = 9
_SEARCHED = frozenset({"minimal", "autocomplete", "search"})
"""The appearances that ask for a list. Source: XLSForm reference, "appearance"."""


class _Buttons(Answer):
    """Choices as buttons one under the other; the digits choose the first nine."""

    exclusive = True

    def build(self, asked: Asked) -> None:
        """Lay out the buttons."""
        self._group = QButtonGroup(self)
        self._group.setExclusive(self.exclusive)
        self._group.buttonClicked.connect(self._say)
        self._offered: tuple[Offered, ...] = ()
        self._name = asked.label
        self._nothing = label(_("There is nothing to choose from yet."), "sub")
        self.column.addWidget(self._nothing)
        self._offer(asked.choices)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen; other choices than before are laid out anew."""
        if asked.choices != self._offered:
            self._offer(asked.choices)
        chosen = self.chosen_of(asked.value)
        self._group.setExclusive(False)
        for choice, button in zip(self._offered, self._group.buttons(), strict=True):
            button.setChecked(choice.value in chosen)
            button.setEnabled(not asked.readonly)
        self._group.setExclusive(self.exclusive)
        self._take_focus()

    def chosen_of(self, value: str) -> list[str]:
        """Return the values that are chosen."""
        return [value] if self.exclusive else value.split()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number; Delete takes the answer back."""
        buttons = self._group.buttons()
        number = int(event.text()) if event.text() in tuple("123456789") else 0
        if 0 < number <= min(len(buttons), _NUMBERED) and buttons[number - 1].isEnabled():
            buttons[number - 1].setFocus()
            buttons[number - 1].click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and any(b.isEnabled() for b in buttons):
            self.answered.emit("", False)
        else:
            super().keyPressEvent(event)

    def _offer(self, choices: Sequence[Offered]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self.column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offered = tuple(choices)
        for number, choice in enumerate(choices, start=1):
            words = choice.label.replace("&", "&&")
            button = QRadioButton(words) if self.exclusive else QCheckBox(words)
            if number <= _NUMBERED:
                button.setText(f"{number}  {words}")
            button.setAccessibleName(choice.label)
            button.setAccessibleDescription(self._name)
            self._group.addButton(button, number)
            self.column.addWidget(button)
        self._nothing.setVisible(not choices)
        self._take_focus()

    def _take_focus(self) -> None:
        buttons = self._group.buttons()
        if buttons:
            self.setFocusProxy(self._group.checkedButton() or buttons[0])

    @Slot(QAbstractButton)
    def _say(self, _button: QAbstractButton) -> None:
        pairs = zip(self._offered, self._group.buttons(), strict=True)
        self.answered.emit(" ".join(choice.value for choice, button in pairs if button.isChecked()), False)


class OneOfFew(_Buttons):
    """One of several choices."""


class SomeOfFew(_Buttons):
    """Any number of choices."""

    exclusive = False


class OneOfMany(Answer):
    """One of many choices: a list that is searched by typing any part of the words."""

    def build(self, asked: Asked) -> None:
        """Lay out the list."""
        self._list = Choice()
        self._list.setEditable(True)
        self._list.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self._list.setAccessibleName(asked.label)
        completer, edit = self._list.completer(), self._list.lineEdit()
        assert completer is not None
        assert edit is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        edit.setPlaceholderText(_("Type a part of it, or open the list"))
        self._edit = edit
        self._offered: tuple[Offered, ...] = ()
        self._value = ""
        self._list.chosen.connect(self._say)
        edit.editingFinished.connect(self._settle)
        self.column.addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen."""
        if asked.choices != self._offered:
            self._offered = asked.choices
            self._list.offer([("", ""), *((choice.value, choice.label) for choice in asked.choices)])
        self._list.setEnabled(not asked.readonly)
        self._value = asked.value
        self._list.show_value(asked.value)

    @Slot(str)
    def _say(self, value: str) -> None:
        self.answered.emit(value, False)

    @Slot()
    def _settle(self) -> None:
        """Take what was typed where it can be one choice alone; else show again what is chosen."""
        words = self._edit.text().strip().casefold()
        same = [choice.value for choice in self._offered if choice.label.casefold() == words]
        near = [choice.value for choice in self._offered if words in choice.label.casefold()]
        fitting = same or near if words else [""]
        if len(fitting) == 1 and fitting[0] != self._value:
            self.answered.emit(fitting[0], False)
        else:
            self._list.show_value(self._value)


class OneAnswer(Answer):
    """One of several choices, laid out as their number asks for."""

    def build(self, asked: Asked) -> None:
        """Lay out the choices."""
        wished = _SEARCHED & set(asked.question.appearance.split())
        self._inner = OneOfMany(asked) if wished or len(asked.choices) > MANY else OneOfFew(asked)
        self._inner.answered.connect(self.answered)
        self.column.addWidget(self._inner)
        self.setFocusProxy(self._inner)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen."""
        self._inner.show_asked(asked)
        self.setFocusProxy(self._inner)


class RankAnswer(Answer):
    """Choices to be put in order."""

    def build(self, asked: Asked) -> None:
        """Lay out the list."""
        self._order = Ordering(asked.label)
        self._order.ordered.connect(self._say)
        self.column.addWidget(self._order)
        self.column.addWidget(
            label(_("The first is the most important. Alt and the arrows move one."), "sub")
        )
        self.setFocusProxy(self._order)

    def show_asked(self, asked: Asked) -> None:
        """Show the order; what has no place in it yet comes last."""
        places = {value: place for place, value in enumerate(asked.value.split())}
        order = sorted(asked.choices, key=lambda choice: places.get(choice.value, len(places)))
        self._order.show_items([(choice.value, choice.label) for choice in order])
        self._order.setEnabled(not asked.readonly)

    @Slot(list)
    def _say(self, order: list[str]) -> None:
        self.answered.emit(" ".join(order), False)
