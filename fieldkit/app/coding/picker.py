"""A box to find a code by its first letters, with the codebook beneath and what the code means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from fieldkit.app.coding.codes import CODE, Codes
from fieldkit.app.coding.drawn import CodeDelegate
from fieldkit.app.parts import label
from fieldkit.app.style import GAP
from fieldkit.domain import Code
from fieldkit.words import _


class CodePicker(QWidget):
    """Type the first letters of a code, choose with the arrows, take it with Enter or a double click."""

    picked = Signal(object)
    """The Code that was taken."""
    left = Signal()
    """Escape: nothing was taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = Codes(self)
        self._box = QLineEdit(placeholderText=_("First letters of a barrier (Ctrl+T)"))
        self._box.setAccessibleName(_("Find a barrier to tag the selected words with"))
        self._box.setClearButtonEnabled(True)
        self._box.installEventFilter(self)
        self._list = QListView()
        self._list.setModel(self._codes)
        self._list.setItemDelegate(CodeDelegate(self._list))
        self._list.setAccessibleName(_("Barriers"))
        self._list.setMinimumHeight(96)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._meaning = label("", "sub", wraps=True)
        self._meaning.setMinimumHeight(3 * self._meaning.fontMetrics().lineSpacing())
        self._meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        for widget in (self._box, self._list, self._meaning):
            column.addWidget(widget)
        self.setFocusProxy(self._box)
        self._box.textChanged.connect(self._find)
        self._box.returnPressed.connect(self._take)
        self._list.activated.connect(self._take)
        self._list.selectionModel().currentChanged.connect(self._explain)

    def show_codes(self, codes: Sequence[Code]) -> None:
        """Offer these codes, themes included, in this order."""
        self._codes.show_codes(codes)
        self._find(self._box.text())

    def clear(self) -> None:
        """Forget what was typed."""
        self._box.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows in the box choose in the list, and Escape leave it."""
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self._go(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _find(self, words: str) -> None:
        self._codes.find(words)
        self._list.setCurrentIndex(self._codes.first())
        self._explain(self._list.currentIndex())

    def _go(self, step: int) -> None:
        row = self._list.currentIndex().row() + step
        while 0 <= row < self._codes.rowCount():
            index = self._codes.index(row)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self._list.setCurrentIndex(index)
                return
            row += step

    @Slot()
    def _take(self) -> None:
        code = self._list.currentIndex().data(CODE)
        if code is not None:
            self.picked.emit(code)

    @Slot(QModelIndex)
    def _explain(self, index: QModelIndex) -> None:
        code: Code | None = index.data(CODE)
        self._meaning.setText(code.definition if code else _("No barrier has these letters."))
