"""A PDF on the screen, page by page, drawn beside the window."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeySequence, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldkit.app.parts import ActionButton, action
from fieldkit.app.project import OpenProject
from fieldkit.app.style import label
from fieldkit.app.task import Task
from fieldkit.words import _

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_PIXELS = 96 / 72
"""Pixels of the screen for one point of the paper, at 100 %."""
_pdfium = threading.Lock()
"""The library that draws pages bears one thread at a time."""


class Leaf(NamedTuple):
    """One page as it is to be drawn: from which file, which page from 0, and how large."""

    path: Path
    page: int
    scale: float


class Drawn(NamedTuple):
    """One page as it was drawn."""

    leaf: Leaf
    image: QImage
    pages: int
    """How many pages the file has."""
    words: str
    """The text of the page, for who cannot see it."""


def draw(leaf: Leaf) -> Drawn:
    """Draw one page of a PDF; any thread may ask."""
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]  # it has none

    with _pdfium:
        document: Any = pypdfium2.PdfDocument(leaf.path)
        try:
            page = document[leaf.page]
            bitmap = page.render(scale=leaf.scale, rev_byteorder=True)
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888,
            ).copy()
            return Drawn(leaf, image, len(document), page.get_textpage().get_text_range())
        finally:
            document.close()


class Preview(QWidget):
    """Shows one page; Page Up and Page Down turn, Ctrl with + and - makes it larger and smaller."""

    shown = Signal(int)
    """A page, from 0, is on the screen."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._path: Path | None = None
        self._page = 0
        self._pages = 0
        self._zoom = ZOOMS.index(1.0)
        self._before = action(
            self, _("Previous page"), self.turn_back, QKeySequence.StandardKey.MoveToPreviousPage
        )
        self._next = action(self, _("Next page"), self.turn, QKeySequence.StandardKey.MoveToNextPage)
        self._larger = action(self, _("Larger"), self.enlarge, QKeySequence.StandardKey.ZoomIn)
        self._smaller = action(self, _("Smaller"), self.shrink, QKeySequence.StandardKey.ZoomOut)
        self._where = label("", "sub")
        self._sheet = QLabel()
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setObjectName("desk")
        self._scroll.setAccessibleName(_("Preview of the report"))
        self._scroll.setWidget(self._sheet)
        row = QHBoxLayout()
        for button in (self._before, self._next):
            row.addWidget(ActionButton(button))
        row.addWidget(self._where)
        row.addStretch(1)
        for button in (self._smaller, self._larger):
            row.addWidget(ActionButton(button))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._scroll, 1)
        self._allow()

    def open(self, path: Path) -> None:
        """Show the first page of a PDF."""
        self._path, self._page, self._pages = path, 0, 0
        self._draw()

    @Slot()
    def turn(self) -> None:
        """Go to the next page."""
        self._go(self._page + 1)

    @Slot()
    def turn_back(self) -> None:
        """Go to the previous page."""
        self._go(self._page - 1)

    @Slot()
    def enlarge(self) -> None:
        """Show the page larger."""
        self._zoom = min(self._zoom + 1, len(ZOOMS) - 1)
        self._draw()

    @Slot()
    def shrink(self) -> None:
        """Show the page smaller."""
        self._zoom = max(self._zoom - 1, 0)
        self._draw()

    def _go(self, page: int) -> None:
        if 0 <= page < self._pages:
            self._page = page
            self._draw()

    def _draw(self) -> None:
        if self._path is None:
            return
        scale = ZOOMS[self._zoom] * _PIXELS * self.devicePixelRatioF()
        leaf = Leaf(self._path, self._page, scale)

        def work(_task: Task) -> Drawn:
            return draw(leaf)

        task = self._project.run(work)
        task.done.connect(self._show)
        task.failed.connect(self._project.failed)
        task.start()

    @Slot(object)
    def _show(self, drawn: Drawn) -> None:
        if (drawn.leaf.path, drawn.leaf.page) != (self._path, self._page):
            return  # Somebody has turned on meanwhile.
        picture = QPixmap.fromImage(drawn.image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._pages = drawn.pages
        self._sheet.setPixmap(picture)
        self._where.setText(_("Page {page} of {pages}").format(page=self._page + 1, pages=self._pages))
        self._sheet.setAccessibleName(self._where.text())
        self._sheet.setAccessibleDescription(drawn.words)
        self._scroll.verticalScrollBar().setValue(0)
        self._allow()
        self.shown.emit(self._page)

    def _allow(self) -> None:
        self._before.setEnabled(self._page > 0)
        self._next.setEnabled(self._page + 1 < self._pages)
        self._larger.setEnabled(self._pages > 0)
        self._smaller.setEnabled(self._pages > 0)
