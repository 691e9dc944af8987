"""Answers to choose from that are too many to be seen at once: lists that are searched by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QPushButton

from fieldkit.app.parts import Choice, Find, label
from fieldkit.app.surveys.answer import Answer, wished
from fieldkit.forms import Asked, Offered, place_of
from fieldkit.words import _, listed, ngettext

Index = QModelIndex | QPersistentModelIndex
_ROWS = 8
_LINE = 28


class Offers(QAbstractListModel):
    """Choices as a model: fifty thousand of them cost no more to offer than five."""

    ticked = Signal(str)
    """The value of the choice whose tick a person changed."""

    def __init__(self, *, ticks: bool = False, parent: Any = None) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._offered: Sequence[Offered] = ()
        self._chosen: frozenset[str] = frozenset()

    def offer(self, choices: Sequence[Offered]) -> None:
        """Offer these."""
        self.beginResetModel()
        self._offered = choices
        self.endResetModel()

    def choose(self, values: frozenset[str]) -> None:
        """Show these as ticked."""
        if values != self._chosen:
            self._chosen = values
            self.dataChanged.emit(self.index(0), self.index(len(self._offered) - 1))

    def row_of(self, value: str) -> int:
        """Return the row of a choice; -1 where there is none."""
        return place_of(self._offered, value)

    def choice(self, row: int) -> Offered:
        """Return the choice in a row."""
        return self._offered[row]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of choices."""
        return 0 if parent and parent.isValid() else len(self._offered)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell that a choice can be ticked, where they can."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._ticks else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a choice, its value or its tick."""
        if not index.isValid():
            return None
        choice = self._offered[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and self._ticks:
            return Qt.CheckState.Checked if choice.value in self._chosen else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return choice.label
        return choice.value if role == Qt.ItemDataRole.UserRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ARG002  a tick is turned, whatever it was
        """Tell of a tick; who hears of it says what is chosen then."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.ticked.emit(self._offered[index.row()].value)
        return True


class OneOfMany(Answer):
    """One of many choices: a list that is searched by typing any part of the words."""

    def build(self, asked: Asked) -> None:
        """Lay out the list."""
        self._model = Offers(parent=self)
        self._list = _Box()
        self._list.setModel(self._model)
        self._list.setEditable(True)
        self._list.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self._list.setAccessibleName(asked.label)
        self._list.setMaximumWidth(520)
        completer, edit = self._list.completer(), self._list.lineEdit()
        assert completer is not None
        assert edit is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        edit.setPlaceholderText(_("Type a part of it, or open the list"))
        edit.setAccessibleName(asked.label)
        self._edit = edit
        self._offered: Sequence[Offered] = ()
        self._value = ""
        self._typed: str | None = None
        self._quick = "quick" in wished(asked)
        self._list.activated.connect(self._say)
        edit.textEdited.connect(self._search)
        edit.editingFinished.connect(self._settle)
        self.column.addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen."""
        if asked.choices != self._offered:
            self._offered = asked.choices
            self._model.offer(asked.choices)
        self._list.setEnabled(not asked.readonly)
        self._value = asked.value
        self._show_value()

    def save(self) -> None:
        """Take what was typed to search, where it is one choice alone."""
        self._settle()

    def _show_value(self) -> None:
        self._list.setCurrentIndex(self._model.row_of(self._value) if self._value else -1)
        if self._list.currentIndex() < 0:
            # A value that its list does not have is shown as it is: it is an answer all the same.
            self._edit.setText(self._value)

    @Slot(int)
    def _say(self, row: int) -> None:
        self._typed = None
        self.answered.emit(self._model.choice(row).value, False)
        if self._quick:
            self.led_on.emit()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._typed = text

    @Slot()
    def _settle(self) -> None:
        """Take what was typed where it can be one choice alone; else show again what is chosen."""
        if self._typed is None:
            return
        words, self._typed = self._typed.strip().casefold(), None
        same = [choice.value for choice in self._offered if choice.label.casefold() == words]
        near = [choice.value for choice in self._offered if words in choice.label.casefold()]
        fitting = same or near if words else [""]
        if len(fitting) == 1 and fitting[0] != self._value:
            self.answered.emit(fitting[0], False)
        else:
            self._show_value()


class _Box(QComboBox):
    """A list that unfolds; it does not measure all its choices first."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        view = self.view()
        if isinstance(view, QListView):
            view.setUniformItemSizes(True)

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
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list = _Ticks()
        self._list.setModel(self._found)
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
        self._find.textChanged.connect(self._found.setFilterFixedString)
        self._model.ticked.connect(self._tick)

    def show_asked(self, asked: Asked) -> None:
        """Show what is chosen."""
        if asked.choices != self._offered:
            self._offered = asked.choices
            self._model.offer(asked.choices)
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
