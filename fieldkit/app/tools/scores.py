"""Tools and a group: what it uses now, what matters to it, and how well others would fit."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.app.ordering import Ordering
from fieldkit.app.parts import card, label
from fieldkit.app.project import OpenProject
from fieldkit.app.segmented import Option, Segmented
from fieldkit.app.style import GAP
from fieldkit.app.tools.card import ScoreCard
from fieldkit.app.tools.uses import ToolsInUse
from fieldkit.domain import Criterion, Interview, Ranking
from fieldkit.domain.change import Change
from fieldkit.edits import tools
from fieldkit.words import _


class ToolFitSection(QWidget):
    """Three views of tools in an interview, side by side: in use, what matters, and the score card."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._views = QStackedWidget()
        self._views.addWidget(ToolsInUse(project, interview_id))
        self._views.addWidget(WhatMatters(project, interview_id))
        self._views.addWidget(ScoreCard(project, interview_id))
        self._which = Segmented(
            [
                Option("0", _("What they use now")),
                Option("1", _("What matters most")),
                Option("2", _("How well a tool fits")),
            ],
            _("View"),
        )
        self._which.chosen.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        row = QHBoxLayout()
        row.addWidget(self._which)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._views, 1)
        self._which.show_value("0")
        self.setFocusProxy(self._which)

    @Slot(str)
    def _show(self, which: str) -> None:
        self._views.setCurrentIndex(int(which))


class WhatMatters(QWidget):
    """The criteria in the order in which they matter to the group."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._state = label("", "sub", wraps=True)
        self._order = Ordering(_("Criteria, the most important first"), at_least=6)
        frame, column = card()
        column.addWidget(label(_("Which of these matters most to you, and which least?"), "strong"))
        column.addWidget(self._state)
        column.addWidget(self._order)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        around.addStretch(1)
        self.setFocusProxy(self._order)
        self._order.ordered.connect(self._rank)
        project.changed.connect(self._refresh)
        self._refresh_all()

    @Slot(list)
    def _rank(self, order: list[str]) -> None:
        store = self._project.store
        criteria = [store.get(Criterion, criterion_id) for criterion_id in order]
        self._project.attempt(tools.rank, store.get(Interview, self._interview_id), criteria)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if {change.cell.table for change in changes} & {"ranking", "criterion"}:
            self._refresh_all()

    def _refresh_all(self) -> None:
        store = self._project.store
        places = {r.criterion_id: r.place for r in store.find(Ranking, interview_id=self._interview_id)}
        criteria = sorted(store.find(Criterion), key=lambda c: (places.get(c.id, len(places) + 1), c.id))
        self._order.show_items([(criterion.id, criterion.name) for criterion in criteria])
        self._state.setText(
            _("Alt and the arrows move one. The order weighs the scores.")
            if places
            else _("Not ranked yet, so all weigh the same. Alt and the arrows move one.")
        )
