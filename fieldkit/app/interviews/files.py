"""The files that were given in an interview: photos of a whiteboard, a leaflet, a rota."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.flow import Flow
from fieldkit.app.opening import Desk, is_harmless
from fieldkit.app.parts import ActionButton, Scroll, action, emptied, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.domain import Attachment, Interview
from fieldkit.domain.change import Change
from fieldkit.edits import interviews
from fieldkit.words import _

_MOST_HIGH = 130
"""Three lines of buttons; more of them scroll."""


class Files(QWidget):
    """A button for each file, which opens it, and one to add another. They travel as far as the interview does.

    What might run on this laptop is not opened: its button saves a copy.
    """

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        # What was given in interviews lies in here while it is looked at, so it goes with the project.
        self._desk = Desk()
        self._attach = action(self, _("Attach a file…"), self.choose_file)
        held = plain()
        self._held = Flow(held)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        self._scroll = Scroll(held)
        column.addWidget(self._scroll)
        column.addWidget(ActionButton(self._attach), 0, Qt.AlignmentFlag.AlignLeading)
        project.changed.connect(self._refresh)
        project.closed.connect(self._desk.clear)
        self._read()

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file and keep a copy of it with the interview."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Attach a file"), str(self._project.settings.home)
        )
        if chosen:
            self.attach(Path(chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as the buttons need."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._held.heightForWidth(self._scroll.viewport().width()) if self._held.count() else 0
        self._scroll.setFixedHeight(min(wanted, _MOST_HIGH))
        self._scroll.setVisible(wanted > 0)

    def attach(self, path: Path) -> None:
        """Keep a copy of a file with the interview."""
        for interview in self._project.store.find(Interview, id=self._interview_id):
            self._project.attempt(interviews.attach, interview, path)

    @Slot()
    def open(self) -> None:
        """Open the file whose button was pressed, with whatever this laptop opens such files with."""
        store = self._project.store
        attachment = store.get(Attachment, str(self.sender().property("file")))
        content = store.attachments.take(attachment.sha256) or b""
        self._project.attempt(lambda _store: self._desk.show(attachment.name, content, self))

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        tables = {change.cell.table for change in changes}
        if "attachment" in tables:
            self._read()
        if "interview" in tables and not self._project.store.find(Interview, id=self._interview_id):
            self._desk.clear()  # It was taken back.

    def _read(self) -> None:
        emptied(self._held)
        store = self._project.store
        waiting = set(store.attachments.missing())
        attachments = store.find(Attachment, interview_id=self._interview_id)
        for attachment in sorted(attachments, key=lambda one: (one.name.casefold(), one.id)):
            button = QPushButton(attachment.name)
            button.setProperty("file", attachment.id)
            button.setEnabled(attachment.sha256 not in waiting)
            button.setToolTip(
                _("It has not arrived yet; it comes with a later sync.")
                if attachment.sha256 in waiting
                else _("Open {name}").format(name=attachment.name)
                if is_harmless(attachment.name)
                else _("Save a copy of {name}").format(name=attachment.name)
            )
            button.clicked.connect(self.open)
            self._held.addWidget(button)
        self._fit()
