"""Choices as a model, and the search for words among very many of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QElapsedTimer,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from fieldkit.forms import Offered, label_of
from fieldkit.words import _

Index = QModelIndex | QPersistentModelIndex
MOST_SHOWN = 250
"""More than these nobody looks through, and a list of thousands holds up the window: the rest is found by its words."""
BETWEEN_MS = 8
"""How long words are read between two events of the window."""


class Offers(QAbstractListModel):
    """Some of the choices of a question. Where there are more than are shown, a last line says so."""

    ticked = Signal(str)
    """The value of the choice whose tick a person changed."""

    def __init__(self, *, ticks: bool = False, parent: Any = None) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._choices: Sequence[Offered] = ()
        self._places: Sequence[int] = ()
        self._more = False
        self._chosen: frozenset[str] = frozenset()

    def offer(self, choices: Sequence[Offered], places: Sequence[int] | None = None) -> None:
        """Offer the choices at these places; all of them where no places are given."""
        wanted = range(len(choices)) if places is None else places
        shown = wanted[:MOST_SHOWN]
        more = len(wanted) > MOST_SHOWN
        if choices is self._choices and shown == self._places and more == self._more:
            return
        self.beginResetModel()
        self._choices, self._places, self._more = choices, shown, more
        self.endResetModel()

    def choose(self, values: frozenset[str]) -> None:
        """Show these as ticked."""
        if values != self._chosen:
            self._chosen = values
            self.dataChanged.emit(self.index(0), self.index(len(self._places) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent and parent.isValid() else len(self._places) + self._more

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell that a choice can be ticked, where they can; the last line can only be read."""
        if not self._is_choice(index):
            return Qt.ItemFlag.NoItemFlags
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._ticks else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a choice, its value or its tick."""
        if not self._is_choice(index):
            said = index.isValid() and role == Qt.ItemDataRole.DisplayRole
            return _("… and more: type a part of what you look for") if said else None
        choice = self._choices[self._places[index.row()]]
        if role == Qt.ItemDataRole.CheckStateRole and self._ticks:
            return Qt.CheckState.Checked if choice.value in self._chosen else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return choice.label
        return choice.value if role == Qt.ItemDataRole.UserRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ARG002  a tick is turned, whatever it was
        """Tell of a tick; who hears of it says what is chosen then."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._is_choice(index):
            return False
        self.ticked.emit(self._choices[self._places[index.row()]].value)
        return True

    def _is_choice(self, index: Index) -> bool:
        return index.isValid() and index.row() < len(self._places)


class Search(QObject):
    """Looks for words among choices, in any part of their labels and whatever the case.

    The labels of fifty thousand take a quarter of a second to make, so they are made some at a time.
    """

    found = Signal()
    """What was looked for is at other `places` than it was a moment ago."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: Sequence[int] = ()
        """Where the words are that were looked for last; not all of them while labels are still being made."""
        self._choices: Sequence[Offered] = ()
        self._labels: list[str] = []
        """The labels that are made, as they are compared."""
        self._words = ""
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._go_on)

    def search_in(self, choices: Sequence[Offered]) -> None:
        """Look among these from now on, for what was looked for last."""
        self._choices, self._labels = choices, []
        self._later.stop()
        self.look_for(self._words)

    def prepare(self) -> None:
        """Begin to make the labels: somebody may soon look for one."""
        if len(self._labels) < len(self._choices):
            self._later.start()

    def look_for(self, words: str) -> None:
        """Look for these words; for all choices where there are none."""
        self._words = words.strip().casefold()
        if not self._words:
            self.places = range(len(self._choices))
            self.found.emit()
            return
        self.places = self._places_from(0)
        self._go_on()
        self.prepare()

    def fitting(self, words: str) -> list[int]:
        """Return where the choices are that a person can mean: those called so, else those with it in their name."""
        sought = words.strip().casefold()
        self._read(None)
        same = [at for at, label in enumerate(self._labels) if label == sought]
        return same or [at for at, label in enumerate(self._labels) if sought in label]

    @Slot()
    def _go_on(self) -> None:
        begin = len(self._labels)
        self._read(BETWEEN_MS)
        if self._words:
            self.places = [*self.places, *self._places_from(begin)]
        if len(self._labels) == len(self._choices):
            self._later.stop()
        self.found.emit()

    def _read(self, patience_ms: int | None) -> None:
        """Make labels, all of them or as many as there is patience for."""
        since = QElapsedTimer()
        since.start()
        for at in range(len(self._labels), len(self._choices)):
            self._labels.append(label_of(self._choices, at).casefold())
            if patience_ms is not None and not at % 64 and since.elapsed() >= patience_ms:
                return

    def _places_from(self, begin: int) -> list[int]:
        return [at for at in range(begin, len(self._labels)) if self._words in self._labels[at]]
