"""Records as a table: what the columns say is told once, sorting, filtering and choosing come with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fieldkit.app.style import ROW, tokens
from fieldkit.domain import Record

R = TypeVar("R", bound=Record)
Index = QModelIndex | QPersistentModelIndex

UNDER = Qt.ItemDataRole.UserRole + 1
"""The second line of a cell."""


@dataclass(frozen=True)  # slots and Column[Group](…) do not go together on Python 3.11
class Column(Generic[R]):
    """What one column says of a record. A column without a width takes what the others leave."""

    title: str
    text: Callable[[R], str]
    under: Callable[[R], str] | None = None
    order: Callable[[R], Any] | None = None
    """What it is sorted by; else its text, without regard to capitals."""
    width: int = 0


class Titled(QAbstractTableModel):
    """A table of cells under titles."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles = titles

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent and parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None


class Records(Titled, Generic[R]):
    """The records of a table, sorted and filtered."""

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__([column.title for column in columns], parent)
        self._columns = columns
        self._all: list[R] = []
        self._shown: list[R] = []
        self._words: list[str] = []
        self._sorted_by = 0
        self._descending = False

    # For the page

    def show(self, records: Sequence[R]) -> None:
        """Show these records instead, sorted and filtered as before."""
        self._all = list(records)
        self._arrange()

    def filter(self, words: str) -> None:
        """Show only the records whose columns hold all these words."""
        self._words = words.casefold().split()
        self._arrange()

    def record(self, row: int) -> R:
        """Return the record in a row."""
        return self._shown[row]

    def row_of(self, record_id: str) -> int:
        """Return the row that shows this record; -1 where none does."""
        return next((row for row, record in enumerate(self._shown) if record.id == record_id), -1)

    def _arrange(self) -> None:
        column = self._columns[self._sorted_by]
        shown = [record for record in self._all if all(word in self._said(record) for word in self._words)]
        shown.sort(
            key=column.order or (lambda record: column.text(record).casefold()), reverse=self._descending
        )
        same = [r.id for r in shown] == [r.id for r in self._shown]
        if not same:
            self.beginResetModel()
        self._shown = shown
        if not same:
            self.endResetModel()
        elif shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(self._columns) - 1))

    def _said(self, record: R) -> str:
        lines = (line for column in self._columns for line in _lines(column, record))
        return "\n".join(lines).casefold()

    # For Qt

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows shown."""
        return 0 if parent and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        column, record = self._columns[index.column()], self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(record)
        if role == UNDER:
            return column.under(record) if column.under else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {'. '.join(line for line in _lines(column, record) if line)}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        if column >= 0:
            self._sorted_by, self._descending = column, order == Qt.SortOrder.DescendingOrder
            self._arrange()


def _lines(column: Column[R], record: R) -> list[str]:
    under = column.under(record) if column.under else ""
    return [column.text(record), under]


class RecordTable(QTableView, Generic[R]):
    """A table of records, one of which is chosen. It stays chosen while the records change around it."""

    chosen = Signal(str)
    """The id of the record that is now chosen; empty where none is."""
    opened = Signal(str)
    """The id of the record on which Enter was pressed or which was double-clicked."""

    def __init__(self, name: str, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records: Records[R] = Records(columns, self)
        self._chosen = ""
        self.setModel(self.records)
        self.setItemDelegate(Cells(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW if any(c.under for c in columns) else ROW - 14)
        self._size_columns(columns)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.records.modelReset.connect(self._choose_again)
        self.activated.connect(self._open)

    def show_records(self, records: Sequence[R]) -> None:
        """Show these records; the one that was chosen stays chosen if it is still there."""
        self.records.show(records)

    def choose(self, record_id: str) -> None:
        """Choose a record."""
        row = self.records.row_of(record_id)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self.records.index(row, 0))

    @property
    def current(self) -> R | None:
        """The record that is chosen."""
        row = self.currentIndex().row()
        return self.records.record(row) if row >= 0 else None

    def _size_columns(self, columns: Sequence[Column[R]]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)
        for at, column in enumerate(columns):
            if column.width:
                self.setColumnWidth(at, column.width)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._chosen = self.records.record(index.row()).id if index.isValid() else ""
        self.chosen.emit(self._chosen)

    @Slot()
    def _choose_again(self) -> None:
        row = self.records.row_of(self._chosen)
        if row >= 0:
            self.selectRow(row)
        elif self._chosen:
            self._chosen = ""
            self.chosen.emit("")

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.records.record(index.row()).id)


class Cells(QStyledItemDelegate):
    """Draws a cell with a second line under the first, and a bar at the head of the chosen row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as the style does, then the words."""
        under = index.data(UNDER)
        if under is None:
            super().paint(painter, option, index)
            return
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        words, ground.text = ground.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        painter.save()
        painter.setLayoutDirection(option.direction)
        if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:
            _bar(painter, option)
        area = option.rect.adjusted(12, 7, -10, -7)
        half = area.height() // 2
        bold = QFont(option.font)
        bold.setBold(True)
        above = QRect(area.x(), area.y(), area.width(), half) if under else area
        _line(painter, above, words, bold, tokens().text)
        _line(painter, QRect(area.x(), area.y() + half, area.width(), half), under, option.font, tokens().sub)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for both lines."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), ROW) if index.data(UNDER) is not None else size


def _bar(painter: QPainter, option: QStyleOptionViewItem) -> None:
    bar = QRect(option.rect.x(), option.rect.y(), 3, option.rect.height())
    painter.fillRect(QStyle.visualRect(option.direction, option.rect, bar), QColor(tokens().accent))


def _line(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)
