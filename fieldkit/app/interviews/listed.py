"""All interviews beside the one that is open, found by group or by any word in them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fieldkit.app.fields import PAUSE_MS
from fieldkit.app.interviews.words import status_word, without_group
from fieldkit.app.parts import label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, icon
from fieldkit.app.table import Column, RecordTable
from fieldkit.domain import KINDS, Group, Interview, Said
from fieldkit.domain.change import Change
from fieldkit.store import Store
from fieldkit.words import _, day, ngettext

_FOUND_AT_MOST = 200


def holding(store: Store, words: str) -> dict[str, str]:
    """Return the ids of the interviews that hold these words, each with a passage; a group's name counts too."""
    found: dict[str, str] = {}
    by_group: dict[str, list[str]] = {}
    for interview in store.find(Interview):
        by_group.setdefault(interview.group_id, []).append(interview.id)
    for hit in store.search(words, _FOUND_AT_MOST):
        passage = " ".join(hit.passage.replace("[", "").replace("]", "").split())
        if hit.table == "group":
            found.update(dict.fromkeys(by_group.get(hit.record, []), passage))
        elif hit.table in KINDS and issubclass(kind := KINDS[hit.table], Said):
            found.setdefault(store.get(kind, hit.record).interview_id, passage)
    return found


class InterviewList(QWidget):
    """The interviews, the latest first, with a box to find them."""

    chosen = Signal(str)
    """The id of the interview to show; empty where the one that was chosen is gone."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._groups: dict[str, str] = {}
        self._passages: dict[str, str] = {}
        self._pause = QTimer(self, interval=PAUSE_MS // 2, singleShot=True)
        self._box = QLineEdit(placeholderText=_("Find a group or any word"), clearButtonEnabled=True)
        self._box.setAccessibleName(_("Find interviews"))
        lens = self._box.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        lens.setText(_("Find"))
        self._table = RecordTable[Interview](
            _("Interviews"),
            [Column(_("Interview"), self._group_of, self._line_of, order=_latest_first)],
        )
        self._table.horizontalHeader().hide()
        self._count = label("", "sub", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        for widget in (self._box, self._table, self._count):
            column.addWidget(widget)
        self._box.textChanged.connect(self._pause.start)
        self._box.returnPressed.connect(self._find)
        self._pause.timeout.connect(self._find)
        self._table.chosen.connect(self.chosen)
        project.changed.connect(self._refresh)
        self._find()

    def choose(self, interview_id: str) -> None:
        """Choose an interview; one that the words in the box hide comes into view."""
        if self._table.records.row_of(interview_id) < 0:
            self._box.clear()
            self._find()
        self._table.choose(interview_id)

    def go_find(self) -> None:
        """Put the cursor into the box."""
        self._box.setFocus()
        self._box.selectAll()

    @Slot()
    def _find(self) -> None:
        self._pause.stop()
        store, words = self._project.store, self._box.text().strip()
        self._groups = {g.id: g.name for g in store.find(Group, deleted=(False, True))}
        interviews = store.find(Interview)
        self._passages = holding(store, words) if words else {}
        shown = [i for i in interviews if i.id in self._passages] if words else interviews
        self._table.show_records(shown)
        self._count.setText(_counted(len(shown), searching=bool(words)))

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table in ("interview", "group") for change in changes):
            self._find()

    def _group_of(self, interview: Interview) -> str:
        return self._groups.get(interview.group_id) or without_group(interview)

    def _line_of(self, interview: Interview) -> str:
        line = _("{day} · {status}").format(day=day(interview.held_on), status=status_word(interview.status))
        return self._passages.get(interview.id) or line


def _latest_first(interview: Interview) -> tuple[int, str]:
    return -(interview.held_on or date.min).toordinal(), interview.id


def _counted(count: int, *, searching: bool) -> str:
    if searching:
        return ngettext(
            "{count} interview has these words", "{count} interviews have these words", count
        ).format(count=count)
    return ngettext("{count} interview", "{count} interviews", count).format(count=count)
