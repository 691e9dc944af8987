"""Giving answers to other programs: which, as what, and for whom; consent decides what goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QProgressBar,
    QWidget,
)

from fieldkit.app.fields import add_field
from fieldkit.app.parts import page_column
from fieldkit.app.project import OpenProject
from fieldkit.app.style import label
from fieldkit.app.task import Task
from fieldkit.domain import Submission, SurveyForm
from fieldkit.domain.consent import Audience
from fieldkit.edits.surveys import opened_form
from fieldkit.store import Store
from fieldkit.words import _

if TYPE_CHECKING:
    from fieldkit.exchange.export import Exported

_WIDTH = 520


class ExportDialog(QDialog):
    """Asks what to export, writes it beside the window, and says what went out and what stayed."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export answers"))
        self.setMinimumWidth(_WIDTH)
        self._project = project
        self._task: Task | None = None
        self._form = QComboBox()
        for form in _answered(project.store):
            self._form.addItem(" ".join(filter(None, (form.title or form.form_id, form.version))), form)
        self._kind = QComboBox()
        self._kind.addItem(_("CSV, as ODK Central has it (.zip)"), "csv")
        self._kind.addItem(_("Excel workbook (.xlsx)"), "xlsx")
        self._kind.addItem(_("ODK submissions (.zip)"), "xml")
        self._readers = QComboBox()
        self._readers.addItem(_("The team"), Audience.TEAM)
        self._readers.addItem(_("Partners"), Audience.PARTNERS)
        self._labels = QCheckBox(_("&Labels in place of the values of choices"))
        self._split = QCheckBox(_("A &column for each choice where several may be taken"))
        self._groups = QCheckBox(_("Names of &groups before those of questions"))
        self._groups.setChecked(True)
        self._files = QCheckBox(_("&Photos and other files that are answers"))
        self._files.setChecked(True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress of the export"))
        self._progress.hide()
        self._said = label("", wraps=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._go = self._buttons.addButton(_("Export…"), QDialogButtonBox.ButtonRole.ActionRole)
        self._go.setObjectName("primary")
        self._leave = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        self._go.clicked.connect(self.choose_place)
        self._buttons.rejected.connect(self.reject)
        self._kind.currentIndexChanged.connect(self._offer)
        self._lay_out()
        self._offer()
        if not self._form.count():
            self._said.setText(_("No questionnaire has been answered yet."))

    def _lay_out(self) -> None:
        column = page_column(self)
        add_field(column, _("&Questionnaire"), self._form)
        add_field(column, _("&Format"), self._kind)
        add_field(
            column,
            _("F&or"),
            self._readers,
            _("Only interviews whose people agreed to it go out; the others are counted."),
        )
        for option in (self._labels, self._split, self._groups, self._files):
            column.addWidget(option)
        column.addWidget(self._progress)
        column.addWidget(self._said)
        column.addWidget(self._buttons)

    @Slot()
    def _offer(self) -> None:
        """Offer what the format knows; and while it is written, to stop that."""
        for option in (self._labels, self._split, self._groups):
            option.setEnabled(self._kind.currentData() != "xml")
        self._leave.setText(_("Stop") if self._task else _("Close"))
        self._go.setEnabled(self._form.count() > 0 and self._task is None)

    @Slot()
    def choose_place(self) -> None:
        """Ask where to write the answers, and write them there."""
        form: SurveyForm = self._form.currentData()
        ending = "xlsx" if self._kind.currentData() == "xlsx" else "zip"
        proposed = self._project.settings.home / f"{form.form_id}.{ending}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export answers"), str(proposed), f"{ending} (*.{ending})"
        )
        if chosen:
            self.export(Path(chosen).with_suffix(f".{ending}"))

    def export(self, to: Path) -> None:
        """Write the answers there."""
        self._project.end_typing()
        store, form, kind = self._project.store, self._form.currentData(), self._kind.currentData()
        labels, split, groups = self._labels.isChecked(), self._split.isChecked(), self._groups.isChecked()
        readers, files = Audience(self._readers.currentData()), self._files.isChecked()

        def work(task: Task) -> Exported | None:
            from fieldkit.exchange.export import Format, export
            from fieldkit.exchange.layout import Way

            opened = opened_form(store, form)
            way = Way(opened.default_language if labels else None, split, groups, readers, files)
            return export(store, opened, form, to, Format(kind), way, task.report, lambda: task.cancelled)

        self._task = self._project.run(work)
        self._task.progressed.connect(self._show_progress)
        self._task.done.connect(self._show)
        self._task.failed.connect(self._fail)
        self._said.clear()
        self._progress.setValue(0)
        self._progress.show()
        self._offer()
        self._task.start()

    @Slot()
    def reject(self) -> None:
        """Stop what is being written, or close where nothing is."""
        if self._task:
            self._task.cancel()
        else:
            super().reject()

    @Slot(float, str)
    def _show_progress(self, fraction: float, words: str) -> None:
        self._progress.setValue(round(100 * fraction))
        self._said.setText(words)

    @Slot(object)
    def _show(self, exported: Exported | None) -> None:
        from fieldkit.exchange.export import outcome

        self._rest()
        lines = outcome(exported) if exported else [_("Stopped. Nothing was written.")]
        if exported:
            lines.append(_("Saved as {path}").format(path=exported.path))
        self._said.setText("\n".join(lines))

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._rest()
        self._said.setText(str(error))
        self._project.failed(error)

    def _rest(self) -> None:
        self._task = None
        self._progress.hide()
        self._offer()


def _answered(store: Store) -> list[SurveyForm]:
    """Return the questionnaires that were answered, by their title."""
    answered = {submission.form_id for submission in store.find(Submission)}
    return sorted(
        (form for form in store.find(SurveyForm) if form.id in answered), key=lambda form: form.title
    )
