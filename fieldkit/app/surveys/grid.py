"""Where the rows of a page stand: lines under each other, or beside each other where a form gives them widths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldkit.app.surveys.row import QuestionRow

_COLUMNS = 12
"""What shares of the width are rounded to."""

Placed = tuple[QWidget, float]
"""A widget and its share of the width."""


class Grid(QGridLayout):
    """Keeps the rows of a page at their places, and lets Tab go through them from top to bottom."""

    def __init__(self, card: QVBoxLayout) -> None:
        super().__init__()
        self._card = card
        self._shape: list[Placed] = []
        self._lines: list[int] = []
        """The line of the grid that each of them stands in."""
        self._below: QWidget | None = None
        self.setHorizontalSpacing(0)
        self.setVerticalSpacing(0)
        for column in range(_COLUMNS):
            self.setColumnStretch(column, 1)
        card.addLayout(self)

    def end_with(self, widget: QWidget) -> None:
        """Let Tab come to this widget after the last row."""
        self._below = widget

    def place(self, shape: Sequence[Placed]) -> int:
        """Put these where they do not stand already; what is not among them leaves.

        Return how many of the first have stayed where they were.
        """
        if list(shape) == self._shape:
            return len(shape)
        begin = self._same_until(shape)
        for widget, _share in self._shape[begin:]:
            self.removeWidget(widget)
        del self._lines[begin:]
        line, used = (self._lines[-1] + 1 if self._lines else 0), 0
        # Each widget that is shown has all others laid out anew, unless the card waits for the last.
        self._card.setEnabled(False)
        for widget, share in shape[begin:]:
            span = max(1, round(share * _COLUMNS))
            if used and used + span > _COLUMNS:
                line, used = line + 1, 0
            self.addWidget(widget, line, used, 1, span)
            self._lines.append(line)
            if isinstance(widget, QuestionRow):
                widget.stand_alone(share == 1)
            # At once, and not with the next event: only what is shown can take the focus.
            widget.show()
            line, used = (line + 1, 0) if used + span >= _COLUMNS else (line, used + span)
        self._card.setEnabled(True)
        self._shape = list(shape)
        self._order([widget for widget, _share in shape[max(0, begin - 1) :]])
        return begin

    @Slot()
    def order(self) -> None:
        """Let Tab go from top to bottom once more: a row has other controls than before."""
        self._order([widget for widget, _share in self._shape])

    def _same_until(self, shape: Sequence[Placed]) -> int:
        """Return how many stand where they are to stand."""
        same = next((n for n, (a, b) in enumerate(zip(self._shape, shape, strict=False)) if a != b), None)
        begin = min(len(self._shape), len(shape)) if same is None else same
        # Rows that share a line are put anew from its beginning.
        while begin and begin < len(shape) and shape[begin][1] < 1 and shape[begin - 1][1] < 1:
            begin -= 1
        return begin

    def _order(self, rows: Iterable[QWidget]) -> None:
        before: QWidget | None = None
        for row in rows:
            for widget in row.findChildren(QWidget):
                # Tab passes by the choices that are not chosen, but another may be chosen later. A calendar
                # that unfolds is a window of its own.
                if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.window() is row.window():
                    if before is not None:
                        QWidget.setTabOrder(before, widget)
                    before = widget
        if before is not None and self._below is not None:
            QWidget.setTabOrder(before, self._below)
