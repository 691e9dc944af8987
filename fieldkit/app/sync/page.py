"""Sharing with the team through a folder, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.fields import PAUSE_MS
from fieldkit.app.parts import ActionButton, Empty, Header, Scroll, action, card, page_column, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, label
from fieldkit.app.sync.disputes import Dispute, disputes
from fieldkit.app.sync.forgotten import ForgottenCard
from fieldkit.app.sync.merging import MergeCard
from fieldkit.app.sync.sending import BeforeSending
from fieldkit.app.sync.settling import Disputes
from fieldkit.app.task import Task
from fieldkit.domain.change import Cell, Value
from fieldkit.edits import history, interviews
from fieldkit.edits.identifiers import Named, in_notes
from fieldkit.errors import EmptyFolderError
from fieldkit.sync import Outcome, sync
from fieldkit.sync.forgetting import forgetting
from fieldkit.words import _


class SyncPage(QWidget):
    """The shared folder of this project, chosen once on each laptop."""

    TITLE = _("Sync")
    ICON = "sync"

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._task: Task | None = None
        self._seen: set[tuple[str, str]] = set()
        """What may name somebody and was shown here: it may go, unless it is replaced first."""
        self._left: set[tuple[str, str]] = set()
        self._choose = action(self, _("Choose a folder…"), self.choose_folder)
        self._sync = action(self, _("Sync now"), self.sync, QKeySequence.StandardKey.Refresh)
        self._cancel = action(self, _("Stop"), self.cancel)
        self._anew = action(self, _("Use this empty folder from now on"), self.sync_anew)
        self._merge = action(self, _("Merge files…"), self.choose_files)
        self._head = Header(self.TITLE, [ActionButton(self._merge), ActionButton(self._sync, "primary")])
        self._where = label("", "sub", wraps=True)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(_("Progress of the sync"))
        self._doing = label("", "sub")
        self._outcome = label("", wraps=True)
        self._outcome.hide()
        self._sending = BeforeSending()
        self._sending.replaced.connect(self._replace)
        self._sending.left.connect(self._leave)
        self._sending.sent.connect(self.sync)
        self._merging = MergeCard(project)
        self._forgotten = ForgottenCard(project)
        self._forgotten.laptop_said.connect(self._look)
        self._apart = Disputes()
        self._apart.settled.connect(self._settle)
        self._body = QStackedWidget()
        self._body.addWidget(self._nothing_yet())
        self._body.addWidget(self._chosen())
        column = page_column(self)
        column.addWidget(self._head)
        column.addWidget(self._merging)
        column.addWidget(self._body, 1)
        project.settings_changed.connect(self._show_folder)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        project.changed.connect(self._wait)
        self._show_folder()
        self._rest()

    # On screen

    def _nothing_yet(self) -> QWidget:
        return Empty(
            "sync",
            _("This project is on this laptop only"),
            _(
                "To work as a team, choose a folder that your laptops share: a cloud folder, a network drive or"
                " a USB stick. No server and no account is needed, and interviews without consent stay here."
            ),
            ActionButton(self._choose, "primary"),
        )

    def _chosen(self) -> QWidget:
        frame, column = card()
        row = QHBoxLayout()
        row.addWidget(label(_("Shared folder"), "cardtitle"), 1)
        self._change = QPushButton()
        self._change.setAccessibleName(_("Choose the shared folder"))
        self._change.clicked.connect(self.choose_folder)
        row.addWidget(self._change)
        column.addLayout(row)
        column.addWidget(self._where)
        self._running = plain()
        running = QHBoxLayout(self._running)
        running.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self._progress, 1)
        running.addWidget(self._doing)
        running.addWidget(ActionButton(self._cancel))
        column.addWidget(self._running)
        column.addWidget(self._outcome)
        self._begin_anew = ActionButton(self._anew)
        self._begin_anew.hide()
        row = QHBoxLayout()
        row.addWidget(self._begin_anew)
        row.addStretch(1)
        column.addLayout(row)
        inside = plain()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        lines.addWidget(self._sending)
        lines.addWidget(frame)
        lines.addWidget(self._forgotten)
        lines.addWidget(self._apart)
        lines.addStretch(1)
        self._scroll = Scroll(inside)
        return self._scroll

    @Slot()
    def _show_folder(self) -> None:
        folder = self._folder()
        self._where.setText(str(folder) if folder else _("None is chosen on this laptop yet."))
        self._change.setText(_("Change…") if folder else _("Choose…"))
        self._sync.setEnabled(folder is not None and self._task is None)
        # What people wrote apart may have come by a folder that this laptop no longer knows.
        self._body.setCurrentIndex(1 if folder or self._apart.any else 0)

    def _folder(self) -> Path | None:
        known = self._project.settings.shared_folders.get(self._project.store.project_id)
        return Path(known) if known else None

    # Deeds

    @Slot()
    def choose_folder(self) -> None:
        """Ask for the shared folder, and sync with it."""
        chosen = QFileDialog.getExistingDirectory(self, _("The folder that your laptops share"))
        if chosen:
            self.share(Path(chosen))

    @Slot()
    def choose_files(self) -> None:
        """Ask for files that came by mail or on a stick, and show what they would bring."""
        chosen, _filter = QFileDialog.getOpenFileNames(
            self, _("Files of changes"), "", _("Files of changes (*.csv *.zip)")
        )
        if chosen:
            self.look_at([Path(path) for path in chosen])

    def look_at(self, paths: Sequence[Path]) -> None:
        """Show what files of changes would bring."""
        self._merging.look(paths)

    def share(self, folder: Path) -> None:
        """Share through this folder from now on."""
        self._project.remember(self._project.settings.sharing(self._project.store.project_id, str(folder)))
        self.sync()

    @Slot()
    def sync(self) -> None:
        """Send what is new here and may travel, and take in what the others sent.

        Where something in it may name somebody and was not shown yet, it is shown, and nothing is sent.
        """
        self._begin(fresh=False)

    @Slot()
    def sync_anew(self) -> None:
        """Take an empty folder into use although the project has synced before."""
        self._begin(fresh=True)

    @Slot()
    def cancel(self) -> None:
        """Stop at the next batch; what has come stays."""
        if self._task:
            self._task.cancel()

    def _begin(self, *, fresh: bool) -> None:
        folder = self._folder()
        if folder is None or self._task:
            return
        self._project.end_typing()
        store, seen = self._project.store, frozenset(self._seen)

        def carry(task: Task) -> Outcome | list[Named]:
            named = in_notes(store)
            if any(one.known_by not in seen for one in named):
                return named
            return sync(store, folder, task.report, lambda: task.cancelled, fresh=fresh)

        self._task = self._project.run(carry)
        self._task.progressed.connect(self._show_progress)
        self._task.done.connect(self._hear)
        self._task.failed.connect(self._fail)
        self._outcome.hide()
        self._begin_anew.hide()
        self._running.show()
        self._sync.setEnabled(False)
        self._task.start()

    @Slot(float, str)
    def _show_progress(self, fraction: float, words: str) -> None:
        self._progress.setValue(round(100 * fraction))
        self._doing.setText(words)

    @Slot(object)
    def _hear(self, result: Outcome | list[Named]) -> None:
        stopped = bool(self._task and self._task.cancelled)
        self._rest()
        if isinstance(result, Outcome):
            self._show_outcome(result, stopped=stopped)
            return
        self._show_named(result)
        self._scroll.verticalScrollBar().setValue(0)
        self._outcome.setText(
            _("Nothing was sent yet: something in your notes may name somebody. Look at it, then sync again.")
        )
        self._outcome.show()

    def _show_outcome(self, outcome: Outcome, *, stopped: bool) -> None:
        lines = [_("Stopped. What has come so far stays; the rest comes next time.")] if stopped else []
        self._outcome.setText("\n".join([*lines, *outcome.in_words()]))
        self._outcome.show()
        if not stopped:
            project = self._project
            now = datetime.now(UTC).isoformat(timespec="seconds")
            project.remember(project.settings.synced(project.store.project_id, now))
        self._look()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._rest()
        self._begin_anew.setVisible(isinstance(error, EmptyFolderError))
        self._project.failed(error)

    def _rest(self) -> None:
        self._task = None
        self._progress.setValue(0)
        self._doing.clear()
        self._running.hide()
        self._sync.setEnabled(self._folder() is not None)

    # What people wrote apart

    def showEvent(self, event: QShowEvent) -> None:
        """Look for what has come while this was not on screen."""
        super().showEvent(event)
        self._look()

    @Slot()
    def _wait(self) -> None:
        # A sync speaks many times; one look when it rests will do.
        if self.isVisible():
            self._pause.start()

    @Slot()
    def _look(self) -> None:
        store, folder = self._project.store, self._folder()
        looks: list[tuple[Callable[[Task], object], Callable[[Any], None]]] = [
            (lambda _task: disputes(store), self._show_disputes),
            (lambda _task: in_notes(store), self._show_named),
            (lambda task: forgetting(store, folder, lambda: task.cancelled), self._forgotten.show_forgetting),
        ]
        for look, show in looks:
            task = self._project.run(look)
            task.done.connect(show)
            task.failed.connect(self._project.failed)
            task.start()

    @Slot(object)
    def _show_disputes(self, found: list[Dispute]) -> None:
        self._apart.show_disputes(found)
        self._show_folder()

    @Slot(object)
    def _settle(self, values: Mapping[Cell, Value]) -> None:
        self._project.attempt(history.settle, values)

    # What may name somebody

    @Slot(object)
    def _show_named(self, named: list[Named]) -> None:
        self._sending.show_named([one for one in named if one.known_by not in self._left])
        if self._sending.isVisible():
            self._seen = {one.known_by for one in named}

    @Slot(object)
    def _replace(self, one: Named) -> None:
        self._project.attempt(interviews.replace_identifier, one.note, one.identifier)
        self._look()

    @Slot(object)
    def _leave(self, one: Named) -> None:
        self._left.add(one.known_by)
        self._look()
