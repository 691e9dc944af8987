"""One issue: what is wrong, why the obvious answer does not do, and what would have to change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice, Line, Text, add_field
from fieldkit.app.issues.words import CHANGERS, MATTERS, SIZES, STATUSES, options
from fieldkit.app.parts import card, label
from fieldkit.app.project import OpenProject
from fieldkit.app.segmented import Option, Segmented
from fieldkit.app.style import GAP
from fieldkit.domain import Code, Issue, Need, Segment, Tool
from fieldkit.edits import issues
from fieldkit.words import _


class IssueEditor(QScrollArea):
    """The fields of one issue. Each saves itself."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._issue = Issue()
        self._title, self._objection, self._alteration = Line(), Text(3), Text(3)
        self._need, self._code, self._tool = Choice(), Choice(), Choice()
        self._changer, self._size, self._status = Choice(), Choice(), Choice()
        self._matters = Segmented(
            [Option(str(n), words(), str(n)) for n, words in enumerate(MATTERS)], _("How much it matters")
        )
        self._rests_on = label("", "sub", wraps=True)
        self._lay_out()
        self._connect()
        self.offer()

    def _lay_out(self) -> None:
        frame, column = card()
        column.setSpacing(GAP - 4)
        add_field(column, _("&What is wrong"), self._title)
        self._beside(column, (_("For which &need"), self._need), (_("Which &barrier"), self._code))
        self._beside(
            column, (_("Which &tool, if it is one"), self._tool), (_("Where it stands"), self._status)
        )
        add_field(column, _("How &much it matters (keys 0 to 3)"), self._matters)
        add_field(column, _("Why the obvious answer does not do, in t&heir words"), self._objection)
        column.addWidget(self._rests_on)
        add_field(column, _("What would have to &change"), self._alteration)
        self._beside(
            column, (_("Who c&ould change it"), self._changer), (_("How &long or how much"), self._size)
        )
        inside = QWidget()
        inside.setObjectName("plain")
        around = QVBoxLayout(inside)
        around.setContentsMargins(0, 0, GAP // 2, 0)
        around.addWidget(frame)
        around.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self._title)

    def _beside(self, column: QVBoxLayout, *fields: tuple[str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for name, control in fields:
            half = QVBoxLayout()
            add_field(half, name, control)
            row.addLayout(half, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        for field in (self._title, self._objection, self._alteration):
            field.written.connect(self._save)
            self._project.typing_ended.connect(field.save)
        for choice in (self._need, self._code, self._tool, self._changer, self._size, self._status):
            choice.chosen.connect(self._save)
        self._matters.chosen.connect(self._save)

    @Slot()
    def offer(self) -> None:
        """Offer what the catalogue and the codebook hold now."""
        store = self._project.store
        nothing = ("", _("not said"))
        codes = [code for code in store.find(Code) if code.parent_id]
        self._need.offer([nothing, *((need.id, need.name) for need in store.find(Need))])
        self._code.offer([nothing, *((code.id, code.name) for code in codes)])
        self._tool.offer([nothing, *((tool.id, tool.name) for tool in store.find(Tool))])
        self._changer.offer(options(CHANGERS))
        self._size.offer(options(SIZES))
        self._status.offer(options(STATUSES))

    def show_issue(self, issue: Issue) -> None:
        """Show an issue; what is being typed into the one before is saved first."""
        if issue.id != self._issue.id:
            self.save()
        self._issue = issue
        self._title.show_text(issue.title)
        self._objection.show_text(issue.objection)
        self._alteration.show_text(issue.alteration)
        self._need.show_value(issue.need_id)
        self._code.show_value(issue.code_id)
        self._tool.show_value(issue.tool_id)
        self._matters.show_value(str(issue.matters))
        self._changer.show_value(issue.alterable_by)
        self._size.show_value(issue.size)
        self._status.show_value(issue.status)
        quotes = (
            [s.quote for s in self._project.store.find(Segment, id=issue.segment_id)]
            if issue.segment_id
            else []
        )
        self._rests_on.setText(_("It rests on: “{quote}”").format(quote=quotes[0]) if quotes else "")
        self._rests_on.setVisible(bool(quotes))

    def save(self) -> None:
        """Save now what is typed."""
        for field in (self._title, self._objection, self._alteration):
            field.save()

    @Slot()
    def _save(self) -> None:
        known = self._project.store.find(Issue, id=self._issue.id)
        if not known:
            return
        issue = known[0]
        changed = issue.but(
            title=self._title.text().strip() or issue.title,
            need_id=self._need.value,
            code_id=self._code.value,
            tool_id=self._tool.value,
            matters=int(self._matters.value or issue.matters),
            objection=self._objection.toPlainText(),
            alteration=self._alteration.toPlainText(),
            alterable_by=self._changer.value or issue.alterable_by,
            size=self._size.value or issue.size,
            status=self._status.value or issue.status,
        )
        self._project.attempt(issues.save, changed)
