"""When, where and with whom an interview was."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QDateEdit, QGridLayout, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice, Line, add_field
from fieldkit.app.interviews.files import Files
from fieldkit.app.interviews.words import MODES
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.domain import Interview, Wave
from fieldkit.edits import interviews
from fieldkit.words import _

_SHORT = 110
"""The least width of a field beside others."""


class Details(QWidget):
    """The fields that say when, where and with whom an interview was. Each saves itself."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._dated = False
        self._date = QDateEdit()
        self._date.setCalendarPopup(True)
        self._date.setDisplayFormat("d MMMM yyyy")
        self._place = Line()
        self._mode = Choice()
        self._wave = Choice()
        self._room = Line()
        self._room.setPlaceholderText(_("By role, never by name: 2 volunteers, the treasurer"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        for at, (name, control) in enumerate(
            (
                (_("&Date"), self._date),
                (_("&Place"), self._place),
                (_("&How"), self._mode),
                (_("Ro&und"), self._wave),
            )
        ):
            box = QWidget()
            box.setObjectName("plain")
            grid.addWidget(box, 0, at, Qt.AlignmentFlag.AlignTop)
            add_field(_column(box), name, control)
            # The place takes what the others leave; on a small screen all of them are short.
            grid.setColumnStretch(at, 2 if control is self._place else 1)
        self._place.setMinimumWidth(_SHORT)
        for choice in (self._mode, self._wave):
            choice.setMinimumWidth(_SHORT)
        room = QWidget()
        room.setObjectName("plain")
        add_field(_column(room), _("Who was in the &room"), self._room)
        grid.addWidget(room, 1, 0, 1, 4)
        grid.addWidget(Files(project, interview_id), 2, 0, 1, 4)
        self._mode.offer([(mode, words()) for mode, words in MODES.items()])
        self._date.userDateChanged.connect(self._set_date)
        self._date.editingFinished.connect(self._save)
        self._place.written.connect(self._save)
        self._room.written.connect(self._save)
        self._mode.chosen.connect(self._save)
        self._wave.chosen.connect(self._save)
        project.typing_ended.connect(self._place.save)
        project.typing_ended.connect(self._room.save)

    def show_interview(self, interview: Interview) -> None:
        """Show what is saved, unless somebody is typing."""
        waves = sorted(self._project.store.find(Wave), key=lambda wave: (wave.months, wave.id))
        self._wave.offer([(wave.id, wave.name) for wave in waves])
        self._dated = self._dated or interview.held_on is not None
        if interview.held_on and not self._date.hasFocus():
            self._date.setDate(QDate(interview.held_on.year, interview.held_on.month, interview.held_on.day))
        self._place.show_text(interview.place)
        self._room.show_text(interview.in_the_room)
        self._mode.show_value(interview.mode)
        self._wave.show_value(interview.wave_id)

    @Slot()
    def _set_date(self) -> None:
        self._dated = True

    @Slot()
    def _save(self) -> None:
        known = self._project.store.find(Interview, id=self._interview_id)
        if not known:
            # Taken back while somebody typed: nothing of it is kept.
            return
        interview, chosen = known[0], self._date.date()
        changed = interview.but(
            # A field that was never filled shows a day all the same; it must not be taken for one.
            held_on=date(chosen.year(), chosen.month(), chosen.day()) if self._dated else None,
            place=self._place.text(),
            mode=self._mode.value or interview.mode,
            wave_id=self._wave.value or interview.wave_id,
            in_the_room=self._room.text(),
        )
        self._project.attempt(interviews.save, changed)


def _column(box: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    return column
