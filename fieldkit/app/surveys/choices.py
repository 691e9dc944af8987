"""Answers to choose from that are few enough to be seen at once, and an order of such."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QPushButton, QRadioButton, QWidget

from fieldkit.app.ordering import Ordering
from fieldkit.app.parts import label
from fieldkit.app.segmented import Segment
from fieldkit.app.surveys.answer import Answer, Media, called, wished, with_plain_choices
from fieldkit.app.surveys.arranging import arranged, in_line, words_in_line
from fieldkit.app.surveys.digits import digits
from fieldkit.app.surveys.lists import OneOfMany, SomeOfMany
from fieldkit.app.surveys.option import option
from fieldkit.forms import Asked, Offered
from fieldkit.words import _

MANY = 15
"""More choices than this go into a list to search."""
_SEARCHED = frozenset({"minimal", "autocomplete", "search"})
"""The appearances that ask for a list. Source: XLSForm reference, "appearance"."""
_BARE = frozenset({"no-buttons", "compact", "quickcompact"})


class OneOfFew(Answer):
    """One of several choices, each a button; digits choose, see `digits`."""

    exclusive = True

    def build(self, asked: Asked) -> None:
        """Lay out the buttons."""
        self._group = QButtonGroup(self)
        self._group.setExclusive(self.exclusive)
        self._group.buttonClicked.connect(self._say)
        self._offered: Sequence[Offered] = ()
        self._digits: Sequence[str] = ()
        self._nothing = label(_("There is nothing to choose from yet."), "sub")
        self._area: QWidget | None = None
        self.column.addWidget(self._nothing)
        self._quick = self.exclusive and bool(wished(asked) & {"quick", "quickcompact"})
        self._offer(asked)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen; other choices than before are laid out anew."""
        if asked.choices != self._offered:
            self._offer(asked)
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
        key = event.text()
        button = buttons[self._digits.index(key)] if key and key in self._digits else None
        if button and button.isEnabled():
            button.setFocus()
            button.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and any(b.isEnabled() for b in buttons):
            self.answered.emit("", False)
        else:
            super().keyPressEvent(event)

    def _offer(self, asked: Asked) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        if self._area is not None:
            self.column.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._offered = asked.choices
        bare = in_line(asked)
        kind = Segment if wished(asked) & _BARE else QRadioButton if self.exclusive else QCheckBox
        options: list[QWidget] = []
        self._digits, shown = digits([called(choice) for choice in asked.choices])
        for number, (choice, digit) in enumerate(zip(asked.choices, self._digits, strict=True), start=1):
            button, place = option(kind, digit if shown else "", choice, self.media, bare=bare)
            button.setAccessibleDescription(asked.label)
            self._group.addButton(button, number)
            options.append(place)
            if bare:
                button.setObjectName("bare")
                button.setToolTip(called(choice))
        self._area = arranged(asked, options)
        self.column.addWidget(self._area)
        self._nothing.setVisible(not asked.choices)
        self._take_focus()
        self.laid_anew.emit()

    def _take_focus(self) -> None:
        buttons = self._group.buttons()
        if buttons:
            self.setFocusProxy(self._group.checkedButton() or buttons[0])

    @Slot(QAbstractButton)
    def _say(self, _button: QAbstractButton) -> None:
        pairs = zip(self._offered, self._group.buttons(), strict=True)
        self.answered.emit(" ".join(choice.value for choice, button in pairs if button.isChecked()), False)
        if self._quick:
            self.led_on.emit()


class SomeOfFew(OneOfFew):
    """Any number of choices."""

    exclusive = False


class ColumnNames(Answer):
    """The head of a table of choices: their words, over the rows of buttons that follow."""

    def build(self, asked: Asked) -> None:  # noqa: ARG002  all of it may change
        """Begin with nothing."""
        self._shown: QWidget | None = None
        self._words: list[str] = []

    def show_asked(self, asked: Asked) -> None:
        """Show the words."""
        words = [choice.label or choice.value for choice in asked.choices]
        if words == self._words:
            return
        self._words = words
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = words_in_line(words)
        self.column.addWidget(self._shown)


class ChoiceAnswer(Answer):
    """One or several of the choices that there are now: few of them side by side, many in a list to search."""

    few: type[Answer] = OneOfFew
    many: type[Answer] = OneOfMany

    def build(self, asked: Asked) -> None:
        """Lay out the choices."""
        self._inner = self._made(asked)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen; when their number calls for it, lay them out in the other way."""
        if type(self._inner) is not self._kind(asked):
            focused = self._inner.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            self.column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
            self._inner = self._made(asked)
            if focused:
                self._inner.setFocus()
            self.laid_anew.emit()
        self._inner.show_asked(self._told(asked))
        self.setFocusProxy(self._inner)

    def save(self) -> None:
        """Take what was typed to search."""
        self._inner.save()

    def _kind(self, asked: Asked) -> type[Answer]:
        return self.many if wished(asked) & _SEARCHED or len(asked.choices) > MANY else self.few

    def _told(self, asked: Asked) -> Asked:
        """Return the question with what the place of its answer can show: a list shows no marks."""
        return asked if self._kind(asked) is self.few else with_plain_choices(asked)

    def _made(self, asked: Asked) -> Answer:
        made = self._kind(asked)(self._told(asked), self.media)
        made.answered.connect(self.answered)
        made.led_on.connect(self.led_on)
        made.laid_anew.connect(self.laid_anew)
        self.column.addWidget(made)
        self.setFocusProxy(made)
        return made


class SeveralAnswer(ChoiceAnswer):
    """Any number of the choices that there are now."""

    few = SomeOfFew
    many = SomeOfMany


class RankAnswer(Answer):
    """Choices to be put in order."""

    def build(self, asked: Asked) -> None:
        """Lay out the list."""
        self._order = Ordering(asked.label)
        self._order.ordered.connect(self._say)
        self._offered: list[str] = []
        self.column.addWidget(self._order)
        self.column.addWidget(
            label(_("The first is the most important. Alt and the arrows move one, or drag it."), "sub")
        )
        self._as_it_is = QPushButton(_("It is right in this order"))
        self._as_it_is.setAccessibleName(_("In this order: {question}").format(question=asked.label))
        self._as_it_is.clicked.connect(self._keep)
        self.column.addWidget(self._as_it_is, 0, Qt.AlignmentFlag.AlignLeading)
        self.setFocusProxy(self._order)

    def show_asked(self, asked: Asked) -> None:
        """Show the order; what has no place in it yet comes last. Until somebody says so, it is no answer."""
        places = {value: place for place, value in enumerate(asked.value.split())}
        order = sorted(asked.choices, key=lambda choice: places.get(choice.value, len(places)))
        self._offered = [choice.value for choice in order]
        self._order.show_items([(choice.value, called(choice)) for choice in order])
        self._order.setEnabled(not asked.readonly)
        self._as_it_is.setVisible(set(places) != set(self._offered) and not asked.readonly)

    @Slot(list)
    def _say(self, order: list[str]) -> None:
        self.answered.emit(" ".join(order), False)

    @Slot()
    def _keep(self) -> None:
        self._say(self._offered)


def one_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of one choice."""
    return (ColumnNames if "label" in wished(asked) else ChoiceAnswer)(asked, media)


def several_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of several choices."""
    return (ColumnNames if "label" in wished(asked) else SeveralAnswer)(asked, media)
