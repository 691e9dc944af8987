"""The pages of a questionnaire as a list, each with how much of it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from fieldkit.app.table import UNDER
from fieldkit.words import _, ngettext

Index = QModelIndex | QPersistentModelIndex


class Entry(NamedTuple):
    """A page's title, how many questions it asks now, and how many of these have a right answer or a wrong one."""

    title: str
    asked: int
    answered: int
    wrong: int = 0

    @property
    def words(self) -> str:
        """How far it has come, in words."""
        if not self.asked:
            return _("nothing to answer")
        said = _("{answered} of {asked} answered").format(answered=self.answered, asked=self.asked)
        if not self.wrong:
            return said
        wrong = ngettext("{said}, {n} wrong", "{said}, {n} wrong", self.wrong)
        return f"⚠ {wrong.format(said=said, n=self.wrong)}"


class Contents(QAbstractListModel):
    """The pages of a questionnaire."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these pages; the same number of them keeps the current one current."""
        if len(entries) == len(self._entries):
            before, self._entries = self._entries, list(entries)
            for at, (old, new) in enumerate(zip(before, self._entries, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of pages."""
        return 0 if parent and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a page's title, or how far it has come."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return entry.title
        if role == UNDER:
            # Our words keep their own direction within a page that runs the other way.
            return f"\u2068{entry.words}\u2069"
        return f"{entry.title}: {entry.words}" if role == Qt.ItemDataRole.AccessibleTextRole else None
