"""Answers to choose from that are too many to be seen at once: lists that are searched by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QPushButton

from fieldkit.app.fields import Choice, Find
from fieldkit.app.parts import label
from fieldkit.app.surveys.answer import Answer, wished
from fieldkit.app.surveys.offers import MOST_SHOWN, Offers, Search
from fieldkit.forms import Asked, Offered, place_of
from fieldkit.words import _, listed, ngettext

_ROWS = 8
_LINE = 28


class OneOfMany(Answer):
    """One of many choices: a list that is searched by typing any part of the words."""

    def build(self, asked: Asked) -> None:
        """Lay out the list."""
        self._model = Offers(parent=self)
        self._found = Offers(parent=self)
        self._search = Search(self)
        self._list = _Box()
        self._list.setModel(self._model)
        self._list.setEditable(True)
        self._list.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self._list.setAccessibleName(asked.label)
        self._list.setMaximumWidth(520)
        self._list.setCompleter(None)  # pyright: ignore[reportArgumentType]  Qt takes none
        edit = self._list.lineEdit()
        assert edit is not None
        # It shows what the search has found, and filters nothing itself.
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_ROWS)
        found = self._completer.popup()
        assert isinstance(found, QListView)
        found.setObjectName("found")
        found.setUniformItemSizes(True)
        edit.setPlaceholderText(_("Type a part of it, or open the list"))
        edit.setAccessibleName(asked.label)
        self._edit = edit
        self._offered: Sequence[Offered] = ()
        self._value = ""
        self._typed: str | None = None
        self._quick = "quick" in wished(asked)
        self._list.activated.connect(self._say)
        self._list.entered.connect(self._search.prepare)
        chosen = self._completer.activated[QModelIndex]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]
        # The stubs know one form of it.
        cast(SignalInstance, chosen).connect(self._take)
        self._search.found.connect(self._show_found)
        # Before the line shows what was found: whoever is told first hears of the new words.
        edit.textEdited.connect(self._look_for)
        edit.setCompleter(self._completer)
        edit.editingFinished.connect(self._settle)
        self.column.addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen."""
        if asked.choices != self._offered:
            self._offered = asked.choices
            self._model.offer(asked.choices)
            self._search.search_in(asked.choices)
            self._list.steps = len(asked.choices) <= MOST_SHOWN
        self._list.setEnabled(not asked.readonly)
        self._value = asked.value
        self._show_value()

    def save(self) -> None:
        """Take what was typed to search, where it is one choice alone."""
        self._settle()

    def _show_value(self) -> None:
        place = place_of(self._offered, self._value) if self._value else -1
        self._list.setCurrentIndex(place if place < MOST_SHOWN else -1)
        if self._list.currentIndex() < 0:
            # A value that its list does not have is shown as it is: it is an answer all the same.
            self._edit.setText(self._offered[place].label if place >= 0 else self._value)

    @Slot(int)
    def _say(self, row: int) -> None:
        self._answer(str(self._list.itemData(row)))

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        value = index.data(Qt.ItemDataRole.UserRole)
        if value is not None:
            self._answer(value)

    def _answer(self, value: str) -> None:
        self._typed = None
        self.answered.emit(value, False)
        if self._quick:
            self.led_on.emit()

    @Slot(str)
    def _look_for(self, text: str) -> None:
        self._typed = text
        self._search.look_for(text)

    @Slot()
    def _show_found(self) -> None:
        """Show what is found by now; the search may go on."""
        if self._typed is None:
            return
        self._found.offer(self._offered, self._search.places)
        popup = self._completer.popup()
        if self._found.rowCount() and popup is not None and not popup.isVisible() and self._list.hasFocus():
            self._completer.complete()

    @Slot()
    def _settle(self) -> None:
        """Take what was typed where it can be one choice alone; else show again what is chosen."""
        if self._typed is None:
            return
        words, self._typed = self._typed.strip(), None
        fitting = [self._offered[at].value for at in self._search.fitting(words)] if words else [""]
        if len(fitting) == 1 and fitting[0] != self._value:
            self.answered.emit(fitting[0], False)
        else:
            self._show_value()


class _Box(QComboBox):
    """A list that unfolds; it does not measure all its choices first."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.steps = True
        """Whether the arrows go from choice to choice. Where not all are shown, they open the list."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        view = self.view()
        if isinstance(view, QListView):
            view.setUniformItemSizes(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that somebody may soon search."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list where stepping through it would leave out most."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.steps:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change an answer."""
        event.ignore()


class SomeOfMany(Answer):
    """Any number of many choices: a list with ticks that is searched by typing, folded away where it is `minimal`."""

    def build(self, asked: Asked) -> None:
        """Lay out what is chosen, the line to search and the list."""
        self._chosen = label("", "sub", wraps=True)
        self._find = Find(_("Search: {question}").format(question=asked.label), _("Search the choices"))
        self._model = Offers(ticks=True, parent=self)
        self._search = Search(self)
        self._list = _Ticks()
        self._list.setModel(self._model)
        self._list.setAccessibleName(asked.label)
        self._fold = QPushButton(_("Choose…"))
        self._fold.setAccessibleName(_("Choose: {question}").format(question=asked.label))
        self._fold.setCheckable(True)
        self._folds = "minimal" in wished(asked)
        self._value: list[str] = []
        self._offered: Sequence[Offered] = ()
        self.column.addWidget(self._chosen)
        self.column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._find)
        self.column.addWidget(self._list)
        self._fold.setVisible(self._folds)
        self._unfold(not self._folds)
        self._fold.toggled.connect(self._unfold)
        self._find.textChanged.connect(self._search.look_for)
        self._search.found.connect(self._show_found)
        self._model.ticked.connect(self._tick)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen."""
        if asked.choices != self._offered:
            self._offered = asked.choices
            self._search.search_in(asked.choices)
            self._list.setFixedHeight(_LINE * max(2, min(_ROWS, len(asked.choices))) + 10)
        self._value = asked.value.split()
        self._model.choose(frozenset(self._value))
        said = listed([self._name(value) for value in self._value])
        count = ngettext("{n} chosen: {names}", "{n} chosen: {names}", len(self._value))
        self._chosen.setText(
            count.format(n=len(self._value), names=said) if said else _("Nothing is chosen yet.")
        )
        for widget in (self._list, self._fold):
            widget.setEnabled(not asked.readonly)

    @Slot(bool)
    def _unfold(self, shown: bool) -> None:
        self._find.setVisible(shown)
        self._list.setVisible(shown)
        self._fold.setText(_("Close the list") if shown else _("Choose…"))
        self.setFocusProxy(self._fold if self._folds else self._find)
        if shown and self._folds and self._fold.hasFocus():
            self._find.setFocus()

    @Slot()
    def _show_found(self) -> None:
        self._model.offer(self._offered, self._search.places)

    @Slot(str)
    def _tick(self, value: str) -> None:
        chosen = [one for one in self._value if one != value]
        if len(chosen) == len(self._value):
            chosen.append(value)
        places = {one: place_of(self._offered, one) for one in chosen}
        self.answered.emit(" ".join(sorted(chosen, key=lambda one: (places[one] < 0, places[one]))), False)

    def _name(self, value: str) -> str:
        """Return what a choice is called; its value where it is not offered."""
        place = place_of(self._offered, value)
        return self._offered[place].label if place >= 0 else value


class _Ticks(QListView):
    """A list with ticks. Space turns the tick; Enter goes on, as everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSpacing(3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin at the first choice, and leave Enter to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        if not self.currentIndex().isValid() and event.key() == Qt.Key.Key_Space:
            self.setCurrentIndex(self.model().index(0, 0))
        super().keyPressEvent(event)
