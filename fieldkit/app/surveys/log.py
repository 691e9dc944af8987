"""Tells the log of a questionnaire, where its form wants one, what happens on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.sitting import Sitting
from fieldkit.domain import Person
from fieldkit.edits import audit
from fieldkit.forms.audit import AuditLog, Event


class Log:
    """The log of one sitting. Its lines wait until the first answer is saved; looking alone keeps none."""

    def __init__(self, project: OpenProject, sitting: Sitting) -> None:
        self._project = project
        self._sitting = sitting
        self._here = False
        self._waiting = ""
        watched = sitting.response.form.audit
        person = next(iter(project.store.find(Person, id=project.store.person)), Person())
        self._log = AuditLog(watched, self._node_of, person.name) if watched else None

    def come(self, questions: Iterable[str]) -> None:
        """Note that the questionnaire is on the screen, with these questions."""
        if self._log and not self._here:
            self._here = True
            self._log.happen(Event.RESUME if self._sitting.submission else Event.START, _now())
            self.turn_to(questions)

    def turn_to(self, questions: Iterable[str]) -> None:
        """Note that these questions are on the screen now, and no others."""
        if self._log and self._here:
            self._log.turn_to(self._answers(questions), _now())
            self._keep()

    def answer(self, paths: Iterable[str], questions: Iterable[str]) -> None:
        """Note that the answers under these paths may be others, and that these questions are on the screen now."""
        if self._log and self._here:
            for path, value in self._answers(paths).items():
                self._log.answer(path, value)
            self._log.show(self._answers(questions), _now())

    def happen(self, event: Event, path: str = "") -> None:
        """Note something that happens to the questionnaire, or to an instance of a repeat."""
        if self._log:
            self._log.happen(event, _now(), path)

    def go(self) -> None:
        """Note that the questionnaire is no longer on the screen. All of it is saved by then."""
        if self._log and self._here:
            self._here = False
            now = _now()
            self._log.leave(now)
            self._log.happen(Event.SAVE, now)
            self._log.happen(Event.EXIT, now)
            self._keep()

    def _keep(self) -> None:
        self._waiting += self._log.taken() if self._log else ""
        submission = self._sitting.submission
        if submission and self._waiting and self._sitting.interview:
            lines, self._waiting = self._waiting, ""
            self._project.attempt(audit.note, submission, lines, _now())

    def _answers(self, paths: Iterable[str]) -> dict[str, str]:
        answers = self._sitting.response.answers()
        return {path: answers.get(path, "") for path in paths}

    def _node_of(self, path: str) -> str:
        return self._sitting.response.node_of(path)


def _now() -> datetime:
    return datetime.now(tz=UTC)
