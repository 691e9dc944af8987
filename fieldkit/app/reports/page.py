"""Reports: made beside the window, looked at here, saved where somebody wants them."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from fieldkit.app.opening import Desk
from fieldkit.app.parts import ActionButton, Empty, Header, action, page_column, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.reports.exporting import ExportDialog
from fieldkit.app.reports.making import make
from fieldkit.app.reports.preview import Preview
from fieldkit.app.style import label
from fieldkit.app.task import Task
from fieldkit.domain import IssuedReport, Withdrawal
from fieldkit.domain.change import Change
from fieldkit.domain.reports import stale
from fieldkit.edits import reports
from fieldkit.errors import FileError, ProjectError
from fieldkit.store import spare
from fieldkit.words import _, day

if TYPE_CHECKING:
    from fieldkit.report.make import Made


class ReportsPage(QWidget):
    """The needs report: made, looked at, saved."""

    TITLE = _("Reports")
    ICON = "reports"

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._task: Task | None = None
        self._made: Made | None = None
        # What was said in interviews lies in here, so it goes with the page.
        self._desk = Desk()
        self._make = action(self, _("Make the report"), self.make, QKeySequence.StandardKey.Refresh)
        self._save = action(self, _("Save as…"), self.choose_place, QKeySequence.StandardKey.Save)
        self._cancel = action(self, _("Stop"), self.cancel)
        self._export = action(self, _("Export answers…"), self.export, "Ctrl+Shift+E")
        buttons = [ActionButton(self._export), ActionButton(self._save), ActionButton(self._make, "primary")]
        self._head = Header(self.TITLE, buttons)
        self._running = plain()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress of the report"))
        self._doing = label("", "sub")
        self._preview = Preview(project)
        self._outdated = label("", "warn", wraps=True)
        self._body = QStackedWidget()
        self._body.addWidget(
            Empty(
                "reports",
                _("A report that funders and the groups themselves can trust"),
                _(
                    "It tells who was in the room, what stands in the way and what would have to change. Only"
                    " complete interviews with consent are in it, and small numbers are hidden."
                ),
                ActionButton(self._make, "primary"),
            )
        )
        self._body.addWidget(self._preview)
        self._lay_out()
        project.closed.connect(self._clear)
        project.changed.connect(self._refresh)
        self._warn()
        self._rest()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._progress, 1)
        row.addWidget(self._doing)
        row.addWidget(ActionButton(self._cancel))
        column = page_column(self)
        column.addWidget(self._head)
        column.addWidget(self._outdated)
        column.addWidget(self._running)
        column.addWidget(self._body, 1)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table in ("issuedreport", "withdrawal") for change in changes):
            self._warn()
            self._drop_outdated()

    def _drop_outdated(self) -> None:
        """Let go of a report that was made and rests on what was taken back since: it is not to be given out."""
        gone = {withdrawal.of_interview for withdrawal in self._project.store.find(Withdrawal)}
        if self._made is None or gone.isdisjoint(self._made.interviews):
            return
        with suppress(OSError):  # Where a page of it is being drawn it goes with the page of the window.
            self._made.path.unlink(missing_ok=True)
        self._made = None
        self._save.setEnabled(False)
        self._body.setCurrentIndex(0)
        self._head.say(_("An interview in it was taken back. Make the report anew."))

    def _warn(self) -> None:
        """Name the reports that were given out and rest on what was taken back since."""
        store = self._project.store
        outdated = stale(store.find(IssuedReport), store.find(Withdrawal))
        line = _("“{title}”, given out on {day}, rests on an interview that was taken back. Make it anew.")
        self._outdated.setText("\n".join(line.format(title=r.title, day=day(r.issued_on)) for r in outdated))
        self._outdated.setVisible(bool(outdated))

    @Slot()
    def _clear(self) -> None:
        self._desk.clear()

    @Slot()
    def make(self) -> None:
        """Make the report anew and show it."""
        if self._task:
            return
        self._project.end_typing()
        store, path = self._project.store, self._desk.place("report.pdf")
        self._task = self._project.run(lambda task: make(store, path, task))
        self._task.progressed.connect(self._show_progress)
        self._task.done.connect(self._show)
        self._task.failed.connect(self._fail)
        self._make.setEnabled(False)
        self._running.show()
        self._task.start()

    @Slot()
    def cancel(self) -> None:
        """Stop making the report."""
        if self._task:
            self._task.cancel()

    @Slot()
    def export(self) -> None:
        """Ask which answers to give to other programs, and as what."""
        dialog = ExportDialog(self._project, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def choose_place(self) -> None:
        """Ask where to save the report, and save it there."""
        proposed = self._project.settings.home / f"{self._project.store.project.name or 'report'}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the report"), str(proposed), _("PDF (*.pdf)")
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, place: Path) -> None:
        """Save the report that is shown."""
        if self._made is None:
            return
        try:
            spare(place)
            shutil.copyfile(self._made.path, place)
        except ProjectError as error:
            self._project.failed(error)
            return
        except OSError as error:
            self._project.failed(
                FileError(
                    _("The report could not be saved as {name}.").format(name=place.name),
                    _("Look whether you may write there ({reason}), or choose another folder.").format(
                        reason=error.strerror
                    ),
                )
            )
            return
        self._head.say(_("Saved as {path}").format(path=place))
        made, today = self._made, datetime.now().astimezone().date()
        self._project.attempt(reports.issue, made.title, made.interviews, made.sha256, on=today)

    @Slot(float, str)
    def _show_progress(self, fraction: float, words: str) -> None:
        self._progress.setValue(round(100 * fraction))
        self._doing.setText(words)

    @Slot(object)
    def _show(self, made: Made | None) -> None:
        self._rest()
        if made is None:
            return
        self._made = made
        self._save.setEnabled(True)
        self._head.say(_("Made at {time}").format(time=f"{datetime.now().astimezone():%H:%M}"))
        self._body.setCurrentWidget(self._preview)
        self._preview.open(made.path)
        self._drop_outdated()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._rest()
        self._project.failed(error)

    def _rest(self) -> None:
        self._task = None
        self._progress.setValue(0)
        self._doing.clear()
        self._running.hide()
        self._make.setEnabled(True)
        self._save.setEnabled(self._made is not None)
