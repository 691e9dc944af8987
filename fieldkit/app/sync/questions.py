"""What was asked where people answered apart."""

from __future__ import annotations

from fieldkit.domain import Submission, SurveyForm
from fieldkit.domain.change import Cell
from fieldkit.edits import filling
from fieldkit.errors import FormError
from fieldkit.forms import Asked, Response
from fieldkit.store import Store


class Questions:
    """The questions under the paths of submissions. Each questionnaire is opened once, when it is first wanted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._opened: dict[str, Response | None] = {}

    def asked(self, cell: Cell) -> Asked | None:
        """Return the question that the cell of an answer belongs to; None where its form has no such question."""
        if cell.record not in self._opened:
            self._opened[cell.record] = self._open(cell.record)
        response = self._opened[cell.record]
        if response is None:
            return None
        try:
            return response.asked(cell.field)
        except KeyError:
            return None

    def _open(self, submission_id: str) -> Response | None:
        for submission in self._store.find(Submission, id=submission_id):
            for survey_form in self._store.find(SurveyForm, id=submission.form_id):
                try:
                    return filling.opened(self._store, survey_form, submission.interview_id, submission)
                except FormError:
                    # It was made by a newer fieldkit; the answers are told all the same.
                    return None
        return None
