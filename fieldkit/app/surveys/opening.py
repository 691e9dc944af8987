"""Reads a questionnaire beside the window's work, and says so where it takes long."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.app.project import OpenProject
from fieldkit.app.style import label
from fieldkit.app.task import Task
from fieldkit.domain import SurveyForm
from fieldkit.edits import surveys
from fieldkit.words import _

_SOON_MS = 150
"""What is there before that needs no words, which would only flash."""


class Opening(QWidget):
    """Stands where the questionnaire will, until it is read. Of several, the one wanted last is what comes."""

    opened = Signal(object)
    """The Form of the questionnaire that is `wanted`, its lists read."""
    refused = Signal()
    """It cannot be read; the window says why."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.wanted: SurveyForm | None = None
        """The questionnaire that is being read; None where none is."""
        self._project = project
        self._task: Task | None = None
        self._words = label("", "sub", wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._words.show)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        self.hide()

    def read(self, survey_form: SurveyForm) -> None:
        """Begin to read this one."""
        if self._task is not None:
            # Nobody waits for the one before any more.
            self._task.done.disconnect(self._take)
            self._task.failed.disconnect(self._refuse)
        self.wanted = survey_form
        store = self._project.store
        self._task = self._project.run(lambda _task: surveys.read_form(store, survey_form))
        self._task.done.connect(self._take)
        self._task.failed.connect(self._refuse)
        self._task.start()
        self._words.setText(_("Opening “{title}”…").format(title=survey_form.title))
        self._words.hide()
        self._soon.start()
        self.show()

    @Slot(object)
    def _take(self, form: object) -> None:
        self._end()
        self.opened.emit(form)
        self.wanted = None

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self._end()
        self.wanted = None
        self.refused.emit()
        self._project.failed(error)

    def _end(self) -> None:
        self._task = None
        self._soon.stop()
        self.hide()
