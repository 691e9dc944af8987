"""Looking the project and its shared folder over, for people who have no terminal at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, label, tokens
from fieldkit.app.task import Task
from fieldkit.domain.health import Finding, Weight
from fieldkit.sync.health import in_words, look_over, summary
from fieldkit.words import _

_ORDER = [Weight.BROKEN, Weight.LOOK, Weight.WELL]


class _LeftError(Exception):
    """Nobody wants to know any more."""


class LookOver(QDialog):
    """What there is to say of a project: what is broken first, then what to look at, then what is well."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Look it over"))
        self._found: Sequence[Finding] = []
        self._sum = label(_("Looking the project over…"), "cardtitle", wraps=True)
        self._doing = label("", "sub")
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(_("Progress of looking it over"))
        self._list = QTextBrowser()
        self._list.setAccessibleName(_("What was found"))
        self._list.hide()
        self._copy = QPushButton(_("Copy it all"))
        self._copy.clicked.connect(self.copy)
        self._copy.setEnabled(False)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._copy)
        below.addWidget(close)
        column = QVBoxLayout(self)
        column.setSpacing(GAP // 2)
        column.addWidget(self._sum)
        column.addWidget(self._doing)
        column.addWidget(self._progress)
        column.addWidget(self._list, 1)
        column.addStretch(0)
        column.addLayout(below)
        self.resize(620, 520)
        self._task = self._begin(project)

    def _begin(self, project: OpenProject) -> Task:
        project.end_typing()
        path = project.store.path
        known = project.settings.shared_folders.get(project.store.project_id)
        folder = Path(known) if known else None

        def carry(task: Task) -> list[Finding]:
            def tell(fraction: float, words: str) -> None:
                if task.cancelled:
                    raise _LeftError
                task.report(fraction, words)

            assert path
            try:
                return look_over(path, folder, tell)
            except _LeftError:
                return []

        task = project.run(carry)
        task.progressed.connect(self._tell)
        task.done.connect(self._show)
        task.failed.connect(project.failed)
        self.finished.connect(task.cancel)
        task.start()
        return task

    @Slot()
    def copy(self) -> None:
        """Copy all that was found, to be sent to somebody who can help."""
        QGuiApplication.clipboard().setText(f"{in_words(self._found)}\n{summary(self._found)}\n")

    @Slot(float, str)
    def _tell(self, fraction: float, words: str) -> None:
        self._progress.setValue(round(100 * fraction))
        self._doing.setText(words)

    @Slot(object)
    def _show(self, found: list[Finding]) -> None:
        self._found = sorted(found, key=lambda finding: _ORDER.index(finding.weight))
        self._sum.setText(summary(self._found))
        self._doing.hide()
        self._progress.hide()
        self._list.setHtml(_html(self._found))
        self._list.show()
        self._list.setFocus()
        self._copy.setEnabled(True)


def _html(found: Iterable[Finding]) -> str:
    look = tokens()
    titles = {
        Weight.BROKEN: (_("Broken"), look.danger),
        Weight.LOOK: (_("To look at"), look.warn),
        Weight.WELL: (_("Well"), look.ok),
    }
    lines: list[str] = []
    for weight, same in groupby(found, key=lambda finding: finding.weight):
        title, colour = titles[weight]
        lines.append(f'<h3 style="color: {colour}">{escape(title)}</h3>')
        for finding in same:
            lines.append(f'<p style="margin-bottom: 0">{_lines(finding.sentence)}</p>')
            lines.append(f'<p style="color: {look.sub}; margin-top: 2px">{_lines(finding.hint)}</p>')
    return "".join(lines)


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")
