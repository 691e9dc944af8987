"""One group, new or known, beside the list."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.fields import Choice, Line, Text, add_field
from fieldkit.app.parts import Scroll, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, PANEL, label
from fieldkit.domain import Group, GroupType
from fieldkit.domain.people import SIZE_BANDS
from fieldkit.edits import people
from fieldkit.words import _


class GroupPanel(QFrame):
    """A known group saves itself while it is edited; a new one is added by its button."""

    added = Signal(str)
    """The id of the group that was just added."""
    interview_wanted = Signal(str)
    """The id of the group with which an interview is to begin."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._group: Group | None = None
        self.setObjectName("panel")
        self.setFixedWidth(PANEL)
        self._title = label("", "cardtitle", wraps=True)
        self._name = Line()
        self._type = Choice()
        self._place = Line()
        self._size = Choice()
        self._sensitive = QCheckBox(_("&Protect this group more"))
        self._sensitive.setAccessibleDescription(
            _("Its place is given more coarsely and its name stays out of reports, unless the group agrees.")
        )
        self._assets = Text(lines=5)
        self._add = QPushButton(_("Add this group"))
        self._interview = QPushButton(_("New interview with this group"))
        for button in (self._add, self._interview):
            button.setObjectName("primary")
        self._lay_out()
        for field in (self._name, self._place, self._assets):
            field.written.connect(self._save)
        self._type.chosen.connect(self._take_type)
        self._size.chosen.connect(self._save)
        self._sensitive.clicked.connect(self._save)
        self._name.returnPressed.connect(self._add_by_return)
        self._add.clicked.connect(self.add)
        self._interview.clicked.connect(self._want_interview)
        project.typing_ended.connect(self.end_typing)

    def _lay_out(self) -> None:
        fields = plain()
        column = QVBoxLayout(fields)
        column.setContentsMargins(2, 0, GAP - 4, 0)
        column.setSpacing(GAP - 4)
        add_field(column, _("&Name"), self._name)
        add_field(column, _("&Type"), self._type)
        add_field(column, _("P&lace, such as a town or ward"), self._place)
        add_field(column, _("How &many people"), self._size)
        column.addWidget(self._sensitive)
        add_field(column, _("What &works, and what they are good at"), self._assets)
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(GAP, GAP, 4, GAP)
        outside.setSpacing(GAP - 4)
        outside.addWidget(self._title)
        outside.addWidget(Scroll(fields), 1)
        for button in (self._add, self._interview):
            row = QHBoxLayout()
            row.setContentsMargins(2, 0, GAP - 4, 0)
            row.addWidget(button)
            outside.addLayout(row)

    def offer_types(self, types: list[GroupType]) -> None:
        """Offer these types of group."""
        self._type.offer([(t.id, t.name) for t in sorted(types, key=lambda t: t.name)])
        self._size.offer([(band, band) for band in SIZE_BANDS])

    def begin(self) -> None:
        """Ask for a new group."""
        self._show(None, Group())
        self._name.setFocus()

    def show_group(self, group: Group) -> None:
        """Show a known group. Fields in which somebody is typing stay as they are."""
        if not self._group or self._group.id != group.id:
            self.end_typing()
        self._show(group, group)

    @Slot()
    def end_typing(self) -> None:
        """Save what was typed and not yet saved."""
        if self._group:
            for field in (self._name, self._place, self._assets):
                field.save()

    @Slot()
    def add(self) -> None:
        """Add the new group."""
        added = self._project.attempt(
            people.add_group, self._name.text(), self._chosen_type(), self._place.text(), self._size.value
        )
        if added is None:
            self._name.setFocus()
            return
        self._project.attempt(people.save_group, self._filled(added))
        self.added.emit(added.id)

    @property
    def beginning(self) -> bool:
        """Whether a new group is being asked for."""
        return self._group is None

    def _show(self, group: Group | None, record: Group) -> None:
        self._group = group
        self._title.setText(record.name if group else _("New group"))
        self._name.show_text(record.name)
        self._type.show_value(record.type_id)
        self._place.show_text(record.place)
        self._size.show_value(record.size_band)
        self._sensitive.setChecked(record.sensitive)
        self._assets.show_text(record.assets)
        self._add.setVisible(group is None)
        self._interview.setVisible(group is not None)

    def _filled(self, group: Group) -> Group:
        return group.but(
            name=self._name.text(),
            type_id=self._type.value,
            place=self._place.text(),
            size_band=self._size.value,
            sensitive=self._sensitive.isChecked(),
            assets=self._assets.toPlainText(),
        )

    def _chosen_type(self) -> GroupType:
        return next(iter(self._project.store.find(GroupType, id=self._type.value)), GroupType(id=""))

    @Slot()
    def _take_type(self) -> None:
        if self._group is None:
            self._sensitive.setChecked(self._chosen_type().sensitive)
        self._save()

    @Slot()
    def _save(self) -> None:
        if self._group:
            self._project.attempt(people.save_group, self._filled(self._group))

    @Slot()
    def _add_by_return(self) -> None:
        if self._group is None:
            self.add()

    @Slot()
    def _want_interview(self) -> None:
        assert self._group
        self.end_typing()
        self.interview_wanted.emit(self._group.id)
