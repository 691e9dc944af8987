"""The community groups: a list to filter, and the one chosen beside it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldkit.app.fields import Find
from fieldkit.app.groups.panel import GroupPanel
from fieldkit.app.parts import ActionButton, Empty, Header, action, card, page_column, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.app.table import Column, RecordTable
from fieldkit.domain import Group, GroupType, Interview
from fieldkit.domain.change import Change
from fieldkit.domain.people import SIZE_BANDS
from fieldkit.words import _, ngettext

_SHOWN = frozenset({"group", "grouptype", "interview"})


class GroupsPage(QWidget):
    """Whom the project visits."""

    TITLE = _("Groups")
    ICON = "groups"

    interview_wanted = Signal(str)
    """The id of the group with which an interview is to begin."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._types: dict[str, str] = {}
        self._visits: Counter[str] = Counter()
        self._new = action(self, _("New group"), self.begin, "Ctrl+G")
        self._head = Header(self.TITLE, [ActionButton(self._new, "primary")])
        self._find = Find(_("Filter groups"), _("Filter by name, type or place"))
        self._table = RecordTable(self.TITLE, self._columns())
        self._panel = GroupPanel(project)
        empty = Empty(
            "groups",
            _("No group yet"),
            _("Add the first group you want to sit down with. Its name is enough to begin."),
            ActionButton(self._new, "primary"),
        )
        self._body = QStackedWidget()
        self._body.addWidget(empty)
        self._body.addWidget(self._lists())
        column = page_column(self)
        column.addWidget(self._head)
        column.addWidget(self._body, 1)
        action(self, _("Find"), self._find.setFocus, QKeySequence.StandardKey.Find)
        self._find.textChanged.connect(self._table.records.filter)
        self._table.chosen.connect(self._show_chosen)
        self._table.opened.connect(self.interview_wanted)
        self._panel.added.connect(self._show_added)
        self._panel.interview_wanted.connect(self.interview_wanted)
        project.changed.connect(self._refresh)
        self._read()
        self._choose_first()

    def _columns(self) -> list[Column[Group]]:
        return [
            Column(_("Group"), lambda group: group.name, under=self._kind_and_place),
            Column(
                _("People"),
                lambda group: group.size_band or "–",
                order=lambda group: (
                    SIZE_BANDS.index(group.size_band) if group.size_band in SIZE_BANDS else -1
                ),
                width=120,
            ),
            Column(
                _("Interviews"),
                lambda group: str(self._visits[group.id] or "–"),
                order=lambda group: self._visits[group.id],
                width=96,
            ),
            Column(_("Protected"), lambda group: _("more") if group.sensitive else "–", width=96),
        ]

    def _kind_and_place(self, group: Group) -> str:
        return " · ".join(part for part in (self._types.get(group.type_id, ""), group.place) if part)

    def _lists(self) -> QWidget:
        both = plain()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        frame, column = card(margin=GAP - 4)
        column.addWidget(self._find)
        column.addWidget(self._table, 1)
        row.addWidget(frame, 1)
        row.addWidget(self._panel)
        return both

    @Slot()
    def begin(self) -> None:
        """Ask for a new group."""
        self._panel.end_typing()
        self._body.setCurrentIndex(1)
        self._table.setCurrentIndex(QModelIndex())
        self._panel.begin()

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if _SHOWN.isdisjoint(change.cell.table for change in changes):
            return
        self._read()
        if self._table.current:
            self._panel.show_group(self._table.current)

    def _read(self) -> None:
        store = self._project.store
        types = store.find(GroupType)
        groups = store.find(Group)
        self._types = {group_type.id: group_type.name for group_type in types}
        self._visits = Counter(interview.group_id for interview in store.find(Interview))
        self._panel.offer_types(types)
        self._table.show_records(groups)
        self._head.say(ngettext("{count} group", "{count} groups", len(groups)).format(count=len(groups)))
        if groups or not self._panel.beginning:
            self._body.setCurrentIndex(1 if groups else 0)

    def _choose_first(self) -> None:
        if self._table.records.rowCount():
            self._table.selectRow(0)

    @Slot(str)
    def _show_chosen(self, group_id: str) -> None:
        if group_id and self._table.current:
            self._panel.show_group(self._table.current)

    @Slot(str)
    def _show_added(self, group_id: str) -> None:
        self._find.clear()
        self._table.choose(group_id)
        self._table.setFocus()
