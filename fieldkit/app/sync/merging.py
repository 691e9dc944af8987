"""Files that came by mail or on a stick: what each would bring, then one button to merge them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from fieldkit.app.parts import Card
from fieldkit.app.project import OpenProject
from fieldkit.app.style import label
from fieldkit.app.task import Task
from fieldkit.store import Deed, Kind
from fieldkit.sync import Brought, look, merge
from fieldkit.sync.merging import Merged, goes
from fieldkit.sync.patience import StoppedError
from fieldkit.words import _, ngettext

_ROW = 34
_MOST_ROWS = 8
"""So many rows are in sight; the table scrolls beyond."""


class MergeCard(Card):
    """What some files would bring, by file and person. It hides while there are none."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._project = project
        self._paths: list[Path] = []
        self._task: Task | None = None
        self._deed: Deed | None = None
        """The merge that is told of, until it is taken back or something else is done."""
        self._sum = label("", "sub", wraps=True)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(_("Progress of the merge"))
        self._table = QTableWidget(0, len(_columns()))
        self._table.setAccessibleName(_("What each file would bring"))
        self._table.setHorizontalHeaderLabels([name for name, _field in _columns()])
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(_ROW)
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._merge = QPushButton(_("Merge"))
        self._merge.setObjectName("primary")
        self._merge.clicked.connect(self.merge)
        self._leave = QPushButton(_("Leave it"))
        self._leave.clicked.connect(self.leave)
        below = QHBoxLayout()
        below.addWidget(self._sum, 1)
        below.addWidget(self._leave)
        below.addWidget(self._merge)
        self.column.addWidget(label(_("Files to merge"), "cardtitle"))
        self.column.addWidget(self._progress)
        self.column.addWidget(self._table)
        self.column.addLayout(below)
        project.changed.connect(self._pass)
        self.hide()

    def look(self, paths: Sequence[Path]) -> None:
        """Look at files and show what they would bring; nothing is changed by it."""
        if self._task:
            return
        self._paths = [*paths]
        store = self._project.store
        self._begin(
            self._project.run(lambda task: look(store, paths, task.report, lambda: task.cancelled)),
            _("Looking at the files…"),
        )
        assert self._task
        self._task.done.connect(self._show)

    @Slot()
    def merge(self) -> None:
        """Merge what is shown, as one step that can be undone."""
        if self._task or not self._paths:
            return
        self._project.end_typing()
        store, paths = self._project.store, self._paths

        def carry(task: Task) -> Merged | None:
            try:
                return merge(store, paths, task.report, lambda: task.cancelled)
            except StoppedError:
                return None

        self._begin(self._project.run(carry), _("Merging…"))
        self._leave.setText(_("Stop"))
        assert self._task
        self._task.done.connect(self._merged)

    @Slot()
    def leave(self) -> None:
        """Merge nothing, stop merging, or tell no longer of what was merged."""
        if self._task:
            self._task.cancel()
            self._sum.setText(_("Stopping…"))
            return
        self._paths = []
        self._deed = None
        self.hide()

    def _begin(self, task: Task, words: str) -> None:
        self._task = task
        task.progressed.connect(self._tell)
        task.failed.connect(self._fail)
        self._progress.setRange(0, 0)
        self._progress.show()
        self._sum.setText(words)
        self._deed = None
        self._merge.setEnabled(False)
        self._merge.show()
        self._leave.setText(_("Leave it"))
        self.show()
        task.start()

    @Slot(float, str)
    def _tell(self, fraction: float, words: str) -> None:
        self._progress.setRange(0, 100)
        self._progress.setValue(round(100 * fraction))
        self._sum.setText(words)

    @Slot(object)
    def _show(self, found: list[Brought]) -> None:
        if self._rest():
            self.leave()
            return
        self._table.setRowCount(len(found))
        for row, brought in enumerate(found):
            self._fill(row, brought)
        shown = min(len(found), _MOST_ROWS)
        self._table.setFixedHeight(self._table.horizontalHeader().sizeHint().height() + _ROW * shown + 4)
        brings = sum(one.brings for one in found)
        self._sum.setText(_in_words(found, brings))
        self._merge.setEnabled(brings > 0)
        (self._merge if brings else self._leave).setFocus()

    def _fill(self, row: int, brought: Brought) -> None:
        for at, (_name, field) in enumerate(_columns()):
            value = getattr(brought, field)
            item = QTableWidgetItem(str(value or "–") if isinstance(value, int) else value)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, brought.in_words())
            item.setToolTip(brought.in_words())
            if isinstance(value, int):
                item.setTextAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            self._table.setItem(row, at, item)
        if brought.trouble:
            item = QTableWidgetItem(brought.in_words())
            item.setToolTip(brought.in_words())
            self._table.setItem(row, 0, item)

    @Slot(object)
    def _merged(self, merged: Merged | None) -> None:
        self._rest()
        if merged is None:
            self.leave()
            return
        self._paths = []
        self._table.setRowCount(0)
        self._table.setFixedHeight(0)
        self._merge.hide()
        self._leave.setText(_("Close"))
        self._leave.setFocus()
        self._deed = self._project.store.last_deed(Kind.UNDO) if merged.changes else None
        undo = _("Undo takes it out again.") if merged.changes else ""
        self._sum.setText(f"{merged.in_words()} {undo}".strip())

    @Slot()
    def _pass(self) -> None:
        if self._deed and self._deed != self._project.store.last_deed(Kind.UNDO):
            self.leave()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._rest()
        self.leave()
        self._project.failed(error)

    def _rest(self) -> bool:
        """End a task, and tell whether it was stopped."""
        stopped = self._task is not None and self._task.cancelled
        self._task = None
        self._progress.hide()
        return stopped


def _columns() -> list[tuple[str, str]]:
    """Return the columns of the table, each with the field of Brought that it shows."""
    return [
        (_("File"), "file"),
        (_("From"), "person"),
        (_("New"), "new"),
        (_("Changed"), "changed"),
        (_("In conflict"), "conflicting"),
        (_("As here"), "same"),
        (_("Taken back"), "refused"),
    ]


def _in_words(found: Sequence[Brought], brings: int) -> str:
    kept_out = sum(bool(one.trouble) for one in found)
    if not found:
        return _("No file of changes is in it. Choose files as they lie in a shared folder.")
    lines = [
        ngettext("They bring {n} thing.", "They bring {n} things.", brings).format(n=brings)
        if brings
        else _("They bring nothing new.")
    ]
    if erased := goes({interview for one in found for interview in one.erases}):
        lines.append(erased)
    if kept_out:
        lines.append(
            ngettext(
                "{n} file cannot be taken in; the table says why.",
                "{n} files cannot be taken in; the table says why.",
                kept_out,
            ).format(n=kept_out)
        )
    return " ".join(lines)
