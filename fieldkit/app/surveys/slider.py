"""A slider that has no handle before it was touched."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle

from fieldkit.app.style import tokens

_HANDLE = 8
_GROOVE = 4
_MARGIN = 14
"""From the edge to where the handle can stand."""


class Slider(QSlider):
    """A slider whose handle appears with the first touch: a handle that nobody moved would look like an answer."""

    touched = Signal(int)
    """A person moved it to this place; -1 takes the answer back."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._answered = False
        self._names: Mapping[int, str] = {}
        self.actionTriggered.connect(self._tell)

    def name_places(self, names: Mapping[int, str]) -> None:
        """Write these words at places along the slider."""
        self._names = names
        self.updateGeometry()

    def show_place(self, at: int, *, answered: bool) -> None:
        """Show the handle at a place, or none."""
        self._answered = answered
        self.setValue(at)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; Space answers with the place where it stands, Delete takes the answer back."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.touched.emit(-1)
        elif event.key() == Qt.Key.Key_Space:
            self.touched.emit(self.value())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text().isdecimal():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change an answer."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the button is pressed, and follow from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._answered = True
            self.setValue(self._place(event))
            self.touched.emit(self.value())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._place(event) != self.value():
            self.setValue(self._place(event))
            self.touched.emit(self.value())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  the whole of it is small
        """Draw the groove, its marks, and the handle once there is an answer, in colours that are seen in any look."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        self._draw(painter, self.minimum(), self.maximum(), QColor(tokens().edge))
        if self.tickPosition() != QSlider.TickPosition.NoTicks:
            painter.setPen(QPen(QColor(tokens().edge), 1))
            for value in range(self.minimum(), self.maximum() + 1, max(1, self.tickInterval())):
                at = self._point(value)
                painter.drawLine(at + self._across(7), at + self._across(11))
        if self._answered:
            self._draw(painter, self.minimum(), self.value(), QColor(tokens().accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().accent))
            painter.drawEllipse(self._point(self.value()), _HANDLE, _HANDLE)
        self._write(painter)
        painter.end()

    def sizeHint(self) -> QSize:
        """Leave room for the handle and the ring around it."""
        wide, high = 200, 2 * _MARGIN + 6 + self._words
        return QSize(high, wide) if self._upright else QSize(wide, high)

    def minimumSizeHint(self) -> QSize:
        """Be no narrower than the handle."""
        return QSize(2 * _MARGIN + 6, 2 * _MARGIN + 6 + self._words)

    def _draw(self, painter: QPainter, start: int, end: int, colour: QColor) -> None:
        pen = QPen(colour, _GROOVE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(self._point(start), self._point(end))

    def _write(self, painter: QPainter) -> None:
        """Write the names of places under the groove, each no wider than what is between two of them."""
        painter.setPen(QColor(tokens().sub))
        room = self._length // max(1, len(self._names) - 1)
        for value, name in self._names.items():
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room - 6)
            wide = painter.fontMetrics().horizontalAdvance(shown) + 2
            left = min(max(0, round(self._point(value).x()) - wide // 2), self.width() - wide)
            area = QRect(left, self.height() - self._words, wide, self._words)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)

    @property
    def _words(self) -> int:
        """The height of the names of places; 0 where there are none."""
        return self.fontMetrics().height() if self._names and not self._upright else 0

    @property
    def _upright(self) -> bool:
        return self.orientation() == Qt.Orientation.Vertical

    @property
    def _from_the_end(self) -> bool:
        return self._upright or self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    @property
    def _length(self) -> int:
        return max(1, (self.height() if self._upright else self.width()) - 2 * _MARGIN)

    def _point(self, value: int) -> QPointF:
        along = _MARGIN + QStyle.sliderPositionFromValue(
            self.minimum(), self.maximum(), value, self._length, upsideDown=self._from_the_end
        )
        across = (self.height() - self._words) / 2
        return QPointF(self.width() / 2, along) if self._upright else QPointF(along, across)

    def _across(self, distance: int) -> QPointF:
        return QPointF(distance, 0) if self._upright else QPointF(0, distance)

    def _place(self, event: QMouseEvent) -> int:
        at = event.position().y() if self._upright else event.position().x()
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), int(at) - _MARGIN, self._length, upsideDown=self._from_the_end
        )

    @Slot(int)
    def _tell(self, _action: int) -> None:
        self.touched.emit(self.sliderPosition())
