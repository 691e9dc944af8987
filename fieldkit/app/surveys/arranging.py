"""How choices are laid out beside and under each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.parts import label
from fieldkit.app.style import GAP
from fieldkit.app.surveys.answer import numbered, wished
from fieldkit.forms import Asked

COLUMN = 190
"""The least width of a column of choices."""
_PAGE = 700
_SIGN = 7
"""About the width of a letter."""
PACKED = frozenset({"columns-pack", "horizontal", "horizontal-compact", "compact", "quickcompact"})
LINED_UP = frozenset({"likert", "list"})
"""The appearances that put the words under a row of buttons. Source: XLSForm reference, "appearance"."""


def arranged(asked: Asked, buttons: Sequence[QAbstractButton]) -> QWidget:
    """Return an area with the buttons laid out as the question's appearance wants it."""
    area = QWidget()
    area.setObjectName("plain")
    wishes = wished(asked)
    columns = numbered(asked, "columns") or numbered(asked, "compact") or numbered(asked, "quickcompact")
    if columns:
        _in_columns(area, buttons, columns)
    elif "columns" in wishes:
        longest = max((len(button.text()) for button in buttons), default=1)
        _in_columns(area, buttons, max(1, min(5, _PAGE // max(COLUMN, longest * _SIGN + 40))))
    elif wishes & PACKED:
        flow = Flow(area)
        for button in buttons:
            flow.addWidget(button)
    elif wishes & LINED_UP:
        _in_line(area, buttons, [choice.label for choice in asked.choices])
    elif "list-nolabel" in wishes:
        _in_line(area, buttons, [])
    else:
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for button in buttons:
            column.addWidget(button)
    return area


def words_in_line(words: Sequence[str]) -> QWidget:
    """Return the head of a table of choices: the words over its columns."""
    area = QWidget()
    area.setObjectName("plain")
    _in_line(area, (), words)
    return area


def _in_columns(area: QWidget, buttons: Sequence[QAbstractButton], columns: int) -> None:
    grid = QGridLayout(area)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(4)
    for at, button in enumerate(buttons):
        grid.addWidget(button, at // columns, at % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)


def _in_line(area: QWidget, buttons: Sequence[QAbstractButton], words: Sequence[str]) -> None:
    """Lay out columns of the same width, whatever is in them, so that rows over each other make a table."""
    grid = QGridLayout(area)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(2)
    for at, button in enumerate(buttons):
        button.setText("")
        grid.addWidget(button, 0, at, Qt.AlignmentFlag.AlignHCenter)
    for at, said in enumerate(words):
        shown = label(said, "sub", wraps=True)
        shown.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(shown, 1, at)
    for column in range(max(len(buttons), len(words))):
        grid.setColumnStretch(column, 1)


class Flow(QLayout):
    """Widgets in lines, as many in each as there is room for; from the right where words run that way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(GAP // 2)

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget in."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]  Qt asks beyond the end
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]  as above
        """Let one of them go."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Tell that the narrower it is, the more lines it needs."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Put each at its place."""
        super().setGeometry(area)
        self._lay(area, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of the largest."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, area: QRect, *, move: bool) -> int:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        x, y, height = area.x(), area.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x > area.x() and x + size.width() > area.x() + area.width():
                x, y, height = area.x(), y + height + self.spacing(), 0
            if move:
                item.setGeometry(QStyle.visualRect(direction, area, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        return y + height - area.y()
