"""What was heard: the notes of an interview, and the barriers that people find in them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListView, QVBoxLayout, QWidget

from fieldkit.app.coding.drawn import MarkDelegate
from fieldkit.app.coding.editor import NoteEditor, told
from fieldkit.app.coding.marks import MARK, Mark, Marks, marks_of
from fieldkit.app.coding.picker import CodePicker
from fieldkit.app.fields import Choice
from fieldkit.app.flow import Flow
from fieldkit.app.parts import ActionButton, action, label, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, ROW
from fieldkit.domain import Code, Coding, Interview, Issue, Note, Segment
from fieldkit.domain.change import Change
from fieldkit.domain.coding import Span
from fieldkit.edits import coding, interviews, issues
from fieldkit.edits.identifiers import in_text
from fieldkit.words import _

_SHOWN = frozenset({"note", "segment", "passage", "coding", "code", "group"})
"""The tables whose changes this section shows."""
_SIDE = 288
"""The width of the tags beside the notes."""


class NotesSection(QWidget):
    """The notes of one interview beside the tags on them. Select words, type a barrier's first letters, Enter."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._interview_id = interview_id
        self._marks = Marks(self)
        self._chooser = Choice()
        self._chooser.setAccessibleName(_("Which note"))
        self._apart = label("", "warn", wraps=True)
        self._editor = NoteEditor(project, self._notes()[0])
        self._naming = label("", "sub", wraps=True)
        self._coded = QCheckBox(_("&Coded by me to the end"))
        self._picker = CodePicker()
        self._list = QListView()
        self._nothing = label(
            _(
                "No tags yet. Select words in the notes, press Ctrl+T, type the first letters of a barrier, Enter."
            ),
            "sub",
            wraps=True,
        )
        self._said = label("", "sub", wraps=True)
        self._make_actions()
        self._lay_out()
        self._connect()
        self._refresh_all()

    def _make_actions(self) -> None:
        self._tag = action(self, _("Tag the selected words"), self._picker.setFocus, "Ctrl+T")
        self._own = action(self, _("Mark as their own words"), self._mark, "Ctrl+Shift+Q")
        self._add = action(self, _("Add a note"), self._add_note, "Ctrl+Shift+N")
        self._replace = action(self, _("Replace what may name somebody"), self._replace_named, "Ctrl+Shift+R")
        self._issue = action(self, _("Make an issue of it"), self._make_issue, "Ctrl+I")
        self._remove = action(self._list, _("Remove"), self._remove_mark, QKeySequence.StandardKey.Delete)

    def _lay_out(self) -> None:
        self._list.setModel(self._marks)
        self._list.setItemDelegate(MarkDelegate(self._list))
        self._list.setAccessibleName(_("Tags in these notes"))
        self._list.setMinimumHeight(ROW + 4)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        above = QHBoxLayout()
        above.addWidget(self._chooser, 1)
        above.addStretch(0)
        above.addWidget(ActionButton(self._add))
        below = plain()
        deeds = Flow(below)
        deeds.addWidget(ActionButton(self._own))
        deeds.addWidget(self._coded)
        left = QVBoxLayout()
        left.setSpacing(GAP // 2)
        left.addLayout(above)
        left.addWidget(self._apart)
        left.addWidget(self._editor, 1)
        left.addWidget(self._names())
        left.addWidget(below)

        deeds = QHBoxLayout()
        deeds.addWidget(ActionButton(self._issue))
        deeds.addWidget(ActionButton(self._remove))
        deeds.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP // 2)
        right.addWidget(label(_("Tag the selected words"), "cardtitle"))
        right.addWidget(self._picker, 5)
        right.addWidget(label(_("Tags in these notes"), "cardtitle"))
        right.addWidget(self._nothing)
        right.addWidget(self._list, 4)
        right.addLayout(deeds)
        right.addWidget(self._said)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(left, 1)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row.addWidget(side)
        self.setFocusProxy(self._editor)

    def _names(self) -> QWidget:
        self._named = plain()
        column = QVBoxLayout(self._named)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._naming)
        column.addWidget(ActionButton(self._replace), 0, Qt.AlignmentFlag.AlignLeading)
        return self._named

    def _connect(self) -> None:
        self._picker.picked.connect(self._tag_with)
        self._picker.left.connect(self._editor.setFocus)
        self._chooser.chosen.connect(self._choose)
        self._coded.clicked.connect(self._say_coded)
        self._editor.cursorPositionChanged.connect(self._tell_named)
        self._editor.parted.connect(self._show_apart)
        self._editor.moved_on.connect(self._follow)
        self._list.clicked.connect(self._go_to)
        self._list.activated.connect(self._go_to)
        self._list.selectionModel().currentChanged.connect(self._allow)
        self._project.changed.connect(self._refresh)
        self._project.typing_ended.connect(self._editor.save)

    # Deeds

    @Slot(object)
    def _tag_with(self, code: Code) -> None:
        self._editor.save()
        span = self._editor.span()
        if self._project.attempt(coding.tag, self._editor.note, span, code) is not None:
            self._picker.clear()
            self._editor.go_to(Span(span.end, span.end))
        self._editor.setFocus()

    @Slot()
    def _mark(self) -> None:
        self._editor.save()
        self._project.attempt(coding.mark, self._editor.note, self._editor.span())

    @Slot()
    def _replace_named(self) -> None:
        self._editor.save()
        self._refresh_named()
        one = self._editor.next_named()
        if one is not None:
            self._project.attempt(interviews.replace_identifier, self._editor.note, one)

    @Slot()
    def _remove_mark(self) -> None:
        mark = self._current()
        if mark is not None:
            self._project.attempt(mark.removing, mark.record)

    @Slot()
    def _make_issue(self) -> None:
        mark = self._current()
        if mark is None or not isinstance(mark.record, Segment):
            return
        issue = Issue(
            title=mark.label,
            code_id=mark.record.code_id,
            objection=mark.record.quote,
            segment_id=mark.record.id,
        )
        interview = self._project.store.get(Interview, self._interview_id)
        if self._project.attempt(issues.add, interview, issue) is not None:
            self._said.setText(_("“{title}” is among the issues now.").format(title=issue.title))

    @Slot()
    def _add_note(self) -> None:
        self._editor.save()
        interview = self._project.store.get(Interview, self._interview_id)
        note = self._project.attempt(interviews.add_note, interview)
        if note is not None:
            self._editor.open(note)
            self._refresh_all()
            self._editor.setFocus()

    @Slot(bool)
    def _say_coded(self, done: bool) -> None:
        self._project.attempt(coding.coded, self._editor.note, done)

    # Showing

    def _notes(self) -> list[Note]:
        notes = self._project.store.find(Note, interview_id=self._interview_id)
        # One that was never saved stands in until the first words, for an interview that came without.
        return sorted(notes, key=lambda n: (n.position, n.id)) or [Note(interview_id=self._interview_id)]

    def _current(self) -> Mark | None:
        return self._list.currentIndex().data(MARK)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        tables = {change.cell.table for change in changes}
        if tables & _SHOWN:
            self._editor.take_in()
            self._refresh_marks()
        if "code" in tables:
            self._refresh_codes()

    def _refresh_all(self) -> None:
        self._refresh_codes()
        self._editor.take_in()
        self._refresh_marks()

    def _refresh_codes(self) -> None:
        self._picker.show_codes(self._project.store.find(Code))

    def _refresh_marks(self) -> None:
        store, note = self._project.store, self._editor.note
        chosen = self._current()
        marks = marks_of(store, note.id)
        self._marks.show_marks(marks)
        self._editor.show_marks(marks)
        self._refresh_named()
        if chosen is not None:
            self._list.setCurrentIndex(self._marks.index(self._marks.row_of(chosen.record.id)))
        self._nothing.setVisible(not marks)
        self._list.setVisible(bool(marks))
        self._coded.setChecked(
            any(c.done for c in store.find(Coding, note_id=note.id, coder_id=store.person))
        )
        self._show_notes()
        self._allow()

    def _refresh_named(self) -> None:
        store = self._project.store
        interview = store.find(Interview, id=self._interview_id)
        self._editor.show_named(in_text(store, interview[0], self._editor.text()) if interview else [])
        self._tell_named()

    @Slot()
    def _tell_named(self) -> None:
        one = self._editor.next_named()
        self._named.setVisible(one is not None)
        self._naming.setText(told(one) if one else "")

    def _show_notes(self) -> None:
        notes = self._notes()
        self._chooser.offer([(note.id, _titled(number, note)) for number, note in enumerate(notes, start=1)])
        self._chooser.show_value(self._editor.note.id)
        self._chooser.setVisible(len(notes) > 1)

    @Slot(str)
    def _choose(self, note_id: str) -> None:
        self._editor.open(self._project.store.get(Note, note_id))
        self._refresh_all()

    @Slot()
    def _allow(self) -> None:
        mark = self._current()
        self._remove.setEnabled(mark is not None)
        self._issue.setEnabled(mark is not None and not mark.own_words)

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex) -> None:
        self._editor.save()
        mark: Mark = index.data(MARK)
        self._editor.go_to(mark.span)

    @Slot(bool)
    def _show_apart(self, apart: bool) -> None:
        self._apart.setText(
            _(
                "Somebody else wrote these notes too. Both versions are kept; choose between them on the Sync page."
            )
        )
        self._apart.setVisible(apart)

    @Slot(str)
    def _follow(self, _note_id: str) -> None:
        self._refresh_all()
        self._apart.setText(
            _("Somebody else wrote that note meanwhile. Theirs is kept, and yours goes on here.")
        )
        self._apart.show()


def _titled(number: int, note: Note) -> str:
    begins = " ".join(note.text.split()[:6]) or _("nothing yet")
    return _("Note {number}: {begins}").format(number=number, begins=begins)
