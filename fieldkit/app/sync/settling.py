"""Two people wrote different things: both side by side, and a button to keep one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.parts import Card, emptied
from fieldkit.app.style import GAP, label
from fieldkit.app.sync.disputes import Dispute, Side
from fieldkit.words import _, ngettext

AT_ONCE = 20
"""How many disputes are shown; more appear as these are settled."""


class Disputes(QWidget):
    """All places that people wrote apart, under a line that counts them; nothing where there are none."""

    settled = Signal(object)
    """The values that were chosen, by cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._count = label("", "cardtitle")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._count)
        column.addLayout(self._cards)
        self.hide()

    def show_disputes(self, found: Sequence[Dispute]) -> None:
        """Show the first of these, and how many there are."""
        emptied(self._cards)
        for dispute in found[:AT_ONCE]:
            card = DisputeCard(dispute)
            card.settled.connect(self.settled)
            self._cards.addWidget(card)
        self._count.setText(
            ngettext(
                "{count} place where people wrote different things",
                "{count} places where people wrote different things",
                len(found),
            ).format(count=len(found))
        )
        self.setVisible(bool(found))

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._cards.count())


class DisputeCard(Card):
    """One place that people wrote apart."""

    settled = Signal(object)
    """The values that were chosen, by cell."""

    def __init__(self, dispute: Dispute, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._dispute = dispute
        self.column.addWidget(label(dispute.where, "strong", wraps=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP * 2)
        for at, side in enumerate(dispute.sides):
            self._add_side(grid, at, side)
        self.column.addLayout(grid)

    def _add_side(self, grid: QGridLayout, at: int, side: Side) -> None:
        written = f"{side.at.day} {side.at:%B %Y, %H:%M}"
        where = _("on this laptop") if side.here else _("on another laptop")
        who = " · ".join(part for part in (side.who, where, written) if part)
        shows = _("shows now") if at == 0 else ""
        keep = QPushButton(_("Keep this"))
        keep.setAccessibleDescription(f"{self._dispute.where}: {side.words}. {who}")
        keep.setProperty("side", at)
        keep.clicked.connect(self._keep)
        grid.addWidget(label(side.words, wraps=True), 0, at, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(" · ".join(part for part in (who, shows) if part), "sub", wraps=True), 1, at)
        grid.addWidget(keep, 2, at, Qt.AlignmentFlag.AlignLeading)
        grid.setColumnStretch(at, 1)

    @Slot()
    def _keep(self) -> None:
        at = int(self.sender().property("side"))
        side = self._dispute.sides[at]
        self.settled.emit(side.values)
