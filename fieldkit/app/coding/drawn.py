"""How the rows of the codebook and of the tags are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldkit.app.coding.codes import CODE
from fieldkit.app.coding.marks import MARK, Mark
from fieldkit.app.style import ROW, tokens
from fieldkit.domain import Code
from fieldkit.words import _

Index = QModelIndex | QPersistentModelIndex
_CODE_ROW = 28


class CodeDelegate(QStyledItemDelegate):
    """Paints a theme as a heading and a code beneath it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  Qt asks so
        """Return the height of one line."""
        return QSize(0, _CODE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        code: Code = index.data(CODE)
        painter.save()
        row = _ground(painter, option)
        theme = not code.parent_id
        painter.setFont(_font(option, 12 if theme else 13, bold=theme))
        painter.setPen(QColor(tokens().sub if theme else tokens().text))
        _line(painter, option, row.adjusted(8 if theme else 16, 0, -8, 0), code.name)
        painter.restore()


class MarkDelegate(QStyledItemDelegate):
    """Paints a mark in two lines: what it says, and the words it stands on."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  Qt asks so
        """Return the height of two lines."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        mark: Mark = index.data(MARK)
        painter.save()
        row = _ground(painter, option).adjusted(10, 6, -8, -6)
        upper, lower = QRect(row), QRect(row)
        upper.setHeight(row.height() // 2)
        lower.setTop(upper.bottom() + 1)
        painter.setFont(_font(option, 13, bold=True))
        painter.setPen(QColor(tokens().warn if mark.own_words else tokens().accent))
        by = _("{label}, by {name}").format(label=mark.label, name=mark.by) if mark.by else mark.label
        _line(painter, option, upper, f"❝ {by}" if mark.own_words else by)
        painter.setFont(_font(option, 12, bold=False))
        painter.setPen(QColor(tokens().text if mark.record.quote else tokens().sub))
        _line(painter, option, lower, str(index.data()).replace("\n", " "))
        painter.restore()


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
    row: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
    if chosen:
        painter.fillRect(row, QColor(tokens().sel))
        painter.setPen(QPen(QColor(tokens().accent), 3))
        edge = row.left() + 1 if option.direction == Qt.LayoutDirection.LeftToRight else row.right() - 1  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        painter.drawLine(edge, row.top() + 1, edge, row.bottom() - 1)
    return row


def _font(option: QStyleOptionViewItem, pixels: int, *, bold: bool) -> QFont:
    font = QFont(option.font)  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _line(painter: QPainter, option: QStyleOptionViewItem, where: QRect, text: str) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    align = QStyle.visualAlignment(
        option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
    painter.drawText(where, int(align), elided)
