"""The burning issues that were raised in an interview."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.app.issues.editor import IssueEditor
from fieldkit.app.issues.words import matters_word
from fieldkit.app.parts import ActionButton, Empty, action
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.app.table import Column, RecordTable
from fieldkit.domain import Interview, Issue, Need
from fieldkit.domain.change import Change
from fieldkit.edits import issues
from fieldkit.words import _

_LIST = 280
"""The width of the list."""


class IssuesSection(QWidget):
    """The issues of one interview beside the one that is chosen. Type what is wrong and Enter adds one."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._needs: dict[str, str] = {}
        self._new = QLineEdit(placeholderText=_("What is wrong? Enter adds it"))
        self._new.setAccessibleName(_("A new issue: what is wrong"))
        self._table = RecordTable[Issue](
            _("Issues"), [Column(_("Issue"), lambda issue: issue.title, self._line_of, order=_burning_first)]
        )
        self._table.horizontalHeader().hide()
        self._editor = IssueEditor(project)
        self._nothing = Empty(
            "issues",
            _("No issue yet"),
            _(
                "An issue is what is wrong, why the obvious answer does not do, and what would have to change."
            ),
        )
        self._add = action(self, _("Add an issue"), self._do_add)
        self._begin = action(self, _("New issue"), self._new.setFocus, "Ctrl+Shift+I")
        self._remove = action(self._table, _("Remove"), self._do_remove, QKeySequence.StandardKey.Delete)
        self._lay_out()
        self._new.returnPressed.connect(self._do_add)
        self._table.chosen.connect(self._show_chosen)
        project.changed.connect(self._refresh)
        self._refresh_all()

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        deeds.addWidget(ActionButton(self._add))
        deeds.addWidget(ActionButton(self._remove))
        deeds.addStretch(1)
        side = QWidget()
        side.setObjectName("plain")
        side.setFixedWidth(_LIST)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GAP // 2)
        left.addWidget(self._new)
        left.addLayout(deeds)
        left.addWidget(self._table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(side)
        row.addWidget(self._editor, 1)
        row.addWidget(self._nothing, 1)
        self.setFocusProxy(self._new)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed."""
        self._editor.save()
        super().hideEvent(event)

    @Slot()
    def _do_add(self) -> None:
        interview = self._project.store.get(Interview, self._interview_id)
        added = self._project.attempt(issues.add, interview, Issue(title=self._new.text().strip()))
        if added is not None:
            self._new.clear()
            self._table.choose(added.id)
            self._editor.setFocus()

    @Slot()
    def _do_remove(self) -> None:
        if self._table.current is not None:
            self._project.attempt(issues.remove, self._table.current)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        tables = {change.cell.table for change in changes}
        if tables & {"need", "code", "tool"}:
            self._editor.offer()
        if tables & {"issue", "need", "code", "tool", "segment"}:
            self._refresh_all()

    def _refresh_all(self) -> None:
        store = self._project.store
        self._needs = {need.id: need.name for need in store.find(Need)}
        self._table.show_records(store.find(Issue, interview_id=self._interview_id))
        if self._table.current is None and self._table.records.rowCount():
            self._table.choose(self._table.records.record(0).id)
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        issue = self._table.current
        self._editor.setVisible(issue is not None)
        self._nothing.setVisible(issue is None)
        self._remove.setEnabled(issue is not None)
        if issue is not None:
            self._editor.show_issue(issue)

    def _line_of(self, issue: Issue) -> str:
        parts = (
            _("matters: {how}").format(how=matters_word(issue.matters)),
            self._needs.get(issue.need_id, ""),
        )
        return " · ".join(part for part in parts if part)


def _burning_first(issue: Issue) -> tuple[int, str]:
    return -issue.matters, issue.title.casefold()
