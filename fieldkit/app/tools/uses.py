"""What the group uses now, for which need, and how much it depends on that."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QIntValidator, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice, Line, add_field
from fieldkit.app.parts import ActionButton, action, card, label
from fieldkit.app.project import OpenProject
from fieldkit.app.segmented import Option, Segmented
from fieldkit.app.style import GAP
from fieldkit.app.table import Column, RecordTable
from fieldkit.domain import Interview, Need, Tool, ToolUse
from fieldkit.domain.change import Change
from fieldkit.edits import tools
from fieldkit.words import _

OTHER = "other"
"""What stands for a tool that the catalogue lacks."""
_COST_AT_MOST = 9_999_999


def importance_word(importance: int) -> str:
    """Return how much a group depends on a tool, in words."""
    words = (_("not at all"), _("a little"), _("a lot"), _("we stop without it"))
    return words[min(max(importance, 0), 3)]


class ToolsInUse(QWidget):
    """The tools in use as a table, and a line to add one or to change the chosen one."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._needs: dict[str, str] = {}
        self._tools: dict[str, str] = {}
        self._table = RecordTable[ToolUse](
            _("Tools in use"),
            [
                Column(_("Tool"), lambda use: self._tools.get(use.tool_id, ""), width=210),
                Column(_("For"), lambda use: self._needs.get(use.need_id, "")),
                Column(_("They depend on it"), lambda use: importance_word(use.importance), width=150),
                Column(
                    _("£ a year"),
                    lambda use: "" if use.cost_per_year is None else str(use.cost_per_year),
                    width=90,
                ),
                Column(_("Since"), lambda use: use.since, width=90),
            ],
        )
        self._nothing = label(
            _("Nothing written down yet. Choose a need and a tool below, and add it."), "sub", wraps=True
        )
        self._need, self._tool = Choice(), Choice()
        self._naming = QWidget()
        self._naming.setObjectName("plain")
        self._other = QLineEdit()
        self._importance = Segmented(
            [Option(str(n), importance_word(n), str(n)) for n in range(4)], _("How much they depend on it")
        )
        self._cost, self._since = Line(), Line()
        self._cost.setValidator(QIntValidator(0, _COST_AT_MOST, self))
        self._add = action(self, _("Add"), self._do_add, "Ctrl+Return")
        self._remove = action(self._table, _("Remove"), self._do_remove, QKeySequence.StandardKey.Delete)
        self._lay_out()
        self._connect()
        self._refresh_all()

    def _lay_out(self) -> None:
        frame, column = card()
        first = QHBoxLayout()
        first.setSpacing(GAP)
        second = QHBoxLayout()
        second.setSpacing(GAP)
        add_field(first, _("&Need"), self._need)
        add_field(first, _("&Tool"), self._tool)
        named = QVBoxLayout(self._naming)
        named.setContentsMargins(0, 0, 0, 0)
        add_field(named, _("Its &name"), self._other)
        first.addWidget(self._naming)
        add_field(second, _("How much they &depend on it"), self._importance)
        second.addStretch(1)
        third = QHBoxLayout()
        third.setSpacing(GAP)
        add_field(third, _("£ a &year"), self._cost)
        add_field(third, _("S&ince"), self._since)
        third.addStretch(1)
        self._cost.setFixedWidth(120)
        self._since.setFixedWidth(160)
        for row in (first, second, third):
            column.addLayout(row)
        deeds = QHBoxLayout()
        self._buttons = [ActionButton(self._add, "primary"), ActionButton(self._remove)]
        for button in self._buttons:
            deeds.addWidget(button)
        deeds.addStretch(1)
        column.addLayout(deeds)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(GAP // 2)
        around.addWidget(self._nothing)
        around.addWidget(self._table, 1)
        around.addWidget(frame)
        self.setFocusProxy(self._need)

    def _connect(self) -> None:
        self._table.chosen.connect(self._show_chosen)
        self._need.chosen.connect(self._allow)
        self._tool.chosen.connect(self._allow)
        self._importance.chosen.connect(self._save)
        self._cost.written.connect(self._save)
        self._since.written.connect(self._save)
        self._project.changed.connect(self._refresh)
        self._project.typing_ended.connect(self._cost.save)
        self._project.typing_ended.connect(self._since.save)

    @Slot()
    def _do_add(self) -> None:
        tool_id = self._tool.value
        if tool_id == OTHER:
            made = self._project.attempt(tools.add_tool, self._other.text())
            if made is None:
                return
            tool_id = made.id
            self._other.clear()
        self._write(self._need.value, tool_id)

    @Slot()
    def _save(self) -> None:
        """Save what was changed about the chosen one; one that is being added waits for its button."""
        use = self._table.current
        if use is not None and (use.need_id, use.tool_id) == (self._need.value, self._tool.value):
            self._write(use.need_id, use.tool_id)

    def _write(self, need_id: str, tool_id: str) -> None:
        store = self._project.store
        written = self._project.attempt(
            tools.use,
            store.get(Interview, self._interview_id),
            store.get(Need, need_id),
            store.get(Tool, tool_id),
            importance=int(self._importance.value or 0),
            cost_per_year=int(self._cost.text()) if self._cost.text().strip().isdecimal() else None,
            since=self._since.text().strip(),
        )
        if written is not None:
            self._table.choose(written.id)

    @Slot()
    def _do_remove(self) -> None:
        if self._table.current is not None:
            self._project.attempt(tools.unuse, self._table.current)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if {change.cell.table for change in changes} & {"tooluse", "tool", "need"}:
            self._refresh_all()

    def _refresh_all(self) -> None:
        store = self._project.store
        self._needs = {need.id: need.name for need in store.find(Need)}
        self._tools = {tool.id: tool.name for tool in store.find(Tool)}
        self._need.offer(list(self._needs.items()))
        catalogue = sorted(self._tools.items(), key=lambda item: item[1].casefold())
        self._tool.offer([*catalogue, (OTHER, _("Another tool…"))])
        uses = store.find(ToolUse, interview_id=self._interview_id)
        self._table.show_records(uses)
        self._table.setVisible(bool(uses))
        self._nothing.setVisible(not uses)
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        use = self._table.current
        if use is not None:
            self._need.show_value(use.need_id)
            self._tool.show_value(use.tool_id)
            self._importance.show_value(str(use.importance))
            self._cost.show_text("" if use.cost_per_year is None else str(use.cost_per_year))
            self._since.show_text(use.since)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        use = self._table.current
        known = use is not None and (use.need_id, use.tool_id) == (self._need.value, self._tool.value)
        self._naming.setVisible(self._tool.value == OTHER)
        self._add.setEnabled(bool(self._need.value and self._tool.value) and not known)
        self._remove.setEnabled(use is not None)
