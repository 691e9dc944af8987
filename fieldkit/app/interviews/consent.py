"""What the people agreed to, asked in plain words, and what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.interviews.scopes import REACHES, SCOPES, SCRIPT_VERSION
from fieldkit.app.interviews.withdrawal import TakingBack
from fieldkit.app.parts import Scroll, card, label
from fieldkit.app.project import OpenProject
from fieldkit.app.segmented import Option, Segmented
from fieldkit.app.style import GAP
from fieldkit.domain import Consent, Interview
from fieldkit.domain.change import Change
from fieldkit.domain.consent import Answer, Scope, reach
from fieldkit.domain.interviews import Status
from fieldkit.edits import consent
from fieldkit.words import _, day


class ConsentSection(QWidget):
    """The scopes of consent of one interview, each to be answered with yes, no, or not asked."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._reach = label("", "cardtitle", wraps=True)
        self._rows = {scope: ScopeRow(scope) for scope in SCOPES}
        self._refuse = QPushButton(_("They do not want it kept"))
        self._take_back = QPushButton(_("They take it back…"))
        self._why_not = label("", "sub", wraps=True)
        self._taking_back = TakingBack(project, interview_id)
        self._lay_out()
        self._connect()
        self._refresh_all()

    def _lay_out(self) -> None:
        asked, rows = card()
        rows.setSpacing(0)
        for row in self._rows.values():
            rows.addWidget(row)
        deeds = QHBoxLayout()
        deeds.addWidget(self._refuse)
        deeds.addWidget(self._take_back)
        deeds.addWidget(self._why_not, 1)
        inside = QWidget()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP // 2, 0)
        column.setSpacing(GAP)
        column.addWidget(self._reach)
        column.addWidget(
            label(_("Read each aloud. Y and N answer and go on; - means it was not asked."), "sub")
        )
        column.addWidget(asked)
        column.addLayout(deeds)
        column.addWidget(self._taking_back)
        column.addStretch(1)
        self._scroll = Scroll(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._scroll)
        self.setFocusProxy(self._rows[Scope.HOLD])

    def _connect(self) -> None:
        for row in self._rows.values():
            row.answered.connect(self._answer)
            row.passed.connect(self._go_on)
        self._refuse.clicked.connect(self._say_no)
        self._take_back.clicked.connect(self._ask_again)
        self._project.changed.connect(self._refresh)

    @Slot(str, str)
    def _answer(self, scope: str, said: str) -> None:
        self._project.attempt(
            consent.answer,
            self._interview(),
            Scope(scope),
            Answer(said),
            on=_today(),
            script_version=SCRIPT_VERSION,
        )

    @Slot(str)
    def _go_on(self, scope: str) -> None:
        scopes = list(self._rows)
        after = scopes.index(Scope(scope)) + 1
        if after < len(scopes):
            self._rows[scopes[after]].setFocus()
            self._scroll.ensureWidgetVisible(self._rows[scopes[after]])

    @Slot()
    def _say_no(self) -> None:
        self._project.attempt(consent.refuse, self._interview(), on=_today(), script_version=SCRIPT_VERSION)

    @Slot()
    def _ask_again(self) -> None:
        self._taking_back.ask()
        # It takes its place once the events that wait are through.
        QTimer.singleShot(0, self._show_taking_back)

    @Slot()
    def _show_taking_back(self) -> None:
        self._scroll.ensureWidgetVisible(self._taking_back)

    def _interview(self) -> Interview:
        return self._project.store.get(Interview, self._interview_id)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table in ("consent", "interview") for change in changes):
            self._refresh_all()

    def _refresh_all(self) -> None:
        known = self._project.store.find(Interview, id=self._interview_id, deleted=(False, True))
        store = self._project.store
        said = {one.scope: one for one in store.find(Consent, interview_id=self._interview_id)}
        for scope, row in self._rows.items():
            row.show_consent(said.get(scope))
        agreed_to = store.consents([self._interview_id]).get(self._interview_id, [])
        self._reach.setText(REACHES[reach(agreed_to)]())
        declined = bool(known) and known[0].status == Status.DECLINED
        self._refuse.setEnabled(bool(known) and not declined)
        self._take_back.setEnabled(bool(known))
        self._why_not.setText(
            _("They declined: it is counted as declined, and that is all.") if declined else ""
        )


class ScopeRow(QFrame):
    """One scope: the question to read, what a yes allows, and the answer with its date."""

    answered = Signal(str, str)
    """The scope and what they said."""
    passed = Signal(str)
    """The scope was answered by its letter, so the next may be asked."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        wording = SCOPES[scope]()
        self._answers = Segmented(
            [
                Option(Answer.YES, _("Yes"), "y"),
                Option(Answer.NO, _("No"), "n"),
                Option(Answer.NOT_ASKED, _("Not asked"), "-"),
            ],
            wording.ask,
        )
        self._date = label("", "sub")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(wording.ask, "strong", wraps=True))
        words.addWidget(label(wording.allows, "sub", wraps=True))
        words.addStretch(1)
        answer = QVBoxLayout()
        answer.setSpacing(2)
        answer.addWidget(self._answers)
        answer.addWidget(self._date, 0, Qt.AlignmentFlag.AlignTrailing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GAP // 2, 0, GAP // 2)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addLayout(answer)
        self.setFocusProxy(self._answers)
        self._answers.chosen.connect(self._say)
        self._answers.signed.connect(self._pass)

    def show_consent(self, said: Consent | None) -> None:
        """Show what they said, and when."""
        self._answers.show_value(said.answer if said else None)
        self.setFocusProxy(self._answers)
        self._date.setText(day(said.answered_on) if said and said.answered_on else " ")

    @Slot(str)
    def _say(self, said: str) -> None:
        self.answered.emit(self._scope, said)

    @Slot()
    def _pass(self) -> None:
        self.passed.emit(self._scope)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
