"""The open interview: its head, and its sections side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from fieldkit.app.interviews.details import Details
from fieldkit.app.interviews.words import mode_word, status_word, without_group
from fieldkit.app.parts import ActionButton, action, label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.domain import Group, Interview, Submission
from fieldkit.domain.change import Change
from fieldkit.domain.interviews import Status
from fieldkit.edits import interviews
from fieldkit.errors import ConsentError
from fieldkit.words import _, day

Section = tuple[str, Callable[[OpenProject, str, QWidget], QWidget]]
"""A section's title, and what makes it from the project, the interview's id and its parent."""


class Room(QWidget):
    """One interview. A section is made when it is first looked at."""

    left = Signal()
    """The interview is gone: taken back, or its beginning was undone."""

    def __init__(
        self,
        project: OpenProject,
        interview_id: str,
        sections: Sequence[Section],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self.interview_id = interview_id
        self._sections = sections
        self._name = label("", "h1")
        self._line = label("", "sub", wraps=True)
        self._refused = label("", "warn", wraps=True)
        self._fold = QPushButton(_("Details"))
        self._fold.setCheckable(True)
        self._complete = action(self, _("Complete"), self._say_complete, "Ctrl+Shift+Return")
        self._reopen = action(self, _("Reopen"), self._say_reopened)
        self._complete_button = ActionButton(self._complete, "primary")
        self._reopen_button = ActionButton(self._reopen)
        self._details = Details(project, interview_id)
        self._tabs = QTabWidget()
        self._tabs.tabBar().setDrawBase(False)
        self._pages: list[QWidget] = []
        self._insides: list[QVBoxLayout] = []
        self._made: dict[int, QWidget] = {}
        self._lay_out()
        self._fold.toggled.connect(self._details.setVisible)
        self._tabs.currentChanged.connect(self._make_section)
        project.changed.connect(self._refresh)
        self._refresh_head()
        self._make_section(0)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._line)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        for button in (self._fold, self._reopen_button, self._complete_button):
            head.addWidget(button)
        self._details.hide()
        self._refused.hide()
        for number, (title, _factory) in enumerate(self._sections, start=1):
            page = QWidget()
            page.setObjectName("plain")
            inside = QVBoxLayout(page)
            inside.setContentsMargins(0, GAP, 0, 0)
            self._insides.append(inside)
            self._pages.append(page)
            self._tabs.addTab(page, title)
            self._tabs.setTabToolTip(number - 1, _("Alt+{number}").format(number=number))
            self._tabs.tabBar().setAccessibleName(_("Sections of the interview"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(head)
        column.addWidget(self._refused)
        column.addWidget(self._details)
        column.addWidget(self._tabs, 1)

    def go_to(self, number: int) -> None:
        """Show a section, counted from 0, and put the hands there."""
        if number < len(self._sections):
            self._tabs.setCurrentIndex(number)
            self._made[number].setFocus()

    @Slot(int)
    def _make_section(self, number: int) -> None:
        if 0 <= number < len(self._sections) and number not in self._made:
            _title, factory = self._sections[number]
            self._made[number] = factory(self._project, self.interview_id, self._pages[number])
            self._insides[number].addWidget(self._made[number])

    @Slot()
    def _say_complete(self) -> None:
        self._project.end_typing()
        try:
            interviews.complete(self._project.store, self._interview())
        except ConsentError as error:
            # Said beside the button: the window's banner would send the eyes away from what is to be done.
            self._refused.setText(str(error))
            self._refused.show()
            return
        self._refused.setText(
            _("The interview is complete. Its questionnaire is not: some answers are missing or wrong.")
        )
        self._refused.setVisible(
            bool(self._project.store.find(Submission, interview_id=self.interview_id, finished=False))
        )

    @Slot()
    def _say_reopened(self) -> None:
        self._project.attempt(interviews.reopen, self._interview())

    def _interview(self) -> Interview:
        return self._project.store.get(Interview, self.interview_id)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        tables = {change.cell.table for change in changes}
        if "consent" in tables:
            self._refused.hide()
        if tables & {"interview", "group", "wave"}:
            self._refresh_head()

    def _refresh_head(self) -> None:
        found = self._project.store.find(Interview, id=self.interview_id)
        if not found:
            self.left.emit()
            return
        (interview,) = found
        groups = self._project.store.find(Group, id=interview.group_id)
        self._name.setText(groups[0].name if groups else without_group(interview))
        said = (
            status_word(interview.status),
            day(interview.held_on),
            interview.place,
            mode_word(interview.mode),
            interview.in_the_room,
        )
        self._line.setText(" · ".join(part for part in said if part))
        self._details.show_interview(interview)
        self._complete_button.setVisible(interview.status == Status.DRAFT)
        self._complete.setEnabled(interview.status == Status.DRAFT)
        self._reopen_button.setVisible(interview.status != Status.DRAFT)
        self._reopen.setEnabled(interview.status != Status.DRAFT)
        if interview.status == Status.COMPLETE:
            self._refused.hide()
