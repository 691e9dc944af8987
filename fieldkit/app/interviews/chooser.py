"""The choice of the group that a new interview is with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from fieldkit.app.parts import label
from fieldkit.app.project import OpenProject
from fieldkit.app.table import Column, RecordTable
from fieldkit.domain import Group, GroupType
from fieldkit.words import _


class GroupChooser(QDialog):
    """A small window to choose a group by its first letters and Enter."""

    chosen = Signal(str)
    """The id of the group."""
    unknown = Signal()
    """The group is not among them yet."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New interview"))
        types = {one.id: one.name for one in project.store.find(GroupType)}
        groups = project.store.find(Group)
        self._box = QLineEdit(placeholderText=_("First letters of the group"), clearButtonEnabled=True)
        self._box.setAccessibleName(_("Find a group"))
        self._box.installEventFilter(self)
        self._table = RecordTable[Group](
            _("Groups"), [Column(_("Group"), lambda g: g.name, lambda g: _under(g, types))]
        )
        self._table.horizontalHeader().hide()
        self._table.show_records(groups)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._begin = buttons.addButton(_("Begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._begin.setObjectName("primary")
        another = buttons.addButton(_("Another group…"), QDialogButtonBox.ButtonRole.ResetRole)
        another.setToolTip(_("Add a group that is not among these yet"))
        another.clicked.connect(self._add_another)
        column = QVBoxLayout(self)
        column.addWidget(label(_("Which group are you with?"), "cardtitle"))
        if not groups:
            column.addWidget(label(_("There is no group yet. Add the first one."), "sub", wraps=True))
            another.setFocus()
        column.addWidget(self._box)
        column.addWidget(self._table, 1)
        column.addWidget(buttons)
        self.resize(420, 440)
        self._box.textChanged.connect(self._find)
        self._box.returnPressed.connect(self.accept)
        self._table.opened.connect(self.accept)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._find("")

    def accept(self) -> None:
        """Take the group that is chosen."""
        if self._table.current is not None:
            self.chosen.emit(self._table.current.id)
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows in the box choose in the table."""
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if watched is self._box and isinstance(event, QKeyEvent) and event.key() in arrows:
            QApplication.sendEvent(self._table, event)
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _add_another(self) -> None:
        self.reject()
        self.unknown.emit()

    @Slot(str)
    def _find(self, words: str) -> None:
        self._table.records.filter(words)
        if self._table.current is None and self._table.records.rowCount():
            self._table.selectRow(0)
        self._begin.setEnabled(self._table.current is not None)


def _under(group: Group, types: dict[str, str]) -> str:
    return ", ".join(part for part in (types.get(group.type_id, ""), group.place) if part)
