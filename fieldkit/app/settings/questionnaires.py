"""The questionnaires of the project, and the way to add another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.parts import ActionButton, action, card, emptied
from fieldkit.app.project import OpenProject
from fieldkit.app.settings.findings import FindingsDialog
from fieldkit.app.style import GAP, PANEL, label
from fieldkit.app.task import Task
from fieldkit.domain import SurveyForm
from fieldkit.domain.change import Change
from fieldkit.edits import surveys
from fieldkit.errors import FormError
from fieldkit.forms import Examined, Finding, examine
from fieldkit.words import _, listed, ngettext


class Questionnaires(QWidget):
    """What may be filled in an interview. Any XLSForm can be added; it is then on every laptop that syncs."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._task: Task | None = None
        self._add: QAction = action(self, _("Add a questionnaire…"), self.choose_file)
        self._put: QAction = action(self, _("Add or replace a list or picture…"), self.choose_files)
        self._doing = label("", "sub", wraps=True)
        self._doing.hide()
        self._name = ""
        self._findings: list[Finding] = []
        self._known = QPushButton()
        self._known.clicked.connect(self.show_findings)
        self._known.hide()
        self._listed = QVBoxLayout()
        frame, column = card(margin=GAP + 2)
        frame.setFixedWidth(PANEL)
        column.addWidget(label(_("Questionnaires"), "cardtitle"))
        column.addLayout(self._listed)
        column.addWidget(self._doing)
        column.addWidget(self._known)
        column.addWidget(ActionButton(self._add))
        column.addWidget(ActionButton(self._put))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        project.changed.connect(self._refresh)
        self._read()

    @Slot()
    def choose_file(self) -> None:
        """Ask for an XLSForm and add it."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            _("Add a questionnaire"),
            str(self._project.settings.home),
            _("XLSForm (*.xlsx *.xlsm *.xls *.csv *.md *.xml)"),
        )
        if chosen:
            self.add(Path(chosen))

    @Slot()
    def choose_files(self) -> None:
        """Ask for files that questionnaires need, and add them."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, _("Add or replace a list or picture"), str(self._project.settings.home)
        )
        for path in chosen:
            self._project.attempt(surveys.put_file, Path(path))

    def add(self, path: Path) -> None:
        """Read an XLSForm beside the window, and add it to the project."""
        if self._task:
            return
        self._name = path.name
        self._known.hide()
        self._task = self._project.run(lambda _task: examine(path))
        self._task.done.connect(self._take)
        self._task.failed.connect(self._fail)
        self._add.setEnabled(False)
        self._doing.setText(_("Reading {name}…").format(name=path.name))
        self._doing.show()
        self._task.start()

    @Slot(object)
    def _take(self, answer: Examined) -> None:
        self._rest()
        self._findings = answer.findings
        if answer.form is None:
            self._refuse(answer.findings)
        elif self._project.attempt(surveys.add_form, answer.form) and answer.findings:
            count = len(answer.findings)
            self._known.setText(
                ngettext(
                    "Added. There is {count} thing to know…",
                    "Added. There are {count} things to know…",
                    count,
                ).format(count=count)
            )
            self._known.show()

    def _refuse(self, findings: list[Finding]) -> None:
        if [finding.code for finding in findings] == ["unreadable"]:
            self._project.failed(FormError(findings[0].sentence, findings[0].remedy))
        else:
            self._show(
                _("“{name}” cannot be used yet").format(name=self._name),
                _("Correct what is listed in the workbook, save it, and choose it again. Warnings may stay."),
            )

    @Slot()
    def show_findings(self) -> None:
        """List what there is to know of the questionnaire that was added last."""
        self._show(
            _("“{name}” was added").format(name=self._name),
            _("It can be used as it is. This is what its author may want to know."),
        )

    def _show(self, title: str, line: str) -> None:
        FindingsDialog(title, line, self._findings, self).show()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._rest()
        self._project.failed(error)

    def _rest(self) -> None:
        self._task = None
        self._doing.hide()
        self._add.setEnabled(True)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table in ("surveyform", "formfile") for change in changes):
            self._read()

    def _read(self) -> None:
        emptied(self._listed)
        for form in sorted(self._project.store.find(SurveyForm), key=lambda form: (form.title, form.newness)):
            version = _("version {version}").format(version=form.version) if form.version else _("no version")
            self._listed.addWidget(label(form.title, wraps=True))
            self._listed.addWidget(label(version, "sub"))
            missing = self._project.attempt(surveys.missing_files, form)
            if missing:
                said = _("Missing: {files}").format(files=listed(missing))
                self._listed.addWidget(label(said, "sub", wraps=True))
