"""Undo and redo: at once where little is taken back, beside the window's work where it is much."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from fieldkit.app.project import OpenProject
from fieldkit.app.task import Task
from fieldkit.edits import history
from fieldkit.store import Kind
from fieldkit.words import _


class Reversing(QObject):
    """Takes deeds of this laptop back, and does them again; one at a time."""

    said = Signal(str)
    """What is being done, or was."""

    def __init__(self, project: OpenProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._task: Task | None = None
        self._kind = Kind.UNDO

    def reverse(self, kind: Kind) -> None:
        """Take back the last deed, or do again what was last taken back, and say which it was."""
        if self._task:
            return
        self._kind = kind
        project, deed = self._project, history.undo if kind == Kind.UNDO else history.redo
        project.end_typing()
        if not history.takes_long(project.store, kind):
            name = project.attempt(deed)
            if name is not None:
                self._tell(name)
            return
        self._task = project.run(lambda _task: deed(project.store))
        self._task.done.connect(self._end)
        self._task.failed.connect(self._fail)
        self.said.emit(_("Taking it back…") if kind == Kind.UNDO else _("Doing it again…"))
        self._task.start()

    @Slot(object)
    def _end(self, name: str) -> None:
        self._task = None
        self._tell(name)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._task = None
        self.said.emit("")
        self._project.failed(error)

    def _tell(self, name: str) -> None:
        if self._kind == Kind.UNDO:
            self.said.emit(_("Undone: {deed}").format(deed=name) if name else _("Nothing to undo"))
        else:
            self.said.emit(_("Done again: {deed}").format(deed=name) if name else _("Nothing to do again"))
