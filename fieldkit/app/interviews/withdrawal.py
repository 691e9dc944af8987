"""Erasing an interview for ever, because its people took it back: asked for in two steps, in place."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.parts import label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.domain import Attachment, Interview, Issue, Note, Score, Segment, Submission
from fieldkit.edits import consent
from fieldkit.store import Store
from fieldkit.words import _, listed, ngettext


def what_goes(store: Store, interview_id: str) -> str:
    """Return what an interview holds, as people would count it."""
    words = sum(len(note.text.split()) for note in store.find(Note, interview_id=interview_id))
    answers = sum(len(store.answers(s.id)) for s in store.find(Submission, interview_id=interview_id))
    segments = store.count(Segment, interview_id=interview_id)
    scores = store.count(Score, interview_id=interview_id)
    issues = store.count(Issue, interview_id=interview_id)
    files = store.count(Attachment, interview_id=interview_id)
    parts = [
        ngettext("{count} word of notes", "{count} words of notes", words).format(count=words),
        ngettext("{count} answer", "{count} answers", answers).format(count=answers),
        ngettext("{count} tag", "{count} tags", segments).format(count=segments),
        ngettext("{count} score", "{count} scores", scores).format(count=scores),
        ngettext("{count} issue", "{count} issues", issues).format(count=issues),
        ngettext("{count} file", "{count} files", files).format(count=files),
    ]
    counts = (words, answers, segments, scores, issues, files)
    return listed([part for part, count in zip(parts, counts, strict=True) if count]) or _(
        "nothing written down yet"
    )


class TakingBack(QFrame):
    """Says exactly what goes, and erases it once that was ticked and pressed. It waits hidden until asked for."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._project = project
        self._interview_id = interview_id
        self._goes = label("", wraps=True)
        self._sure = QCheckBox(_("The people of this interview asked for it"))
        self._erase = QPushButton(_("Erase for ever"))
        self._keep = QPushButton(_("Keep it"))
        self._working = QProgressBar()
        self._working.setRange(0, 0)
        self._working.setAccessibleName(_("Erasing"))
        self._working.hide()
        deeds = QHBoxLayout()
        deeds.addWidget(self._sure, 1)
        deeds.addWidget(self._keep)
        deeds.addWidget(self._erase)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(label(_("Take back this interview"), "bannertitle"))
        column.addWidget(self._goes)
        column.addWidget(self._working)
        column.addLayout(deeds)
        self._sure.toggled.connect(self._erase.setEnabled)
        self._keep.clicked.connect(self.hide)
        self._erase.clicked.connect(self._do_erase)
        self.hide()

    def ask(self) -> None:
        """Show what would go, and wait for the tick."""
        self._project.end_typing()
        goes = what_goes(self._project.store, self._interview_id)
        self._goes.setText(
            _(
                "This erases {everything}, here at once and on every laptop and in the shared folder with the"
                " next sync. It cannot be undone. What remains is that there was an interview, and the day it went."
            ).format(everything=goes)
        )
        self._sure.setChecked(False)
        self._erase.setEnabled(False)
        self.show()
        self._sure.setFocus()

    @Slot()
    def _do_erase(self) -> None:
        store = self._project.store
        interview = store.get(Interview, self._interview_id)
        today = datetime.now(tz=UTC).astimezone().date()
        seconds = store.seconds_to_scrub()
        self._goes.setText(
            ngettext(
                "Erasing. The whole project file is written anew, so that nothing of it is left: about {n} second.",
                "Erasing. The whole project file is written anew, so that nothing of it is left: about {n} seconds.",
                seconds,
            ).format(n=seconds)
        )
        self._working.show()
        for control in (self._sure, self._keep, self._erase):
            control.setEnabled(False)
        task = self._project.run(lambda _task: consent.withdraw(store, interview, on=today))
        task.failed.connect(self._project.failed)
        for end in (task.done, task.failed):
            end.connect(self._end)
        task.start()

    @Slot()
    def _end(self) -> None:
        self._sure.setEnabled(True)
        self._keep.setEnabled(True)
        self._working.hide()
        self.hide()
