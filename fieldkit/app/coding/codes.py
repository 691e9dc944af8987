"""The codes of the codebook to pick from, grouped by theme, found by the first letters of any word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from fieldkit.domain import Code
from fieldkit.words import _

Index = QModelIndex | QPersistentModelIndex
CODE = Qt.ItemDataRole.UserRole
"""The role under which a row gives its Code."""


def grouped(codes: Sequence[Code], words: str = "") -> list[Code]:
    """Return the themes, each followed by its codes, as far as they have the words; a theme never stands alone.

    A word is had where a word of the name begins with it; failing that for all codes, where it is anywhere in
    the name or the definition.
    """
    themes = [code for code in codes if not code.parent_id]
    found = [code for code in codes if code.parent_id and _begins(code, words)]
    if not found:
        found = [code for code in codes if code.parent_id and _holds(code, words)]
    rows: list[Code] = []
    for theme in themes:
        under = [code for code in found if code.parent_id == theme.id]
        rows += [theme, *under] if under else []
    return rows


def _begins(code: Code, words: str) -> bool:
    starts = re.findall(r"\w+", code.name.casefold())
    return all(
        any(start.startswith(word) for start in starts) for word in re.findall(r"\w+", words.casefold())
    )


def _holds(code: Code, words: str) -> bool:
    text = f"{code.name} {code.definition}".casefold()
    return all(word in text for word in words.casefold().split())


class Codes(QAbstractListModel):
    """The codebook as a list: themes as headings that cannot be chosen, and codes beneath them."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._codes: list[Code] = []
        self._words = ""
        self._rows: list[Code] = []

    def show_codes(self, codes: Sequence[Code]) -> None:
        """Offer these codes, themes included, in this order."""
        self._codes = list(codes)
        self.find(self._words)

    def find(self, words: str) -> None:
        """Show only the codes that have these words."""
        self.beginResetModel()
        self._words = words
        self._rows = grouped(self._codes, words)
        self.endResetModel()

    def first(self) -> QModelIndex:
        """Return the first code; an invalid index where there is none."""
        return next((self.index(row) for row, code in enumerate(self._rows) if code.parent_id), QModelIndex())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that codes can be chosen and themes cannot."""
        if not index.isValid() or not self._rows[index.row()].parent_id:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name, definition or record of a code."""
        if not index.isValid():
            return None
        code = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return code.name
            case Qt.ItemDataRole.ToolTipRole:
                return code.definition
            case Qt.ItemDataRole.AccessibleTextRole:
                return code.name if code.parent_id else _("Theme: {name}").format(name=code.name)
            case _:
                return code if role == CODE else None
