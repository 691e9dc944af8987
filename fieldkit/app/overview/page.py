"""The first page: how far the fieldwork has come, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.overview.steps import Standing, Step, next_steps
from fieldkit.app.parts import Header, card, emptied, page_column, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, label
from fieldkit.app.table import Column, RecordTable
from fieldkit.domain import Consent, Group, Interview, Issue, Segment
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Status
from fieldkit.words import _, day, ngettext

STATUS = {
    Status.DRAFT: _("draft"),
    Status.COMPLETE: _("complete"),
    Status.DECLINED: _("declined"),
    Status.WITHDRAWN: _("withdrawn"),
}


class OverviewPage(QWidget):
    """What is in the project, in figures and last visits, and the few things to do next."""

    TITLE = _("Overview")
    ICON = "overview"

    page_wanted = Signal(str)
    """`groups`, `sync` or `reports`."""
    interview_wanted = Signal(str)
    """The id of the interview to go to."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._groups: dict[str, str] = {}
        self._asked: set[str] = set()
        self._head = Header(self.TITLE)
        self._figures = [_Figure() for _figure in range(5)]
        self._steps, self._steps_column = card()
        self._visits = RecordTable(_("Interviews"), self._columns())
        self._visits.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self._visits_card, column = card(margin=GAP - 4)
        column.addWidget(label(_("Interviews, the latest first"), "cardtitle"))
        column.addWidget(self._visits, 1)
        self._lay_out()
        self._visits.opened.connect(self.interview_wanted)
        project.changed.connect(self._refresh)
        project.settings_changed.connect(self.read)

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(GAP - 4)
        for figure in self._figures:
            figures.addWidget(figure, 1)
        column = page_column(self)
        column.addWidget(self._head)
        column.addLayout(figures)
        column.addWidget(self._steps)
        column.addWidget(self._visits_card, 1)
        column.addStretch(0)

    def _columns(self) -> list[Column[Interview]]:
        return [
            Column(
                _("Group"),
                lambda visit: self._groups.get(visit.group_id, "–"),
                under=lambda visit: visit.in_the_room or visit.place,
            ),
            Column(
                _("Held"),
                lambda visit: day(visit.held_on),
                order=lambda visit: visit.held_on.isoformat() if visit.held_on else "",
                width=170,
            ),
            Column(_("State"), lambda visit: STATUS.get(Status(visit.status), visit.status), width=120),
            Column(
                _("Consent"),
                lambda visit: _("asked") if visit.id in self._asked else _("not asked yet"),
                width=130,
            ),
        ]

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has happened since this was last on screen."""
        super().showEvent(event)
        self.read()

    @Slot(list)
    def _refresh(self, _changes: list[object]) -> None:
        # Everything may matter here, and nobody types here: reading anew is only worth it in sight.
        if self.isVisible():
            self.read()

    @Slot()
    def read(self) -> None:
        """Show how things stand now."""
        store = self._project.store
        self._groups = {group.id: group.name for group in store.find(Group)}
        self._asked = {
            consent.interview_id
            for consent in store.find(Consent, scope=Scope.HOLD)
            if consent.answer != Answer.NOT_ASKED
        }
        visits = store.find(Interview)
        now = self._standing(visits)
        self._head.say(store.project.purpose.split("\n")[0])
        self._show_figures(now)
        self._show_steps(next_steps(now))
        self._visits.show_records(visits)
        self._visits_card.setVisible(bool(visits))

    def _standing(self, visits: list[Interview]) -> Standing:
        store = self._project.store
        return Standing(
            groups=len(self._groups),
            visited=len({visit.group_id for visit in visits} & self._groups.keys()),
            interviews=len(visits),
            complete=sum(visit.status == Status.COMPLETE for visit in visits),
            unasked=sum(visit.id not in self._asked for visit in visits),
            passages=store.count(Segment),
            issues=store.count(Issue),
            conflicts=store.disputes(),
            shared=store.project_id in self._project.settings.shared_folders,
        )

    def _show_figures(self, now: Standing) -> None:
        said = (
            (now.groups, ngettext("group", "groups", now.groups)),
            (now.visited, _("of them visited")),
            (now.interviews, ngettext("interview", "interviews", now.interviews)),
            (now.passages, ngettext("passage tagged", "passages tagged", now.passages)),
            (now.issues, ngettext("burning issue", "burning issues", now.issues)),
        )
        for figure, (number, words) in zip(self._figures, said, strict=True):
            figure.say(str(number), words)

    def _show_steps(self, steps: list[Step]) -> None:
        emptied(self._steps_column)
        self._steps_column.addWidget(label(_("What comes next"), "cardtitle"))
        before: QPushButton | None = None
        for step in steps:
            line, button = self._line(step)
            self._steps_column.addWidget(line)
            if button and before:
                QWidget.setTabOrder(before, button)
            before = button or before
        if before:
            # They were made after the table, and stand above it.
            QWidget.setTabOrder(before, self._visits)

    def _line(self, step: Step) -> tuple[QWidget, QPushButton | None]:
        line = plain()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(step.words, "strong"))
        words.addWidget(label(step.why, "sub", wraps=True))
        row.addLayout(words, 1)
        if not step.button:
            return line, None
        button = QPushButton(step.button)
        button.setProperty("leads_to", step.leads_to)
        button.setAccessibleDescription(step.words)
        button.clicked.connect(self._lead)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return line, button

    @Slot()
    def _lead(self) -> None:
        self.page_wanted.emit(self.sender().property("leads_to"))


class _Figure(QFrame):
    """A number and what it counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._number = label("", "figure")
        self._words = label("", "sub")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP - 6, GAP, GAP - 6)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(self._words)

    def say(self, number: str, words: str) -> None:
        """Show a number and what it is of."""
        self._number.setText(number)
        self._words.setText(words)
