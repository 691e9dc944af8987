"""The interviews: all of them on one side, the open one on the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.app.interviews.chooser import GroupChooser
from fieldkit.app.interviews.listed import InterviewList
from fieldkit.app.interviews.room import Room, Section
from fieldkit.app.parts import ActionButton, Empty, action, label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, MARGIN
from fieldkit.domain import Group, Interview, Wave
from fieldkit.edits import interviews
from fieldkit.words import _

_LIST = 236
"""The width of the list."""


class InterviewsPage(QWidget):
    """All interviews, and the one that is open with its sections.

    `sections` are given by the window: pages do not know each other.
    """

    TITLE = _("Interviews")
    ICON = "interviews"

    group_wanted = Signal()
    """The group that somebody is with has to be added first."""

    def __init__(
        self, project: OpenProject, parent: QWidget | None = None, sections: Sequence[Section] = ()
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._project = project
        self._sections = sections
        self._room: Room | None = None
        self.new = action(self, _("New interview"), self._choose_group, "Ctrl+N")
        for number in range(len(sections)):
            action(self, sections[number][0], partial(self._go_to, number), f"Alt+{number + 1}")
        self._list = InterviewList(project)
        action(self, _("Find an interview"), self._list.go_find, "Ctrl+Shift+F")
        self._empty = Empty(
            "interviews",
            _("No interview is open"),
            _("Choose one on the left, or begin a new one with the group that you are with."),
            ActionButton(self.new, "primary"),
        )
        self._lay_out()
        self._list.chosen.connect(self.open)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(GAP // 2)
        side.addWidget(label(self.TITLE, "h1"))
        side.addWidget(ActionButton(self.new))
        side.addWidget(self._list, 1)
        left = QWidget()
        left.setObjectName("plain")
        left.setFixedWidth(_LIST)
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._right = QVBoxLayout()
        self._right.addWidget(self._empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, MARGIN - 8, GAP)
        row.setSpacing(GAP + 4)
        row.addWidget(left)
        row.addLayout(self._right, 1)

    @property
    def shown(self) -> str:
        """The id of the interview that is open; blank where none is."""
        return self._room.interview_id if self._room else ""

    @Slot(str)
    def open(self, interview_id: str) -> None:
        """Show an interview; an empty id, or one that is gone, shows none."""
        if self._room and self._room.interview_id == interview_id:
            return
        self._leave()
        if not interview_id or not self._project.store.find(Interview, id=interview_id):
            return
        self._empty.hide()
        self._room = Room(self._project, interview_id, self._sections, self)
        self._room.left.connect(self._leave)
        self._right.addWidget(self._room)
        self._list.choose(interview_id)

    @Slot(str)
    def begin(self, group_id: str) -> None:
        """Begin a draft for today with a group, and open it where consent is asked."""
        group = self._project.store.get(Group, group_id)
        rounds = sorted(self._project.store.find(Wave), key=lambda wave: (wave.months, wave.id))
        today = datetime.now(tz=UTC).astimezone().date()
        begun = self._project.attempt(
            interviews.begin, group, held_on=today, wave=rounds[-1] if rounds else None
        )
        if begun is not None:
            self.open(begun.id)
            self._go_to(0)

    @Slot()
    def _choose_group(self) -> None:
        chooser = GroupChooser(self._project, self)
        chooser.chosen.connect(self.begin)
        chooser.unknown.connect(self.group_wanted)
        chooser.open()

    def _go_to(self, number: int) -> None:
        if self._room is not None:
            self._room.go_to(number)

    @Slot()
    def _leave(self) -> None:
        if self._room is not None:
            room, self._room = self._room, None
            # Hiding lets the sections save what is typed in them.
            room.hide()
            self._right.removeWidget(room)
            room.deleteLater()
        self._empty.show()
