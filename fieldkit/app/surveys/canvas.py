"""A sheet to draw or sign on, with a pen, a mouse or a finger."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fieldkit.app.style import tokens

WIDTH, HEIGHT = 520, 220
_TIMES = 2
"""The picture has twice the size of the sheet, so that a line stays smooth in print."""
_STROKE = 2.4
_REST_MS = 1500
"""How long the pen rests before the drawing is kept: a signature has several strokes."""


class Canvas(QWidget):
    """White paper, whatever the look of the window: what is drawn is kept as it is."""

    drawn = Signal(bytes)
    """The picture as PNG, once the pen rests."""

    def __init__(self, height: int = HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(WIDTH, height)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._picture = self._blank()
        self._last: QPointF | None = None
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._tell)

    def show_picture(self, content: bytes | None) -> None:
        """Show a picture to draw on, or white paper; not while somebody draws."""
        if self._rest.isActive() or self._last is not None:
            return
        self._picture = self._blank()
        image = QImage.fromData(content) if content else QImage()
        if not image.isNull():
            fitted = image.scaled(
                self._picture.size(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter = QPainter(self._picture)
            painter.drawImage(0, 0, fitted)
            painter.end()
        self.update()

    def save(self) -> None:
        """Tell of a drawing that has only rested so far."""
        if self._rest.isActive():
            self._rest.stop()
            self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the drawing when its page is left."""
        self.save()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  the whole sheet is small
        """Draw the paper and its edge."""
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._picture)
        painter.setPen(QColor(tokens().edge))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down."""
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._rest.stop()
            self._last = event.position()
            self._stroke(event.position() + QPointF(0.1, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw a line."""
        if self._last is not None:
            self._stroke(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the pen up."""
        if self._last is not None and event.button() == Qt.MouseButton.LeftButton:
            self._last = None
            self._rest.start()

    def _stroke(self, to: QPointF) -> None:
        assert self._last is not None
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor("black"), _STROKE * _TIMES)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(self._last * _TIMES, to * _TIMES)
        painter.end()
        self._last = to
        self.update()

    def _blank(self) -> QImage:
        picture = QImage(self.size() * _TIMES, QImage.Format.Format_RGB32)
        picture.fill(QColor("white"))
        return picture

    @Slot()
    def _tell(self) -> None:
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture.save(held, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]  the stubs want bytes
        self.drawn.emit(held.data().data())
