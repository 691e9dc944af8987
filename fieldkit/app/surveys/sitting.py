"""One questionnaire of one interview between the engine and the project file: what is answered is saved here."""

from __future__ import annotations

from collections.abc import Sequence

from fieldkit.app.project import OpenProject
from fieldkit.domain import Attachment, Interview, Submission, SurveyForm
from fieldkit.domain.change import Change
from fieldkit.domain.surveys import ANSWER
from fieldkit.edits import filling, surveys
from fieldkit.forms import FILES, Changed, Response


class Sitting:
    """A form being filled, and where its answers are kept. Nothing is written before the first answer."""

    def __init__(self, project: OpenProject, interview_id: str, survey_form: SurveyForm) -> None:
        self._project = project
        self._interview_id = interview_id
        self._survey_form = survey_form
        self.submission: Submission | None
        """What is stored of it; None before the first answer."""
        self.response: Response
        self.open()

    def open(self, language: str | None = None) -> None:
        """Take up the answers as they are in the project."""
        self.submission = self._stored()
        self.response = filling.opened(
            self._project.store, self._survey_form, self._interview_id, self.submission, language=language
        )

    def answer(self, path: str, text: str, *, typing: bool = False) -> Changed:
        """Answer a question and save what that changed. A file that is no longer the answer goes."""
        gone = self._file_at(path)
        changed = self.response.answer(path, text)
        self.keep(changed, files=[gone.but(deleted=True)] if gone else [], typing=typing)
        return changed

    def attach(self, path: str, name: str, content: bytes) -> Changed:
        """Answer with a file, of which a copy is kept in place of the one before."""
        gone = self._file_at(path)
        new = surveys.attached(self._project.store, self._interview_id, name, content)
        changed = self.response.answer(path, new.name)
        before = [gone.but(deleted=True)] if gone and gone.name != new.name else []
        self.keep(changed, files=[*before, new])
        return changed

    def keep(self, changed: Changed, *, files: Sequence[Attachment] = (), typing: bool = False) -> None:
        """Save what a deed changed, if anything; nothing where the interview was taken back meanwhile."""
        store, cells, interview = self._project.store, changed.cells, self.interview
        if interview is None or not (cells or files):
            return
        # Finished meanwhile, perhaps, with the interview.
        self.submission = self._stored()
        if self.submission is None:
            self.submission = self._project.attempt(surveys.begin, interview, self._survey_form)
            cells = {**self.response.opened.cells, **cells}
        elif self.submission.finished:
            self.submission = filling.edit(store, self.submission, self.response)
        if self.submission is not None:
            self._project.attempt(surveys.answer, self.submission, cells, files=files, typing=typing)

    @property
    def interview(self) -> Interview | None:
        """The interview that it belongs to; None once that was taken back."""
        return next(iter(self._project.store.find(Interview, id=self._interview_id)), None)

    @property
    def finished(self) -> bool:
        """Whether somebody said that it is filled."""
        return self.submission is not None and self.submission.finished

    def finish(self) -> None:
        """Say that it is filled, where nothing is missing or wrong."""
        if self.submission is not None and not self.finished:
            self._project.attempt(filling.finish, self.submission, self.response)
            self.submission = self._stored()

    def media(self, name: str) -> bytes | None:
        """Return the bytes of a file that an answer names, or the form itself."""
        store = self._project.store
        kept = self._attached(name)
        return store.attachments.take(kept.sha256) if kept else surveys.media(store, self._survey_form, name)

    def is_news(self, changes: list[Change]) -> bool:
        """Tell whether the questionnaire is now another than it is here; after our own answers it is not."""
        if not any(change.cell.table in (ANSWER, "submission") for change in changes):
            return False
        stored = self._stored()
        if stored is None:
            return self.submission is not None
        touched = [c for c in changes if c.cell.table == ANSWER and c.cell.record == stored.id]
        if self.submission is None and not touched:
            return False
        here = self.response.answers()
        # What we wrote ourselves is what is here; only for the rest is it worth reading all answers.
        if all((change.value or "") == here.get(change.cell.field, "") for change in touched):
            return False
        there = self._project.store.answers(stored.id)
        return any(there.get(c.cell.field, "") != here.get(c.cell.field, "") for c in touched)

    def _file_at(self, path: str) -> Attachment | None:
        """Return the file that answers a question now."""
        asked = self.response.asked(path)
        return self._attached(asked.value) if asked.value and asked.question.type in FILES else None

    def _attached(self, name: str) -> Attachment | None:
        found = self._project.store.find(Attachment, interview_id=self._interview_id, name=name)
        return next(iter(found), None)

    def _stored(self) -> Submission | None:
        found = self._project.store.find(
            Submission, interview_id=self._interview_id, form_id=self._survey_form.id
        )
        return next(iter(found), None)
